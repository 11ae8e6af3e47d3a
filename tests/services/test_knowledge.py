"""Knowledge: filled from the pack, kept from it where people changed it, and found for a question."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from models import Article as Articles
from services import knowledge, people
from services.city import City
from services.citypack import read_city
from services.knowledge import Filled

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
CITY = read_city(Path(__file__).resolve().parents[2] / "content" / "malang")
COUNT = len(CITY.articles)
KEY = "mcc.alamat"


def retold(body: str, key: str = KEY) -> City:
    """The pack with another body for one Indonesian article."""
    told = [replace(a, body=body) if (a.key, a.language) == (key, "id") else a for a in CITY.articles]
    return replace(CITY, articles=tuple(told))


def without(key: str) -> City:
    return replace(CITY, articles=tuple(a for a in CITY.articles if a.key != key))


def fill(db: Connection, city: City = CITY, now: datetime = NOW) -> Filled:
    return knowledge.fill_from_pack(db, pack=city, now=now)


def body(db: Connection, key: str = KEY) -> str | None:
    found = knowledge.article(db, key=key, language="id")
    return found.body if found else None


def change(db: Connection, **values: object) -> None:
    db.execute(update(Articles).where(Articles.key == KEY, Articles.language == "id").values(**values))


def test_the_first_start_fills_and_the_second_does_nothing(db: Connection) -> None:
    assert fill(db) == Filled(told=COUNT, retired=0)
    assert fill(db, now=LATER) == Filled(told=0, retired=0)
    assert len(knowledge.articles(db)) == COUNT
    assert db.execute(select(func.max(Articles.changed_at))).scalar() == NOW


def test_what_is_read_is_what_the_pack_says(db: Connection) -> None:
    fill(db)
    told = next(a for a in CITY.articles if a.key == "roadmap.mcc" and a.language == "id")
    found = knowledge.article(db, key="roadmap.mcc", language="id")
    assert found is not None
    assert (found.title, found.body, found.sources, found.doubt) == (told.title, told.body, told.sources, told.doubt)
    assert (found.kecamatan, found.topics, found.point) == (("blimbing",), ("roadmap-mcc",), "mcc")
    assert knowledge.article_by_id(db, number=found.id) == found


def test_a_later_start_brings_what_the_pack_changed(db: Connection) -> None:
    fill(db)
    assert fill(db, retold("Pindah."), LATER) == Filled(told=1, retired=0)
    assert body(db) == "Pindah."


def test_what_satgas_changed_stays(db: Connection) -> None:
    fill(db)
    ani = people.meet(db, telegram_id=1, name="Ani", username=None, telegram_language="id", now=NOW)
    change(db, body="Kata satgas.", changed_by=ani.id)
    fill(db, retold("Kata paket."), LATER)
    assert body(db) == "Kata satgas."


@pytest.mark.parametrize("values", [{"origin": "satgas"}, {"origin": "satgas", "changed_by": None}])
def test_it_stays_when_who_changed_it_is_forgotten(db: Connection, values: dict[str, object]) -> None:
    fill(db)
    change(db, body="Kata satgas.", **values)
    fill(db, retold("Kata paket."), LATER)
    fill(db, without(KEY), LATER)
    assert body(db) == "Kata satgas."


def test_what_was_retired_stays_retired(db: Connection) -> None:
    fill(db)
    change(db, retired_at=NOW)
    fill(db, retold("Kata paket."), LATER)
    assert KEY not in {a.key for a in knowledge.articles(db) if a.language == "id"}


def test_what_the_pack_says_no_more_is_retired_until_it_says_it_again(db: Connection) -> None:
    fill(db)
    gone = sum(a.key == KEY for a in CITY.articles)
    assert fill(db, without(KEY), LATER) == Filled(told=0, retired=gone)
    assert body(db) is None
    assert fill(db, without(KEY), LATER) == Filled(told=0, retired=0)
    assert fill(db, CITY, LATER) == Filled(told=gone, retired=0)
    assert body(db) is not None


def test_an_article_comes_in_the_language_asked_for_where_it_exists(db: Connection) -> None:
    fill(db)
    languages = [
        getattr(knowledge.article(db, key=key, language=language), "language", None)
        for key, language in [(KEY, "en"), (KEY, "jv"), ("mcc.parkir", "en"), ("tidak.ada", "id")]
    ]
    assert languages == ["en", "id", "id", None]


def test_a_question_is_answered_in_its_language_or_the_askers(db: Connection) -> None:
    fill(db)
    library = knowledge.open_library(db, city=CITY)

    def answered(question: str, language: str) -> str | None:
        found = knowledge.answer(db, library=library, question=question, language=language)
        return f"{found.key}/{found.language}" if found else None

    assert answered("apa aja isi roadmap malang?", "id") == "roadmap.isi/id"
    assert answered("apa aja isi roadmap malang?", "en") == "roadmap.isi/en"
    assert answered("apa aja isi roadmap malang?", "jv") == "roadmap.isi/id"
    assert answered("Where is the Malang Creative Center?", "id") == "mcc.alamat/en"
    assert answered("parkir mcc muat berapa motor", "en") == "mcc.parkir/id"
    assert answered("Siapa pengelola MCC?", "id") == "mcc.pengelola/id"
    assert answered("smart city malang tujuannya apa", "jv") == "roadmap.tujuan/id"
    assert answered("harga emas hari ini", "id") is None


def test_what_is_asked_in_indonesian_is_never_answered_in_english(db: Connection) -> None:
    fill(db)
    library = knowledge.open_library(db, city=CITY)
    asked = [words for one in CITY.articles if one.language == "id" for words in one.asked_as if " " in words]
    told = [(words, knowledge.answer(db, library=library, question=words, language="id")) for words in asked]
    strange = [words for words, found in told if found and found.language == "en"]
    assert all(library.index.language(words) == "en" for words in strange), strange


def test_an_article_retired_after_the_index_was_built_is_not_told(db: Connection) -> None:
    fill(db)
    library = knowledge.open_library(db, city=CITY)
    db.execute(update(Articles).values(retired_at=LATER))
    assert knowledge.answer(db, library=library, question="mcc di mana", language="id") is None


@pytest.mark.parametrize("values", [{"body": "Lain.", "changed_at": LATER}, {"retired_at": NOW, "changed_at": LATER}])
def test_the_edition_changes_when_an_article_does(db: Connection, values: dict[str, object]) -> None:
    fill(db)
    before = knowledge.edition(db)
    assert knowledge.edition(db) == before
    change(db, **values)
    assert knowledge.edition(db) != before


def test_a_library_is_renewed_whole(db: Connection) -> None:
    fill(db)
    library = knowledge.open_library(db, city=CITY)
    assert library.edition == knowledge.edition(db)
    empty = knowledge.build_index((), words={})
    library.renew(empty, "next")
    assert (library.index, library.edition) == (empty, "next")


def test_an_empty_database_answers_nothing(db: Connection) -> None:
    library = knowledge.open_library(db, city=replace(CITY, unknown=()))
    assert knowledge.answer(db, library=library, question="mcc di mana", language="id") is None
    assert knowledge.edition(db) == "0/None"


def at_once(*deeds: Callable[[], None]) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_processes_may_start_at_once(engine: Engine) -> None:
    done: list[Filled] = []

    def start() -> None:
        with engine.begin() as db:
            done.append(fill(db))

    at_once(start, start)
    assert len(done) == 2
    with engine.begin() as db:
        assert len(knowledge.articles(db)) == COUNT
