"""What moved since: for digests, and for announcements that stand on a milestone."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from models import Milestone as Milestones, MilestoneUpdate as Updates
from services.milestones.reading import MILESTONE, UPDATES, milestone_from_row, read_milestone, update_from_row
from services.milestones.values import MOVES, Milestone, Moved, Snapshot, Update


def snapshot(db: Connection, *, milestone_id: int) -> Snapshot | None:
    """What an announcement of it stands on; None where there is no such milestone."""
    one = read_milestone(db, milestone_id=milestone_id)
    if one is None:
        return None
    state = one.status, one.progress, one.target, one.reached
    return Snapshot(one.id, one.point, one.title, *state, one.kecamatan, one.publish_at, one.revision)


def moved_since(
    db: Connection,
    *,
    since: datetime,
    now: datetime,
    kecamatan: Collection[str] | None = None,
    points: Collection[str] | None = None,
) -> tuple[Moved, ...]:
    """What moved in (since, now], the last one first; with `kecamatan` only theirs and those of the whole city."""
    public = select(*MILESTONE).where(Milestones.publish_at <= now).order_by(Milestones.id)
    wanted = {one.id: one for one in map(milestone_from_row, db.execute(public)) if _wanted(one, kecamatan, points)}
    span = UPDATES.where(Updates.at > since, Updates.at <= now).order_by(Updates.at, Updates.id)
    told: dict[int, list[Update]] = {}
    for update in map(update_from_row, db.execute(span)):
        told.setdefault(update.milestone_id, []).append(update)
    found = (_moved(wanted[number], updates) for number, updates in told.items() if number in wanted)
    return tuple(sorted((one for one in found if one), key=lambda one: (one.at, one.milestone.id), reverse=True))


def _wanted(one: Milestone, kecamatan: Collection[str] | None, points: Collection[str] | None) -> bool:
    there = kecamatan is None or one.kecamatan is None or one.kecamatan in kecamatan
    return there and (points is None or one.point in points)


def _moved(milestone: Milestone, updates: list[Update]) -> Moved | None:
    """What is another one now than before; None where all is as it was and nothing was told."""
    before, after = _net(updates)
    corrected = {one.corrects_id for one in updates}
    texts = tuple(one for one in updates if one.text and one.id not in corrected)
    new = any(one.kind == "public" for one in updates)
    moved = Moved(milestone, before, after, new, texts, max(one.at for one in updates))
    return moved if before or new or texts else None


def _net(updates: Iterable[Update]) -> tuple[dict[str, Any], dict[str, Any]]:
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for one in updates:
        first = {**one.before, **first}
        last |= one.after
    changed = [name for name in MOVES if name in last and first.get(name) != last[name]]
    return {name: first.get(name) for name in changed}, {name: last[name] for name in changed}
