"""Seats: taken, split with the waitlist, taken from an offer; always counted in people."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, case, select, update

from models import Seat as Seats, WaitlistPlace as Places
from services.coworking import counting, offers
from services.coworking.changes import give_up
from services.coworking.hours import Hours
from services.coworking.making import Others, lock_together, made, make_seat, overlapping, refusal
from services.coworking.reading import (
    SEAT,
    live_place,
    live_seat,
    lock_person,
    lock_slot,
    mine_there,
    read_place,
    read_slot,
    seat_from_row,
)
from services.coworking.values import Details, Done, Outcome, Place, PlaceState, Seat, SeatState, Slot, Told
from services.coworking.waitlist import stand_in_line


def take_seat(
    db: Connection,
    *,
    slot_id: int,
    person_id: int,
    party: int,
    hours: Hours,
    now: datetime,
    details: Details | None = None,
    instead: bool = False,
) -> Done:
    """A seat for the whole party if it fits; `instead`: and give up one's seats that overlap in time."""
    asked = _ask(db, slot_id, person_id, party, now, instead)
    if isinstance(asked, Done):
        return asked
    slot, others, waits = asked
    held = _hold(db, slot, party, now)
    if isinstance(held, Done):
        return held
    return _seated(db, held, person_id, party, details, others, waits, hours, now)


def split_party(
    db: Connection,
    *,
    slot_id: int,
    person_id: int,
    party: int,
    at_least: int,
    hours: Hours,
    now: datetime,
    details: Details | None = None,
    instead: bool = False,
) -> Done:
    """Seats for as many as fit now, `at_least` of them; the rest of the party waits. All of them where all fit."""
    asked = _ask(db, slot_id, person_id, party, now, instead)
    if isinstance(asked, Done):
        return asked
    slot, others, waits = asked
    slot = lock_slot(db, slot_id=slot_id) or slot
    fitting = min(slot.free, party)
    if fitting < max(1, at_least):
        return Done(_short(slot), slot)
    if fitting < party and slot.waitlist_paused:
        return Done(Outcome.PAUSED, slot)
    held = _hold(db, slot, fitting, now)
    if isinstance(held, Done):
        return held
    done = _seated(db, held, person_id, fitting, details, others, waits, hours, now)
    if fitting == party or done.seat is None:
        return done
    rest = stand_in_line(
        db, slot_id=slot_id, person_id=person_id, party=party - fitting, details=details, seat=done.seat, now=now
    )
    return replace(done, place=rest)


def take_offer(
    db: Connection, *, place_id: int, person_id: int, hours: Hours, now: datetime, instead: bool = False
) -> Done:
    """Take what is offered; the rest of a split party joins its seat. OFFER_OVER where its time has passed."""
    agreed = lock_person(db, person_id=person_id)
    place = read_place(db, place_id=place_id)
    slot = read_slot(db, slot_id=place.slot_id) if place else None
    if place is None or slot is None or place.person_id != person_id:
        return Done(Outcome.NOT_FOUND)
    others = overlapping(db, slot=slot, person_id=person_id) if place.live else ()
    if others and not instead:
        return Done(Outcome.OVERLAPS, slot, place=place, others=others)
    lock_together(db, slot, others)
    slot, place = lock_slot(db, slot_id=slot.id) or slot, read_place(db, place_id=place_id) or place
    if place.state is PlaceState.TAKEN:
        return Done(Outcome.ALREADY, slot, live_seat(db, slot_id=slot.id, person_id=person_id), place)
    over = place.offer_until is None or place.offer_until <= now or not slot.open_at(now)
    if place.state is not PlaceState.OFFERED or over:
        told = offers.expire(db, place_id=place.id, slot_id=slot.id, hours=hours, now=now)
        return Done(Outcome.OFFER_OVER, slot, place=place, told=told)
    if not agreed:
        return Done(Outcome.NO_CONSENT, slot, place=place)
    offers.end_place(db, place=place, state=PlaceState.TAKEN, actor_id=person_id, now=now)
    seat = _join_seat(db, slot, place, now) or _offered_seat(db, slot, place, now)
    told = give_up(db, others=others, actor_id=person_id, hours=hours, now=now)
    return Done(made(seat), slot, seat, replace(place, state=PlaceState.TAKEN), told, others)


def _ask(
    db: Connection, slot_id: int, person_id: int, party: int, now: datetime, instead: bool
) -> Done | tuple[Slot, Others, bool]:
    """What stands in the way of a seat, else what has to be known to give it; the person is locked from here on."""
    agreed = lock_person(db, person_id=person_id)
    slot, mine, place = mine_there(db, slot_id=slot_id, person_id=person_id)
    if mine:
        return Done(Outcome.ALREADY, slot, mine, place)
    why = refusal(slot, party=party, agreed=agreed, now=now)
    if slot is None or why:
        return Done(why or Outcome.NOT_FOUND, slot)
    others = overlapping(db, slot=slot, person_id=person_id)
    if others and not instead:
        return Done(Outcome.OVERLAPS, slot, others=others)
    if place and place.state is PlaceState.OFFERED:
        return Done(Outcome.OFFERED, slot, place=place)
    lock_together(db, slot, others)
    return slot, others, place is not None


def _hold(db: Connection, slot: Slot, party: int, now: datetime) -> Slot | Done:
    """The slot with the party counted in; else what is free, read after everybody who was quicker has finished."""
    taken = counting.hold(db, slot_id=slot.id, people=party, now=now)
    if taken is not None:
        return replace(slot, taken=taken)
    fresh = lock_slot(db, slot_id=slot.id) or slot
    why = refusal(fresh, party=party, agreed=True, now=now)
    if why:
        return Done(why, fresh)
    taken = counting.hold(db, slot_id=slot.id, people=party, now=now)
    return Done(_short(fresh), fresh) if taken is None else replace(fresh, taken=taken)


def _short(slot: Slot) -> Outcome:
    return Outcome.PARTLY if slot.free else Outcome.FULL


def _seated(
    db: Connection,
    slot: Slot,
    person_id: int,
    party: int,
    details: Details | None,
    others: Others,
    waits: bool,
    hours: Hours,
    now: datetime,
) -> Done:
    """The seat of the people just counted in; somebody who waited, and may have been offered one, leaves the line."""
    told: tuple[Told, ...] = ()
    if waits and (place := live_place(db, slot_id=slot.id, person_id=person_id)):
        offers.end_place(db, place=place, state=PlaceState.LEFT, actor_id=person_id, now=now, why="seat.taken")
        if place.state is PlaceState.OFFERED:
            told = offers.move_line(db, slot_id=slot.id, hours=hours, now=now)
    seat = make_seat(
        db, slot=slot, person_id=person_id, party=party, details=details or Details(), actor_id=person_id, now=now
    )
    told += give_up(db, others=others, actor_id=person_id, hours=hours, now=now)
    return Done(made(seat), slot, seat, told=told, others=others)


def _join_seat(db: Connection, slot: Slot, place: Place, now: datetime) -> Seat | None:
    """The rest of a split party sits down with the others; a bigger party needs a new approval."""
    if place.seat_id is None:
        return None
    again = case((Seats.state == SeatState.CONFIRMED, SeatState.PENDING), else_=Seats.state)
    state = again if slot.approval else Seats.state
    joined = update(Seats).where(Seats.id == place.seat_id).values(party=Seats.party + place.party, state=state)
    seat = seat_from_row(db.execute(joined.returning(*SEAT)).one())
    counting.note(
        db, slot_id=slot.id, seat_id=seat.id, deed="party", party=seat.party, actor_id=place.person_id, now=now
    )
    return seat


def _offered_seat(db: Connection, slot: Slot, place: Place, now: datetime) -> Seat:
    told = select(Places.purpose, Places.contact_name, Places.contact_phone).where(Places.id == place.id)
    details, who = Details(*db.execute(told).one()), place.person_id
    assert who is not None
    return make_seat(db, slot=slot, person_id=who, party=place.party, details=details, actor_id=who, now=now)
