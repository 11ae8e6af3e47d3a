"""Merging: one idea becomes part of another with its supports, and is parted from it exactly as it was."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, select, update

from models import Idea as Ideas, IdeaAnswer as Answers
from services import audit
from services.ideas import news, supports
from services.ideas.reading import lock_ideas, note, read_idea, reviewed_idea, root_id
from services.ideas.values import Done, Idea, Outcome, Status, What
from services.roles import Rights


def refusal(idea: Idea, target: Idea | None) -> Outcome | None:
    """Why this idea cannot become part of that one."""
    if target is None:
        return Outcome.NEEDS_TARGET
    if target.id == idea.id:
        return Outcome.SAME
    return Outcome.TARGET_GONE if target.gone or not target.public else None


def join(db: Connection, *, idea: Idea, target: Idea, answer_id: int, actor_id: int, now: datetime) -> None:
    """What supports the idea counts for the target; both sides hear, nobody twice. Both are locked, status set next."""
    tell = partial(news.tell, db, actor_id=actor_id, answer_id=answer_id, now=now)
    told = {"code": idea.code, "title": idea.title}
    tell(idea_id=target.id, what=What.JOINED, told=told, but=news.followers(idea.id))
    tell(idea_id=idea.id, what=What.ANSWER, told={"code": target.code, "title": target.title})
    supports.move(db, homes=news.tree(idea.id), source=idea.id, target=target.id)
    note(db, idea_id=target.id, deed="joined", actor_id=actor_id, now=now, why=idea.code)


def part(db: Connection, *, idea: Idea, before: dict[str, Any], now: datetime) -> None:
    """The idea stands alone again, as it stood before, with the supports that were pressed under it; all is locked."""
    root = root_id(db, idea_id=idea.id)
    supports.move(db, homes=news.tree(idea.id), source=root, target=idea.id)
    values = {**before, "target_id": None, "changed_at": now, "revision": Ideas.revision + 1}
    db.execute(update(Ideas).where(Ideas.id == idea.id).values(values))


def unmerge(db: Connection, *, idea_id: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """A merge is undone, whenever; both sides hear of it."""
    idea = reviewed_idea(db, idea_id=idea_id, rights=rights)
    if idea is None or not rights.satgas:
        return Done(Outcome.NOT_ALLOWED if idea else Outcome.NOT_FOUND, idea)
    locked = lock_chain(db, idea_id)
    idea = locked[idea_id]
    merge = db.execute(_merge(idea_id)).first()
    if idea.status is not Status.MERGED or merge is None:
        return Done(Outcome.UNCHANGED, idea)
    root = locked[root_id(db, idea_id=idea_id)]
    part(db, idea=idea, before=state_before(merge.before), now=now)
    db.execute(update(Answers).where(Answers.id == merge.id).values(undone_at=now))
    never_heard = news.unsay(db, idea_id=idea_id, answer_id=merge.id)
    tell = partial(news.tell, db, what=What.UNMERGED, actor_id=actor_id, now=now, nor=never_heard)
    tell(idea_id=root.id, but=news.followers(idea_id), told={"code": idea.code, "title": idea.title})
    tell(idea_id=idea_id, told={"code": root.code, "title": root.title})
    note(db, idea_id=idea_id, deed="unmerged", actor_id=actor_id, now=now)
    detail = {"from": root.id}
    audit.record(db, actor_id=actor_id, deed="idea.unmerge", subject=f"idea:{idea_id}", detail=detail, now=now)
    return Done(Outcome.UNMERGED, read_idea(db, idea_id=idea_id), other=read_idea(db, idea_id=root.id))


def lock_chain(db: Connection, *ids: int) -> dict[int, Idea]:
    """These ideas and those that they were merged into in the end, locked so that nothing more is merged or parted."""
    while True:
        roots = {one: root_id(db, idea_id=one) for one in ids}
        locked = lock_ideas(db, *ids, *roots.values())
        if all(root_id(db, idea_id=one) == root for one, root in roots.items()):
            return locked


def state(idea: Idea) -> dict[str, Any]:
    """What a decision changes, as it stands: to be put back when it is undone."""
    answered = idea.answered_at.isoformat() if idea.answered_at else None
    names = ("milestone_id", "milestone", "desk", "target_id")
    return {"status": str(idea.status), "answered_at": answered, **{name: getattr(idea, name) for name in names}}


def state_before(told: dict[str, Any]) -> dict[str, Any]:
    """The columns of what `state` noted."""
    answered = datetime.fromisoformat(told["answered_at"]) if told["answered_at"] else None
    return {**told, "answered_at": answered}


def _merge(idea_id: int) -> Any:
    """The decision by which an idea was merged."""
    done = (Answers.published_at.is_not(None), Answers.undone_at.is_(None), Answers.status == Status.MERGED)
    return select(Answers.id, Answers.before).where(Answers.idea_id == idea_id, *done).order_by(Answers.id.desc())
