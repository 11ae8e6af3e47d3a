"""Similar ideas: found by the finder that finds answers, over what is shown; done and declined ones too."""

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from finder import Index, Passage
from models import Idea as Ideas
from services.city import City
from services.ideas.browsing import Item, items, listed
from services.ideas.reading import by_code
from services.knowledge import Library, build_index

NAME = "idea"
MOST = 3
SEARCHED = 50
"""How many of what the finder ranks are worth paging through."""


def edition(db: Connection) -> str:
    """Changes whenever an idea does that can be found; cheap enough to ask every few seconds."""
    count, last = db.execute(select(func.count(), func.max(Ideas.changed_at)).where(*listed())).one()
    return f"{count}/{last}"


def passages(db: Connection) -> tuple[Passage, ...]:
    """Every idea that is listed."""
    rows = db.execute(select(Ideas.id, Ideas.title, Ideas.text).where(*listed()).order_by(Ideas.id))
    return tuple(Passage(f"{NAME}:{row.id}", row.title, row.text) for row in rows)


def open_library(db: Connection, *, city: City) -> Library:
    """The ideas' own library as the database stands; renewed like the articles'."""
    return Library(build_index(passages(db), words=city.words), edition(db))


def similar(
    db: Connection, *, library: Library, text: str, person_id: int, but: Collection[int] = (), most: int = MOST
) -> tuple[Item, ...]:
    """Ideas that say about the same, the nearest first; none where nothing does, never one of `but`."""
    found = _numbers(library.index, text, most + len(but))
    return items(db, ids=[one for one in found if one not in but], person_id=person_id)[:most]


def search(
    db: Connection, *, library: Library, words: str, person_id: int, start: int = 0, size: int = 5
) -> tuple[tuple[Item, ...], int | None]:
    """A page of what these words find, the nearest first, and where the next begins; a code finds its idea."""
    coded = by_code(db, code=words)
    hits = [coded.id] if coded else [_number(hit.id) for hit in library.index.begun(words, limit=SEARCHED)]
    found = items(db, ids=hits, person_id=person_id)
    further = start + size if start + size < len(found) else None
    return found[start : start + size], further


def _numbers(index: Index, text: str, most: int) -> list[int]:
    return [_number(hit.id) for hit in index.similar(text, limit=most)]


def _number(passage: str) -> int:
    return int(passage.partition(":")[2])
