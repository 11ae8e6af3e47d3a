"""Articles as satgas keep them: what was before is kept, nobody overwrites anybody unseen, every process notices."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text, true, update
from sqlalchemy.exc import OperationalError

from models import Article, ArticleVersion, AuditEntry
from models.database import open_engine
from services import articles, articleshelf as shelf, knowledge, people
from services.articles import Content, Saved
from services.city import PackArticle, Source
from services.people import Person
from tests.support.desk import small_city

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SOURCE = Source("Humas", "https://humas.example/a?b=1&c=2", "2026-11-20")
CONTENT = Content("id", "Jam buka MCC", "Buka pukul 8.", (SOURCE,), "", ("mcc buka jam berapa",), ("klojen",), ())


def meet(db: Connection, telegram_id: int = 7, name: str = "Ani") -> Person:
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=NOW)


def write(db: Connection, by: Person, content: Content = CONTENT, now: datetime = NOW) -> int:
    told: dict[str, Any] = {name: getattr(content, name) for name in ("language", *articles.FIELDS)}
    return articles.write(db, by=by, now=now, **told)


def change(db: Connection, number: int, by: Person, now: datetime = NOW, **new: object) -> Saved:
    """Look and change in one go."""
    seen = shelf.known(db, article_id=number)
    assert seen is not None
    content = replace(seen.content, **new)  # type: ignore[arg-type]
    return articles.change(db, article_id=number, seen=seen.changed_at, content=content, by=by, now=now)


def content_of(db: Connection, number: int) -> Content:
    found = articles.content_of(db, article_id=number)
    assert found is not None
    return found


@pytest.fixture
def ani(db: Connection) -> Person:
    """A satgas."""
    return meet(db)


def test_what_is_written_is_known_at_once(db: Connection, ani: Person) -> None:
    number = write(db, ani)

    assert knowledge.article_by_id(db, number=number) == knowledge.Article(
        number, "satgas.jam-buka-mcc", "id", "Jam buka MCC", "Buka pukul 8.", (SOURCE,), "", ("klojen",), (), None,
        ("mcc buka jam berapa",),
    )  # fmt: skip
    known = shelf.known(db, article_id=number)
    assert known is not None
    assert (known.origin, known.changed_by, known.changed_at, known.languages) == (
        "satgas",
        "Ani",
        NOW,
        (("id", number),),
    )


def test_every_article_has_a_key_of_its_own(db: Connection, ani: Person) -> None:
    titles = ["Jam buka MCC", "Jam buka MCC!", "jam  buka mcc", "ꦲꦏ꧀ꦱꦫ", "🎉 a", "Jam" * 60, "Jam" * 61]
    numbers = [write(db, ani, replace(CONTENT, title=title)) for title in titles]
    english = [write(db, ani, replace(CONTENT, language="en"))]

    keys = [key for (key,) in db.execute(select(Article.key).where(Article.id.in_(numbers + english)))]
    assert keys[:5] == ["satgas.jam-buka-mcc", "satgas.jam-buka-mcc-2", "satgas.jam-buka-mcc-3", "satgas.", "satgas.a"]
    assert len(set(keys)) == len(keys) == 8
    assert max(map(len, keys)) <= articles.KEY


def test_nothing_is_written_without_a_source(db: Connection, ani: Person) -> None:
    with pytest.raises(ValueError, match="without a source"):
        write(db, ani, replace(CONTENT, sources=()))


def test_a_change_keeps_what_was_before(db: Connection, ani: Person) -> None:
    number = write(db, ani)
    budi = meet(db, 8, "Budi")
    later = NOW + timedelta(hours=1)

    assert change(db, number, budi, later, body="Buka pukul 9.", topics=("events",)) is Saved.DONE
    assert change(db, number, ani, later, title="MCC buka") is Saved.DONE

    assert content_of(db, number) == replace(CONTENT, body="Buka pukul 9.", topics=("events",), title="MCC buka")
    told = shelf.history(db, article_id=number, page=0)
    assert [(past.number, past.by, past.at, past.what, past.before) for past in told.items] == [
        (3, "Ani", later, ("title",), replace(CONTENT, body="Buka pukul 9.", topics=("events",))),
        (2, "Budi", later, ("body", "topics"), CONTENT),
        (1, "Ani", NOW, ("write",), None),
    ]
    assert shelf.past(db, version_id=told.items[1].id) == told.items[1]
    entries = db.execute(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(one.actor_id, one.deed, one.subject, one.detail) for one in entries] == [
        (ani.id, "article.write", f"article:{number}", "{}"),
        (budi.id, "article.change", f"article:{number}", '{"what": ["body", "topics"]}'),
        (ani.id, "article.change", f"article:{number}", '{"what": ["title"]}'),
    ]


def test_what_an_article_said_once_is_said_again(db: Connection, ani: Person) -> None:
    number = write(db, ani)
    change(db, number, ani, body="Buka pukul 9.")
    (last, _) = shelf.history(db, article_id=number, page=0).items
    assert last.before is not None

    assert change(db, number, ani, body=last.before.body) is Saved.DONE
    assert content_of(db, number) == CONTENT
    assert shelf.history(db, article_id=number, page=0).count == 3


def test_saving_what_stands_already_changes_nothing(db: Connection, ani: Person) -> None:
    number = write(db, ani)
    before = knowledge.edition(db)

    assert change(db, number, ani) is Saved.SAME
    assert knowledge.edition(db) == before
    assert shelf.history(db, article_id=number, page=0).count == 1


def test_an_article_that_is_not_there_is_gone(db: Connection, ani: Person) -> None:
    who: dict[str, Any] = {"by": ani, "now": NOW}
    assert articles.change(db, article_id=99, seen=NOW, content=CONTENT, **who) is Saved.GONE
    assert articles.write_in(db, of=99, content=CONTENT, **who) == (Saved.GONE, 99)
    assert not articles.retire(db, article_id=99, **who)
    assert shelf.known(db, article_id=99) is None
    assert shelf.past(db, version_id=99) is None
    assert shelf.history(db, article_id=99, page=3) == shelf.Page((), 0, 1, 0)


def test_another_language_stands_under_the_same_key(db: Connection, ani: Person) -> None:
    number = write(db, ani)
    english = replace(CONTENT, language="en", title="MCC hours")

    saved, other = articles.write_in(db, of=number, content=english, by=ani, now=NOW)
    assert saved is Saved.DONE
    assert articles.write_in(db, of=number, content=english, by=ani, now=NOW) == (Saved.TAKEN, other)
    known = shelf.known(db, article_id=other)
    assert known is not None
    assert (known.article.key, known.languages) == ("satgas.jam-buka-mcc", (("en", other), ("id", number)))


def test_a_retired_article_is_told_to_nobody_until_it_is_revived(db: Connection, ani: Person) -> None:
    number = write(db, ani)
    who: dict[str, Any] = {"article_id": number, "by": ani, "now": NOW}

    assert not articles.revive(db, **who)
    assert articles.retire(db, **who)
    assert not articles.retire(db, **who)
    assert knowledge.article_by_id(db, number=number) is None
    known = shelf.known(db, article_id=number)
    assert known is not None
    assert known.retired_at == NOW
    assert change(db, number, ani, body="Sudah pindah.") is Saved.DONE
    assert knowledge.article_by_id(db, number=number) is None
    assert articles.revive(db, **who)
    assert knowledge.article_by_id(db, number=number) is not None
    told = shelf.history(db, article_id=number, page=0).items
    assert [past.what for past in told] == [("revive",), ("body",), ("retire",), ("write",)]
    assert not [past for past in told[:3] if past.before is None]


def every_deed(db: Connection, by: Person) -> list[Callable[[datetime], object]]:
    """One of every kind of change, to be done in this order."""
    number = write(db, by)
    english = replace(CONTENT, language="en")
    return [
        lambda now: change(db, number, by, now, body="Satu."),
        lambda now: change(db, number, by, now, asked_as=("a",)),
        lambda now: articles.retire(db, article_id=number, by=by, now=now),
        lambda now: articles.revive(db, article_id=number, by=by, now=now),
        lambda now: write(db, by, now=now),
        lambda now: articles.write_in(db, of=number, content=english, by=by, now=now),
        lambda now: change(db, number, by, now, body="Dua."),
    ]


@pytest.mark.parametrize("step", [timedelta(0), timedelta(seconds=-7), timedelta(seconds=1)])
def test_every_kind_of_change_is_noticed_whatever_the_clock_says(db: Connection, ani: Person, step: timedelta) -> None:
    editions = [knowledge.edition(db)]
    for count, deed in enumerate(every_deed(db, ani)):
        editions.append(knowledge.edition(db))
        assert deed(NOW + count * step)
    editions.append(knowledge.edition(db))

    assert len(set(editions)) == len(editions) == 9


@pytest.mark.postgres
@pytest.mark.parametrize("guarded", [True, False])
def test_a_change_that_is_committed_last_is_noticed_too(
    postgres_url: str, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who changes articles waits for the others' commit; else the one with the earlier stamp would stay unseen."""
    if not guarded:
        monkeypatch.setattr(articles, "_alone", lambda db: None)
    engine, impatient = open_engine(postgres_url), open_engine(postgres_url)
    with engine.begin() as db:
        ani = meet(db)
        first, second = write(db, ani), write(db, ani)
    later = NOW + timedelta(seconds=1)
    with engine.begin() as db:
        assert articles.retire(db, article_id=first, by=ani, now=NOW)
        with impatient.connect() as other:
            other.execute(text("SET lock_timeout = 20"))
            waited = pytest.raises(OperationalError, match="lock timeout") if guarded else nullcontext()
            with waited:
                articles.retire(other, article_id=second, by=ani, now=later)
                other.commit()
            other.rollback()
            seen = knowledge.edition(other)
    with engine.begin() as db:
        assert (knowledge.edition(db) != seen) is guarded
    engine.dispose()
    impatient.dispose()


PACK = PackArticle("kota.jam", "id", "Jam", "Jam 8.", (SOURCE,), "", (), (), None, ("jam berapa",))


def start(db: Connection, *told: PackArticle) -> None:
    """The bot starts with this pack."""
    knowledge.fill_from_pack(db, pack=replace(small_city(), articles=told), now=NOW + timedelta(days=1))


@pytest.mark.parametrize("known_by_name", [True, False])
def test_a_start_does_not_overwrite_what_a_satgas_changed(db: Connection, ani: Person, known_by_name: bool) -> None:
    start(db, PACK)
    (number,) = db.execute(select(Article.id)).scalars()
    assert change(db, number, ani, body="Jam 9.") is Saved.DONE
    if not known_by_name:
        db.execute(update(Article).values(changed_by=None))

    for told in ([PACK], [replace(PACK, body="Jam 10.")], []):
        start(db, *told)
        assert content_of(db, number).body == "Jam 9."
        assert knowledge.article_by_id(db, number=number) is not None
    known = shelf.known(db, article_id=number)
    assert known is not None
    assert (known.origin, known.changed_by) == ("changed", "Ani" if known_by_name else None)


def test_a_start_leaves_retired_what_a_satgas_retired(db: Connection, ani: Person) -> None:
    start(db, PACK)
    (number,) = db.execute(select(Article.id)).scalars()
    articles.retire(db, article_id=number, by=ani, now=NOW)

    start(db, replace(PACK, body="Jam 10."))
    assert knowledge.articles(db) == []
    assert articles.revive(db, article_id=number, by=ani, now=NOW)
    start(db)
    assert content_of(db, number).body == "Jam 8."
    assert [one.id for one in knowledge.articles(db)] == [number]


def test_a_start_that_changed_the_article_is_not_overwritten_unseen(db: Connection, ani: Person) -> None:
    start(db, PACK)
    (number,) = db.execute(select(Article.id)).scalars()
    seen = shelf.known(db, article_id=number)
    assert seen is not None
    knowledge.fill_from_pack(
        db, pack=replace(small_city(), articles=(replace(PACK, body="Jam 10."),)), now=NOW + timedelta(days=2)
    )

    mine = replace(seen.content, body="Jam 9.")
    assert articles.change(db, article_id=number, seen=seen.changed_at, content=mine, by=ani, now=NOW) is Saved.OLDER
    assert content_of(db, number).body == "Jam 10."


@pytest.mark.parametrize("guarded", [True, False])
def test_two_satgas_at_once_the_second_is_refused(
    engine: Engine, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the guard the first one's words are lost."""
    if not guarded:
        monkeypatch.setattr(articles, "_as_seen", lambda seen: true())
    with engine.begin() as db:
        pair = [meet(db, 7, "Ani"), meet(db, 8, "Budi")]
        number = write(db, pair[0])
    looks = []
    for _ in pair:
        with engine.begin() as db:
            looks.append(shelf.known(db, article_id=number))
    saved = []
    for person, seen in zip(pair, looks, strict=True):
        assert seen is not None
        new = replace(seen.content, body=f"Kata {person.name}.")
        with engine.begin() as db:
            told: dict[str, Any] = {"article_id": number, "seen": seen.changed_at, "content": new}
            saved.append(articles.change(db, by=person, now=NOW, **told))

    with engine.begin() as db:
        assert saved == [Saved.DONE, Saved.OLDER if guarded else Saved.DONE]
        assert content_of(db, number).body == ("Kata Ani." if guarded else "Kata Budi.")
        assert shelf.history(db, article_id=number, page=0).count == (2 if guarded else 3)


@pytest.mark.postgres
@pytest.mark.parametrize(("guarded", "winners"), [(True, 1), (False, 4)])
def test_of_a_crowd_that_saw_the_same_one_is_first(
    postgres_url: str, guarded: bool, winners: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not guarded:
        monkeypatch.setattr(articles, "_as_seen", lambda seen: true())
    engine = open_engine(postgres_url, connections=4)
    with engine.begin() as db:
        crowd = [meet(db, number, f"Satgas {number}") for number in range(7, 11)]
        number = write(db, crowd[0])
        seen = shelf.known(db, article_id=number)
    assert seen is not None
    saved: list[Saved] = []
    together = threading.Barrier(len(crowd))

    def save(person: Person) -> None:
        new = replace(seen.content, body=f"Kata {person.name}.")
        together.wait()
        with engine.begin() as db:
            told: dict[str, Any] = {"article_id": number, "seen": seen.changed_at, "content": new}
            saved.append(articles.change(db, by=person, now=NOW, **told))

    threads = [threading.Thread(target=save, args=(person,)) for person in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert saved.count(Saved.DONE) == winners
    with engine.begin() as db:
        stamps = db.execute(select(ArticleVersion.id).where(ArticleVersion.article_id == number)).all()
        assert len(stamps) == 1 + winners
    engine.dispose()
