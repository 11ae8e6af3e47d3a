"""Rolled up: between its least and most, all only when all are; status and progress always agree; dates as typed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from services.dates import WrongDate
from services.milestones.targets import first_day, is_target, last_day, parse_target
from services.milestones.values import Milestone, Status, rolled_up, settled

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ONE = Milestone(
    1, None, "mcc", {"id": "MCC"}, {}, "", "", Status.PLANNED, 0, 1, "", None, None, NOW, NOW, 0, 0, "satgas", "", NOW
)  # fmt: skip


@st.composite
def milestones(draw: st.DrawFn) -> Milestone:
    by = draw(st.sampled_from(["status", "progress"]))
    status, progress = settled(draw(st.sampled_from(list(Status))), draw(st.integers(0, 100)), by=by)
    ahead = draw(st.sampled_from([None, timedelta(), timedelta(days=-1), timedelta(seconds=1)]))
    publish_at = None if ahead is None else NOW + ahead
    return replace(ONE, status=status, progress=progress, weight=draw(st.integers(1, 100)), publish_at=publish_at)


@given(st.lists(milestones(), max_size=8))
def test_a_point_stands_between_its_least_and_most_and_at_100_only_when_all_do(several: list[Milestone]) -> None:
    counted = [one for one in several if one.is_public(NOW) and one.status is not Status.DROPPED]
    together = rolled_up(several, now=NOW)
    if not counted:
        assert together is None
        return
    assert together is not None
    progress = [one.progress for one in counted]
    assert min(progress) <= together <= max(progress)
    assert (together == 100) == all(one == 100 for one in progress)


@given(st.lists(milestones(), min_size=1, max_size=8), st.integers(0, 7), st.integers(0, 100))
def test_more_progress_of_one_never_lessens_the_whole(several: list[Milestone], at: int, more: int) -> None:
    one = several[at % len(several)]
    better = replace(one, progress=max(one.progress, more))
    others = [each for each in several if each is not one]
    before, after = rolled_up([*others, one], now=NOW), rolled_up([*others, better], now=NOW)
    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before


@given(st.lists(milestones(), max_size=6))
def test_neither_order_nor_what_is_dropped_or_unseen_counts(several: list[Milestone]) -> None:
    unseen = [replace(ONE, status=Status.DROPPED, progress=50), replace(ONE, publish_at=None)]
    assert rolled_up([*unseen, *reversed(several)], now=NOW) == rolled_up(several, now=NOW)


@given(st.sampled_from(list(Status)), st.integers(0, 100), st.sampled_from(["status", "progress"]))
def test_status_and_progress_agree_whichever_was_set(status: Status, progress: int, by: str) -> None:
    told, shown = settled(status, progress, by=by)
    assert not (told is Status.DONE and shown < 100)
    assert not (told is Status.PLANNED and shown > 0)
    assert (told if by == "status" else shown) == (status if by == "status" else progress)
    assert settled(told, shown, by=by) == (told, shown)


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("2021", "2021"),
        ("tahun 2027", "2027"),
        ("Juni 2026", "2026-06"),
        ("06/2026", "2026-06"),
        ("triwulan 2 2026", "2026-Q2"),
        ("Triwulan ke-3 tahun 2027", "2027-Q3"),
        ("TW IV 2026", "2026-Q4"),
        ("Q1 2027", "2027-Q1"),
        ("2027 Q1", "2027-Q1"),
        ("2027-Q1", "2027-Q1"),
        ("kuartal III 2026", "2026-Q3"),
        ("20 Juni 2026", "2026-06-20"),
        ("20/6/2026", "2026-06-20"),
        ("1 Maret", "2027-03-01"),
        ("besok", "2026-11-25"),
        ("31 Juni 2026", WrongDate.IMPOSSIBLE),
        ("kapan-kapan", WrongDate.UNREADABLE),
        ("triwulan 5 2026", WrongDate.UNREADABLE),
    ],
)
def test_a_target_as_people_type_it(typed: str, target: str) -> None:
    assert parse_target(typed, today=date(2026, 11, 24)) == target


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2023-02-29", None, None),
        ("2024-Q5", None, None),
        ("", None, None),
    ],
)
def test_the_days_a_target_may_mean(written: str, first: date | None, last: date | None) -> None:
    assert (first_day(written), last_day(written), is_target(written)) == (first, last, first is not None)


def test_late_is_what_should_be_over_and_is_not() -> None:
    due = replace(ONE, target="2026-Q4", status=Status.ON_TRACK, progress=90)
    assert not due.is_late(date(2026, 12, 31))
    assert due.is_late(date(2027, 1, 1))
    assert not replace(due, status=Status.DROPPED).is_late(date(2027, 1, 1))
    assert not replace(due, target="").is_late(date(2027, 1, 1))
