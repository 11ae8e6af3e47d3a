"""Arrival: of what was said to close a question, whom it reached, as long as the outbox remembers (30 days).

What was said at once was written when the question was closed, and what waited for the morning then: by that moment it
is known. A person whom other notices came to in the same moment counts by the worst of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select, update

from models import Asked, Later, Outbox, Person as People, Question
from services.desk import Asker
from services.people import COLUMNS, from_row


@dataclass(frozen=True, slots=True)
class Arrival:
    """How many people it reached, has yet to reach, cannot reach, and of how many Telegram never said."""

    reached: int
    waiting: int
    missed: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Told:
    """What was said: an answer with its source (None: the task force itself), or why there is none."""

    outcome: str
    answer: str
    source: dict[str, str] | None


def of(db: Connection, *, number: int, closed_at: datetime, said_at: datetime) -> Arrival | None:
    """Of the question closed then, whose notices go out from `said_at` on; None where nothing is known any more."""
    states = _states(db, number, closed_at, said_at)
    if not states:
        return None
    people = db.execute(_askers(number)).scalars().all()
    count = [_one(states.get(person, set())) for person in people]
    return Arrival(*(count.count(name) for name in ("reached", "waiting", "missed", "unsure")))


def unsure(db: Connection, *, number: int, said_at: datetime) -> list[Asker]:
    """Who may not have heard; from now on what was said to them counts as not said, since it is said again."""
    lost = (Outbox.kind == "notice", Outbox.created_at == said_at, Outbox.state == "unknown")
    mine = Outbox.person_id.in_(_askers(number))
    gone = update(Outbox).where(*lost, mine).values(state="cancelled").returning(Outbox.person_id)
    people = set(db.execute(gone).scalars())
    first = func.min(Asked.id).label("first")
    each = select(first).where(Asked.question_id == number, Asked.person_id.in_(people)).group_by(Asked.person_id)
    asked = select(*COLUMNS, Asked.words).join(Asked, Asked.person_id == People.id).where(Asked.id.in_(each))
    return [Asker(from_row(row), row.words) for row in db.execute(asked.order_by(Asked.id))]


def told(db: Connection, *, number: int) -> Told | None:
    """What closed the question."""
    columns = Question.outcome, Question.answer, Question.source
    row = db.execute(select(*columns).where(Question.id == number, Question.closed_at.is_not(None))).first()
    return Told(*row) if row else None


def _askers(number: int) -> Select[Any]:
    return select(Asked.person_id).where(Asked.question_id == number).distinct()


def _states(db: Connection, number: int, closed_at: datetime, said_at: datetime) -> dict[int, set[str]]:
    mine = Outbox.person_id.in_(_askers(number))
    sent = select(Outbox.person_id, Outbox.state).where(mine, Outbox.kind == "notice", Outbox.created_at == said_at)
    waits = select(Later.person_id, literal("waiting")).where(
        Later.person_id.in_(_askers(number)), Later.kind == "notice", Later.created_at == closed_at
    )
    found: dict[int, set[str]] = {}
    for row in db.execute(sent.union_all(waits)).all():
        found.setdefault(row[0] or 0, set()).add(row[1])
    return found


def _one(states: Iterable[str]) -> str:
    """The least good that may be so; what was taken back, and who was never written to, did not hear."""
    found = set(states)
    if "unknown" in found:
        return "unsure"
    if found & {"waiting", "sending"}:
        return "waiting"
    return "reached" if found - {"cancelled"} == {"sent"} else "missed"
