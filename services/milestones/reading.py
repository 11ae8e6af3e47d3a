"""Reading milestones and their updates: one way from their rows to their values, and who may see which."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from models import Milestone as Milestones, MilestoneUpdate as Updates, Person as People
from services.city import City, Source
from services.milestones.targets import first_day
from services.milestones.values import Milestone, Status, Update

MILESTONE = tuple(
    getattr(Milestones, name)
    for name in (
        "id", "key", "point", "title", "about", "target", "reached", "status", "progress", "weight", "owner", "source",
        "kecamatan", "publish_at", "public_at", "revision", "place", "origin", "pack_print", "changed_at",
    )
)  # fmt: skip
"""What a Milestone is read from, in the order of its fields."""
_UPDATE = (
    Updates.id, Updates.milestone_id, Updates.at, People.name, Updates.kind, Updates.text, Updates.photos,
    Updates.dated, Updates.source, Updates.before, Updates.after, Updates.corrects_id,
)  # fmt: skip
UPDATES = select(*_UPDATE).outerjoin(People, People.id == Updates.by_id)


def milestone_from_row(row: Any) -> Milestone:
    """The Milestone of a row that begins with MILESTONE."""
    told = dict(zip((column.key for column in MILESTONE), row, strict=False))
    source = told.pop("source")
    return Milestone(**{**told, "status": Status(told["status"])}, source=Source(**source) if source else None)


def update_from_row(row: Any) -> Update:
    """The Update of a row of UPDATES."""
    source = Source(**row.source) if row.source else None
    head = row.id, row.milestone_id, row.at, row.name, row.kind, row.text, tuple(row.photos), row.dated
    return Update(*head, source, row.before, row.after, row.corrects_id)


def read_milestone(db: Connection, *, milestone_id: int) -> Milestone | None:
    """The milestone as it is now, whoever may see it."""
    return _one(db, Milestones.id == milestone_id)


def public_milestone(db: Connection, *, milestone_id: int, now: datetime) -> Milestone | None:
    """The milestone, where residents may see it."""
    return _one(db, Milestones.id == milestone_id, Milestones.publish_at <= now)


def milestones_of(db: Connection, *, point: str) -> tuple[Milestone, ...]:
    """Every milestone of a point, scheduled ones too, in time order."""
    return _several(db, Milestones.point == point)


def public_milestones(db: Connection, *, now: datetime) -> tuple[Milestone, ...]:
    """All that residents may see, in time order."""
    return _several(db, Milestones.publish_at <= now)


def by_point(db: Connection, *, city: City, now: datetime) -> Mapping[str, tuple[Milestone, ...]]:
    """What residents may see of each point of the city's roadmap, each in time order."""
    every = public_milestones(db, now=now)
    return {point.id: tuple(one for one in every if one.point == point.id) for point in city.points}


def upcoming(milestones: Sequence[Milestone]) -> Milestone | None:
    """The next one that is neither done nor dropped, in time order."""
    return next((one for one in milestones if one.status not in (Status.DONE, Status.DROPPED)), None)


def updates_of(db: Connection, *, milestone_id: int) -> tuple[Update, ...]:
    """Everything told of a milestone, in time order; a correction stands after what it puts right."""
    rows = db.execute(UPDATES.where(Updates.milestone_id == milestone_id).order_by(Updates.at, Updates.id))
    told = [update_from_row(row) for row in rows]
    own = sorted((one for one in told if one.corrects_id is None), key=_time)
    return tuple(each for one in own for each in (one, *(other for other in told if other.corrects_id == one.id)))


def read_update(db: Connection, *, update_id: int) -> Update | None:
    """One update."""
    row = db.execute(UPDATES.where(Updates.id == update_id)).first()
    return update_from_row(row) if row else None


def _one(db: Connection, *which: ColumnElement[bool]) -> Milestone | None:
    row = db.execute(select(*MILESTONE).where(*which)).first()
    return milestone_from_row(row) if row else None


def _several(db: Connection, *which: ColumnElement[bool]) -> tuple[Milestone, ...]:
    found = map(milestone_from_row, db.execute(select(*MILESTONE).where(*which).order_by(Milestones.id)))
    return tuple(sorted(found, key=in_time))


def in_time(one: Milestone) -> tuple[bool, date, int, int]:
    """By when it was reached or is to be; where nobody knows, last."""
    day = first_day(one.when)
    return day is None, day or date.max, one.place, one.id


def _time(one: Update) -> tuple[date, datetime, int]:
    return first_day(one.dated.lstrip("±")) or one.at.date(), one.at, one.id
