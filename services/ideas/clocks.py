"""Clocks: by when an idea is reviewed and answered, in working days; satgas set how many."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from models import Mark
from services import audit, menu, workdays
from services.coworking.hours import Hours

MARK = "idea_clocks"
MOST = 90


@dataclass(frozen=True, slots=True)
class Limits:
    """Working days until an idea is reviewed, and until it is answered."""

    review: int = 3
    answer: int = 10


def limits(db: Connection) -> Limits:
    """What satgas set, else 3 and 10."""
    value = db.execute(select(Mark.value).where(Mark.name == MARK)).scalar()
    return Limits(*map(int, value.split(","))) if value else Limits()


def set_limits(db: Connection, *, limits: Limits, actor_id: int, now: datetime) -> bool:
    """From now on new ideas get these; False where they are not 1 to 90 days, answer not before review."""
    if not 1 <= limits.review <= limits.answer <= MOST:
        return False
    if menu.changed(db, name=MARK, value=f"{limits.review},{limits.answer}"):
        detail = {"review": limits.review, "answer": limits.answer}
        audit.record(db, actor_id=actor_id, deed="ideas.clocks", subject="ideas", detail=detail, now=now)
    return True


def review_by(db: Connection, *, hours: Hours, now: datetime) -> datetime:
    """By when an idea that came now is reviewed."""
    return _after(hours, now, limits(db).review)


def answer_by(db: Connection, *, hours: Hours, now: datetime) -> datetime:
    """By when an idea that came now is answered."""
    return _after(hours, now, limits(db).answer)


def days_left(hours: Hours, *, due: datetime, now: datetime) -> int:
    """Working days until it is due; 0: today, negative: so many too late."""
    left = workdays.between(hours.city, first=now, last=due, timezone=hours.timezone)
    return min(left, -1) if now > due else left


def _after(hours: Hours, now: datetime, days: int) -> datetime:
    return workdays.after(hours.city, moment=now, days=days, timezone=hours.timezone)
