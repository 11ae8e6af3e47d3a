"""The board: what stands open in a kecamatan or at a space on a day, and on which days before and after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, case, func, select

from models import Slot as Slots, Space as Spaces
from services.coworking.hours import Hours
from services.coworking.reading import SLOTS, slot_from_row
from services.coworking.values import Slot

MOST = 24
"""So many slots of a day are shown together."""


@dataclass(frozen=True, slots=True)
class Board:
    """The slots of a day in order, `more` of them not shown; `long` ones beside; the nearest other days with slots."""

    day: date
    slots: tuple[Slot, ...]
    more: int
    long: tuple[Slot, ...]
    before: date | None
    after: date | None


def board(
    db: Connection,
    *,
    hours: Hours,
    now: datetime,
    kecamatan: str | None = None,
    space_id: int | None = None,
    day: date | None = None,
) -> Board:
    """What is open there on `day`; without it on the first day with a free seat, else with any slot, else today."""
    where = [Slots.closed_at.is_(None), Spaces.closed_at.is_(None), Slots.ends_at > now]
    where += [Spaces.kecamatan == kecamatan] if kecamatan is not None else []
    where += [Slots.space_id == space_id] if space_id is not None else []
    days = _days(db, where)
    shown = day or next((one for one, free in days if free), days[0][0] if days else hours.day(now))
    found = _slots(db, [*where, Slots.long.is_(False), Slots.day == shown])
    return Board(
        shown,
        found[:MOST],
        max(0, len(found) - MOST),
        _slots(db, [*where, Slots.long.is_(True)])[:MOST],
        max((one for one, _ in days if one < shown), default=None),
        min((one for one, _ in days if one > shown), default=None),
    )


def _days(db: Connection, where: list[Any]) -> list[tuple[date, bool]]:
    """The days with slots, and whether anything is free there."""
    free = func.max(case((Slots.taken < Slots.capacity, 1), else_=0))
    days = select(Slots.day, free).join(Spaces, Spaces.id == Slots.space_id).where(*where, Slots.long.is_(False))
    return [(day, bool(some)) for day, some in db.execute(days.group_by(Slots.day).order_by(Slots.day))]


def _slots(db: Connection, where: list[Any]) -> tuple[Slot, ...]:
    rows = db.execute(SLOTS.where(*where).order_by(Slots.starts_at, Spaces.name, Slots.id))
    return tuple(slot_from_row(row) for row in rows)
