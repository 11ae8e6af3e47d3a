"""Slots and spaces: opened, changed, closed; what is free where."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import AuditEntry, Seat as Seats
from services.coworking import closing, free, slots, spaces
from services.coworking.slots import Asks, Change
from services.coworking.values import Outcome, SeatState
from tests.services.coworking.hall import KLOJEN, Hall, short


def test_more_room_moves_the_line(hall: Hall) -> None:
    slot, _, _ = hall.full(1)
    line = [hall.person() for _ in range(3)]
    for person in line:
        hall.join(slot, person)
    wider = hall.keep(slots.change_capacity, slot_id=slot.id, capacity=3)
    assert short(wider.told) == [("told.offer", line[0].id, 1), ("told.offer", line[1].id, 1)]
    assert short(hall.keep(slots.change_capacity, slot_id=slot.id, capacity=9).told) == [("told.offer", line[2].id, 1)]
    assert hall.counted(slot) == (4, 4)


def test_less_room_throws_nobody_out_and_gives_nothing_out_until_it_fits(hall: Hall) -> None:
    slot = hall.slot(4)
    held = [hall.seat(slot, hall.person()) for _ in range(4)]
    waiting = hall.person()
    hall.join(slot, waiting)
    tighter = hall.keep(slots.change_capacity, slot_id=slot.id, capacity=2)
    assert tighter.slot and (tighter.told, tighter.slot.free, tighter.slot.too_many) == ((), 0, 2)
    assert hall.cancel(held[0]).told == ()
    assert hall.cancel(held[1]).told == ()
    assert hall.take(slot, hall.person()).outcome is Outcome.FULL
    assert short(hall.cancel(held[2]).told) == [("told.offer", waiting.id, 1)]


def test_an_offer_already_made_is_kept_when_there_is_less_room(hall: Hall) -> None:
    slot, seat, _ = hall.full(2)
    hall.join(slot, hall.person(), 2)
    (news,) = hall.cancel(seat).told
    hall.keep(slots.change_capacity, slot_id=slot.id, capacity=1)
    assert hall.offer(news, take=True).outcome is Outcome.TAKEN
    assert hall.fresh(slot).too_many == 1


@pytest.mark.parametrize("capacity", [0, -1, 5001])
def test_a_capacity_that_cannot_be(hall: Hall, capacity: int) -> None:
    slot = hall.slot()
    assert hall.keep(slots.change_capacity, slot_id=slot.id, capacity=capacity).outcome is Change.WRONG_CAPACITY


def test_the_same_capacity_is_no_change(hall: Hall) -> None:
    slot = hall.slot(3)
    assert hall.keep(slots.change_capacity, slot_id=slot.id, capacity=3).outcome is Change.UNCHANGED


@pytest.mark.parametrize(
    ("starts", "length", "outcome"),
    [
        (timedelta(days=1), timedelta(), Change.WRONG_TIMES),
        (timedelta(days=1), timedelta(hours=-1), Change.WRONG_TIMES),
        (timedelta(hours=-4), timedelta(hours=4), Change.PAST),
        (timedelta(days=1), timedelta(days=1200), Change.TOO_FAR),
    ],
)
def test_times_that_cannot_be(hall: Hall, starts: timedelta, length: timedelta, outcome: Change) -> None:
    begins = hall.now + starts
    times: dict[str, Any] = {"starts_at": begins, "ends_at": begins + length}
    assert hall.keep(slots.open_slot, space_id=hall.space().id, capacity=2, **times).outcome is outcome
    assert hall.keep(slots.move_slot, slot_id=hall.slot().id, **times).outcome is outcome


def test_what_a_slot_asks_changes_for_who_comes_later(hall: Hall) -> None:
    slot, ani = hall.slot(3), hall.person()
    seat = hall.seat(slot, ani)
    changed = hall.keep(slots.change_asks, slot_id=slot.id, asks=Asks(approval=True, purpose=True))
    assert changed.slot and (changed.slot.approval, changed.slot.asks_purpose, changed.slot.asks_contact) == (
        True,
        True,
        False,
    )
    assert hall.take(slot, hall.person()).outcome is Outcome.AWAITING
    assert hall.db.execute(select(Seats.state).where(Seats.id == seat.id)).scalar() == SeatState.CONFIRMED
    titled = hall.keep(slots.change_title, slot_id=slot.id, title="Kelas " + "x" * 100)
    assert titled.slot and len(titled.slot.title) == 80


def test_a_closed_slot_tells_booked_and_waiting_once_each(hall: Hall) -> None:
    slot, ani, other, waits = hall.slot(4), hall.person(), hall.person(), hall.person()
    hall.seat(slot, ani, 2)
    hall.seat(slot, other, 2)
    hall.join(slot, waits)
    closed = hall.keep(closing.close_slot, KLOJEN, slot_id=slot.id, reason="listrik padam")
    assert sorted(short(closed.told)) == [
        ("told.line_closed", waits.id, 1),
        ("told.slot_closed", ani.id, 2),
        ("told.slot_closed", other.id, 2),
    ]
    assert {one.reason for one in closed.told} == {"listrik padam"}
    assert hall.counted(slot) == (0, 0)
    assert hall.take(slot, ani).outcome is Outcome.SLOT_CLOSED
    assert hall.join(slot, ani).outcome is Outcome.SLOT_CLOSED
    assert hall.keep(closing.close_slot, slot_id=slot.id, reason="x").outcome is Change.CLOSED
    assert hall.keep(closing.reopen_slot, slot_id=slot.id).outcome is Change.DONE
    assert hall.keep(closing.reopen_slot, slot_id=slot.id).outcome is Change.UNCHANGED
    assert hall.take(slot, ani).outcome is Outcome.TAKEN


def test_a_closed_day_closes_its_slots_and_can_be_opened_again(hall: Hall) -> None:
    space, ani = hall.space(), hall.person()
    of_the_day, next_day = hall.slot(space=space), hall.slot(space=space, starts=timedelta(days=2))
    year = hall.slot(space=space, length=timedelta(days=90))
    elsewhere = hall.slot(space=hall.space("sukun", "Ruang Lain"))
    for slot in (of_the_day, year):
        hall.seat(slot, ani)
    told = {"space_id": space.id, "day": of_the_day.day}
    closed = hall.keep(closing.close_day, KLOJEN, reason="kerja bakti", **told)
    assert short(closed.told) == [("told.slot_closed", ani.id, 1)]
    assert [hall.fresh(one).closed for one in (of_the_day, next_day, year, elsewhere)] == [True, False, False, False]
    assert hall.do(closing.closed_days, space_id=space.id, since=date(2026, 11, 1)) == [
        closing.ClosedDay(of_the_day.day, "kerja bakti")
    ]
    assert hall.keep(closing.close_day, KLOJEN, reason="x", **told).told == ()
    assert hall.keep(closing.reopen_day, KLOJEN, **told) is Change.DONE
    assert hall.keep(closing.reopen_day, KLOJEN, **told) is Change.UNCHANGED
    assert not hall.fresh(of_the_day).closed


def test_a_space_closed_for_good_is_gone_for_residents_not_for_its_ketua(hall: Hall) -> None:
    space, ani = hall.space(), hall.person()
    slot = hall.slot(space=space)
    hall.seat(slot, ani)
    closed = hall.keep(closing.close_space, KLOJEN, space_id=space.id, reason="pindah")
    assert short(closed.told) == [("told.slot_closed", ani.id, 1)]
    assert hall.do(spaces.spaces) == []
    assert hall.do(spaces.space_of_door, door_code=space.door_code) is None
    assert [one.closed for one in hall.keep(spaces.spaces_kept, KLOJEN)] == [True]
    times: dict[str, Any] = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "capacity": 2}
    assert hall.keep(slots.open_slot, space_id=space.id, **times).outcome is Change.CLOSED


def test_what_is_free_at_the_same_time_elsewhere(hall: Hall) -> None:
    full, _, _ = hall.full(2)
    near = hall.slot(space=hall.space("klojen", "Sebelah"))
    later = hall.slot(space=hall.space("sukun", "Sukun"), starts=timedelta(days=1, hours=3))
    same = hall.slot(space=hall.space("blimbing", "Blimbing"))
    hall.slot(1, space=hall.space("lowokwaru", "Kecil"))
    hall.slot(space=hall.space("kedungkandang", "Besok lusa"), starts=timedelta(days=2))
    found = hall.do(slots.free_elsewhere, slot=full, party=2)
    assert [one.id for one in found] == [same.id, later.id, near.id]


def test_free_seats_are_counted_by_kecamatan_and_day(hall: Hall) -> None:
    space = hall.space()
    soon = hall.slot(5, space=space, starts=timedelta(hours=2))
    tomorrow = hall.slot(3, space=space)
    hall.slot(9, space=space, length=timedelta(days=60))
    hall.slot(2, space=hall.space("sukun", "Sukun"))
    hall.seat(soon, hall.person(), 2)

    def told(**which: Any) -> list[tuple[str, int, int, int, int]]:
        found = hall.do(free.free_now, **which)
        return [(one.kecamatan, one.day.day, one.seats, one.slots, one.spaces) for one in found]

    assert told() == [
        ("klojen", 24, 3, 1, 1),
        ("blimbing", 24, 0, 0, 0),
        ("lowokwaru", 24, 0, 0, 0),
        ("sukun", 25, 2, 1, 1),
        ("kedungkandang", 24, 0, 0, 0),
    ]
    assert told(kecamatan="klojen", day=date(2026, 11, 25)) == [("klojen", 25, 3, 1, 1)]
    assert told(kecamatan="sukun", day=date(2026, 11, 24)) == [("sukun", 24, 0, 0, 1)]
    hall.now = soon.ends_at
    assert told(kecamatan="klojen") == [("klojen", 25, 3, 1, 1)]
    assert [one.id for one in hall.do(slots.slots_on, day=tomorrow.day, kecamatan="klojen")] == [tomorrow.id]


def test_the_nearest_spaces_come_first(hall: Hall) -> None:
    places = {"Utara": (-7.93, 112.63), "Tengah": (-7.98, 112.63), "Selatan": (-8.03, 112.63)}
    for name, (latitude, longitude) in places.items():
        space = hall.space(name=name)
        hall.keep(spaces.change_space, space_id=space.id, latitude=latitude, longitude=longitude)
    hall.space(name="Entah di mana")
    found = hall.do(spaces.nearest, latitude=-7.99, longitude=112.63)
    assert [(space.name, round(distance, 1)) for space, distance in found] == [
        ("Tengah", 1.1),
        ("Selatan", 4.4),
        ("Utara", 6.7),
    ]
    assert hall.do(spaces.nearest, latitude=90.0, longitude=0.0, most=1)[0][0].name == "Utara"


def test_what_a_ketua_changes_of_a_space_is_kept_and_noted(hall: Hall) -> None:
    space = hall.space()
    changed = hall.keep(
        spaces.change_space,
        KLOJEN,
        space_id=space.id,
        name="Ruang Baru",
        facilities=["WiFi"],
        picture="file-id",
        opening="Senin–Jumat",
    )
    assert changed is not None
    assert (changed.name, changed.facilities, changed.picture) == ("Ruang Baru", ("WiFi",), "file-id")
    assert hall.do(spaces.read_space, space_id=space.id) == changed
    entry = select(AuditEntry.deed, AuditEntry.detail).where(AuditEntry.subject == f"space:{space.id}")
    last = hall.db.execute(entry.order_by(AuditEntry.id.desc())).first()
    assert last and tuple(last) == ("space.change", '{"what": ["facilities", "name", "opening", "picture"]}')
    with pytest.raises(AssertionError, match="kecamatan"):
        hall.keep(spaces.change_space, KLOJEN, space_id=space.id, kecamatan="sukun")
