"""Changes: a seat given up frees its places once; a party grows as far as there is room, or shrinks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, update

from models import Seat as Seats
from services.coworking import counting, offers
from services.coworking.hours import Hours
from services.coworking.making import lock_together, overlapping, refusal
from services.coworking.reading import (
    SEAT,
    live_place,
    lock_person,
    lock_slot,
    own_seat,
    read_seat,
    read_slot,
    seat_from_row,
)
from services.coworking.values import Done, Outcome, PlaceState, Seat, SeatState, Slot, Told

UNUSED = (SeatState.PENDING, SeatState.CONFIRMED)
_END = (
    update(Seats)
    .where(Seats.id == bindparam("number"), Seats.state.in_(UNUSED))
    .values(state=bindparam("after"), since=bindparam("now"))
    .returning(*SEAT)
)


def cancel_seat(db: Connection, *, seat_id: int, person_id: int, hours: Hours, now: datetime) -> Done:
    """Give one's seat up, with one's place in line for more; GONE where it was given up before."""
    seat = read_seat(db, seat_id=seat_id)
    if seat is None or seat.person_id != person_id:
        return Done(Outcome.NOT_FOUND)
    return end_seat(db, seat=seat, state=SeatState.CANCELLED, actor_id=person_id, hours=hours, now=now)


def end_seat(
    db: Connection, *, seat: Seat, state: SeatState, actor_id: int | None, hours: Hours, now: datetime, why: str = ""
) -> Done:
    """End a seat that is not used yet; its people are given back once, and the line moves."""
    slot = lock_slot(db, slot_id=seat.slot_id)
    assert slot is not None
    if now >= slot.ends_at:
        return Done(Outcome.SLOT_OVER, slot, seat)
    row = db.execute(_END, {"number": seat.id, "after": state, "now": now}).first()
    if row is None:
        fresh = read_seat(db, seat_id=seat.id)
        used = fresh is not None and fresh.state is SeatState.CHECKED_IN
        return Done(Outcome.ALREADY_IN if used else Outcome.GONE, slot, fresh)
    ended = seat_from_row(row)
    counting.give_back(db, slot_id=slot.id, people=ended.party)
    counting.note(
        db, slot_id=slot.id, seat_id=ended.id, deed=state, party=ended.party, actor_id=actor_id, now=now, why=why
    )
    leave_own_line(db, seat=ended, actor_id=actor_id, now=now)
    told = offers.move_line(db, slot_id=slot.id, hours=hours, now=now)
    return Done(Outcome.CANCELLED, lock_slot(db, slot_id=slot.id), ended, told=told)


def leave_own_line(db: Connection, *, seat: Seat, actor_id: int | None, now: datetime) -> None:
    """Who gives up any of their seats is not offered them again: they leave the line of that slot."""
    place = live_place(db, slot_id=seat.slot_id, person_id=seat.person_id) if seat.person_id else None
    if place:
        offers.end_place(db, place=place, state=PlaceState.LEFT, actor_id=actor_id, now=now, why="seat.given_up")


def give_up(
    db: Connection, *, others: Iterable[tuple[Seat, Slot]], actor_id: int, hours: Hours, now: datetime
) -> tuple[Told, ...]:
    """Give up these seats for another one at the same time."""
    cancelled = SeatState.CANCELLED
    ended = [
        end_seat(db, seat=seat, state=cancelled, actor_id=actor_id, hours=hours, now=now, why="seat.instead")
        for seat, _ in others
    ]
    return tuple(told for done in ended for told in done.told)


def keep_seat(db: Connection, *, seat_id: int, person_id: int, hours: Hours, now: datetime) -> Done:
    """Of one's seats at the same time keep this one: the `others` not used yet are given up."""
    lock_person(db, person_id=person_id)
    seat = own_seat(db, seat_id=seat_id, person_id=person_id)
    slot = read_slot(db, slot_id=seat.slot_id) if seat else None
    if seat is None or slot is None:
        return Done(Outcome.NOT_FOUND)
    if not seat.live or not slot.open_at(now):
        return Done(Outcome.GONE if slot.open_at(now) else Outcome.SLOT_OVER, slot, seat)
    others = tuple(one for one in overlapping(db, slot=slot, person_id=person_id) if one[0].state in UNUSED)
    lock_together(db, slot, others)
    told = give_up(db, others=others, actor_id=person_id, hours=hours, now=now)
    return Done(Outcome.KEPT, slot, seat, told=told, others=others)


def change_party(db: Connection, *, seat_id: int, person_id: int, party: int, hours: Hours, now: datetime) -> Done:
    """Come with more or fewer; PARTLY or FULL where the more do not fit, and nothing is changed."""
    seat = read_seat(db, seat_id=seat_id)
    if seat is None or seat.person_id != person_id:
        return Done(Outcome.NOT_FOUND)
    slot = lock_slot(db, slot_id=seat.slot_id)
    seat = read_seat(db, seat_id=seat_id)
    assert slot is not None and seat is not None
    if seat.state not in UNUSED:
        return Done(Outcome.ALREADY_IN if seat.live else Outcome.GONE, slot, seat)
    fewer = party < seat.party
    why = refusal(slot, party=min(party, slot.capacity) if fewer else party, agreed=True, now=now)
    if why or party == seat.party:
        return Done(why or Outcome.UNCHANGED, slot, seat)
    if fewer:
        return _shrink(db, slot, seat, party, hours, now)
    taken = counting.hold(db, slot_id=slot.id, people=party - seat.party, now=now)
    if taken is None:
        return Done(Outcome.PARTLY if slot.free else Outcome.FULL, slot, seat)
    return Done(Outcome.CHANGED, replace(slot, taken=taken), _resize(db, slot, seat, party, now))


def _shrink(db: Connection, slot: Slot, seat: Seat, party: int, hours: Hours, now: datetime) -> Done:
    counting.give_back(db, slot_id=slot.id, people=seat.party - party)
    changed = _resize(db, slot, seat, party, now)
    leave_own_line(db, seat=seat, actor_id=seat.person_id, now=now)
    told = offers.move_line(db, slot_id=slot.id, hours=hours, now=now)
    return Done(Outcome.CHANGED, lock_slot(db, slot_id=slot.id), changed, told=told)


def _resize(db: Connection, slot: Slot, seat: Seat, party: int, now: datetime) -> Seat:
    """A bigger party needs a new approval where the slot needs one."""
    again = slot.approval and party > seat.party
    state = case((Seats.state == SeatState.CONFIRMED, SeatState.PENDING), else_=Seats.state) if again else Seats.state
    resized = update(Seats).where(Seats.id == seat.id).values(party=party, state=state).returning(*SEAT)
    counting.note(db, slot_id=slot.id, seat_id=seat.id, deed="party", party=party, actor_id=seat.person_id, now=now)
    return seat_from_row(db.execute(resized).one())
