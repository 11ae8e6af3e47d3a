"""Deciding: status and words together, inside first; published, one or many at one moment; undone within a minute."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models import Idea as Ideas, IdeaAnswer as Answers
from services import audit
from services.ideas import merging, news
from services.ideas.news import UNDO
from services.ideas.reading import (
    IDEA,
    idea_from_row,
    note,
    pending_answer,
    read_answer,
    read_idea,
    reviewed_idea,
)
from services.ideas.titles import has_words
from services.ideas.values import (
    BY_HAND,
    GONE,
    LONGEST_ANSWER,
    LONGEST_DESK,
    LONGEST_MILESTONE,
    Answer,
    Done,
    Idea,
    Outcome,
    Status,
    Verdict,
    What,
)
from services.people import clean
from services.roles import Rights

_WAITS = (Answers.published_at.is_(None), Answers.undone_at.is_(None))


def decide(
    db: Connection, *, idea_id: int, revision: int, verdict: Verdict, rights: Rights, actor_id: int, now: datetime
) -> Done:
    """A decision inside, instead of an earlier one; STALE with the new state where somebody changed the idea since."""
    idea = reviewed_idea(db, idea_id=idea_id, rights=rights)
    if idea is None or not rights.satgas:
        return Done(Outcome.NOT_ALLOWED if idea else Outcome.NOT_FOUND, idea)
    if why := _lacks(db, idea, verdict):
        return Done(why, idea)
    seen = (Ideas.id == idea_id, Ideas.revision == revision, Ideas.status.not_in(GONE))
    row = db.execute(update(Ideas).where(*seen).values(revision=Ideas.revision + 1).returning(*IDEA)).first()
    if row is None:
        return _stale(db, idea_id)
    db.execute(update(Answers).where(Answers.idea_id == idea_id, *_WAITS).values(undone_at=now))
    told = {**_told(verdict), "idea_id": idea_id, "before": {}, "decided_by": actor_id, "decided_at": now}
    number = db.execute(insert(Answers).values(told).returning(Answers.id)).scalar_one()
    note(db, idea_id=idea_id, deed="decided", actor_id=actor_id, now=now, why=verdict.status)
    return Done(Outcome.DECIDED, idea_from_row(row), read_answer(db, answer_id=number))


def drop(db: Connection, *, answer_id: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """What was decided inside is not published: it never was."""
    answer = read_answer(db, answer_id=answer_id)
    if answer is None or not rights.satgas:
        return Done(Outcome.NOT_FOUND)
    dropped = update(Answers).where(Answers.id == answer_id, *_WAITS).values(undone_at=now).returning(Answers.id)
    idea = read_idea(db, idea_id=answer.idea_id)
    if db.execute(dropped).first() is None:
        return Done(Outcome.UNCHANGED, idea, answer)
    note(db, idea_id=answer.idea_id, deed="dropped", actor_id=actor_id, now=now)
    return Done(Outcome.UNDONE, idea, answer)


def publish(
    db: Connection, *, answer_ids: Sequence[int], rights: Rights, actor_id: int, now: datetime
) -> tuple[Done, ...]:
    """These decisions become public at one moment, each Done in their order; who follows the ideas hears of it."""
    if not rights.satgas:
        return tuple(Done(Outcome.NOT_FOUND) for _ in answer_ids)
    columns = select(Answers.id, Answers.idea_id, Answers.target_id).where(Answers.id.in_(answer_ids))
    concerned = db.execute(columns).all()
    merging.lock_chain(db, *(one for row in concerned for one in (row.idea_id, row.target_id) if one))
    done = {row.id: _publish(db, row.id, actor_id, now) for row in sorted(concerned, key=lambda row: row.id)}
    return tuple(done.get(one, Done(Outcome.NOT_FOUND)) for one in answer_ids)


def pending(db: Connection, *, rights: Rights) -> tuple[tuple[Idea, Answer], ...]:
    """All that was decided inside and waits to be published, the oldest first; satgas see it."""
    if not rights.satgas:
        return ()
    ideas = db.execute(select(*IDEA).join(Answers, Answers.idea_id == Ideas.id).where(*_WAITS).order_by(Answers.id))
    read = [(idea, pending_answer(db, idea_id=idea.id)) for idea in map(idea_from_row, ideas)]
    return tuple((idea, answer) for idea, answer in read if answer)


def undo(db: Connection, *, answer_id: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """Within a minute of being published a decision never was, if nothing happened to the idea since."""
    answer = read_answer(db, answer_id=answer_id)
    if answer is None or not rights.satgas:
        return Done(Outcome.NOT_FOUND)
    merging.lock_chain(db, answer.idea_id)
    row = db.execute(select(Answers.before, Answers.revision).where(Answers.id == answer_id)).one()
    idea = read_idea(db, idea_id=answer.idea_id)
    answer = read_answer(db, answer_id=answer_id)
    if idea is None or answer is None or answer.published_at is None:
        return Done(Outcome.UNCHANGED, idea, answer)
    if now > answer.published_at + UNDO or idea.revision != row.revision:
        return Done(Outcome.UNDO_OVER, idea, answer)
    before = merging.state_before(row.before)
    if answer.status is Status.MERGED:
        merging.part(db, idea=idea, before=before, now=now)
    else:
        values = {**before, "changed_at": now, "revision": Ideas.revision + 1}
        db.execute(update(Ideas).where(Ideas.id == idea.id).values(values))
    db.execute(update(Answers).where(Answers.id == answer_id).values(undone_at=now))
    news.unsay(db, idea_id=idea.id, answer_id=answer_id)
    note(db, idea_id=idea.id, deed="undone", actor_id=actor_id, now=now, why=answer.status)
    _record(db, idea.id, "idea.undo", answer, actor_id, now)
    return Done(Outcome.UNDONE, read_idea(db, idea_id=idea.id), answer)


def undo_together(
    db: Connection, *, published_at: datetime, rights: Rights, actor_id: int, now: datetime
) -> tuple[Done, ...]:
    """The same for all that became public at one moment, each Done in the order of the decisions."""
    if not rights.satgas:
        return ()
    together = (Answers.published_at == published_at, Answers.undone_at.is_(None))
    found = db.execute(
        select(Answers.id, Answers.idea_id, Answers.target_id).where(*together).order_by(Answers.id)
    ).all()
    merging.lock_chain(db, *(one for row in found for one in (row.idea_id, row.target_id) if one))
    return tuple(undo(db, answer_id=row.id, rights=rights, actor_id=actor_id, now=now) for row in reversed(found))[::-1]


def _publish(db: Connection, answer_id: int, actor_id: int, now: datetime) -> Done:
    """One of them; its idea and target are locked."""
    answer = read_answer(db, answer_id=answer_id)
    idea = read_idea(db, idea_id=answer.idea_id) if answer else None
    if answer is None or idea is None or answer.published_at or idea.gone:
        return Done(Outcome.GONE if idea and idea.gone else Outcome.UNCHANGED, idea, answer)
    target = read_idea(db, idea_id=answer.target_id) if answer.target_id else None
    if answer.status is Status.MERGED and (why := merging.refusal(idea, target)):
        return Done(why, idea, answer, target)
    if target:
        merging.join(db, idea=idea, target=target, answer_id=answer.id, actor_id=actor_id, now=now)
    else:
        news.tell(db, idea_id=idea.id, what=What.ANSWER, actor_id=actor_id, answer_id=answer.id, now=now)
    row = db.execute(
        update(Ideas).where(Ideas.id == idea.id).values(_applied(idea, answer, now)).returning(*IDEA)
    ).one()
    published = {"published_at": now, "before": merging.state(idea), "revision": row.revision}
    db.execute(update(Answers).where(Answers.id == answer_id).values(published))
    note(db, idea_id=idea.id, deed="answered", actor_id=actor_id, now=now, why=answer.status)
    _record(db, idea.id, "idea.answer", answer, actor_id, now)
    other = read_idea(db, idea_id=target.id) if target else None
    return Done(Outcome.PUBLISHED, idea_from_row(row), read_answer(db, answer_id=answer_id), other)


def _applied(idea: Idea, answer: Answer, now: datetime) -> dict[str, Any]:
    """An idea that goes on (in progress, done) keeps its milestone."""
    goes_on = (
        answer.status in (Status.IN_PROGRESS, Status.DONE) and answer.milestone_id is None and not answer.milestone
    )
    kept = (idea.milestone_id, idea.milestone) if goes_on else (answer.milestone_id, answer.milestone)
    return {
        "status": answer.status,
        "milestone_id": kept[0],
        "milestone": kept[1],
        "target_id": answer.target_id,
        "desk": answer.desk,
        "answered_at": idea.answered_at or now,
        "changed_at": now,
        "revision": Ideas.revision + 1,
    }


def _lacks(db: Connection, idea: Idea, verdict: Verdict) -> Outcome | None:
    """What a decision still needs."""
    if verdict.status not in BY_HAND:
        return Outcome.NOT_BY_HAND
    if not has_words(verdict.text):
        return Outcome.NEEDS_REASON if verdict.status is Status.DECLINED else Outcome.NEEDS_TEXT
    if verdict.status is Status.PLANNED and not (verdict.milestone_id or has_words(verdict.milestone)):
        return Outcome.NEEDS_MILESTONE
    if verdict.status is Status.PASSED_ON and not has_words(verdict.desk):
        return Outcome.NEEDS_DESK
    if verdict.status is Status.MERGED:
        return merging.refusal(idea, read_idea(db, idea_id=verdict.target_id) if verdict.target_id else None)
    return None


def _told(verdict: Verdict) -> dict[str, Any]:
    """Only what belongs to its status."""
    planned = verdict.status in (Status.PLANNED, Status.IN_PROGRESS, Status.DONE)
    return {
        "status": verdict.status,
        "text": clean(verdict.text.strip(), LONGEST_ANSWER),
        "milestone_id": verdict.milestone_id if planned else None,
        "milestone": clean(verdict.milestone.strip(), LONGEST_MILESTONE) if planned else "",
        "target_id": verdict.target_id if verdict.status is Status.MERGED else None,
        "desk": clean(verdict.desk.strip(), LONGEST_DESK) if verdict.status is Status.PASSED_ON else "",
    }


def _stale(db: Connection, idea_id: int) -> Done:
    """Somebody was quicker: the idea as it is now, and what was decided meanwhile."""
    idea = read_idea(db, idea_id=idea_id)
    return Done(Outcome.GONE if idea and idea.gone else Outcome.STALE, idea, pending_answer(db, idea_id=idea_id))


def _record(db: Connection, idea_id: int, deed: str, answer: Answer, actor_id: int, now: datetime) -> None:
    detail = {"status": answer.status, "answer": answer.id}
    audit.record(db, actor_id=actor_id, deed=deed, subject=f"idea:{idea_id}", detail=detail, now=now)
