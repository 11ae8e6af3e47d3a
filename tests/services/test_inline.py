"""What is found while somebody types: articles and facts in one go, each thing once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from services import inline, knowledge
from services.asking import Shelf
from services.inline import Page
from services.knowledge import empty_library
from tests.support.desk import MORNING, small_city


@pytest.fixture
def shelf(db: Connection) -> Shelf:
    city = small_city()
    knowledge.fill_from_pack(db, pack=city, now=MORNING)
    return Shelf(knowledge.open_library(db, city=city, now=MORNING), city, MORNING)


def titles(page: Page) -> list[str]:
    return [one.title for one in page.told]


def test_each_thing_once_in_the_language_spoken(db: Connection, shelf: Shelf) -> None:
    page = inline.find(db, shelf=shelf, ideas=empty_library(), words="mcc", language="id")
    assert (titles(page), page.language, page.further) == (["MCC"], "id", None)
    english = inline.find(db, shelf=shelf, ideas=empty_library(), words="where is mcc", language="id")
    assert (english.told[0].title, getattr(english.told[0], "language", "")) == ("MCC", "en")
    assert english.language == "en"


def test_facts_are_found_beside_articles(db: Connection, shelf: Shelf) -> None:
    page = inline.find(db, shelf=shelf, ideas=empty_library(), words="poin kedua roadmap", language="id")
    assert titles(page)[0] == "Task Force dan KPI"
    assert {one.passage.partition(":")[0] for one in page.told} == {"point", "article"}


def test_several_passages_are_read_together(db: Connection, shelf: Shelf) -> None:
    passages = [one.passage for one in knowledge.articles(db)]
    asked: dict[str, Any] = {
        "passages": [*passages, "article:0", "article:x", "point:mcc", "nobody:1"],
        "city": shelf.city,
        "now": MORNING,
    }
    with counted(db.engine) as statements:
        told = knowledge.tell_all(db, language="en", **asked)
    assert len(statements) == 1
    assert [one.title for one in told] == ["Isi roadmap Malang", "MCC", "Malang Creative Center (MCC)"]
    alone = [knowledge.tell(db, passage=one.passage, language="en", city=shelf.city, now=MORNING) for one in told]
    assert told == alone


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    statements = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("body", "words"),
    [("Satu. Dua.", "Satu."), ("Jl. Mawar 7, dekat pasar\nlalu", "Jl. Mawar 7, dekat pasar"), ("", "")],
)
def test_an_article_in_a_sentence(db: Connection, shelf: Shelf, body: str, words: str) -> None:
    assert inline.gist(replace(knowledge.articles(db)[0], body=body)) == words
