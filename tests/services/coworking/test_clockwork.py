"""What coworking does by the clock: reminders, slots of weekly patterns, lines of past slots."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from models import Slot as Slots
from models.database import open_engine
from services.city import Holiday
from services.coworking import checkin, clockwork, closing, patterns, slots, spaces, waitlist, wishes
from services.coworking.hours import Hours
from services.coworking.mine import my_things
from services.coworking.slots import Asks, Change
from services.coworking.values import News, Outcome, Slot, Space
from tests.services.coworking.hall import NOW, Hall, hours, short

WIB = ZoneInfo("Asia/Jakarta")


def wib(day: int, clock: str) -> datetime:
    """A moment in November 2026, by Malang's clock."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), WIB).astimezone(UTC)


def at(hall: Hall, day: int, clock: str) -> Slot:
    return hall.slot(starts=wib(day, clock) - hall.now)


# Reminders. The hall's now is Tuesday the 24th, 09.00.


def test_one_is_reminded_the_evening_before_and_an_hour_before_each_once(hall: Hall) -> None:
    slot, ani = at(hall, 26, "10:00"), hall.person()
    hall.seat(slot, ani)
    heard = []
    for day, clock in ((25, "17:59"), (25, "18:00"), (25, "18:01"), (26, "08:59"), (26, "09:00"), (26, "09:01")):
        hall.now = wib(day, clock)
        heard += [(one.news, day, clock) for one in hall.do(clockwork.tick)]
    assert heard == [("told.tomorrow", 25, "18:00"), ("told.soon", 26, "09:00")]


def test_reminders_catch_up_but_not_when_it_is_too_late(hall: Hall) -> None:
    slot, ani = at(hall, 26, "10:00"), hall.person()
    hall.seat(slot, ani)
    hall.now = wib(25, "19:59")
    assert short(hall.do(clockwork.tick)) == [("told.tomorrow", ani.id, 1)]
    hall.now = wib(26, "10:00")
    assert hall.do(clockwork.tick) == ()


@pytest.mark.parametrize("now", [(25, "20:00"), (25, "23:00"), (26, "05:59"), (26, "06:00"), (26, "08:59")])
def test_the_evening_is_not_told_at_night_nor_in_the_morning(hall: Hall, now: tuple[int, str]) -> None:
    hall.seat(at(hall, 26, "10:00"), hall.person())
    hall.now = wib(*now)
    assert hall.do(clockwork.tick) == ()


@pytest.mark.parametrize(("starts", "reminded"), [("06:59", False), ("07:00", True), ("20:59", True), ("21:00", False)])
def test_an_hour_before_is_left_out_in_quiet_hours(hall: Hall, starts: str, reminded: bool) -> None:
    slot = at(hall, 26, starts)
    hall.now = wib(25, "18:30")
    hall.seat(slot, hall.person())
    heard = []
    for minutes in (-60, -59, -1):
        hall.now = slot.starts_at + timedelta(minutes=minutes)
        heard += [one.news for one in hall.do(clockwork.tick)]
    assert heard == (["told.soon"] if reminded else [])


def test_who_booked_later_or_gave_up_or_waits_for_approval_is_not_reminded(hall: Hall) -> None:
    slot, asks = at(hall, 26, "10:00"), hall.slot(starts=wib(26, "10:00") - hall.now, approval=True)
    hall.cancel(hall.seat(slot, hall.person()))
    hall.seat(asks, hall.person())
    hall.now = wib(25, "18:10")
    hall.seat(slot, hall.person())
    hall.later(minutes=1)
    assert hall.do(clockwork.tick) == ()


def test_a_moved_slot_is_told_and_reminded_anew(hall: Hall) -> None:
    slot, ani, waits = at(hall, 26, "10:00"), hall.person(), hall.person()
    hall.seat(slot, ani, 3)
    hall.join(slot, waits)
    hall.now = wib(25, "18:00")
    hall.do(clockwork.tick)
    times: dict[str, Any] = {"starts_at": wib(28, "10:00"), "ends_at": wib(28, "12:00")}
    moved = hall.keep(slots.move_slot, slot_id=slot.id, **times)
    assert short(moved.told) == [("told.slot_moved", ani.id, 0), ("told.slot_moved", waits.id, 0)]
    assert moved.slot == hall.fresh(slot)
    hall.now = wib(27, "18:00")
    assert short(hall.do(clockwork.tick)) == [("told.tomorrow", ani.id, 3)]


def test_who_waits_for_a_slot_that_is_over_is_told(hall: Hall) -> None:
    slot, seat, _ = hall.full(2)
    ani = hall.person()
    hall.join(slot, ani)
    hall.now = slot.starts_at
    hall.keep(checkin.check_in, code=seat.code)
    hall.do(clockwork.tick)
    hall.now = slot.ends_at
    assert short(hall.do(clockwork.tick)) == [("told.slot_over", ani.id, 1)]
    assert hall.do(clockwork.tick) == ()
    assert hall.do(my_things, person_id=ani.id).places == ()


# Patterns.


def pattern(hall: Hall, space: Space, weekday: int, starts: str = "09:00", ends: str = "12:00", **told: Any) -> Any:
    times: dict[str, Any] = {"starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
    return hall.keep(patterns.add_pattern, space_id=space.id, weekday=weekday, **times, capacity=4, **told)


def days(hall: Hall, space: Space) -> list[tuple[int, str]]:
    """The days of the coming slots, and when they begin there."""
    found = hall.do(slots.coming_slots, space_id=space.id)
    return [(one.day.day, one.starts_at.astimezone(WIB).strftime("%H:%M")) for one in found]


def test_the_next_fourteen_days_exist_always(hall: Hall) -> None:
    space = hall.space()
    for weekday in range(7):
        pattern(hall, space, weekday)
    for _ in range(3):
        hall.do(clockwork.make_slots)
        assert [day for day, _ in days(hall, space)] == [24, 25, 26, 27, 28, 29, 30, *range(1, 9)]
    hall.later(days=1)
    hall.do(clockwork.make_slots)
    assert len(days(hall, space)) == 15
    assert days(hall, space)[0] == (25, "09:00")


def test_a_slot_of_today_that_is_over_is_not_made(hall: Hall) -> None:
    space = hall.space()
    pattern(hall, space, 1, "06:00", "09:00")
    pattern(hall, space, 1, "08:00", "09:01")
    hall.do(clockwork.make_slots)
    assert days(hall, space) == [(24, "08:00"), (1, "06:00"), (1, "08:00"), (8, "06:00"), (8, "08:00")]


def test_a_pattern_says_what_its_slots_are(hall: Hall) -> None:
    space = hall.space()
    pattern(hall, space, 3, title="Kelas gim", asks=Asks(True, True, False))
    hall.do(clockwork.make_slots)
    first = hall.do(slots.coming_slots, space_id=space.id)[0]
    assert (first.title, first.capacity, first.approval, first.asks_purpose, first.asks_contact, first.long) == (
        "Kelas gim",
        4,
        True,
        True,
        False,
        False,
    )


def test_holidays_and_closed_days_have_no_slots(hall: Hall) -> None:
    space, other = hall.space(), hall.space("sukun", "Ruang Lain")
    for weekday in range(7):
        pattern(hall, space, weekday)
        pattern(hall, other, weekday)
    hall.keep(closing.close_day, space_id=space.id, day=date(2026, 11, 26), reason="kerja bakti")
    holiday = Holiday(date(2026, 11, 30), {"id": "Libur"})
    free = Hours(replace(hours().city, holidays=(holiday,)), "Asia/Jakarta")
    clockwork.make_slots(hall.db, hours=free, now=hall.now)
    assert {26, 30} & {day for day, _ in days(hall, space)} == set()
    assert {26, 30} & {day for day, _ in days(hall, other)} == {26}
    hall.keep(closing.reopen_day, space_id=space.id, day=date(2026, 11, 26))
    clockwork.make_slots(hall.db, hours=free, now=hall.now)
    assert 26 in {day for day, _ in days(hall, space)}


def test_times_are_the_citys_where_clocks_change(hall: Hall) -> None:
    berlin = Hours(hours().city, "Europe/Berlin")
    space = hall.space()
    pattern(hall, space, 6)
    clockwork.make_slots(hall.db, hours=berlin, now=datetime(2026, 10, 20, 8, tzinfo=UTC))
    made = slots.coming_slots(hall.db, space_id=space.id, now=datetime(2026, 10, 20, tzinfo=UTC))
    assert [one.starts_at.hour for one in made] == [8, 8]
    clockwork.make_slots(hall.db, hours=berlin, now=datetime(2026, 10, 11, 4, tzinfo=UTC))
    made = slots.coming_slots(hall.db, space_id=space.id, now=datetime(2026, 10, 1, tzinfo=UTC))
    assert [one.starts_at.hour for one in made] == [7, 7, 8, 8]


def test_an_ended_pattern_takes_its_unused_slots_along(hall: Hall) -> None:
    space, ani = hall.space(), hall.person()
    made = pattern(hall, space, 3)
    hall.do(clockwork.make_slots)
    first, _ = hall.do(slots.coming_slots, space_id=space.id)
    hall.seat(first, ani)
    assert hall.keep(patterns.end_pattern, pattern_id=made.id) is Change.DONE
    assert hall.keep(patterns.end_pattern, pattern_id=made.id) is Change.NOT_FOUND
    hall.do(clockwork.make_slots)
    assert [one.id for one in hall.do(slots.coming_slots, space_id=space.id)] == [first.id]
    assert hall.do(patterns.patterns, space_id=space.id) == []


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"starts": time(12), "ends": time(12), "capacity": 3}, Change.WRONG_TIMES),
        ({"starts": time(12), "ends": time(9), "capacity": 3}, Change.WRONG_TIMES),
        ({"starts": time(9), "ends": time(12), "capacity": 0}, Change.WRONG_CAPACITY),
        ({"starts": time(9), "ends": time(12), "capacity": 10**9}, Change.WRONG_CAPACITY),
    ],
)
def test_a_pattern_that_cannot_be(hall: Hall, told: dict[str, Any], outcome: Change) -> None:
    assert hall.keep(patterns.add_pattern, space_id=hall.space().id, weekday=0, **told) is outcome


def test_who_wished_for_slots_hears_of_them_once(hall: Hall) -> None:
    space, ani = hall.space("sukun"), hall.person()
    wish = {"person_id": ani.id, "kecamatan": "sukun"}
    assert [hall.do(wishes.wish_for_slots, **wish) for _ in range(2)] == [True, False]
    hall.slot()
    pattern(hall, space, 4)
    pattern(hall, space, 3)
    (told,) = hall.do(clockwork.make_slots)
    assert (told.news, told.person_id, told.slot.day) == ("told.new_slots", ani.id, date(2026, 11, 26))
    hall.later(days=7)
    assert hall.do(clockwork.make_slots) == ()
    hall.do(wishes.wish_for_slots, **wish)
    assert hall.do(wishes.withdraw_wish, **wish)
    assert not hall.do(wishes.withdraw_wish, **wish)


def test_a_slot_opened_by_hand_fulfils_a_wish_too(hall: Hall) -> None:
    ani, space = hall.person(), hall.space()
    hall.do(wishes.wish_for_slots, person_id=ani.id, kecamatan="klojen")
    times: dict[str, Any] = {
        "starts_at": hall.now + timedelta(days=1),
        "ends_at": hall.now + timedelta(days=1, hours=2),
    }
    opened = hall.keep(slots.open_slot, space_id=space.id, **times, capacity=3)
    assert short(opened.told) == [("told.new_slots", ani.id, 0)]


def test_two_processes_make_the_slots_once(postgres_url: str) -> None:
    engine = open_engine(postgres_url, connections=4)
    with engine.begin() as db:
        space = Hall(db).space()
        for weekday in range(7):
            pattern(Hall(db), space, weekday)
    start = threading.Barrier(4)

    def make(engine: Engine) -> None:
        with engine.begin() as db:
            start.wait()
            clockwork.make_slots(db, hours=hours(), now=NOW)

    threads = [threading.Thread(target=make, args=(engine,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.begin() as db:
        assert db.execute(select(func.count()).select_from(Slots)).scalar() == 15
    engine.dispose()


def test_a_closed_space_gets_no_slots(hall: Hall) -> None:
    space = hall.space()
    pattern(hall, space, 4)
    hall.keep(closing.close_space, space_id=space.id, reason="pindah")
    hall.do(clockwork.make_slots)
    assert days(hall, space) == []
    assert isinstance(pattern(hall, space, 5), Change)
    hall.keep(spaces.reopen_space, space_id=space.id)
    assert not isinstance(pattern(hall, space, 5), Change)
    assert hall.take(hall.slot(space=space), hall.person()).outcome is Outcome.TAKEN


def test_who_did_not_come_is_not_offered_more_in_the_same_tick(hall: Hall) -> None:
    slot = hall.slot(2, starts=timedelta(minutes=10))
    holder, missing, first = hall.person(), hall.person(), hall.person()
    held = hall.seat(slot, holder)
    kept = hall.seat(slot, missing)
    hall.join(slot, first)
    hall.do(waitlist.wait_for_rest, seat_id=kept.id, person_id=missing.id, more=1)
    hall.cancel(held)
    hall.later(minutes=31)
    told = hall.do(clockwork.tick)
    assert [(one.news, one.person_id) for one in told] == [
        (News.NO_SHOW, missing.id),
        (News.OFFER_EXPIRED, first.id),
    ]
