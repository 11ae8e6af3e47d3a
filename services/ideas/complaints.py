"""Complaints: words that complain rather than propose are shown where complaints go; they may still be an idea."""

from sqlalchemy import Connection

from finder.words import surfaces
from services import knowledge
from services.city import City
from services.ideas.titles import introduced, propose
from services.knowledge import Article, Library

SURE = 0.5
"""From this confidence on the words are taken for a complaint; measured by tests/services/ideas/test_complaints.py."""
PROPOSING = frozenset(
    "adain adakan ajak andai aplikasi ayo bagaimana bangun bantu bikin bikinin buat buatkan buka coba desain festival "
    "gawe gawekno gimana hias kelas kembangkan kompetisi let lomba make misal nggawe pameran pelatihan pengen rancang "
    "sediakan selenggarakan sulap ubah workshop".split()
)
FIRST = 2
"""A proposal says within so many words that it is one."""


def complaint(db: Connection, *, words: str, library: Library, city: City, language: str) -> Article | None:
    """The article that says where complaints go, if these words are one; its doors are the city's."""
    if city.complaints is None or proposes(words):
        return None
    hits = library.index.search(words, limit=1)
    if not hits or hits[0].confidence < SURE:
        return None
    kind, _, number = hits[0].id.partition(":")
    found = knowledge.article_by_id(db, number=int(number)) if kind == knowledge.ARTICLE else None
    if found is None or found.key != city.complaints.article:
        return None
    return knowledge.article(db, key=found.key, language=language)


def proposes(words: str) -> bool:
    """Whether they begin as a proposal does: build this, make that."""
    return introduced(words) or not PROPOSING.isdisjoint(surfaces(propose(words))[:FIRST])
