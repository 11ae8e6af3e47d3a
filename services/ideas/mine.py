"""Mine: the ideas a person sent and those they support, each with how far it is and what was said last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from models import Idea as Ideas, IdeaAnswer as Answers, Person as People, Support as Supports
from services.forms import LIFETIME
from services.ideas import editing
from services.ideas.reading import ANSWERS, IDEA, answer_from_row, idea_from_row
from services.ideas.values import GONE, Answer, Idea

SIZE = 8


@dataclass(frozen=True, slots=True)
class Mine:
    """An idea, and the last thing that was published of it."""

    idea: Idea
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of them, the newest first; `further`: for `before_id`, None at the end; `count`: of all."""

    items: tuple[Mine, ...]
    further: int | None
    count: int


def sent(db: Connection, *, person_id: int, before_id: int | None = None, size: int = SIZE) -> Page:
    """What this person sent, withdrawn ones too."""
    return _page(db, Ideas.author_id == person_id, before_id, size)


def supported(db: Connection, *, person_id: int, before_id: int | None = None, size: int = SIZE) -> Page:
    """What this person supports."""
    mine = select(Supports.idea_id).where(Supports.person_id == person_id, Supports.counts)
    return _page(db, Ideas.id.in_(mine) & Ideas.status.not_in(GONE), before_id, size)


def meant(db: Connection, *, telegram_id: int, words: str, written_at: datetime) -> Idea | None:
    """The idea that a message written then became, if it is still about what these words, changed since, are about."""
    mine = (People.telegram_id == telegram_id, Ideas.sent_at >= written_at, Ideas.sent_at <= written_at + LIFETIME)
    wanted = select(*IDEA).join(People, People.id == Ideas.author_id).where(*mine).order_by(Ideas.id.desc())
    now = set(words.lower().split())
    found = (idea_from_row(row) for row in db.execute(wanted.limit(SIZE)))
    return next((one for one in found if _shares(now, set(one.text.lower().split()))), None)


def fresh(db: Connection, *, telegram_id: int, album: str, now: datetime) -> Idea | None:
    """The idea that a picture sent after it may still belong to: the last one, or the one with the same album."""
    mine = (People.telegram_id == telegram_id, Ideas.sent_at > now - editing.WINDOW)
    wanted = select(*IDEA).join(People, People.id == Ideas.author_id).where(*mine).order_by(Ideas.id.desc())
    found = [idea_from_row(row) for row in db.execute(wanted.limit(SIZE))]
    if album and (same := [one for one in found if any(file.album == album for file in one.files)]):
        return same[0]
    return next((one for one in found[:1] if editing.can_change(one, now)), None)


def _shares(some: set[str], others: set[str]) -> bool:
    """Whether at least half of the words of the shorter one stand in both."""
    return 2 * len(some & others) >= min(len(some), len(others)) > 0


def last_answers(db: Connection, *, ids: Sequence[int]) -> dict[int, Answer]:
    """Of each of these ideas what was published last."""
    published = (Answers.idea_id.in_(ids), Answers.published_at.is_not(None), Answers.undone_at.is_(None))
    rows = db.execute(ANSWERS.where(*published).order_by(Answers.published_at, Answers.id))
    return {answer.idea_id: answer for answer in map(answer_from_row, rows)}


def _page(db: Connection, which: ColumnElement[bool], before_id: int | None, size: int) -> Page:
    wanted = select(*IDEA).where(which)
    count = db.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    if before_id is not None:
        wanted = wanted.where(Ideas.id < before_id)
    ideas = [idea_from_row(row) for row in db.execute(wanted.order_by(Ideas.id.desc()).limit(size + 1))]
    shown, further = ideas[:size], len(ideas) > size
    said = last_answers(db, ids=[one.id for one in shown])
    return Page(tuple(Mine(one, said.get(one.id)) for one in shown), shown[-1].id if further else None, count)
