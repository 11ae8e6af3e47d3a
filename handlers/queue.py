"""/antrean, for satgas: the questions that wait, the most asked first; open one; answering is in answering.py."""

import re
from datetime import datetime

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press, satgas_only
from notices import desk as told
from services import arrival, desk, quiet, reply as replies
from services.arrival import Arrival
from services.desk import Entry, Waiting
from services.questions import named, shortened

PAGE = 5
LISTED, WHOLE, ALSO = 160, 2400, 3
_NUMBER = re.compile(r"(?:TANYA-)?([0-9]{1,18})", re.IGNORECASE)


def add_to(app: App) -> None:
    """Listen to /antrean and its buttons."""
    on_press(app, "v1:queue:show(?::([0-9]{1,4}))?", show)
    on_press(app, "v1:queue:see:([0-9]{1,18})", see)
    on_press(app, "v1:queue:again:([0-9]{1,18})", again)
    on_command(app, "antrean", come)


@satgas_only
async def come(update: Update, context: Context) -> None:
    """/antrean alone, or with the number of a question."""
    named_one = _NUMBER.fullmatch(" ".join(context.args or ()))
    if named_one:
        _see(context, int(named_one[1]))
    else:
        _show(context, 0)


@satgas_only
async def show(update: Update, context: Context) -> None:
    """What waits, a page at a time."""
    _show(context, int(next(iter(context.pressed), None) or 0))


@satgas_only
async def see(update: Update, context: Context) -> None:
    """One question whole: how it was asked, how many wait, who holds it, how it was closed."""
    _see(context, int(context.pressed[0]))


@satgas_only
async def again(update: Update, context: Context) -> None:
    """Tell those once more of whom Telegram never said whether they heard; by day only."""
    number = int(context.pressed[0])
    entry = context.run(desk.look, number=number, now=context.now)
    said = context.run(arrival.told, number=number)
    morning = quiet.morning(context.house.city, now=context.now, timezone=context.house.timezone)
    if entry is None or said is None:
        context.toast("queue.gone", alert=True)
    elif morning:
        context.toast("queue.by_day", alert=True, when=context.house.texts.moment(context.language, morning))
    else:
        when = _said_at(context, entry)
        askers = context.run(arrival.unsure, number=number, said_at=when)
        reply = replies.as_closed(number, said.outcome, said.answer, said.source)
        context.turn.drafts += told.said_again(context.house.teller, reply, askers, said_at=when, now=context.now)
        context.toast("queue.sent_again", count=len(askers))
        _see(context, number)


def _show(context: Context, page: int) -> None:
    queue = context.run(desk.queue, page=page, size=PAGE, now=context.now)
    pages = max(1, -(-queue.total // PAGE))
    if page >= pages:
        page = pages - 1
        queue = context.run(desk.queue, page=page, size=PAGE, now=context.now)
    parts = [context.text("queue.title" if queue.total else "queue.none", total=queue.total)]
    parts += [_waiting(context, one) for one in queue.waiting]
    parts += [context.text("queue.page", page=page + 1, pages=pages)] if pages > 1 else []
    context.change(text="\n\n".join(parts), buttons=_doors(context, queue.waiting, page, pages))


def _see(context: Context, number: int) -> None:
    entry = context.run(desk.look, number=number, now=context.now)
    if entry is None:
        _say_gone(context)
        return
    parts = [_head(context, entry), *_others(context, entry)]
    parts += [context.text("queue.tried", title=one) for one in entry.tried]
    arrived = _arrival(context, entry)
    parts += [_closed(context, entry, arrived)] if entry.closed_at else _holder(context, entry)
    context.change(text="\n\n".join(parts), buttons=_deeds(context, entry, arrived))


def _said_at(context: Context, entry: Entry) -> datetime:
    """When what was said goes out: at once, or in the morning."""
    closed_at = entry.closed_at or context.now
    return quiet.morning(context.house.city, now=closed_at, timezone=context.house.timezone) or closed_at


def _arrival(context: Context, entry: Entry) -> Arrival | None:
    if entry.closed_at is None:
        return None
    when = {"closed_at": entry.closed_at, "said_at": _said_at(context, entry)}
    return context.run(arrival.of, number=entry.number, **when)


def _say_gone(context: Context) -> None:
    if context.happened.callback_query:
        context.toast("queue.gone", alert=True)
    else:
        context.say("queue.gone", buttons=[[Button(context.label("queue.back"), "v1:queue:show")]])


def _waiting(context: Context, one: Waiting) -> str:
    told = {"number": named(one.number), "askers": one.askers, "since": _day(context, one)}
    line = context.text("queue.line", words=shortened(one.words, LISTED), **told)
    return line + ("\n" + context.text("queue.line_held", holder=one.holder) if one.holder else "")


def _day(context: Context, one: Waiting | Entry) -> str:
    return context.house.texts.date(context.language, one.since)


def _doors(context: Context, waiting: tuple[Waiting, ...], page: int, pages: int) -> Buttons:
    numbers = [Button(named(one.number), f"v1:queue:see:{one.number}") for one in waiting]
    turns = [Button("‹", f"v1:queue:show:{page - 1}")] if page else []
    turns += [Button("›", f"v1:queue:show:{page + 1}")] if page < pages - 1 else []
    return [*(numbers[at : at + 2] for at in range(0, len(numbers), 2)), turns, *context.way_back()]


def _head(context: Context, entry: Entry) -> str:
    words = entry.wordings[0] if entry.wordings else ""
    shown = words if len(words) <= WHOLE else words[: WHOLE - 1] + "…"
    told = {"number": named(entry.number), "askers": entry.askers, "since": _day(context, entry)}
    if not entry.wordings:
        return context.text("queue.entry_empty", **told)
    return context.text("queue.entry", words=shown, **told)


def _others(context: Context, entry: Entry) -> list[str]:
    """The same in other words, so that a question taken for the same and is not is seen."""
    others = [shortened(one, LISTED) for one in entry.wordings[1:]]
    if not others:
        return []
    lines = [context.text("queue.also_line", words=one) for one in others[:ALSO]]
    lines += [context.text("queue.also_more", count=len(others) - ALSO)] if len(others) > ALSO else []
    return ["\n".join([context.text("queue.also"), *lines])]


def _holder(context: Context, entry: Entry) -> list[str]:
    if entry.holder is None:
        return []
    mine = entry.holder.id == context.person.id
    return [context.text("queue.yours" if mine else "queue.holder", holder=entry.holder.name)]


def _closed(context: Context, entry: Entry, arrived: Arrival | None) -> str:
    texts, language = context.house.texts, context.language
    key = "queue.was_answered" if entry.outcome == "answered" else "queue.was_declined"
    answer = texts.plain(language, entry.answer) if texts.has(entry.answer) else entry.answer
    when = texts.moment(language, entry.closed_at) if entry.closed_at else ""
    return context.text(key, name=entry.closed_by, when=when, answer=answer, arrival=_arrived(context, entry, arrived))


def _arrived(context: Context, entry: Entry, arrived: Arrival | None) -> str:
    """Whom it reached; when the outbox has forgotten, to whom it was sent."""
    if arrived is None:
        return context.label("queue.told", told=entry.told, missed=entry.missed)
    lines = [context.label("queue.arrived", reached=arrived.reached, missed=arrived.missed)]
    lines += [context.label("queue.on_its_way", count=arrived.waiting)] if arrived.waiting else []
    lines += [context.label("queue.unsure", count=arrived.unsure)] if arrived.unsure else []
    return " ".join(lines)


def _deeds(context: Context, entry: Entry, arrived: Arrival | None) -> Buttons:
    back = [Button(context.label("queue.back"), "v1:queue:show")]
    if arrived and arrived.unsure:
        return [[Button(context.label("queue.again"), f"v1:queue:again:{entry.number}")], back]
    held = entry.holder is not None and entry.holder.id != context.person.id
    if entry.closed_at or held or not entry.wordings:
        return [back]
    answer = Button(context.label("queue.answer"), f"v1:queue:take:{entry.number}")
    close = Button(context.label("queue.decline"), f"v1:queue:close:{entry.number}")
    return [[answer, close], back]
