"""Whom an announcement is for, by buttons: who counts, who of these, who does not; groups and channels beside."""

from collections.abc import Sequence
from functools import partial

from telegram.ext import MessageHandler, filters

from handlers import announce_card as card
from handlers.announce_card import IDEA, NUMBER, REVISION, button, with_form
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press, satgas_only
from notices import seatwords
from notices.audiencewords import KINDS, SIDES
from services import chats
from services.announcements import choosing
from services.announcements.choosing import Side
from services.announcements.values import Announcement, Done, Outcome, Who
from services.coworking import slots, spaces
from services.forms import OpenForm as Form
from services.ideas import milestones as ideas_of, reading as ideas
from services.milestones import reading as milestones

SIDE, WHO = "([oax])", "([a-z]{4,11})"
PAGE = 8
NUMBERED = (Who.SPACE, Who.SLOT, Who.IDEA, Who.MILESTONE)


def add_to(app: App) -> None:
    """Listen to the buttons of the audience, and to the code of an idea."""
    on_press(app, f"v1:audience:show:{NUMBER}:{SIDE}", show)
    on_press(app, f"v1:audience:pick:{NUMBER}:{SIDE}:{WHO}:([0-9]{{1,4}})", pick)
    on_press(app, f"v1:audience:slots:{NUMBER}:{SIDE}:{NUMBER}", pick_slot)
    on_press(app, f"v1:audience:put:{NUMBER}:{SIDE}:{REVISION}:{WHO}(?::([a-z0-9-]{{1,32}}))?", put)
    on_press(app, f"v1:audience:chats:{NUMBER}", pick_chat)
    on_press(app, rf"v1:audience:chat:{NUMBER}:{REVISION}:(-?[0-9]{{1,18}})", put_chat)
    on_press(app, f"v1:audience:idea:{NUMBER}:{SIDE}", ask_idea)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(IDEA), with_form(IDEA)(take_idea)))


@ketua_or_satgas_only
async def show(update: Update, context: Context) -> None:
    """Who it is for so far, and what can be added on this side."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _show(context, one, Side(context.pressed[1]))


@ketua_or_satgas_only
async def pick(update: Update, context: Context) -> None:
    """The things of one kind; those that count are ticked."""
    number, side, kind, page = context.pressed
    one = card.read(context, number)
    if one is not None and kind in set(Who):
        _pick(context, one, Side(side), Who(kind), int(page))


@ketua_or_satgas_only
async def pick_slot(update: Update, context: Context) -> None:
    """The openings of a space, since a day ago."""
    number, side, space = context.pressed
    one = card.read(context, number)
    if one is not None:
        _slots(context, one, Side(side), int(space))


@ketua_or_satgas_only
async def put(update: Update, context: Context) -> None:
    """One more, or one less; whether they may name it is looked at anew."""
    number, side, revision, kind, word = context.pressed
    one = card.read(context, number)
    if one is None:
        return
    value = int(word) if kind in NUMBERED and word and word.isdecimal() else word
    aims = partial(choosing.may_aim, rights=context.rights, city=context.house.city)
    if kind not in set(Who) or not context.run(aims, who=Who(kind), value=value):
        card.gone(context)
        return
    audience = choosing.toggled(one.audience, side=Side(side), who=Who(kind), value=value)
    done = card.change(context, number, revision, audience=audience)
    _after(context, done, Side(side), Who(kind), value)


@satgas_only
async def pick_chat(update: Update, context: Context) -> None:
    """Groups and channels that satgas accepted."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _chats(context, one)


@satgas_only
async def put_chat(update: Update, context: Context) -> None:
    """There too, or no longer."""
    number, revision, chat = context.pressed
    one = card.read(context, number)
    if one is None:
        return
    if int(chat) not in {place.id for place in context.run(chats.destinations)} | set(one.audience.chats):
        context.toast("chats.gone", alert=True)
        return
    audience = choosing.toggled_chat(one.audience, chat_id=int(chat))
    done = card.change(context, number, revision, audience=audience)
    if done is not None and done.outcome is Outcome.CHANGED and done.announcement:
        _chats(context, done.announcement)
    else:
        card.tell(context, done)


@satgas_only
async def ask_idea(update: Update, context: Context) -> None:
    """Which idea? Its code is typed; those of its milestone can be pressed."""
    number, side = context.pressed
    one = card.read(context, number)
    if one is None:
        return
    card.keep(context, IDEA, side, {"id": one.id, "revision": one.revision})
    context.change("audience.ask_idea", buttons=[*_ideas(context, one, Side(side)), [card.leave(context)]])


async def take_idea(context: Context, form: Form) -> None:
    """The idea of this code."""
    found = context.run(ideas.by_code, code=context.words.strip())
    one = card.read(context, form.data["id"])
    if one is None:
        return
    if found is None or not context.rights.satgas:
        context.say("audience.no_idea", buttons=[[card.leave(context)]])
        return
    card.close(context)
    side = Side(form.step)
    audience = choosing.toggled(one.audience, side=side, who=Who.IDEA, value=found.id)
    _after(context, card.change(context, one.id, form.data["revision"], audience=audience), side, Who.IDEA, found.id)


def _after(context: Context, done: Done | None, side: Side, who: Who, value: str | int | None) -> None:
    """Where they were, with what was changed."""
    if done is None or done.announcement is None or done.outcome is not Outcome.CHANGED:
        card.tell(context, done)
    elif who in (Who.EVERYBODY, Who.IDEA):
        _show(context, done.announcement, side)
    elif who is Who.SPACE:
        _slots(context, done.announcement, side, int(value or 0))
    elif who is Who.SLOT:
        slot = context.run(slots.kept_slot, slot_id=int(value or 0), rights=context.rights)
        _slots(context, done.announcement, side, slot.space_id if slot else 0)
    else:
        _pick(context, done.announcement, side, who, 0)


def _show(context: Context, one: Announcement, side: Side) -> None:
    words = card.words(context)
    told = words.audience.whole(one.audience, context.run(choosing.names, audience=one.audience))
    text = "\n\n".join([context.text("audience.title", code=one.code), told, context.text(_HOW[side])])
    there = bool(one.audience.any)
    sides = [
        button(context, "audience.ticked" if other is side else "audience.plain", f"v1:audience:show:{one.id}:{other}",
               what=context.label(key))
        for other, key in SIDES.items()
        if there
    ]  # fmt: skip
    kinds = [_kind(context, one, side, kind, key) for kind, key in KINDS.items() if _makes_sense(kind, side)]
    if not context.rights.satgas:
        kinds = [_kind(context, one, side, Who.SPACE, KINDS[Who.SPACE])]
    rows = [kinds[at : at + 2] for at in range(0, len(kinds), 2)]
    groups = [[button(context, "audience.chats", f"v1:audience:chats:{one.id}")]] if context.rights.satgas else []
    context.change(text=text, buttons=[sides, *rows, *groups, [card.back_to(context, one.id)]])


def _makes_sense(kind: Who, side: Side) -> bool:
    """Everybody neither narrows nor excepts."""
    return side is Side.OR or kind is not Who.EVERYBODY


def _kind(context: Context, one: Announcement, side: Side, kind: Who, key: str) -> Button:
    there = any(term.who is kind for term in choosing.chosen(one.audience).terms(side))
    press = f"v1:audience:pick:{one.id}:{side}:{kind}:0"
    if kind is Who.EVERYBODY:
        press = f"v1:audience:put:{one.id}:{side}:{one.revision}:{kind}"
    elif kind is Who.IDEA:
        press = f"v1:audience:idea:{one.id}:{side}"
    return _ticked(context, context.label(key), there, press)


def _pick(context: Context, one: Announcement, side: Side, who: Who, page: int) -> None:
    if who is Who.SPACE:
        _spaces(context, one, side, page)
        return
    words = card.words(context).audience
    if who is Who.MILESTONE and context.rights.satgas:
        found = context.run(milestones.public_milestones, now=context.now)
        things: Sequence[tuple[str, str]] = [(str(point.id), point.named(context.language)) for point in found]
    else:
        of = choosing.words(context.house.city).get(who, ()) if context.rights.satgas else ()
        things = [(value, words.value(who, value)) for value in of]
    shown, turns = _page(things, page, f"v1:audience:pick:{one.id}:{side}:{who}")
    buttons = [_thing(context, one, side, who, *thing) for thing in shown]
    wide = 1 if who in (Who.MILESTONE, Who.TOPIC) else 2
    rows = [buttons[at : at + wide] for at in range(0, len(buttons), wide)]
    _ask(context, one, side, [*rows, turns])


def _spaces(context: Context, one: Announcement, side: Side, page: int) -> None:
    """Each leads to itself as a whole, and to its openings."""
    kept = [(str(space.id), space.name) for space in context.run(spaces.spaces_kept, rights=context.rights)]
    shown, turns = _page(kept, page, f"v1:audience:pick:{one.id}:{side}:{Who.SPACE}")
    ticked = {str(value) for value in _values(one, side, Who.SPACE)}
    rows = [
        [_ticked(context, name, number in ticked, f"v1:audience:slots:{one.id}:{side}:{number}")]
        for number, name in shown
    ]
    _ask(context, one, side, [*rows, turns], key="audience.ask_space")


def _slots(context: Context, one: Announcement, side: Side, space: int) -> None:
    found = context.run(slots.kept_slots, space_id=space, rights=context.rights, now=context.now, most=2 * PAGE)
    texts = context.house.texts
    whole = [_thing(context, one, side, Who.SPACE, str(space), context.label("audience.whole_space"))]
    rows = [
        [_thing(context, one, side, Who.SLOT, str(slot.id), seatwords.brief(texts, context.language, slot))]
        for slot in found
    ]
    back = [button(context, "audience.back_to_spaces", f"v1:audience:pick:{one.id}:{side}:{Who.SPACE}:0")]
    _ask(context, one, side, [whole, *rows, back], key="audience.ask_slot" if rows else "audience.no_slots")


def _ideas(context: Context, one: Announcement, side: Side) -> Buttons:
    if one.milestone_id is None:
        return []
    found = context.run(ideas_of.of, milestone_id=one.milestone_id)[:PAGE]
    return [[_thing(context, one, side, Who.IDEA, str(idea.id), f"{idea.code} {idea.title}"[:50])] for idea in found]


def _chats(context: Context, one: Announcement) -> None:
    places = context.run(chats.destinations)
    rows = [
        [_ticked(context, place.title[:40], place.id in one.audience.chats,
                 f"v1:audience:chat:{one.id}:{one.revision}:{place.id}")]
        for place in places
    ]  # fmt: skip
    back = button(context, "audience.back", f"v1:audience:show:{one.id}:{Side.OR}")
    key = "audience.ask_chat" if rows else "audience.no_chats"
    context.change(key, buttons=[*rows, [button(context, "announce.chats", "v1:chats:show")], [back]])


def _thing(context: Context, one: Announcement, side: Side, who: Who, value: str, label: str) -> Button:
    there = value in map(str, _values(one, side, who))
    return _ticked(context, label, there, f"v1:audience:put:{one.id}:{side}:{one.revision}:{who}:{value}")


def _values(one: Announcement, side: Side, who: Who) -> tuple[str | int, ...]:
    """Those of this kind that are chosen on this side."""
    terms = choosing.chosen(one.audience).terms(side)
    return next((term.of for term in terms if term.who is who), ())


def _ticked(context: Context, label: str, there: bool, press: str) -> Button:
    return button(context, "audience.ticked" if there else "audience.plain", press, what=label)


def _page(things: Sequence[tuple[str, str]], page: int, press: str) -> tuple[Sequence[tuple[str, str]], list[Button]]:
    turns = [Button("‹", f"{press}:{page - 1}")] if page else []
    turns += [Button("›", f"{press}:{page + 1}")] if len(things) > (page + 1) * PAGE else []
    return things[page * PAGE : (page + 1) * PAGE], turns


def _ask(context: Context, one: Announcement, side: Side, rows: Buttons, key: str = "audience.ask_which") -> None:
    words = card.words(context)
    told = words.audience.whole(one.audience, context.run(choosing.names, audience=one.audience))
    back = button(context, "audience.back", f"v1:audience:show:{one.id}:{side}")
    context.change(text="\n\n".join([told, context.text(key)]), buttons=[*rows, [back]])


_HOW = {Side.OR: "audience.how_or", Side.AND: "audience.how_and", Side.EXCEPT: "audience.how_except"}
