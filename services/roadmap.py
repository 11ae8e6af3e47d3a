"""The roadmap's points, as a source of live facts: which one is the third, and what it is about."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from finder import Passage
from services.city import City, Names, Point
from services.facts import Door, Fact, FactSource, Line
from services.phrasings import phrasings

NAME = "point"


def named(names: Names, language: str) -> str:
    """A text of the pack in this language, else in Indonesian."""
    return names.get(language) or names["id"]


def passages(db: Connection, *, city: City, now: datetime) -> Iterable[Passage]:
    """Each point, found by its number only: of what it says, its article is the better teller."""
    for number, point in enumerate(city.points, start=1):
        asked = phrasings(NAME, number=number, city=city.name)
        yield Passage(f"{NAME}:{point.id}", asked[0], "", asked[1:], group=point.article)


def tell(db: Connection, *, key: str, language: str, city: City, now: datetime) -> Fact | None:
    """What the point is called and about, and the way to all that is known of it."""
    found = [(number, point) for number, point in enumerate(city.points, start=1) if point.id == key]
    return _told(*found[0], language, city) if found else None


def _told(number: int, point: Point, language: str, city: City) -> Fact:
    title = named(point.title, language)
    values = {"number": number, "count": len(city.points), "city": city.name, "short": named(point.short, language)}
    door = Door(f"v1:roadmap:point:{point.id}", Line("fact.point.door"))
    return Fact(f"{NAME}:{point.id}", title, (Line("fact.point", values),), (point.source,), door=door)


POINTS = FactSource(NAME, passages, tell, edition=lambda db: "")
