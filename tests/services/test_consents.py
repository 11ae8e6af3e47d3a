"""Consents: one purpose at a time, in the words of the day, ended but never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from services import consents, people
from services.consents import VERSIONS, Consent, Purpose

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def ani(db: Connection) -> int:
    return people.meet(db, telegram_id=7, name="Ani", username=None, telegram_language="id", now=NOW).id


def give(db: Connection, person_id: int, purpose: Purpose, after: timedelta = timedelta()) -> bool:
    return consents.give(db, person_id=person_id, purpose=purpose, language="jv", now=NOW + after)


def test_each_purpose_is_agreed_to_on_its_own(db: Connection, ani: int) -> None:
    assert consents.held(db, person_id=ani) == frozenset()
    assert [give(db, ani, Purpose.SEAT), give(db, ani, Purpose.SEAT)] == [True, False]
    assert consents.held(db, person_id=ani) == {"seat"}
    give(db, ani, Purpose.KEEPER)
    assert consents.held(db, person_id=ani) == {"seat", "keeper"}


def test_one_is_withdrawn_at_once_and_stays_as_proof(db: Connection, ani: int) -> None:
    give(db, ani, Purpose.SEAT)
    give(db, ani, Purpose.KEEPER)
    later = NOW + timedelta(days=1)
    assert consents.withdraw(db, person_id=ani, purpose="keeper", now=later)
    assert not consents.withdraw(db, person_id=ani, purpose="keeper", now=later)
    assert consents.held(db, person_id=ani) == {"seat"}
    give(db, ani, Purpose.KEEPER, timedelta(days=2))
    assert consents.history(db, person_id=ani) == [
        Consent("seat", 1, "jv", "chat", "", NOW, None),
        Consent("keeper", 1, "jv", "chat", "", NOW, later),
        Consent("keeper", 1, "jv", "chat", "", NOW + timedelta(days=2), None),
    ]


def test_new_words_are_asked_again(db: Connection, ani: int, monkeypatch: pytest.MonkeyPatch) -> None:
    give(db, ani, Purpose.SEAT)
    monkeypatch.setitem(VERSIONS, Purpose.SEAT, 2)
    assert consents.held(db, person_id=ani) == frozenset()
    assert give(db, ani, Purpose.SEAT, timedelta(days=1))
    assert consents.held(db, person_id=ani) == {"seat"}
    assert [(one.version, one.ended_at) for one in consents.history(db, person_id=ani)] == [
        (1, NOW + timedelta(days=1)),
        (2, None),
    ]


def test_an_unknown_purpose_is_a_mistake(db: Connection, ani: int) -> None:
    with pytest.raises(ValueError, match="advertising"):
        consents.give(db, person_id=ani, purpose="advertising", language="id", now=NOW)
