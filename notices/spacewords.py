"""How spaces and what stands open there are worded: the kecamatan, a day's slots, a space with all that is known."""

from collections.abc import Sequence
from datetime import date, timedelta

from notices import quoting, seatwords as words
from services.city import City
from services.coworking.board import Board
from services.coworking.free import Free
from services.coworking.patterns import Pattern
from services.coworking.values import Slot, Space
from texts import Texts
from wire.outbox import Button

Rows = list[list[Button]]


def overview(texts: Texts, language: str, found: Sequence[Free], city: City, today: date) -> str:
    """Each kecamatan with its free seats and the day they are on."""
    lines = [_free(texts, language, one, city, today) for one in found]
    return "\n".join([texts.say(language, "space.overview"), "", *lines])


def kecamatan_rows(texts: Texts, language: str, found: Sequence[Free], city: City) -> Rows:
    """A button for each kecamatan."""
    return [[Button(_label(texts, language, one, city), f"v1:ruang:in:{one.kecamatan}")] for one in found]


def kecamatan_links(texts: Texts, language: str, found: Sequence[Free], city: City, bot_username: str) -> Rows:
    """The same in a group: each leads to the private chat."""
    url = f"https://t.me/{bot_username}?start=ruang-"
    return [[Button(_label(texts, language, one, city), url=url + one.kecamatan)] for one in found]


def day_name(texts: Texts, language: str, day: date, today: date) -> str:
    """Today, tomorrow, or the short day."""
    near = {today: "space.today", today + timedelta(days=1): "space.tomorrow"}
    return texts.plain(language, near[day]) if day in near else texts.day(language, day, short=True)


def board(texts: Texts, language: str, name: str, shown: Board, today: date) -> str:
    """The head above a day's slots; says so where there are none."""
    if not (shown.slots or shown.long):
        other_days = shown.before or shown.after
        key = "space.no_slots_that_day" if other_days else "space.no_slots"
        return texts.say(language, key, name=name, day=texts.day(language, shown.day))
    day = texts.day(language, shown.day)
    near = day_name(texts, language, shown.day, today) if (shown.day - today).days in (0, 1) else ""
    parts = [texts.say(language, "space.on_day_near" if near else "space.on_day", name=name, day=day, near=near)]
    example = any(one.example for one in (*shown.slots, *shown.long))
    parts += [texts.say(language, "seatword.example")] if example else []
    parts += [texts.say(language, "space.more", more=shown.more)] if shown.more else []
    return "\n\n".join([*parts, texts.say(language, "space.choose_slot")])


def slot_rows(texts: Texts, language: str, shown: Board, press: str, today: date, *, named: bool) -> Rows:
    """A button a slot, `named` with its space, and the days before and after (`press` with the day)."""
    rows = [[_slot(texts, language, one, named)] for one in (*shown.slots, *shown.long)]
    days = [
        Button(texts.plain(language, key, day=day_name(texts, language, day, today)), f"{press}:{day:%Y%m%d}")
        for key, day in (("space.before", shown.before), ("space.after", shown.after))
        if day
    ]
    return [*rows, days]


def space_rows(texts: Texts, language: str, found: Sequence[Space]) -> Rows:
    """The way to each space."""
    return [[Button(texts.plain(language, "space.about", name=one.name), f"v1:ruang:place:{one.id}")] for one in found]


def card(texts: Texts, language: str, space: Space, patterns: Sequence[Pattern], city: City) -> str:
    """All that is known of a space."""
    where = words.address(space.address, words.kecamatan(city, space.kecamatan))
    lines = [texts.say(language, "space.card", name=space.name, where=where)]
    opening = space.opening or "; ".join(weekly(texts, language, patterns))
    lines.append(texts.say(language, "space.opening" if opening else "space.no_opening", opening=opening))
    facts = (("space.facilities", space.facilities), ("space.sub_sectors", space.sub_sectors))
    lines += [texts.say(language, key, what=", ".join(what)) for key, what in facts if what]
    parts = ["\n".join(lines)]
    parts += [texts.say(language, "space.closed")] if space.closed else []
    parts += [texts.say(language, "seatword.example")] if space.example else []
    parts += [texts.say(language, "answer.doubt", doubt=space.doubt)] if space.doubt else []
    parts += [quoting.source(texts, language, space.source)] if space.source else []
    return "\n\n".join(parts)


def weekly(texts: Texts, language: str, patterns: Sequence[Pattern]) -> list[str]:
    """The weekly openings, those of the same hours together: Senin, Selasa 07.00–12.00."""
    days: dict[tuple[str, str], list[int]] = {}
    for one in patterns:
        hours = f"{words.clock(language, one.starts)}–{words.clock(language, one.ends)}"
        days.setdefault((hours, one.title), []).append(one.weekday)
    return [
        " ".join(part for part in (_days(texts, language, on), hours, title) if part)
        for (hours, title), on in days.items()
    ]


def distance(texts: Texts, language: str, kilometres: float) -> str:
    """As the crow flies, as near as it makes sense."""
    if kilometres < 1:
        return texts.plain(language, "space.metres", metres=max(50, round(kilometres * 20) * 50))
    told = f"{kilometres:.1f}"
    return texts.plain(language, "space.kilometres", kilometres=told if language == "en" else told.replace(".", ","))


def _free(texts: Texts, language: str, one: Free, city: City, today: date) -> str:
    name = words.kecamatan(city, one.kecamatan)
    if one.seats:
        day = day_name(texts, language, one.day, today)
        return texts.say(language, "space.free", name=name, seats=one.seats, day=day)
    return texts.say(language, "space.none_free" if one.spaces else "space.none_there", name=name)


def _label(texts: Texts, language: str, one: Free, city: City) -> str:
    name = words.kecamatan(city, one.kecamatan)
    return texts.plain(language, "space.button", name=name, seats=one.seats) if one.seats else name


def _slot(texts: Texts, language: str, one: Slot, named: bool) -> Button:
    when, left = words.hours(texts, language, one), words.room(texts, language, one)
    order = (one.title, left, when) if one.long else (one.title, when, left)
    label = " · ".join(part for part in (*order, one.space if named else "") if part)
    return Button(label, f"v1:book:slot:{one.id}")


def _days(texts: Texts, language: str, on: Sequence[int]) -> str:
    """Weekdays in a row: Senin–Jumat; else each by name."""
    names = [texts.weekday(language, day) for day in on]
    if len(on) == 7:
        return texts.plain(language, "space.every_day")
    in_a_row = len(on) > 2 and list(on) == list(range(on[0], on[0] + len(on)))
    return f"{names[0]}–{names[-1]}" if in_a_row else ", ".join(names)
