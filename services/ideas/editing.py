"""Editing: the author changes an idea within an hour and before anybody supports or decides it, and withdraws it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, update

from models import Idea as Ideas, IdeaAnswer as Answers
from services import consents
from services.consents import Purpose
from services.coworking.hours import Hours
from services.ideas import clocks, merging, news
from services.ideas.reading import IDEA, idea_from_row, lock_person, note, own_idea
from services.ideas.sending import Draft, refusal, told
from services.ideas.values import Attachment, Done, Idea, Outcome, Status, Visibility, What

WINDOW = timedelta(hours=1)


def can_change(idea: Idea, now: datetime) -> bool:
    """Whether its author may still change it."""
    fresh = now < idea.sent_at + WINDOW and not idea.supports
    return fresh and idea.status is Status.RECEIVED and idea.visibility is not Visibility.HELD


def draft_of(idea: Idea) -> Draft:
    """The idea as its author wrote it, to change a part of."""
    return Draft(idea.text, idea.title, idea.sector, idea.kecamatan, idea.files, idea.named)


def change(
    db: Connection, *, idea_id: int, author_id: int, draft: Draft, language: str, hours: Hours, now: datetime
) -> Done:
    """The idea says this instead; one that is shown goes back to waiting. TOO_LATE after an hour or a support."""
    lock_person(db, person_id=author_id)
    idea = own_idea(db, idea_id=idea_id, person_id=author_id)
    if idea is None:
        return Done(Outcome.NOT_FOUND)
    if why := refusal(draft.text, draft.files):
        return Done(why, idea)
    if draft == draft_of(idea):
        return Done(Outcome.UNCHANGED, idea)
    shown = Ideas.visibility == Visibility.SHOWN
    again = clocks.review_by(db, hours=hours, now=now)
    values = {
        **told(draft, hours.city),
        "visibility": Visibility.WAITING,
        "review_by": case((shown, again), else_=Ideas.review_by),
        "reviewed_at": None,
        "edited_at": now,
        "changed_at": now,
        "revision": Ideas.revision + 1,
    }
    row = db.execute(update(Ideas).where(*_changeable(idea_id, now)).values(values).returning(*IDEA)).first()
    if row is None:
        return Done(Outcome.TOO_LATE, own_idea(db, idea_id=idea_id, person_id=author_id))
    if draft.named:
        consents.give(db, person_id=author_id, purpose=Purpose.IDEA_NAME, language=language, now=now)
    _drop_decision(db, idea_id, now)
    news.unsay(db, idea_id=idea_id, what=What.SHOWN)
    note(db, idea_id=idea_id, deed="edited", actor_id=author_id, now=now)
    return Done(Outcome.CHANGED, idea_from_row(row))


def add_file(
    db: Connection, *, idea_id: int, author_id: int, file: Attachment, language: str, hours: Hours, now: datetime
) -> Done:
    """One more picture or document, such as the rest of an album."""
    idea = own_idea(db, idea_id=idea_id, person_id=author_id)
    if idea is None:
        return Done(Outcome.NOT_FOUND)
    draft = replace(draft_of(idea), files=(*idea.files, file))
    return change(db, idea_id=idea_id, author_id=author_id, draft=draft, language=language, hours=hours, now=now)


def withdraw(db: Connection, *, idea_id: int, author_id: int, now: datetime) -> Done:
    """The author takes the idea back, whenever they like; who supports it hears so."""
    lock_person(db, person_id=author_id)
    if own_idea(db, idea_id=idea_id, person_id=author_id) is None:
        return Done(Outcome.NOT_FOUND)
    merging.lock_chain(db, idea_id)
    mine = (Ideas.id == idea_id, Ideas.status != Status.WITHDRAWN)
    values = {"status": Status.WITHDRAWN, "changed_at": now, "revision": Ideas.revision + 1}
    row = db.execute(update(Ideas).where(*mine).values(values).returning(*IDEA)).first()
    if row is None:
        return Done(Outcome.UNCHANGED, own_idea(db, idea_id=idea_id, person_id=author_id))
    idea = idea_from_row(row)
    _drop_decision(db, idea_id, now)
    note(db, idea_id=idea_id, deed="withdrawn", actor_id=author_id, now=now)
    if idea.target_id is None:
        news.tell(db, idea_id=idea_id, what=What.WITHDRAWN, actor_id=author_id, now=now)
    return Done(Outcome.WITHDRAWN, idea)


def _changeable(idea_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The same as `can_change`, at the moment of writing."""
    fresh = (Ideas.id == idea_id, Ideas.sent_at > now - WINDOW, Ideas.supports == 0)
    return (*fresh, Ideas.status == Status.RECEIVED, Ideas.visibility != Visibility.HELD)


def _drop_decision(db: Connection, idea_id: int, now: datetime) -> None:
    """What was decided inside was decided on other words."""
    waits = (Answers.idea_id == idea_id, Answers.published_at.is_(None), Answers.undone_at.is_(None))
    db.execute(update(Answers).where(*waits).values(undone_at=now))
