"""Packs: what the city pack says of milestones, brought into the tables at a start."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from models import Milestone as Milestones, MilestoneUpdate as Updates, upsert
from services.city import City, PackMilestone, PackUpdate
from services.milestones.reading import MILESTONE, milestone_from_row
from services.milestones.targets import first_day
from services.milestones.values import Milestone
from services.milestones.writing import blank, moved


def fill_from_pack(db: Connection, *, pack: City, now: datetime) -> int:
    """New milestones put in, untouched ones brought up to date, what is left out hidden; how many were told anew."""
    places = {one.key: place for place, one in enumerate(pack.milestones)}
    rows = db.execute(select(Milestones.key, Milestones.pack_print).where(Milestones.key.is_not(None)))
    prints = {row.key: row.pack_print for row in rows}
    told = [one for one in pack.milestones if prints.get(one.key) != print_of(one, places[one.key])]
    for one in sorted(told, key=lambda each: each.key):
        _tell(db, one, places[one.key], now)
    gone = sorted(key for key, done in prints.items() if done and key not in places)
    silent = {"publish_at": None, "public_at": None, "pack_print": "", "changed_at": now}
    db.execute(update(Milestones).where(Milestones.key.in_(gone), Milestones.origin == "pack").values(silent))
    return len(told)


def print_of(one: PackMilestone, place: int) -> str:
    """By this a later start sees whether the pack changed the milestone."""
    whole = json.dumps([asdict(one), place], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


def _tell(db: Connection, one: PackMilestone, place: int, now: datetime) -> None:
    """What satgas changed is left as it is; its print is remembered all the same."""
    mark = {"pack_print": print_of(one, place), "place": place}
    new = {**blank(point=one.point, title=one.title, now=now), **_says(one), **mark, "key": one.key}
    new |= {"origin": "pack", "publish_at": now, "public_at": now}
    statement = upsert(db, Milestones).values(new).on_conflict_do_nothing(index_elements=[Milestones.key])
    number = db.execute(statement.returning(Milestones.id)).scalar()
    if number is None:
        number = _renew(db, one, mark, now)
    if number is not None:
        db.execute(delete(Updates).where(Updates.milestone_id == number, Updates.kind == "told"))
        db.execute(insert(Updates), [_row(number, each) for each in one.updates]) if one.updates else None


def _renew(db: Connection, one: PackMilestone, mark: dict[str, Any], now: datetime) -> int | None:
    """An untouched one says what the pack says now; None where it is the satgas's."""
    mine = db.execute(select(*MILESTONE).where(Milestones.key == one.key).with_for_update()).one()
    before = milestone_from_row(mine)
    if before.origin != "pack":
        db.execute(update(Milestones).where(Milestones.id == before.id).values(pack_print=mark["pack_print"]))
        return None
    shown = {"publish_at": before.publish_at or now, "public_at": before.public_at or now}
    values = {**_says(one), **mark, **shown, "changed_at": now, "revision": Milestones.revision + 1}
    row = db.execute(update(Milestones).where(Milestones.id == before.id).values(values).returning(*MILESTONE)).one()
    after: Milestone = milestone_from_row(row)
    moved(db, before, after, actor_id=None, now=now)
    return after.id


def _says(one: PackMilestone) -> dict[str, Any]:
    names = ("point", "target", "reached", "status", "progress", "weight", "owner", "kecamatan")
    told = {name: getattr(one, name) for name in names}
    return {**told, "title": dict(one.title), "about": dict(one.about), "source": asdict(one.source)}


def _row(number: int, told: PackUpdate) -> dict[str, Any]:
    """It was told when it was so: to nobody is it news today."""
    day = first_day(told.dated.lstrip("±")) or date.min
    at = datetime.combine(day, time(), UTC)
    what = {"text": told.text, "dated": told.dated, "source": asdict(told.source), "kind": "told"}
    none: dict[str, Any] = {"by_id": None, "photos": [], "before": {}, "after": {}, "corrects_id": None}
    return {"milestone_id": number, "at": at, **what, **none}
