"""Patterns: a space's weekly openings, from which the next 14 days are made by the clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, select, update

from models import Closure as Closures, Pattern as Patterns, Slot as Slots, Space as Spaces, upsert
from services import audit
from services.coworking import wishes
from services.coworking.hours import Hours
from services.coworking.reading import SLOTS, keeps, slot_from_row
from services.coworking.slots import MOST_CAPACITY, TITLE, Asks, Change
from services.coworking.spaces import kept_space
from services.coworking.values import Slot, Told
from services.people import clean
from services.roles import Rights

DAYS = 14
"""So many days after today have their slots, today besides."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Every week on this day (0 is Monday), from–to in the city's time."""

    id: int
    space_id: int
    weekday: int
    starts: time
    ends: time
    title: str
    capacity: int
    asks: Asks


COLUMNS = (
    Patterns.id,
    Patterns.space_id,
    Patterns.weekday,
    Patterns.starts,
    Patterns.ends,
    Patterns.title,
    Patterns.capacity,
    Patterns.approval,
    Patterns.asks_purpose,
    Patterns.asks_contact,
)


def patterns(db: Connection, *, space_id: int) -> list[Pattern]:
    """The weekly openings of a space, Monday first."""
    wanted = select(*COLUMNS).where(Patterns.space_id == space_id, Patterns.ended_at.is_(None))
    rows = db.execute(wanted.order_by(Patterns.weekday, Patterns.starts, Patterns.id))
    return [_from_row(row) for row in rows]


def kept_pattern(db: Connection, *, pattern_id: int, rights: Rights) -> Pattern | None:
    """The weekly opening of a space one looks after, unless it has ended; None as if there were none."""
    wanted = select(*COLUMNS).where(Patterns.id == pattern_id, Patterns.ended_at.is_(None))
    row = db.execute(wanted).first()
    return _from_row(row) if row and kept_space(db, space_id=row.space_id, rights=rights) else None


def add_pattern(
    db: Connection,
    *,
    space_id: int,
    rights: Rights,
    actor_id: int,
    weekday: int,
    starts: time,
    ends: time,
    capacity: int,
    now: datetime,
    title: str = "",
    asks: Asks | None = None,
) -> Pattern | Change:
    """A new weekly opening; its slots come with the next make_slots."""
    space = kept_space(db, space_id=space_id, rights=rights)
    if space is None or space.closed:
        return Change.CLOSED if space else Change.NOT_FOUND
    if not 1 <= capacity <= MOST_CAPACITY:
        return Change.WRONG_CAPACITY
    if ends <= starts:
        return Change.WRONG_TIMES
    wants = asks or Asks()
    values = {
        "space_id": space_id,
        "weekday": weekday,
        "starts": starts,
        "ends": ends,
        "title": clean(title, TITLE),
        "capacity": capacity,
        "approval": wants.approval,
        "asks_purpose": wants.purpose,
        "asks_contact": wants.contact,
        "origin": "ketua",
        "made_by": actor_id,
        "made_at": now,
    }
    row = db.execute(insert(Patterns).values(values).returning(*COLUMNS)).one()
    _record(db, row.id, "add", actor_id, now)
    return _from_row(row)


def end_pattern(db: Connection, *, pattern_id: int, rights: Rights, actor_id: int, now: datetime) -> Change:
    """No more slots of it; those ahead that nobody took or waits for are closed, the others stay."""
    where = select(Patterns.id, Spaces.kecamatan).join(Spaces, Spaces.id == Patterns.space_id)
    row = db.execute(where.where(Patterns.id == pattern_id, Patterns.ended_at.is_(None))).first()
    if row is None or not keeps(rights, row.kecamatan):
        return Change.NOT_FOUND
    db.execute(update(Patterns).where(Patterns.id == pattern_id).values(ended_at=now, ended_by=actor_id))
    close_unused(db, pattern_ids=[pattern_id], now=now)
    _record(db, pattern_id, "end", actor_id, now)
    return Change.DONE


@dataclass(frozen=True, slots=True)
class Renewed:
    """A weekly opening as it is now, and how many of its coming slots stay as they were: somebody has a place there."""

    pattern: Pattern
    kept: int


def change_pattern(
    db: Connection,
    *,
    pattern_id: int,
    rights: Rights,
    actor_id: int,
    starts: time,
    ends: time,
    capacity: int,
    title: str,
    asks: Asks,
    hours: Hours,
    now: datetime,
) -> Renewed | Change:
    """On the same day of the week, other times, seats or questions; coming slots that nobody took change along."""
    old = kept_pattern(db, pattern_id=pattern_id, rights=rights)
    if old is None:
        return Change.NOT_FOUND
    new = add_pattern(
        db,
        space_id=old.space_id,
        rights=rights,
        actor_id=actor_id,
        weekday=old.weekday,
        starts=starts,
        ends=ends,
        capacity=capacity,
        now=now,
        title=title,
        asks=asks,
    )
    if isinstance(new, Change):
        return new
    # The row itself is replaced, so that a later start does not take the city pack's opening for one that is missing.
    db.execute(update(Patterns).where(Patterns.id == pattern_id).values(ended_at=now, ended_by=actor_id))
    _record(db, pattern_id, "change", actor_id, now)
    return Renewed(new, _carry_over(db, old, new, hours, now))


def _carry_over(db: Connection, old: Pattern, new: Pattern, hours: Hours, now: datetime) -> int:
    """The old one's slots from today on become the new one's; those that are in use stay as they are: how many."""
    coming = (Slots.pattern_id == old.id, Slots.pattern_day >= hours.day(now))
    db.execute(update(Slots).where(*coming).values(pattern_id=new.id))
    for day in _pattern_days(db, new):
        values = _slot(new, day, hours, now)
        if values["ends_at"] > now:
            mine = (Slots.pattern_id == new.id, Slots.pattern_day == day)
            db.execute(update(Slots).where(*mine, *_unused(now)).values({**values, "made_at": Slots.made_at}))
    still = (Slots.pattern_id == new.id, Slots.closed_at.is_(None), Slots.ends_at > now)
    as_new = (Slots.starts_at > now, Slots.taken == 0, Slots.turns == 0)
    return db.execute(select(func.count()).where(*still, not_(and_(*as_new)))).scalar_one()


def _pattern_days(db: Connection, one: Pattern) -> list[date]:
    days = db.execute(select(Slots.pattern_day).where(Slots.pattern_id == one.id).order_by(Slots.id)).scalars()
    return [day for day in days if day]


def close_unused(db: Connection, *, pattern_ids: Collection[int], now: datetime) -> None:
    """Close the coming slots of these patterns in which nobody has a place and for which nobody ever queued."""
    db.execute(update(Slots).where(Slots.pattern_id.in_(pattern_ids), *_unused(now)).values(closed_at=now))


def _unused(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Slots.taken == 0, Slots.turns == 0, Slots.closed_at.is_(None), Slots.starts_at > now


def make_slots(db: Connection, *, hours: Hours, now: datetime) -> tuple[Told, ...]:
    """By the clock, repeatable: the patterns' slots of today and the next 14 days; who wished for some is told."""
    fresh = [slot for rows in _batches(_missing(db, hours, now)) for slot in _make(db, rows)]
    return wishes.tell(db, slots=fresh, now=now) if fresh else ()


def _missing(db: Connection, hours: Hours, now: datetime) -> list[dict[str, Any]]:
    """The slots that should be there and are not."""
    today = hours.day(now)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS + 1)]
    closed = {tuple(row) for row in db.execute(select(Closures.space_id, Closures.day).where(Closures.day >= today))}
    there = select(Slots.pattern_id, Slots.pattern_day).where(Slots.pattern_day >= today)
    made = {tuple(row) for row in db.execute(there)}
    holidays = {holiday.date for holiday in hours.city.holidays}
    live = select(*COLUMNS).join(Spaces, Spaces.id == Patterns.space_id)
    rows = db.execute(live.where(Patterns.ended_at.is_(None), Spaces.closed_at.is_(None)).order_by(Patterns.id))
    return [
        values
        for pattern in map(_from_row, rows)
        for day in days
        if day.weekday() == pattern.weekday
        and day not in holidays
        and (pattern.space_id, day) not in closed
        and (pattern.id, day) not in made
        and (values := _slot(pattern, day, hours, now))["ends_at"] > now
    ]


def _slot(pattern: Pattern, day: date, hours: Hours, now: datetime) -> dict[str, Any]:
    return {
        "space_id": pattern.space_id,
        "title": pattern.title,
        "starts_at": hours.at(day, pattern.starts),
        "ends_at": hours.at(day, pattern.ends),
        "day": day,
        "capacity": pattern.capacity,
        "approval": pattern.asks.approval,
        "asks_purpose": pattern.asks.purpose,
        "asks_contact": pattern.asks.contact,
        "pattern_id": pattern.id,
        "pattern_day": day,
        "made_at": now,
    }


def _batches(rows: list[dict[str, Any]], size: int = 500) -> list[list[dict[str, Any]]]:
    return [rows[at : at + size] for at in range(0, len(rows), size)]


def _make(db: Connection, rows: list[dict[str, Any]]) -> list[Slot]:
    """Those that another process did not make meanwhile."""
    statement = upsert(db, Slots).on_conflict_do_nothing(index_elements=[Slots.pattern_id, Slots.pattern_day])
    numbers = db.execute(statement.values(rows).returning(Slots.id)).scalars().all()
    return [slot_from_row(row) for row in db.execute(SLOTS.where(Slots.id.in_(numbers)).order_by(Slots.id))]


def _record(db: Connection, pattern_id: int, deed: str, actor_id: int, now: datetime) -> None:
    audit.record(db, actor_id=actor_id, deed=f"pattern.{deed}", subject=f"pattern:{pattern_id}", detail={}, now=now)


def _from_row(row: Any) -> Pattern:
    return Pattern(*(*row[:7], Asks(*row[7:10])))
