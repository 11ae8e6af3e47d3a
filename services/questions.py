"""Questions, the asker's side: remembered, passed on to satgas under a number, withdrawn, forgotten in time."""

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select, update

from finder.sameness import same
from finder.words import Reader, surfaces
from models import Asked, Form, Question, upsert
from services.people import Person, clean

FORM = "answer"
"""The form a satgas is in while they hold a question."""
LONGEST = 4096
COMPARED = 200
"""With so many of the newest open questions a new one is compared."""
MOST_OPEN = 10
"""So many open questions one person may have."""
KEPT = timedelta(days=30)
KEPT_AFTER_CLOSING = timedelta(days=90)
SHOWN_AFTER_CLOSING = timedelta(days=7)
Stems = Callable[[str], Sequence[str]]


class Passing(StrEnum):
    """What came of passing a question on; the value is the text's key."""

    NEW = "desk.passed"
    JOINED = "desk.joined"
    AGAIN = "desk.again"
    CLOSED = "desk.was_closed"
    TOO_MANY = "desk.too_many"
    NOT_FOUND = "desk.not_found"


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The outcome; `number` where there is one, `others`: how many other people ask the same."""

    outcome: Passing
    number: int | None = None
    others: int = 0
    words: str = ""


class State(StrEnum):
    """How far a question is, to its asker; the value is the text's key."""

    WAITING = "desk.waiting"
    HELD = "desk.held"
    ANSWERED = "desk.answered"
    DECLINED = "desk.declined"


@dataclass(frozen=True, slots=True)
class Mine:
    """A question somebody passed on, as they see it."""

    number: int
    words: str
    state: State
    asked_at: datetime


def named(number: int) -> str:
    """What a question passed on is called, to everybody."""
    return f"TANYA-{number:04}"


def shortened(words: str, limit: int) -> str:
    """The words on one line, cut where they are longer."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def remember(db: Connection, *, person: Person, words: str, language: str, passage: str | None, now: datetime) -> int:
    """Keep what was asked and what answered it ("article:12"; None: nothing did); its number for the buttons."""
    told = {"person_id": person.id, "words": clean(words, LONGEST), "language": language, "passage": passage}
    return db.execute(insert(Asked).values(**told, asked_at=now).returning(Asked.id)).scalar_one()


def plain_stems(words: str) -> list[str]:
    """The stems that carry the meaning, wherever it is asked."""
    return _reader().stems(surfaces(words))


def pass_on(db: Connection, *, asked_id: int, person: Person, now: datetime, stems: Stems = plain_stems) -> PassedOn:
    """Open the question's entry, or join the one that asks the same; pressing again changes nothing."""
    mine = select(Asked.words, Asked.question_id).where(Asked.id == asked_id, Asked.person_id == person.id)
    row = db.execute(mine.with_for_update()).first()
    if row is None:
        return PassedOn(Passing.NOT_FOUND)
    if row.question_id is not None:
        closed = db.execute(select(Question.closed_at).where(Question.id == row.question_id)).scalar_one()
        return _passed(db, Passing.CLOSED if closed else Passing.AGAIN, row.question_id, person, row.words)
    if _open_count(db, person) >= MOST_OPEN:
        return PassedOn(Passing.TOO_MANY, words=row.words)
    number, is_new = _join_or_open(db, _key_of_same(db, row.words, stems) or key_of(row.words), now)
    again = db.execute(select(Asked.id).where(Asked.question_id == number, Asked.person_id == person.id)).first()
    db.execute(update(Asked).where(Asked.id == asked_id).values(question_id=number))
    outcome = Passing.NEW if is_new else Passing.AGAIN if again else Passing.JOINED
    return _passed(db, outcome, number, person, row.words)


def helped(
    db: Connection, *, asked_id: int, person: Person, helpful: bool, now: datetime, stems: Stems = plain_stems
) -> PassedOn | None:
    """Note whether the answer helped, the last word counts; what did not help is passed on. None: noted."""
    noted = update(Asked).where(Asked.id == asked_id, Asked.person_id == person.id).values(helpful=helpful)
    if db.execute(noted.returning(Asked.id)).first() is None:
        return PassedOn(Passing.NOT_FOUND)
    return None if helpful else pass_on(db, asked_id=asked_id, person=person, now=now, stems=stems)


def withdraw(db: Connection, *, number: int, person: Person) -> int | None:
    """The person asks this no more; what they asked, so that it can be passed on again. None: closed, or not theirs."""
    still_open = exists().where(Question.id == Asked.question_id, Question.closed_at.is_(None))
    mine = (Asked.question_id == number, Asked.person_id == person.id, still_open)
    gone = db.execute(update(Asked).where(*mine).values(question_id=None).returning(Asked.id)).scalars().all()
    return max(gone, default=None)


def open_of(db: Connection, *, person_id: int, now: datetime) -> list[Mine]:
    """What the person passed on and waits for, oldest first, and what was closed in the last week."""
    first = select(func.min(Asked.id)).where(Asked.person_id == person_id).group_by(Asked.question_id)
    recent = Question.closed_at.is_(None) | (Question.closed_at > now - SHOWN_AFTER_CLOSING)
    rows = db.execute(
        select(Question.id, Question.outcome, Asked.words, Asked.asked_at, is_held(now).label("held"))
        .join(Asked, Asked.question_id == Question.id)
        .where(Asked.id.in_(first), recent)
        .order_by(Question.id)
    )
    return [Mine(row.id, row.words, _state(row.outcome, row.held), row.asked_at) for row in rows]


def is_held(now: datetime) -> ColumnElement[bool]:
    """Whether somebody is answering it: as long as their form is open, an hour after their last step at most."""
    return exists().where(Form.person_id == Question.held_by, Form.form == FORM, Form.expires_at > now)


def key_of(words: str) -> str:
    """The same for the same question: its meaning-bearing stems in any order, its negations; else its very signs."""
    whole = (
        " ".join(sorted(_meaning(words, plain_stems))) or "=" + unicodedata.normalize("NFKC", words).casefold().strip()
    )
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def forget(db: Connection, *, now: datetime) -> int:
    """Delete what was asked 30 days ago, and what was passed on 90 days after it was closed; returns how many."""
    closed = select(Question.id).where(Question.closed_at < now - KEPT_AFTER_CLOSING)
    old = Asked.question_id.is_(None) & (Asked.asked_at < now - KEPT)
    return db.execute(delete(Asked).where(old | Asked.question_id.in_(closed))).rowcount


@cache
def _reader() -> Reader:
    return Reader({})


def _meaning(words: str, stems: Stems) -> set[str]:
    found = {*stems(words), *(("?not",) if _reader().denies(surfaces(words)) else ())}
    return found - {"?berapa"} if "jam" in found else found  # "jam buka" and "buka jam berapa"


def _key_of_same(db: Connection, words: str, stems: Stems) -> str | None:
    """The key of the open question that is this one but for slips and the city's own words; None unless just one is."""
    meant = _meaning(words, stems)
    first = select(func.min(Asked.id)).where(Asked.question_id.is_not(None)).group_by(Asked.question_id)
    open_ones = select(Question.key, Asked.words).join(Asked, Asked.question_id == Question.id)
    newest = open_ones.where(Question.closed_at.is_(None), Asked.id.in_(first)).order_by(Question.id.desc())
    rows = db.execute(newest.limit(COMPARED)).all()
    found = {row.key for row in rows if same(meant, _meaning(row.words, stems))}
    return found.pop() if len(found) == 1 else None


def _join_or_open(db: Connection, key: str, now: datetime) -> tuple[int, bool]:
    """The open entry of this key, locked until the commit so that no answer misses who joins, and whether it is new."""
    still_open = (Question.key == key, Question.closed_at.is_(None))
    join = update(Question).where(*still_open).values(key=key).returning(Question.id)
    begin = upsert(db, Question).values(key=key, opened_at=now).returning(Question.id)
    begin = begin.on_conflict_do_nothing(index_elements=[Question.key], index_where=Question.closed_at.is_(None))
    while True:
        joined = db.execute(join).scalar()
        if joined is not None:
            return joined, False
        begun = db.execute(begin).scalar()
        if begun is not None:
            return begun, True


def _passed(db: Connection, outcome: Passing, number: int, person: Person, words: str) -> PassedOn:
    askers = func.count(Asked.person_id.distinct())
    others = select(askers).where(Asked.question_id == number, Asked.person_id != person.id)
    return PassedOn(outcome, number, db.execute(others).scalar_one(), words)


def _open_count(db: Connection, person: Person) -> int:
    mine = select(func.count(Asked.question_id.distinct())).join(Question, Question.id == Asked.question_id)
    return db.execute(mine.where(Asked.person_id == person.id, Question.closed_at.is_(None))).scalar_one()


def _state(outcome: str | None, held: bool) -> State:
    if outcome is None:
        return State.HELD if held else State.WAITING
    return State.ANSWERED if outcome == "answered" else State.DECLINED
