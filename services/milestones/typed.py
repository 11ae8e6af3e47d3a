"""What a satgas types for a milestone, read part by part: as it will be kept, or why it cannot be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from services import articletyped, dates, times
from services.articletyped import Wrong as WrongSource
from services.dates import WrongDate
from services.milestones.targets import first_day, parse_target
from services.milestones.values import ABOUT, OWNER, TEXT, TITLE
from services.people import clean
from services.times import WrongTime

_NUMBER = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*(?:%|persen|percent)?")


class Wrong(StrEnum):
    """Why words cannot be kept; the value is the key of the text that says how they should be."""

    TITLE = "milestone.wrong_title"
    ABOUT = "milestone.wrong_about"
    TEXT = "milestone.wrong_text"
    OWNER = "milestone.wrong_owner"
    PROGRESS = "milestone.wrong_progress"
    WEIGHT = "milestone.wrong_weight"
    REACHED = "milestone.wrong_reached"
    CLOCK = "milestone.wrong_clock"


Trouble = Wrong | WrongDate | WrongTime | WrongSource


@dataclass(frozen=True, slots=True)
class Read:
    """A value as it will be kept."""

    value: Any


def read(step: str, typed: str, *, today: date) -> Read | Trouble:
    """What was typed at this step; KeyError for a step at which nothing is typed."""
    value = _READ[step](typed, today)
    return value if isinstance(value, Wrong | WrongDate | WrongTime | WrongSource) else Read(value)


def words(typed: str, most: int, wrong: Wrong) -> str | Wrong:
    """Lines of words, at most so many characters; nothing but blanks is none."""
    lines = "\n".join(" ".join(line.split()) for line in clean(typed, len(typed)).strip().splitlines())
    told = re.sub(r"\n{2,}", "\n", lines)
    return told if any(one.isalnum() for one in told) and len(told) <= most else wrong


def line(typed: str, most: int, wrong: Wrong) -> str | Wrong:
    """The same on one line."""
    return words(" ".join(typed.split()), most, wrong)


def number(typed: str, least: int, most: int, wrong: Wrong) -> int | Wrong:
    """A whole number between them, with or without a percent sign."""
    found = _NUMBER.fullmatch(typed.strip().casefold())
    return int(found[1]) if found and least <= int(found[1]) <= most else wrong


def reached(typed: str, today: date) -> str | Trouble:
    """A date as exactly as it is known, not one to come."""
    told = parse_target(typed, today=today)
    if isinstance(told, WrongDate):
        return told
    first = first_day(told)
    return told if first and first <= today else Wrong.REACHED


def clock(typed: str) -> time | Wrong:
    """A time of day."""
    told = times.parse_time(typed)
    return Wrong.CLOCK if isinstance(told, WrongTime) else told


_READ: dict[str, Callable[[str, date], Any]] = {
    "title": lambda typed, today: line(typed, TITLE, Wrong.TITLE),
    "about": lambda typed, today: words(typed, ABOUT, Wrong.ABOUT),
    "text": lambda typed, today: words(typed, TEXT, Wrong.TEXT),
    "correct": lambda typed, today: words(typed, TEXT, Wrong.TEXT),
    "owner": lambda typed, today: line(typed, OWNER, Wrong.OWNER),
    "target": lambda typed, today: parse_target(typed, today=today),
    "reached": reached,
    "progress": lambda typed, today: number(typed, 0, 100, Wrong.PROGRESS),
    "weight": lambda typed, today: number(typed, 1, 100, Wrong.WEIGHT),
    "name": lambda typed, today: articletyped.name(typed),
    "link": lambda typed, today: articletyped.link(typed),
    "dated": lambda typed, today: dates.parse_dated(typed, today=today),
    "publish_at": lambda typed, today: times.parse_coming_day(typed, today=today),
    "clock": lambda typed, today: clock(typed),
}
