"""Free seats as a source of live facts: "masih ada kursi di Klojen besok?" is answered from the rows of the moment."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from finder import Passage
from services.askeddays import asked_days
from services.city import City, Kecamatan
from services.coworking.free import Free, free_days, free_now
from services.coworking.hours import Hours
from services.coworking.patterns import DAYS
from services.coworking.slots import slots_on
from services.coworking.values import Slot
from services.facts import Door, Fact, FactSource, Line, Weekday
from services.phrasings import phrasings

NAME = "seat"
ALL = "all"
LANGUAGES = ("id", "en", "jv")
NEAR = 2
"""Of today and tomorrow, or of so many days asked for, the slots are told one by one; of others how many seats."""
MOST = 8


def passages(db: Connection, *, city: City, now: datetime) -> Iterable[Passage]:
    """Each kecamatan, and all of them; one passage for any day, since the finder reads no dates."""
    for key, name in _places(city):
        asked = phrasings("seats" if key == ALL else NAME, kecamatan=name, city=city.name)
        yield Passage(f"{NAME}:{key}", asked[0], "", asked[1:])


def narrow(key: str, *, question: str, city: City, now: datetime) -> str:
    """With the days that are asked for, as the first, how many, and how far apart: k1.20261128.2.7."""
    days = asked_days(question, today=Hours(city, city.time_zone).day(now))
    if not days:
        return key
    step = (days[1] - days[0]).days if len(days) > 1 else 1
    whole = all((day - days[0]).days == at * step for at, day in enumerate(days))
    return f"{key}.{days[0]:%Y%m%d}.{len(days) if whole else 2}.{step}"


def tell(db: Connection, *, key: str, language: str, city: City, now: datetime) -> Fact | None:
    """What is free there on the days asked for, else today, tomorrow and in the week; and the way to book it."""
    names, (place, *asked) = dict(_places(city)), key.split(".")
    if place not in names:
        return None
    hours = Hours(city, city.time_zone)
    where = None if place == ALL else city.kecamatan[int(place[1:]) - 1]
    days = _days(*asked) if asked else ()
    lines = _on(db, days, where, hours, language, now) if days else _soon(db, where, hours, language, now)
    press = f"v1:ruang:in:{where.id}{_first(db, days, where, now)}" if where else "v1:ruang:show"
    door = Door(press, Line("fact.seat.door"))
    title = dict(zip(LANGUAGES, phrasings("seat_named", kecamatan=names[place]), strict=True))
    return Fact(f"{NAME}:{place}", title.get(language, title["id"]), tuple(lines), as_of=now, door=door)


def _days(first: str, count: str, step: str) -> tuple[date, ...]:
    """What narrow wrote."""
    start = date.fromisoformat(first)
    return tuple(start + timedelta(days=at * int(step)) for at in range(int(count)))


def _first(db: Connection, days: Sequence[date], where: Kecamatan, now: datetime) -> str:
    """The end of the press that opens the first of these days with a free seat, else with a slot; else ''."""
    slots = {day: slots_on(db, day=day, kecamatan=where.id, now=now) for day in days}
    there = [day for day in days if any(one.free for one in slots[day])] or [day for day in days if slots[day]]
    return f":{there[0]:%Y%m%d}" if there else ""


def _seats(db: Connection, day: date, where: Kecamatan | None, hours: Hours, now: datetime) -> tuple[Free, ...]:
    return free_now(db, hours=hours, now=now, kecamatan=where.id if where else None, day=day)


def _on(
    db: Connection, days: Sequence[date], where: Kecamatan | None, hours: Hours, language: str, now: datetime
) -> list[Line]:
    """On exactly these days; where nothing is free then, the nearest day on which something is."""
    if where is None:
        return [line for day in days for line in _everywhere(db, day, hours, now, brief=len(days) > NEAR)]
    found = _seats(db, days[0], where, hours, now)[0]
    if not found.spaces:
        return [Line("fact.seat.no_space", {"kecamatan": where.name})]
    lines, free, example = [], False, False
    for day in days:
        slots = slots_on(db, day=day, kecamatan=where.id, now=now)
        open_ones = [one for one in slots if one.free]
        lines.append(_day(day, open_ones, hours.day(now), full=bool(slots)))
        lines += [_slot(one, hours, language) for one in open_ones[:MOST]] if len(days) <= NEAR else []
        free, example = free or bool(open_ones), example or any(one.example for one in open_ones)
    lines += [] if free else _nearest(db, days, where, hours, now)
    return [*lines, *([Line("seatword.example")] if example else [])]


def _day(day: date, free: Sequence[Slot], today: date, *, full: bool) -> Line:
    """A day and how many seats; today and tomorrow are called so."""
    near = {today: "fact.seat.today", today + timedelta(days=1): "fact.seat.tomorrow"}
    if free:
        return Line(near.get(day, "fact.seat.day"), {"day": Weekday(day), "seats": sum(one.free for one in free)})
    return Line("fact.seat.full" if full else "fact.seat.not_open", {"day": Weekday(day)})


def _nearest(db: Connection, days: Sequence[date], where: Kecamatan, hours: Hours, now: datetime) -> list[Line]:
    """The day nearest to the first one asked for on which a seat is free."""
    ahead = free_days(db, hours=hours, now=now, days=DAYS + 1)[where.id]
    free = sorted((abs(one.day - days[0]), one.day, one.seats) for one in ahead if one.seats and one.day not in days)
    return [Line("fact.seat.nearest", {"day": Weekday(day), "seats": seats}) for _, day, seats in free[:1]]


def _everywhere(db: Connection, day: date, hours: Hours, now: datetime, *, brief: bool) -> list[Line]:
    """A day in all kecamatan: each of them, or, `brief`, together."""
    found = _seats(db, day, None, hours, now)
    if brief:
        return [Line("fact.seat.day", {"day": Weekday(day), "seats": sum(one.seats for one in found)})]
    names = {one.id: one.name for one in hours.city.kecamatan}
    there = [Line("fact.seat.there", {"kecamatan": names[one.kecamatan], "seats": one.seats}) for one in found]
    return [Line("fact.seat.on", {"day": Weekday(day)}), *there]


def _soon(db: Connection, where: Kecamatan | None, hours: Hours, language: str, now: datetime) -> list[Line]:
    week = free_days(db, hours=hours, now=now)
    if where is None:
        return [_both(week[one.id], one.name) for one in hours.city.kecamatan]
    return _week(db, week[where.id], where.name, hours, language, now)


def _places(city: City) -> list[tuple[str, str]]:
    """The key and the name of everything that can be asked for; keys are short, whatever the pack's ids."""
    return [(ALL, city.name), *((f"k{number}", one.name) for number, one in enumerate(city.kecamatan, start=1))]


def _both(week: Sequence[Free], name: str) -> Line:
    """A kecamatan in a line: today and tomorrow."""
    if not week[0].spaces:
        return Line("fact.seat.no_space", {"kecamatan": name})
    return Line("fact.seat.both", {"kecamatan": name, "today": week[0].seats, "tomorrow": week[1].seats})


def _week(db: Connection, week: Sequence[Free], name: str, hours: Hours, language: str, now: datetime) -> list[Line]:
    if not week[0].spaces:
        return [Line("fact.seat.no_space", {"kecamatan": name})]
    if not any(free.seats for free in week):
        return [Line("fact.seat.none", {"kecamatan": name})]
    lines, example = [], False
    for key, free in zip(("fact.seat.today", "fact.seat.tomorrow"), week[:NEAR], strict=True):
        slots = [one for one in slots_on(db, day=free.day, kecamatan=free.kecamatan, now=now) if one.free]
        lines += [Line(key, {"day": Weekday(free.day), "seats": free.seats})]
        lines += [_slot(one, hours, language) for one in slots[:MOST]]
        example = example or any(one.example for one in slots)
    lines += [
        Line("fact.seat.day", {"day": Weekday(free.day), "seats": free.seats}) for free in week[NEAR:] if free.seats
    ]
    return [*lines, *([Line("seatword.example")] if example else [])]


def _slot(one: Slot, hours: Hours, language: str) -> Line:
    mark = ":" if language == "en" else "."
    clock = [f"{moment.astimezone(hours.zone):%H{mark}%M}" for moment in (one.starts_at, one.ends_at)]
    what = " · ".join(part for part in (one.title, one.space) if part)
    return Line("fact.seat.slot", {"hours": "–".join(clock), "free": one.free, "what": what})


def _unchanging(db: Connection) -> str:
    """What can be found depends on the city pack alone."""
    return ""


SEATS = FactSource(NAME, passages, tell, edition=_unchanging, narrow=narrow)
