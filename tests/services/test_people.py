"""People: known by an internal number, met once, reached again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from models import Outbox, Person as People
from services import people
from services.people import Person

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def meet(db: Connection, name: str = "Ani", language: str | None = "id", now: datetime = NOW) -> Person:
    return people.meet(db, telegram_id=7, name=name, username="ani", telegram_language=language, now=now)


def test_somebody_is_new_once(db: Connection) -> None:
    first, second = meet(db), meet(db, "Ani Putri", now=NOW + timedelta(days=1))

    assert (first.is_new, second.is_new, second.id) == (True, False, first.id)
    row = db.execute(select(People.name, People.created_at, People.seen_at)).one()
    assert tuple(row) == ("Ani Putri", NOW, NOW + timedelta(days=1))


def test_a_stranger_is_recognised_and_not_kept(db: Connection) -> None:
    stranger = people.recognise(db, telegram_id=9, name="Budi", username=None, telegram_language="en")

    assert (stranger.known, stranger.speaks) == (False, "en")
    assert db.execute(select(People.id)).all() == []


@pytest.mark.parametrize(
    ("told", "chosen", "speaks"),
    [("id", None, "id"), ("en-GB", None, "en"), ("de", None, "id"), (None, None, "id"), ("en", "jv", "jv")],
)
def test_the_language_to_speak(db: Connection, told: str | None, chosen: str | None, speaks: str) -> None:
    person = meet(db, language=told)
    if chosen:
        people.choose_language(db, person=person, language=chosen)
    assert meet(db, language=told).speaks == speaks


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 1000, "🙂" * 300])
def test_any_name_can_be_kept(db: Connection, name: str) -> None:
    assert 1 <= len(meet(db, name).name) <= 256


def test_nothing_more_is_sent_to_who_blocked_the_bot(db: Connection) -> None:
    ani = meet(db)
    told = {"kind": "reply", "method": "sendMessage", "payload": '{"text":"halo"}', "created_at": NOW}
    db.execute(insert(Outbox), [{**told, "chat_id": 7}, {**told, "chat_id": 8}])

    people.lose(db, telegram_id=7, reach="blocked")
    rows = db.execute(select(Outbox.chat_id, Outbox.state, Outbox.payload).order_by(Outbox.chat_id)).all()
    assert [tuple(row) for row in rows] == [(7, "cancelled", ""), (8, "waiting", '{"text":"halo"}')]
    people.find_again(db, telegram_id=7)
    assert db.execute(select(People.reach).where(People.id == ani.id)).scalar() == "open"
