"""Times of day as people type them, in Indonesian, Javanese or English: "09.00", "9 pagi", "jam setengah 4 sore"."""

import re
from datetime import date, time, timedelta
from enum import StrEnum

from services import dates
from services.dates import WrongDate

_TIME = re.compile(
    r"(?:jam |pukul |pkl |at )?(?P<half>setengah |half past )?(?P<hour>\d{1,2})(?:[.:h](?P<minute>\d{2}))?"
    r"\s*(?P<part>dini hari|pagi|siang|sore|malam|isuk|esuk|awan|bengi|am|pm)?(?: (?:wib|wita|wit))?"
)
END_OF_DAY = time.max
"""Midnight, as until when something lasts: no time of day can say it."""
_MIDNIGHT = re.compile(
    r"(?:jam |pukul |pkl |at )?24(?:[.:]00)?(?: (?:wib|wita|wit))?|(?:jam )?tengah (?:malam|wengi|bengi)|midnight"
)
_BETWEEN = re.compile(r"\s*(?:–|—|-|\b(?:sampai|sampe|s/d|sd|hingga|nganti|to|until|till)\b)\s*")
_MORNING = {"dini hari", "pagi", "isuk", "esuk", "am"}
_NIGHT = {"malam", "bengi"}
_HALF = re.compile(r"^(?:jam |pukul |pkl )?setengah ")
WEEKDAYS = {
    "senin": 0, "senen": 0, "monday": 0, "selasa": 1, "tuesday": 1, "rabu": 2, "rebo": 2, "wednesday": 2, "kamis": 3,
    "kemis": 3, "thursday": 3, "jumat": 4, "jum'at": 4, "jemuwah": 4, "friday": 4, "sabtu": 5, "setu": 5, "saturday": 5,
    "minggu": 6, "ahad": 6, "sunday": 6,
}  # fmt: skip
_THIS = re.compile(r"^(?:hari |dino |next |this )?(.+?)(?: ini| iki| depan| ngarep)?$")


class WrongTime(StrEnum):
    """Why what was typed is no time; the value is the key of the text that says how it should be."""

    UNREADABLE = "time.unreadable"
    IMPOSSIBLE = "time.impossible"
    ONE_ONLY = "time.one_only"
    BACKWARDS = "time.backwards"
    PAST_DAY = "time.past_day"
    TOO_SHORT = "time.too_short"


def parse_time(typed: str) -> time | WrongTime:
    """One time of day."""
    found = _TIME.fullmatch(_plain(typed))
    if found is None:
        return WrongTime.UNREADABLE
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour, minute = (hour - 1 if found["half"].startswith("setengah") else hour), 30
    hour = _of_the_day(hour, found["part"])
    if found["half"] and found["minute"]:
        return WrongTime.UNREADABLE
    return time(hour, minute) if 0 <= hour <= 23 and minute <= 59 else WrongTime.IMPOSSIBLE


def parse_span(typed: str) -> tuple[time, time] | WrongTime:
    """From one time to a later one of the same day, END_OF_DAY at the latest: "09.00–12.00", "7 malam sampai 24.00"."""
    parts = _BETWEEN.split(_plain(typed))
    if len(parts) == 1:
        one = parse_time(typed)
        return one if isinstance(one, WrongTime) else WrongTime.ONE_ONLY
    if len(parts) > 2:
        return WrongTime.UNREADABLE
    first, last = parse_time(parts[0]), _parse_until(parts[1])
    if isinstance(first, WrongTime):
        return first
    if isinstance(last, WrongTime):
        return last
    return (first, last) if first < last else WrongTime.BACKWARDS


def _parse_until(typed: str) -> time | WrongTime:
    """The same at the end of a span, where midnight ends the day."""
    last = END_OF_DAY if _MIDNIGHT.fullmatch(_plain(typed)) else parse_time(typed)
    return END_OF_DAY if last == time() else last


def parse_coming_day(typed: str, *, today: date) -> date | WrongDate | WrongTime:
    """A day from today on; the name of a weekday alone is the next such day."""
    named = _THIS.fullmatch(_plain(typed))
    weekday = WEEKDAYS.get(named[1]) if named else None
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    found = dates.parse_day(typed, today=today)
    return WrongTime.PAST_DAY if isinstance(found, date) and found < today else found


def _of_the_day(hour: int, part: str | None) -> int:
    """The hour of 24; -1 where there is none such: "15 pagi", "0 sore"."""
    if not part:
        return hour
    if part in _MORNING:
        return hour % 12 if hour <= 12 else -1
    if part in _NIGHT and hour in (12, 0):
        return 0
    if part in ("siang", "awan") and hour in (10, 11):
        return hour
    if part in _NIGHT and 1 <= hour <= 4:
        return hour
    return hour if 12 <= hour <= 23 else hour + 12 if hour else -1


def _plain(typed: str) -> str:
    return " ".join(typed.casefold().split()).strip(" .,")
