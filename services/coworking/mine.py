"""Mine: all of a person's seats, places in line with their rank, and offers with their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from models import Seat as Seats, Slot as Slots, Space as Spaces, WaitlistPlace as Places
from services.coworking import waitlist
from services.coworking.reading import (
    PLACE,
    SEAT,
    SLOT,
    own_place,
    own_seat,
    place_from_row,
    read_slot,
    seat_from_row,
    slot_from_row,
)
from services.coworking.values import LIVE_PLACES, LIVE_SEATS, Place, PlaceState, Seat, Slot


@dataclass(frozen=True, slots=True)
class MySeat:
    """A seat one holds, and its slot."""

    seat: Seat
    slot: Slot


@dataclass(frozen=True, slots=True)
class MyPlace:
    """A place in line and its slot; `rank` is None while something is offered."""

    place: Place
    slot: Slot
    rank: int | None


@dataclass(frozen=True, slots=True)
class Mine:
    """In the order of the slots' start."""

    seats: tuple[MySeat, ...]
    places: tuple[MyPlace, ...]


def my_things(db: Connection, *, person_id: int, now: datetime) -> Mine:
    """All that is not over: live seats, places in line, offers."""
    open_ones = (Slots.ends_at > now, Slots.closed_at.is_(None))
    seats = (
        select(*SEAT, *SLOT)
        .join(Slots, Slots.id == Seats.slot_id)
        .join(Spaces, Spaces.id == Slots.space_id)
        .where(Seats.person_id == person_id, Seats.state.in_(LIVE_SEATS), *open_ones)
        .order_by(Slots.starts_at, Seats.id)
    )
    places = (
        select(*PLACE, *SLOT)
        .join(Slots, Slots.id == Places.slot_id)
        .join(Spaces, Spaces.id == Slots.space_id)
        .where(Places.person_id == person_id, Places.state.in_(LIVE_PLACES), *open_ones)
        .order_by(Slots.starts_at, Places.id)
    )
    return Mine(
        tuple(MySeat(seat_from_row(row), slot_from_row(row[len(SEAT) :])) for row in db.execute(seats)),
        tuple(_place(db, place_from_row(row), slot_from_row(row[len(PLACE) :])) for row in db.execute(places).all()),
    )


def clashes(found: Sequence[MySeat]) -> tuple[tuple[MySeat, ...], ...]:
    """Those of the seats that are at the same time, together; slots of more than a day stand beside everything."""
    groups: list[list[MySeat]] = []
    for one in sorted((seat for seat in found if not seat.slot.long), key=lambda seat: seat.slot.starts_at):
        if groups and one.slot.starts_at < max(other.slot.ends_at for other in groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(tuple(group) for group in groups if len(group) > 1)


def my_seat(db: Connection, *, seat_id: int, person_id: int) -> MySeat | None:
    """One's own seat of this number, whatever became of it."""
    seat = own_seat(db, seat_id=seat_id, person_id=person_id)
    slot = read_slot(db, slot_id=seat.slot_id) if seat else None
    return MySeat(seat, slot) if seat and slot else None


def my_place(db: Connection, *, place_id: int, person_id: int) -> MyPlace | None:
    """One's own place in line of this number, whatever became of it."""
    place = own_place(db, place_id=place_id, person_id=person_id)
    slot = read_slot(db, slot_id=place.slot_id) if place else None
    return _place(db, place, slot) if place and slot else None


def has_booked_before(db: Connection, *, person_id: int) -> bool:
    """Whether this person ever had a seat: then the party may be asked shorter."""
    return db.execute(select(Seats.id).where(Seats.person_id == person_id).limit(1)).first() is not None


def _place(db: Connection, place: Place, slot: Slot) -> MyPlace:
    waits = place.state is PlaceState.WAITING
    return MyPlace(place, slot, waitlist.rank(db, place=place) if waits else None)
