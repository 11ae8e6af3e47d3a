"""News digests: who reads news once a week gets what moved since their last one; nothing moved is told too."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection, select, update

from models import News, NewsFollow, NewsMute, Person as People
from services import news
from services.announcements import reading
from services.announcements.values import Announcement
from services.coworking.hours import Hours
from services.milestones.moving import moved_since
from services.milestones.values import Moved
from services.people import COLUMNS, Person, from_row

WEEKDAY, CLOCK = 0, time(9)
"""Monday at nine, in the city's time; later where the bot was away then, once however long."""
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Digest:
    """What became of the roadmap since this reader's last one, and what was announced to them meanwhile."""

    person: Person
    since: datetime
    moved: tuple[Moved, ...]
    announced: tuple[Announcement, ...]


@dataclass(frozen=True, slots=True)
class _Taste:
    """What of the roadmap a reader wants: of these kecamatan beside the whole city, of these points (None: all)."""

    kecamatan: frozenset[str]
    points: frozenset[str] | None


def take_due(db: Connection, *, hours: Hours, now: datetime) -> list[Digest]:
    """Those whose week is over, each once; at night nobody's. What is returned counts as told."""
    if hours.is_quiet(now):
        return []
    week = news.receivers(now=now, timezone=hours.timezone, every=news.WEEKLY).where(
        News.told_until < _begin(hours, now)
    )
    first = week.order_by(News.person_id).limit(AT_ONCE).with_for_update(skip_locked=True, of=News)
    rows = db.execute(first.add_columns(News.told_until)).all()
    if not rows:
        return []
    since = {row.person_id: row.told_until for row in rows}
    db.execute(update(News).where(News.person_id.in_(since)).values(told_until=now))
    news.count_as_got(db, person_ids=list(since), now=now, timezone=hours.timezone)
    readers = map(from_row, db.execute(select(*COLUMNS).where(People.id.in_(since)).order_by(People.id)))
    moved: dict[tuple[datetime, _Taste], tuple[Moved, ...]] = {}
    return [_digest(db, hours, one, since[one.id], now, moved) for one in readers]


def _digest(
    db: Connection,
    hours: Hours,
    person: Person,
    since: datetime,
    now: datetime,
    known: dict[tuple[datetime, _Taste], tuple[Moved, ...]],
) -> Digest:
    taste = _taste(db, hours, person.id)
    if (since, taste) not in known:
        where = {"kecamatan": taste.kecamatan, "points": taste.points}
        known[since, taste] = moved_since(db, since=since, now=now, **where)
    announced = reading.for_digest(db, person_id=person.id, since=since, until=now)
    return Digest(person, since, known[since, taste], announced)


def _taste(db: Connection, hours: Hours, person_id: int) -> _Taste:
    home = db.scalars(select(News.home).where(News.person_id == person_id))
    follows = db.scalars(select(NewsFollow.kecamatan).where(NewsFollow.person_id == person_id))
    muted = set(db.scalars(select(NewsMute.topic).where(NewsMute.person_id == person_id)))
    out = {topic.point for topic in hours.city.topics if topic.id in muted and topic.point}
    points = frozenset(point.id for point in hours.city.points if point.id not in out) if out else None
    return _Taste(frozenset(one for one in (*home, *follows) if one), points)


def _begin(hours: Hours, now: datetime) -> datetime:
    """The last Monday at nine."""
    today = hours.day(now)
    monday = hours.at(today - timedelta(days=(today.weekday() - WEEKDAY) % 7), CLOCK)
    return monday if monday <= now else monday - timedelta(days=7)
