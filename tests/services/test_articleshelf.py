"""The shelf finds every article by its words, its title or its key, retired ones too."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from finder import Index, Passage
from services import articles, articleshelf as shelf, people
from services.articleshelf import Listed, Page
from services.city import Source
from services.people import Person

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def ani(db: Connection) -> Person:
    """A satgas."""
    return people.meet(db, telegram_id=7, name="Ani", username=None, telegram_language="id", now=NOW)


def write(db: Connection, by: Person, *titles: str, body: str = "Buka pukul 8.") -> list[int]:
    """One article a title, a minute apart."""
    source = Source("Humas", "", "2026")
    told = {"language": "id", "body": body, "sources": [source], "asked_as": [], "by": by}
    times = [NOW + timedelta(minutes=minute) for minute in range(len(titles))]
    return [articles.write(db, title=title, now=now, **told) for title, now in zip(titles, times, strict=True)]  # type: ignore[arg-type]


def index_of(db: Connection, *numbers: int) -> Index:
    """An index of these articles, of something live, and of an article that is no more."""
    known = [shelf.known(db, article_id=number) for number in numbers]
    told = [Passage(f"article:{one.article.id}", one.article.title, one.article.body) for one in known if one]
    others = [Passage("slot:1", "Kursi di MCC", "Ada kursi."), Passage("article:999", "Gedung MCC", "Sudah hilang.")]
    return Index.build([*told, *others], {})


def titles(page: Page[Listed]) -> list[str]:
    return [one.title for one in page.items]


def test_words_find_by_title_by_key_by_meaning_and_what_is_retired(db: Connection, ani: Person) -> None:
    numbers = write(db, ani, "Jam buka MCC", "Parkir", "MCC lama", body="Gedung kreatif di Blimbing, buka pukul 8.")
    index = index_of(db, *numbers[:2])
    articles.retire(db, article_id=numbers[2], by=ani, now=NOW)

    assert titles(shelf.find(db, index=index, words="mcc", page=0)) == ["MCC lama", "Jam buka MCC"]
    assert shelf.find(db, index=index, words=" MCC  lama ", page=0).items[0] == Listed(
        numbers[2], "id", "MCC lama", True
    )
    assert titles(shelf.find(db, index=index, words="satgas.park", page=0)) == ["Parkir"]
    assert set(titles(shelf.find(db, index=index, words="gedung kreatif", page=0))) == {"Parkir", "Jam buka MCC"}
    assert shelf.find(db, index=index, words="gajah", page=0) == Page((), 0, 1, 0)
    assert shelf.find(db, index=index, words="100%_", page=0).count == 0


def test_lists_are_paged_and_the_last_changed_comes_first(db: Connection, ani: Person) -> None:
    numbers = write(db, ani, *(f"Artikel {number}" for number in range(10)))
    articles.retire(db, article_id=numbers[9], by=ani, now=NOW)
    articles.retire(db, article_id=numbers[0], by=ani, now=NOW)

    first, last = shelf.recent(db, page=0), shelf.recent(db, page=99)
    assert (titles(first), first.pages) == ([f"Artikel {number}" for number in range(8, 0, -1)], 1)
    assert last == first
    assert titles(shelf.retired(db, page=0)) == ["Artikel 0", "Artikel 9"]
    write(db, ani, "Lagi")
    second = shelf.recent(db, page=1)
    assert (titles(second), second.page, second.pages, second.count) == (["Artikel 1"], 1, 2, 9)


def test_a_long_history_is_paged(db: Connection, ani: Person) -> None:
    (number,) = write(db, ani, "Jam")
    for _ in range(5):
        articles.retire(db, article_id=number, by=ani, now=NOW)
        articles.revive(db, article_id=number, by=ani, now=NOW)

    pages = [shelf.history(db, article_id=number, page=page) for page in (0, 1, 2)]
    assert [[past.number for past in page.items] for page in pages] == [list(range(11, 3, -1)), [3, 2, 1], [3, 2, 1]]
    assert [shelf.past(db, version_id=past.id) for past in pages[1].items] == list(pages[1].items)
