"""The desk where announcements are written: how many there are, who did not say yes, what a ketua has left, exports."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from models import Announcement as Rows, News, Person
from services import audit
from services.announcements import results
from services.announcements.audience import Whom
from services.announcements.reading import COLUMNS, from_row, read
from services.announcements.results import Missed
from services.announcements.values import Announcement, State
from services.roles import Rights

GROUPS: Mapping[str, tuple[State, ...]] = {
    "draft": (State.DRAFT, State.STOPPED),
    "awaiting": (State.AWAITING,),
    "scheduled": (State.SCHEDULED,),
    "running": (State.RUNNING, State.PAUSED),
    "over": (State.DONE, State.CANCELLED, State.SKIPPED),
}
"""Announcements as they are looked for."""


def how_many(db: Connection, *, rights: Rights, actor_id: int) -> Mapping[str, int]:
    """How many there are of each group; a ketua counts their own."""
    told = select(Rows.state, func.count()).group_by(Rows.state)
    mine = told if rights.satgas else told.where(Rows.author_id == actor_id)
    found = {row[0]: row[1] for row in db.execute(mine)}
    return {group: sum(found.get(state, 0) for state in states) for group, states in GROUPS.items()}


def silent(db: Connection, *, whom: Whom) -> int:
    """People it is meant for who never said yes to news, or took it back: they do not get it."""
    agreed = whom.agreed().subquery()
    meant = select(Person.id).outerjoin(News, News.person_id == Person.id).where(whom.meant)
    nobody = meant.where(Person.id.not_in(select(agreed.c.id))).subquery()
    return db.execute(select(func.count()).select_from(nobody)).scalar_one()


def written_of(db: Connection, *, milestone_id: int, author_id: int) -> Announcement | None:
    """What this person is already writing about a milestone."""
    mine = (Rows.milestone_id == milestone_id, Rows.author_id == author_id, Rows.state == "draft")
    row = db.execute(select(*COLUMNS).where(*mine).order_by(Rows.id.desc()).limit(1)).first()
    return from_row(row) if row else None


def export_missed(
    db: Connection, *, announcement_id: int, rights: Rights, actor_id: int, now: datetime
) -> tuple[Missed, ...] | None:
    """Everybody who did not get it, for satgas only; that it was taken out is an audit entry."""
    found = read(db, announcement_id=announcement_id)
    if found is None or not rights.satgas:
        return None
    rows = results.who_missed(db, announcement=found, most=found.people)
    subject, detail = f"announcement:{announcement_id}", {"rows": len(rows)}
    audit.record(db, actor_id=actor_id, deed="announcement.export", subject=subject, detail=detail, now=now)
    return rows
