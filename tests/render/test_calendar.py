"""Calendar files are read by a calendar's own reader, and say what was meant."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

import render

SEAT: dict[str, Any] = {
    "uid": "kursi-7Q2MXA@malang_bot",
    "title": "Kelas animasi; “pagi”, lantai 2",
    "start": "2026-11-25T09:00:00+07:00",
    "end": "2026-11-25T12:00:00+07:00",
    "made": "2026-11-24T03:00:00+00:00",
    "place": "Malang Creative Center, Jl. Ahmad Yani 53\nBlimbing",
    "text": "Kode: 7Q2MXA\nBawa laptop.",
    "url": "https://t.me/malang_bot?start=kursi_7Q2MXA",
    "at": [-7.9407, 112.6424],
}
JAKARTA = ZoneInfo("Asia/Jakarta")


def calendar(**other: Any) -> icalendar.Calendar:
    made = icalendar.Calendar.from_ical(render.make("event", SEAT | other).content)
    assert isinstance(made, icalendar.Calendar)
    return made


def event(**other: Any) -> Any:
    (only,) = calendar(**other).events
    return only


def test_one_event_with_everything_said() -> None:
    told = event()
    assert {name: str(told[name]) for name in ("uid", "summary", "location", "description", "url")} == {
        "uid": SEAT["uid"],
        "summary": SEAT["title"],
        "location": SEAT["place"],
        "description": SEAT["text"],
        "url": SEAT["url"],
    }
    assert told["geo"].to_ical() == "-7.9407;112.6424"
    assert (told["status"], told["sequence"]) == ("CONFIRMED", 0)
    assert "attendee" not in told and "organizer" not in told


def test_it_is_published_in_the_citys_time() -> None:
    made = calendar()
    assert (made["method"], made["version"]) == ("PUBLISH", "2.0")
    (zone,) = made.timezones
    assert zone.tz_name == "Asia/Jakarta"
    assert [part["tzoffsetto"].to_ical() for part in zone.subcomponents] == ["+0700"]
    (told,) = made.events
    assert told["dtstart"].params["tzid"] == told["dtend"].params["tzid"] == "Asia/Jakarta"
    assert told.start == datetime(2026, 11, 25, 9, tzinfo=JAKARTA)
    assert told.end == datetime(2026, 11, 25, 12, tzinfo=JAKARTA)


@pytest.mark.parametrize("start", ["2026-11-25T02:00:00+00:00", "2026-11-25T02:00:00Z", "2026-11-25T11:00:00+09:00"])
def test_whatever_offset_it_was_told_in(start: str) -> None:
    assert event(start=start).start == datetime(2026, 11, 25, 9, tzinfo=JAKARTA)
    assert b"DTSTART;TZID=Asia/Jakarta:20261125T090000" in render.make("event", SEAT | {"start": start}).content


def test_another_citys_time() -> None:
    told = event(timezone="Asia/Makassar")
    assert told.start.utcoffset() == timedelta(hours=8)
    assert told.start == datetime(2026, 11, 25, 2, tzinfo=UTC)


def test_a_change_replaces_and_a_cancelled_one_leaves_the_day_free() -> None:
    told = event(number=3, cancelled=True)
    assert (told["uid"], told["sequence"], told["status"], told["transp"]) == (
        SEAT["uid"], 3, "CANCELLED", "TRANSPARENT",
    )  # fmt: skip


def test_the_same_values_are_the_same_bytes_and_it_keeps_the_rules_of_the_format() -> None:
    made = render.make("event", SEAT)
    assert made == render.make("event", SEAT)
    assert (made.name, made.media) == ("acara.ics", "text/calendar")
    lines = made.content.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert b"DTSTAMP:20261124T030000Z" in lines


def test_what_is_not_known_is_not_said() -> None:
    told = event(place="", text=None, url="", at=None)
    assert {"location", "description", "url", "geo"} & {name.lower() for name in told} == set()


@pytest.mark.parametrize(
    "other",
    [
        {"start": "2026-11-25T09:00:00"},
        {"made": "2026-11-24T03:00:00"},
        {"end": "2026-11-25T09:00:00+07:00"},
        {"venue": "MCC"},
    ],
    ids=["no offset", "made without offset", "no duration", "unknown"],
)
def test_what_would_be_wrong_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"offset|ends|has"):
        render.make("event", SEAT | other)


def test_nothing_needed_is_left_out() -> None:
    for name in ("uid", "title", "start", "end", "made"):
        with pytest.raises(ValueError, match="an event has"):
            render.make("event", {key: value for key, value in SEAT.items() if key != name})
