"""Digests: new sign-ups told to a ketua together, as often as they like; and live counts in one message."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from models import (
    Digest as Digests,
    Person as People,
    Role,
    Seat as Seats,
    Slot as Slots,
    Space as Spaces,
    Watch as Watches,
    upsert,
)
from services import people, roles
from services.coworking.hours import Hours
from services.coworking.reading import SLOTS, keeps, slot_from_row
from services.coworking.signups import Counts, count
from services.coworking.values import SeatState, Slot
from services.roles import Rights


class Every(StrEnum):
    """How often new sign-ups are told: to a ketua each day unless they say otherwise, to satgas when they say so."""

    OFF = "off"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


EVENING = time(17)
"""When the digest of a day or a week is told, in the city's time; a week's on Sunday."""
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Digest:
    """New sign-ups since the last digest: of each slot how many parties, people, and how many wait for an approval."""

    person_id: int
    slots: tuple[tuple[Slot, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Live:
    """A message that shows a slot's count and is not right any more."""

    person_id: int
    message_id: int
    counts: Counts


def digest_of(db: Connection, *, person_id: int, rights: Rights) -> Every:
    """How often this ketua or satgas is told."""
    every = db.execute(select(Digests.every).where(Digests.person_id == person_id)).scalar()
    return Every(every) if every else Every.DAY if rights.ketua else Every.OFF


def set_digest(db: Connection, *, person_id: int, every: Every, now: datetime) -> None:
    """From now on this often."""
    told = {"every": every}
    statement = upsert(db, Digests).values(person_id=person_id, told_until=now, **told)
    db.execute(statement.on_conflict_do_update(index_elements=[Digests.person_id], set_=told))


def due_digests(db: Connection, *, hours: Hours, now: datetime, satgas_ids: Collection[int] = ()) -> tuple[Digest, ...]:
    """By the clock: each ketua or satgas whose digest is due and not empty; counted as told from here on."""
    if hours.is_quiet(now):
        return ()
    keepers: dict[int, list[str]] = {}
    live = select(Role.person_id, Role.kecamatan).where(Role.role == "ketua", Role.ended_at.is_(None))
    for person_id, kecamatan in db.execute(live.order_by(Role.person_id, Role.id)):
        keepers.setdefault(person_id, []).append(kecamatan)
    for person_id in _satgas(db, satgas_ids):
        keepers.setdefault(person_id, [one.id for one in hours.city.kecamatan])
    digests = [_due(db, person_id, kecamatan, hours, now) for person_id, kecamatan in keepers.items()]
    return tuple(digest for digest in digests if digest and digest.slots)


def _satgas(db: Connection, satgas_ids: Collection[int]) -> Sequence[int]:
    """Satgas who set a digest; it tells of every kecamatan."""
    held = select(Role.person_id).where(Role.role == "satgas", Role.ended_at.is_(None))
    satgas = or_(People.telegram_id.in_(sorted(satgas_ids)), People.id.in_(held))
    wanted = select(Digests.person_id).join(People, People.id == Digests.person_id).where(satgas)
    return db.execute(wanted.order_by(Digests.person_id)).scalars().all()


def _due(db: Connection, person_id: int, kecamatan: list[str], hours: Hours, now: datetime) -> Digest | None:
    first = upsert(db, Digests).values(person_id=person_id, every=Every.DAY, told_until=now)
    db.execute(first.on_conflict_do_nothing(index_elements=[Digests.person_id]))
    wanted = select(Digests.every, Digests.told_until).where(Digests.person_id == person_id).with_for_update()
    every, since = db.execute(wanted).one()
    due = latest_moment(Every(every), hours, now)
    if due is None or due <= since:
        return None
    db.execute(update(Digests).where(Digests.person_id == person_id).values(told_until=now))
    return Digest(person_id, _new(db, kecamatan, since, now))


def latest_moment(every: Every, hours: Hours, now: datetime) -> datetime | None:
    """The last moment until now at which such a digest was to be told."""
    if every is Every.OFF:
        return None
    if every is Every.HOUR:
        return now.replace(minute=0, second=0, microsecond=0)
    today = hours.day(now)
    back = (today.weekday() - SUNDAY) % 7 if every is Every.WEEK else 0
    moment = hours.at(today - timedelta(days=back), EVENING)
    step = timedelta(days=7 if every is Every.WEEK else 1)
    return moment if moment <= now else hours.at(hours.day(moment - step), EVENING)


def _new(
    db: Connection, kecamatan: list[str], since: datetime, now: datetime
) -> tuple[tuple[Slot, int, int, int], ...]:
    """Seats taken after `since` and not given up meanwhile, of slots that are not over."""
    new = (Seats.made_at > since, Seats.made_at <= now, Seats.state.in_((SeatState.PENDING, SeatState.CONFIRMED)))
    pending = func.count().filter(Seats.state == SeatState.PENDING)
    counted = (
        select(Seats.slot_id, func.count(), func.sum(Seats.party), pending)
        .join(Slots, Slots.id == Seats.slot_id)
        .join(Spaces, Spaces.id == Slots.space_id)
        .where(*new, Spaces.kecamatan.in_(kecamatan), Slots.ends_at > now)
        .group_by(Seats.slot_id)
    )
    found = {row[0]: (row[1], int(row[2]), row[3]) for row in db.execute(counted)}
    slots = db.execute(SLOTS.where(Slots.id.in_(found)).order_by(Slots.starts_at, Slots.id))
    return tuple((slot, *found[slot.id]) for slot in map(slot_from_row, slots))


def watch_slot(db: Connection, *, person_id: int, message_id: int, counts: Counts) -> None:
    """This message of theirs shows the slot's count from now on, instead of an earlier one."""
    told = {"message_id": message_id, "shown": counts.shown}
    statement = upsert(db, Watches).values(person_id=person_id, slot_id=counts.slot.id, **told)
    db.execute(statement.on_conflict_do_update(index_elements=[Watches.person_id, Watches.slot_id], set_=told))


def stop_watching(db: Connection, *, person_id: int, message_id: int) -> None:
    """This message of theirs shows something else now."""
    mine = (Watches.person_id == person_id, Watches.message_id == message_id)
    db.execute(delete(Watches).where(*mine))


def stale_counts(db: Connection, *, satgas_ids: Collection[int], hours: Hours, now: datetime) -> tuple[Live, ...]:
    """By the clock: messages whose count is another one now, of who may still see it; right from here on."""
    wanted = select(Watches.person_id, Watches.slot_id, Watches.message_id, Watches.shown)
    found = wanted.join(Slots, Slots.id == Watches.slot_id).where(Slots.ends_at > now)
    watched = db.execute(found.order_by(Watches.person_id, Watches.slot_id)).all()
    slots = db.execute(SLOTS.where(Slots.id.in_({row.slot_id for row in watched})))
    now_so = {slot.id: count(db, slot=slot, hours=hours, now=now) for slot in map(slot_from_row, slots.all())}
    changed = [row for row in watched if now_so[row.slot_id].shown != row.shown]
    stale = [row for row in changed if _may_see(db, row.person_id, now_so[row.slot_id].slot, satgas_ids)]
    told = [row for row in stale if _made_right(db, row, now_so[row.slot_id].shown)]
    return tuple(Live(row.person_id, row.message_id, now_so[row.slot_id]) for row in told)


def _made_right(db: Connection, row: Any, shown: str) -> bool:
    """False where the message shows something else meanwhile, or another process was faster."""
    same = (Watches.message_id == row.message_id, Watches.shown == row.shown)
    mine = (Watches.person_id == row.person_id, Watches.slot_id == row.slot_id, *same)
    changed = update(Watches).where(*mine).values(shown=shown).returning(Watches.slot_id)
    return db.execute(changed).first() is not None


def _may_see(db: Connection, person_id: int, slot: Slot, satgas_ids: Collection[int]) -> bool:
    person = people.by_id(db, person_id=person_id)
    telegram_id = person.telegram_id if person else 0
    return keeps(roles.of(db, person_id=person_id, telegram_id=telegram_id, satgas_ids=satgas_ids), slot.kecamatan)
