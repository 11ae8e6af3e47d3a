"""Reading KPIs and their numbers: one way from their rows to their values."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from models import Kpi as Kpis, KpiReading as Readings, Person as People
from services import dates
from services.kpis.values import Direction, Every, Kpi, Reading

KPI = (
    Kpis.id, Kpis.name, Kpis.about, Kpis.unit, Kpis.direction, Kpis.every, Kpis.baseline, Kpis.baseline_on,
    Kpis.target, Kpis.due, Kpis.owner_id, People.name, Kpis.point, Kpis.source, Kpis.retired_at, Kpis.revision,
    Kpis.nudged_at, Kpis.created_at, Kpis.changed_at,
)  # fmt: skip
"""What a Kpi is read from, in the order of its fields."""
_READING = (
    Readings.id, Readings.kpi_id, Readings.as_of, Readings.value, Readings.note, Readings.at, People.name,
    Readings.corrects_id, Readings.ended,
)  # fmt: skip
READINGS = select(*_READING).outerjoin(People, People.id == Readings.by_id)
COUNTS = Readings.ended.is_(None)


def reading_from_row(row: Any) -> Reading:
    """The Reading of a row of READINGS."""
    return Reading(*row)


def read_kpi(db: Connection, *, kpi_id: int) -> Kpi | None:
    """The KPI as it is now, a retired one too."""
    return next(iter(_several(db, Kpis.id == kpi_id)), None)


def live_kpi(db: Connection, *, kpi_id: int) -> Kpi | None:
    """The KPI, where it is not retired."""
    return next(iter(_several(db, Kpis.id == kpi_id, Kpis.retired_at.is_(None))), None)


def live_kpis(db: Connection) -> tuple[Kpi, ...]:
    """All that are not retired, the oldest first."""
    return _several(db, Kpis.retired_at.is_(None))


def all_kpis(db: Connection) -> tuple[Kpi, ...]:
    """Those too, behind the others."""
    return tuple(sorted(_several(db), key=lambda one: (one.retired_at is not None, one.id)))


def readings_of(db: Connection, *, kpi_id: int, all_of_them: bool = False) -> tuple[Reading, ...]:
    """Its numbers in time order; with what was corrected (before what put it right) or withdrawn where asked."""
    which = [Readings.kpi_id == kpi_id, *([] if all_of_them else [COUNTS])]
    rows = db.execute(READINGS.where(*which).order_by(Readings.as_of, Readings.id))
    return tuple(map(reading_from_row, rows))


def told_of(db: Connection, *, kpi_id: int) -> tuple[Reading, ...]:
    """Its numbers as everybody may see them: corrected ones too, without what was withdrawn."""
    every = readings_of(db, kpi_id=kpi_id, all_of_them=True)
    return tuple(one for one in every if one.ended != "withdrawn")


def read_reading(db: Connection, *, reading_id: int) -> Reading | None:
    """One number, whatever became of it."""
    row = db.execute(READINGS.where(Readings.id == reading_id)).first()
    return reading_from_row(row) if row else None


def reading_on(db: Connection, *, kpi_id: int, as_of: date) -> Reading | None:
    """The number that counts for that day."""
    row = db.execute(READINGS.where(Readings.kpi_id == kpi_id, Readings.as_of == as_of, COUNTS)).first()
    return reading_from_row(row) if row else None


def is_stale(one: Kpi, *, now: datetime, timezone: str) -> bool:
    """Whether a number of it is overdue today."""
    return one.is_stale(dates.today(now, timezone), dates.today(one.created_at, timezone))


def _several(db: Connection, *which: ColumnElement[bool]) -> tuple[Kpi, ...]:
    found = select(*KPI).outerjoin(People, People.id == Kpis.owner_id).where(*which).order_by(Kpis.id)
    rows = db.execute(found).all()
    last = _last(db, [row.id for row in rows])
    return tuple(_kpi(row, last.get(row.id)) for row in rows)


def _kpi(row: Any, last: Reading | None) -> Kpi:
    told = dict(zip((each.name for each in fields(Kpi)), (*row, last), strict=True))
    return Kpi(**{**told, "direction": Direction(told["direction"]), "every": Every(told["every"])})


def _last(db: Connection, numbers: Sequence[int]) -> dict[int, Reading]:
    """Of each its newest number that counts."""
    newest = (
        select(Readings.kpi_id, func.max(Readings.as_of).label("day"))
        .where(COUNTS, Readings.kpi_id.in_(numbers))
        .group_by(Readings.kpi_id)
        .subquery()
    )
    same = (newest.c.kpi_id == Readings.kpi_id) & (newest.c.day == Readings.as_of)
    rows = db.execute(READINGS.join(newest, same).where(COUNTS)) if numbers else ()
    return {one.kpi_id: one for one in map(reading_from_row, rows)}
