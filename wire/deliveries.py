"""The sender's side of `deliveries`: pages of who is next, claims, and what became of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Select, and_, bindparam, case, exists, func, or_, select, update

from models import (
    Announcement,
    Correction,
    Delivery,
    News,
    Person,
)
from models.announcements import TRIPPED, DeliveryState as State
from wire import ends
from wire.copies import Reader
from wire.ends import End, Fixed

PAGE = 200
"""Readers looked up ahead of their claim."""
RECENT = timedelta(days=1)


class Rules(Protocol):
    """Who may be written to, as the services say."""

    reachable: Select[Any]
    """People's numbers; who is among them and not in `people` wants no news now."""
    chats: Select[Any]
    """Groups and channels."""

    def people(self, now: datetime) -> Any:
        """A SELECT from people with `person_id`: whoever news may go to now."""

    def got(self, db: Connection, *, person_ids: Sequence[int], now: datetime) -> None:
        """These, who count what they get, are being sent one more."""


@dataclass(frozen=True, slots=True)
class Run:
    """An announcement under way, or a correction of one (`number`), in the order they are worked on."""

    announcement: int
    version: int
    number: int = 0
    correction: int = 0
    marks_held: bool = False


@dataclass(slots=True)
class Turn:
    """One transaction of the mailing: what is written down, what is put back, and what is claimed."""

    ends: list[End] = field(default_factory=list)
    fixed: list[Fixed] = field(default_factory=list)
    back: list[tuple[int, int]] = field(default_factory=list)
    tripped: list[int] = field(default_factory=list)
    over: list[int] = field(default_factory=list)
    recount: set[int] = field(default_factory=set)
    claim: tuple[int, list[Reader]] | None = None


def running(db: Connection) -> list[Run]:
    """What is to be sent now, urgent first, then corrections."""
    begun = select(Announcement.id, Announcement.version, Announcement.marks_held).where(
        Announcement.state == "running", Announcement.ready.is_not(None)
    )
    runs = [Run(row.id, row.version, marks_held=row.marks_held) for row in db.execute(begun.order_by(*_FIRST))]
    wrong = select(Correction.id, Correction.announcement_id, Correction.number).where(Correction.state == "running")
    return runs + [Run(row.announcement_id, row.number, row.number, row.id) for row in db.execute(wrong)]


def ready(db: Connection, *, run: Run) -> Mapping[str, Any]:
    """The calls an announcement, or a correction, was made into."""
    if run.correction:
        return db.execute(select(Correction.ready).where(Correction.id == run.correction)).scalar() or {}
    return db.execute(select(Announcement.ready).where(Announcement.id == run.announcement)).scalar() or {}


def page(db: Connection, *, run: Run, after: int) -> list[Reader]:
    """Who is next after this number, as many as are looked up ahead; of a correction, whose copy is an older one."""
    told: dict[str, Any] = {"announcement": run.announcement, "after": after}
    if not run.correction:
        return [_reader(row) for row in db.execute(_NEXT, told)]
    return [_reader(row) for row in db.execute(_TO_FIX, {**told, "number": run.number})]


def turn(db: Connection, *, turn: Turn, rules: Rules, now: datetime) -> dict[int, int]:
    """Write down, put back, claim; the state that each of the claimed has now (SENDING: it is ours to send)."""
    counts: Counter[tuple[int, int]] = Counter()
    words: dict[tuple[int, int], str] = {}
    if turn.ends:
        ends.write(db, turn.ends, counts, words, now)
    if turn.fixed:
        ends.write_fixed(db, turn.fixed)
    if turn.back:
        ends.wait_again(db, turn.back)
    for number in turn.tripped:
        held = {"state": "paused", "why": TRIPPED, "marks_held": True, "revision": Announcement.revision + 1}
        db.execute(update(Announcement).where(Announcement.id == number, _RUNNING).values(held))
    if turn.over:
        done = update(Correction).where(Correction.id.in_(turn.over), Correction.state == "running")
        db.execute(done.values(state="done", ended_at=now))
    claimed = _claim(db, turn.claim, rules, counts, now) if turn.claim else {}
    ends.count(db, counts, words)
    for number in turn.recount:
        ends.recount(db, announcement=number)
    return claimed


def _claim(
    db: Connection, claim: tuple[int, list[Reader]], rules: Rules, counts: Counter[tuple[int, int]], now: datetime
) -> dict[int, int]:
    """In one statement: whoever may have it is claimed, who may not any more is skipped; nothing unless it runs."""
    announcement, readers = claim
    numbers = [reader.number for reader in readers]
    found = db.execute(_claiming(rules, numbers, now), {"announcement": announcement}).all()
    claimed = {row.person_id: row.state for row in found}
    counts.update((announcement, state) for state in claimed.values() if state != State.SENDING)
    if capped := [one.number for one in readers if one.capped and claimed.get(one.number) == State.SENDING]:
        rules.got(db, person_ids=capped, now=now)
    return claimed


def _claiming(rules: Rules, numbers: Sequence[int], now: datetime) -> Any:
    receivers = rules.people(now).where(Person.id.in_(numbers)).subquery()
    may = Delivery.person_id.in_(select(receivers.c.person_id))
    there = Delivery.person_id.in_(rules.reachable.where(Person.id.in_(numbers)))
    state = case((may, State.SENDING.value), (there, State.UNWANTED.value), else_=State.UNREACHABLE.value)
    if any(number < 0 for number in numbers):
        state = case((Delivery.person_id.in_(rules.chats), State.SENDING.value), else_=state)
    waiting = (_OF_THIS, Delivery.person_id.in_(numbers), Delivery.state == State.WAITING.value)
    runs = exists().where(Announcement.id == bindparam("announcement"), _RUNNING)
    return update(Delivery).where(*waiting, runs).values(state=state).returning(Delivery.person_id, Delivery.state)


def orphaned(db: Connection, *, now: datetime) -> int:
    """What an earlier sender had claimed when it died is unknown from now on; how many."""
    lately = or_(Announcement.state.in_(("running", "paused")), Announcement.ended_at > now - RECENT)
    numbers = db.execute(select(Announcement.id).where(lately)).scalars().all()
    counts: Counter[tuple[int, int]] = Counter()
    for number in numbers:
        rows = (Delivery.announcement_id == number, Delivery.state == State.SENDING.value)
        lost = db.execute(update(Delivery).where(*rows).values(state=State.UNKNOWN.value)).rowcount
        if lost:
            counts[number, State.UNKNOWN] = lost
    ends.count(db, counts, {})
    return counts.total()


def _reader(row: Any) -> Reader:
    language = row.language or (row.telegram_language or "").split("-")[0].lower()
    return Reader(
        row.person_id,
        row.telegram_id or row.person_id,
        row.name or "",
        language,
        row.home or "",
        row.monthly_cap is not None,
        row.message_id or 0,
        row.more,
    )


_RUNNING = Announcement.state == "running"
_FIRST = (Announcement.urgent.desc(), Announcement.id)
_OF_THIS = Delivery.announcement_id == bindparam("announcement")
_THIS = and_(_OF_THIS, Delivery.person_id == bindparam("reader"))
_LOOKED_UP = (
    select(
        Delivery.person_id,
        Delivery.message_id,
        Delivery.more,
        Person.telegram_id,
        Person.name,
        Person.language,
        Person.telegram_language,
        News.home,
        News.monthly_cap,
    )
    .outerjoin(Person, Person.id == Delivery.person_id)
    .outerjoin(News, News.person_id == Delivery.person_id)
    .where(_OF_THIS, Delivery.person_id > bindparam("after"))
    .order_by(Delivery.person_id)
    .limit(PAGE)
)
_NEXT = _LOOKED_UP.where(Delivery.state == State.WAITING.value)
_TO_FIX = _LOOKED_UP.where(Delivery.state == State.SENT.value, func.abs(Delivery.version) < bindparam("number"))
