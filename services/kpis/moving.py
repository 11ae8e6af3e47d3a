"""What moved among the KPIs in a time, for digests."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from models import KpiReading as Readings
from services.kpis.reading import COUNTS, READINGS, live_kpis, reading_from_row
from services.kpis.values import Kpi, Moved, Reading


def moved_since(
    db: Connection, *, since: datetime, now: datetime, points: Collection[str] | None = None
) -> tuple[Moved, ...]:
    """Those set or read in (since, now], the last one first; with `points` only theirs and those of no point."""
    span = READINGS.where(Readings.at > since, Readings.at <= now, COUNTS).order_by(Readings.as_of, Readings.id)
    fresh: dict[int, list[Reading]] = {}
    for one in map(reading_from_row, db.execute(span)):
        fresh.setdefault(one.kpi_id, []).append(one)
    wanted = [one for one in live_kpis(db) if points is None or not one.point or one.point in points]
    found = [_moved(db, one, fresh.get(one.id, []), since, now) for one in wanted]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.at, one.kpi.id), reverse=True))


def _moved(db: Connection, one: Kpi, readings: list[Reading], since: datetime, now: datetime) -> Moved | None:
    new = since < one.created_at <= now
    if not readings and not new:
        return None
    at = max([each.at for each in readings], default=one.created_at)
    return Moved(one, _before(db, one, since), new, tuple(readings), at)


def _before(db: Connection, one: Kpi, since: datetime) -> Decimal | None:
    """The newest number that was known then."""
    then = READINGS.where(Readings.kpi_id == one.id, Readings.at <= since, COUNTS)
    row = db.execute(then.order_by(Readings.as_of.desc(), Readings.id.desc()).limit(1)).first()
    return reading_from_row(row).value if row else one.baseline
