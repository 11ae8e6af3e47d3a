"""How long an offer holds: two hours, less as the slot nears, nights not counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from services.coworking.hours import Hours, offer_window
from services.coworking.values import Slot
from tests.services.coworking.hall import hours

WIB = ZoneInfo("Asia/Jakarta")


def wib(day: int, clock: str) -> datetime:
    """A moment in November 2026, by Malang's clock."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), WIB).astimezone(UTC)


def slot(starts: datetime, length: timedelta = timedelta(hours=4)) -> Slot:
    told = 1, 1, "Ruang Uji", "klojen", False, "", starts, starts + length, starts.date()
    return Slot(*told, length > timedelta(days=1), 3, 0, False, False, False, False, False, "")


@pytest.mark.parametrize(
    ("now", "starts", "begins", "until"),
    [
        ((24, "09:00"), (25, "09:00"), (24, "09:00"), (24, "11:00")),
        ((24, "09:00"), (24, "15:00"), (24, "09:00"), (24, "11:00")),
        ((24, "09:00"), (24, "12:00"), (24, "09:00"), (24, "10:00")),
        ((24, "09:00"), (24, "09:30"), (24, "09:00"), (24, "09:15")),
        ((24, "09:00"), (24, "09:05"), (24, "09:00"), (24, "09:15")),
        ((24, "19:00"), (26, "09:00"), (24, "19:00"), (25, "07:00")),
        ((24, "22:00"), (26, "09:00"), (25, "06:00"), (25, "08:00")),
        ((25, "03:00"), (26, "09:00"), (25, "06:00"), (25, "08:00")),
        ((24, "22:00"), (25, "09:00"), (25, "06:00"), (25, "07:00")),
        ((24, "22:00"), (25, "05:30"), (25, "06:00"), (25, "06:15")),
        ((24, "20:00"), (26, "09:00"), (25, "06:00"), (25, "08:00")),
        ((25, "06:00"), (26, "09:00"), (25, "06:00"), (25, "08:00")),
    ],
)
def test_an_offer_holds_from_when_until_when(
    now: tuple[int, str], starts: tuple[int, str], begins: tuple[int, str], until: tuple[int, str]
) -> None:
    assert offer_window(hours(), slot=slot(wib(*starts)), now=wib(*now)) == (wib(*begins), wib(*until))


def test_once_the_slot_runs_an_offer_is_short_and_never_longer_than_the_slot() -> None:
    runs = slot(wib(24, "09:00"))
    assert offer_window(hours(), slot=runs, now=wib(24, "09:20")) == (wib(24, "09:20"), wib(24, "09:35"))
    assert offer_window(hours(), slot=runs, now=wib(24, "12:50")) == (wib(24, "12:50"), wib(24, "13:00"))
    assert offer_window(hours(), slot=runs, now=wib(24, "13:00")) is None


def test_nobody_can_be_told_in_time_of_a_slot_that_ends_in_the_night() -> None:
    assert offer_window(hours(), slot=slot(wib(24, "19:00")), now=wib(24, "20:30")) is None


def test_a_long_slot_that_runs_is_offered_for_two_hours() -> None:
    year = slot(wib(1, "00:00"), timedelta(days=300))
    assert offer_window(hours(), slot=year, now=wib(24, "19:00")) == (wib(24, "19:00"), wib(25, "07:00"))


@given(st.integers(0, 400_000), st.integers(1, 5000))
def test_an_offer_never_ends_at_night(moment: int, minutes: int) -> None:
    now = wib(1, "00:00") + timedelta(minutes=moment)
    window = offer_window(hours(), slot=slot(now + timedelta(minutes=minutes), timedelta(days=2)), now=now)
    assert window is not None
    begins, until = window
    assert now <= begins < until
    assert not hours().is_quiet(begins)
    assert not hours().is_quiet(until - timedelta(seconds=1))
    assert until - begins <= timedelta(hours=12)


def test_a_city_without_quiet_hours_has_no_nights() -> None:
    city = replace(hours().city, quiet_from=time(0), quiet_until=time(0))
    window = offer_window(Hours(city, "Asia/Jakarta"), slot=slot(wib(26, "09:00")), now=wib(24, "23:00"))
    assert window == (wib(24, "23:00"), wib(25, "01:00"))
