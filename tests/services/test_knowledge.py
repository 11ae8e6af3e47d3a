"""Knowledge: filled from the pack, kept from it where people changed it, and found for a question."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from finder import Passage
from models import Article as Articles, Person
from services import knowledge, people
from services.city import City
from services.citypack import read_city
from services.facts import Fact, FactSource
from services.knowledge import Article, Filled

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


@pytest.mark.parametrize("values", [{"body": "Lain.", "changed_at": LATER}, {"retired_at": NOW, "changed_at": LATER}])
def test_the_edition_changes_when_an_article_does(db: Connection, values: dict[str, object]) -> None:
    fill(db)
    before = knowledge.edition(db)
    assert knowledge.edition(db) == before
    change(db, **values)
    assert knowledge.edition(db) != before


@pytest.mark.parametrize("pack", [retold("Baru."), without(KEY)])
def test_other_processes_notice_a_start_whose_clock_is_behind(db: Connection, pack: City) -> None:
    fill(db, now=LATER)
    before = knowledge.edition(db)
    fill(db, pack, now=NOW)
    assert knowledge.edition(db) > before


def test_a_library_is_renewed_whole(db: Connection) -> None:
    fill(db)
    library = knowledge.open_library(db, city=CITY, now=NOW)
    assert library.edition == knowledge.edition(db)
    empty = knowledge.build_index((), words={})
    library.renew(empty, "next")
    assert (library.index, library.edition) == (empty, "next")


def told(db: Connection, passage: str, language: str = "id") -> Article | Fact | None:
    return knowledge.tell(db, passage=passage, language=language, city=CITY, now=NOW)


def test_a_passage_tells_its_article_in_the_language_asked_for_where_it_exists(db: Connection) -> None:
    fill(db)
    english, indonesian = (knowledge.article(db, key=KEY, language=language) for language in ("en", "id"))
    assert english is not None
    assert told(db, english.passage, "en") == told(db, getattr(indonesian, "passage", ""), "en") == english
    assert told(db, english.passage, "id") == told(db, english.passage, "jv") == indonesian


@pytest.mark.parametrize(
    "passage",
    ["article:0", "article:99999", "article:x", "article:²", "article:" + "9" * 40, "", ":", "gone:1", "point:"],
)
def test_a_passage_that_is_not_there_tells_nothing(db: Connection, passage: str) -> None:
    fill(db)
    assert told(db, passage) is None


SHOP = FactSource(
    "shop",
    passages=lambda db, *, city, now: [Passage("shop:1", "Toko buka", "", ("toko buka jam berapa",))],
    tell=lambda db, *, key, language, city, now: (
        Fact(f"shop:{key}", f"{language} {now:%H}", ()) if key == "1" else None
    ),
    edition=lambda db: db.execute(select(func.count(Person.id))).scalar(),
)


def test_a_source_of_live_facts_is_found_told_and_noticed(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(db)
    monkeypatch.setattr(knowledge, "SOURCES", (SHOP,))
    before = knowledge.edition(db)
    library = knowledge.open_library(db, city=CITY, now=NOW)
    assert library.index.ask("toko buka jam brp").hits[0].id == "shop:1"
    assert told(db, "shop:1", "en") == Fact("shop:1", "en 05", ())
    assert told(db, "shop:2") is None
    people.meet(db, telegram_id=1, name="Ani", username=None, telegram_language="id", now=NOW)
    assert knowledge.edition(db) != before


def test_an_empty_database_tells_of_no_article(db: Connection) -> None:
    known = {one.id for one in knowledge.passages(db, city=CITY, now=NOW) if one.known}
    seats = {"seat:all", *(f"seat:k{number}" for number in range(1, len(CITY.kecamatan) + 1))}
    assert known == {f"point:{point.id}" for point in CITY.points} | seats
    assert knowledge.edition(db) == "0/None//0/0/None/None/"


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
