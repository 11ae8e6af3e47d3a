"""The sender's side of `deliveries`: pages of who is next, claims, and what became of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from models import (
    Announcement,
    Chat,
    Correction,
    Delivery,
    News,
    Person,
)
from models.announcements import TRIPPED, DeliveryState as State
from wire import ends
from wire.copies import Reader
from wire.ends import End, Fixed
from wire.prepared import Prepared

PAGE = 200
"""Copies looked up ahead of their correction."""
FRESH = timedelta(seconds=10)
LAST = 2**62
MAY, THERE = 1, 2
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
    revision: int = 0


@dataclass(slots=True)
class Claim:
    """The next `most` readers after this number, and these `again`; then how far it came, and if nobody is left."""

    announcement: int
    after: int
    most: int
    again: tuple[int, ...] = ()
    dry: bool = False


class Disturbed(Exception):
    """More was claimed than was looked at: rolled back, and tried again."""


@dataclass(slots=True)
class Turn:
    """One transaction of the mailing: what is written down, what is put back, and what is claimed."""

    ends: list[End] = field(default_factory=list)
    fixed: list[Fixed] = field(default_factory=list)
    back: list[tuple[int, int]] = field(default_factory=list)
    tripped: list[int] = field(default_factory=list)
    over: list[int] = field(default_factory=list)
    recount: set[int] = field(default_factory=set)
    lost: dict[int, list[int]] = field(default_factory=dict)
    claim: Claim | None = None


def running(db: Connection) -> list[Run]:
    """What is to be sent now, urgent first, then corrections."""
    columns = (Announcement.id, Announcement.version, Announcement.marks_held, Announcement.revision)
    begun = select(*columns).where(Announcement.state == "running", Announcement.ready.is_not(None))
    runs = [
        Run(row.id, row.version, marks_held=row.marks_held, revision=row.revision)
        for row in db.execute(begun.order_by(*_FIRST))
    ]
    wrong = select(Correction.id, Correction.announcement_id, Correction.number)
    ready_ones = wrong.where(Correction.state == "running", Correction.ready.is_not(None))
    return runs + [Run(row.announcement_id, row.number, row.number, row.id) for row in db.execute(ready_ones)]


def ready(db: Connection, *, run: Run) -> Mapping[str, Any]:
    """The calls an announcement, or a correction, was made into."""
    if run.correction:
        return db.execute(select(Correction.ready).where(Correction.id == run.correction)).scalar() or {}
    return db.execute(select(Announcement.ready).where(Announcement.id == run.announcement)).scalar() or {}


def to_fix(db: Connection, *, run: Run, after: int) -> list[Reader]:
    """Whose copy is an older one than this correction makes, after this number."""
    rows = db.execute(_TO_FIX, {"announcement": run.announcement, "after": after, "number": run.number})
    return [_reader(row) for row in rows]


def turn(db: Connection, *, turn: Turn, claims: "Claims", now: datetime) -> list[Reader]:
    """Write down, put back, claim: in one transaction. Who is claimed is ours to send to, and nobody else's."""
    counts: Counter[tuple[int, int]] = Counter()
    words: dict[tuple[int, int], str] = {}
    if turn.ends:
        ends.write(db, turn.ends, counts, words, now)
    if turn.fixed:
        ends.write_fixed(db, turn.fixed)
    for number, held_here in turn.lost.items():
        ends.give_back(db, announcement=number, but=held_here)
    if turn.back:
        ends.wait_again(db, turn.back)
    for number in turn.tripped:
        held = {"state": "paused", "why": TRIPPED, "marks_held": True, "revision": Announcement.revision + 1}
        db.execute(update(Announcement).where(Announcement.id == number, _RUNNING).values(held))
    if turn.over:
        done = update(Correction).where(Correction.id.in_(turn.over), Correction.state == "running")
        db.execute(done.values(state="done", ended_at=now))
    claimed = claims.take(db, turn.claim, counts, now) if turn.claim else []
    if counts:
        ends.count(db, counts, words)
    for number in turn.recount:
        ends.recount(db, announcement=number)
    return claimed


class Claims:
    """Takes the next readers of an announcement, whose consent, reach and bans are looked at in the same moment."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._made_at: datetime | None = None
        self._next = self._claim = Prepared(select(1))

    def take(self, db: Connection, claim: Claim, counts: Counter[tuple[int, int]], now: datetime) -> list[Reader]:
        """Whoever may have it is claimed, whoever may not any more is skipped; nobody unless it is running."""
        self._prepare(now)
        ranges = [(number - 1, number, 1) for number in claim.again]
        ranges += [(claim.after, LAST, claim.most - len(ranges))] if claim.most > len(ranges) else []
        found: list[Reader] = []
        for after, upto, most in ranges:
            told = {"announcement": claim.announcement, "after": after, "upto": upto, "most": most}
            rows = self._next.rows(db, told)
            claim.dry = claim.dry or (upto == LAST and len(rows) < most)
            if not rows:
                continue
            told = {"announcement": claim.announcement, "first": rows[0][0], "last": rows[-1][0]}
            taken = self._claim.change(db, told)
            if not taken:
                claim.dry = True
                return found
            if taken != len(rows):
                raise Disturbed
            claim.after = rows[-1][0] if upto == LAST else claim.after
            found += self._told_apart(db, claim.announcement, rows, counts, now)
        return found

    def _told_apart(
        self, db: Connection, announcement: int, rows: Sequence[Any], counts: Counter[tuple[int, int]], now: datetime
    ) -> list[Reader]:
        """Those who may have it; the others get their end at once."""
        found, skipped, capped = list[Reader](), list[End](), list[int]()
        for number, chat, name, language, telegram_language, home, cap, may in rows:
            if may == MAY:
                spoken = language or (telegram_language or "").split("-", 1)[0].lower()
                found.append(Reader(number, chat or number, name or "", spoken, home or ""))
                if cap is not None:
                    capped.append(number)
            else:
                skipped.append(End(announcement, number, State.UNWANTED if may == THERE else State.UNREACHABLE))
        if skipped:
            ends.write(db, skipped, counts, {}, now)
        if capped:
            self.rules.got(db, person_ids=capped, now=now)
        return found

    def _prepare(self, now: datetime) -> None:
        """The statements, made anew now and then: the time stands in them, as pauses end and months begin."""
        if self._made_at is not None and timedelta() <= now - self._made_at < FRESH:
            return
        who = aliased(Person)
        mine = self.rules.people(now).where(Person.id == Delivery.person_id).correlate(Delivery).exists()
        chat = self.rules.chats.where(Chat.id == Delivery.person_id).correlate(Delivery).exists()
        there = self.rules.reachable.where(Person.id == Delivery.person_id).correlate(Delivery).exists()
        person = (who.telegram_id, who.name, who.language, who.telegram_language, News.home, News.monthly_cap)
        waiting = (
            select(Delivery.person_id, *person, case((or_(mine, chat), MAY), (there, THERE), else_=0))
            .outerjoin(who, who.id == Delivery.person_id)
            .outerjoin(News, News.person_id == Delivery.person_id)
            .where(_OF_THIS, Delivery.state == literal_column(str(State.WAITING.value)))
            .where(Delivery.person_id > bindparam("after", type_=BigInteger))
            .where(Delivery.person_id <= bindparam("upto", type_=BigInteger))
        )
        self._next = Prepared(waiting.order_by(Delivery.person_id).limit(bindparam("most", type_=Integer)))
        self._claim = Prepared(_CLAIM)
        self._made_at = now


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
        row.message_id or 0,
        row.more,
    )


_RUNNING = Announcement.state == "running"
_FIRST = (Announcement.urgent.desc(), Announcement.id)
_OF_THIS = Delivery.announcement_id == bindparam("announcement", type_=Integer)
_TO_FIX = (
    select(
        Delivery.person_id,
        Delivery.message_id,
        Delivery.more,
        Person.telegram_id,
        Person.name,
        Person.language,
        Person.telegram_language,
        News.home,
    )
    .outerjoin(Person, Person.id == Delivery.person_id)
    .outerjoin(News, News.person_id == Delivery.person_id)
    .where(_OF_THIS, Delivery.person_id > bindparam("after"), Delivery.state == State.SENT.value)
    .where(func.abs(Delivery.version) < bindparam("number"))
    .order_by(Delivery.person_id)
    .limit(PAGE)
)
_TABLE = Delivery.__table__
_CLAIM = (
    update(_TABLE)  # type: ignore[arg-type]
    .where(
        _TABLE.c.announcement_id == bindparam("announcement", type_=Integer),
        _TABLE.c.person_id.between(bindparam("first", type_=BigInteger), bindparam("last", type_=BigInteger)),
        _TABLE.c.state == literal_column(str(State.WAITING.value)),
        exists().where(Announcement.id == bindparam("announcement", type_=Integer), _RUNNING),
    )
    .values(state=literal_column(str(State.SENDING.value)))
)
