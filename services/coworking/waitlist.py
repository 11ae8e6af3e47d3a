"""The waitlist: joined, waited in, changed in size; who came first is first, as far as their party fits."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from models import Slot as Slots, WaitlistPlace as Places
from services.coworking import counting, offers
from services.coworking.hours import Hours
from services.coworking.making import refusal, storable
from services.coworking.reading import (
    PLACE,
    live_place,
    live_seat,
    lock_person,
    lock_slot,
    own_seat,
    place_from_row,
    read_place,
)
from services.coworking.values import Details, Done, Outcome, Place, PlaceState, Seat

_TURN = update(Slots).where(Slots.id == bindparam("number")).values(turns=Slots.turns + 1).returning(Slots.turns)
_JOIN = insert(Places).returning(*PLACE)


def join_waitlist(
    db: Connection, *, slot_id: int, person_id: int, party: int, now: datetime, details: Details | None = None
) -> Done:
    """Wait until the whole party fits; ROOM where it fits already, ALREADY_WAITING where one waits."""
    agreed = lock_person(db, person_id=person_id)
    slot = lock_slot(db, slot_id=slot_id)
    why = refusal(slot, party=party, agreed=agreed, now=now)
    if slot is None or why:
        return Done(why or Outcome.NOT_FOUND, slot)
    if mine := live_seat(db, slot_id=slot_id, person_id=person_id):
        return Done(Outcome.ALREADY, slot, mine)
    if place := live_place(db, slot_id=slot_id, person_id=person_id):
        waits = place.state is PlaceState.WAITING
        return Done(Outcome.ALREADY_WAITING if waits else Outcome.OFFERED, slot, place=place)
    if slot.free >= party:
        return Done(Outcome.ROOM, slot)
    if slot.waitlist_paused:
        return Done(Outcome.PAUSED, slot)
    place = stand_in_line(db, slot_id=slot_id, person_id=person_id, party=party, details=details, seat=None, now=now)
    return Done(Outcome.WAITING, slot, place=place)


def wait_for_rest(db: Connection, *, seat_id: int, person_id: int, more: int, now: datetime) -> Done:
    """Keep the seat and wait until `more` of the party fit too; ROOM where they fit now (changes.change_party)."""
    agreed = lock_person(db, person_id=person_id)
    seat = own_seat(db, seat_id=seat_id, person_id=person_id)
    slot = lock_slot(db, slot_id=seat.slot_id) if seat else None
    seat = own_seat(db, seat_id=seat_id, person_id=person_id)
    if slot is None or seat is None or not seat.live:
        return Done(Outcome.NOT_FOUND if seat is None else Outcome.GONE, slot, seat)
    if why := refusal(slot, party=seat.party + more, agreed=agreed, now=now) or (more < 1 and Outcome.WRONG_PARTY):
        return Done(why, slot, seat)
    if place := live_place(db, slot_id=slot.id, person_id=person_id):
        waits = place.state is PlaceState.WAITING
        return Done(Outcome.ALREADY_WAITING if waits else Outcome.OFFERED, slot, seat, place)
    if slot.free >= more or slot.waitlist_paused:
        return Done(Outcome.ROOM if slot.free >= more else Outcome.PAUSED, slot, seat)
    place = stand_in_line(db, slot_id=slot.id, person_id=person_id, party=more, details=None, seat=seat, now=now)
    return Done(Outcome.WAITING, slot, seat, place)


def change_waiting(db: Connection, *, place_id: int, person_id: int, party: int, hours: Hours, now: datetime) -> Done:
    """Wait with another party, at the same turn; a smaller one may fit at once and is offered its seats."""
    place = read_place(db, place_id=place_id)
    if place is None or place.person_id != person_id:
        return Done(Outcome.NOT_FOUND)
    slot = lock_slot(db, slot_id=place.slot_id)
    place = read_place(db, place_id=place_id)
    assert slot is not None and place is not None
    if place.state is not PlaceState.WAITING:
        return Done(Outcome.OFFERED if place.live else Outcome.OFFER_OVER, slot, place=place)
    why = refusal(slot, party=party, agreed=True, now=now)
    if why or party == place.party:
        return Done(why or Outcome.UNCHANGED, slot, place=place)
    changed = update(Places).where(Places.id == place_id).values(party=party).returning(*PLACE)
    place = place_from_row(db.execute(changed).one())
    counting.note(db, slot_id=slot.id, place_id=place.id, deed="party", party=party, actor_id=person_id, now=now)
    told = offers.move_line(db, slot_id=slot.id, hours=hours, now=now)
    return Done(Outcome.CHANGED, slot, place=read_place(db, place_id=place_id), told=told)


def rank(db: Connection, *, place: Place) -> int:
    """How many stand in line up to this place, itself included; counted for the one who looks."""
    before = select(func.count()).where(
        Places.slot_id == place.slot_id, Places.state == PlaceState.WAITING, Places.turn < place.turn
    )
    return int(db.execute(before).scalar_one()) + 1


def stand_in_line(
    db: Connection,
    *,
    slot_id: int,
    person_id: int,
    party: int,
    details: Details | None,
    seat: Seat | None,
    now: datetime,
) -> Place:
    """The last place in line; the slot's row is locked by drawing its turn."""
    values = {
        "slot_id": slot_id,
        "person_id": person_id,
        "seat_id": seat.id if seat else None,
        "party": party,
        "turn": db.execute(_TURN, {"number": slot_id}).scalar_one(),
        "state": PlaceState.WAITING,
        **storable(details or Details()),
        "joined_at": now,
    }
    place = place_from_row(db.execute(_JOIN, values).one())
    counting.note(db, slot_id=slot_id, place_id=place.id, deed=place.state, party=party, actor_id=person_id, now=now)
    return place
