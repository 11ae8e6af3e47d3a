"""Closing: a slot, a day or a whole space; everybody booked and waiting is told, and nobody holds anything there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from models import (
    Closure as Closures,
    Pattern as Patterns,
    Seat as Seats,
    SeatEvent as Events,
    Slot as Slots,
    WaitlistPlace as Places,
    upsert,
)
from services import audit
from services.coworking import counting
from services.coworking.changes import UNUSED
from services.coworking.reading import PLACE, SEAT, keeps, lock_slot, place_from_row, seat_from_row
from services.coworking.slots import Change, Changed
from services.coworking.spaces import kept_space, mark_closed
from services.coworking.values import LIVE_PLACES, News, PlaceState, SeatState, Slot, Told
from services.people import clean
from services.roles import Rights


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which a space does not open."""

    day: date
    reason: str


def close_slot(db: Connection, *, slot_id: int, rights: Rights, actor_id: int, reason: str, now: datetime) -> Changed:
    """Close a slot; who has checked in stays, everybody else is told once (slots.free_elsewhere has alternatives)."""
    slot = lock_slot(db, slot_id=slot_id)
    if slot is None or not keeps(rights, slot.kecamatan):
        return Changed(Change.NOT_FOUND)
    if not slot.open_at(now):
        return Changed(Change.CLOSED if slot.closed else Change.OVER, slot)
    return Changed(Change.DONE, *_close(db, slot, actor_id, reason, now))


def reopen_slot(db: Connection, *, slot_id: int, rights: Rights, actor_id: int, now: datetime) -> Changed:
    """Open a closed slot again, with nobody in it: those who were told may come anew."""
    slot = lock_slot(db, slot_id=slot_id)
    if slot is None or not keeps(rights, slot.kecamatan):
        return Changed(Change.NOT_FOUND)
    if now >= slot.ends_at or not slot.closed:
        return Changed(Change.OVER if slot.closed else Change.UNCHANGED, slot)
    db.execute(update(Slots).where(Slots.id == slot_id).values(closed_at=None, closed_reason=""))
    audit.record(db, actor_id=actor_id, deed="slot.reopen", subject=f"slot:{slot_id}", detail={}, now=now)
    return Changed(Change.DONE, lock_slot(db, slot_id=slot_id))


def close_day(
    db: Connection, *, space_id: int, rights: Rights, actor_id: int, day: date, reason: str, now: datetime
) -> Changed:
    """The space does not open on this day: its slots of the day close, none are made; long slots go on."""
    space = kept_space(db, space_id=space_id, rights=rights)
    if space is None:
        return Changed(Change.NOT_FOUND)
    statement = upsert(db, Closures).values(
        space_id=space_id, day=day, reason=clean(reason), made_by=actor_id, made_at=now
    )
    db.execute(statement.on_conflict_do_nothing(index_elements=[Closures.space_id, Closures.day]))
    detail = {"day": day.isoformat()}
    audit.record(db, actor_id=actor_id, deed="space.close_day", subject=f"space:{space_id}", detail=detail, now=now)
    of_the_day = (Slots.space_id == space_id, Slots.day == day, Slots.long.is_(False))
    return Changed(Change.DONE, told=_close_all(db, of_the_day, actor_id, reason, now))


def reopen_day(db: Connection, *, space_id: int, rights: Rights, actor_id: int, day: date, now: datetime) -> Change:
    """The space opens on this day after all; the slots that were closed then open again, with nobody in them."""
    if kept_space(db, space_id=space_id, rights=rights) is None:
        return Change.NOT_FOUND
    gone = delete(Closures).where(Closures.space_id == space_id, Closures.day == day).returning(Closures.made_at)
    closed_at = db.execute(gone).scalar()
    if closed_at is None:
        return Change.UNCHANGED
    again = (Slots.space_id == space_id, Slots.day == day, Slots.closed_at == closed_at, Slots.ends_at > now)
    db.execute(update(Slots).where(*again).values(closed_at=None, closed_reason=""))
    detail = {"day": day.isoformat()}
    audit.record(db, actor_id=actor_id, deed="space.reopen_day", subject=f"space:{space_id}", detail=detail, now=now)
    return Change.DONE


def closed_days(db: Connection, *, space_id: int, since: date) -> list[ClosedDay]:
    """The days from `since` on on which the space does not open."""
    wanted = select(Closures.day, Closures.reason).where(Closures.space_id == space_id, Closures.day >= since)
    return [ClosedDay(*row) for row in db.execute(wanted.order_by(Closures.day))]


def close_space(db: Connection, *, space_id: int, rights: Rights, actor_id: int, reason: str, now: datetime) -> Changed:
    """Close a space for good: its patterns end, its slots close, everybody there is told."""
    if mark_closed(db, space_id=space_id, rights=rights, actor_id=actor_id, now=now) is None:
        return Changed(Change.NOT_FOUND)
    live = (Patterns.space_id == space_id, Patterns.ended_at.is_(None))
    db.execute(update(Patterns).where(*live).values(ended_at=now, ended_by=actor_id))
    return Changed(Change.DONE, told=_close_all(db, (Slots.space_id == space_id,), actor_id, reason, now))


def _close_all(db: Connection, which: Iterable[Any], actor_id: int, reason: str, now: datetime) -> tuple[Told, ...]:
    """By their numbers, so that two who close many never wait for each other in a circle."""
    open_ones = select(Slots.id).where(*which, Slots.closed_at.is_(None), Slots.ends_at > now).order_by(Slots.id)
    told: list[Told] = []
    for slot_id in db.execute(open_ones).scalars().all():
        slot = lock_slot(db, slot_id=slot_id)
        if slot is not None and slot.open_at(now):
            told += _close(db, slot, actor_id, reason, now)[1]
    return tuple(told)


def _close(db: Connection, slot: Slot, actor_id: int, reason: str, now: datetime) -> tuple[Slot, tuple[Told, ...]]:
    """The slot's row is locked. One message each, also for who holds a seat and waits for more."""
    reason = clean(reason)
    db.execute(update(Slots).where(Slots.id == slot.id).values(closed_at=now, closed_reason=reason))
    unused = (Seats.slot_id == slot.id, Seats.state.in_(UNUSED))
    ended = update(Seats).where(*unused).values(state=SeatState.CANCELLED, since=now).returning(*SEAT)
    seats = [seat_from_row(row) for row in db.execute(ended)]
    live = select(*PLACE).where(Places.slot_id == slot.id, Places.state.in_(LIVE_PLACES))
    places = [place_from_row(row) for row in db.execute(live)]
    left = update(Places).where(Places.slot_id == slot.id, Places.state.in_(LIVE_PLACES))
    db.execute(left.values(state=PlaceState.CLOSED, ended_at=now))
    freed = sum(seat.party for seat in seats)
    freed += sum(place.party for place in places if place.state is PlaceState.OFFERED)
    counting.give_back(db, slot_id=slot.id, people=freed)
    same = {"at": now, "slot_id": slot.id, "actor_id": actor_id, "why": reason}
    notes = [{**same, "seat_id": one.id, "place_id": None, "deed": "cancelled", "party": one.party} for one in seats]
    notes += [{**same, "seat_id": None, "place_id": one.id, "deed": "closed", "party": one.party} for one in places]
    if notes:
        db.execute(insert(Events), notes)
    audit.record(db, actor_id=actor_id, deed="slot.close", subject=f"slot:{slot.id}", detail={}, now=now)
    closed = replace(slot, closed=True, closed_reason=reason, taken=slot.taken - freed)
    news = {
        place.person_id: Told(place.person_id, News.LINE_CLOSED, closed, place.party, place_id=place.id, reason=reason)
        for place in places
        if place.person_id
    } | {
        seat.person_id: Told(seat.person_id, News.SLOT_CLOSED, closed, seat.party, seat.id, reason=reason)
        for seat in seats
        if seat.person_id
    }
    return closed, tuple(replace(told, not_after=slot.ends_at) for told in news.values())
