"""A part of a crowd, also in a process of its own: many tap at once for seats that do not suffice."""

import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, event, select, update

from models import Person as People, Slot as Slots
from models.database import is_sqlite, open_engine
from services import audit
from services.coworking import changes, counting, seats, waitlist
from services.coworking.values import Done, Outcome
from tests.services.coworking.hall import NOW, hours

AT_ONCE = 8
"""Connections of one process."""
Hold = Callable[..., int | None]


def opened_patiently(url: str) -> Engine:
    """Many connections at once; on SQLite, where only one can write, each waits for its turn however slow the disk."""
    engine = open_engine(url, connections=AT_ONCE)
    if is_sqlite(url):
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=60000"))
    return engine


def look_then_count(between: threading.Barrier) -> Hold:
    """The guard taken out: look whether they fit, then count them in; everybody looks before anybody counts, once."""
    looked = threading.local()

    def hold(db: Connection, *, slot_id: int, people: int, now: datetime) -> int | None:
        seen = db.execute(select(Slots.taken, Slots.capacity).where(Slots.id == slot_id)).one()
        if not hasattr(looked, "once"):
            looked.once = between.wait(timeout=60)
        return _count(db, slot_id, people, seen)

    return hold


def count_after(looked: Any) -> Hold:
    """The guard taken out: count them in by what was seen before."""

    def hold(db: Connection, *, slot_id: int, people: int, now: datetime) -> int | None:
        return _count(db, slot_id, people, looked)

    return hold


def _count(db: Connection, slot_id: int, people: int, seen: Any) -> int | None:
    if seen.taken + people > seen.capacity:
        return None
    counted = update(Slots).where(Slots.id == slot_id).values(taken=Slots.taken + people)
    return int(db.execute(counted.returning(Slots.taken)).scalar_one())


def tap_once(engine: Engine, *, slot_id: int, person_id: int, party: int = 1) -> Done:
    """One person taps once, in a transaction of their own."""
    with engine.begin() as db:
        return seats.take_seat(db, slot_id=slot_id, person_id=person_id, party=party, hours=hours(), now=NOW)


def tap(engine: Engine, *, slot_id: int, people: list[int], party: int = 1) -> Counter[str]:
    """All these people tap, several connections at a time; what came of it."""
    outcomes: list[str] = []
    each(people, lambda one: outcomes.append(tap_once(engine, slot_id=slot_id, person_id=one, party=party).outcome))
    return Counter(outcomes)


def each(people: list[int], deed: Callable[[int], object]) -> None:
    """The deed for everybody in the list, on every connection at once."""
    waiting, lock = list(people), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                one = waiting.pop()
            deed(one)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def churn(engine: Engine, *, slot_ids: list[int], people: list[int], rounds: int) -> list[str]:
    """Everybody takes, queues, gives up and answers in all slots again and again; what went wrong."""
    trouble: list[str] = []

    def turn(person_id: int) -> None:
        try:
            for slot_id in slot_ids if person_id % 2 else reversed(slot_ids):
                _turn(engine, slot_id, person_id)
        except Exception as wrong:
            trouble.append(repr(wrong))

    each(people * rounds, turn)
    return trouble


def _turn(engine: Engine, slot_id: int, person_id: int) -> None:
    """The person is met first, as in every update; then what their place in the slot allows; then others are told."""
    told: dict[str, Any] = {"person_id": person_id, "hours": hours(), "now": NOW}
    party = 1 + person_id % 3
    with engine.begin() as db:
        db.execute(update(People).where(People.id == person_id).values(seen_at=NOW))
        done = seats.take_seat(db, slot_id=slot_id, party=party, instead=True, **told)
        if done.outcome is Outcome.ALREADY and done.seat:
            done = changes.cancel_seat(db, seat_id=done.seat.id, **told)
        elif done.outcome is Outcome.OFFERED and done.place:
            done = seats.take_offer(db, place_id=done.place.id, instead=True, **told)
        elif done.outcome in (Outcome.FULL, Outcome.PARTLY):
            done = waitlist.join_waitlist(db, slot_id=slot_id, person_id=person_id, party=party, now=NOW)
        for news in done.told:
            audit.record(db, actor_id=news.person_id, deed=news.news, subject="test", detail={}, now=NOW)


def main(url: str, slot_id: str, first: str, last: str, guarded: str) -> None:
    """Tap for the people first … last when told to on standard input; print what came of it."""
    engine = opened_patiently(url)
    if guarded == "unguarded":
        counting.hold = look_then_count(threading.Barrier(AT_ONCE))
    with engine.begin() as db:
        db.execute(select(Slots.id))
    print("ready", flush=True)
    sys.stdin.readline()
    for outcome, count in tap(engine, slot_id=int(slot_id), people=list(range(int(first), int(last)))).items():
        print(outcome, count, flush=True)
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
