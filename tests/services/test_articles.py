"""Articles as satgas keep them: what was before is kept, nobody overwrites anybody unseen, every process notices."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, func, select, true

from models import Article, ArticleVersion, AuditEntry
from models.database import open_engine
from services import articles, knowledge, people
from services.articles import Content, Saved
from services.city import Source
from services.people import Person

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SOURCE = Source("Humas", "https://humas.example/a?b=1&c=2", "2026-11-20")


def meet(db: Connection, telegram_id: int = 7, name: str = "Ani") -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=NOW)


def write(db: Connection, by: Person, title: str = "Jam buka MCC", language: str = "id") -> int:
    told = {"title": title, "body": "Buka pukul 8.", "sources": [SOURCE], "asked_as": ["mcc buka jam berapa"]}
    return articles.write(db, language=language, by=by, now=NOW, **told)


def test_what_is_written_is_known_at_once(db: Connection) -> None:
    ani = meet(db)
    number = write(db, ani)

    assert knowledge.article_by_id(db, number=number) == knowledge.Article(
        number, "satgas.jam-buka-mcc", "id", "Jam buka MCC", "Buka pukul 8.", (SOURCE,), "", (), (), None,
        ("mcc buka jam berapa",),
    )  # fmt: skip
