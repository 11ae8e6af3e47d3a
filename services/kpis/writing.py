"""KPIs as satgas set them: created, changed, retired, taken up again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from models import Kpi as Kpis
from services import audit
from services.kpis.reading import all_kpis, read_kpi
from services.kpis.values import Direction, Done, Every, Kpi, Outcome
from services.people import HOME, Person
from services.roles import Rights

FIELDS = (
    "name", "about", "unit", "direction", "every", "baseline", "baseline_on", "target", "due", "owner_id", "point",
    "source",
)  # fmt: skip
"""What a satgas sets of one."""


def create(db: Connection, *, new: Mapping[str, Any], rights: Rights, by: Person, now: datetime) -> Done:
    """A new KPI; everybody sees it from now on."""
    if not rights.satgas:
        return Done(Outcome.NOT_ALLOWED)
    if _named(db, new["name"], None):
        return Done(Outcome.TAKEN)
    told = {"about": {}, "unit": "", "direction": Direction.UP, "every": Every.MONTHLY, "point": "", "source": ""}
    values = told | dict(new) | {"changed_by": by.id, "created_at": now, "changed_at": now}
    number = db.execute(insert(Kpis).values(**values).returning(Kpis.id)).scalar_one()
    _audit(db, number, "create", by, now)
    return Done(Outcome.CREATED, read_kpi(db, kpi_id=number))


def change(
    db: Connection, *, kpi_id: int, revision: int, new: Mapping[str, Any], rights: Rights, by: Person, now: datetime
) -> Done:
    """These fields say something else from now on, unless it changed since `revision`."""
    one, refused = hand(db, kpi_id, rights)
    if one is None or refused:
        return Done(refused or Outcome.GONE, one)
    fresh = {name: value for name, value in new.items() if name in FIELDS and getattr(one, name) != value}
    if "name" in fresh and _named(db, fresh["name"], one.id):
        return Done(Outcome.TAKEN, one)
    if not fresh:
        return Done(Outcome.UNCHANGED, one)
    return _alter(db, one, revision, fresh, Outcome.SAVED, "change", by, now)


def retire(db: Connection, *, kpi_id: int, revision: int, rights: Rights, by: Person, now: datetime) -> Done:
    """Nobody is shown it any more; its numbers are kept."""
    one, refused = hand(db, kpi_id, rights)
    if one is None or refused or one.retired_at:
        return Done(refused or (Outcome.UNCHANGED if one else Outcome.GONE), one)
    return _alter(db, one, revision, {"retired_at": now}, Outcome.RETIRED, "retire", by, now)


def revive(db: Connection, *, kpi_id: int, revision: int, rights: Rights, by: Person, now: datetime) -> Done:
    """It is shown again."""
    one, refused = hand(db, kpi_id, rights)
    if one is None or refused or not one.retired_at:
        return Done(refused or (Outcome.UNCHANGED if one else Outcome.GONE), one)
    if _named(db, one.name, one.id):
        return Done(Outcome.TAKEN, one)
    return _alter(db, one, revision, {"retired_at": None}, Outcome.REVIVED, "revive", by, now)


def hand(db: Connection, number: int, rights: Rights) -> tuple[Kpi | None, Outcome | None]:
    """The KPI, and why this person may not change it."""
    return (read_kpi(db, kpi_id=number), None) if rights.satgas else (None, Outcome.NOT_ALLOWED)


def _named(db: Connection, name: Mapping[str, str], itself: int | None) -> bool:
    """Whether another one that is not retired is called so: a file of numbers tells them by their names."""
    others = (one for one in all_kpis(db) if one.id != itself and not one.retired_at)
    wanted = name[HOME].casefold()
    return any(one.name[HOME].casefold() == wanted for one in others)


def _alter(
    db: Connection, one: Kpi, revision: int, fresh: Mapping[str, Any], outcome: Outcome, deed: str, by: Person,
    now: datetime,
) -> Done:  # fmt: skip
    values = {**fresh, "revision": revision + 1, "changed_at": now, "changed_by": by.id}
    seen = update(Kpis).where(Kpis.id == one.id, Kpis.revision == revision)
    if db.execute(seen.values(values).returning(Kpis.id)).first() is None:
        return Done(Outcome.OLDER, read_kpi(db, kpi_id=one.id))
    _audit(db, one.id, deed, by, now, fields=sorted(fresh))
    return Done(outcome, read_kpi(db, kpi_id=one.id), fresh)


def _audit(db: Connection, number: int, deed: str, by: Person, now: datetime, **detail: object) -> None:
    audit.record(db, actor_id=by.id, deed=f"kpi.{deed}", subject=f"kpi:{number}", detail=detail, now=now)
