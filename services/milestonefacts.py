"""Milestones as a source of live facts: "progres coworking Sukun gimana?" is answered from the rows of the moment."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, func, select

from finder import Passage
from models import Milestone as Milestones
from services import dates
from services.city import City, Point, Source
from services.facts import Dated, Door, Fact, FactSource, Line, Told
from services.milestones import reading
from services.milestones.values import Milestone, Status, Update, rolled_up
from services.phrasings import phrasings
from services.roadmap import NAME as POINT, named

NAME = "milestone"
_PROGRESS = re.compile(
    r"(?i)\b(?:tonggak\w*|milestones?|progres\w*|perkembangan\w*"
    r"|(?:sudah |wis )?(?:sampai|sampek|tekan) (?:di ?)?(?:mana|endi)|how far)\b"
)
"""By these words somebody asks how far something is."""
SURE, LIKELY = 1.0, 0.5
MOST = 10
"""So many milestones of a point are told in one answer."""


def passages(db: Connection, *, city: City, now: datetime) -> Iterable[Passage]:
    """Each milestone that no article tells of; of the others, questions of progress find the article first."""
    told = {one.key: one for one in city.milestones}
    for one in reading.public_milestones(db, now=now):
        pack = told.get(one.key or "")
        if pack is None or pack.asked_as:
            yield _passage(one, pack.asked_as if pack else ())


def _passage(one: Milestone, more: tuple[str, ...]) -> Passage:
    """By its title in every language."""
    asked = [words for title in dict.fromkeys(one.title.values()) for words in phrasings(NAME, title=title)]
    return Passage(f"{NAME}:{one.id}", one.title["id"], "", (*asked, *more))


def instead(
    db: Connection, *, passage: str, article: Told | None, question: str, city: City, now: datetime
) -> str | None:
    """Asked how far something is that an article or a point tells of: its milestone, or all of the point."""
    if not _PROGRESS.search(question):
        return None
    keys = [one.key for one in city.milestones if article and one.article == article.key]
    for one in reading.public_milestones(db, now=now):
        if one.key in keys:
            return str(one.id)
    points = enumerate(city.points, start=1)
    return next((f"p{number}" for number, one in points if _tells_of(one, passage, article)), None)


def _tells_of(point: Point, passage: str, article: Told | None) -> bool:
    return passage == f"{POINT}:{point.id}" or (article is not None and article.point == point.id)


def without_progress(question: str) -> str:
    """What is asked about, where it is asked how far that is."""
    return " ".join(_PROGRESS.sub(" ", question).split())


def begun(db: Connection, *, words: str, now: datetime) -> list[tuple[float, str]]:
    """While somebody types: milestones whose title or kecamatan has every word, with how surely they are meant."""
    typed = [one for one in re.findall(r"\w+", words.casefold()) if not _PROGRESS.search(one)]
    every = reading.public_milestones(db, now=now) if typed or _PROGRESS.search(words) else ()
    found = [one for one in every if all(any(word.startswith(one_) for word in _words(one)) for one_ in typed)]
    sure = SURE if _PROGRESS.search(words) else LIKELY
    return [(sure, f"{NAME}:{one.id}") for one in found]


def _words(one: Milestone) -> set[str]:
    return set(re.findall(r"\w+", " ".join((*one.title.values(), one.kecamatan or "")).casefold()))


def tell(db: Connection, *, key: str, language: str, city: City, now: datetime) -> Fact | None:
    """How a milestone stands ("12"), or those of a point ("p4"), with source and date."""
    if key.startswith("p"):
        return _point(db, key[1:], language, city, now)
    one = reading.public_milestone(db, milestone_id=int(key), now=now) if key.isdigit() else None
    if one is None:
        return None
    updates = [told for told in reading.updates_of(db, milestone_id=one.id) if told.text]
    lines = [Line("fact.milestone.about", {"about": one.told(language)})] if one.told(language) else []
    lines += [*_standing(one, city, now), *_latest(updates)]
    read = dict.fromkeys(source for source in (one.source, updates[-1].source if updates else None) if source)
    door = Door(f"v1:roadmap:milestone:{one.id}", Line("fact.milestone.door"))
    return Fact(f"{NAME}:{one.id}", one.named(language), tuple(lines), tuple(read), _as_of(one, tuple(read)), door)


def _standing(one: Milestone, city: City, now: datetime) -> Iterator[Line]:
    yield Line(f"fact.milestone.{one.status}", {"progress": one.progress})
    if one.reached:
        yield Line("fact.milestone.reached", {"when": Dated(one.reached)})
    elif one.target:
        late = one.is_late(dates.today(now, city.time_zone))
        yield Line("fact.milestone.late" if late else "fact.milestone.target", {"when": Dated(one.target)})


def _latest(updates: list[Update]) -> Iterator[Line]:
    if updates:
        last = updates[-1]
        yield Line(
            "fact.milestone.latest", {"when": Dated(last.dated or last.at.date().isoformat()), "text": last.text}
        )


def _as_of(one: Milestone, read: tuple[Source, ...]) -> datetime | None:
    """What satgas wrote is as of its last change; what was read has the date of its source."""
    return one.changed_at if one.origin == "satgas" or not read else None


def _point(db: Connection, number: str, language: str, city: City, now: datetime) -> Fact | None:
    if not number.isdigit() or not 1 <= int(number) <= len(city.points):
        return None
    point = city.points[int(number) - 1]
    several = reading.by_point(db, city=city, now=now)[point.id]
    percent = rolled_up(several, now=now)
    if percent is None:
        return None
    counted = [one for one in several if one.status is not Status.DROPPED]
    done = sum(one.status is Status.DONE for one in counted)
    lines = [Line("fact.milestones.progress", {"percent": percent, "done": done, "count": len(counted)})]
    lines += [_listed(one, language) for one in several[:MOST]]
    read = tuple(dict.fromkeys(one.source for one in several[:MOST] if one.source))
    door = Door(f"v1:roadmap:point:{point.id}", Line("fact.milestones.door"))
    title = named(point.title, language)
    changed = [when for one in several if (when := _as_of(one, read))]
    return Fact(f"{NAME}:p{number}", title, tuple(lines), read[:3], max(changed, default=None), door)


def _listed(one: Milestone, language: str) -> Line:
    return Line(f"fact.milestones.{one.status}", {"title": one.named(language), "progress": one.progress})


def edition(db: Connection) -> str:
    """Another one whenever a milestone comes, goes or changes."""
    columns = (
        func.count(),
        func.count(Milestones.public_at),
        func.sum(Milestones.revision),
        func.max(Milestones.changed_at),
    )
    return "/".join(str(part) for part in db.execute(select(*columns)).one())


MILESTONES = FactSource(NAME, passages, tell, edition, instead=instead)
