"""One booking, and one freed seat offered on: queries and time, behind a waitlist of 50 and behind one of 50,000."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, event, insert, update

from benchmarks.processes import ROOT
from benchmarks.rounds import Figure, alone, at_most
from models import Person as People, Slot as Slots, WaitlistPlace as Places
from models.database import migrate, open_engine
from services import consents
from services.citypack import read_city
from services.coworking import changes, offers, seats, slots, spaces, waitlist
from services.coworking.hours import Hours
from services.coworking.values import Outcome, PlaceState, Seat, Told
from services.roles import Rights
from tests.support.postgres import Cluster, find_programs

TITLE = "One booking, and one freed seat offered on, behind a waitlist of 50 and of 50,000"
COMMAND = "python -m benchmarks.booking"
FEW, MANY = 50, 50_000
ROUNDS, EACH = 11, 20
CAPACITY = 8
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SATGAS = Rights(satgas=True)
Clock = Callable[[], float]


@dataclass
class Line:
    """A slot with a line; `first`: somebody who books and gives up; `offered`: who has an offer now."""

    db: Connection
    hours: Hours
    slot_id: int
    first: int
    offered: list[Told] = field(default_factory=list)
    mine: Seat | None = None
    passed: Told | None = None

    def book(self) -> None:
        """Somebody takes the one free seat: nobody in line fits into it."""
        who, where = self.first, self.slot_id
        done = seats.take_seat(self.db, slot_id=where, person_id=who, party=1, hours=self.hours, now=NOW)
        assert done.outcome is Outcome.TAKEN, done.outcome
        self.mine = done.seat

    def cancel(self) -> None:
        """They give it up again; the whole line is asked who fits, and nobody does."""
        assert self.mine is not None
        done = changes.cancel_seat(self.db, seat_id=self.mine.id, person_id=self.first, hours=self.hours, now=NOW)
        assert done.told == ()

    def pass_on(self) -> None:
        """Who has an offer passes it: those whose turn it is now get theirs."""
        self.passed = news = self.offered.pop(0)
        assert news.place_id is not None
        told = {"place_id": news.place_id, "person_id": news.person_id}
        self.offered += offers.pass_offer(self.db, **told, hours=self.hours, now=NOW).told

    def rejoin(self) -> None:
        """They stand at the end of the line again, so that it stays as long as it was."""
        assert self.passed is not None
        told = {"slot_id": self.slot_id, "person_id": self.passed.person_id, "party": self.passed.party}
        waitlist.stand_in_line(self.db, **told, details=None, seat=None, now=NOW)


def prepare(db: Connection, hours: Hours, *, waiting: int, first: int, least: int, free: int) -> Line:
    """A slot of eight with some free, and a line of parties of `least` to five."""
    people = [_person(number) for number in range(first, first + waiting + 2)]
    db.execute(insert(People), people)
    for number in (first, first + 1):
        consents.give(db, person_id=number, purpose="seat", language="id", now=NOW)
    space = spaces.add_space(db, rights=SATGAS, actor_id=first, kecamatan="klojen", name=f"Ruang {first}", now=NOW)
    assert space is not None
    slot = slots.open_slot(
        db,
        space_id=space.id,
        rights=SATGAS,
        actor_id=first,
        starts_at=NOW + timedelta(days=9),
        ends_at=NOW + timedelta(days=9, hours=4),
        capacity=CAPACITY,
        hours=hours,
        now=NOW,
    ).slot
    assert slot is not None
    seats.take_seat(db, slot_id=slot.id, person_id=first, party=CAPACITY - free, hours=hours, now=NOW)
    line = [_place(slot.id, first + 1 + turn, turn, max(least, 5 - turn % 5)) for turn in range(1, waiting + 1)]
    db.execute(insert(Places), line)
    db.execute(update(Slots).where(Slots.id == slot.id).values(turns=waiting))
    return Line(db, hours, slot.id, first + 1)


def _person(number: int) -> dict[str, object]:
    return {"id": number, "telegram_id": number, "name": f"Warga {number}", "created_at": NOW, "seen_at": NOW}


def _place(slot_id: int, person_id: int, turn: int, party: int) -> dict[str, object]:
    told = {"slot_id": slot_id, "person_id": person_id, "turn": turn, "party": party}
    return {**told, "state": PlaceState.WAITING, "joined_at": NOW}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements run meanwhile."""
    run: list[str] = []

    def note(_db: object, _cursor: object, statement: str, *_more: object) -> None:
        run.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield run
    event.remove(engine, "before_cursor_execute", note)


def spent(work: Callable[[], None], after: Callable[[], None], clock: Clock) -> float:
    """Milliseconds of one piece of work; what is done after each is not counted."""
    total = 0.0
    for _ in range(EACH):
        began = clock()
        work()
        total += clock() - began
        after()
    return total * 1000 / EACH


def measure(engine: Engine, hours: Hours, clock: Clock) -> dict[str, float]:
    """Medians in ms behind the long line, and of the rounds' ratios to the short one; the queries of one each."""
    with engine.begin() as db:
        booked = [prepare(db, hours, waiting=n, first=n * 10, least=2, free=1) for n in (FEW, MANY)]
        passed = [prepare(db, hours, waiting=n, first=n * 100, least=1, free=0) for n in (FEW, MANY)]
        _offer_some(passed)
    if engine.dialect.name == "postgresql":
        with engine.connect() as db:
            db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    with engine.begin() as db:
        for line in (*booked, *passed):
            line.db = db
        found = {
            "booking": rounds(booked, Line.book, Line.cancel, clock),
            "passing": rounds(passed, Line.pass_on, Line.rejoin, clock),
        }
        with counted(engine) as one:
            booked[1].book()
        with counted(engine) as other:
            passed[1].pass_on()
    medians = {name: statistics.median(many for _, many in pairs) for name, pairs in found.items()}
    ratios = {f"{name} ratio": statistics.median(many / few for few, many in pairs) for name, pairs in found.items()}
    return medians | ratios | {"booking queries": len(one), "passing queries": len(other)}


def _offer_some(lines: list[Line]) -> None:
    """Five more seats: the first in each line are offered theirs."""
    for line in lines:
        changed = slots.change_capacity(
            line.db,
            slot_id=line.slot_id,
            rights=SATGAS,
            actor_id=line.first,
            capacity=CAPACITY + 5,
            hours=line.hours,
            now=NOW,
        )
        line.offered = list(changed.told)


def rounds(
    lines: list[Line], work: Callable[[Line], None], after: Callable[[Line], None], clock: Clock
) -> list[tuple[float, float]]:
    """Of each round the time behind the short line and behind the long one, in the opposite order every other round."""
    found = []
    for number in range(ROUNDS):
        order = (0, 1) if number % 2 else (1, 0)
        took = {at: spent(partial(work, lines[at]), partial(after, lines[at]), clock) for at in order}
        found.append((took[0], took[1]))
    return found


def take() -> list[Figure]:
    hours = Hours(read_city(ROOT / "content" / "malang"), "Asia/Jakarta")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'booking.db'}"
        migrate(url)
        engine = open_engine(url)
        lines = figures("SQLite, CPU", measure(engine, hours, time.process_time))
        engine.dispose()
    programs = find_programs()
    if programs is None:
        return [*lines, Figure("PostgreSQL is not installed here", "not measured", "", False)]
    cluster = Cluster(programs)
    try:
        cluster.prepare(migrate)
        with cluster.database() as url:
            engine = open_engine(url)
            lines += figures("PostgreSQL, time", measure(engine, hours, time.perf_counter))
            engine.dispose()
    finally:
        cluster.stop()
    return lines


def figures(where: str, found: dict[str, float]) -> list[Figure]:
    """The lines of one database."""
    return [
        Figure(f"{where}: one booking, 50,000 waiting", f"{found['booking']:.2f} ms"),
        Figure("  its queries", f"{found['booking queries']:.0f}"),
        at_most("  50,000 waiting / 50 waiting", found["booking ratio"], 1.5),
        Figure(f"{where}: an offer passed and the next one made, 50,000 waiting", f"{found['passing']:.2f} ms"),
        Figure("  its queries", f"{found['passing queries']:.0f}"),
        at_most("  50,000 waiting / 50 waiting", found["passing ratio"], 1.5),
    ]


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
