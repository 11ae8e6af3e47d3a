"""Similar ideas: found by the finder that finds answers, over what is shown; done and declined ones too."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, func, select

from finder import Hit, Passage
from models import Idea as Ideas
from services.city import City
from services.ideas.browsing import Item, items
from services.ideas.reading import by_code, root_id
from services.ideas.values import Status, Visibility
from services.knowledge import Library, build_index

NAME = "idea"
MOST = 3
SEARCHED = 50
"""How many of what the finder ranks are worth paging through."""


def edition(db: Connection) -> str:
    """Changes whenever an idea does that can be found; cheap enough to ask every few seconds."""
    count, last = db.execute(select(func.count(), func.max(Ideas.changed_at)).where(*_told())).one()
    return f"{count}/{last}"


def passages(db: Connection) -> tuple[Passage, ...]:
    """Every idea that is shown; one that was merged leads to where it was merged to."""
    rows = db.execute(select(Ideas.id, Ideas.title, Ideas.text).where(*_told()).order_by(Ideas.id))
    return tuple(Passage(f"{NAME}:{row.id}", row.title, row.text) for row in rows)


def open_library(db: Connection, *, city: City) -> Library:
    """The ideas' own library as the database stands; renewed like the articles'."""
    return Library(build_index(passages(db), words=city.words), edition(db))


def similar(
    db: Connection, *, library: Library, text: str, person_id: int, but: Collection[int] = (), most: int = MOST
) -> tuple[Item, ...]:
    """Ideas that say about the same, the nearest first; none where nothing does, never one of `but`."""
    hits = library.index.similar(text, limit=2 * most + len(but))
    found = [one for one in _roots(db, hits) if one not in but]
    return items(db, ids=found, person_id=person_id)[:most]


def search(
    db: Connection, *, library: Library, words: str, person_id: int, start: int = 0, size: int = 5
) -> tuple[tuple[Item, ...], int | None]:
    """A page of what these words find, the nearest first, and where the next begins; a code finds its idea."""
    found = items(db, ids=[number for number, _ in ranked(db, library=library, words=words)], person_id=person_id)
    further = start + size if start + size < len(found) else None
    return found[start : start + size], further


def ranked(db: Connection, *, library: Library, words: str) -> list[tuple[int, float]]:
    """The ideas these words may mean, by number, the surest first, with how sure it is; one by its code is meant."""
    coded = by_code(db, code=words)
    if coded:
        return [(root_id(db, idea_id=coded.id), 1.0)]
    hits = library.index.begun(words, limit=SEARCHED)
    sure: dict[int, float] = {}
    for number, hit in zip(_leads(db, hits), hits, strict=True):
        sure.setdefault(number, hit.confidence)
    return list(sure.items())


def _told() -> tuple[ColumnElement[bool], ...]:
    return Ideas.visibility == Visibility.SHOWN, Ideas.status != Status.WITHDRAWN


def _roots(db: Connection, hits: Sequence[Hit]) -> list[int]:
    """What was hit, or where it was merged to, each once and in this order."""
    return list(dict.fromkeys(_leads(db, hits)))


def _leads(db: Connection, hits: Sequence[Hit]) -> list[int]:
    """Of each hit the idea, or where it was merged to."""
    ids = [int(hit.id.partition(":")[2]) for hit in hits]
    merged = select(Ideas.id).where(Ideas.id.in_(ids), Ideas.target_id.is_not(None))
    lead = {one: root_id(db, idea_id=one) for one in db.execute(merged).scalars().all()}
    return [lead.get(one, one) for one in ids]
