"""A number is taken for a day: the first, or a correction that leaves the old one to be seen; or it is withdrawn."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, insert, update

from models import Kpi as Kpis, KpiReading as Readings
from services import audit, dates
from services.kpis.reading import COUNTS, read_kpi, read_reading, reading_on
from services.kpis.values import Done, Outcome
from services.kpis.writing import hand
from services.people import Person
from services.roles import Rights


def take(
    db: Connection,
    *,
    kpi_id: int,
    as_of: date,
    value: Decimal,
    note: str,
    seen: int | None,
    rights: Rights,
    by: Person,
    now: datetime,
    timezone: str,
) -> Done:
    """The number of that day; `seen`: the id of the one it takes the place of, as it was shown (None: none)."""
    one, refused = hand(db, kpi_id, rights)
    if one is None or refused or one.retired_at:
        return Done(refused or Outcome.GONE, one)
    if as_of > dates.today(now, timezone):
        return Done(Outcome.FUTURE, one)
    old = reading_on(db, kpi_id=kpi_id, as_of=as_of)
    if old and (old.value, old.note) == (value, note):
        return Done(Outcome.SAME, one)
    if (old.id if old else None) != seen:
        return Done(Outcome.OLDER, one)
    number = put(db, kpi_id=kpi_id, as_of=as_of, value=value, note=note, replaces=seen, by=by, now=now)
    if number is None:
        return Done(Outcome.OLDER, read_kpi(db, kpi_id=kpi_id))
    deed = "kpi.correct" if seen else "kpi.read"
    audit.record(db, actor_id=by.id, deed=deed, subject=f"kpi:{kpi_id}", detail={"reading": number}, now=now)
    return Done(Outcome.CORRECTED if seen else Outcome.READ, read_kpi(db, kpi_id=kpi_id))


def put(
    db: Connection,
    *,
    kpi_id: int,
    as_of: date,
    value: Decimal,
    note: str,
    replaces: int | None,
    by: Person,
    now: datetime,
    import_id: int | None = None,
) -> int | None:
    """The number of that day, in the place of `replaces`; None where another was there first."""
    db.execute(update(Kpis).where(Kpis.id == kpi_id).values(nudged_at=None))  # its row is the lock
    if replaces is not None and not _end(db, replaces, "corrected", now):
        return None
    if replaces is None and reading_on(db, kpi_id=kpi_id, as_of=as_of):
        return None
    told = {"kpi_id": kpi_id, "as_of": as_of, "value": value, "note": note, "at": now, "by_id": by.id}
    told |= {"corrects_id": replaces, "import_id": import_id}
    number: int = db.execute(insert(Readings).values(**told).returning(Readings.id)).scalar_one()
    return number


def withdraw(db: Connection, *, reading_id: int, rights: Rights, by: Person, now: datetime) -> Done:
    """A number that was wrong altogether counts no more; what it had corrected counts again."""
    if not rights.satgas:
        return Done(Outcome.NOT_ALLOWED)
    old = read_reading(db, reading_id=reading_id)
    if old is None:
        return Done(Outcome.GONE)
    if not give_back(db, reading_id=reading_id, corrects_id=old.corrects_id, now=now):
        return Done(Outcome.OLDER, read_kpi(db, kpi_id=old.kpi_id))
    told = {"subject": f"kpi:{old.kpi_id}", "detail": {"reading": reading_id}}
    audit.record(db, actor_id=by.id, deed="kpi.withdraw", **told, now=now)  # type: ignore[arg-type]
    return Done(Outcome.WITHDRAWN, read_kpi(db, kpi_id=old.kpi_id))


def give_back(db: Connection, *, reading_id: int, corrects_id: int | None, now: datetime) -> bool:
    """It counts no more, and what it took the place of does; False where it did not count any more."""
    if not _end(db, reading_id, "withdrawn", now):
        return False
    if corrects_id is not None:
        again = update(Readings).where(Readings.id == corrects_id, Readings.ended == "corrected")
        db.execute(again.values(ended=None, ended_at=None))
    return True


def _end(db: Connection, reading_id: int, how: str, now: datetime) -> bool:
    ended = update(Readings).where(Readings.id == reading_id, COUNTS).values(ended=how, ended_at=now)
    return db.execute(ended.returning(Readings.id)).first() is not None
