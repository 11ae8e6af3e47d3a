"""By the clock: a scheduled milestone becomes public, once, whoever ticks."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, update

from models import Milestone as Milestones
from services.milestones.reading import MILESTONE, milestone_from_row
from services.milestones.values import Milestone
from services.milestones.writing import made_public


def open_scheduled(db: Connection, *, now: datetime) -> tuple[Milestone, ...]:
    """Those whose time has come, each told as public once."""
    due = (Milestones.publish_at <= now, _untold())
    stamp = {"public_at": now, "revision": Milestones.revision + 1, "changed_at": now}
    rows = db.execute(update(Milestones).where(*due).values(stamp).returning(*MILESTONE)).all()
    opened = sorted(map(milestone_from_row, rows), key=lambda one: one.id)
    for one in opened:
        made_public(db, one, actor_id=None, now=now)
    return tuple(opened)


def _untold() -> ColumnElement[bool]:
    """Nobody else was faster."""
    return Milestones.public_at.is_(None)
