"""When an announcement goes out: now or at a time, once or repeated, not after a time, at night too; its topics."""

from datetime import date, datetime
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import announce_card as card
from handlers.announce_card import NUMBER, REVISION, WHEN, button, with_form
from handlers.context import Button, Context, Update
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press, satgas_only
from notices.announcewords import REPEATS
from services import dates
from services.announcements import typed
from services.announcements.values import Announcement, Done, Outcome
from services.forms import OpenForm as Form

AT, LIMIT = "send_at", "not_after"
REPEAT = {"once": "", "weekly": "weekly", "monthly": "monthly"}


def add_to(app: App) -> None:
    """Listen to the buttons of time and topics, and to a typed time."""
    on_press(app, f"v1:announce:when:{NUMBER}", show)
    on_press(app, f"v1:announce:now:{NUMBER}:{REVISION}", at_once)
    on_press(app, f"v1:announce:at:{NUMBER}:(send_at|not_after)", ask)
    on_press(app, f"v1:announce:endless:{NUMBER}:{REVISION}", endless)
    on_press(app, f"v1:announce:repeat:{NUMBER}:{REVISION}:(once|weekly|monthly)", repeat)
    on_press(app, f"v1:announce:digest:{NUMBER}:{REVISION}", digest)
    on_press(app, f"v1:announce:urgent:{NUMBER}:{REVISION}", urgent)
    on_press(app, f"v1:announce:topics:{NUMBER}", topics)
    on_press(app, f"v1:announce:topic:{NUMBER}:{REVISION}:([a-z0-9-]{{1,32}})", topic)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(WHEN), with_form(WHEN)(take)))


@ketua_or_satgas_only
async def show(update: Update, context: Context) -> None:
    """When it goes out, and what can be changed of it."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _show(context, one)


@ketua_or_satgas_only
async def at_once(update: Update, context: Context) -> None:
    """As soon as it may."""
    _set(context, send_at=None)


@ketua_or_satgas_only
async def endless(update: Update, context: Context) -> None:
    """However late."""
    _set(context, not_after=None)


@satgas_only
async def repeat(update: Update, context: Context) -> None:
    """Once, each week or each month; a digest only tells what moved between two of them."""
    again = REPEAT[context.pressed[2]]
    _set(context, repeat=again, **({} if again else {"digest": False}))


@satgas_only
async def digest(update: Update, context: Context) -> None:
    """With what moved on the roadmap since the last one, or without."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _set(context, digest=not one.digest)


@ketua_or_satgas_only
async def urgent(update: Update, context: Context) -> None:
    """Also at night, with a second satgas; or no longer."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _set(context, urgent=not one.urgent)


@ketua_or_satgas_only
async def ask(update: Update, context: Context) -> None:
    """On which day, at what time?"""
    number, step = context.pressed
    one = card.read(context, number)
    if one is not None:
        card.keep(context, WHEN, step, {"id": one.id, "revision": one.revision})
        context.change(_ASK[step], buttons=[[card.leave(context)]])


async def take(context: Context, form: Form) -> None:
    """A moment, or its day and then its time."""
    today = dates.today(context.now, context.house.timezone)
    day = form.data.get("day")
    found = typed.read_moment(f"{day} {context.words}" if day else context.words, today=today)
    if not isinstance(found, tuple):
        # A day is known already: what cannot be read is its time.
        context.say("time.unreadable" if day else found, buttons=[[card.leave(context)]])
    elif found[1] is None:
        _ask_clock(context, form, found[0], again=day is not None)
    else:
        _take(context, form, card.hours(context).at(found[0], found[1]))


def _ask_clock(context: Context, form: Form, day: date, *, again: bool) -> None:
    card.keep(context, WHEN, form.step, {**form.data, "day": day.isoformat()})
    told = context.house.texts.day(context.language, day)
    context.say("time.unreadable" if again else "announce.ask_clock", day=told, buttons=[[card.leave(context)]])


def _take(context: Context, form: Form, at: datetime) -> None:
    if at <= context.now:
        context.say("announce.time_passed", buttons=[[card.leave(context)]])
        return
    card.close(context)
    new: dict[str, Any] = {form.step: at}
    _after(context, card.change(context, form.data["id"], form.data["revision"], **new))


@ketua_or_satgas_only
async def topics(update: Update, context: Context) -> None:
    """What it is about."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _topics(context, one)


@ketua_or_satgas_only
async def topic(update: Update, context: Context) -> None:
    """About this too, or no longer."""
    number, revision, which = context.pressed
    one = card.read(context, number)
    if one is None:
        return
    if which not in {known.id for known in context.house.city.topics}:
        context.toast("fallback.old_button")
        return
    kept = tuple(known for known in one.topics if known != which)
    done = card.change(context, number, revision, topics=kept if which in one.topics else (*kept, which))
    if done is not None and done.outcome is Outcome.CHANGED and done.announcement:
        _topics(context, done.announcement)
    else:
        card.tell(context, done)


def _set(context: Context, **new: Any) -> None:
    number, revision = context.pressed[:2]
    _after(context, card.change(context, number, revision, **new))


def _after(context: Context, done: Done | None) -> None:
    if done is not None and done.outcome is Outcome.CHANGED and done.announcement:
        _show(context, done.announcement)
    else:
        card.tell(context, done)


def _show(context: Context, one: Announcement) -> None:
    seen = f"{one.id}:{one.revision}"
    now = _ticked(context, "announce.now_button", one.send_at is None, f"v1:announce:now:{seen}")
    at = _ticked(context, "announce.at_button", one.send_at is not None, f"v1:announce:at:{one.id}:{AT}")
    again = [  # a ketua has so many a month, each by a press
        _ticked(context, REPEATS[REPEAT[word]], one.repeat == REPEAT[word], f"v1:announce:repeat:{seen}:{word}")
        for word in REPEAT
        if context.rights.satgas
    ]
    limit = [_ticked(context, "announce.limit", one.not_after is not None, f"v1:announce:at:{one.id}:{LIMIT}")]
    if one.not_after:
        limit.append(button(context, "announce.no_limit", f"v1:announce:endless:{seen}"))
    digests = one.repeat and context.rights.satgas
    moved = [_ticked(context, "announce.digest", one.digest, f"v1:announce:digest:{seen}")] if digests else []
    urgent = [_ticked(context, "announce.urgent", one.urgent, f"v1:announce:urgent:{seen}")]
    lines = card.words(context).timing(one)
    text = "\n\n".join([context.text("announce.when", code=one.code), "\n".join(lines)])
    rows = [[now, at], again, moved, limit, urgent, [card.back_to(context, one.id)]]
    context.change(text=text, buttons=rows)


def _topics(context: Context, one: Announcement) -> None:
    words = card.words(context).audience
    rows = [
        [_labelled(context, words.topics([known.id]), known.id in one.topics,
                   f"v1:announce:topic:{one.id}:{one.revision}:{known.id}")]
        for known in context.house.city.topics
    ]  # fmt: skip
    context.change("announce.ask_topics", buttons=[*rows, [card.back_to(context, one.id)]])


def _ticked(context: Context, key: str, there: bool, press: str) -> Button:
    return _labelled(context, context.label(key), there, press)


def _labelled(context: Context, label: str, there: bool, press: str) -> Button:
    return button(context, "audience.ticked" if there else "audience.plain", press, what=label)


_ASK = {AT: "announce.ask_when", LIMIT: "announce.ask_limit"}
