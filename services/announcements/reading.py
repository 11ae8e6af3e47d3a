"""Announcements read: one, those of a state, what was sent lately for everybody to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from models import Announcement as Rows, Delivery, DeliveryCount
from models.announcements import DeliveryState
from services.announcements.packing import audience_of, content_of
from services.announcements.values import Announcement, Kind, State, Why
from services.roles import Rights

COLUMNS = (
    Rows.id,
    Rows.author_id,
    Rows.scope,
    Rows.kind,
    Rows.content,
    Rows.topics,
    Rows.audience,
    Rows.milestone_id,
    Rows.seen,
    Rows.urgent,
    Rows.digest,
    Rows.state,
    Rows.why,
    Rows.send_at,
    Rows.not_after,
    Rows.repeat,
    Rows.parent_id,
    Rows.approved_by,
    Rows.approved_at,
    Rows.revision,
    Rows.people,
    Rows.frozen_at,
    Rows.marks_held,
    Rows.version,
    Rows.created_at,
    Rows.started_at,
    Rows.ended_at,
)
PAGE = 8


@dataclass(frozen=True, slots=True)
class Public:
    """What everybody may know of an announcement: when, to how many, put right or not; `text` by language."""

    id: int
    code: str
    started_at: datetime
    text: dict[str, str]
    sent: int
    corrected: bool


def from_row(row: Any) -> Announcement:
    """The Announcement of a row of COLUMNS."""
    told = dict(zip((column.key for column in COLUMNS), row, strict=True))
    told["scope"] = tuple(row.scope.split(",")) if row.scope else ()
    told["kind"], told["state"], told["why"] = Kind(row.kind), State(row.state), Why(row.why)
    told["content"], told["audience"] = content_of(row.content), audience_of(row.audience)
    told["topics"], told["frozen"] = tuple(row.topics), told.pop("frozen_at") is not None
    return Announcement(**told)


def read(db: Connection, *, announcement_id: int, lock: bool = False) -> Announcement | None:
    """The announcement of this number; `lock` keeps others from changing it until the transaction ends."""
    found = select(*COLUMNS).where(Rows.id == announcement_id)
    row = db.execute(found.with_for_update() if lock else found).first()
    return from_row(row) if row else None


def may_see(announcement: Announcement, *, rights: Rights, actor_id: int) -> bool:
    """Satgas see all, a ketua their own."""
    return rights.satgas or (rights.ketua and announcement.author_id == actor_id)


def listed(
    db: Connection, *, rights: Rights, actor_id: int, states: Sequence[State] = (), page: int = 0
) -> tuple[tuple[Announcement, ...], bool]:
    """A page of announcements, the newest first; True: there are more. A ketua finds their own only."""
    which: list[ColumnElement[bool]] = [Rows.state.in_(states)] if states else []
    which += [] if rights.satgas else [Rows.author_id == actor_id]
    rows = db.execute(select(*COLUMNS).where(*which).order_by(Rows.id.desc()).limit(PAGE + 1).offset(page * PAGE)).all()
    return tuple(map(from_row, rows[:PAGE])), len(rows) > PAGE


def public_log(db: Connection, *, before_id: int | None = None, size: int = 5) -> tuple[Public, ...]:
    """What was sent, the newest first, without any personal data; what a ketua sent to their own is not in it."""
    told = select(Rows.id, Rows.started_at, Rows.content, Rows.version, DeliveryCount.people).outerjoin(
        DeliveryCount, (DeliveryCount.announcement_id == Rows.id) & (DeliveryCount.state == DeliveryState.SENT)
    )
    begun = told.where(Rows.started_at.is_not(None), Rows.scope == "", DeliveryCount.people > 0)
    earlier = begun.where(Rows.id < before_id) if before_id is not None else begun
    rows = db.execute(earlier.order_by(Rows.id.desc()).limit(size))
    return tuple(
        Public(row.id, f"KABAR-{row.id:04d}", row.started_at, _words(row.content), row.people, row.version > 0)
        for row in rows
    )


def for_digest(db: Connection, *, person_id: int, since: datetime, until: datetime) -> tuple[Announcement, ...]:
    """What a reader of the weekly digest was meant to have in this time, the oldest first."""
    lately = select(Rows.id).where(Rows.started_at > since, Rows.started_at <= until)
    mine = (Delivery.person_id == person_id, Delivery.state == DeliveryState.WEEKLY)
    theirs = select(Delivery.announcement_id).where(Delivery.announcement_id.in_(lately), *mine)
    rows = db.execute(select(*COLUMNS).where(Rows.id.in_(theirs)).order_by(Rows.id))
    return tuple(map(from_row, rows))


def _words(content: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = content.get("text") or (content.get("poll") or {}).get("question", {})
    return found
