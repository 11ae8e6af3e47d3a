"""Free seats as a source of live facts: "masih ada kursi di Klojen besok?" is answered from the rows of the moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from finder import Passage
from services.city import City
from services.coworking.free import Free, free_days
from services.coworking.hours import Hours
from services.coworking.slots import slots_on
from services.coworking.values import Slot
from services.facts import Door, Fact, FactSource, Line
from services.phrasings import phrasings

NAME = "seat"
ALL = "all"
LANGUAGES = ("id", "en", "jv")
NEAR = 2
"""Of today and tomorrow the slots are told one by one; of the other days how many seats."""
MOST = 8


def passages(db: Connection, *, city: City, now: datetime) -> Iterable[Passage]:
    """Each kecamatan, and all of them; one passage for any day, since the finder reads no dates."""
    for key, name in _places(city):
        asked = phrasings("seats" if key == ALL else NAME, kecamatan=name, city=city.name)
        yield Passage(f"{NAME}:{key}", asked[0], "", asked[1:])


def tell(db: Connection, *, key: str, language: str, city: City, now: datetime) -> Fact | None:
    """What is free there today, tomorrow and in the week, and the way to book it."""
    names = dict(_places(city))
    if key not in names:
        return None
    hours = Hours(city, city.time_zone)
    week = free_days(db, hours=hours, now=now)
    if key == ALL:
        lines = [_both(week[one.id], one.name) for one in city.kecamatan]
        press = "v1:ruang:show"
    else:
        where = city.kecamatan[int(key[1:]) - 1]
        lines = _week(db, week[where.id], where.name, hours, language, now)
        press = f"v1:ruang:in:{where.id}"
    door = Door(press, Line("fact.seat.door"))
    title = dict(zip(LANGUAGES, phrasings("seat_named", kecamatan=names[key]), strict=True))
    return Fact(f"{NAME}:{key}", title.get(language, title["id"]), tuple(lines), as_of=now, door=door)


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
        lines += [Line(key, {"day": free.day, "seats": free.seats})]
        lines += [_slot(one, hours, language) for one in slots[:MOST]]
        example = example or any(one.example for one in slots)
    lines += [Line("fact.seat.day", {"day": free.day, "seats": free.seats}) for free in week[NEAR:] if free.seats]
    return [*lines, *([Line("seatword.example")] if example else [])]


def _slot(one: Slot, hours: Hours, language: str) -> Line:
    mark = ":" if language == "en" else "."
    clock = [f"{moment.astimezone(hours.zone):%H{mark}%M}" for moment in (one.starts_at, one.ends_at)]
    what = " · ".join(part for part in (one.title, one.space) if part)
    return Line("fact.seat.slot", {"hours": "–".join(clock), "free": one.free, "what": what})


def _unchanging(db: Connection) -> str:
    """What can be found depends on the city pack alone."""
    return ""


SEATS = FactSource(NAME, passages, tell, edition=_unchanging)
