"""The desk: what was passed on, as satgas see, hold, answer and close it; an answer reaches each asker once."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from finder.words import language_of, surfaces
from models import Article, Asked, Person as People, Question
from services import articles, articletyped, audit, forms, menu
from services.articles import Content
from services.people import COLUMNS, Person, from_row
from services.questions import FORM, is_held

WORDINGS = 20
LONG = timedelta(days=1)
"""What waits longer than this, satgas are reminded of."""
_PRIVATE = re.compile(r"\d(?:[\s.-]?\d){5}|@")
"""A number of six digits or more, an address: no phrasing to keep."""


class Hold(StrEnum):
    """Whether a satgas holds a question; the value is the text's key."""

    MINE = "queue.mine"
    OTHER = "queue.other_holds"
    CLOSED = "queue.closed"
    GONE = "queue.gone"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open question in the queue; `holder` is a name."""

    number: int
    words: str
    askers: int
    since: datetime
    holder: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of it, and how many questions wait."""

    waiting: tuple[Waiting, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One question whole; `wordings`: as it was asked; `unreachable`: askers who are; `tried`: titles told in vain."""

    number: int
    wordings: tuple[str, ...]
    askers: int
    since: datetime
    unreachable: int = 0
    tried: tuple[str, ...] = ()
    holder: Person | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome: str | None = None
    answer: str = ""
    told: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many questions wait too long, and since when the first."""

    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody to be told, and what they had asked."""

    person: Person
    words: str


@dataclass(frozen=True, slots=True)
class Closed:
    """What came of an answer: who is to be told, how many cannot be; `hold` is not MINE where nothing was done."""

    hold: Hold
    askers: tuple[Asker, ...] = ()
    missed: int = 0
    article_id: int | None = None


def queue(db: Connection, *, page: int, size: int, now: datetime) -> Queue:
    """What somebody waits for: most asked first, then the oldest."""
    askers = func.count(Asked.person_id.distinct()).label("askers")
    first = func.min(Asked.id).label("first")
    open_ones = _asked().where(Question.closed_at.is_(None)).group_by(Question.id)
    waiting = open_ones.with_only_columns(Question.id, askers, first).subquery()
    rows = db.execute(
        select(waiting.c.id, Asked.words, waiting.c.askers, Question.opened_at, People.name)
        .join(Question, Question.id == waiting.c.id)
        .join(Asked, Asked.id == waiting.c.first)
        .outerjoin(People, (People.id == Question.held_by) & is_held(now))
        .order_by(waiting.c.askers.desc(), waiting.c.id)
        .limit(size)
        .offset(page * size)
    )
    total = db.execute(select(func.count()).select_from(waiting)).scalar_one()
    return Queue(tuple(Waiting(*row) for row in rows), total)


def look(db: Connection, *, number: int, now: datetime) -> Entry | None:
    """One question, open or closed; None where it never was."""
    names = ("opened_at", "closed_at", "closed_by", "outcome", "answer", "told", "missed")
    columns = [getattr(Question, name) for name in names]
    found = db.execute(select(*columns).where(Question.id == number)).first()
    if found is None:
        return None
    asked = select(Asked.words, Asked.person_id, Asked.passage, People.reach).join(People, People.id == Asked.person_id)
    rows = db.execute(asked.where(Asked.question_id == number).order_by(Asked.id)).all()
    closer = db.execute(select(People.name).where(People.id == found.closed_by)).scalar()
    return Entry(
        number,
        tuple(dict.fromkeys(row.words for row in rows)),
        len({row.person_id for row in rows}),
        found.opened_at,
        len({row.person_id for row in rows if row.reach != "open"}),
        _titles(db, {row.passage for row in rows}),
        _holder(db, number, now),
        found.closed_at,
        closer or "",
        *found[3:],
    )


def hold(
    db: Connection, *, number: int, person: Person, step: str, data: dict[str, Any], now: datetime
) -> tuple[Hold, Person | None]:
    """Take the question, or keep it, with its form at this step (it falls back when that is left); who holds it now."""
    held, holder = _lock(db, number, person, now)
    if held is Hold.MINE:
        let_go = update(Question).where(Question.held_by == person.id, Question.closed_at.is_(None))
        db.execute(let_go.where(Question.id != number).values(held_by=None))
        db.execute(update(Question).where(Question.id == number).values(held_by=person.id))
        told = {**data, "question": number}
        forms.open_form(db, person_id=person.id, form=FORM, step=step, data=told, now=now)
    return held, holder


def answer(db: Connection, *, number: int, person: Person, content: Content, keep: bool, now: datetime) -> Closed:
    """Close it with this answer, kept as an article where `keep` says so; everybody in `askers` is to be told once."""
    held, _ = _lock(db, number, person, now)
    if held is not Hold.MINE:
        return Closed(held)
    article_id = _keep(db, number, person, content, now) if keep else None
    source = asdict(content.sources[0]) if keep else None
    told = {"outcome": "answered", "answer": content.body, "source": source, "article_id": article_id}
    return _close(db, number, person, told, now)


def decline(db: Connection, *, number: int, person: Person, reason: str, now: datetime) -> Closed:
    """Close it without an answer; `reason` is a text's key or a satgas' own words."""
    held, _ = _lock(db, number, person, now)
    if held is not Hold.MINE:
        return Closed(held)
    return _close(db, number, person, {"outcome": "declined", "answer": reason}, now)


def overdue(db: Connection, *, today: date, now: datetime) -> Overdue | None:
    """What nobody answers though it waits for a day; once a day, whoever asks first."""
    lying = _asked().where(Question.closed_at.is_(None), Question.opened_at <= now - LONG, ~is_held(now))
    count, since = func.count(Question.id.distinct()), func.min(Question.opened_at)
    row = db.execute(lying.with_only_columns(count.label("count_"), since.label("since"))).one()
    if row.count_ and menu.changed(db, name="queue_reminded", value=today.isoformat()):
        return Overdue(row.count_, row.since)
    return None


def phrasings(wordings: Sequence[str]) -> tuple[str, ...]:
    """Of how it was asked, what may stand in an article: short, and without what looks like somebody's number."""
    lines = (" ".join(one.split()) for one in wordings if not _PRIVATE.search(one))
    return tuple(one for one in dict.fromkeys(lines) if articletyped.phrases(one) == (one,))[:WORDINGS]


def _asked() -> Select[Any]:
    return select(Question.id).join(Asked, Asked.question_id == Question.id)


def _lock(db: Connection, number: int, person: Person, now: datetime) -> tuple[Hold, Person | None]:
    """Lock the question until the commit, then look whether this person may hold it; statements that see the newest."""
    row = db.execute(select(Question.closed_at).where(Question.id == number).with_for_update()).first()
    if row is None:
        return Hold.GONE, None
    if row.closed_at is not None:
        return Hold.CLOSED, None
    holder = _holder(db, number, now)
    return (Hold.OTHER, holder) if holder and holder.id != person.id else (Hold.MINE, person)


def _holder(db: Connection, number: int, now: datetime) -> Person | None:
    held = select(*COLUMNS).join(Question, Question.held_by == People.id)
    row = db.execute(held.where(Question.id == number, Question.closed_at.is_(None), is_held(now))).first()
    return from_row(row) if row else None


def _titles(db: Connection, passages: set[str | None]) -> tuple[str, ...]:
    numbers = [int(one.removeprefix("article:")) for one in passages if one and one.startswith("article:")]
    titles = select(Article.title).where(Article.id.in_(numbers)).order_by(Article.id)
    return tuple(db.execute(titles).scalars()) if numbers else ()


def spoken(body: str) -> str:
    """The language an answer is written in: en or id."""
    return language_of(surfaces(body))


def _keep(db: Connection, number: int, person: Person, content: Content, now: datetime) -> int:
    """The article, findable by everything that was asked."""
    asked = db.execute(select(Asked.words).where(Asked.question_id == number).order_by(Asked.id)).scalars().all()
    told = {name: getattr(content, name) for name in ("title", "body", "sources")}
    return articles.write(db, language=spoken(content.body), **told, asked_as=phrasings(asked), by=person, now=now)


def _close(db: Connection, number: int, person: Person, told: dict[str, Any], now: datetime) -> Closed:
    first = func.min(Asked.id).label("first")
    each = select(Asked.person_id, first).where(Asked.question_id == number).group_by(Asked.person_id).subquery()
    rows = db.execute(
        select(*COLUMNS, Asked.words, People.reach)
        .join(each, each.c.person_id == People.id)
        .join(Asked, Asked.id == each.c.first)
        .order_by(each.c.first)
    ).all()
    askers = tuple(Asker(from_row(row), row.words) for row in rows if row.reach == "open")
    counted = {"told": len(askers), "missed": len(rows) - len(askers)}
    closed = {"closed_at": now, "closed_by": person.id, "held_by": None}
    db.execute(update(Question).where(Question.id == number).values(**closed, **told, **counted))
    forms.close(db, person_id=person.id, now=now)
    article_id = told.get("article_id")
    detail = {**counted, "article": article_id} if article_id else counted
    deed = {"answered": "question.answer", "declined": "question.decline"}[told["outcome"]]
    audit.record(db, actor_id=person.id, deed=deed, subject=f"question:{number}", detail=detail, now=now)
    return Closed(Hold.MINE, askers, counted["missed"], article_id)
