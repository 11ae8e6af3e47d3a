"""Quiet hours, as the city's clock has them."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from services import quiet
from tests.support.desk import small_city


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-24T12:59:59", None),
        ("2026-11-24T13:00:00", "2026-11-24T23:00:00"),
        ("2026-11-24T17:30:00", "2026-11-24T23:00:00"),
        ("2026-11-24T22:59:59", "2026-11-24T23:00:00"),
        ("2026-11-24T23:00:00", None),
    ],
)
def test_the_night_is_from_eight_to_six_in_malang(now: str, morning: str | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    expected = morning and datetime.fromisoformat(morning).replace(tzinfo=UTC)
    assert quiet.morning(small_city(), now=at, timezone="Asia/Jakarta") == expected
    assert quiet.is_quiet(small_city(), now=at, timezone="Asia/Jakarta") == (morning is not None)


@pytest.mark.parametrize(("begins", "ends", "is_night"), [((1, 0), (5, 0), True), ((4, 0), (4, 0), False)])
def test_a_city_may_rest_after_midnight_or_never(
    begins: tuple[int, int], ends: tuple[int, int], is_night: bool
) -> None:
    city = replace(small_city(), quiet_from=time(*begins), quiet_until=time(*ends))
    assert quiet.is_quiet(city, now=datetime(2026, 11, 24, 21, 30, tzinfo=UTC), timezone="Asia/Jakarta") is is_night
    assert quiet.is_quiet(city, now=datetime(2026, 11, 24, 13, 30, tzinfo=UTC), timezone="Asia/Jakarta") is False
