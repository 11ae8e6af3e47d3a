"""An announcement is written: made, changed, handed in; by whom, to whom, and when it may go out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from models import Announcement as Rows, Milestone, Slot, Space
from services import audit, roles
from services.announcements.audience import Whom, count
from services.announcements.checking import findings
from services.announcements.packing import pack_audience, pack_content, print_of
from services.announcements.reading import COLUMNS, from_row, may_see, read
from services.announcements.values import (
    AGAIN,
    ALONE,
    MONTHLY,
    WRITABLE,
    Announcement,
    Audience,
    Content,
    Done,
    Kind,
    Outcome,
    State,
    Who,
)
from services.coworking.hours import Hours
from services.roles import Ids, Rights

PATIENCE = timedelta(hours=1)
"""So long ago a time may be that is taken for now: the draft lay on the desk meanwhile."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes: everything of an announcement that is theirs to say."""

    kind: Kind
    content: Content
    audience: Audience = field(default_factory=Audience)
    topics: tuple[str, ...] = ()
    milestone_id: int | None = None
    urgent: bool = False
    digest: bool = False
    send_at: datetime | None = None
    not_after: datetime | None = None
    repeat: str = ""


def draft_of(announcement: Announcement) -> Draft:
    """What was written, to write on."""
    return Draft(**{name: getattr(announcement, name) for name in Draft.__dataclass_fields__})


def create(db: Connection, *, draft: Draft, author_id: int, rights: Rights, now: datetime) -> Done:
    """A new announcement, which nobody gets yet."""
    if not (rights.satgas or rights.ketua):
        return Done(Outcome.NOT_ALLOWED)
    scope = "" if rights.satgas else ",".join(rights.kecamatan)
    told = {**_values(db, draft), "author_id": author_id, "scope": scope, "created_at": now, "changed_at": now}
    row = db.execute(insert(Rows).values(told).returning(*COLUMNS)).one()
    return Done(Outcome.CREATED, from_row(row))


def edit(
    db: Connection, *, announcement_id: int, revision: int, draft: Draft, rights: Rights, actor_id: int, now: datetime
) -> Done:
    """Another wording, audience or time; an approval is void then. STALE where somebody was faster."""
    found = _mine(db, announcement_id, rights, actor_id)
    if found is None:
        return Done(Outcome.NOT_FOUND)
    void = {"state": "draft", "why": "", "approved_by": None, "approved_at": None, "seen": None}
    return _write(db, found, revision, {**_values(db, draft), **void}, WRITABLE, Outcome.CHANGED, now)


def withdraw(
    db: Connection, *, announcement_id: int, revision: int, rights: Rights, actor_id: int, now: datetime
) -> Done:
    """Back from approval or from the calendar to the desk."""
    found = _mine(db, announcement_id, rights, actor_id)
    if found is None:
        return Done(Outcome.NOT_FOUND)
    void = {"state": "draft", "why": "", "approved_by": None, "approved_at": None}
    waiting = (State.AWAITING, State.SCHEDULED, State.STOPPED)
    return _write(db, found, revision, void, waiting, Outcome.RETURNED, now)


def submit(
    db: Connection,
    *,
    announcement_id: int,
    revision: int,
    rights: Rights,
    actor_id: int,
    hours: Hours,
    satgas_ids: Ids,
    now: datetime,
    again: bool = False,
) -> Done:
    """Hand it in: it is scheduled, or waits for a second satgas; `again`: yes, the same to the same once more."""
    found = _mine(db, announcement_id, rights, actor_id)
    if found is None:
        return Done(Outcome.NOT_FOUND)
    if found.state not in (State.DRAFT, State.STOPPED):
        return Done(Outcome.NOT_NOW, found)
    if wrong := findings(found.kind, found.content):
        return Done(Outcome.WRONG, found, wrong)
    if stands_in_the_way := _hindrance(db, found, rights, again=again, now=now):
        return Done(stands_in_the_way, found)
    told = count(db, whom=whom_of(found, hours=hours, satgas_ids=satgas_ids, now=now))
    if told.people + told.weekly + told.chats == 0:
        return Done(Outcome.NOBODY, found)
    values = {"send_at": found.send_at or now, "seen": milestone_now(db, milestone_id=found.milestone_id), "why": ""}
    if told.people + told.weekly <= ALONE and not found.urgent:
        return _write(db, found, revision, {**values, "state": "scheduled"}, WRITABLE, Outcome.SCHEDULED, now)
    if not _somebody_else(db, found, actor_id, satgas_ids):
        return Done(Outcome.NEEDS_SECOND, found)
    return _write(db, found, revision, {**values, "state": "awaiting"}, WRITABLE, Outcome.AWAITS, now)


def approve(
    db: Connection, *, announcement_id: int, revision: int, rights: Rights, actor_id: int, now: datetime
) -> Done:
    """A second satgas, never the author, lets it go out at its time, as they saw it (`revision`)."""
    found = read(db, announcement_id=announcement_id, lock=True)
    if found is None or not rights.satgas:
        return Done(Outcome.NOT_FOUND if rights.satgas else Outcome.NOT_ALLOWED)
    if found.author_id == actor_id:
        return Done(Outcome.OWN, found)
    if found.not_after is not None and found.not_after <= now:
        return Done(Outcome.TOO_LATE, found)
    seen = milestone_now(db, milestone_id=found.milestone_id)
    values = {"state": "scheduled", "approved_by": actor_id, "approved_at": now, "seen": seen}
    done = _write(db, found, revision, values, (State.AWAITING,), Outcome.APPROVED, now)
    if done.outcome is Outcome.APPROVED:
        _record(db, actor_id, "announcement.approve", announcement_id, now)
    return done


def reject(
    db: Connection, *, announcement_id: int, revision: int, rights: Rights, actor_id: int, now: datetime
) -> Done:
    """The second satgas gives it back to its author."""
    found = read(db, announcement_id=announcement_id, lock=True)
    if found is None or not rights.satgas:
        return Done(Outcome.NOT_FOUND if rights.satgas else Outcome.NOT_ALLOWED)
    return _write(db, found, revision, {"state": "draft"}, (State.AWAITING,), Outcome.RETURNED, now)


def whom_of(announcement: Announcement, *, hours: Hours, satgas_ids: Ids, now: datetime) -> Whom:
    """The people an announcement is for, as of now."""
    return Whom(
        announcement.audience,
        topics=announcement.topics,
        urgent=announcement.urgent,
        now=now,
        timezone=hours.timezone,
        satgas_ids=satgas_ids,
    )


def milestone_now(db: Connection, *, milestone_id: int | None) -> dict[str, Any] | None:
    """What an announcement may rely on of its milestone: status and dates, as they are now; {} where it is gone."""
    if milestone_id is None:
        return None
    told = select(Milestone.status, Milestone.target, Milestone.reached).where(Milestone.id == milestone_id)
    row = db.execute(told).first()
    return dict(row._mapping) if row else {}


def _mine(db: Connection, announcement_id: int, rights: Rights, actor_id: int) -> Announcement | None:
    found = read(db, announcement_id=announcement_id, lock=True)
    return found if found and may_see(found, rights=rights, actor_id=actor_id) else None


def _values(db: Connection, draft: Draft) -> dict[str, Any]:
    content, audience = pack_content(draft.content), pack_audience(draft.audience)
    told = {
        name: getattr(draft, name) for name in ("milestone_id", "urgent", "digest", "send_at", "not_after", "repeat")
    }
    packed = {"kind": str(draft.kind), "content": content, "audience": audience, "topics": list(draft.topics)}
    return {**told, **packed, "print": print_of(content, audience)}


def _hindrance(db: Connection, found: Announcement, rights: Rights, *, again: bool, now: datetime) -> Outcome | None:
    """Why it may not go out as it stands; a kecamatan that was taken back counts no more."""
    scope = found.scope if rights.satgas else [one for one in found.scope if one in rights.kecamatan]
    if found.scope and not _within(db, found.audience, scope):
        return Outcome.NOT_YOURS
    if found.scope and begun_this_month(db, author_id=found.author_id, but=found.id, now=now) >= MONTHLY:
        return Outcome.MONTHLY
    begins = found.send_at or now
    if begins < now - PATIENCE:
        return Outcome.PAST
    if found.not_after is not None and found.not_after <= begins:
        return Outcome.TOO_LATE
    if not again and _same_lately(db, found, now):
        return Outcome.SAME_AGAIN
    return None


def _within(db: Connection, audience: Audience, scope: Sequence[str]) -> bool:
    """Whether an audience is of people of spaces in these kecamatan only."""
    own = set(db.execute(select(Space.id).where(Space.kecamatan.in_(scope))).scalars())
    slots = set(db.execute(select(Slot.id).where(Slot.space_id.in_(own))).scalars())
    mine = {Who.SPACE: own, Who.SLOT: slots}
    narrow = [any(term.who in mine and mine[term.who].issuperset(term.of) for term in every) for every in audience.any]
    return bool(narrow) and all(narrow) and not audience.chats


def begun_this_month(db: Connection, *, author_id: int | None, now: datetime, but: int = 0) -> int:
    """So many a ketua has handed in this month, beside this one and what was thrown away before it began."""
    handed_in = or_(Rows.started_at.is_not(None), Rows.state.not_in(("draft", "cancelled")))
    begun = select(func.count()).where(Rows.author_id == author_id, Rows.scope != "", Rows.id != but, handed_in)
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return db.execute(begun.where(Rows.changed_at >= month)).scalar_one()


def _same_lately(db: Connection, found: Announcement, now: datetime) -> bool:
    own = select(Rows.print).where(Rows.id == found.id).scalar_subquery()
    same = select(Rows.id).where(Rows.print == own, Rows.id != found.id, Rows.started_at > now - AGAIN)
    return db.execute(same.limit(1)).first() is not None


def _somebody_else(db: Connection, found: Announcement, actor_id: int, satgas_ids: Ids) -> bool:
    """Whether there is a satgas who did not write it."""
    return any(one.id != found.author_id for one in roles.task_force(db, satgas_ids=satgas_ids))


def _write(
    db: Connection,
    found: Announcement,
    revision: int,
    values: dict[str, Any],
    states: Sequence[State],
    outcome: Outcome,
    now: datetime,
) -> Done:
    """Change it where it still is as it was seen."""
    if found.state not in states:
        return Done(Outcome.NOT_NOW, found)
    seen = (Rows.id == found.id, Rows.revision == revision, Rows.state.in_(states))
    change = update(Rows).where(*seen).values(**values, changed_at=now, revision=Rows.revision + 1)
    row = db.execute(change.returning(*COLUMNS)).first()
    if row is None:
        return Done(Outcome.STALE, read(db, announcement_id=found.id))
    return Done(outcome, from_row(row))


def _record(db: Connection, actor_id: int, deed: str, announcement_id: int, now: datetime) -> None:
    audit.record(db, actor_id=actor_id, deed=deed, subject=f"announcement:{announcement_id}", detail={}, now=now)
