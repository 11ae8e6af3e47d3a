"""An announcement under way: paused, resumed, cancelled, sent again to whom it did not reach; only by rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from models import Announcement as Rows, Delivery, DeliveryCount, Person, upsert
from models.announcements import DeliveryState
from services import audit
from services.announcements.reading import COLUMNS, from_row, may_see, read
from services.announcements.values import Announcement, Done, Outcome, State, Why
from services.roles import Rights

OVER = (State.RUNNING, State.PAUSED, State.DONE, State.CANCELLED)


def pause(db: Connection, *, announcement_id: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """Nothing more of it is claimed from this commit on; what is on the wire goes out."""
    values = {"state": "paused", "why": str(Why.PERSON)}
    return _turn(db, announcement_id, rights, actor_id, now, (State.RUNNING,), values, Outcome.PAUSED)


def resume(db: Connection, *, announcement_id: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """It goes on where it stopped; after the breaker, who had read as blocked is marked now: a person said go on."""
    values = {"state": "running", "why": "", "marks_held": False}
    done = _turn(db, announcement_id, rights, actor_id, now, (State.PAUSED,), values, Outcome.RESUMED)
    if done.outcome is Outcome.RESUMED:
        _mark_held_back(db, announcement_id)
    return done


def cancel(db: Connection, *, announcement_id: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """It is over: whoever has no copy yet gets none. Also what is only planned or asked for."""
    states = (State.DRAFT, State.AWAITING, State.SCHEDULED, State.RUNNING, State.PAUSED, State.STOPPED)
    values = {"state": "cancelled", "why": str(Why.PERSON), "ended_at": now}
    return _turn(db, announcement_id, rights, actor_id, now, states, values, Outcome.CANCELLED)


def send_again(
    db: Connection,
    *,
    announcement_id: int,
    rights: Rights,
    actor_id: int,
    now: datetime,
    failed: bool = False,
    unknown: bool = False,
    unmarked: bool = False,
) -> Done:
    """A person decides that these may get it once more: the refused, the unknown, or who was not marked as blocked."""
    chosen: list[ColumnElement[bool]] = [Delivery.state >= DeliveryState.FAILED] if failed else []
    chosen += [Delivery.state == DeliveryState.UNKNOWN] if unknown else []
    chosen += [Delivery.state == DeliveryState.UNMARKED] if unmarked else []
    values = {"state": "running", "why": "", "ended_at": None}
    found = read(db, announcement_id=announcement_id, lock=True)
    if found is None or not may_see(found, rights=rights, actor_id=actor_id):
        return Done(Outcome.NOT_FOUND)
    again = sum(_wait_again(db, announcement_id, which) for which in chosen)
    if not again:
        return Done(Outcome.NOBODY, found)
    states = (State.RUNNING, State.DONE, State.PAUSED)
    return _turn(db, announcement_id, rights, actor_id, now, states, values, Outcome.RESUMED, deed="send_again")


def add_to_count(db: Connection, *, announcement_id: int, state: int, people: int, words: str = "") -> None:
    """So many deliveries more (or less) came to this end."""
    told = {"announcement_id": announcement_id, "state": int(state)}
    statement = upsert(db, DeliveryCount).values(**told, people=people, words=words[:250])
    key = [DeliveryCount.announcement_id, DeliveryCount.state]
    db.execute(statement.on_conflict_do_update(index_elements=key, set_={"people": DeliveryCount.people + people}))


def _turn(
    db: Connection,
    announcement_id: int,
    rights: Rights,
    actor_id: int,
    now: datetime,
    states: Sequence[State],
    values: dict[str, Any],
    outcome: Outcome,
    deed: str = "",
) -> Done:
    found = read(db, announcement_id=announcement_id, lock=True)
    if found is None or not may_see(found, rights=rights, actor_id=actor_id):
        return Done(Outcome.NOT_FOUND)
    change = update(Rows).where(Rows.id == announcement_id, Rows.state.in_(states))
    row = db.execute(change.values(**values, changed_at=now, revision=Rows.revision + 1).returning(*COLUMNS)).first()
    if row is None:
        return Done(Outcome.NOT_NOW, found)
    told = {"was": str(found.state)}
    subject, name = f"announcement:{announcement_id}", deed or str(outcome).partition(".")[2]
    audit.record(db, actor_id=actor_id, deed=f"announcement.{name}", subject=subject, detail=told, now=now)
    return Done(outcome, from_row(row))


def _wait_again(db: Connection, announcement_id: int, which: ColumnElement[bool]) -> int:
    """These wait once more, and are no longer counted as ended; how many."""
    rows = (Delivery.announcement_id == announcement_id, which)
    by_state = db.execute(select(Delivery.state, func.count()).where(*rows).group_by(Delivery.state)).all()
    for state, people in by_state:
        add_to_count(db, announcement_id=announcement_id, state=state, people=-people)
    db.execute(update(Delivery).where(*rows).values(state=DeliveryState.WAITING.value))
    return sum(people for _, people in by_state)


def _mark_held_back(db: Connection, announcement_id: int) -> None:
    held = (Delivery.announcement_id == announcement_id, Delivery.state == DeliveryState.UNMARKED)
    people = select(Delivery.person_id).where(*held, Delivery.person_id > 0)
    db.execute(update(Person).where(Person.id.in_(people), Person.reach == "open").values(reach="blocked"))
    moved = db.execute(update(Delivery).where(*held).values(state=DeliveryState.BLOCKED.value)).rowcount
    if moved:
        add_to_count(db, announcement_id=announcement_id, state=DeliveryState.UNMARKED, people=-moved)
        add_to_count(db, announcement_id=announcement_id, state=DeliveryState.BLOCKED, people=moved)


def is_over(found: Announcement) -> bool:
    """Whether there is something to tell of how it went."""
    return found.state in OVER
