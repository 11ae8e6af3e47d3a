"""By the clock: whose number is overdue is told, once in each of its times."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, update

from models import Kpi as Kpis
from services import people, roles
from services.coworking.hours import Hours
from services.kpis import reading
from services.kpis.values import Kpi
from services.people import Person


@dataclass(frozen=True, slots=True)
class Nudge:
    """A KPI whose number is overdue, and who hears of it; `owned`: it is theirs, else nobody's."""

    kpi: Kpi
    people: tuple[Person, ...]
    owned: bool


def take_nudges(db: Connection, *, hours: Hours, satgas_ids: Collection[int], now: datetime) -> list[Nudge]:
    """What is overdue and was not told since its last time; told to its owner, else to every satgas."""
    if hours.is_quiet(now):
        return []
    overdue = [one for one in reading.live_kpis(db) if reading.is_stale(one, now=now, timezone=hours.timezone)]
    due = [one for one in overdue if _take(db, one, now)]
    force = roles.task_force(db, satgas_ids=satgas_ids) if due else []
    return [_nudge(one, force) for one in due]


def _take(db: Connection, one: Kpi, now: datetime) -> bool:
    """Told now, by whoever comes first."""
    long_ago = or_(Kpis.nudged_at.is_(None), Kpis.nudged_at <= now - one.every.interval)
    mine = update(Kpis).where(Kpis.id == one.id, Kpis.retired_at.is_(None), long_ago).values(nudged_at=now)
    return db.execute(mine.returning(Kpis.id)).first() is not None


def _nudge(one: Kpi, force: list[Person]) -> Nudge:
    owner = tuple(each for each in force if each.id == one.owner_id)
    return Nudge(one, owner or tuple(force), bool(owner))


def owners(db: Connection, *, satgas_ids: Collection[int]) -> list[Person]:
    """Who may own one: satgas."""
    return roles.task_force(db, satgas_ids=satgas_ids)


def owner(db: Connection, *, person_id: int, satgas_ids: Collection[int]) -> Person | None:
    """That satgas."""
    found = people.by_id(db, person_id=person_id)
    return found if found and found.id in {one.id for one in owners(db, satgas_ids=satgas_ids)} else None
