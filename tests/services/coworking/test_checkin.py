"""Check-in at the door and by a ketua; what nobody claims is released."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Seat as Seats
from services.coworking import checkin, clockwork, keeping, signups, spaces
from services.coworking.values import Outcome, Seat, SeatState, Space
from services.people import Person
from tests.services.coworking.hall import KLOJEN, Hall, short


def state(hall: Hall, seat: Seat) -> str:
    return hall.db.execute(select(Seats.state).where(Seats.id == seat.id)).scalar_one()


def at_door(hall: Hall, space: Space, person: Person) -> Outcome:
    return hall.do(checkin.check_in_at_door, door_code=space.door_code, person_id=person.id).outcome


def test_the_door_checks_in_who_has_a_seat_there_now(hall: Hall) -> None:
    space, ani = hall.space(), hall.person()
    slot = hall.slot(2, space=space)
    seat = hall.seat(slot, ani)
    assert at_door(hall, space, ani) is Outcome.SLOT_NOT_YET
    hall.now = slot.starts_at
    assert [at_door(hall, space, ani) for _ in range(2)] == [Outcome.CHECKED_IN, Outcome.ALREADY_IN]
    assert state(hall, seat) == SeatState.CHECKED_IN
    assert hall.cancel(seat).outcome is Outcome.ALREADY_IN
    hall.now = slot.ends_at
    assert at_door(hall, space, ani) is Outcome.SLOT_NOT_YET


def test_the_door_says_when_it_opens_next(hall: Hall) -> None:
    space = hall.space()
    assert hall.do(checkin.check_in_at_door, door_code=space.door_code, person_id=1).slot is None
    slot = hall.slot(space=space)
    assert hall.do(checkin.check_in_at_door, door_code=space.door_code, person_id=1).slot == slot


def test_without_a_seat_one_may_take_one_on_the_spot(hall: Hall) -> None:
    space, ani = hall.space(), hall.person()
    slot = hall.slot(1, space=space)
    hall.now = slot.starts_at
    assert at_door(hall, space, ani) is Outcome.ROOM
    hall.seat(slot, ani)
    assert at_door(hall, space, ani) is Outcome.CHECKED_IN
    assert at_door(hall, space, hall.person()) is Outcome.FULL


def test_the_door_knows_who_waits_for_approval_or_has_an_offer(hall: Hall) -> None:
    space, ani, budi = hall.space(), hall.person(), hall.person()
    slot = hall.slot(1, space=space, approval=True)
    seat = hall.seat(slot, ani)
    hall.join(slot, budi)
    hall.now = slot.starts_at
    assert at_door(hall, space, ani) is Outcome.AWAITING
    hall.cancel(seat)
    assert at_door(hall, space, budi) is Outcome.OFFERED


def test_a_renewed_door_code_ends_the_old_one(hall: Hall) -> None:
    space, ani = hall.space(), hall.person()
    hall.now = hall.slot(space=space).starts_at
    renewed = hall.keep(spaces.renew_door_code, KLOJEN, space_id=space.id)
    assert renewed is not None
    assert (at_door(hall, space, ani), at_door(hall, renewed, ani)) == (Outcome.NOT_FOUND, Outcome.ROOM)


def test_a_ketua_checks_in_by_code_and_undoes_it(hall: Hall) -> None:
    slot, seat, _ = hall.full(2)
    told = {"code": f"{seat.code[:4]} {seat.code[4:].lower()}"}
    assert hall.keep(checkin.check_in, KLOJEN, **told).outcome is Outcome.SLOT_NOT_YET
    hall.now = slot.starts_at - timedelta(hours=1)
    done = [hall.keep(checkin.check_in, KLOJEN, **told).outcome for _ in range(2)]
    assert done == [Outcome.CHECKED_IN, Outcome.ALREADY_IN]
    undone = [hall.keep(checkin.undo_check_in, KLOJEN, seat_id=seat.id).outcome for _ in range(2)]
    assert undone == [Outcome.UNDONE, Outcome.UNCHANGED]
    assert state(hall, seat) == SeatState.CONFIRMED
    hall.now = slot.ends_at
    assert hall.keep(checkin.check_in, KLOJEN, **told).outcome is Outcome.SLOT_OVER
    assert hall.keep(checkin.check_in, KLOJEN, code="tidak ada").outcome is Outcome.NOT_FOUND


def test_a_cancelled_seat_is_not_checked_in(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    hall.cancel(seat)
    hall.now = slot.starts_at
    assert hall.keep(checkin.check_in, code=seat.code).outcome is Outcome.GONE


def test_what_nobody_claims_is_released_after_twenty_minutes_and_offered_on(hall: Hall) -> None:
    slot = hall.slot(2)
    come, gone, next_one = hall.person(), hall.person(), hall.person()
    seats = [hall.seat(slot, come), hall.seat(slot, gone)]
    hall.join(slot, next_one)
    hall.now = slot.starts_at
    hall.keep(checkin.check_in, code=seats[0].code)
    hall.do(clockwork.tick)
    hall.later(minutes=19, seconds=59)
    assert hall.do(clockwork.tick) == ()
    hall.later(seconds=1)
    released = hall.do(clockwork.tick)
    assert short(released) == [("told.no_show", gone.id, 1), ("told.offer", next_one.id, 1)]
    assert hall.do(clockwork.tick) == ()
    assert [state(hall, seat) for seat in seats] == [SeatState.CHECKED_IN, SeatState.NO_SHOW]
    assert hall.offer(released[1], take=True).outcome is Outcome.TAKEN
    assert hall.counted(slot) == (2, 2)


def test_who_got_their_seat_late_has_twenty_minutes_too(hall: Hall) -> None:
    slot, late = hall.slot(1), hall.person()
    hall.now = slot.starts_at + timedelta(minutes=15)
    hall.seat(slot, late)
    hall.later(minutes=19)
    assert hall.do(clockwork.tick) == ()
    hall.later(minutes=1)
    assert short(hall.do(clockwork.tick)) == [("told.no_show", late.id, 1)]


def test_a_space_may_keep_what_nobody_claims(hall: Hall) -> None:
    space = hall.space()
    hall.keep(spaces.change_space, space_id=space.id, no_show_release=False)
    slot = hall.slot(space=space)
    hall.seat(slot, hall.person())
    hall.now = slot.starts_at + timedelta(hours=1)
    assert hall.do(clockwork.tick) == ()


def test_who_was_not_answered_in_time_is_no_no_show(hall: Hall) -> None:
    slot, ani = hall.slot(approval=True), hall.person()
    seat = hall.seat(slot, ani)
    hall.now = slot.starts_at + timedelta(minutes=20)
    assert short(hall.do(clockwork.tick)) == [("told.unanswered", ani.id, 1)]
    assert state(hall, seat) == SeatState.CANCELLED


def test_who_comes_after_all_sits_down_if_there_is_room(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    hall.now = slot.starts_at + timedelta(minutes=20)
    hall.do(clockwork.tick)
    assert hall.keep(checkin.check_in, code=seat.code).outcome is Outcome.CHECKED_IN
    assert hall.counted(slot) == (1, 1)


def test_who_comes_after_all_finds_it_full(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    hall.now = slot.starts_at + timedelta(minutes=20)
    hall.do(clockwork.tick)
    hall.seat(slot, hall.person())
    assert hall.keep(checkin.check_in, code=seat.code).outcome is Outcome.FULL
    assert hall.counted(slot) == (1, 1)


def test_a_long_slot_is_checked_in_each_day_and_never_released(hall: Hall) -> None:
    space, ani = hall.space(), hall.person()
    year = hall.slot(2, space=space, length=timedelta(days=300))
    seat = hall.seat(year, ani)
    for _ in range(3):
        hall.later(days=1)
        assert short(hall.do(clockwork.tick)) in ([], [("told.soon", ani.id, 1)])
        assert [at_door(hall, space, ani) for _ in range(2)] == [Outcome.CHECKED_IN, Outcome.ALREADY_IN]
        counts = hall.keep(signups.counts, slot_id=year.id)
        assert counts and (counts.booked, counts.checked_in) == (1, 1)
    hall.later(days=1)
    counts = hall.keep(signups.counts, slot_id=year.id)
    assert counts and (counts.booked, counts.checked_in) == (1, 0)
    assert state(hall, seat) == SeatState.CONFIRMED


def test_a_guest_is_checked_in_by_code_and_may_be_a_no_show(hall: Hall) -> None:
    slot = hall.slot(2)
    told: dict[str, Any] = {"slot_id": slot.id, "asker": "Pak RW", "language": "id", "party": 1}
    tini, joko = (hall.keep(keeping.sign_up_guest, guest=name, **told).seat for name in ("Bu Tini", "Pak Joko"))
    assert tini and joko
    hall.now = slot.starts_at
    assert hall.keep(checkin.check_in, code=tini.code).outcome is Outcome.CHECKED_IN
    hall.later(minutes=20)
    assert hall.do(clockwork.tick) == ()
    assert [state(hall, tini), state(hall, joko)] == [SeatState.CHECKED_IN, SeatState.NO_SHOW]
    assert hall.counted(slot) == (1, 1)


@pytest.mark.parametrize("code", ["", "x", "é\ud800", "\0", "x" * 4000])
def test_a_door_that_is_none(hall: Hall, code: str) -> None:
    assert hall.do(checkin.check_in_at_door, door_code=code, person_id=1).outcome is Outcome.NOT_FOUND
