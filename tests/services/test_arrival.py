"""Arrival: whom an answer reached, by day and over a night; who is not sure is told again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from services import arrival
from services.arrival import Arrival, Told
from services.people import Person
from tests.services.test_desk import answer, hold, meet, pass_on
from wire import ledger, outbox
from wire.ledger import Mark

EVENING, MORNING = datetime(2026, 11, 24, 15, 0, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


@pytest.fixture
def askers(db: Connection) -> list[Person]:
    """Three people, whose question a satgas answered in the evening."""
    people = [meet(db, number, name) for number, name in ((7, "Ani"), (8, "Budi"), (9, "Citra"))]
    for one in people:
        pass_on(db, one)
    sari = meet(db, 101, "Sari")
    hold(db, 1, sari, EVENING)
    answer(db, 1, sari, now=EVENING)
    return people


def say(db: Connection, people: list[Person], due: datetime | None, now: datetime = EVENING) -> None:
    drafts = [outbox.Draft("notice", "sendMessage", {}, one.telegram_id, one.id, due_at=due) for one in people]
    outbox.write(db, [(draft, None) for draft in drafts], now=now)


def mark(db: Connection, *states: str) -> None:
    ledger.mark(db, marks=[Mark(number, state) for number, state in enumerate(states, start=1)], now=MORNING)


def of(db: Connection, said_at: datetime = EVENING) -> Arrival | None:
    return arrival.of(db, number=1, closed_at=EVENING, said_at=said_at)


def test_each_asker_counts_once_by_what_became_of_their_notice(db: Connection, askers: list[Person]) -> None:
    assert of(db) is None
    say(db, askers, None)
    assert of(db) == Arrival(reached=0, waiting=3, missed=0, unsure=0)
    mark(db, "sent", "unknown", "refused")
    assert of(db) == Arrival(reached=1, waiting=0, missed=1, unsure=1)


def test_other_notices_say_nothing_about_it(db: Connection, askers: list[Person]) -> None:
    say(db, askers, None)
    say(db, askers, None, MORNING)
    mark(db, "sent", "sent", "sent", "unknown", "refused", "cancelled")
    assert of(db) == Arrival(reached=3, waiting=0, missed=0, unsure=0)


def test_over_the_night_it_is_followed_too(db: Connection, askers: list[Person]) -> None:
    say(db, askers, MORNING)
    assert of(db, MORNING) == Arrival(reached=0, waiting=3, missed=0, unsure=0)
    outbox.write(db, [(draft, None) for draft in outbox.due(db, limit=9, now=MORNING)], now=MORNING)
    mark(db, "sent", "unknown", "sent")
    assert of(db, MORNING) == Arrival(reached=2, waiting=0, missed=0, unsure=1)


def test_who_is_not_sure_is_told_again_once(db: Connection, askers: list[Person]) -> None:
    say(db, askers, None)
    mark(db, "sent", "unknown", "refused")
    (again,) = arrival.unsure(db, number=1, said_at=EVENING)
    assert again.person.id == askers[1].id
    assert arrival.unsure(db, number=1, said_at=EVENING) == []
    assert of(db) == Arrival(reached=1, waiting=0, missed=2, unsure=0)
    say(db, [askers[1]], EVENING, MORNING)
    assert of(db) == Arrival(reached=1, waiting=1, missed=1, unsure=0)
    ledger.mark(db, marks=[Mark(4, "sent")], now=MORNING)
    assert of(db) == Arrival(reached=2, waiting=0, missed=1, unsure=0)


def test_what_closed_it_is_known(db: Connection, askers: list[Person]) -> None:
    assert arrival.told(db, number=1) == Told("answered", "Parkir di MCC gratis setiap Minggu.", None)
    assert arrival.told(db, number=2) is None
