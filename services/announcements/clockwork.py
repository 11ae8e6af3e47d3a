"""By the clock: what is due begins, repeats come once however late, nights and stale facts hold it, ends are noted."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from models import Announcement as Rows, DeliveryCount, Person as People
from models.announcements import DeliveryState
from services import roles
from services.announcements import audience as people_of
from services.announcements.packing import pack_content
from services.announcements.reading import COLUMNS, from_row
from services.announcements.running import add_to_count
from services.announcements.values import Announcement, Content, Why
from services.announcements.writing import milestone_now, whom_of
from services.coworking.hours import Hours
from services.people import COLUMNS as PEOPLE, Person, from_row as person_from_row
from services.roles import Ids

AT_ONCE = 20
COPIED = (
    "author_id", "scope", "kind", "content", "topics", "audience", "print", "milestone_id", "seen", "urgent", "digest",
    "approved_by", "approved_at", "not_after",
)  # fmt: skip
"""What one firing of a repeating announcement has of it."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What the clock did to an announcement: `began`, `ended`, or the reason why it did not or no longer goes out."""

    announcement: Announcement
    began: bool = False
    ended: bool = False
    why: Why = Why.NONE


def tick(db: Connection, *, hours: Hours, satgas_ids: Ids, now: datetime) -> tuple[Happened, ...]:
    """Everything that is due; safe in two processes at once, whatever their clocks say."""
    return (
        *_tripped(db, now),
        *_nights(db, hours, now),
        *_late(db, now),
        *_due(db, hours, now),
        *_write_audiences(db, hours, satgas_ids, now),
        *_ends(db, now),
    )


def _due(db: Connection, hours: Hours, now: datetime) -> list[Happened]:
    due = select(*COLUMNS).where(Rows.state == "scheduled", Rows.send_at <= now).order_by(Rows.send_at, Rows.id)
    found = [_fire(db, from_row(row), hours, now) for row in db.execute(due.limit(AT_ONCE)).all()]
    return [one for one in found if one is not None]


def _fire(db: Connection, due: Announcement, hours: Hours, now: datetime) -> Happened | None:
    """One that is due: it begins, waits for the morning, is skipped, or stops with a question; None: others did it."""
    morning = now if due.urgent else hours.awake(now)
    if due.not_after is not None and due.not_after < morning:
        return _skip(db, due, now)
    if morning > now:
        _at(db, due, {"send_at": morning})
        return None
    if due.milestone_id is not None and not due.digest:
        current = milestone_now(db, milestone_id=due.milestone_id)
        if current != due.seen:
            return _moved(db, due, {"state": "stopped", "why": str(Why.MILESTONE)}, Why.MILESTONE)
    if due.repeat:
        return _repeat(db, due, now)
    begun = _at(db, due, {"state": "running", "started_at": now, "frozen_to": 0, "frozen_at": None})
    return Happened(begun, began=True) if begun else None


def _skip(db: Connection, due: Announcement, now: datetime) -> Happened | None:
    """It would be too late; a repeating one waits for its next time."""
    if due.repeat:
        return _moved(db, due, _next(due, now), Why.LATE)
    return _moved(db, due, {"state": "skipped", "why": str(Why.LATE), "ended_at": now}, Why.LATE)


def _repeat(db: Connection, due: Announcement, now: datetime) -> Happened | None:
    """A firing is an announcement of its own; missed ones are this one, and the next is in the future."""
    moved = _at(db, due, _next(due, now))
    if moved is None:
        return None
    copied = select(*(getattr(Rows, name) for name in COPIED)).where(Rows.id == due.id)
    told: dict[str, Any] = dict(db.execute(copied).one()._mapping)
    told |= {"parent_id": due.id, "state": "running", "send_at": due.send_at, "started_at": now, "frozen_to": 0}
    row = db.execute(insert(Rows).values(**told, created_at=now, changed_at=now).returning(*COLUMNS)).one()
    return Happened(from_row(row), began=True)


def _next(due: Announcement, now: datetime) -> dict[str, Any]:
    """The first time in the rhythm that is to come, and the "not after" that goes with it."""
    assert due.send_at is not None
    steps, at = 0, due.send_at
    while at <= max(now, due.send_at):
        steps += 1
        at = step(due.send_at, due.repeat, steps)
    late = due.not_after and at + (due.not_after - due.send_at)
    return {"send_at": at, "not_after": late}


def step(first: datetime, repeat: str, steps: int) -> datetime:
    """The time so many weeks or months later; the 31st of a short month is its last day."""
    if repeat == "weekly":
        return first + timedelta(weeks=steps)
    months = first.month - 1 + steps
    year, month = first.year + months // 12, months % 12 + 1
    return first.replace(year=year, month=month, day=min(first.day, calendar.monthrange(year, month)[1]))


def _at(db: Connection, due: Announcement, values: dict[str, Any]) -> Announcement | None:
    """Change what is due where nobody else has yet: that decides who fires."""
    mine = (Rows.id == due.id, Rows.state == "scheduled", Rows.send_at == due.send_at, Rows.revision == due.revision)
    change = update(Rows).where(*mine).values(**values, revision=Rows.revision + 1)
    row = db.execute(change.returning(*COLUMNS)).first()
    return from_row(row) if row else None


def _moved(db: Connection, due: Announcement, values: dict[str, Any], why: Why) -> Happened | None:
    moved = _at(db, due, values)
    return Happened(moved, why=why) if moved else None


def _tripped(db: Connection, now: datetime) -> list[Happened]:
    """The sender paused because too many refused: asked about once, by whoever sees it first."""
    asked = _change(db, (Rows.state == "paused", Rows.why == str(Why.TRIPPED)), {"why": str(Why.BREAKER)}, now)
    return [Happened(one, why=Why.BREAKER) for one in asked]


def _nights(db: Connection, hours: Hours, now: datetime) -> list[Happened]:
    """At night what is not urgent rests; in the morning it goes on by itself."""
    quiet, night = hours.is_quiet(now), str(Why.NIGHT)
    if quiet:
        which = (Rows.state == "running", Rows.urgent.is_(False))
        _change(db, which, {"state": "paused", "why": night}, now)
        return []
    _change(db, (Rows.state == "paused", Rows.why == night), {"state": "running", "why": ""}, now)
    return []


def _late(db: Connection, now: datetime) -> list[Happened]:
    """What is under way past its "not after" ends: the others do not get it any more."""
    which = (Rows.state.in_(("running", "paused")), Rows.not_after < now)
    ended = _change(db, which, {"state": "done", "why": str(Why.LATE), "ended_at": now}, now)
    return [Happened(one, ended=True, why=Why.LATE) for one in ended]


def _change(
    db: Connection, which: tuple[ColumnElement[bool], ...], values: dict[str, Any], now: datetime
) -> list[Announcement]:
    change = update(Rows).where(*which).values(**values, changed_at=now, revision=Rows.revision + 1)
    return [from_row(row) for row in db.execute(change.returning(*COLUMNS)).all()]


def _write_audiences(db: Connection, hours: Hours, satgas_ids: Ids, now: datetime) -> list[Happened]:
    """A range of each audience that is not written down yet; locked, so that two processes write none twice."""
    begun = select(*COLUMNS).where(Rows.state == "running", Rows.frozen_at.is_(None)).order_by(Rows.id)
    for row in db.execute(begun.limit(AT_ONCE).with_for_update(skip_locked=True)).all():
        write_audience(db, announcement=from_row(row), hours=hours, satgas_ids=satgas_ids, now=now)
    return []


def write_audience(db: Connection, *, announcement: Announcement, hours: Hours, satgas_ids: Ids, now: datetime) -> None:
    """The next range of its audience becomes deliveries; after the last one it is frozen."""
    after = db.execute(select(Rows.frozen_to).where(Rows.id == announcement.id)).scalar_one() or 0
    whom = whom_of(announcement, hours=hours, satgas_ids=satgas_ids, now=now)
    people, weekly = people_of.write_range(db, announcement_id=announcement.id, whom=whom, after=after)
    if after == 0:
        chats = announcement.audience.chats
        people += people_of.write_chats(db, announcement_id=announcement.id, chats=chats)
    if weekly:
        add_to_count(db, announcement_id=announcement.id, state=DeliveryState.WEEKLY, people=weekly)
    upto = after + people_of.RANGE
    frozen = now if upto >= people_of.last_person(db) else None
    values = {"frozen_to": upto, "frozen_at": frozen, "people": Rows.people + people}
    db.execute(update(Rows).where(Rows.id == announcement.id).values(**values))


def _ends(db: Connection, now: datetime) -> list[Happened]:
    """Whoever has a known end, all of them: it is done."""
    ended = select(func.coalesce(func.sum(DeliveryCount.people), 0)).where(DeliveryCount.announcement_id == Rows.id)
    whole = (Rows.state == "running", Rows.frozen_at.is_not(None), Rows.people <= ended.scalar_subquery())
    return [Happened(one, ended=True) for one in _change(db, whole, {"state": "done", "ended_at": now}, now)]


def make_ready(db: Connection, *, announcement_id: int, ready: dict[str, Any]) -> None:
    """The calls it goes out in; nothing of it is sent before."""
    db.execute(update(Rows).where(Rows.id == announcement_id).values(ready=ready))


def say(db: Connection, *, announcement_id: int, content: Content) -> None:
    """What a digest says this time, drawn from what moved."""
    db.execute(update(Rows).where(Rows.id == announcement_id).values(content=pack_content(content)))


def last_firing(db: Connection, *, announcement: Announcement) -> datetime:
    """When the same repeating announcement went out before; else one round ago."""
    begun = announcement.started_at or announcement.created_at
    before = (Rows.parent_id == announcement.parent_id, Rows.id < announcement.id)
    last = db.execute(select(func.max(Rows.started_at)).where(*before)).scalar() if announcement.parent_id else None
    return last or step(begun, announcement.repeat or "weekly", -1)


def who_decides(db: Connection, *, announcement: Announcement, satgas_ids: Ids) -> list[Person]:
    """Its author, where they still have a role, and every satgas."""
    force = roles.task_force(db, satgas_ids=satgas_ids)
    author = select(*PEOPLE).where(People.id == announcement.author_id, People.reach == "open")
    row = db.execute(author).first() if announcement.author_id not in {one.id for one in force} else None
    held = roles.of(db, person_id=row.id, telegram_id=row.telegram_id, satgas_ids=satgas_ids) if row else None
    return [*force, person_from_row(row)] if row and held and held.ketua else force
