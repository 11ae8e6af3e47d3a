"""What a satgas types for a KPI or a number of it, read part by part: as it will be kept, or why it cannot be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services import dates, figures, times
from services.dates import WrongDate
from services.figures import PERCENT, RUPIAH, Figure, Unclear
from services.kpis.values import ABOUT, NAME, NOTE, UNIT
from services.people import clean
from services.times import WrongTime

_UNITS = {"%": PERCENT, "persen": PERCENT, "percent": PERCENT, "rp": RUPIAH, "rupiah": RUPIAH, "idr": RUPIAH}


class Wrong(StrEnum):
    """Why words cannot be kept; the value is the key of the text that says how they should be."""

    NAME = "kpi.wrong_name"
    ABOUT = "kpi.wrong_about"
    UNIT = "kpi.wrong_unit"
    NOTE = "kpi.wrong_note"
    DAY = "kpi.reading_future"


Trouble = Wrong | WrongDate | WrongTime | figures.Wrong


@dataclass(frozen=True, slots=True)
class Read:
    """A value as it will be kept."""

    value: Any


def read(step: str, typed: str, *, unit: str, today: date, english: bool = False) -> Read | Unclear | Trouble:
    """What was typed at this step; KeyError for a step at which nothing is typed."""
    if step in ("baseline", "target", "value"):
        told = figures.parse_as(typed, unit, english=english)
        return Read(told.value) if isinstance(told, Figure) else told
    value = _READ[step](typed, today)
    return value if isinstance(value, Wrong | WrongDate | WrongTime) else Read(value)


def line(typed: str, most: int, wrong: Wrong) -> str | Wrong:
    """Words on one line, at most so many characters."""
    told = " ".join(clean(typed, len(typed)).split())
    return told if any(one.isalnum() for one in told) and len(told) <= most else wrong


def unit(typed: str) -> str | Wrong:
    """What is counted: %, Rp or a word of one's own."""
    told = line(typed, UNIT, Wrong.UNIT) if typed.strip() not in _UNITS else typed.strip()
    if isinstance(told, Wrong):
        return told
    return _UNITS.get(told.casefold(), told) if not any(one.isdigit() for one in told) else Wrong.UNIT


def past_day(typed: str, today: date) -> date | Trouble:
    """A day until today; a day without its year is the last such day."""
    day = dates.parse_day(typed, today=today)
    if (
        isinstance(day, date)
        and day > today
        and not any(part in typed for part in (str(day.year), f"{day.year % 100}"))
    ):
        day = date(day.year - 1, day.month, day.day) if (day.month, day.day) != (2, 29) else day
    return Wrong.DAY if isinstance(day, date) and day > today else day


_READ: dict[str, Callable[[str, date], Any]] = {
    "name": lambda typed, today: line(typed, NAME, Wrong.NAME),
    "about": lambda typed, today: line(typed, ABOUT, Wrong.ABOUT),
    "unit": lambda typed, today: unit(typed),
    "source": lambda typed, today: line(typed, NOTE, Wrong.NOTE),
    "note": lambda typed, today: line(typed, NOTE, Wrong.NOTE),
    "due": lambda typed, today: times.parse_coming_day(typed, today=today),
    "baseline_on": past_day,
    "as_of": past_day,
}
STEPS = frozenset(_READ) | {"baseline", "target", "value"}
"""Steps at which something is typed."""


def as_kept(step: str, value: Any) -> Any:
    """The value as a form keeps it."""
    return str(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value


def from_kept(step: str, value: Any) -> Any:
    """The value of a form as the tables have it."""
    if value is not None and step in ("baseline", "target", "value"):
        return Decimal(value)
    return date.fromisoformat(value) if value is not None and step in ("due", "baseline_on", "as_of") else value
