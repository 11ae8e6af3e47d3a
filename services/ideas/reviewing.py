"""Reviewing: the queue, oldest first with its clocks; showing an idea, holding it back; notes of satgas and ketua."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, insert, or_, select, update

from models import Idea as Ideas, IdeaAnswer as Answers, IdeaEvent as Events, IdeaNote as Notes, Person as People
from services import audit
from services.coworking.hours import Hours
from services.ideas import browsing, clocks, news
from services.ideas.reading import IDEA, idea_from_row, note, pending_answer, read_idea, reviewed_by, reviewed_idea
from services.ideas.suspicion import Doubt, doubts
from services.ideas.titles import has_words
from services.ideas.values import GONE, LONGEST_NOTE, Answer, Done, Idea, Outcome, Status, Visibility, What
from services.people import clean
from services.roles import Rights

SIZE = 6


class Wanted(StrEnum):
    """What of the queue: all that waits for something, what nobody looked at, nobody answered, what is too late …"""

    OPEN = "open"
    REVIEW = "review"
    ANSWER = "answer"
    LATE = "late"
    PENDING = "pending"
    SHOWN = "shown"
    HELD = "held"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Queued:
    """An idea in the queue; `review_left`, `answer_left`: working days its clocks have left, None: they do not run."""

    idea: Idea
    review_left: int | None
    answer_left: int | None
    pending: bool
    doubts: tuple[Doubt, ...] = ()

    @property
    def late(self) -> bool:
        """Whether one of its clocks has run out."""
        return min(self.review_left or 0, self.answer_left or 0) < 0


@dataclass(frozen=True, slots=True)
class Queue:
    """A page, the oldest first; `further`: for `after_id`, None at the end; how many there are of each kind."""

    items: tuple[Queued, ...]
    further: int | None
    counts: dict[Wanted, int]


@dataclass(frozen=True, slots=True)
class Note:
    by: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """`by`: a name, "" where it was the clock or the author."""

    deed: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """One idea whole, to who reviews it; `decides`: and may decide."""

    card: browsing.Card
    queued: Queued
    pending: Answer | None
    notes: tuple[Note, ...]
    events: tuple[Event, ...]
    decides: bool


def queue(
    db: Connection,
    *,
    rights: Rights,
    hours: Hours,
    now: datetime,
    wanted: Wanted = Wanted.OPEN,
    kecamatan: str | None = None,
    sector: str | None = None,
    status: Status | None = None,
    after_id: int | None = None,
    size: int = SIZE,
) -> Queue:
    """What waits for satgas (a ketua: in their kecamatan), oldest first; `status`: only of this, gone ones too."""
    mine = [*reviewed_by(rights)]
    mine += [Ideas.kecamatan == kecamatan] if kecamatan else []
    mine += [Ideas.sector == sector] if sector else []
    kinds = {kind: _is(kind, now) for kind in Wanted}
    sums = (func.coalesce(func.sum(case((which, 1), else_=0)), 0) for which in kinds.values())
    counts = db.execute(select(*sums).select_from(Ideas).where(*mine)).one()
    which = [] if status in GONE else [kinds[wanted]]
    which += [Ideas.status == status] if status else []
    found = select(*IDEA, _decided().label("pending")).where(*mine, *which)
    if after_id is not None:
        found = found.where(Ideas.id > after_id)
    rows = db.execute(found.order_by(Ideas.id).limit(size + 1)).all()
    read = [(idea_from_row(row), bool(row.pending)) for row in rows[:size]]
    doubtful = doubts(db, ideas=[idea for idea, _ in read])
    items = tuple(_queued(idea, decided, hours, now, doubtful[idea.id]) for idea, decided in read)
    further = items[-1].idea.id if len(rows) > size else None
    return Queue(items, further, {kind: int(number) for kind, number in zip(kinds, counts, strict=True)})


def look(
    db: Connection, *, idea_id: int, rights: Rights, person_id: int, hours: Hours, now: datetime
) -> Dossier | None:
    """One idea with its clocks, notes and story; None to who does not review it."""
    idea = reviewed_idea(db, idea_id=idea_id, rights=rights)
    if idea is None:
        return None
    card = browsing.card_of(db, idea=idea, person_id=person_id)
    decision = pending_answer(db, idea_id=idea_id) if rights.satgas else None
    queued = _queued(idea, decision is not None, hours, now, doubts(db, ideas=[idea])[idea.id])
    return Dossier(card, queued, decision, _notes(db, idea_id), _events(db, idea), rights.satgas)


def show(db: Connection, *, idea_id: int, revision: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """Everybody may see it from now on; its author hears so."""
    return _review(db, idea_id, revision, Visibility.SHOWN, "", rights, actor_id, now)


def hold(
    db: Connection, *, idea_id: int, revision: int, reason: str, rights: Rights, actor_id: int, now: datetime
) -> Done:
    """Nobody but its author sees it, for this reason, which the author hears."""
    if not has_words(reason):
        return Done(Outcome.NEEDS_REASON, reviewed_idea(db, idea_id=idea_id, rights=rights))
    return _review(db, idea_id, revision, Visibility.HELD, reason, rights, actor_id, now)


def put_back(db: Connection, *, idea_id: int, revision: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """It waits to be looked at again, as if nobody had."""
    return _review(db, idea_id, revision, Visibility.WAITING, "", rights, actor_id, now)


def add_note(db: Connection, *, idea_id: int, text: str, rights: Rights, author_id: int, now: datetime) -> Done:
    """A note that only satgas and the ketua of its kecamatan read."""
    idea = reviewed_idea(db, idea_id=idea_id, rights=rights)
    if idea is None or not has_words(text):
        return Done(Outcome.NEEDS_TEXT if idea else Outcome.NOT_FOUND, idea)
    values = {"idea_id": idea_id, "author_id": author_id, "text": clean(text.strip(), LONGEST_NOTE), "at": now}
    db.execute(insert(Notes).values(values))
    return Done(Outcome.NOTED, idea)


def _review(
    db: Connection,
    idea_id: int,
    revision: int,
    visibility: Visibility,
    reason: str,
    rights: Rights,
    actor_id: int,
    now: datetime,
) -> Done:
    idea = reviewed_idea(db, idea_id=idea_id, rights=rights)
    if idea is None or not rights.satgas:
        return Done(Outcome.NOT_ALLOWED if idea else Outcome.NOT_FOUND, idea)
    if idea.revision == revision and idea.visibility is visibility and idea.held_for == reason:
        return Done(Outcome.UNCHANGED, idea)
    seen = (Ideas.id == idea_id, Ideas.revision == revision, Ideas.status.not_in(GONE))
    reviewed = None if visibility is Visibility.WAITING else now
    values: dict[str, Any] = {"visibility": visibility, "held_for": clean(reason.strip(), LONGEST_NOTE)}
    values |= {"reviewed_at": reviewed, "changed_at": now, "revision": Ideas.revision + 1}
    row = db.execute(update(Ideas).where(*seen).values(values).returning(*IDEA)).first()
    if row is None:
        fresh = read_idea(db, idea_id=idea_id)
        return Done(Outcome.GONE if fresh and fresh.gone else Outcome.STALE, fresh)
    for one in (What.SHOWN, What.HELD):
        news.unsay(db, idea_id=idea_id, what=one)
    if reviewed and idea.author_id:
        what = What.SHOWN if visibility is Visibility.SHOWN else What.HELD
        told = {"reason": values["held_for"]}
        news.tell(db, idea_id=idea_id, what=what, only=idea.author_id, actor_id=actor_id, now=now, told=told)
    note(db, idea_id=idea_id, deed=visibility, actor_id=actor_id, now=now, why=reason)
    deed, subject = f"idea.{visibility}", f"idea:{idea_id}"
    audit.record(db, actor_id=actor_id, deed=deed, subject=subject, detail={"from": idea.visibility}, now=now)
    return Done(Outcome.REVIEWED, idea_from_row(row))


def _is(wanted: Wanted, now: datetime) -> ColumnElement[bool]:
    own = Ideas.status.not_in(GONE)
    review = and_(own, Ideas.visibility == Visibility.WAITING)
    answer = and_(own, Ideas.visibility != Visibility.HELD, Ideas.answered_at.is_(None))
    return {
        Wanted.OPEN: or_(review, answer, _decided()),
        Wanted.REVIEW: review,
        Wanted.ANSWER: answer,
        Wanted.LATE: or_(and_(review, Ideas.review_by < now), and_(answer, Ideas.answer_by < now)),
        Wanted.PENDING: _decided(),
        Wanted.SHOWN: and_(own, Ideas.visibility == Visibility.SHOWN),
        Wanted.HELD: and_(own, Ideas.visibility == Visibility.HELD),
        Wanted.ALL: own,
    }[wanted]


def _decided() -> ColumnElement[bool]:
    return exists().where(Answers.idea_id == Ideas.id, Answers.published_at.is_(None), Answers.undone_at.is_(None))


def _queued(idea: Idea, decided: bool, hours: Hours, now: datetime, doubtful: tuple[Doubt, ...]) -> Queued:
    review = clocks.days_left(hours, due=idea.review_by, now=now) if idea.awaits_review else None
    answer = clocks.days_left(hours, due=idea.answer_by, now=now) if idea.awaits_answer else None
    return Queued(idea, review, answer, decided, doubtful)


def _notes(db: Connection, idea_id: int) -> tuple[Note, ...]:
    rows = select(People.name, Notes.text, Notes.at).outerjoin(People, People.id == Notes.author_id)
    found = db.execute(rows.where(Notes.idea_id == idea_id).order_by(Notes.id))
    return tuple(Note(name or "", text, at) for name, text, at in found)


def _events(db: Connection, idea: Idea) -> tuple[Event, ...]:
    """Their author's name stands nowhere: it may be hidden."""
    rows = select(Events.deed, People.name, Events.why, Events.at, Events.actor_id)
    found = db.execute(
        rows.outerjoin(People, People.id == Events.actor_id).where(Events.idea_id == idea.id).order_by(Events.id)
    )
    return tuple(
        Event(deed, "" if who == idea.author_id else name or "", why, at) for deed, name, why, at, who in found
    )
