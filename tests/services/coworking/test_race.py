"""The last seats: however many tap at once, no more are given than there are, unless the guard is taken out."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from models import Seat as Seats, Slot as Slots
from services.coworking import counting
from services.coworking.values import LIVE_SEATS
from tests.services.coworking import crowd
from tests.services.coworking.hall import Hall

ROOT = Path(__file__).parents[3]
PROCESSES = 3


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = crowd.opened_patiently(url)
    yield engine
    engine.dispose()


def prepare(engine: Engine, *, people: int, capacity: int) -> tuple[int, list[int]]:
    """A slot, and people who agreed to be signed up, by their numbers."""
    with engine.begin() as db:
        hall = Hall(db)
        slot = hall.slot(capacity)
        return slot.id, [hall.person().id for _ in range(people)]


def sold(engine: Engine, slot_id: int) -> tuple[int, int]:
    """People with a live seat, and people counted."""
    live = select(func.coalesce(func.sum(Seats.party), 0)).where(Seats.slot_id == slot_id, Seats.state.in_(LIVE_SEATS))
    with engine.begin() as db:
        counted = db.execute(select(Slots.taken).where(Slots.id == slot_id)).scalar_one()
        return db.execute(live).scalar_one(), counted


def rush(url: str, *, slot_id: int, people: list[int], guarded: bool) -> Counter[str]:
    """The crowd over three processes, all let go at the same moment."""
    share = len(people) // PROCESSES
    edges = [people[0] + share * number for number in range(PROCESSES)] + [people[-1] + 1]
    command = [sys.executable, "-m", "tests.services.coworking.crowd", url, str(slot_id)]
    words = "guarded" if guarded else "unguarded"
    parts = [
        subprocess.Popen(
            [*command, str(first), str(last), words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first, last in pairwise(edges)
    ]
    assert [part.stdout and part.stdout.readline() for part in parts] == ["ready\n"] * PROCESSES
    for part in parts:
        assert part.stdin is not None
        part.stdin.write("go\n")
        part.stdin.flush()
    counts = Counter[str]()
    for line in [line for part in parts for line in part.communicate()[0].splitlines()]:
        outcome, count = line.split()
        counts[outcome] += int(count)
    assert [part.returncode for part in parts] == [0] * PROCESSES
    return counts


@pytest.mark.parametrize("people", [pytest.param(200), pytest.param(1000, marks=pytest.mark.long)])
def test_a_crowd_gets_the_last_seats_and_no_more(database_url: str, people: int) -> None:
    """On SQLite and on PostgreSQL, everybody in a transaction of their own."""
    with opened(database_url) as engine:
        slot_id, crowd_of = prepare(engine, people=people, capacity=7)
        outcomes = rush(database_url, slot_id=slot_id, people=crowd_of, guarded=True)
        assert outcomes == {"seat.taken": 7, "seat.full": people - 7}
        assert sold(engine, slot_id) == (7, 7)


def test_a_crowd_gets_more_than_there_is_without_the_guard(postgres_url: str) -> None:
    """The negative control: the same crowd, and what the guard is for."""
    with opened(postgres_url) as engine:
        slot_id, crowd_of = prepare(engine, people=PROCESSES * crowd.AT_ONCE, capacity=7)
        outcomes = rush(postgres_url, slot_id=slot_id, people=crowd_of, guarded=False)
        assert outcomes["seat.taken"] > 7
        assert sold(engine, slot_id)[0] > 7


def test_fifty_taps_of_one_person_are_one_seat(database_url: str) -> None:
    with opened(database_url) as engine:
        slot_id, (one,) = prepare(engine, people=1, capacity=7)
        outcomes = crowd.tap(engine, slot_id=slot_id, people=[one] * 50)
        assert outcomes == {"seat.taken": 1, "seat.already": 49}
        assert sold(engine, slot_id) == (1, 1)


def test_who_comes_together_sits_together_or_not_at_all(database_url: str) -> None:
    with opened(database_url) as engine:
        slot_id, people = prepare(engine, people=40, capacity=8)
        outcomes = crowd.tap(engine, slot_id=slot_id, people=people, party=3)
        assert outcomes == {"seat.taken": 2, "seat.partly": 38}
        assert sold(engine, slot_id) == (6, 6)


def test_nobody_waits_in_a_circle(postgres_url: str) -> None:
    """Seats are given up, offered and taken by many at once, each in two slots: no deadlock, nothing lost."""
    with opened(postgres_url) as engine:
        with engine.begin() as db:
            hall = Hall(db)
            pair = [hall.slot(3), hall.slot(3)]
            people = [hall.person().id for _ in range(16)]
        assert crowd.churn(engine, slot_ids=[slot.id for slot in pair], people=people, rounds=6) == []
        with engine.begin() as db:
            assert [taken == held for taken, held in map(Hall(db).counted, pair)] == [True, True]
            assert [Hall(db).fresh(slot).taken <= 3 for slot in pair] == [True, True]


@pytest.mark.parametrize(("guarded", "given"), [(True, 1), (False, 2)])
def test_of_two_that_looked_one_gets_the_last_seat(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, guarded: bool, given: int
) -> None:
    """SQLite has one writer, so the interleaving is written out: both look, then one after the other takes."""
    with opened(sqlite_url) as engine:
        slot_id, people = prepare(engine, people=2, capacity=1)
        seen = []
        for _ in people:
            with engine.begin() as db:
                seen.append(db.execute(select(Slots.taken, Slots.capacity).where(Slots.id == slot_id)).one())
        for person, looked in zip(people, seen, strict=True):
            if not guarded:
                monkeypatch.setattr(counting, "hold", crowd.count_after(looked))
            crowd.tap_once(engine, slot_id=slot_id, person_id=person)
        assert sold(engine, slot_id)[0] == given
