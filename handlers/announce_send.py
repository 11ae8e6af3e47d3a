"""Before an announcement goes out: who gets it and until when, a sample, handing it in, the second satgas."""

from datetime import datetime
from functools import partial
from typing import Any

from handlers import announce_card as card
from handlers.announce_card import NUMBER, REVISION, button
from handlers.context import Buttons, Context, Person, Update
from handlers.listening import App, ketua_or_satgas_only, on_press, satgas_only
from notices import announcements as told, checkwords
from notices.announcewords import LANGUAGES
from notices.checkwords import Check
from services import newschoice, people, roles
from services.announcements import audience, checking, choosing, desk, results, writing
from services.announcements.values import Announcement, Done, Kind, Outcome, State

FREE = 30
"""Messages a second that cost nothing."""
STARS = 0.1
"""Telegram's price for each message of a faster sender (PRODUCT.md)."""


def add_to(app: App) -> None:
    """Listen to the buttons between a draft and its going out."""
    on_press(app, f"v1:announce:check:{NUMBER}", check)
    on_press(app, f"v1:announce:sample:{NUMBER}", sample)
    on_press(app, f"v1:announce:(submit|same):{NUMBER}:{REVISION}", submit)
    on_press(app, f"v1:announce:withdraw:{NUMBER}:{REVISION}", withdraw)
    on_press(app, f"v1:announce:approve:{NUMBER}:{REVISION}", approve)
    on_press(app, f"v1:announce:reject:{NUMBER}:{REVISION}", reject)


@ketua_or_satgas_only
async def check(update: Update, context: Context) -> None:
    """Who gets it, until when, and what stands in its way."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _check(context, one)


@ketua_or_satgas_only
async def sample(update: Update, context: Context) -> None:
    """To me, exactly as readers get it, in each language it speaks."""
    one = card.read(context, context.pressed[0])
    if one is None:
        return
    if checking.findings(one.kind, one.content):
        context.toast("announce.no_sample", alert=True)
        return
    words = card.words(context)
    spoken = words.languages(one.content) or [context.language]
    for language in spoken:
        others = [other for other in LANGUAGES if other not in spoken] if language == "id" else []
        context.say("announce.sample_of", languages=words.named([language, *others]))
        seen: dict[str, Any] = {"to": context.person, "language": language, "kecamatan": _home(context, context.person)}
        context.turn.drafts += told.preview(context.house.teller, one, **seen)


@ketua_or_satgas_only
async def submit(update: Update, context: Context) -> None:
    """It goes out, or to a second satgas; the same to the same is asked about once more."""
    verb, number, revision = context.pressed
    one = card.read(context, number)
    if one is None:
        return
    past = one.send_at is not None and one.send_at <= context.now
    if one.state is State.STOPPED and past and one.revision == int(revision):
        renewed = card.change(context, number, revision, send_at=None)
        revision = str(renewed.announcement.revision) if renewed and renewed.announcement else revision
    hand_in = partial(writing.submit, announcement_id=one.id, revision=int(revision), again=verb == "same")
    where: dict[str, Any] = {"hours": card.hours(context), "satgas_ids": context.house.satgas_ids}
    _submitted(context, context.run(hand_in, **where, **card.who(context)))


@ketua_or_satgas_only
async def withdraw(update: Update, context: Context) -> None:
    """Back to the desk, to be changed; a time that has passed meanwhile is now."""
    number, revision = context.pressed
    back = partial(writing.withdraw, announcement_id=int(number), revision=int(revision))
    done = context.run(back, **card.who(context))
    one = done.announcement
    if done.outcome is Outcome.RETURNED and one and one.send_at and one.send_at <= context.now:
        renewed = card.change(context, one.id, one.revision, send_at=None)
        done = Done(done.outcome, renewed.announcement) if renewed and renewed.announcement else done
    card.tell(context, done)


@satgas_only
async def approve(update: Update, context: Context) -> None:
    """The second satgas lets it go out."""
    number, revision = context.pressed
    yes = partial(writing.approve, announcement_id=int(number), revision=int(revision))
    done = context.run(yes, **card.who(context))
    if done.outcome is Outcome.APPROVED and done.announcement:
        _tell_author(context, done.announcement, "announce.told_approved")
        _goes_out(context, done.announcement, Outcome.APPROVED)
    else:
        card.tell(context, done)


@satgas_only
async def reject(update: Update, context: Context) -> None:
    """The second satgas gives it back."""
    number, revision = context.pressed
    no = partial(writing.reject, announcement_id=int(number), revision=int(revision))
    done = context.run(no, **card.who(context))
    if done.outcome is Outcome.RETURNED and done.announcement:
        _tell_author(context, done.announcement, "announce.told_returned")
    card.tell(context, done)


def _check(context: Context, one: Announcement) -> None:
    looked = _looked_at(context, one)
    text = checkwords.check(card.words(context), looked)
    context.change(text=text, buttons=_deeds(context, looked))


def _looked_at(context: Context, one: Announcement) -> Check:
    hours = card.hours(context)
    whom = writing.whom_of(one, hours=hours, satgas_ids=context.house.satgas_ids, now=context.now)
    count = context.run(audience.count, whom=whom)
    planned: datetime = max(one.send_at or context.now, context.now)
    begins = planned if one.urgent else hours.awake(planned)
    messages = 1 + len(one.content.files) if one.kind is Kind.ALBUM else 1
    many, rate = count.people + count.chats, context.house.send_rate
    told: dict[str, Any] = {"messages": messages, "send_rate": rate, "urgent": one.urgent}
    ends = results.estimate(many, hours=hours, begins=begins, **told)
    return Check(
        one,
        context.run(choosing.names, audience=one.audience),
        count,
        context.run(desk.silent, whom=whom),
        begins,
        begins > planned,
        ends,
        many * messages * STARS if rate > FREE else 0.0,
        checking.findings(one.kind, one.content),
    )


def _deeds(context: Context, looked: Check) -> Buttons:
    one = looked.announcement
    test = [button(context, "announce.sample", f"v1:announce:sample:{one.id}")]
    back = [card.back_to(context, one.id)]
    if one.state is State.AWAITING and one.author_id != context.person.id and context.rights.satgas:
        return [*checkwords.second_buttons(context.house.teller, context.language, one), back]
    if one.state not in (State.DRAFT, State.STOPPED):
        return [test, back]
    if looked.findings:
        return [[button(context, "announce.to_body", f"v1:announce:body:{one.id}")], back]
    if not looked.all:
        return [[button(context, "announce.to_audience", f"v1:audience:show:{one.id}:o")], test, back]
    return [[button(context, _how(context, looked), f"v1:announce:submit:{one.id}:{one.revision}")], test, back]


def _how(context: Context, looked: Check) -> str:
    """What the press does."""
    if looked.needs_second:
        return "announce.submit_second"
    later = looked.announcement.send_at is not None and looked.announcement.send_at > context.now
    return "announce.submit_later" if later or looked.held else "announce.submit_now"


def _submitted(context: Context, done: Done) -> None:
    """What came of handing it in, with the way on."""
    one = done.announcement
    if one is None:
        card.gone(context)
    elif done.outcome is Outcome.SCHEDULED:
        _goes_out(context, one, done.outcome)
    elif done.outcome is Outcome.AWAITS:
        _ask_second(context, one)
        card.tell(context, done)
    elif done.outcome is Outcome.NEEDS_SECOND:
        invite = [[button(context, "announce.invite", "v1:team:show")]] if context.rights.satgas else []
        context.change(done.outcome, buttons=[*invite, [card.back_to(context, one.id)]])
    elif done.outcome is Outcome.SAME_AGAIN:
        yes = button(context, "announce.same_yes", f"v1:announce:same:{one.id}:{one.revision}")
        context.change(done.outcome, buttons=[[yes], [card.back_to(context, one.id)]])
    elif done.outcome is Outcome.WRONG:
        _check(context, one)
    else:
        card.tell(context, done)


def _goes_out(context: Context, one: Announcement, news: Outcome) -> None:
    """At once: this message shows how it goes. Later: the card says when."""
    awake = one.urgent or not card.hours(context).is_quiet(context.now)
    at_once = one.send_at is not None and one.send_at <= context.now and awake and not one.repeat
    if not (at_once and card.follow(context, one)):
        card.show(context, one, news)


def _ask_second(context: Context, one: Announcement) -> None:
    """Every other satgas sees the same and may decide."""
    looked = _looked_at(context, one)
    for person in context.run(roles.task_force, satgas_ids=context.house.satgas_ids):
        if person.id != one.author_id:
            words = card.words(context, person.speaks)
            told: dict[str, Any] = {"by": context.person.name, "home": _home(context, person), "now": context.now}
            context.turn.drafts += checkwords.asks_second(context.house.teller, words, looked, person, **told)


def _tell_author(context: Context, one: Announcement, key: str) -> None:
    author = context.run(people.by_id, person_id=one.author_id) if one.author_id else None
    if author is not None and author.id != context.person.id:
        told: dict[str, Any] = {"by": context.person.name, "now": context.now}
        context.turn.drafts += checkwords.decided(context.house.teller, one, author, key, **told)


def _home(context: Context, person: Person) -> str:
    mine = partial(newschoice.of, person_id=person.id, timezone=context.house.timezone)
    return context.run(mine, now=context.now).home or ""
