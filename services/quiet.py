"""Quiet hours: at night only what answers a person's own act goes out; the rest waits for the morning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.city import City


def is_quiet(city: City, *, now: datetime, timezone: str) -> bool:
    """Whether it is night in the city; a pack whose two times are the same has no night."""
    clock, begins, ends = now.astimezone(ZoneInfo(timezone)).time(), city.quiet_from, city.quiet_until
    return begins <= clock < ends if begins <= ends else not ends <= clock < begins


def morning(city: City, *, now: datetime, timezone: str) -> datetime | None:
    """When the night ends, if it is night now; None by day: nothing has to wait."""
    if not is_quiet(city, now=now, timezone=timezone):
        return None
    local = now.astimezone(ZoneInfo(timezone))
    today = _at(local, city.quiet_until)
    return (today if today > local else _at(local + timedelta(days=1), city.quiet_until)).astimezone(now.tzinfo)


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, day.tzinfo)
