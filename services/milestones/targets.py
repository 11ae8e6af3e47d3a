"""Target dates as exactly as they are known: 2026-06-20, 2026-06, 2026-Q2 or 2026; as typed, and as days."""

import calendar
import re
from datetime import date

from services import dates
from services.dates import WrongDate

TARGET = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?")
_QUARTER = r"(?:triwulan|kuartal|kwartal|quarter|tw|kw|q)(?: ?ke)? ?-? ?([1-4]|iv|i{1,3})"
_QUARTER_FIRST = re.compile(_QUARTER + r"[ ,/-]*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[ ,/-]*" + _QUARTER)
_NOISE = re.compile(r"\b(?:tahun|of|the|th|in)\b\.?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def parse_target(typed: str, *, today: date) -> str | WrongDate:
    """A year, quarter, month or day, past or to come; a day without its year is the next such day."""
    words = " ".join(_NOISE.sub(" ", typed.casefold()).split())
    if found := _QUARTER_FIRST.fullmatch(words):
        return f"{found[2]}-Q{_ROMAN.get(found[1]) or found[1]}"
    if found := _YEAR_FIRST.fullmatch(words):
        return f"{found[1]}-Q{_ROMAN.get(found[2]) or found[2]}"
    return dates.parse_exact(typed, today=today)


def is_target(written: str) -> bool:
    """Whether it is a target as this file writes them."""
    return first_day(written) is not None


def first_day(written: str) -> date | None:
    """The first day it may mean; None where it means none."""
    found = TARGET.fullmatch(written)
    if found is None:
        return None
    year, quarter, month, day = found.groups()
    try:
        return date(int(year), int(quarter) * 3 - 2 if quarter else int(month or 1), int(day or 1))
    except ValueError:
        return None


def last_day(written: str) -> date | None:
    """The last day it may mean; None where it means none."""
    first, found = first_day(written), TARGET.fullmatch(written)
    if first is None or found is None:
        return None
    _, quarter, month, day = found.groups()
    if day:
        return first
    last = first.month + 2 if quarter else first.month if month else 12
    return date(first.year, last, calendar.monthrange(first.year, last)[1])
