"""A plan of new slots: what is asked, what is read, what cannot be, and what is opened in the end."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from models import Pattern, Slot as Slots
from services.coworking import closing, opening, patterns
from services.coworking.opening import Plan, Saved, Wrong
from services.coworking.reading import SLOTS, slot_from_row
from services.coworking.slots import Asks, Change
from services.dates import WrongDate
from services.times import END_OF_DAY, WrongTime
from tests.services.coworking.hall import SUKUN, Hall, hours

TODAY = date(2026, 11, 24)


def filled(space_id: int, kind: str, **told: Any) -> Plan:
    """A plan whose steps are typed in their order."""
    plan = Plan(space_id=space_id, kind=kind)
    while step := plan.missing():
        plan = plan.put(step, told[step])
    return plan


@pytest.mark.parametrize(
    ("step", "typed", "meant"),
    [
        ("day", "besok", date(2026, 11, 25)),
        ("day", "31 Februari", Wrong(WrongDate.IMPOSSIBLE)),
        ("first", "kemarin", Wrong(WrongTime.PAST_DAY)),
        ("times", "9-12", (time(9), time(12))),
        ("times", "9-25", Wrong(WrongTime.IMPOSSIBLE)),
        ("capacity", " 12 ", 12),
        ("capacity", "0", Wrong(Change.WRONG_CAPACITY, 5000)),
        ("capacity", "٣", 3),
        ("capacity", "-3", Wrong(Change.WRONG_CAPACITY, 5000)),
        ("title", "Kelas  kopi", "Kelas kopi"),
        ("title", "x" * 81, Wrong("keeping.too_long", 80)),
        ("title", "", Wrong("keeping.words_only")),
    ],
)
def test_what_is_typed_is_read_step_by_step(step: str, typed: str, meant: object) -> None:
    assert opening.read(step, typed, today=TODAY) == meant


def test_a_plan_survives_being_kept() -> None:
    told = {"first": date(2027, 1, 1), "last": date(2027, 12, 31), "capacity": 9, "title": ""}
    plan = filled(7, "long", **told)
    assert Plan.from_dict(plan.as_dict()) == plan
    weekly = Plan(7, "weekly").toggle(2).toggle(0).toggle(4).toggle(2).put("times", (time(9), time(12)))
    assert Plan.from_dict(weekly.as_dict()) == weekly
    assert (weekly.weekdays, weekly.clocks(), weekly.missing()) == ((0, 4), (time(9), time(12)), "capacity")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "day", "day": "2026-11-24", "times": ("07:00", "08:00")}, Change.PAST),
        ({"kind": "day", "day": "2026-11-24", "times": ("07:00", "10:00")}, None),
        ({"kind": "day", "day": "2030-11-24", "times": ("07:00", "10:00")}, Change.TOO_FAR),
        ({"kind": "day", "day": "2026-11-24"}, None),
        ({"kind": "long", "first": "2027-01-01", "last": "2027-01-01"}, WrongTime.TOO_SHORT),
        ({"kind": "long", "first": "2027-01-02", "last": "2027-01-01"}, WrongTime.TOO_SHORT),
        ({"kind": "long", "first": "2027-01-01", "last": "2027-01-02"}, None),
        ({"kind": "long", "first": "2027-01-01", "last": "2031-01-01"}, Change.TOO_FAR),
    ],
)
def test_what_cannot_be_is_said_at_its_step(hall: Hall, told: dict[str, Any], why: Change | WrongTime | None) -> None:
    assert opening.wrong(Plan(space_id=1, **told), hours=hours(), now=hall.now) == why


def test_a_slot_is_opened_as_planned(hall: Hall) -> None:
    told = {"day": date(2026, 11, 25), "times": (time(9), time(12)), "capacity": 3, "title": "Kelas"}
    plan = filled(hall.space().id, "day", **told).put("asks", 5)
    assert hall.keep(opening.open_plan, rights=SUKUN, plan=plan).outcome is Change.NOT_FOUND
    slot = hall.keep(opening.open_plan, plan=plan).slot
    assert slot is not None
    assert (slot.title, slot.capacity, slot.day, slot.long) == ("Kelas", 3, date(2026, 11, 25), False)
    assert (slot.starts_at.hour, slot.ends_at.hour) == (2, 5)
    assert Asks(slot.approval, slot.asks_purpose, slot.asks_contact) == Asks(approval=True, contact=True)


def test_a_long_slot_ends_with_its_last_day(hall: Hall) -> None:
    told = {"first": date(2027, 1, 1), "last": date(2027, 12, 31), "capacity": 20, "title": "Keanggotaan 2027"}
    slot = hall.keep(opening.open_plan, plan=filled(hall.space().id, "long", **told)).slot
    assert slot is not None
    assert slot.long
    assert (hours().day(slot.starts_at), hours().day(slot.ends_at)) == (date(2027, 1, 1), date(2028, 1, 1))


def weekly(hall: Hall, **told: Any) -> Plan:
    """Weekly openings on Monday and Wednesday, saved with their slots."""
    values = {"weekdays": (0, 2), "times": (time(8), time(10)), "capacity": 10, "title": "", **told}
    plan = filled(hall.space().id, "weekly", **values)
    assert hall.keep(opening.save_patterns, plan=plan) == Saved(Change.DONE)
    return plan


def slots_there(hall: Hall) -> list[tuple[int, int, int, int]]:
    """The open slots: day, hour of their end in the city, seats, people."""
    wanted = select(Slots.day, Slots.ends_at, Slots.capacity, Slots.taken).where(Slots.closed_at.is_(None))
    rows = hall.db.execute(wanted.order_by(Slots.starts_at))
    return [(row.day.day, row.ends_at.astimezone(hours().zone).hour, row.capacity, row.taken) for row in rows]


def test_weekly_openings_are_made_with_their_slots(hall: Hall) -> None:
    plan = weekly(hall)
    assert hall.keep(opening.save_patterns, rights=SUKUN, plan=plan) == Saved(Change.NOT_FOUND)
    assert hall.db.execute(select(func.count()).select_from(Pattern)).scalar_one() == 2
    assert slots_there(hall) == [(25, 10, 10, 0), (30, 10, 10, 0), (2, 10, 10, 0), (7, 10, 10, 0)]


def test_a_weekly_opening_lasts_until_midnight(hall: Hall) -> None:
    weekly(hall, weekdays=(2,), times=(time(19), END_OF_DAY))
    first = hall.db.execute(select(Slots.starts_at, Slots.ends_at, Slots.day, Slots.long).order_by(Slots.id)).first()
    begins = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert first == (begins, begins + timedelta(hours=5), date(2026, 11, 25), False)
    (one,) = hall.do(patterns.patterns, space_id=1)
    assert one.ends == END_OF_DAY


def test_a_weekly_opening_changes_with_the_slots_nobody_took(hall: Hall) -> None:
    """One is taken, one was closed by hand, one begins today and one goes on: none of them changes, none is doubled."""
    weekly(hall, weekdays=(1, 2), times=(time(8), time(10)))
    tuesday, wednesday, closed, free = (
        slot_from_row(row) for row in hall.db.execute(SLOTS.order_by(Slots.starts_at).limit(4))
    )
    hall.seat(wednesday, hall.person())
    hall.keep(closing.close_slot, slot_id=closed.id, reason="")
    for one in hall.do(patterns.patterns, space_id=1):
        assert hall.keep(patterns.kept_pattern, rights=SUKUN, pattern_id=one.id) is None
        plan = opening.plan_of(one).put("times", (time(8), time(9))).put("capacity", 4)
        assert hall.keep(opening.save_patterns, rights=SUKUN, plan=plan) == Saved(Change.NOT_FOUND)
        assert hall.keep(opening.save_patterns, plan=plan) == Saved(Change.DONE, 1)
        assert hall.keep(opening.save_patterns, plan=plan) == Saved(Change.NOT_FOUND)
    assert hall.fresh(closed).closed
    assert slots_there(hall) == [(24, 10, 10, 0), (25, 10, 10, 1), (2, 9, 4, 0), (8, 9, 4, 0)]
    assert (hall.fresh(free).capacity, hall.fresh(tuesday).capacity) == (4, 10)
    hall.later(days=7)
    hall.do(patterns.make_slots)
    assert slots_there(hall)[4:] == [(9, 9, 4, 0), (15, 9, 4, 0)]


def test_what_the_pack_said_of_a_changed_opening_does_not_come_back(hall: Hall) -> None:
    plan = weekly(hall, weekdays=(2,))
    hall.db.execute(update(Pattern).values(origin="pack"))
    (one,) = hall.do(patterns.patterns, space_id=plan.space_id)
    changed = opening.plan_of(one).put("capacity", 3)
    assert hall.keep(opening.save_patterns, plan=changed) == Saved(Change.DONE)
    rows = hall.db.execute(select(Pattern.origin, Pattern.capacity, Pattern.ended_by.is_not(None)).order_by(Pattern.id))
    assert [tuple(row) for row in rows] == [("pack", 10, True), ("ketua", 3, False)]


def test_a_weekly_opening_moves_to_other_days(hall: Hall) -> None:
    plan = weekly(hall, weekdays=(2,))
    (one,) = hall.do(patterns.patterns, space_id=plan.space_id)
    moved = opening.plan_of(one).toggle(2).toggle(3)
    assert hall.keep(opening.save_patterns, plan=moved) == Saved(Change.DONE)
    assert [day for day, *_ in slots_there(hall)] == [26, 3]
    wrong = opening.plan_of(hall.do(patterns.patterns, space_id=plan.space_id)[0]).put("capacity", 0)
    assert hall.keep(opening.save_patterns, plan=wrong) == Saved(Change.WRONG_CAPACITY)
