"""Inline: what can be shown in any chat, found while somebody still types, ten at a time."""

from dataclasses import dataclass

from sqlalchemy import Connection

from finder.sentences import sentences
from services import knowledge
from services.asking import Shelf
from services.facts import Fact
from services.knowledge import HOME, Article
from services.roadmap import NAME as POINT

PAGE, MOST = 10, 50


@dataclass(frozen=True, slots=True)
class Page:
    """What was found, in which language to speak, and where the next page begins (None: that was all)."""

    told: tuple[Article | Fact, ...]
    language: str
    further: int | None = None


def find(db: Connection, *, shelf: Shelf, words: str, language: str, start: int = 0) -> Page:
    """What these words may mean, best first; without words the roadmap's points."""
    if not words.strip():
        return Page(_points(db, shelf, language), language)
    index = shelf.library.index
    speaks = language if index.language(words) == HOME else "en"
    hits = index.begun(words, limit=MOST)
    further = start + PAGE if start + PAGE < len(hits) else None
    return Page(_told(db, shelf, [hit.id for hit in hits[start : start + PAGE]], speaks), speaks, further)


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


def _told(db: Connection, shelf: Shelf, passages: list[str], language: str) -> tuple[Article | Fact, ...]:
    return tuple(knowledge.tell_all(db, passages=passages, language=language, city=shelf.city, now=shelf.now))
