"""News: who wants which, as SQL that announcements join in their audience and once more before each message."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, false, or_, select, true, update

from models import Consent, News, NewsFollow, NewsMute, Person
from services.consents import VERSIONS, Purpose

EACH, WEEKLY = "update", "week"
"""How often somebody is told: of each announcement, or of all together once a week."""


def receivers(
    *, now: datetime, timezone: str, every: str | None = None
) -> Select[int, int, str | None, str | None, str]:
    """Whoever news may go to at this moment: person_id, telegram_id, home, kind, every. Nobody else, ever."""
    columns = (Person.id.label("person_id"), Person.telegram_id, News.home, News.kind, News.every)
    agreed = and_(
        Consent.person_id == Person.id,
        Consent.purpose == Purpose.NEWS,
        Consent.ended_at.is_(None),
        Consent.version >= VERSIONS[Purpose.NEWS],
    )
    chosen = select(*columns).join(News, News.person_id == Person.id).join(Consent, agreed)
    return chosen.where(*reachable(), *_in_the_mood(now, timezone), News.every == every if every else true())


def reachable() -> tuple[ColumnElement[bool], ...]:
    """A person the bot may write to at all: neither banned nor frozen, has not blocked it, is not gone."""
    return Person.reach == "open", Person.banned_at.is_(None), Person.frozen_at.is_(None)


def hears_of(topics: Sequence[str]) -> ColumnElement[bool]:
    """Of receivers: who muted not every one of these topics; of no topic everybody hears."""
    muted = select(NewsMute.topic).where(NewsMute.person_id == News.person_id)
    return or_(*(~exists(muted.where(NewsMute.topic == topic)) for topic in topics)) if topics else true()


def looks_to(kecamatan: Sequence[str]) -> ColumnElement[bool]:
    """Of receivers: who lives in one of these kecamatan or follows it; of none nobody."""
    follows = select(NewsFollow.person_id).where(NewsFollow.person_id == News.person_id)
    there = or_(News.home.in_(kecamatan), exists(follows.where(NewsFollow.kecamatan.in_(kecamatan))))
    return there if kecamatan else false()


def count_as_got(db: Connection, *, person_ids: Sequence[int], now: datetime, timezone: str) -> None:
    """They are being sent one more: what a monthly cap counts. Called where messages are claimed, with few ids."""
    month = month_of(now, timezone)
    got = case((News.month == month, News.got + 1), else_=1)
    counted = update(News).where(News.person_id.in_(person_ids), News.monthly_cap.is_not(None))
    db.execute(counted.values(month=month, got=got))


def month_of(now: datetime, timezone: str) -> int:
    """The month in the city, as a number: 202611."""
    local = now.astimezone(ZoneInfo(timezone))
    return local.year * 100 + local.month


def _in_the_mood(now: datetime, timezone: str) -> tuple[ColumnElement[bool], ...]:
    awake = or_(News.snoozed_until.is_(None), News.snoozed_until <= now)
    fresh = or_(News.month.is_(None), News.month != month_of(now, timezone))
    return awake, or_(News.monthly_cap.is_(None), fresh, News.got < News.monthly_cap)
