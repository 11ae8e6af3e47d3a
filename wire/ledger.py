"""The sender's side of the outbox table: what waits, what became of it, and chats that moved or closed."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, or_, select, update

from models import Chat, Hold, Later, Outbox, Person, upsert
from wire.lanes import LANE_MOST
from wire.limits import GROUP_WINDOW
from wire.outbox import PRIORITY, Row

GATE_SECONDS = 2.0
"""How long a row waits at most for the answer to its update's press."""
PRIVATE_SECONDS = 15.0
"""How long what was sent, an album at most, counts in a private chat."""
ALL = 0
"""Held in place of a chat's number: all chats."""

_COLUMNS = (
    Outbox.id,
    Outbox.kind,
    Outbox.method,
    Outbox.payload,
    Outbox.chat_id,
    Outbox.person_id,
    Outbox.items,
    Outbox.edits,
    Outbox.gate,
    Outbox.tries,
    Outbox.created_at,
    Outbox.not_after,
)

_URGENCY = case(
    (Outbox.edits.is_not(None), 3),
    *((Outbox.kind.in_([kind for kind, one in PRIORITY.items() if one == urgency]), urgency) for urgency in (0, 1)),
    else_=2,
)
"""The order of reading: as lanes have it, but what changes a row comes after it."""


def is_reply(row: Row) -> bool:
    """Whether the row is among those that are read first."""
    return PRIORITY[row.kind] == 0 and row.edits is None


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a row."""

    row_id: int
    state: str
    message_ids: list[int] | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Waiting rows, and the chats of which further rows wait."""

    rows: list[Row]
    partial: set[int | None]


def page(db: Connection, *, limit: int, known: set[int], now: datetime) -> Page:
    """Up to `limit` waiting rows that are not in memory, replies first, then oldest, at most a lane's worth a chat."""
    place = func.row_number().over(partition_by=Outbox.chat_id, order_by=(_URGENCY, Outbox.id)).label("place")
    total = func.count().over(partition_by=Outbox.chat_id).label("total")
    waiting = select(*_COLUMNS, _URGENCY.label("urgency"), place, total).where(Outbox.state == "waiting").subquery()
    columns = [column for column in waiting.c if column.name not in ("place", "urgency")]
    first = select(*columns).where(waiting.c.place <= 2 * LANE_MOST).order_by(waiting.c.urgency, waiting.c.id)
    found = db.execute(first.limit(limit + len(known))).all()
    seen = Counter(one.chat_id for one in found)
    partial = {one.chat_id for one in found if one.total > seen[one.chat_id]}
    return Page([_row(one, now) for one in found if one.id not in known], partial)


def of_chat(db: Connection, *, chat_id: int | None, known: set[int], now: datetime) -> list[Row]:
    """The next waiting rows of one chat that are not in memory."""
    found = db.execute(
        select(*_COLUMNS)
        .where(
            Outbox.state == "waiting", Outbox.chat_id == chat_id if chat_id is not None else Outbox.chat_id.is_(None)
        )
        .order_by(_URGENCY, Outbox.id)
        .limit(LANE_MOST + 1 + len(known))
    )
    return [_row(one, now) for one in found if one.id not in known][: LANE_MOST + 1]


def rows(db: Connection, *, ids: Sequence[int], now: datetime) -> list[Row]:
    """The waiting ones among `ids`, in that order."""
    found = db.execute(select(*_COLUMNS).where(Outbox.id.in_(ids), Outbox.state == "waiting"))
    place = {row_id: number for number, row_id in enumerate(ids)}
    return sorted((_row(one, now) for one in found), key=lambda row: place[row.id])


def _row(one: Any, now: datetime) -> Row:
    fresh = abs(now - one.created_at) < timedelta(seconds=GATE_SECONDS)
    return Row(*one[:8], one.gate if fresh else None, one.tries, one.not_after)  # type: ignore[call-arg]


def lately(db: Connection, *, now: datetime) -> list[tuple[Row, float]]:
    """What Telegram may still count in its chat, oldest first: rows without words, and how many seconds ago."""
    since, chat = now - timedelta(seconds=GROUP_WINDOW), Outbox.chat_id
    found = db.execute(
        select(Outbox.id, Outbox.kind, chat, Outbox.items, Outbox.done_at)
        .where(
            Outbox.done_at.between(since, now + timedelta(seconds=1)),
            Outbox.state.in_(("sent", "refused", "unknown")),
            chat.is_not(None),
        )
        .where(or_(chat < 0, Outbox.done_at > now - timedelta(seconds=PRIVATE_SECONDS)))
        .order_by(Outbox.done_at, Outbox.id)
    )
    return [
        (Row(one.id, one.kind, "", "", one.chat_id, items=one.items), max(0.0, (now - one.done_at).total_seconds()))
        for one in found
    ]


def claim(db: Connection, *, ids: Sequence[int]) -> None:
    """These are about to be written to the wire, and must never be written twice."""
    db.execute(_STATE, [{"row_id": row_id, "then": "waiting", "now_state": "sending"} for row_id in ids])


def unclaim(db: Connection, *, ids: Sequence[int]) -> None:
    """These were claimed and surely not written."""
    db.execute(_STATE, [{"row_id": row_id, "then": "sending", "now_state": "waiting"} for row_id in ids])


def orphaned(db: Connection, *, now: datetime) -> int:
    """What an earlier sender had claimed when it died is unknown from now on; how many."""
    done = db.execute(update(Outbox).where(Outbox.state == "sending").values(state="unknown", done_at=now))
    return done.rowcount


def mark(db: Connection, *, marks: Iterable[Mark], now: datetime) -> None:
    """Write down what became of rows; a sent one's words are not kept."""
    values = [
        {
            "row_id": one.row_id,
            "new_state": one.state,
            "ids": json.dumps(one.message_ids) if one.message_ids else None,
            "why": one.error,
            "at": now,
        }
        for one in marks
    ]
    if values:
        db.execute(_MARK, values)


def tried(db: Connection, *, row_id: int, tries: int) -> None:
    """The row was tried this often with an unknown outcome."""
    db.execute(update(Outbox).where(Outbox.id == row_id).values(tries=tries))


def close_chat(db: Connection, *, chat_id: int, reach: str, last: Mark, upto: int, now: datetime) -> None:
    """Nothing can be sent there: mark the person or the group, and cancel what waits up to row `upto` after `last`."""
    mark(db, marks=[last], now=now)
    if chat_id > 0:
        db.execute(update(Person).where(Person.telegram_id == chat_id).values(reach=reach))
    else:
        db.execute(update(Chat).where(Chat.id == chat_id).values(active=False))
    db.execute(
        update(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.state == "waiting", Outbox.id <= upto)
        .values(state="cancelled", payload="", done_at=now)
    )
    db.execute(delete(Later).where(Later.chat_id == chat_id))


def message_ids(db: Connection, *, row_id: int) -> list[int]:
    """Telegram's message ids of a row."""
    found: list[int] = json.loads(db.execute(select(Outbox.message_ids).where(Outbox.id == row_id)).scalar() or "[]")
    return found


def hold(db: Connection, *, chat_id: int, person_id: int | None, seconds: float, now: datetime) -> None:
    """Telegram wants this chat left alone (0: all chats) for so long; never less than it said before."""
    told = {"until": now + timedelta(seconds=seconds), "seconds": ceil(seconds)}
    statement = upsert(db, Hold).values(chat_id=chat_id, person_id=person_id, **told)
    db.execute(
        statement.on_conflict_do_update(
            index_elements=[Hold.chat_id], set_=told, where=Hold.until < statement.excluded.until
        )
    )


def held(db: Connection, *, now: datetime) -> dict[int, float]:
    """Chats to leave alone, and for how many seconds yet; a clock set back does not make it longer."""
    db.execute(delete(Hold).where(Hold.until <= now))
    found = db.execute(select(Hold.chat_id, Hold.until, Hold.seconds))
    return {one.chat_id: min(one.seconds, (one.until - now).total_seconds()) for one in found}


def depth(db: Connection) -> tuple[int, datetime | None]:
    """How many rows wait, and since when the oldest does."""
    one = db.execute(select(func.count(), func.min(Outbox.created_at)).where(Outbox.state == "waiting")).one()
    return one[0], one[1]


def purge(db: Connection, *, before: datetime) -> None:
    """Forget rows that were done with before then."""
    db.execute(
        update(Outbox).where(Outbox.edits.in_(select(Outbox.id).where(Outbox.done_at < before))).values(edits=None)
    )
    db.execute(delete(Outbox).where(Outbox.done_at < before, Outbox.state.not_in(("waiting", "sending"))))


_STATE = (
    update(Outbox.__table__)  # type: ignore[arg-type]
    .where(Outbox.__table__.c.id == bindparam("row_id"), Outbox.__table__.c.state == bindparam("then"))
    .values(state=bindparam("now_state"))
)
_MARK = (
    update(Outbox.__table__)  # type: ignore[arg-type]
    .where(
        Outbox.__table__.c.id == bindparam("row_id"),
        or_(Outbox.__table__.c.state == "waiting", Outbox.__table__.c.state == "sending"),
    )
    .values(
        state=bindparam("new_state"),
        message_ids=bindparam("ids"),
        error=bindparam("why"),
        done_at=bindparam("at"),
        payload="",
    )
)
