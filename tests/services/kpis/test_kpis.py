"""KPIs: set, changed unless somebody else did, read, corrected, overdue, told once, moved."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from models import KpiReading
from services.kpis import writing
from services.kpis.values import Direction, Every, Outcome
from services.roles import Rights
from tests.services.kpis.ledger import DAY, Ledger


def test_numbers_are_kept_digit_by_digit(ledger: Ledger) -> None:
    one = ledger.set()
    for ago, value in enumerate(("0.1", "123456789012345678.123456", "-3", "1000000000000000", "0.000001")):
        assert ledger.take(one, value, ago).outcome is Outcome.READ
    told = [str(each.value) for each in reversed(ledger.numbers(one))]
    assert told == ["0.1", "123456789012345678.123456", "-3", "1000000000000000", "0.000001"]


def test_the_same_day_again_is_a_correction_that_leaves_the_old_one(ledger: Ledger) -> None:
    one = ledger.set()
    first = ledger.take(one, "12", note="Survei").kpi
    assert first is not None
    assert first.last is not None
    assert ledger.take(one, "12", seen=first.last.id, note="Survei").outcome is Outcome.SAME
    assert ledger.take(one, "13").outcome is Outcome.OLDER
    assert ledger.take(one, "13", seen=first.last.id).outcome is Outcome.CORRECTED
    assert ledger.take(one, "14", seen=first.last.id).outcome is Outcome.OLDER
    assert ledger.shown(one) == [(0, "12", "corrected"), (0, "13", None)]
    last = ledger.fresh(one).last
    assert last is not None
    assert last.corrects_id == first.last.id
    assert ledger.withdraw(last.id).outcome is Outcome.WITHDRAWN
    assert ledger.withdraw(last.id).outcome is Outcome.OLDER
    assert ledger.shown(one) == [(0, "12", None), (0, "13", "withdrawn")]


def test_no_number_of_a_day_to_come_or_of_what_is_retired(ledger: Ledger) -> None:
    one = ledger.set()
    assert ledger.take(one, "1", -1).outcome is Outcome.FUTURE
    assert writing.retire(ledger.db, kpi_id=one.id, revision=0, **ledger.who()).outcome is Outcome.RETIRED
    assert ledger.take(one, "1").outcome is Outcome.GONE
    again = ledger.set()
    revived = writing.revive(ledger.db, kpi_id=one.id, revision=1, **ledger.who())
    assert (revived.outcome, again.id != one.id) == (Outcome.TAKEN, True)


def test_who_saw_an_older_one_overwrites_nothing(ledger: Ledger) -> None:
    one = ledger.set()
    assert ledger.change(one, 0, target=Decimal(100)).outcome is Outcome.SAVED
    assert ledger.change(one, 0, target=Decimal(200)).outcome is Outcome.OLDER
    assert ledger.fresh(one).target == Decimal(100)
    assert ledger.change(one, target=Decimal(100)).outcome is Outcome.UNCHANGED
    assert ledger.change(one, rights=Rights(), target=Decimal(1)).outcome is Outcome.NOT_ALLOWED
    other = ledger.set("Lulusan kelas")
    assert ledger.change(other, name={"id": "STARTUP gim"}).outcome is Outcome.TAKEN


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "value", "way"),
    [
        ("up", "10", "30", "20", 50), ("up", None, "30", "10", 33), ("up", "10", "30", "31", 100),
        ("up", "10", "30", "5", 0), ("up", "10", "30", "29.999", 99), ("down", "40", "20", "25", 75),
        ("down", "40", "20", "20", 100), ("down", None, "20", "25", None), ("up", "30", "30", "20", None),
    ],
)  # fmt: skip
def test_the_way_to_the_target(
    ledger: Ledger, direction: str, baseline: str | None, target: str, value: str, way: int | None
) -> None:
    told: dict[str, Any] = {"baseline": Decimal(baseline), "baseline_on": DAY} if baseline else {}
    one = ledger.set(direction=Direction(direction), target=Decimal(target), **told)
    ledger.take(one, value)
    assert ledger.fresh(one).way == way


def test_what_is_overdue_is_told_once_in_each_of_its_times_and_not_at_night(ledger: Ledger) -> None:
    one = ledger.set(every=Every.WEEKLY, owner_id=ledger.agora.satgas.id)
    ledger.take(one, "1")
    ledger.agora.later(days=10)
    assert ledger.nudges() == []
    ledger.agora.later(days=1, hours=15)
    assert ledger.nudges() == []
    ledger.agora.later(hours=9)
    (first,) = ledger.nudges()
    assert (first.kpi.id, first.owned, [each.id for each in first.people]) == (one.id, True, [ledger.agora.satgas.id])
    ledger.agora.later(days=6)
    assert ledger.nudges() == []
    ledger.agora.later(days=1)
    assert len(ledger.nudges()) == 1
    ledger.change(one, owner_id=None)
    ledger.agora.later(days=7)
    assert [each.owned for each in ledger.nudges()] == [False]


def test_what_moved_is_told_with_the_number_before(ledger: Ledger) -> None:
    one = ledger.set(baseline=Decimal(5), baseline_on=DAY)
    other = ledger.set("Lulusan kelas")
    ledger.take(one, "7", 3)
    ledger.agora.later(days=8)
    assert ledger.moved() == ()
    ledger.take(one, "9", 1)
    (moved,) = ledger.moved()
    assert (moved.kpi.id, moved.before, moved.new, [str(each.value) for each in moved.readings]) == (
        one.id, Decimal(7), False, ["9"],
    )  # fmt: skip
    both = ledger.moved(9)
    assert [(each.kpi.id, each.before, each.new) for each in both] == [
        (one.id, Decimal(5), True),
        (other.id, None, True),
    ]


@pytest.mark.parametrize("guarded", [True, False])
def test_two_first_numbers_of_one_day_are_never_both_kept(engine: Engine, guarded: bool) -> None:
    """The unique index is the guard: without it both stand."""
    with engine.begin() as db:
        if not guarded:
            db.exec_driver_sql("DROP INDEX uq_kpi_readings_kpi_id_as_of")
        ledger = Ledger(db)
        one = ledger.set()
        ledger.take(one, "1")

        again = {"kpi_id": one.id, "as_of": DAY, "value": Decimal(2), "at": ledger.agora.now}
        kept = None
        try:
            with db.begin_nested():
                db.execute(insert(KpiReading).values(**again))
        except IntegrityError as error:
            kept = error
        assert (kept is not None) is guarded
        assert len(db.execute(select(KpiReading.id)).all()) == (1 if guarded else 2)
