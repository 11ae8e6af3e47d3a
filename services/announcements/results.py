"""What became of an announcement: counts that always add up, who did not get it, how long it yet takes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, not_, or_, select, update

from models import Announcement as Rows, AnnouncementWatch as Watches, Delivery, DeliveryCount, News, Person, upsert
from models.announcements import DeliveryState
from services.announcements.reading import read
from services.announcements.values import UNDER_WAY, Announcement, Result
from services.coworking.hours import Hours

NAMES = {
    DeliveryState.SENT: "sent",
    DeliveryState.UNKNOWN: "unknown",
    DeliveryState.BLOCKED: "blocked",
    DeliveryState.UNMARKED: "unmarked",
    DeliveryState.UNWANTED: "unwanted",
    DeliveryState.UNREACHABLE: "unreachable",
    DeliveryState.WEEKLY: "weekly",
}
BAR = 10
AGAIN = timedelta(seconds=3)
"""A message that shows progress is edited at most so often."""
ROUND_TRIP = 0.05
"""Seconds to Telegram and back that an estimate reckons with."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody who did not get it; `state` is a DeliveryState, `words` Telegram's where it refused."""

    person_id: int
    name: str
    kecamatan: str
    state: int
    words: str

    @property
    def end(self) -> str:
        """What became of it, in a word: one of NAMES, else failed."""
        return _name(self.state)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: `tenths` of the bar, people a second so far, and when it will be over at that rate."""

    announcement: Announcement
    result: Result
    tenths: int
    rate: float
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Watching:
    """A message in somebody's chat that shows an older progress."""

    person: int
    telegram_id: int
    language: str
    message_id: int
    progress: Progress


def result(db: Connection, *, announcement: Announcement) -> Result:
    """What became of everybody in the audience, as of now."""
    rows = db.execute(select(DeliveryCount).where(DeliveryCount.announcement_id == announcement.id)).all()
    told: dict[str, int] = {}
    failed: dict[str, int] = {}
    for row in rows:
        if row.state >= DeliveryState.FAILED:
            failed[row.words] = failed.get(row.words, 0) + row.people
        else:
            told[NAMES[DeliveryState(row.state)]] = row.people
    waiting = announcement.people - sum(told.values()) - sum(failed.values())
    kept = {words: people for words, people in failed.items() if people}
    return Result(announcement.people, waiting=waiting, failed=kept, **told)


def progress(db: Connection, *, announcement: Announcement, now: datetime) -> Progress:
    """How far it is and when it will be over."""
    told = result(db, announcement=announcement)
    begun = announcement.started_at or now
    seconds = max(1.0, ((announcement.ended_at or now) - begun).total_seconds())
    rate = (told.done - told.weekly) / seconds
    under_way = announcement.state in UNDER_WAY and rate > 0
    ends = now + timedelta(seconds=told.waiting / rate) if under_way else None
    return Progress(announcement, told, BAR * told.done // told.people if told.people else 0, rate, ends)


def estimate(people: int, *, messages: int, send_rate: int, hours: Hours, urgent: bool, begins: datetime) -> datetime:
    """When the last of so many would have it; `messages` each; nights are waited through unless urgent."""
    kept = max(1, send_rate // 50)
    most = max(1, send_rate - kept) / (1 + ROUND_TRIP)
    length = timedelta(seconds=people * messages / most)
    return begins + length if urgent else hours.after(begins, length)


def who_missed(
    db: Connection, *, announcement: Announcement, states: Sequence[int] = (), after: int = 0, most: int = 50
) -> tuple[Missed, ...]:
    """Who did not get it and why, by number; of these states, else of every one that is an end without a copy."""
    got = (DeliveryState.SENT, DeliveryState.WEEKLY, DeliveryState.WAITING, DeliveryState.SENDING)
    which = Delivery.state.in_(states) if states else Delivery.state.not_in(got)
    words = (DeliveryCount.announcement_id == Delivery.announcement_id) & (DeliveryCount.state == Delivery.state)
    rows = db.execute(
        select(Delivery.person_id, Person.name, News.home, Delivery.state, DeliveryCount.words)
        .outerjoin(Person, (Person.id == Delivery.person_id) & Person.frozen_at.is_(None))
        .outerjoin(News, News.person_id == Delivery.person_id)
        .outerjoin(DeliveryCount, words)
        .where(Delivery.announcement_id == announcement.id, which, Delivery.person_id > after)
        .order_by(Delivery.person_id)
        .limit(most)
    )
    return tuple(Missed(row.person_id, row.name or "", row.home or "", row.state, row.words or "") for row in rows)


def missed_table(db: Connection, *, announcement: Announcement) -> str:
    """All of them as CSV, without names: number, kecamatan, state, Telegram's words."""
    page, after, out = 1000, 0, io.StringIO()
    told = csv.writer(out)
    told.writerow(["person", "kecamatan", "state", "words"])
    while rows := who_missed(db, announcement=announcement, after=after, most=page):
        told.writerows([one.person_id, one.kecamatan, one.end, one.words] for one in rows)
        after = rows[-1].person_id
    return out.getvalue()


def _name(state: int) -> str:
    return "failed" if state >= DeliveryState.FAILED else NAMES[DeliveryState(state)]


def watch(db: Connection, *, announcement_id: int, person_id: int, message_id: int, now: datetime) -> None:
    """This message shows how the announcement goes, until it is over; one a person."""
    told = {"message_id": message_id, "shown": "", "shown_at": now - AGAIN}
    statement = upsert(db, Watches).values(announcement_id=announcement_id, person_id=person_id, **told)
    key = [Watches.announcement_id, Watches.person_id]
    db.execute(statement.on_conflict_do_update(index_elements=key, set_=told))


def is_watched(db: Connection, *, announcement_id: int) -> bool:
    """Whether a message shows how it goes."""
    return db.execute(select(Watches.person_id).where(Watches.announcement_id == announcement_id)).first() is not None


def stale_watches(db: Connection, *, now: datetime, most: int = 20) -> tuple[Watching, ...]:
    """Messages that show an older progress, counted as edited now; each at most once in a few seconds."""
    due = select(Watches, Person.telegram_id, Person.language, Person.telegram_language)
    due = due.join(Person, Person.id == Watches.person_id).join(Rows, Rows.id == Watches.announcement_id)
    # What rests shows that already: only what is under way, or came to rest since, is looked at.
    rests = Watches.shown.startswith(Rows.state + ":", autoescape=False)
    moves = or_(Rows.state == "running", not_(rests))
    rows = db.execute(due.where(Watches.shown_at <= now - AGAIN, Person.reach == "open", moves).limit(most)).all()
    found: list[Watching] = []
    for row in rows:
        announcement = read(db, announcement_id=row.announcement_id)
        assert announcement is not None
        told = progress(db, announcement=announcement, now=now)
        if _shows(db, row, _print(told), now):
            spoken = row.language or (row.telegram_language or "").split("-")[0].lower()
            found.append(Watching(row.person_id, row.telegram_id, spoken, row.message_id, told))
    return tuple(found)


def _print(told: Progress) -> str:
    one, at = told.result, told.announcement
    return f"{at.state}:{at.why}:{one.done}:{one.sent}:{one.people}"


def _shows(db: Connection, row: object, shown: str, now: datetime) -> bool:
    """Note what the message shows from now on; False where it shows that already, or somebody else was faster."""
    number, person, before = row.announcement_id, row.person_id, row.shown  # type: ignore[attr-defined]
    mine = (Watches.announcement_id == number, Watches.person_id == person, Watches.shown == before)
    changed = update(Watches).where(*mine).values(shown=shown, shown_at=now).returning(Watches.person_id)
    return before != shown and db.execute(changed).first() is not None
