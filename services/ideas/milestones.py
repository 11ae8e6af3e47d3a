"""Milestones an idea became: linked and unlinked here; whoever moves one says so, and who follows the idea hears it."""

from datetime import datetime

from sqlalchemy import Connection, Select, select, update

from models import Idea as Ideas
from services import audit
from services.ideas import news
from services.ideas.reading import IDEA, idea_from_row, note, read_idea, reviewed_idea
from services.ideas.titles import has_words
from services.ideas.values import GONE, LONGEST_MILESTONE, Done, Idea, Outcome, What
from services.people import clean
from services.roles import Rights


def link(
    db: Connection,
    *,
    idea_id: int,
    revision: int,
    milestone_id: int | None,
    milestone: str,
    rights: Rights,
    actor_id: int,
    now: datetime,
) -> Done:
    """The idea belongs to this milestone (`milestone`: its title; without a number it is only named)."""
    if not milestone_id and not has_words(milestone):
        return Done(Outcome.NEEDS_MILESTONE, reviewed_idea(db, idea_id=idea_id, rights=rights))
    title = clean(milestone.strip(), LONGEST_MILESTONE)
    return _link(db, idea_id, revision, milestone_id, title, rights, actor_id, now)


def unlink(db: Connection, *, idea_id: int, revision: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """The idea belongs to no milestone any more."""
    return _link(db, idea_id, revision, None, "", rights, actor_id, now)


def moved(
    db: Connection, *, milestone_id: int, title: str, status: str, now: datetime, actor_id: int | None = None
) -> int:
    """The milestone moved (`status`: a word such as at_risk): who follows its ideas hears so once; how many ideas."""
    ideas, told = of(db, milestone_id=milestone_id), {"milestone": title, "status": status}
    heard: set[int] = set()
    for idea in ideas:
        news.tell(db, idea_id=idea.id, what=What.MILESTONE, actor_id=actor_id, now=now, told=told, nor=heard)
        heard |= set(db.execute(news.followers(idea.id)).scalars())
    return len(ideas)


def of(db: Connection, *, milestone_id: int) -> tuple[Idea, ...]:
    """The ideas that belong to a milestone, the most supported first."""
    mine = (Ideas.milestone_id == milestone_id, Ideas.status.not_in(GONE))
    rows = db.execute(select(*IDEA).where(*mine).order_by(Ideas.supports.desc(), Ideas.id))
    return tuple(map(idea_from_row, rows))


def followers(milestone_id: int) -> Select[int]:
    """The authors and supporters of a milestone's ideas, as an audience."""
    return news.followers_of(Ideas.milestone_id == milestone_id, Ideas.status.not_in(GONE))


def _link(
    db: Connection,
    idea_id: int,
    revision: int,
    milestone_id: int | None,
    title: str,
    rights: Rights,
    actor_id: int,
    now: datetime,
) -> Done:
    idea = reviewed_idea(db, idea_id=idea_id, rights=rights)
    if idea is None or not rights.satgas:
        return Done(Outcome.NOT_ALLOWED if idea else Outcome.NOT_FOUND, idea)
    if (idea.milestone_id, idea.milestone) == (milestone_id, title):
        return Done(Outcome.UNCHANGED, idea)
    seen = (Ideas.id == idea_id, Ideas.revision == revision, Ideas.status.not_in(GONE))
    values = {"milestone_id": milestone_id, "milestone": title, "changed_at": now, "revision": Ideas.revision + 1}
    row = db.execute(update(Ideas).where(*seen).values(values).returning(*IDEA)).first()
    if row is None:
        fresh = read_idea(db, idea_id=idea_id)
        return Done(Outcome.GONE if fresh and fresh.gone else Outcome.STALE, fresh)
    deed = "linked" if title or milestone_id else "unlinked"
    note(db, idea_id=idea_id, deed=deed, actor_id=actor_id, now=now, why=title)
    detail = {"milestone": milestone_id}
    audit.record(db, actor_id=actor_id, deed=f"idea.{deed}", subject=f"idea:{idea_id}", detail=detail, now=now)
    return Done(Outcome.LINKED if deed == "linked" else Outcome.UNLINKED, idea_from_row(row))
