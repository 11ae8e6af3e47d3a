"""Dates as people type them: read as far as they were told, never guessed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, strategies as st

from services import dates
from services.dates import WrongDate
from texts import LANGUAGES, Texts

TODAY = date(2026, 11, 24)
TEXTS = Texts.load()


@pytest.mark.parametrize(
    "typed",
    [
        "24 November 2026", "24 november 2026", " 24  NOVEMBER  2026 ", "24 nop 2026", "24 Nopember 2026",
        "24/11/2026", "24-11-2026", "24.11.2026", "24/11/26", "2026-11-24", "2026/11/24", "24 11 2026", "24 Nov 2026",
        "tanggal 24 bulan 11 tahun 2026", "hari ini",
        "Hari ini.", "today", "dino iki", "saiki", "Selasa, 24 November 2026", "Tuesday 24 November 2026",
        "November 24, 2026", "Nov 24 2026", "24th of November 2026", "tgl 24 Nov. 2026",
    ],
)  # fmt: skip
def test_one_day_in_every_way(typed: str) -> None:
    assert dates.parse_dated(typed, today=TODAY) == "2026-11-24"
    assert dates.parse_day(typed, today=TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("November 2026", "2026-11"),
        ("nov 2026", "2026-11"),
        ("11/2026", "2026-11"),
        ("2026-11", "2026-11"),
        ("bulan mei 2024", "2024-05"),
        ("2021", "2021"),
        ("tahun 2021", "2021"),
        ("kemarin", "2026-11-23"),
        ("wingi", "2026-11-23"),
        ("kemarin lusa", "2026-11-22"),
        ("5 Pebruari 2025", "2025-02-05"),
        ("5 Agt 2025", "2025-08-05"),
        ("5 Agustus 2025", "2025-08-05"),
        ("5 ags. 2025", "2025-08-05"),
        ("5 Aug 2025", "2025-08-05"),
        ("1 Désèmber 2025", "2025-12-01"),
        ("1 Okt 2025", "2025-10-01"),
        ("17 May 1945", "1945-05-17"),
        ("29 Feb 2024", "2024-02-29"),
        ("sekitar 2021", "±2021"),
        ("± 2021-09", "±2021-09"),
        ("kira-kira September 2021", "±2021-09"),
        ("about 2021", "±2021"),
    ],
)
def test_a_source_is_dated_as_well_as_it_is_known(typed: str, written: str) -> None:
    assert dates.parse_dated(typed, today=TODAY) == written


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("31 Februari 2025", WrongDate.IMPOSSIBLE),
        ("29 Feb 2025", WrongDate.IMPOSSIBLE),
        ("32/1/2025", WrongDate.IMPOSSIBLE),
        ("13/2025", WrongDate.IMPOSSIBLE),
        ("24/13/2025", WrongDate.IMPOSSIBLE),
        ("2025-00-10", WrongDate.IMPOSSIBLE),
        ("0000", WrongDate.IMPOSSIBLE),
        ("1066", WrongDate.IMPOSSIBLE),
        ("9999-99-99", WrongDate.IMPOSSIBLE),
        ("25 November 2026", WrongDate.FUTURE),
        ("Desember 2026", WrongDate.FUTURE),
        ("2027", WrongDate.FUTURE),
        ("besok", WrongDate.FUTURE),
        ("sekitar 2030", WrongDate.FUTURE),
        ("24 November", WrongDate.NO_YEAR),
        ("24/11", WrongDate.NO_YEAR),
        ("Nov 24", WrongDate.NO_YEAR),
        ("5 Juli '", WrongDate.UNREADABLE),
        ("24 Novembre 2026", WrongDate.UNREADABLE),
        ("Juli", WrongDate.UNREADABLE),
        ("24", WrongDate.UNREADABLE),
        ("kapan-kapan", WrongDate.UNREADABLE),
        ("", WrongDate.UNREADABLE),
        ("🎉", WrongDate.UNREADABLE),
        ("1 2 3 4", WrongDate.UNREADABLE),
        ("24 November 2026 atau 2025", WrongDate.UNREADABLE),
        ("<b>2026</b>", WrongDate.UNREADABLE),
    ],
)
def test_what_is_no_date_is_said_to_be_none(typed: str, wrong: WrongDate) -> None:
    assert dates.parse_dated(typed, today=TODAY) is wrong


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("besok", date(2026, 11, 25)),
        ("sesuk", date(2026, 11, 25)),
        ("lusa", date(2026, 11, 26)),
        ("kemarin", date(2026, 11, 23)),
        ("1 Januari 2030", date(2030, 1, 1)),
        ("24 November", date(2026, 11, 24)),
        ("23 November", date(2027, 11, 23)),
        ("23/11", date(2027, 11, 23)),
        ("Rabu, 25 Nov", date(2026, 11, 25)),
        ("29 Februari", date(2028, 2, 29)),
        ("31 Februari", WrongDate.IMPOSSIBLE),
        ("31/2/2027", WrongDate.IMPOSSIBLE),
        ("November 2026", WrongDate.NO_DAY),
        ("2026", WrongDate.NO_DAY),
        ("13/2026", WrongDate.IMPOSSIBLE),
        ("sekitar 2026", WrongDate.UNREADABLE),
        ("nanti saja", WrongDate.UNREADABLE),
    ],
)
def test_a_day_may_be_to_come_and_without_its_year(typed: str, day: date | WrongDate) -> None:
    assert dates.parse_day(typed, today=TODAY) == day


def test_today_is_the_citys() -> None:
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert dates.today(late, "Asia/Jakarta") == TODAY
    assert dates.today(late, "Europe/Berlin") == date(2026, 11, 23)


@given(st.dates(min_value=date(dates.EARLIEST, 1, 1), max_value=TODAY), st.sampled_from(LANGUAGES))
def test_a_day_as_it_is_shown_is_read_again(day: date, language: str) -> None:
    shown = TEXTS.date(language, day)
    assert dates.parse_day(shown, today=TODAY) == day
    assert dates.parse_dated(shown, today=TODAY) == day.isoformat()
    assert TEXTS.dated(language, day.isoformat()) == shown


@given(st.text(max_size=60) | st.text("0123456789/-. ±novembrtahuiskl", max_size=20))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    found = dates.parse_dated(typed, today=TODAY)
    assert isinstance(found, WrongDate) or TEXTS.dated("id", found) != TEXTS.dated("id", "undated")
    assert isinstance(dates.parse_day(typed, today=TODAY), date | WrongDate)
