"""News: what becomes of an idea is told once to its author and supporters, together what comes within ten minutes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Select, delete, func, insert, literal, select, union

from models import Idea as Ideas, IdeaAnswer as Answers, IdeaNews as Rows, Person as People, Support as Supports
from services.coworking.hours import Hours
from services.ideas.reading import ANSWERS, IDEA, answer_from_row, idea_from_row
from services.ideas.values import News, What
from services.people import COLUMNS, Person, from_row

TOGETHER = timedelta(minutes=10)
"""So long news waits for more, to be told in one message."""
UNDO = timedelta(minutes=1)
"""So long a decision can be undone; until then nobody hears of it."""


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a person has not been told yet, the oldest first."""

    person: Person
    news: tuple[News, ...]


def tree(idea_id: int) -> Select[Any]:
    """The numbers of an idea and of all that were merged into it, directly or not."""
    found = select(Ideas.id).where(Ideas.id == idea_id).cte(f"tree_{idea_id}", recursive=True)
    return select(found.union_all(select(Ideas.id).where(Ideas.target_id == found.c.id)).c.id)


def followers(idea_id: int) -> Select[Any]:
    """The people who hear of an idea: who sent it or one merged into it, and who supports it."""
    authors = select(Ideas.author_id.label("person_id")).where(Ideas.id.in_(tree(idea_id)))
    supporters = select(Supports.person_id).where(Supports.idea_id == idea_id)
    everybody = union(authors, supporters).subquery()
    return select(everybody.c.person_id).where(everybody.c.person_id.is_not(None))


def followers_of(*which: ColumnElement[bool]) -> Select[Any]:
    """The authors and supporters of the ideas that fulfil this, as an audience."""
    ideas = select(Ideas.id).where(*which)
    authors = select(Ideas.author_id.label("person_id")).where(Ideas.id.in_(ideas))
    everybody = union(authors, select(Supports.person_id).where(Supports.idea_id.in_(ideas))).subquery()
    return select(everybody.c.person_id).where(everybody.c.person_id.is_not(None))


def tell(
    db: Connection,
    *,
    idea_id: int,
    what: What,
    now: datetime,
    actor_id: int | None = None,
    answer_id: int | None = None,
    told: Mapping[str, Any] | None = None,
    only: int | None = None,
    but: Select[Any] | None = None,
    nor: Collection[int] = (),
) -> None:
    """Everybody who follows the idea is to hear of it (or `only` one person), not who did it, nor these others."""
    people = followers(idea_id).subquery()
    wanted = select(
        people.c.person_id,
        literal(idea_id),
        literal(str(what)),
        literal(answer_id, Rows.answer_id.type),
        literal(dict(told or {}), JSON()),
        literal(now, Rows.at.type),
    )
    if actor_id is not None:
        wanted = wanted.where(people.c.person_id != actor_id)
    if only is not None:
        wanted = wanted.where(people.c.person_id == only)
    if but is not None:
        wanted = wanted.where(people.c.person_id.not_in(but))
    if nor:
        wanted = wanted.where(people.c.person_id.not_in(nor))
    names = ["person_id", "idea_id", "what", "answer_id", "told", "at"]
    db.execute(insert(Rows).from_select(names, wanted.order_by(people.c.person_id)))


def unsay(db: Connection, *, idea_id: int, what: What | None = None, answer_id: int | None = None) -> frozenset[int]:
    """What was not told yet is not told at all: of this answer, or of this kind; who would have heard it."""
    which = [Rows.idea_id == idea_id] if answer_id is None else [Rows.answer_id == answer_id]
    which += [Rows.what == what] if what else []
    return frozenset(db.execute(delete(Rows).where(*which).returning(Rows.person_id)).scalars())


def take(db: Connection, *, hours: Hours, now: datetime, most: int = 200) -> tuple[Digest, ...]:
    """By the clock: what is due, of at most so many people, counted as told; nothing at night."""
    if hours.is_quiet(now):
        return ()
    first = func.min(Rows.at)
    due = select(Rows.person_id).where(Rows.at <= now - TOGETHER).group_by(Rows.person_id)
    people = db.execute(due.order_by(first, Rows.person_id).limit(most)).scalars().all()
    if not people:
        return ()
    ripe = (Rows.person_id.in_(people), Rows.at <= now - UNDO)
    columns = (Rows.id, Rows.person_id, Rows.idea_id, Rows.what, Rows.answer_id, Rows.told, Rows.at)
    rows = db.execute(delete(Rows).where(*ripe).returning(*columns)).all()
    return _digests(db, sorted(rows, key=lambda row: row.id))


def waiting(db: Connection, *, person_id: int) -> int:
    """How much a person has not been told yet."""
    return db.execute(select(func.count()).where(Rows.person_id == person_id)).scalar_one()


def _digests(db: Connection, rows: list[Any]) -> tuple[Digest, ...]:
    numbers = {row.person_id for row in rows}
    reached = (People.id.in_(numbers), People.reach == "open", People.banned_at.is_(None), People.frozen_at.is_(None))
    people = [from_row(row) for row in db.execute(select(*COLUMNS).where(*reached).order_by(People.id))]
    ideas = db.execute(select(*IDEA).where(Ideas.id.in_({row.idea_id for row in rows})))
    known = {one.id: one for one in map(idea_from_row, ideas)}
    said = db.execute(ANSWERS.where(Answers.id.in_({row.answer_id for row in rows if row.answer_id})))
    answers = {one.id: one for one in map(answer_from_row, said)}

    def news(row: Any) -> News:
        idea = known[row.idea_id]
        own = idea.author_id == row.person_id
        return News(idea, What(row.what), own, row.at, answers.get(row.answer_id), row.told)

    of = {person.id: tuple(news(row) for row in rows if row.person_id == person.id) for person in people}
    return tuple(Digest(person, of[person.id]) for person in people)
