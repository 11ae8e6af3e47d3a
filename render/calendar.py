"""Calendar files: one event that opens in any calendar, at the right hour wherever its owner travels."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from render.file import File, Values

HOME = "Asia/Jakarta"
NEEDED = {"uid", "title", "start", "end", "made"}
"""`start`, `end` and `made` (when the event was last changed) are ISO times with their offset."""
OPTIONAL = {"place", "text", "url", "at", "timezone", "number", "cancelled"}
"""`at` is [latitude, longitude]; the same `uid` with a higher `number` replaces what a calendar has."""


def make(values: Values) -> File:
    """One event, published: it asks nobody for an answer. `values`: NEEDED and OPTIONAL."""
    import icalendar

    if not NEEDED <= set(values) <= NEEDED | OPTIONAL:
        raise ValueError(f"an event has {sorted(NEEDED)} and may have {sorted(OPTIONAL)}")
    calendar = icalendar.Calendar()
    for name, value in (("prodid", "-//Malang community bot//ID"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add_component(_event(values))
    calendar.add_missing_timezones()
    return File("acara.ics", "text/calendar", calendar.to_ical())


def _event(values: Values) -> Any:
    import icalendar

    zone = ZoneInfo(values.get("timezone", HOME))
    start, end = (_moment(values[name]).astimezone(zone) for name in ("start", "end"))
    if end <= start:
        raise ValueError("an event ends after it starts")
    event = icalendar.Event()
    told = {
        "uid": values["uid"],
        "dtstamp": _moment(values["made"]).astimezone(UTC),
        "dtstart": start,
        "dtend": end,
        "summary": values["title"],
        "location": values.get("place"),
        "description": values.get("text"),
        "url": values.get("url"),
        "geo": tuple(values["at"]) if values.get("at") else None,
        "sequence": values.get("number", 0),
        "status": "CANCELLED" if values.get("cancelled") else "CONFIRMED",
        "transp": "TRANSPARENT" if values.get("cancelled") else "OPAQUE",
    }
    for name, value in told.items():
        if value is not None and value != "":
            event.add(name, value)
    return event


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError("a time without its offset")
    return moment
