"""Dates as people type them, in Indonesian, Javanese or English: of a source (day, month or year), or a day."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

EARLIEST = 1700
_ALSO = {
    "pebruari": 2, "peb": 2, "maret": 3, "mrt": 3, "agst": 8, "ags": 8, "agt": 8, "agu": 8, "sept": 9, "okt": 10,
    "nopember": 11, "nop": 11, "dec": 12, "des": 12,
}  # fmt: skip
_DAYS = {
    "kemarin lusa": -2, "hari ini": 0, "dino iki": 0, "kemarin": -1, "kemaren": -1, "wingi": -1, "saiki": 0,
    "sekarang": 0, "today": 0, "yesterday": -1, "besok": 1, "sesuk": 1, "tomorrow": 1, "lusa": 2,
}  # fmt: skip
_ABOUT = re.compile(r"^(?:\+/-|sekitar|kira-kira|kiro-kiro|about|circa|around|ca)\s*")
_NOISE = re.compile(r"\b(?:tanggal|tgl|bulan|tahun|of|the|on)\b|(?<=\d)(?:st|nd|rd|th)\b|[,.]")
_WEEKDAY = re.compile(
    r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|senen|rebo|kemis|jemuwah|setu"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/ ](\d{1,2}|[a-z]+)(?:[-/ ](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/ ])?(\d{1,2}|[a-z]+)[-/ ](\d{4})")
_SHORT_YEAR = re.compile(r"(\d{1,2})[-/ ](\d{1,2}|[a-z]+)[-/ ](\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2}) (\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})[-/ ](\d{1,2}|[a-z]+)|([a-z]+) (\d{1,2})")


class WrongDate(StrEnum):
    """Why what was typed is no date; the value is the key of the text that says how it should be."""

    UNREADABLE = "date.unreadable"
    IMPOSSIBLE = "date.impossible"
    NO_YEAR = "date.no_year"
    NO_DAY = "date.no_day"
    FUTURE = "date.future"


def today(now: datetime, timezone: str) -> date:
    """The day it is in `timezone`."""
    return now.astimezone(ZoneInfo(timezone)).date()


def parse_dated(text: str, *, today: date) -> str | WrongDate:
    """A source's date: 2025-08-05, 2025-08 or 2025, "±" before it where it was said to be about; never after today."""
    typed = _plain(text)
    about = "±" if _ABOUT.match(typed) else ""
    parts = _parts(_ABOUT.sub("", typed), today)
    if isinstance(parts, WrongDate):
        return parts
    first = _first_day(parts)
    if first is None:
        return WrongDate.IMPOSSIBLE
    written = "-".join(f"{part:02}" for part in parts)
    return WrongDate.FUTURE if first > today else about + written


def parse_exact(text: str, *, today: date) -> str | WrongDate:
    """A year, month or day, past or to come: 2026, 2026-06 or 2026-06-20; a day without its year is the next such."""
    typed = _plain(text)
    parts = _parts(typed, today)
    if parts is WrongDate.NO_YEAR:
        found = _next_such_day(typed, today)
        return found if isinstance(found, WrongDate) else found.isoformat()
    if isinstance(parts, WrongDate):
        return parts
    return "-".join(f"{part:02}" for part in parts) if _first_day(parts) else WrongDate.IMPOSSIBLE


def parse_day(text: str, *, today: date) -> date | WrongDate:
    """A whole day, past or to come; without its year, the next such day."""
    typed = _plain(text)
    parts = _parts(typed, today)
    if parts is WrongDate.NO_YEAR:
        return _next_such_day(typed, today)
    if isinstance(parts, WrongDate):
        return parts
    first = _first_day(parts) or WrongDate.IMPOSSIBLE
    return WrongDate.NO_DAY if len(parts) < 3 and isinstance(first, date) else first


def _plain(text: str) -> str:
    """Small letters without accents, weekday, little words and marks."""
    letters = unicodedata.normalize("NFKD", text.replace("±", "sekitar ")).casefold()
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    letters = _WEEKDAY.sub("", " ".join(letters.split()))
    return " ".join(_NOISE.sub(" ", re.sub(r"(?<=\d)\.(?=\d)", "-", letters)).split())


def _parts(typed: str, today: date) -> tuple[int, ...] | WrongDate:
    """Year, month and day, as far as they were told; not yet whether there is such a day."""
    if typed in _DAYS:
        day = today + timedelta(days=_DAYS[typed])
        return day.year, day.month, day.day
    if found := _YEAR_FIRST.fullmatch(typed):
        told = found.groups()
    elif found := _DAY_FIRST.fullmatch(typed) or _SHORT_YEAR.fullmatch(typed):
        told = found.groups()[::-1]
    elif found := _MONTH_FIRST.fullmatch(typed):
        told = found[3], found[1], found[2]
    else:
        return WrongDate.NO_YEAR if _day_and_month(typed) else WrongDate.UNREADABLE
    return _numbers([part for part in told if part])


def _numbers(told: list[str]) -> tuple[int, ...] | WrongDate:
    year = int(told[0]) + (2000 if len(told[0]) == 2 else 0)
    month = [_month(part) for part in told[1:2]]
    if None in month:
        return WrongDate.UNREADABLE
    return (year, *[one for one in month if one is not None], *[int(part) for part in told[2:]])


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else _months().get(word)


@cache
def _months() -> dict[str, int]:
    """Every name and short name of a month, in small letters without accents."""
    names = dict(_ALSO)
    for language in ("id", "jv", "en"):
        for width in ("wide", "abbreviated"):
            named = get_month_names(width, locale=language).items()
            names |= {_plain(name): number for number, name in named}
    return names


def _first_day(parts: tuple[int, ...]) -> date | None:
    year, month, day = [*parts, 1, 1][:3]
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def _day_and_month(typed: str) -> tuple[int, int] | None:
    found = _NO_YEAR.fullmatch(typed)
    if not found:
        return None
    month = _month(found[2] or found[3])
    return (int(found[1] or found[4]), month) if month else None


def _next_such_day(typed: str, today: date) -> date | WrongDate:
    day, month = _day_and_month(typed) or (0, 0)
    years = range(today.year, today.year + 9)
    days = [found for year in years if (found := _first_day((year, month, day))) and found >= today]
    return days[0] if days else WrongDate.IMPOSSIBLE
