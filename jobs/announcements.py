"""By the clock: announcements begin, end, or are asked about; messages that show how they go are changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from notices import announcements as told
from notices.teller import Teller
from services import chats, people
from services.announcements import clockwork, correcting, keeping, results
from services.announcements.clockwork import Happened
from services.announcements.values import Announcement, Why
from services.coworking.hours import Hours
from services.milestones import moving
from wire.outbox import Draft


def tick(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Everything that is due now; what begins is put into the words it goes out in."""
    hours = Hours(teller.city, teller.timezone)
    happened = clockwork.tick(db, hours=hours, satgas_ids=teller.satgas_ids, now=now)
    begun: list[Draft] = []
    for one in happened:
        if one.began:
            _make_ready(db, teller, one.announcement, now)
            begun += _began(db, teller, one.announcement, now)
    for announcement, content in correcting.not_ready(db):
        calls = told.correction(teller, announcement, content=content, chats=_chats(db))
        fresh = told.ready(teller, announcement, chats=_chats(db))
        correcting.make_ready(db, announcement=announcement, calls=calls, fresh=fresh)
    return [*begun, *(draft for one in happened for draft in _asked(db, teller, one, now))]


def forget(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """To whom old ones went is forgotten; says nothing."""
    keeping.forget(db, now=now)
    return ()


def show_progress(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Each message that shows an older progress is changed in its place, at most every few seconds."""
    return [draft for one in results.stale_watches(db, now=now) for draft in told.progress(teller, one)]


def _make_ready(db: Connection, teller: Teller, one: Announcement, now: datetime) -> None:
    content = None
    if one.digest:
        since = clockwork.last_firing(db, announcement=one)
        content = told.digest(teller, one, moving.moved_since(db, since=since, now=now))
        clockwork.say(db, announcement_id=one.id, content=content)
    clockwork.make_ready(db, announcement_id=one.id, ready=told.ready(teller, one, chats=_chats(db), content=content))


def _began(db: Connection, teller: Teller, one: Announcement, now: datetime) -> list[Draft]:
    author = people.by_id(db, person_id=one.author_id) if one.author_id else None
    if author is None or results.is_watched(db, announcement_id=one.id):
        return []
    return told.began(teller, one, author, now=now)


def _chats(db: Connection) -> dict[int, str]:
    return {one.id: one.kind for one in chats.destinations(db)}


def _asked(db: Connection, teller: Teller, one: Happened, now: datetime) -> list[Draft]:
    if one.why in (Why.NONE, Why.NIGHT, Why.PERSON):
        return []
    people = clockwork.who_decides(db, announcement=one.announcement, satgas_ids=teller.satgas_ids)
    return told.asked(teller, one.announcement, people, one.why, now=now)
