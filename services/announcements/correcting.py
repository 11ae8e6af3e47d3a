"""Put right everywhere: all delivered copies are changed, or deleted; how many are, is counted."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models import Announcement as Rows, Correction, DeliveryCount
from models.announcements import DeliveryState
from services import audit
from services.announcements.checking import findings
from services.announcements.packing import content_of, pack_content
from services.announcements.reading import COLUMNS, from_row, may_see, read
from services.announcements.running import OVER
from services.announcements.values import UNDER_WAY, Announcement, Content, Done, Kind, Outcome, State, Why
from services.roles import Rights

DELETABLE = timedelta(hours=48)
"""So long after it was sent Telegram lets a bot delete a message."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction: of how many copies, how many are changed (or gone), how many could not be; `before`: old words."""

    number: int
    deletes: bool
    copies: int
    changed: int
    failed: int
    running: bool
    made_at: datetime
    before: Content


def correct(
    db: Connection,
    *,
    announcement_id: int,
    content: Content | None,
    rights: Rights,
    actor_id: int,
    now: datetime,
) -> Done:
    """Every copy that was delivered says this from now on, whoever has none yet gets it so; None: delete all copies."""
    found = read(db, announcement_id=announcement_id, lock=True)
    if found is None or not may_see(found, rights=rights, actor_id=actor_id):
        return Done(Outcome.NOT_FOUND)
    copies = _sent(db, announcement_id)
    if found.state not in OVER or (found.kind is Kind.POLL and content is not None):
        return Done(Outcome.NOT_NOW, found)
    if not copies and found.state not in UNDER_WAY:
        return Done(Outcome.NOBODY, found)
    if content is None and (found.ended_at or now) + DELETABLE < now:
        return Done(Outcome.TOO_OLD, found)
    if content is not None:
        content = replace(content, files=found.content.files, poll=found.content.poll)
        if wrong := findings(found.kind, content):
            return Done(Outcome.WRONG, found, wrong)
    return Done(Outcome.CHANGED, _begin(db, found, content, copies, actor_id, now))


def corrections(db: Connection, *, announcement_id: int) -> tuple[Corrected, ...]:
    """What was put right, the first one first."""
    rows = db.execute(select(Correction).where(Correction.announcement_id == announcement_id).order_by(Correction.id))
    return tuple(map(_from_row, rows))


def not_ready(db: Connection) -> list[tuple[Announcement, Content | None]]:
    """Corrections that are not in calls yet, with the announcement as it is now; None: its copies are deleted."""
    waiting = select(Correction.deed, *COLUMNS).join(Rows, Rows.id == Correction.announcement_id)
    rows = db.execute(waiting.where(Correction.state == "running", Correction.ready.is_(None))).all()
    told = [(row.deed, read(db, announcement_id=row.id)) for row in rows]
    return [(one, None if deed == "delete" else one.content) for deed, one in told if one is not None]


def make_ready(db: Connection, *, announcement: Announcement, calls: dict[str, Any], fresh: dict[str, Any]) -> None:
    """The calls that change the copies, and those that whoever has none yet is sent."""
    mine = (Correction.announcement_id == announcement.id, Correction.state == "running")
    db.execute(update(Correction).where(*mine, Correction.ready.is_(None)).values(ready=calls))
    db.execute(update(Rows).where(Rows.id == announcement.id).values(ready=fresh))


def _begin(
    db: Connection, found: Announcement, content: Content | None, copies: int, actor_id: int, now: datetime
) -> Announcement:
    earlier = (Correction.announcement_id == found.id, Correction.state == "running")
    db.execute(update(Correction).where(*earlier).values(state="cancelled", ended_at=now))
    number, deed = found.version + 1, "delete" if content is None else "edit"
    told = {"announcement_id": found.id, "number": number, "deed": deed, "copies": copies, "made_by": actor_id}
    db.execute(insert(Correction).values(**told, before=pack_content(found.content), made_at=now))
    values: dict[str, Any] = {"version": number, "ready": None, "changed_at": now, "revision": Rows.revision + 1}
    if content is not None:
        values["content"] = pack_content(content)
    elif found.state in (State.RUNNING, State.PAUSED):
        values |= {"state": "cancelled", "why": str(Why.PERSON), "ended_at": now}
    row = db.execute(update(Rows).where(Rows.id == found.id).values(values).returning(*COLUMNS)).one()
    name, subject = f"announcement.correct_{deed}", f"announcement:{found.id}"
    audit.record(db, actor_id=actor_id, deed=name, subject=subject, detail={"copies": copies}, now=now)
    return from_row(row)


def _sent(db: Connection, announcement_id: int) -> int:
    sent = (DeliveryCount.announcement_id == announcement_id, DeliveryCount.state == DeliveryState.SENT)
    return db.execute(select(DeliveryCount.people).where(*sent)).scalar() or 0


def _from_row(row: Any) -> Corrected:
    counts = (row.copies, row.changed, row.failed)
    return Corrected(
        row.number, row.deed == "delete", *counts, row.state == "running", row.made_at, content_of(row.before)
    )
