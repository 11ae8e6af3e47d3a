"""Inline: what can be shown in any chat, found while somebody still types, ten at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from finder.sentences import sentences
from services import knowledge
from services.asking import Shelf
from services.facts import Fact
from services.ideas import browsing, similar
from services.ideas.browsing import Card, Order
from services.ideas.reading import by_code
from services.knowledge import HOME, Article, Library
from services.roadmap import NAME as POINT

PAGE, MOST = 10, 50
POPULAR = 5
"""So many ideas are shown to somebody who has not typed what they look for."""
_IDEAS = re.compile(r"\s*(?:ide|idea|ideas|gagasan)(?:\s+(?P<words>.*))?", re.IGNORECASE | re.DOTALL)
"""Only ideas are looked for: `ide musik`, or `ide` alone."""

Told = Article | Fact | Card


@dataclass(frozen=True, slots=True)
class Page:
    """What was found, in which language to speak, and where the next page begins (None: that was all)."""

    told: tuple[Told, ...]
    language: str
    further: int | None = None


def find(db: Connection, *, shelf: Shelf, ideas: Library, words: str, language: str, start: int = 0) -> Page:
    """What these words may mean, best first; without words the roadmap's points and what is most supported."""
    only_ideas = None if by_code(db, code=words) else _IDEAS.fullmatch(words)
    asked = (only_ideas["words"] or "") if only_ideas else words
    if not asked.strip():
        points = () if only_ideas else _points(db, shelf, language)
        return Page((*points, *_popular(db)), language)
    index = shelf.library.index
    speaks = language if index.language(asked) == HOME else "en"
    found = [(sure, f"{similar.NAME}:{one}") for one, sure in similar.ranked(db, library=ideas, words=asked)]
    if not only_ideas and not by_code(db, code=asked):
        found += [(hit.confidence, hit.id) for hit in index.begun(asked, limit=MOST)]
    ids = [one for _, one in sorted(found, key=lambda one: -one[0])][:MOST]
    further = start + PAGE if start + PAGE < len(ids) else None
    return Page(_told(db, shelf, ids[start : start + PAGE], speaks), speaks, further)


def gist(article: Article) -> str:
    """What an article says in a sentence: its first."""
    return sentences(article.body)[0] if article.body.strip() else ""


def _points(db: Connection, shelf: Shelf, language: str) -> tuple[Article | Fact, ...]:
    """Each by its article where there is one, else the point itself."""
    told = (
        knowledge.article(db, key=point.article, language=language) or shelf.tell(db, f"{POINT}:{point.id}", language)
        for point in shelf.city.points
    )
    return tuple(one for one in told if one is not None)


def _popular(db: Connection) -> tuple[Card, ...]:
    page = browsing.page(db, person_id=0, order=Order.SUPPORTED, size=POPULAR)
    return tuple(browsing.card_of(db, idea=one.idea, person_id=0) for one in page.items)


def _told(db: Connection, shelf: Shelf, found: Sequence[str], language: str) -> tuple[Told, ...]:
    """In the order found: ideas that are listed still, and what the passages tell now."""
    numbers = [int(one.partition(":")[2]) for one in found if _is_idea(one)]
    listed = browsing.items(db, ids=numbers, person_id=0)
    cards = {f"{similar.NAME}:{one.idea.id}": browsing.card_of(db, idea=one.idea, person_id=0) for one in listed}
    told: dict[str, Told] = {}
    for one in found:
        if one in cards:
            told[one] = cards[one]
        elif not _is_idea(one):
            known = knowledge.tell_all(db, passages=[one], language=language, city=shelf.city, now=shelf.now)
            told |= {each.passage: each for each in known if each.passage not in told}
    return tuple(told.values())


def _is_idea(found: str) -> bool:
    return found.startswith(f"{similar.NAME}:")
