"""Free: how many seats are free where and when, counted from the rows at the moment of asking."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select

from models import Slot as Slots, Space as Spaces
from services.coworking.hours import Hours


@dataclass(frozen=True, slots=True)
class Free:
    """Free seats of a kecamatan on a day: in how many slots; `spaces`: its places at all, with slots or without."""

    kecamatan: str
    day: date
    seats: int
    slots: int
    spaces: int


def free_now(
    db: Connection, *, hours: Hours, now: datetime, kecamatan: str | None = None, day: date | None = None
) -> tuple[Free, ...]:
    """Each kecamatan (or one): free seats on `day`; without it on the first day that has some, else today."""
    wanted = [one.id for one in hours.city.kecamatan if kecamatan in (None, one.id)]
    spaces = _spaces(db)
    found = _by_day(db, now, day)
    today = day or hours.day(now)
    return tuple(Free(one, *min(found.get(one, []), default=(today, 0, 0)), spaces.get(one, 0)) for one in wanted)


def free_days(db: Connection, *, hours: Hours, now: datetime, days: int = 7) -> dict[str, tuple[Free, ...]]:
    """Each kecamatan's free seats on today and the next days, in order; a day with none free says 0."""
    spaces, found = _spaces(db), _by_day(db, now, None)
    ahead = [hours.day(now) + timedelta(days=number) for number in range(days)]
    told: dict[str, tuple[Free, ...]] = {}
    for one in hours.city.kecamatan:
        known = {when: (seats, slots) for when, seats, slots in found.get(one.id, [])}
        told[one.id] = tuple(Free(one.id, day, *known.get(day, (0, 0)), spaces.get(one.id, 0)) for day in ahead)
    return told


def _by_day(db: Connection, now: datetime, day: date | None) -> dict[str, list[tuple[date, int, int]]]:
    """By kecamatan: day, free seats, slots that have some."""
    free = Slots.capacity - Slots.taken
    wanted = (
        select(Spaces.kecamatan, Slots.day, func.sum(free), func.count())
        .join(Spaces, Spaces.id == Slots.space_id)
        .where(
            Slots.closed_at.is_(None), Spaces.closed_at.is_(None), Slots.long.is_(False), Slots.ends_at > now, free > 0
        )
        .group_by(Spaces.kecamatan, Slots.day)
    )
    found: dict[str, list[tuple[date, int, int]]] = {}
    for where, when, seats, slots in db.execute(wanted if day is None else wanted.where(Slots.day == day)):
        found.setdefault(where, []).append((when, int(seats), slots))
    return found


def _spaces(db: Connection) -> dict[str, int]:
    counted = select(Spaces.kecamatan, func.count()).where(Spaces.closed_at.is_(None)).group_by(Spaces.kecamatan)
    return {one[0]: one[1] for one in db.execute(counted)}
