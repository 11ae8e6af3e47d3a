"""A plan of new slots: what is asked, what is read, what cannot be, and what is opened in the end."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import func, select

from models import Pattern, Slot as Slots
from services.coworking import opening
from services.coworking.opening import Plan, Wrong
from services.coworking.slots import Asks, Change
from services.dates import WrongDate
from services.times import WrongTime
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


def test_weekly_openings_are_made_with_their_slots(hall: Hall) -> None:
    told = {"weekdays": (0, 2), "times": (time(8), time(10)), "capacity": 10, "title": ""}
    plan = filled(hall.space().id, "weekly", **told)
    assert hall.keep(opening.add_patterns, rights=SUKUN, plan=plan) == (Change.NOT_FOUND, ())
    assert hall.keep(opening.add_patterns, plan=plan) == (Change.DONE, ())
    assert hall.db.execute(select(func.count()).select_from(Pattern)).scalar_one() == 2
    days = hall.db.execute(select(Slots.day).order_by(Slots.day)).scalars().all()
    assert [day.day for day in days] == [25, 30, 2, 7]
