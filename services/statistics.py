"""Statistics of use, for satgas: ideas and how fast they are answered, questions, seats; only sums, nobody's name."""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, case, func, select

from models import Asked, Idea as Ideas, Question, Seat as Seats, Slot as Slots, Space as Spaces, Support as Supports
from services.coworking.hours import Hours
from services.coworking.values import SeatState
from services.ideas.values import Status

WEEKS = 12
HELD = (SeatState.PENDING, SeatState.CONFIRMED, SeatState.CHECKED_IN, SeatState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class IdeaFigures:
    """Ideas sent, by kecamatan, sub-sector (None: none told), status, week; `days`: median days to the first answer."""

    sent: int
    supports: int
    answered: int
    late: int
    kecamatan: dict[str | None, int]
    sectors: dict[str | None, int]
    statuses: dict[str, int]
    weeks: tuple[tuple[date, int], ...]
    days: float | None
    days_of: dict[str | None, float]


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Questions asked (as long as they are kept), those answered at once, passed on to satgas, answered by them."""

    asked: int
    found: int
    passed_on: int
    answered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SeatFigures:
    """Of slots that are over, in people: places there were, booked, used; booked and used of each kecamatan."""

    places: int
    booked: int
    used: int
    of: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """`since`: the first moment that counts, None: all."""

    since: datetime | None
    ideas: IdeaFigures
    questions: QuestionFigures
    seats: SeatFigures


def figures(db: Connection, *, hours: Hours, now: datetime, days: int | None = None) -> Figures:
    """All figures, of the last `days` or of ever; weeks begin on Monday, the last twelve with those without ideas."""
    since = None if days is None else now - timedelta(days=days)
    return Figures(since, _ideas(db, hours, now, since), _questions(db, since), _seats(db, now, since))


def _ideas(db: Connection, hours: Hours, now: datetime, since: datetime | None) -> IdeaFigures:
    columns = (Ideas.kecamatan, Ideas.sector, Ideas.status, Ideas.sent_at, Ideas.answered_at, Ideas.answer_by)
    wanted = select(*columns, Ideas.visibility).where(Ideas.status != Status.WITHDRAWN)
    rows = db.execute(wanted if since is None else wanted.where(Ideas.sent_at >= since)).all()
    supported = select(func.count()).where(Supports.counts)
    took: dict[str | None, list[float]] = defaultdict(list)
    for row in rows:
        if row.answered_at:
            took[row.kecamatan].append((row.answered_at - row.sent_at) / timedelta(days=1))
    waiting = (row for row in rows if row.answered_at is None and row.visibility != "held" and row.status != "merged")
    return IdeaFigures(
        len(rows),
        db.execute(supported if since is None else supported.where(Supports.at >= since)).scalar_one(),
        sum(map(len, took.values())),
        sum(row.answer_by < now for row in waiting),
        dict(Counter(row.kecamatan for row in rows)),
        dict(Counter(row.sector for row in rows)),
        dict(Counter(row.status for row in rows)),
        _weeks(db, hours, hours.day(now)),
        statistics.median([one for each in took.values() for one in each]) if took else None,
        {where: statistics.median(each) for where, each in took.items()},
    )


def _weeks(db: Connection, hours: Hours, today: date) -> tuple[tuple[date, int], ...]:
    """The last twelve, whatever is asked for: a week is not cut."""
    this = today - timedelta(days=today.weekday())
    weeks = tuple(this - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    wanted = select(Ideas.sent_at).where(Ideas.status != Status.WITHDRAWN, Ideas.sent_at >= hours.at(weeks[0], time()))
    days = [hours.day(sent_at) for sent_at in db.execute(wanted).scalars()]
    counts = Counter(day - timedelta(days=day.weekday()) for day in days)
    return tuple((week, counts[week]) for week in weeks)


def _questions(db: Connection, since: datetime | None) -> QuestionFigures:
    found = func.coalesce(func.sum(case((Asked.passage.is_not(None), 1), else_=0)), 0)
    asked = select(func.count(), found)
    asked = asked if since is None else asked.where(Asked.asked_at >= since)
    closed = func.coalesce(func.sum(case((Question.outcome == "answered", 1), else_=0)), 0)
    waiting = func.coalesce(func.sum(case((Question.closed_at.is_(None), 1), else_=0)), 0)
    passed = select(func.count(), closed, waiting)
    passed = passed if since is None else passed.where(Question.opened_at >= since)
    return QuestionFigures(*map(int, (*db.execute(asked).one(), *db.execute(passed).one())))


def _seats(db: Connection, now: datetime, since: datetime | None) -> SeatFigures:
    over = [Slots.ends_at <= now, Slots.closed_at.is_(None)]
    over += [] if since is None else [Slots.ends_at >= since]
    places = db.execute(select(func.coalesce(func.sum(Slots.capacity), 0)).where(*over)).scalar_one()
    used = func.sum(case((Seats.state == SeatState.CHECKED_IN, Seats.party), else_=0))
    booked = (
        select(Spaces.kecamatan, func.sum(Seats.party), used)
        .join(Slots, Slots.id == Seats.slot_id)
        .join(Spaces, Spaces.id == Slots.space_id)
        .where(*over, Seats.state.in_(HELD))
        .group_by(Spaces.kecamatan)
        .order_by(Spaces.kecamatan)
    )
    of = {where: (int(held), int(came)) for where, held, came in db.execute(booked)}
    return SeatFigures(int(places), sum(one[0] for one in of.values()), sum(one[1] for one in of.values()), of)
