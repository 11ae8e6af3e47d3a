"""Nudging: once a working day satgas are told how many ideas wait to be read or answered, and how many too long."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from services import menu, workdays
from services.coworking.hours import Hours
from services.ideas import reviewing
from services.ideas.reviewing import Wanted
from services.roles import Rights

MARK = "ideas.nudged"


@dataclass(frozen=True, slots=True)
class Nudge:
    """How many wait to be read, to be answered (those that were read too), and are late."""

    unread: int
    unanswered: int
    late: int


def take_nudge(db: Connection, *, hours: Hours, now: datetime) -> Nudge | None:
    """Today's, once; None on a free day, and where nothing is unread or late."""
    today = hours.day(now)
    if not workdays.is_workday(today, [one.date for one in hours.city.holidays]):
        return None
    counts = reviewing.queue(db, rights=Rights(satgas=True), hours=hours, now=now, size=1).counts
    nudge = Nudge(counts[Wanted.REVIEW], counts[Wanted.ANSWER], counts[Wanted.LATE])
    waits = nudge.unread or nudge.late
    return nudge if waits and menu.changed(db, name=MARK, value=today.isoformat()) else None
