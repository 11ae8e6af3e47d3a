"""The days a question names, in the languages people ask in: "besok", "sabtu depan", "28 november", "akhir pekan"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from services import dates
from services.times import WEEKDAYS

Meaning = Callable[[re.Match[str], date], set[date]]
MOST = 7
_TOMORROW = r"(?:mbesok|besok|besuk|bsk|sesuk|tomorrow)"
_PART = r"(?:pagi|siang|sore|malam|isuk|awan|bengi)"
_TODAY = (
    rf"hari ini|dino iki|today|tonight|this (?:morning|afternoon|evening)|{_PART} (?:ini|iki)"
    rf"|(?:nanti|mengko|engkok) {_PART}|sekarang|saiki|right now"
)
_WHICH = r"(depan|ngarep|ini|iki)"
_NEXT = ("depan", "ngarep", "next")
_NAMES = "|".join(map(re.escape, WEEKDAYS))
_BEFORE = rf"(?:\b(?:{_NAMES}) )?(?:\b(?:tanggal|tgl) )?"
"""A date may have its weekday before it, which then names no other day."""
_MANY_WEEKS = re.compile(r"\b(?:\d+|dua|tiga|empat|loro|telu|papat|tiap|setiap|saben|per) minggu\b")


def asked_days(question: str, *, today: date) -> tuple[date, ...]:
    """The days from today on that the question names, in order; () where it names none."""
    marks = re.sub(r"[^\w/']+", " ", question.casefold().replace("’", "'"))
    words, named = _MANY_WEEKS.sub(" ", " ".join(marks.split())), set[date]()
    for pattern, meaning in _READ:
        for found in pattern.finditer(words):
            named |= meaning(found, today)
        words = " ".join(pattern.sub(lambda one: " " if meaning(one, today) else one[0], words).split())  # noqa: B023
    return tuple(sorted(day for day in named if day >= today))[:MOST]


def _date(found: re.Match[str], today: date) -> set[date]:
    day = dates.parse_day(found[0].replace("/", "-"), today=today)
    return {day} if isinstance(day, date) else set()


def _of_a_month(found: re.Match[str], today: date) -> set[date]:
    """The next such day: tanggal 5."""
    ahead = (today + timedelta(days=days) for days in range(62))
    return {next(day for day in ahead if day.day == int(found[1]))} if 1 <= int(found[1]) <= 31 else set()


def _week(found: re.Match[str], today: date) -> set[date]:
    monday = _monday(today, later=found[1] in _NEXT or found[2] in _NEXT)
    return {monday + timedelta(days=day) for day in range(7)}


def _weekend(found: re.Match[str], today: date) -> set[date]:
    monday = _monday(today, later=found[1] in _NEXT or found[2] in _NEXT)
    return {monday + timedelta(days=5), monday + timedelta(days=6)}


def _monday(today: date, *, later: bool) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(days=7 if later else 0)


def _weekday(found: re.Match[str], today: date) -> set[date]:
    """The next such day, today too; "sabtu depan" is that one to some and a week later to others: both."""
    first = today + timedelta(days=(WEEKDAYS[found[2]] - today.weekday()) % 7)
    later = found[1] in _NEXT or found[3] in _NEXT
    return {first, first + timedelta(days=7)} - {today} if later else {first}


def _ahead(days: int) -> Meaning:
    return lambda found, today: {today + timedelta(days=days)}


_READ: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"{_BEFORE}\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b", _date),
        (rf"{_BEFORE}\b\d{{1,2}}(?:st|nd|rd|th)? [a-z]{{3,10}}(?: \d{{4}})?\b", _date),
        (rf"{_BEFORE}\b[a-z]{{3,10}} \d{{1,2}}(?:st|nd|rd|th)?(?: \d{{4}})?\b", _date),
        (rf"(?:\b(?:{_NAMES}) )?\b(?:tanggal|tgl) (\d{{1,2}})\b(?!/)", _of_a_month),
        (rf"\b(?:(next|this) )?(?:akhir (?:pekan|minggu)|weekend)(?: {_WHICH})?\b", _weekend),
        (rf"(?<!hari )(?<!dino )\b(?:(?:minggu|pekan) {_WHICH}|(next|this) week)\b", _week),
        (rf"\b(?:{_TOMORROW} )?(?:(next|this) )?(?:hari |dino )?({_NAMES})(?: {_WHICH})?\b", _weekday),
        (r"\b(?:besok lusa|lusa|day after tomorrow|sesuk emben|suk emben)\b", _ahead(2)),
        (rf"\b{_TOMORROW}\b", _ahead(1)),
        (rf"\b(?:{_TODAY})\b", _ahead(0)),
    )
)
"""What is read once is taken out of the words before the next is looked for."""
