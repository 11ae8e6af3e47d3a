"""Whatever people, ketua and the clock do in any order: nothing is sold twice or withheld, and all is noted."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, StaticPool, create_engine, event, select

from models import Base, Seat as Seats, SeatEvent as Events, Slot as Slots, WaitlistPlace as Places
from services.coworking import changes, checkin, clockwork, closing, keeping, offers, seats, slots, waitlist
from services.coworking.hours import offer_window
from services.coworking.reading import PLACE, SEAT, SLOTS, place_from_row, seat_from_row, slot_from_row
from services.coworking.values import News, Outcome, Place, PlaceState, Seat, Slot, Told
from tests.services.coworking.hall import SATGAS, Hall, hours

PEOPLE = st.integers(0, 5)
WHERE = st.sampled_from([0, 0, 0, 1, 1, 2, 3])
PARTY = st.sampled_from([1, 1, 2, 2, 3])
SOME = st.integers(0, 30)
SEEN = Counter[str]()
REACHED = (
    *set(Outcome) - {Outcome.NO_CONSENT},
    *set(News) - {News.NEW_SLOTS, News.TOMORROW, News.LINE_CLOSED},
)
"""What the walks are known to meet; the rest has tests of its own."""
_One = TypeVar("_One", Seat, Place)


def blank() -> Connection:
    """A database in memory with every table, opened once."""
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")

    Base.metadata.create_all(engine)
    return engine.connect()


class Coworking(RuleBasedStateMachine):
    """Two slots at the same time (one needs approval), a later one, and a long one; six people."""

    offered_before: frozenset[int] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall(blank())
        self.told: tuple[Told, ...] = ()

    @initialize(minutes=st.sampled_from([360, 360, 60, -10]))
    def people_and_slots(self, minutes: int) -> None:
        self.people = [self.hall.person() for _ in range(6)]
        space, soon, short = self.hall.space(), timedelta(minutes=minutes), timedelta(hours=4)
        made = [
            self.hall.slot(4, space=space, starts=soon, length=short),
            self.hall.slot(3, space=space, starts=soon, length=short, approval=True),
            self.hall.slot(2, space=space, starts=timedelta(days=1), length=short),
            self.hall.slot(2, space=space, starts=soon, length=timedelta(days=40)),
        ]
        self.numbers = [slot.id for slot in made]
        self.actor = self.hall.person("Ketua", agreed=False).id
        self.code = space.door_code
        self.before = {slot.id: 0 for slot in made}
        for person, slot, party in zip(self.people, (0, 0, 0, 1, 1), (2, 1, 1, 2, 1), strict=False):
            self.hall.take(made[slot], person, party)

    def teardown(self) -> None:
        self.hall.db.close()

    # What people do.

    @rule(who=PEOPLE, where=WHERE, party=PARTY, least=st.integers(0, 3), instead=st.booleans())
    def split(self, who: int, where: int, party: int, least: int, instead: bool) -> None:
        told: dict[str, Any] = {"slot_id": self.numbers[where], "person_id": self.people[who].id, "party": party}
        done = self.did(seats.split_party(self.db, **told, at_least=least, instead=instead, **self.clock))
        if done.place and done.seat and done.outcome is not Outcome.ALREADY:
            assert done.seat.party + done.place.party == party

    @rule(who=PEOPLE, where=WHERE, party=PARTY)
    def join(self, who: int, where: int, party: int) -> None:
        self.did(self.hall.join(self.all_slots[where], self.people[who], party))

    @rule(who=PEOPLE, where=WHERE, party=PARTY, instead=st.booleans(), split=st.booleans())
    def want(self, who: int, where: int, party: int, instead: bool, split: bool) -> None:
        """As most people do: take it, else what there is of it, else wait."""
        slot, person = self.all_slots[where], self.people[who]
        done = self.did(self.hall.take(slot, person, party, instead=instead))
        if done.seat and done.outcome is not Outcome.ALREADY:
            again = self.hall.take(slot, person, party)
            assert (again.outcome, again.seat) == (Outcome.ALREADY, done.seat)
        elif done.outcome is Outcome.PARTLY and split:
            told: dict[str, Any] = {"slot_id": slot.id, "person_id": person.id, "party": party}
            self.did(seats.split_party(self.db, **told, at_least=1, instead=instead, **self.clock))
        elif done.outcome in (Outcome.PARTLY, Outcome.FULL):
            self.did(self.hall.join(slot, person, party))

    @rule(who=PEOPLE, party=PARTY)
    def want_the_full_one(self, who: int, party: int) -> None:
        self.want(who, 0, party, True, True)

    @rule(which=SOME, more=st.integers(0, 3))
    def wait_for_rest(self, which: int, more: int) -> None:
        if seat := self.pick(self.all_seats, which):
            told = {"seat_id": seat.id, "person_id": seat.person_id or 0, "more": more}
            self.did(waitlist.wait_for_rest(self.db, **told, now=self.hall.now))

    @rule(which=SOME)
    def cancel(self, which: int) -> None:
        if seat := self.pick(self.all_seats, which):
            told: dict[str, Any] = {"seat_id": seat.id, "person_id": seat.person_id or 0, **self.clock}
            done = self.did(changes.cancel_seat(self.db, **told))
            if done.outcome is Outcome.CANCELLED:
                self.gave_up(seat, done.told)
                again = changes.cancel_seat(self.db, **told)
                assert (again.outcome, again.told) == (Outcome.GONE, ())

    @rule(which=SOME)
    def keep_one(self, which: int) -> None:
        """Of seats at the same time; afterwards nothing overlaps with it that could still be given up."""
        if seat := self.pick(self.all_seats, which):
            told: dict[str, Any] = {"seat_id": seat.id, "person_id": seat.person_id or 0, **self.clock}
            done = self.did(changes.keep_seat(self.db, **told))
            self.gave_up(seat, done.told)
            assert changes.keep_seat(self.db, **told).others == ()

    @rule(which=SOME, party=st.integers(0, 5))
    def change_party(self, which: int, party: int) -> None:
        if seat := self.pick(self.all_seats, which):
            told: dict[str, Any] = {"seat_id": seat.id, "person_id": seat.person_id or 0, **self.clock}
            done = self.did(changes.change_party(self.db, party=party, **told))
            if done.outcome is Outcome.CHANGED and party < seat.party:
                self.gave_up(seat, done.told)

    @rule(which=SOME, party=PARTY)
    def change_waiting(self, which: int, party: int) -> None:
        if place := self.pick(self.all_places, which):
            told: dict[str, Any] = {"place_id": place.id, "person_id": place.person_id, **self.clock}
            self.did(waitlist.change_waiting(self.db, party=party, **told))

    @rule(which=SOME, take=st.booleans(), instead=st.booleans())
    def answer(self, which: int, take: bool, instead: bool) -> None:
        offered = [one for one in self.all_places if one.state is PlaceState.OFFERED]
        if place := self.pick(offered or self.all_places, which):
            told: dict[str, Any] = {"place_id": place.id, "person_id": place.person_id, **self.clock}
            if take:
                done = self.did(seats.take_offer(self.db, instead=instead, **told))
                used = done.outcome in (Outcome.TAKEN, Outcome.AWAITING)
                assert not used or place.state is PlaceState.OFFERED
                again = seats.take_offer(self.db, **told)
                assert not used or (again.outcome, again.seat) == (Outcome.ALREADY, done.seat)
            else:
                self.did(offers.pass_offer(self.db, **told))

    @rule(which=SOME, who=PEOPLE)
    def claim(self, which: int, who: int) -> None:
        if seat := self.pick([one for one in self.all_seats if one.guest], which):
            self.did(keeping.claim_seat(self.db, code=seat.code, person_id=self.people[who].id, **self.clock))

    @rule(who=PEOPLE)
    def door(self, who: int) -> None:
        self.did(checkin.check_in_at_door(self.db, door_code=self.code, person_id=self.people[who].id, **self.clock))

    # What who looks after them does.

    @rule(where=WHERE, party=PARTY)
    def guest(self, where: int, party: int) -> None:
        told: dict[str, Any] = {"slot_id": self.numbers[where], "guest": "Bu Tini", "party": party, "asker": "Ketua"}
        self.did(keeping.sign_up_guest(self.db, **told, language="id", now=self.hall.now, **self.keeper))

    @rule(which=SOME, deed=st.sampled_from(["approve", "reject", "cancel", "check in", "undo"]))
    def keep(self, which: int, deed: str) -> None:
        if seat := self.pick(self.all_seats, which):
            told: dict[str, Any] = {**self.keeper, "now": self.hall.now}
            if deed == "approve":
                self.did(keeping.approve_seat(self.db, seat_id=seat.id, **told))
            elif deed == "check in":
                self.did(checkin.check_in(self.db, code=seat.code, hours=hours(), **told))
            elif deed == "undo":
                self.did(checkin.undo_check_in(self.db, seat_id=seat.id, hours=hours(), **told))
            else:
                end = keeping.reject_seat if deed == "reject" else keeping.cancel_for
                self.did(end(self.db, seat_id=seat.id, reason="penuh", hours=hours(), **told))

    @rule(where=WHERE, capacity=st.integers(2, 6))
    def capacity(self, where: int, capacity: int) -> None:
        told: dict[str, Any] = {"slot_id": self.numbers[where], "capacity": capacity}
        self.did(slots.change_capacity(self.db, **told, **self.keeper, **self.clock))

    @rule(where=WHERE, paused=st.booleans())
    def pause(self, where: int, paused: bool) -> None:
        told: dict[str, Any] = {"slot_id": self.numbers[where], "paused": paused, "now": self.hall.now}
        self.did(slots.pause_waitlist(self.db, **told, **self.keeper))

    @rule(where=WHERE, chance=st.integers(0, 9))
    def close(self, where: int, chance: int) -> None:
        told: dict[str, Any] = {"slot_id": self.numbers[where], "now": self.hall.now, **self.keeper}
        if chance == 0:
            self.did(closing.close_slot(self.db, reason="listrik padam", **told))
        elif chance < 5:
            self.did(closing.reopen_slot(self.db, **told))

    @rule(where=WHERE, by=st.sampled_from([0, 0, 0, 0, 0, -1, 1, 2]))
    def move(self, where: int, by: int) -> None:
        if not by:
            return
        slot = self.all_slots[where]
        told: dict[str, Any] = {"starts_at": slot.starts_at + timedelta(hours=by)}
        told |= {"ends_at": slot.ends_at + timedelta(hours=by), "slot_id": slot.id}
        self.did(slots.move_slot(self.db, **told, **self.keeper, **self.clock))

    # What the clock does.

    @rule(where=WHERE, minutes=st.sampled_from([-900, -30, 1, 21, 240]), chance=st.integers(0, 2))
    def near_the_start(self, where: int, minutes: int, chance: int) -> None:
        if chance:
            return
        then = self.all_slots[where].starts_at + timedelta(minutes=minutes)
        self.tick(max(1, int((then - self.hall.now).total_seconds() // 60)))

    @rule(minutes=st.sampled_from([1, 5, 25, 25, 70, 130]))
    def tick(self, minutes: int) -> None:
        self.hall.later(minutes=minutes)
        self.told = clockwork.tick(self.db, **self.clock)
        SEEN.update(one.news for one in self.told)
        assert clockwork.tick(self.db, **self.clock) == ()

    # What always holds.

    @invariant()
    def everything_holds(self) -> None:
        slots, seats, places = self.all_slots, self.all_seats, self.all_places
        self.counted_in_people(slots, seats, places)
        self.nothing_free_is_withheld(slots, places)
        self.one_seat_and_one_place_each(seats, places)
        self.every_change_is_noted(seats, places)
        self.who_is_offered_something_is_told(places)

    def counted_in_people(self, slots: list[Slot], seats: list[Seat], places: list[Place]) -> None:
        held = Counter[int]()
        for one in seats:
            held[one.slot_id] += one.party if one.live else 0
        for place in places:
            held[place.slot_id] += place.party if place.state is PlaceState.OFFERED else 0
        assert {slot.id: slot.taken for slot in slots} == {slot.id: held[slot.id] for slot in slots}
        assert [slot for slot in slots if slot.taken > max(slot.capacity, self.before[slot.id])] == []
        self.before = {slot.id: slot.taken for slot in slots}

    def nothing_free_is_withheld(self, slots: list[Slot], places: list[Place]) -> None:
        free = {one.id: one.free for one in slots if offer_window(hours(), slot=one, now=self.hall.now)}
        waiting = [place for place in places if place.state is PlaceState.WAITING]
        assert [one for one in waiting if one.party <= free.get(one.slot_id, 0)] == []

    def one_seat_and_one_place_each(self, seats: list[Seat], places: list[Place]) -> None:
        held = [(seat.slot_id, seat.person_id) for seat in seats if seat.live and seat.person_id]
        waits = [(place.slot_id, place.person_id) for place in places if place.live]
        assert len(set(held)) == len(held)
        assert len(set(waits)) == len(waits)
        of = {(seat.slot_id, seat.person_id): seat.id for seat in seats if seat.live}
        assert [one for one in places if one.live and of.get((one.slot_id, one.person_id)) != one.seat_id] == []

    def every_change_is_noted(self, seats: list[Seat], places: list[Place]) -> None:
        """The last note of each is the state it is in; a long slot's seat stays confirmed when it is checked in."""
        notes = self.db.execute(select(Events.seat_id, Events.place_id, Events.deed).order_by(Events.id)).all()
        last = {(seat_id, place_id): deed for seat_id, place_id, deed in notes if deed not in ("party", "claimed")}
        assert [one for one in places if last[None, one.id] != one.state] == []
        told = {"approved": {"confirmed", "pending"}, "undone": {"confirmed"}, "confirmed": {"confirmed", "pending"}}
        told["checked_in"] = {"checked_in", "confirmed"}
        assert [one for one in seats if one.state not in told.get(last[one.id, None], {last[one.id, None]})] == []

    def who_is_offered_something_is_told(self, places: list[Place]) -> None:
        offered = {place.id for place in places if place.state is PlaceState.OFFERED}
        told = Counter(one.place_id for one in self.told if one.news is News.OFFER)
        assert told == Counter(offered - self.offered_before)
        self.offered_before, self.told = frozenset(offered), ()

    # Help.

    @property
    def db(self) -> Connection:
        return self.hall.db

    @property
    def clock(self) -> dict[str, Any]:
        return {"hours": hours(), "now": self.hall.now}

    @property
    def keeper(self) -> dict[str, Any]:
        return {"rights": SATGAS, "actor_id": self.actor}

    @property
    def all_slots(self) -> list[Slot]:
        return [slot_from_row(row) for row in self.db.execute(SLOTS.order_by(Slots.id))]

    @property
    def all_seats(self) -> list[Seat]:
        return [seat_from_row(row) for row in self.db.execute(select(*SEAT).order_by(Seats.id))]

    @property
    def all_places(self) -> list[Place]:
        return [place_from_row(row) for row in self.db.execute(select(*PLACE).order_by(Places.id))]

    def pick(self, among: Sequence[_One], which: int) -> _One | None:
        """Mostly one that is still live."""
        live = [one for one in among if one.live]
        chosen = live if live and which % 8 else among
        return chosen[which % len(chosen)] if chosen else None

    def did(self, done: Any) -> Any:
        SEEN.update([done.outcome, *(one.news for one in done.told)])
        self.told = done.told
        return done

    def gave_up(self, seat: Seat, told: tuple[Told, ...]) -> None:
        """Nobody is offered what they just gave up."""
        assert [one for one in told if one.news is News.OFFER and one.person_id == seat.person_id] == []


WALK = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def test_whatever_happens_it_holds() -> None:
    """The same walks each time."""
    run_state_machine_as_test(
        Coworking, settings=settings(WALK, max_examples=30, stateful_step_count=50, derandomize=True)
    )


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_whatever_happens_for_long_it_holds() -> None:
    """Other walks each time; together they go everywhere."""
    SEEN.clear()
    run_state_machine_as_test(Coworking, settings=settings(WALK, max_examples=400, stateful_step_count=80))
    assert set(REACHED) - set(SEEN) == set()
