"""Slots: listed, opened, changed in capacity and time; the line moves when there is more room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, insert, select, update

from models import Seat as Seats, Slot as Slots, Space as Spaces, WaitlistPlace as Places
from services import audit
from services.coworking import offers, wishes
from services.coworking.hours import Hours
from services.coworking.reading import SLOTS, keeps, lock_slot, read_slot, slot_from_row
from services.coworking.spaces import kept_space
from services.coworking.values import LIVE_PLACES, LIVE_SEATS, News, Slot, Told
from services.people import clean
from services.roles import Rights

MOST_CAPACITY = 5000
TITLE = 80
A_DAY = timedelta(days=1)
FARTHEST = timedelta(days=3 * 366)


class Change(StrEnum):
    """What came of a change by who looks after the slot; the value is also the text's key."""

    DONE = "slot.done"
    NOT_FOUND = "slot.not_found"
    WRONG_CAPACITY = "slot.wrong_capacity"
    WRONG_TIMES = "slot.wrong_times"
    PAST = "slot.past"
    TOO_FAR = "slot.too_far"
    OVER = "slot.over"
    CLOSED = "slot.closed"
    UNCHANGED = "slot.unchanged"


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it, the slot as it is now, and who is to be told."""

    outcome: Change
    slot: Slot | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """What a slot asks of who wants a seat."""

    approval: bool = False
    purpose: bool = False
    contact: bool = False


def coming_slots(db: Connection, *, space_id: int, now: datetime, most: int = 60) -> list[Slot]:
    """The slots of a space that are neither closed nor over, in order."""
    wanted = SLOTS.where(Slots.space_id == space_id, *_open(now)).order_by(Slots.starts_at, Slots.id).limit(most)
    return [slot_from_row(row) for row in db.execute(wanted)]


def kept_slots(
    db: Connection, *, space_id: int, rights: Rights, now: datetime, past: timedelta = A_DAY, most: int = 60
) -> list[Slot]:
    """For who looks after the space: its slots from a day ago on, closed ones too, in order."""
    if kept_space(db, space_id=space_id, rights=rights) is None:
        return []
    wanted = SLOTS.where(Slots.space_id == space_id, Slots.ends_at > now - past)
    return [slot_from_row(row) for row in db.execute(wanted.order_by(Slots.starts_at, Slots.id).limit(most))]


def kept_slot(db: Connection, *, slot_id: int, rights: Rights) -> Slot | None:
    """The slot if somebody with these rights looks after it; None as if there were none."""
    slot = read_slot(db, slot_id=slot_id)
    return slot if slot and keeps(rights, slot.kecamatan) else None


def free_elsewhere(db: Connection, *, slot: Slot, party: int, now: datetime, most: int = 4) -> list[Slot]:
    """Where this party fits at the same time: other kecamatan first, then other spaces of this one."""
    wanted = SLOTS.where(
        *_open(now),
        Slots.space_id != slot.space_id,
        Slots.starts_at < slot.ends_at,
        Slots.ends_at > slot.starts_at,
        Slots.long.is_(slot.long),
        Slots.capacity - Slots.taken >= party,
        Spaces.closed_at.is_(None),
    )
    found = [slot_from_row(row) for row in db.execute(wanted)]
    found.sort(key=lambda one: (one.kecamatan == slot.kecamatan, abs(one.starts_at - slot.starts_at), one.id))
    return found[:most]


def open_slot(
    db: Connection,
    *,
    space_id: int,
    rights: Rights,
    actor_id: int,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    hours: Hours,
    now: datetime,
    title: str = "",
    asks: Asks | None = None,
) -> Changed:
    """A slot of its own: a part of a day, a class, or a long one such as a membership for a year."""
    space = kept_space(db, space_id=space_id, rights=rights)
    if space is None or space.closed:
        return Changed(Change.CLOSED if space else Change.NOT_FOUND)
    if wrong := _wrong(starts_at, ends_at, capacity, now):
        return Changed(wrong)
    wants = asks or Asks()
    values = {
        "space_id": space_id,
        "title": clean(title, TITLE),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "day": hours.day(starts_at),
        "long": ends_at - starts_at > A_DAY,
        "capacity": capacity,
        "approval": wants.approval,
        "asks_purpose": wants.purpose,
        "asks_contact": wants.contact,
        "made_by": actor_id,
        "made_at": now,
    }
    number = db.execute(insert(Slots).values(values).returning(Slots.id)).scalar_one()
    _record(db, number, "open", actor_id, now, capacity=capacity)
    slot = read_slot(db, slot_id=number)
    return Changed(Change.DONE, slot, wishes.tell(db, slots=[slot] if slot else (), now=now))


def change_capacity(
    db: Connection, *, slot_id: int, rights: Rights, actor_id: int, capacity: int, hours: Hours, now: datetime
) -> Changed:
    """More room moves the line; less throws nobody out, and nothing is given out until it fits again."""
    slot = _lock_kept(db, slot_id, rights)
    if slot is None or not slot.open_at(now):
        return _refused(slot)
    if not 1 <= capacity <= MOST_CAPACITY:
        return Changed(Change.WRONG_CAPACITY, slot)
    if capacity == slot.capacity:
        return Changed(Change.UNCHANGED, slot)
    db.execute(update(Slots).where(Slots.id == slot_id).values(capacity=capacity))
    _record(db, slot_id, "capacity", actor_id, now, before=slot.capacity, after=capacity)
    told = offers.move_line(db, slot_id=slot_id, hours=hours, now=now)
    return Changed(Change.DONE, read_slot(db, slot_id=slot_id), told)


def change_title(db: Connection, *, slot_id: int, rights: Rights, actor_id: int, title: str, now: datetime) -> Changed:
    """Another title."""
    return _set(db, slot_id, rights, actor_id, now, "title", title=clean(title, TITLE))


def change_asks(db: Connection, *, slot_id: int, rights: Rights, actor_id: int, asks: Asks, now: datetime) -> Changed:
    """What is asked of who comes from now on; who has a seat keeps it."""
    values = {"approval": asks.approval, "asks_purpose": asks.purpose, "asks_contact": asks.contact}
    return _set(db, slot_id, rights, actor_id, now, "asks", **values)


def pause_waitlist(
    db: Connection, *, slot_id: int, rights: Rights, actor_id: int, paused: bool, now: datetime
) -> Changed:
    """Nobody new may join the line, or they may again; who waits already goes on waiting, and the line moves."""
    return _set(db, slot_id, rights, actor_id, now, "pause" if paused else "resume", waitlist_paused=paused)


def move_slot(
    db: Connection,
    *,
    slot_id: int,
    rights: Rights,
    actor_id: int,
    starts_at: datetime,
    ends_at: datetime,
    hours: Hours,
    now: datetime,
) -> Changed:
    """Another time; everybody booked and waiting is told, and reminded anew."""
    slot = _lock_kept(db, slot_id, rights)
    if slot is None or not slot.open_at(now):
        return _refused(slot)
    if wrong := _wrong(starts_at, ends_at, slot.capacity, now):
        return Changed(wrong, slot)
    day, long = hours.day(starts_at), ends_at - starts_at > A_DAY
    moved = replace(slot, starts_at=starts_at, ends_at=ends_at, day=day, long=long)
    times = {"starts_at": starts_at, "ends_at": ends_at, "day": day, "long": long}
    db.execute(update(Slots).where(Slots.id == slot_id).values(times))
    again = {"reminded_evening_at": None, "reminded_hour_at": None}
    db.execute(update(Seats).where(Seats.slot_id == slot_id).values(again))
    _record(db, slot_id, "move", actor_id, now)
    offered = offers.move_line(db, slot_id=slot_id, hours=hours, now=now)
    return Changed(Change.DONE, moved, (*_tell_all(db, moved), *offered))


def _tell_all(db: Connection, slot: Slot) -> Sequence[Told]:
    """Everybody booked or waiting, once."""
    seats = select(Seats.person_id).where(Seats.slot_id == slot.id, Seats.state.in_(LIVE_SEATS))
    places = select(Places.person_id).where(Places.slot_id == slot.id, Places.state.in_(LIVE_PLACES))
    people = db.execute(seats.union(places)).scalars()
    return [Told(one, News.SLOT_MOVED, slot, not_after=slot.ends_at) for one in sorted(filter(None, people))]


def _set(
    db: Connection, slot_id: int, rights: Rights, actor_id: int, now: datetime, deed: str, **values: object
) -> Changed:
    slot = _lock_kept(db, slot_id, rights)
    if slot is None or not slot.open_at(now):
        return _refused(slot)
    db.execute(update(Slots).where(Slots.id == slot_id).values(values))
    _record(db, slot_id, deed, actor_id, now)
    return Changed(Change.DONE, read_slot(db, slot_id=slot_id))


def _lock_kept(db: Connection, slot_id: int, rights: Rights) -> Slot | None:
    slot = lock_slot(db, slot_id=slot_id)
    return slot if slot and keeps(rights, slot.kecamatan) else None


def _refused(slot: Slot | None) -> Changed:
    if slot is None:
        return Changed(Change.NOT_FOUND)
    return Changed(Change.CLOSED if slot.closed else Change.OVER, slot)


def _wrong(starts_at: datetime, ends_at: datetime, capacity: int, now: datetime) -> Change | None:
    if not 1 <= capacity <= MOST_CAPACITY:
        return Change.WRONG_CAPACITY
    return wrong_times(starts_at, ends_at, now=now)


def wrong_times(starts_at: datetime, ends_at: datetime, *, now: datetime) -> Change | None:
    """Why a slot cannot be then; None where it can."""
    if ends_at <= starts_at:
        return Change.WRONG_TIMES
    if ends_at <= now:
        return Change.PAST
    return Change.TOO_FAR if ends_at - now > FARTHEST else None


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Slots.closed_at.is_(None), Slots.ends_at > now


def _record(db: Connection, slot_id: int, deed: str, actor_id: int, now: datetime, **detail: int) -> None:
    audit.record(db, actor_id=actor_id, deed=f"slot.{deed}", subject=f"slot:{slot_id}", detail=detail, now=now)


def slots_on(db: Connection, *, day: date, kecamatan: str | None = None, now: datetime) -> list[Slot]:
    """The open slots of at most a day on this day of the city, in order."""
    where = [*_open(now), Slots.day == day, Slots.long.is_(False), Spaces.closed_at.is_(None)]
    where += [Spaces.kecamatan == kecamatan] if kecamatan else []
    return [slot_from_row(row) for row in db.execute(SLOTS.where(*where).order_by(Slots.starts_at, Slots.id))]
