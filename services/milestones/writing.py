"""Milestones as satgas keep them: drafted, changed, published now or at a time, told of, corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, update

from models import Milestone as Milestones, MilestoneUpdate as Updates
from services import audit
from services.ideas import milestones as ideas
from services.milestones.reading import MILESTONE, milestone_from_row, read_milestone, read_update, updates_of
from services.milestones.values import MOVES, Done, Milestone, Outcome, Status, settled
from services.people import HOME, Person
from services.roles import Rights


def draft(
    db: Connection, *, point: str, title: str, kecamatan: str | None = None, rights: Rights, by: Person, now: datetime
) -> Done:
    """A new milestone that nobody sees before it is published."""
    if not rights.satgas:
        return Done(Outcome.NOT_ALLOWED)
    values = blank(point=point, title={HOME: title}, now=now) | {"kecamatan": kecamatan, "changed_by": by.id}
    row = db.execute(insert(Milestones).values(values).returning(*MILESTONE)).one()
    made = milestone_from_row(row)
    _audit(db, made, "write", by, now)
    return Done(Outcome.SAVED, made)


def blank(*, point: str, title: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The columns of a milestone of which nothing is known yet."""
    told = {"target": "", "reached": "", "status": Status.PLANNED, "progress": 0, "weight": 1, "owner": ""}
    none = {"source": None, "kecamatan": None, "publish_at": None, "public_at": None, "changed_by": None}
    stamps = {"created_at": now, "changed_at": now, "origin": "satgas"}
    return {"point": point, "title": dict(title), "about": {}, **told, **none, **stamps}


def change(
    db: Connection,
    *,
    milestone_id: int,
    revision: int,
    new: Mapping[str, Any],
    rights: Rights,
    by: Person,
    now: datetime,
) -> Done:
    """These fields say something else from now on, unless it changed since `revision`; who waits for it hears."""
    one, refused = _hand(db, milestone_id, revision, rights)
    if one is None or refused:
        return Done(refused or Outcome.GONE, one)
    fresh = _agreeing(one, new)
    if not fresh:
        return Done(Outcome.UNCHANGED, one)
    after = _alter(db, one, fresh, by, now)
    if after is None:
        return Done(Outcome.OLDER, read_milestone(db, milestone_id=milestone_id))
    _audit(db, after, "change", by, now, fields=sorted(fresh))
    moved(db, one, after, actor_id=by.id, now=now)
    return Done(Outcome.SAVED, after, fresh)


def publish(
    db: Connection,
    *,
    milestone_id: int,
    revision: int,
    at: datetime | None,
    rights: Rights,
    by: Person,
    now: datetime,
) -> Done:
    """Everybody sees it from `at` on, or from now; what is public already stays so."""
    one, refused = _hand(db, milestone_id, revision, rights)
    if one is None or refused:
        return Done(refused or Outcome.GONE, one)
    if one.is_public(now):
        return Done(Outcome.ALREADY_PUBLIC, one)
    later = at is not None and at > now
    after = _alter(db, one, {"publish_at": at if later else now, "public_at": None if later else now}, by, now)
    if after is None:
        return Done(Outcome.OLDER, read_milestone(db, milestone_id=milestone_id))
    _audit(db, after, "schedule" if later else "publish", by, now)
    if not later:
        made_public(db, after, actor_id=by.id, now=now)
    return Done(Outcome.SCHEDULED if later else Outcome.PUBLISHED, after)


def unschedule(db: Connection, *, milestone_id: int, revision: int, rights: Rights, by: Person, now: datetime) -> Done:
    """A scheduled one is a draft again."""
    one, refused = _hand(db, milestone_id, revision, rights)
    if one is None or refused:
        return Done(refused or Outcome.GONE, one)
    if one.is_public(now):
        return Done(Outcome.ALREADY_PUBLIC, one)
    after = _alter(db, one, {"publish_at": None}, by, now)
    if after is not None:
        _audit(db, after, "unschedule", by, now)
    return Done(Outcome.UNSCHEDULED, after) if after else Done(Outcome.OLDER, one)


def discard(db: Connection, *, milestone_id: int, revision: int, rights: Rights, by: Person, now: datetime) -> Done:
    """A draft that nobody saw is thrown away, unless an idea belongs to it."""
    one, refused = _hand(db, milestone_id, revision, rights)
    if one is None or refused:
        return Done(refused or Outcome.GONE, one)
    if one.is_public(now) or one.key:
        return Done(Outcome.ALREADY_PUBLIC, one)
    if ideas.of(db, milestone_id=milestone_id):
        return Done(Outcome.LINKED, one)
    gone = delete(Milestones).where(*_seen(one), Milestones.publish_at.is_(None)).returning(Milestones.id)
    if db.execute(gone).first() is None:
        return Done(Outcome.OLDER, read_milestone(db, milestone_id=milestone_id))
    _audit(db, one, "discard", by, now)
    return Done(Outcome.DISCARDED, one)


def tell(
    db: Connection,
    *,
    milestone_id: int,
    revision: int,
    text: str,
    photos: Sequence[str] = (),
    new: Mapping[str, Any],
    day: date,
    rights: Rights,
    by: Person,
    now: datetime,
) -> Done:
    """An update: words, pictures, and with them what it moves (`new`: status, progress); `day`: the city's today."""
    one, refused = _hand(db, milestone_id, revision, rights)
    if one is None or refused:
        return Done(refused or Outcome.GONE, one)
    if not one.is_public(now):
        return Done(Outcome.NOT_PUBLIC, one)
    fresh = _agreeing(one, new)
    after = _alter(db, one, fresh, by, now)
    if after is None:
        return Done(Outcome.OLDER, read_milestone(db, milestone_id=milestone_id))
    note(db, one, after, by_id=by.id, now=now, kind="told", text=text, photos=list(photos), dated=day.isoformat())
    _audit(db, after, "tell", by, now, fields=sorted(fresh))
    _hear(db, one, after, actor_id=by.id, now=now)
    return Done(Outcome.TOLD, after, fresh)


def correct(
    db: Connection, *, update_id: int, text: str, rights: Rights, by: Person, now: datetime, photos: Sequence[str] = ()
) -> Done:
    """What was told is put right: it stays, struck out, with the correction below; only the newest can be corrected."""
    old = read_update(db, update_id=update_id)
    if old is None or not rights.satgas:
        return Done(Outcome.GONE if rights.satgas else Outcome.NOT_ALLOWED)
    one = read_milestone(db, milestone_id=old.milestone_id)
    if one is None or not old.text:
        return Done(Outcome.GONE, one)
    after = _alter(db, one, {}, by, now)
    root = old.corrects_id or old.id
    if after is None or newest(db, milestone_id=one.id, root=root) != update_id:
        return Done(Outcome.OLDER, one)
    told: dict[str, Any] = {"text": text, "photos": list(photos), "corrects_id": root}
    note(db, one, after, by_id=by.id, now=now, kind="correction", **told)
    _audit(db, after, "correct", by, now)
    return Done(Outcome.CORRECTED, after)


def would_move(one: Milestone, new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What these fields would change, before and after."""
    fresh = {name: _plain(value) for name, value in _agreeing(one, new).items() if name in MOVES}
    return {name: _plain(getattr(one, name)) for name in fresh}, fresh


def newest(db: Connection, *, milestone_id: int, root: int) -> int:
    """The last correction of an update, itself where there is none: the one that may be corrected."""
    chain = (one.id for one in updates_of(db, milestone_id=milestone_id) if root in (one.id, one.corrects_id))
    return max(chain, default=root)


def moved(db: Connection, before: Milestone, after: Milestone, *, actor_id: int | None, now: datetime) -> None:
    """A public milestone that moved says so in its own history, and to who follows ideas that belong to it."""
    if before.is_public(now) and _differing(before, after):
        note(db, before, after, by_id=actor_id, now=now, kind="moved")
        _hear(db, before, after, actor_id=actor_id, now=now)


def made_public(db: Connection, one: Milestone, *, actor_id: int | None, now: datetime) -> None:
    """It is public from now on: its history begins, and who follows its ideas hears."""
    note(db, one, one, by_id=actor_id, now=now, kind="public")
    ideas.moved(db, milestone_id=one.id, title=one.title[HOME], status=one.status.key, now=now, actor_id=actor_id)


def note(
    db: Connection, before: Milestone, after: Milestone, *, by_id: int | None, now: datetime, kind: str, **told: Any
) -> None:
    """One entry of its history."""
    names = _differing(before, after)
    whole = {"text": "", "photos": [], "dated": "", "source": None, "corrects_id": None, **told}
    change = {side: {name: _plain(getattr(one, name)) for name in names} for side, one in _sides(before, after)}
    db.execute(insert(Updates).values(milestone_id=after.id, at=now, by_id=by_id, kind=kind, **whole, **change))


def _hear(db: Connection, before: Milestone, after: Milestone, *, actor_id: int | None, now: datetime) -> None:
    if _differing(before, after):
        told = {"title": after.title[HOME], "status": after.status.key}
        ideas.moved(db, milestone_id=after.id, **told, now=now, actor_id=actor_id)


def _hand(db: Connection, number: int, revision: int, rights: Rights) -> tuple[Milestone | None, Outcome | None]:
    """The milestone, and why this satgas may not change it now."""
    if not rights.satgas:
        return None, Outcome.NOT_ALLOWED
    one = read_milestone(db, milestone_id=number)
    return (one, Outcome.OLDER if one.revision != revision else None) if one else (None, Outcome.GONE)


def _agreeing(one: Milestone, new: Mapping[str, Any]) -> dict[str, Any]:
    """What really changes, status and progress agreeing; what is not done was not reached."""
    fresh = dict(new)
    if "status" in fresh or "progress" in fresh:
        by = "status" if "status" in fresh else "progress"
        status, progress = Status(fresh.get("status", one.status)), fresh.get("progress", one.progress)
        fresh["status"], fresh["progress"] = settled(status, progress, by=by)
    if fresh.get("status", one.status) is not Status.DONE:
        fresh["reached"] = ""
    return {name: value for name, value in fresh.items() if getattr(one, name) != value}


def _alter(db: Connection, one: Milestone, fresh: Mapping[str, Any], by: Person, now: datetime) -> Milestone | None:
    """From its first change on a milestone is the satgas's: no start of the bot overwrites it."""
    values = {name: _plain(value) for name, value in fresh.items()}
    values |= {"origin": "satgas", "changed_by": by.id, "changed_at": now, "revision": one.revision + 1}
    row = db.execute(update(Milestones).where(*_seen(one)).values(values).returning(*MILESTONE)).first()
    return milestone_from_row(row) if row else None


def _seen(one: Milestone) -> tuple[ColumnElement[bool], ...]:
    return Milestones.id == one.id, Milestones.revision == one.revision


def _differing(before: Milestone, after: Milestone) -> list[str]:
    return [name for name in MOVES if getattr(before, name) != getattr(after, name)]


def _sides(before: Milestone, after: Milestone) -> tuple[tuple[str, Milestone], ...]:
    return ("before", before), ("after", after)


def _plain(value: Any) -> Any:
    """The value as JSON and the tables hold it."""
    if isinstance(value, Mapping):
        return dict(value)
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


def _audit(db: Connection, one: Milestone, deed: str, by: Person, now: datetime, **detail: object) -> None:
    subject = f"milestone:{one.id}"
    audit.record(db, actor_id=by.id, deed=f"milestone.{deed}", subject=subject, detail=detail, now=now)
