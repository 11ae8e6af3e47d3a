"""/pengumuman: everything that was announced or is about to be; a new one, one of a milestone, one looked at again."""

from collections.abc import Sequence
from typing import Any

from handlers import announce_card as card
from handlers.announce_card import NUMBER, REVISION, button
from handlers.context import Button, Context, Update
from handlers.listening import App, ketua_or_satgas_only, on_command, on_press, satgas_only
from notices import announcewords
from notices.milestones import MilestoneWords
from services import forms
from services.announcements import desk, reading, running, writing
from services.announcements.values import (
    MONTHLY,
    WRITABLE,
    Announcement,
    Audience,
    Content,
    Kind,
    State,
    Term,
    Who,
    everyone,
)
from services.announcements.writing import Draft
from services.milestones import reading as milestones
from services.milestones.values import Milestone

GROUPS = {
    "draft": "announce.drafts",
    "awaiting": "announce.awaiting",
    "scheduled": "announce.planned",
    "running": "announce.running",
    "over": "announce.over",
}


def add_to(app: App) -> None:
    """Listen to /pengumuman, to its lists, and to the buttons that lead to one announcement."""
    on_command(app, "pengumuman", home)
    on_press(app, "v1:announce:home", home)
    on_press(app, f"v1:announce:list:({'|'.join(GROUPS)}):([0-9]{{1,4}})", show_list)
    on_press(app, f"v1:announce:card:{NUMBER}", show)
    on_press(app, f"v1:announce:more:{NUMBER}", more)
    on_press(app, f"v1:announce:milestone:{NUMBER}", of_milestone)
    on_press(app, f"v1:announce:redraw:{NUMBER}:{REVISION}", redraw)
    on_press(app, f"v1:announce:discard:{NUMBER}", ask_discard)
    on_press(app, f"v1:announce:gone:{NUMBER}", discard)


@ketua_or_satgas_only
async def home(update: Update, context: Context) -> None:
    """How many there are of each kind, and a new one."""
    _leave(context)
    counts = context.run(desk.how_many, rights=context.rights, actor_id=context.person.id)
    rows = [
        [button(context, key, f"v1:announce:list:{group}:0", count=counts[group])]
        for group, key in GROUPS.items()
        if counts[group]
    ]
    text = [context.text("announce.home"), *([] if context.rights.satgas else [_allowance(context)])]
    chats = [[button(context, "announce.chats", "v1:chats:show")]] if context.rights.satgas else []
    new = [button(context, "announce.new", "v1:announce:new")]
    context.change(text="\n\n".join(text), buttons=[new, *rows, *chats, *context.way_back()])


@ketua_or_satgas_only
async def show_list(update: Update, context: Context) -> None:
    """Those of one kind, the newest first."""
    group, page = context.pressed[0], int(context.pressed[1])
    who: dict[str, Any] = {"rights": context.rights, "actor_id": context.person.id}
    items, further = context.run(reading.listed, states=desk.GROUPS[group], page=page, **who)
    words = card.words(context)
    rows = [[Button(words.label(one), f"v1:announce:card:{one.id}")] for one in items]
    turns = [Button("‹", f"v1:announce:list:{group}:{page - 1}")] if page else []
    turns += [Button("›", f"v1:announce:list:{group}:{page + 1}")] if further else []
    title = context.text("announce.list")
    lines = [words.line(one) for one in items] or [context.text("announce.none")]
    context.change(text="\n\n".join([title, *lines]), buttons=[*rows, turns, [card.home(context)]])


@ketua_or_satgas_only
async def show(update: Update, context: Context) -> None:
    """One of them, in place."""
    _leave(context)
    one = card.read(context, context.pressed[0])
    if one is not None:
        card.show(context, one)


@ketua_or_satgas_only
async def more(update: Update, context: Context) -> None:
    """All of it beneath the message that shows how it goes."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        card.show(context, one, beneath=True)


@satgas_only
async def of_milestone(update: Update, context: Context) -> None:
    """A milestone is announced: drawn from its record, to whom it concerns; one begun already is gone on with."""
    milestone = context.run(milestones.read_milestone, milestone_id=int(context.pressed[0]))
    if milestone is None or not milestone.is_public(context.now):
        context.toast("announce.milestone_unseen", alert=True)
        return
    told = {"milestone_id": milestone.id, "author_id": context.person.id}
    begun = context.run(desk.written_of, **told)
    if begun is not None:
        card.show(context, begun, "announce.goes_on")
        return
    draft = Draft(
        Kind.TEXT, _drawn(context, milestone), _concerned(milestone), _topics(context, milestone), milestone.id
    )
    who: dict[str, Any] = {"author_id": context.person.id, "rights": context.rights, "now": context.now}
    card.tell(context, context.run(writing.create, draft=draft, **who))


@ketua_or_satgas_only
async def redraw(update: Update, context: Context) -> None:
    """Its words are drawn from the milestone anew, as that stands now."""
    one = card.read(context, context.pressed[0])
    milestone = card.milestone_of(context, one) if one else None
    if one is not None and milestone is None:
        context.toast("announce.milestone_unseen", alert=True)
    elif one is not None and milestone is not None:
        content = Content(_drawn(context, milestone).text, one.content.files, one.content.links, one.content.poll)
        card.tell(context, card.change(context, one.id, context.pressed[1], content=content, **_again(context, one)))


@ketua_or_satgas_only
async def ask_discard(update: Update, context: Context) -> None:
    """Really?"""
    one = card.read(context, context.pressed[0])
    if one is None:
        return
    if one.state not in WRITABLE:
        card.show(context, one)
        return
    yes = button(context, "announce.discard_yes", f"v1:announce:gone:{one.id}")
    context.change("announce.discard_sure", buttons=[[yes, card.back_to(context, one.id)]], code=one.code)


@ketua_or_satgas_only
async def discard(update: Update, context: Context) -> None:
    """It will not go out; what is under way already is ended by its own button only."""
    one = card.read(context, context.pressed[0])
    if one is not None and one.state in WRITABLE:
        card.tell(context, context.run(running.cancel, announcement_id=one.id, **card.who(context)))
    elif one is not None:
        card.show(context, one)


def _leave(context: Context) -> None:
    """A form of announcements is left by walking away from it."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form in card.FORMS:
        card.close(context)


def _allowance(context: Context) -> str:
    begun = context.run(writing.begun_this_month, author_id=context.person.id, now=context.now)
    return context.text("announce.allowance", begun=begun, most=MONTHLY, where=context.where(context.rights.kecamatan))


def _again(context: Context, one: Announcement) -> dict[str, Any]:
    """A time that has passed is now."""
    past = one.state is State.STOPPED and one.send_at is not None and one.send_at <= context.now
    return {"send_at": None} if past else {}


def _drawn(context: Context, one: Milestone) -> Content:
    """The milestone in the words of each language the city speaks."""
    house = context.house
    updates = context.run(milestones.updates_of, milestone_id=one.id)
    news = next((update.text for update in reversed(updates) if update.text), "")
    told = {}
    for language in _spoken(one):
        words = MilestoneWords(house.texts, language, house.city, house.timezone, context.now)
        told[language] = announcewords.of_milestone(house.texts, words, one, news)
    return Content(told)


def _spoken(one: Milestone) -> Sequence[str]:
    return ["id", *(language for language in ("en", "jv") if one.title.get(language))]


def _concerned(one: Milestone) -> Audience:
    """Who lives there and whoever wrote or supported an idea of it; everybody where it is of the whole city."""
    if not one.kecamatan:
        return everyone(Term(Who.EVERYBODY))
    return everyone(Term(Who.KECAMATAN, (one.kecamatan,)), Term(Who.MILESTONE, (one.id,)))


def _topics(context: Context, one: Milestone) -> tuple[str, ...]:
    return tuple(topic.id for topic in context.house.city.topics if topic.point == one.point)
