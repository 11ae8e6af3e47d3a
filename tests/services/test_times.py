"""Times of day and coming days, as people type them."""

from datetime import date, time

import pytest

from services.dates import WrongDate
from services.times import END_OF_DAY, WrongTime, parse_coming_day, parse_span, parse_time

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09.00", time(9)),
        ("9 pagi", time(9)),
        ("Jam 9", time(9)),
        ("pukul 13.30 WIB", time(13, 30)),
        ("setengah 9", time(8, 30)),
        ("jam setengah 4 sore", time(15, 30)),
        ("half past 3 pm", time(15, 30)),
        ("12 siang", time(12)),
        ("10 siang", time(10)),
        ("12 malam", time(0)),
        ("7 bengi", time(19)),
        ("2 malam", time(2)),
        ("9am", time(9)),
        ("jam 25", WrongTime.IMPOSSIBLE),
        ("9.60", WrongTime.IMPOSSIBLE),
        ("15 pagi", WrongTime.IMPOSSIBLE),
        ("0 sore", WrongTime.IMPOSSIBLE),
        ("setengah 9.15", WrongTime.UNREADABLE),
        ("nanti", WrongTime.UNREADABLE),
        ("", WrongTime.UNREADABLE),
    ],
)
def test_a_time_of_day(typed: str, meant: time | WrongTime) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09.00-12.00", (time(9), time(12))),
        ("9 pagi sampai 12 siang", (time(9), time(12))),
        ("jam 9 pagi s/d jam 3 sore", (time(9), time(15))),
        ("13.00 – 17.00 WIB", (time(13), time(17))),
        ("19.00–24.00", (time(19), END_OF_DAY)),
        ("19–00.00", (time(19), END_OF_DAY)),
        ("jam 7 malam sampai jam 12 malam", (time(19), END_OF_DAY)),
        ("7 malam sampai tengah malam", (time(19), END_OF_DAY)),
        ("0–24", (time(0), END_OF_DAY)),
        ("24–3", WrongTime.IMPOSSIBLE),
        ("19–24.30", WrongTime.IMPOSSIBLE),
        ("jam 9", WrongTime.ONE_ONLY),
        ("jam 25", WrongTime.IMPOSSIBLE),
        ("12-9", WrongTime.BACKWARDS),
        ("9-25", WrongTime.IMPOSSIBLE),
        ("9-9", WrongTime.BACKWARDS),
        ("9-10-11", WrongTime.UNREADABLE),
        ("pagi sampai sore", WrongTime.UNREADABLE),
    ],
)
def test_from_one_time_to_another(typed: str, meant: tuple[time, time] | WrongTime) -> None:
    assert parse_span(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hari ini", TUESDAY),
        ("besok", date(2026, 11, 25)),
        ("24 November 2026", TUESDAY),
        ("24/11", TUESDAY),
        ("Jumat", date(2026, 11, 27)),
        ("selasa depan", date(2026, 12, 1)),
        ("kemarin", WrongTime.PAST_DAY),
        ("23 November 2026", WrongTime.PAST_DAY),
        ("31 Februari", WrongDate.IMPOSSIBLE),
        ("November 2026", WrongDate.NO_DAY),
        ("kapan-kapan", WrongDate.UNREADABLE),
    ],
)
def test_a_day_to_come(typed: str, meant: date | WrongDate | WrongTime) -> None:
    assert parse_coming_day(typed, today=TUESDAY) == meant
