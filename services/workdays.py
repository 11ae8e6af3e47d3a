"""Working days: Monday to Friday, less the city's holidays."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.city import City

SATURDAY = 5
ENDS = time(23, 59)
"""A day that something is due is due until its last minute."""


def is_workday(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def after(city: City, *, moment: datetime, days: int, timezone: str) -> datetime:
    """The end of the `days`-th working day after that moment's, in UTC."""
    zone, holidays = ZoneInfo(timezone), _holidays(city)
    day = moment.astimezone(zone).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_workday(day, holidays)
    return datetime.combine(day, ENDS, zone).astimezone(ZoneInfo("UTC"))


def between(city: City, *, first: datetime, last: datetime, timezone: str) -> int:
    """How many working days lie after the first moment's day up to the last one's; negative when that is earlier."""
    zone, holidays = ZoneInfo(timezone), _holidays(city)
    begin, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    early, late = min(begin, end), max(begin, end)
    days = (early + timedelta(days=number) for number in range(1, (late - early).days + 1))
    count = sum(is_workday(day, holidays) for day in days)
    return count if end >= begin else -count


def _holidays(city: City) -> frozenset[date]:
    return frozenset(one.date for one in city.holidays)
