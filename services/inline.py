"""Inline: what can be shown in any chat, found while somebody still types, ten at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from finder.sentences import sentences
from finder.words import surfaces
from services import knowledge, milestonefacts
from services.asking import Shelf
from services.coworking import patterns, spaces
from services.coworking.patterns import Pattern
from services.coworking.values import Space
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

SPACE = "space"
NAMED = 0.9
"""How sure it is that a space is meant whose name was typed."""
SHORTEST = 3
"""Letters of a word from which on it may mean a name."""


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea, as everybody sees it."""

    card: Card

    @property
    def passage(self) -> str:
        return f"{similar.NAME}:{self.card.idea.id}"

    @property
    def title(self) -> str:
        return self.card.idea.title


@dataclass(frozen=True, slots=True)
class Place:
    """A coworking space with its weekly openings."""

    space: Space
    weekly: tuple[Pattern, ...]

    @property
    def passage(self) -> str:
        return f"{SPACE}:{self.space.id}"

    @property
    def title(self) -> str:
        return self.space.name


Told = Article | Fact | Idea | Place


@dataclass(frozen=True, slots=True)
class Page:
    """What was found, in which language to speak, and where the next page begins (None: that was all)."""

    told: tuple[Told, ...]
    language: str
    further: int | None = None


def find(db: Connection, *, shelf: Shelf, ideas: Library, words: str, language: str, start: int = 0) -> Page:
    """What these words may mean, best first; without words the roadmap's points and what is most supported."""
    coded = by_code(db, code=words) is not None
    only_ideas = None if coded else _IDEAS.fullmatch(words)
    asked = (only_ideas["words"] or "") if only_ideas else words
    if not asked.strip():
        points = () if only_ideas else _points(db, shelf, language)
        return Page((*points, *_popular(db)), language)
    index = shelf.library.index
    speaks = language if index.language(asked) == HOME else "en"
    found = [(sure, f"{similar.NAME}:{one}") for one, sure in similar.ranked(db, library=ideas, words=asked)]
    if not only_ideas and not coded:
        found = [*((hit.confidence, hit.id) for hit in index.begun(asked, limit=MOST)), *found]
        found += [(NAMED, f"{SPACE}:{one.id}") for one in _named(db, asked)]
        found += milestonefacts.begun(db, words=asked, now=shelf.now)
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


def _popular(db: Connection) -> tuple[Idea, ...]:
    page = browsing.page(db, person_id=0, order=Order.SUPPORTED, size=POPULAR)
    return tuple(Idea(browsing.card_of(db, idea=one.idea, person_id=0)) for one in page.items)


def _named(db: Connection, words: str) -> list[Space]:
    """The spaces in whose name each of the words begins one."""
    typed = [word for word in surfaces(words) if len(word) >= SHORTEST]
    return [one for one in spaces.spaces(db) if typed and all(_begins(word, one.name) for word in typed)]


def _begins(word: str, name: str) -> bool:
    return any(part.startswith(word) for part in surfaces(name))


def _told(db: Connection, shelf: Shelf, found: Sequence[str], language: str) -> tuple[Told, ...]:
    """In the order found: ideas that are listed still, spaces, and what the passages tell now."""
    own: dict[str, Told] = {one.passage: one for one in _ideas(db, found)}
    own |= {one.passage: one for one in _places(db, found)}
    passages = [one for one in found if not one.startswith((f"{similar.NAME}:", f"{SPACE}:"))]
    rest = iter(knowledge.tell_all(db, passages=passages, language=language, city=shelf.city, now=shelf.now))
    told = (own.get(one) if one not in passages else next(rest, None) for one in found)
    return tuple(one for one in told if one is not None)


def _ideas(db: Connection, found: Sequence[str]) -> list[Idea]:
    listed = browsing.items(db, ids=_numbers(found, similar.NAME), person_id=0)
    return [Idea(browsing.card_of(db, idea=one.idea, person_id=0)) for one in listed]


def _places(db: Connection, found: Sequence[str]) -> list[Place]:
    known = (spaces.read_space(db, space_id=one) for one in _numbers(found, SPACE))
    return [Place(one, tuple(patterns.patterns(db, space_id=one.id))) for one in known if one]


def _numbers(found: Sequence[str], name: str) -> list[int]:
    return [int(one.partition(":")[2]) for one in found if one.startswith(f"{name}:")]
