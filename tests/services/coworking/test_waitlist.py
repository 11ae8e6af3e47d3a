"""The waitlist and its offers: who came first is first, as far as their party fits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import SeatEvent as Events, WaitlistPlace as Places
from services.coworking import changes, clockwork, offers, seats, slots, waitlist
from services.coworking.mine import my_things
from services.coworking.values import Details, Outcome, Place, PlaceState
from tests.services.coworking.hall import Hall, short


def state(hall: Hall, place: Place | None) -> str:
    assert place is not None
    return hall.db.execute(select(Places.state).where(Places.id == place.id)).scalar_one()


def test_one_waits_with_a_rank(hall: Hall) -> None:
    slot, _, _ = hall.full(2)
    places = [hall.join(slot, hall.person(), party).place for party in (1, 2, 1)]
    assert [place and waitlist.rank(hall.db, place=place) for place in places] == [1, 2, 3]
    assert places[0] and places[0].person_id
    hall.do(offers.leave_waitlist, place_id=places[0].id, person_id=places[0].person_id)
    assert [place and waitlist.rank(hall.db, place=place) for place in places[1:]] == [1, 2]


def test_joining_twice_is_waiting_once(hall: Hall) -> None:
    slot, ani = hall.full(2)[0], hall.person()
    first, again = hall.join(slot, ani), hall.join(slot, ani, 2)
    assert (first.outcome, again.outcome) == (Outcome.WAITING, Outcome.ALREADY_WAITING)
    assert first.place == again.place


def test_nobody_waits_for_what_is_free_or_what_they_have(hall: Hall) -> None:
    slot, ani = hall.slot(3), hall.person()
    assert hall.join(slot, ani, 3).outcome is Outcome.ROOM
    hall.seat(slot, ani, 2)
    assert hall.join(slot, ani, 1).outcome is Outcome.ALREADY
    assert hall.join(slot, hall.person(), 2).outcome is Outcome.WAITING


@pytest.mark.parametrize(
    ("party", "outcome"), [(0, Outcome.WRONG_PARTY), (-3, Outcome.WRONG_PARTY), (3, Outcome.TOO_MANY)]
)
def test_a_party_that_can_never_fit_does_not_wait(hall: Hall, party: int, outcome: Outcome) -> None:
    assert hall.join(hall.full(2)[0], hall.person(), party).outcome is outcome


def test_a_paused_line_takes_nobody_new_and_goes_on_moving(hall: Hall) -> None:
    slot, seat, _ = hall.full(2)
    first, late = hall.person(), hall.person()
    hall.join(slot, first, 2)
    hall.keep(slots.pause_waitlist, slot_id=slot.id, paused=True)
    assert hall.join(slot, late).outcome is Outcome.PAUSED
    assert short(hall.cancel(seat).told) == [("told.offer", first.id, 2)]
    hall.keep(slots.pause_waitlist, slot_id=slot.id, paused=False)
    assert hall.join(slot, late).outcome is Outcome.WAITING


def test_what_comes_free_is_offered_to_the_first_whose_party_fits(hall: Hall) -> None:
    slot = hall.slot(4)
    held = [hall.seat(slot, hall.person(), 2), hall.seat(slot, hall.person(), 2)]
    big, pair, one = hall.person(), hall.person(), hall.person()
    for person, party in ((big, 3), (pair, 2), (one, 1)):
        hall.join(slot, person, party)
    assert short(hall.cancel(held[0]).told) == [("told.offer", pair.id, 2)]
    assert short(hall.cancel(held[1]).told) == [("told.offer", one.id, 1)]
    assert hall.counted(slot) == (3, 3)


def test_an_offer_holds_its_places_and_is_taken(hall: Hall) -> None:
    slot, seat, _ = hall.full(2)
    ani, other = hall.person(), hall.person()
    hall.join(slot, ani, 2)
    (news,) = hall.cancel(seat).told
    assert hall.take(slot, other).outcome is Outcome.FULL
    assert hall.take(slot, ani).outcome is Outcome.OFFERED
    done, again = hall.offer(news, take=True), hall.offer(news, take=True)
    assert (done.outcome, again.outcome) == (Outcome.TAKEN, Outcome.ALREADY)
    assert done.seat == again.seat
    assert hall.counted(slot) == (2, 2)


def test_what_was_told_when_joining_stands_with_the_seat(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    told = Details("rapat", "Ani", "+62 812")
    hall.do(waitlist.join_waitlist, slot_id=slot.id, person_id=hall.person().id, party=1, details=told)
    (news,) = hall.cancel(seat).told
    got = hall.offer(news, take=True).seat
    assert got and Details(got.purpose, got.contact_name, got.contact_phone) == told


def test_passing_and_expiry_make_it_the_next_ones_turn(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    line = [hall.person() for _ in range(3)]
    for one in line:
        hall.join(slot, one)
    (first,) = hall.cancel(seat).told
    passed = hall.offer(first, take=False)
    assert (passed.outcome, short(passed.told)) == (Outcome.PASSED, [("told.offer", line[1].id, 1)])
    assert hall.do(clockwork.tick) == ()
    assert passed.told[0].not_after == hall.now + timedelta(hours=2)
    hall.later(hours=2)
    assert short(hall.do(clockwork.tick)) == [("told.offer_expired", line[1].id, 1), ("told.offer", line[2].id, 1)]
    assert hall.do(clockwork.tick) == ()
    assert hall.offer(passed.told[0], take=True).outcome is Outcome.OFFER_OVER
    assert hall.offer(first, take=True).outcome is Outcome.OFFER_OVER
    assert hall.counted(slot) == (1, 1)


def test_an_offer_taken_too_late_goes_on_to_the_next_at_once(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    late, next_one = hall.person(), hall.person()
    for one in (late, next_one):
        hall.join(slot, one)
    (news,) = hall.cancel(seat).told
    hall.later(hours=2)
    done = hall.offer(news, take=True)
    assert (done.outcome, short(done.told)) == (
        Outcome.OFFER_OVER,
        [("told.offer_expired", late.id, 1), ("told.offer", next_one.id, 1)],
    )


def test_an_offer_made_at_night_begins_at_six_and_may_be_taken_before(hall: Hall) -> None:
    slot, seat, _ = hall.full(1, starts=timedelta(days=3))
    ani = hall.person()
    hall.join(slot, ani)
    hall.later(hours=13)
    (news,) = hall.cancel(seat).told
    (mine,) = hall.do(my_things, person_id=ani.id).places
    assert mine.place.offer_from == hall.now + timedelta(hours=8)
    assert news.not_after == mine.place.offer_until == hall.now + timedelta(hours=10)
    assert hall.offer(news, take=True).outcome is Outcome.TAKEN


def test_who_gives_a_seat_up_is_not_offered_it_again(hall: Hall) -> None:
    slot, ani, other = hall.slot(3), hall.person(), hall.person()
    done = hall.do(seats.split_party, slot_id=slot.id, person_id=ani.id, party=3, at_least=1)
    assert done.seat and done.place is None
    grown = hall.slot(3, starts=timedelta(days=2))
    hall.seat(grown, other, 1)
    half = hall.do(seats.split_party, slot_id=grown.id, person_id=ani.id, party=3, at_least=2)
    assert half.seat and half.place
    shrunk = hall.do(changes.change_party, seat_id=half.seat.id, person_id=ani.id, party=1)
    assert (shrunk.told, state(hall, half.place)) == ((), PlaceState.LEFT)
    assert hall.counted(grown) == (2, 2)


def test_who_cancels_leaves_the_line_and_their_offer_too(hall: Hall) -> None:
    slot, other, next_one = hall.slot(4), hall.person(), hall.person()
    held, ani = hall.seat(slot, other, 2), hall.person()
    half = hall.do(seats.split_party, slot_id=slot.id, person_id=ani.id, party=4, at_least=2)
    hall.join(slot, next_one, 4)
    assert short(hall.cancel(held).told) == [("told.offer", ani.id, 2)]
    assert half.seat is not None
    assert short(hall.cancel(half.seat).told) == [("told.offer", next_one.id, 4)]
    assert state(hall, half.place) == PlaceState.LEFT
    assert hall.counted(slot) == (4, 4)


def test_the_rest_of_a_party_may_wait_later_too(hall: Hall) -> None:
    slot, ani, other = hall.slot(4), hall.person(), hall.person()
    mine, held = hall.seat(slot, ani, 1), hall.seat(slot, other, 3)
    told = {"seat_id": mine.id, "person_id": ani.id}
    assert hall.do(changes.change_party, party=3, **told).outcome is Outcome.FULL
    assert hall.do(waitlist.wait_for_rest, more=0, **told).outcome is Outcome.WRONG_PARTY
    assert hall.do(waitlist.wait_for_rest, more=4, **told).outcome is Outcome.TOO_MANY
    waits = hall.do(waitlist.wait_for_rest, more=2, **told)
    assert (waits.outcome, waits.place and waits.place.seat_id) == (Outcome.WAITING, mine.id)
    assert hall.do(waitlist.wait_for_rest, more=2, **told).outcome is Outcome.ALREADY_WAITING
    (news,) = hall.cancel(held).told
    assert hall.do(waitlist.wait_for_rest, more=2, **told).outcome is Outcome.OFFERED
    joined = hall.offer(news, take=True)
    assert joined.seat and (joined.seat.id, joined.seat.party) == (mine.id, 3)


def test_waiting_with_fewer_may_fit_at_once(hall: Hall) -> None:
    slot, ani = hall.slot(3), hall.person()
    hall.seat(slot, hall.person(), 2)
    place = hall.join(slot, ani, 3).place
    assert place is not None
    told = {"place_id": place.id, "person_id": ani.id}
    assert hall.do(waitlist.change_waiting, party=4, **told).outcome is Outcome.TOO_MANY
    assert hall.do(waitlist.change_waiting, party=3, **told).outcome is Outcome.UNCHANGED
    assert hall.do(waitlist.change_waiting, party=2, **told).told == ()
    fewer = hall.do(waitlist.change_waiting, party=1, **told)
    assert (fewer.outcome, short(fewer.told)) == (Outcome.CHANGED, [("told.offer", ani.id, 1)])


def test_nobody_answers_somebody_elses_offer(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    hall.join(slot, hall.person())
    (news,) = hall.cancel(seat).told
    told = {"place_id": news.place_id, "person_id": hall.person().id}
    for deed in (seats.take_offer, offers.pass_offer, offers.leave_waitlist):
        assert hall.do(deed, **told).outcome is Outcome.NOT_FOUND
    assert hall.do(waitlist.change_waiting, party=1, **told).outcome is Outcome.NOT_FOUND
    assert hall.counted(slot) == (1, 1)


def test_an_offer_that_overlaps_with_ones_seat_is_asked_about(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    ani = hall.person()
    hall.join(slot, ani)
    mine = hall.seat(hall.slot(), ani)
    (news,) = hall.cancel(seat).told
    asked = hall.offer(news, take=True)
    assert (asked.outcome, [one.id for one, _ in asked.others]) == (Outcome.OVERLAPS, [mine.id])
    told = {"place_id": news.place_id, "person_id": ani.id, "instead": True}
    assert hall.do(seats.take_offer, **told).outcome is Outcome.TAKEN
    assert [one.slot.id for one in hall.do(my_things, person_id=ani.id).seats] == [slot.id]


def test_who_takes_a_seat_does_not_wait_any_more(hall: Hall) -> None:
    slot, ani = hall.slot(3), hall.person()
    hall.seat(slot, hall.person(), 2)
    place = hall.join(slot, ani, 3).place
    assert hall.take(slot, ani, 1).outcome is Outcome.TAKEN
    assert state(hall, place) == PlaceState.LEFT


def test_what_became_of_a_place_is_noted(hall: Hall) -> None:
    slot, seat, _ = hall.full(1)
    ani = hall.person()
    place = hall.join(slot, ani).place
    (news,) = hall.cancel(seat).told
    hall.offer(news, take=True)
    assert place is not None
    noted = select(Events.deed, Events.actor_id).where(Events.place_id == place.id).order_by(Events.id)
    assert [tuple(one) for one in hall.db.execute(noted)] == [("waiting", ani.id), ("offered", None), ("taken", ani.id)]


def test_mine_are_seats_places_and_offers(hall: Hall) -> None:
    ani, (full, holders, _) = hall.person(), hall.full(1)
    later, _, _ = hall.full(2, starts=timedelta(days=2))
    mine = hall.seat(hall.slot(starts=timedelta(days=5)), ani)
    for slot in (full, later):
        hall.join(slot, ani)
    hall.cancel(holders)
    found = hall.do(my_things, person_id=ani.id)
    assert [one.seat.id for one in found.seats] == [mine.id]
    assert [(one.slot.id, one.place.state, one.rank) for one in found.places] == [
        (full.id, PlaceState.OFFERED, None),
        (later.id, PlaceState.WAITING, 1),
    ]
    hall.later(days=9)
    assert hall.do(my_things, person_id=ani.id) == type(found)((), ())
