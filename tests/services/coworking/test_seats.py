"""Taking a seat, and giving it up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Seat as Seats, SeatEvent as Events
from services.coworking import changes, checkin, mine, seats, slots
from services.coworking.making import LETTERS, new_code
from services.coworking.values import MOST_PEOPLE, Details, Done, Outcome, SeatState, Slot
from tests.services.coworking.hall import Hall, short


def test_a_seat_is_taken_under_a_code(hall: Hall) -> None:
    slot, ani = hall.slot(3), hall.person()
    done = hall.take(slot, ani, 2)

    assert (done.outcome, done.told) == (Outcome.TAKEN, ())
    assert done.seat is not None and done.slot is not None
    assert (done.seat.party, done.seat.state, done.slot.free) == (2, SeatState.CONFIRMED, 1)
    assert len(done.seat.code) == 8
    assert set(done.seat.code) <= set(LETTERS)
    assert hall.counted(slot) == (2, 2)


def test_the_letters_of_a_code_look_like_no_other() -> None:
    assert set(LETTERS) & set("AEIOU01258IL") == set()
    assert len({new_code() for _ in range(500)}) == 500


def test_what_the_slot_asks_stands_with_the_seat(hall: Hall) -> None:
    told = Details("rapat komunitas gim", "Ani", "+62 812 3456 789")
    where = {"slot_id": hall.slot().id, "person_id": hall.person().id, "party": 1}
    done = hall.do(seats.take_seat, **where, details=told)
    assert done.seat and (done.seat.purpose, done.seat.contact_name, done.seat.contact_phone) == (
        "rapat komunitas gim",
        "Ani",
        "+62 812 3456 789",
    )


def test_fifty_taps_are_one_seat(hall: Hall) -> None:
    slot, ani = hall.slot(3), hall.person()
    done = [hall.take(slot, ani) for _ in range(50)]
    assert [one.outcome for one in done] == [Outcome.TAKEN] + [Outcome.ALREADY] * 49
    assert {one.seat for one in done} == {done[0].seat}
    assert hall.counted(slot) == (1, 1)


@pytest.mark.parametrize(
    ("party", "outcome"),
    [
        (0, Outcome.WRONG_PARTY),
        (-1, Outcome.WRONG_PARTY),
        (10_000, Outcome.WRONG_PARTY),
        (MOST_PEOPLE + 1, Outcome.WRONG_PARTY),
        (4, Outcome.TOO_MANY),
    ],
)
def test_a_party_that_cannot_be(hall: Hall, party: int, outcome: Outcome) -> None:
    slot = hall.slot(3)
    assert hall.take(slot, hall.person(), party).outcome is outcome
    assert hall.counted(slot) == (0, 0)


def test_without_consent_there_is_no_seat(hall: Hall) -> None:
    slot, ani = hall.slot(), hall.person(agreed=False)
    assert hall.take(slot, ani).outcome is Outcome.NO_CONSENT
    assert hall.join(hall.full(1)[0], ani).outcome is Outcome.NO_CONSENT
    hall.agree(ani, "keeper")
    assert hall.take(slot, ani).outcome is Outcome.NO_CONSENT
    hall.agree(ani)
    assert hall.take(slot, ani).outcome is Outcome.TAKEN


def test_a_full_slot_says_what_is_free(hall: Hall) -> None:
    slot = hall.slot(5)
    hall.seat(slot, hall.person(), 2)
    asked = hall.take(slot, hall.person(), 5)
    assert (asked.outcome, asked.slot and asked.slot.free) == (Outcome.PARTLY, 3)
    hall.seat(slot, hall.person(), 3)
    asked = hall.take(slot, hall.person())
    assert (asked.outcome, asked.slot and asked.slot.free) == (Outcome.FULL, 0)


def test_a_slot_that_is_not_there_or_over(hall: Hall) -> None:
    slot, ani = hall.slot(), hall.person()
    told = {"slot_id": slot.id + 1, "person_id": ani.id, "party": 1}
    assert hall.do(seats.take_seat, **told).outcome is Outcome.NOT_FOUND
    hall.now = slot.ends_at
    assert hall.take(slot, ani).outcome is Outcome.SLOT_OVER
    hall.later(seconds=-1)
    assert hall.take(slot, ani).outcome is Outcome.TAKEN


def split(hall: Hall, slot_id: int, person_id: int, party: int, at_least: int) -> Done:
    told = {"slot_id": slot_id, "person_id": person_id, "party": party, "at_least": at_least}
    return hall.do(seats.split_party, **told)


def test_of_five_three_sit_down_and_two_wait(hall: Hall) -> None:
    slot, ani = hall.slot(5), hall.person()
    seat = hall.seat(slot, hall.person(), 2)
    done = split(hall, slot.id, ani.id, 5, 3)

    assert done.outcome is Outcome.TAKEN
    assert done.seat and done.place
    assert (done.seat.party, done.place.party, done.place.seat_id) == (3, 2, done.seat.id)
    freed = hall.cancel(seat)
    assert short(freed.told) == [("told.offer", ani.id, 2)]
    together = hall.offer(freed.told[0], take=True)
    assert together.seat and (together.seat.id, together.seat.party) == (done.seat.id, 5)
    assert hall.counted(slot) == (5, 5)


def test_when_fewer_are_free_than_was_said_nothing_is_taken(hall: Hall) -> None:
    slot, ani = hall.slot(5), hall.person()
    hall.seat(slot, hall.person(), 3)
    asked = split(hall, slot.id, ani.id, 5, 3)
    assert (asked.outcome, asked.slot and asked.slot.free, asked.seat) == (Outcome.PARTLY, 2, None)
    assert hall.counted(slot) == (3, 3)


def test_when_more_are_free_than_was_said_more_sit_down(hall: Hall) -> None:
    slot, ani = hall.slot(5), hall.person()
    hall.seat(slot, hall.person(), 1)
    done = split(hall, slot.id, ani.id, 5, 3)
    assert done.seat and done.place and (done.seat.party, done.place.party) == (4, 1)
    other = split(hall, hall.slot(5, starts=timedelta(days=3)).id, ani.id, 5, 3)
    assert other.seat and (other.seat.party, other.place) == (5, None)


def test_seats_that_overlap_in_time_are_asked_about(hall: Hall) -> None:
    ani, first = hall.person(), hall.slot()
    mine = hall.seat(first, ani)
    second = hall.slot(starts=timedelta(days=1, hours=3))
    asked = hall.take(second, ani)
    assert (asked.outcome, [(seat.id, slot.id) for seat, slot in asked.others]) == (
        Outcome.OVERLAPS,
        [(mine.id, first.id)],
    )
    assert hall.counted(second) == (0, 0)
    assert hall.take(hall.slot(starts=timedelta(days=1, hours=4)), ani).outcome is Outcome.TAKEN


def test_the_other_seat_is_given_up_for_this_one_and_offered_on(hall: Hall) -> None:
    first, mine, ani = hall.full(1)
    next_one = hall.person()
    hall.join(first, next_one)
    done = hall.take(hall.slot(), ani, instead=True)
    assert (done.outcome, short(done.told)) == (Outcome.TAKEN, [("told.offer", next_one.id, 1)])
    assert hall.db.execute(select(Seats.state).where(Seats.id == mine.id)).scalar() == SeatState.CANCELLED


def test_nothing_is_given_up_for_a_slot_that_is_full(hall: Hall) -> None:
    _, mine, ani = hall.full(1)
    other, _, _ = hall.full(1)
    assert hall.take(other, ani, instead=True).outcome is Outcome.FULL
    assert hall.db.execute(select(Seats.state).where(Seats.id == mine.id)).scalar() == SeatState.CONFIRMED


def test_a_membership_stands_beside_everything(hall: Hall) -> None:
    ani, year = hall.person(), hall.slot(starts=timedelta(hours=1), length=timedelta(days=365))
    assert year.long
    assert [hall.take(one, ani).outcome for one in (hall.slot(), year)] == [Outcome.TAKEN, Outcome.TAKEN]


def test_cancelling_twice_frees_once(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    waiting = [hall.person(), hall.person()]
    for one in waiting:
        hall.join(slot, one)
    first, second = hall.cancel(seat), hall.cancel(seat)
    assert (first.outcome, short(first.told)) == (Outcome.CANCELLED, [("told.offer", waiting[0].id, 1)])
    assert (second.outcome, second.told) == (Outcome.GONE, ())
    assert hall.counted(slot) == (1, 1)


def test_only_ones_own_seat_is_cancelled(hall: Hall) -> None:
    _, seat, _ = hall.full(1)
    other = hall.person().id
    for number in (seat.id, seat.id + 1):
        told = {"seat_id": number, "person_id": other}
        assert hall.do(changes.cancel_seat, **told).outcome is Outcome.NOT_FOUND
        assert hall.do(changes.change_party, party=1, **told).outcome is Outcome.NOT_FOUND


def test_a_past_seat_is_not_cancelled(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    hall.now = slot.ends_at
    assert hall.cancel(seat).outcome is Outcome.SLOT_OVER


def test_a_party_grows_as_far_as_there_is_room(hall: Hall) -> None:
    slot, ani = hall.slot(5), hall.person()
    seat = hall.seat(slot, ani, 2)
    hall.seat(slot, hall.person(), 1)

    def change(party: int) -> tuple[Outcome, int]:
        done = hall.do(changes.change_party, seat_id=seat.id, person_id=ani.id, party=party)
        assert done.seat is not None
        return done.outcome, done.seat.party

    asked = [change(party) for party in (2, 4, 5, 0, 9, 1)]
    assert asked == [
        (Outcome.UNCHANGED, 2),
        (Outcome.CHANGED, 4),
        (Outcome.FULL, 4),
        (Outcome.WRONG_PARTY, 4),
        (Outcome.TOO_MANY, 4),
        (Outcome.CHANGED, 1),
    ]
    assert hall.counted(slot) == (2, 2)


def test_a_party_that_shrinks_gives_its_places_to_who_waits(hall: Hall) -> None:
    slot, seat, ani = hall.full(4)
    pair = hall.person()
    hall.join(slot, pair, 2)
    done = hall.do(changes.change_party, seat_id=seat.id, person_id=ani.id, party=2)
    assert short(done.told) == [("told.offer", pair.id, 2)]


def test_every_change_says_who_when_and_why(hall: Hall) -> None:
    _, seat, ani = hall.full(2)
    hall.later(minutes=5)
    hall.do(changes.change_party, seat_id=seat.id, person_id=ani.id, party=1)
    hall.cancel(seat)
    columns = (Events.deed, Events.actor_id, Events.party, Events.at)
    noted = hall.db.execute(select(*columns).where(Events.seat_id == seat.id).order_by(Events.id)).all()
    assert [tuple(one) for one in noted] == [
        ("confirmed", ani.id, 2, seat.made_at),
        ("party", ani.id, 1, hall.now),
        ("cancelled", ani.id, 1, hall.now),
    ]


def moved(hall: Hall, slot: Slot, by: timedelta) -> None:
    """Its keeper puts it to another time."""
    hall.keep(slots.move_slot, slot_id=slot.id, starts_at=slot.starts_at + by, ends_at=slot.ends_at + by)


def test_of_seats_that_came_to_overlap_one_is_kept(hall: Hall) -> None:
    """A membership beside them, and what only touches, is left alone."""
    ani, other = hall.person(), hall.person()
    first, second, third = hall.slot(1), hall.slot(1, starts=timedelta(days=2)), hall.slot(1, starts=timedelta(days=3))
    long = hall.slot(1, length=timedelta(days=30))
    seats_of = [hall.seat(slot, ani) for slot in (first, second, third, long)]
    hall.join(second, other)
    moved(hall, second, timedelta(hours=-22))
    moved(hall, third, timedelta(hours=-42))
    mine_now = hall.do(mine.my_things, person_id=ani.id).seats
    assert [[one.slot.id for one in group] for group in mine.clashes(mine_now)] == [[first.id, second.id]]
    done = hall.do(changes.keep_seat, seat_id=seats_of[0].id, person_id=ani.id)
    assert (done.outcome, [slot.id for _, slot in done.others]) == (Outcome.KEPT, [second.id])
    assert short(done.told) == [("told.offer", other.id, 1)]
    mine_now = hall.do(mine.my_things, person_id=ani.id).seats
    assert ([one.slot.id for one in mine_now], mine.clashes(mine_now)) == ([first.id, long.id, third.id], ())
    again = hall.do(changes.keep_seat, seat_id=seats_of[0].id, person_id=ani.id)
    assert (again.outcome, again.others) == (Outcome.KEPT, ())


def test_a_seat_that_is_used_is_not_given_up_for_another(hall: Hall) -> None:
    ani, first, second = hall.person(), hall.slot(1), hall.slot(1, starts=timedelta(days=2))
    used, kept = hall.seat(first, ani), hall.seat(second, ani)
    moved(hall, second, timedelta(hours=-22))
    hall.now = first.starts_at
    hall.keep(checkin.check_in, code=used.code)
    done = hall.do(changes.keep_seat, seat_id=kept.id, person_id=ani.id)
    assert (done.outcome, done.others, hall.fresh(first).taken) == (Outcome.KEPT, (), 1)
    hall.later(days=1)
    over = hall.do(changes.keep_seat, seat_id=kept.id, person_id=ani.id)
    assert over.outcome is Outcome.SLOT_OVER
    assert hall.do(changes.keep_seat, seat_id=kept.id, person_id=hall.person().id).outcome is Outcome.NOT_FOUND
