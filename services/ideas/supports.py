"""Supports: one person supports an idea once; what is merged counts where it was merged to."""

from datetime import datetime

from sqlalchemy import Connection, Select, Update, and_, bindparam, delete, exists, func, select, update
from sqlalchemy.orm import aliased

from models import Idea as Ideas, Support as Supports, upsert
from services.ideas import cards
from services.ideas.reading import IDEA, idea_from_row, lock_root
from services.ideas.values import Done, Idea, Outcome

_COUNT = (
    update(Ideas)
    .where(Ideas.id == bindparam("idea"))
    .values(supports=Ideas.supports + bindparam("by"))
    .returning(*IDEA)
)


def support(db: Connection, *, idea_id: int, person_id: int, now: datetime) -> Done:
    """This person supports the idea, or the one it was merged into; ALREADY where they do."""
    root, why = _open_root(db, idea_id, person_id)
    if root is None or why:
        return Done(why or Outcome.NOT_FOUND, root)
    told = {"home_id": idea_id, "idea_id": root.id, "person_id": person_id, "counts": True, "at": now}
    new = upsert(db, Supports).values(**told).on_conflict_do_nothing().returning(Supports.id)
    if db.execute(new).first() is None:
        return Done(Outcome.ALREADY, root)
    return Done(Outcome.SUPPORTED, _count(db, root, 1))


def take_back(db: Connection, *, idea_id: int, person_id: int, now: datetime) -> Done:
    """They do not support it any more, nor what was merged into it; NOT_SUPPORTED where they did not."""
    root = lock_root(db, idea_id=idea_id)
    if root is None or not root.public:
        return Done(Outcome.NOT_FOUND)
    mine = (Supports.idea_id == root.id, Supports.person_id == person_id)
    counted = db.execute(delete(Supports).where(*mine).returning(Supports.counts)).scalars().all()
    if not any(counted):
        return Done(Outcome.NOT_SUPPORTED, root)
    return Done(Outcome.TAKEN_BACK, _count(db, root, -1))


def toggle(db: Connection, *, idea_id: int, person_id: int, now: datetime) -> Done:
    """Support it, or take that back: what a button under a public card means to whoever presses it."""
    done = support(db, idea_id=idea_id, person_id=person_id, now=now)
    return take_back(db, idea_id=idea_id, person_id=person_id, now=now) if done.outcome is Outcome.ALREADY else done


def is_supported(db: Connection, *, idea_id: int, person_id: int) -> bool:
    """Whether this person's support counts for the idea (itself not merged)."""
    mine = (Supports.idea_id == idea_id, Supports.person_id == person_id, Supports.counts)
    return db.execute(select(Supports.id).where(*mine)).first() is not None


def move(db: Connection, *, homes: Select[int], source: int, target: int) -> None:
    """What was pressed under these ideas counts for `target` from now on; both are locked, each person counts once."""
    moved = and_(Supports.counts, Supports.person_id.is_(None))
    there = (Supports.idea_id == source, Supports.home_id.in_(homes))
    db.execute(update(Supports).where(*there).values(idea_id=target, counts=moved))
    for one in (source, target):
        db.execute(_waking(one))
        counting = select(func.count()).where(Supports.idea_id == one, Supports.counts).scalar_subquery()
        db.execute(update(Ideas).where(Ideas.id == one).values(supports=counting))
        cards.touch(db, idea_id=one)


def _waking(idea_id: int) -> Update:
    """Of people of whom nothing counts there, the first does."""
    other = aliased(Supports)
    theirs = (other.idea_id == idea_id, other.person_id == Supports.person_id)
    first = select(func.min(other.id)).where(*theirs).correlate(Supports).scalar_subquery()
    counted = exists().where(*theirs, other.counts).correlate(Supports)
    sleeping = (Supports.idea_id == idea_id, Supports.person_id.is_not(None), ~Supports.counts)
    return update(Supports).where(*sleeping, Supports.id == first, ~counted).values(counts=True)


def _open_root(db: Connection, idea_id: int, person_id: int) -> tuple[Idea | None, Outcome | None]:
    """The idea where a support would count, locked, and what stands in the way."""
    root = lock_root(db, idea_id=idea_id)
    if root is None or not root.public:
        return None, Outcome.NOT_FOUND
    return root, Outcome.OWN if root.author_id == person_id else None


def _count(db: Connection, root: Idea, by: int) -> Idea:
    cards.touch(db, idea_id=root.id)
    return idea_from_row(db.execute(_COUNT, {"idea": root.id, "by": by}).one())
