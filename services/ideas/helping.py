"""Helping: somebody with a skill offers it to an idea's author; the two are introduced when both said yes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from models import Idea as Ideas, IdeaHelp as Helps, Person as People, upsert
from services import audit, consents, people, sectors
from services.consents import Purpose
from services.ideas.reading import lock_person, read_idea
from services.ideas.values import GONE, Idea
from services.people import COLUMNS, Person, clean, from_row

LONGEST = 500
A_DAY = 10
"""So many offers a person may make within a day."""


class Helping(StrEnum):
    """What came of offering help or answering an offer; the value is also the text's key."""

    OFFERED = "helping.offered"
    ALREADY = "helping.already"
    OWN = "helping.own"
    NO_CONSENT = "helping.no_consent"
    NEEDS_SKILL = "helping.needs_skill"
    TOO_MANY = "helping.too_many"
    NOT_FOUND = "helping.not_found"
    INTRODUCED = "helping.introduced"
    DECLINED = "helping.declined"
    WITHDRAWN = "helping.withdrawn"
    OVER = "helping.over"


@dataclass(frozen=True, slots=True)
class Offer:
    """Help offered; `skill`: a sub-sector's id; `state`: offered, accepted, declined or withdrawn."""

    id: int
    idea_id: int
    person_id: int
    skill: str
    text: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it; `author` and `helper` are both there only where the one may know the other, or be told."""

    outcome: Helping
    idea: Idea | None = None
    offer: Offer | None = None
    author: Person | None = None
    helper: Person | None = None


_COLUMNS = (Helps.id, Helps.idea_id, Helps.person_id, Helps.skill, Helps.text, Helps.state, Helps.at)


def offer_help(db: Connection, *, idea_id: int, person_id: int, skill: str, text: str, now: datetime) -> Done:
    """Help offered to the idea's author, who is to be told of it (`author`, without saying by whom)."""
    lock_person(db, person_id=person_id)
    idea = read_idea(db, idea_id=idea_id)
    if why := _refusal(db, idea, person_id, skill, now):
        return Done(why, idea if idea and idea.public else None)
    assert idea is not None
    told = {"skill": skill, "text": clean(text.strip(), LONGEST), "state": "offered", "at": now, "decided_at": None}
    new = upsert(db, Helps).values(idea_id=idea_id, person_id=person_id, **told)
    again = new.on_conflict_do_update(
        index_elements=[Helps.idea_id, Helps.person_id], set_=told, where=Helps.state == "withdrawn"
    )
    row = db.execute(again.returning(*_COLUMNS)).first()
    if row is None:
        return Done(Helping.ALREADY, idea)
    author = people.by_id(db, person_id=idea.author_id) if idea.author_id else None
    return Done(Helping.OFFERED, idea, Offer(*row), author)


def accept_help(db: Connection, *, offer_id: int, person_id: int, now: datetime) -> Done:
    """The author says yes: INTRODUCED with both people, if both let themselves be introduced."""
    found = _of_author(db, offer_id, person_id)
    if found is None:
        return Done(Helping.NOT_FOUND)
    idea, offer = found
    if offer.state != "offered" or idea.gone:
        return Done(Helping.OVER, idea, offer)
    if not _agreed(db, person_id):
        return Done(Helping.NO_CONSENT, idea, offer)
    helper = people.by_id(db, person_id=offer.person_id)
    if helper is None or helper.banned or not _agreed(db, offer.person_id):
        _set(db, offer_id, "withdrawn", now)
        return Done(Helping.OVER, idea, offer)
    accepted = _set(db, offer_id, "accepted", now)
    if accepted is None:
        return Done(Helping.OVER, idea, offer)
    both = (people.by_id(db, person_id=person_id), helper)
    detail = {"idea": idea.id, "author": person_id}
    audit.record(db, actor_id=person_id, deed="help.accept", subject=f"help:{offer_id}", detail=detail, now=now)
    return Done(Helping.INTRODUCED, idea, accepted, *both)


def decline_help(db: Connection, *, offer_id: int, person_id: int, now: datetime) -> Done:
    """The author says no, thank you; who offered is to be told (`helper`), and nothing of the author is."""
    found = _of_author(db, offer_id, person_id)
    declined = _set(db, offer_id, "declined", now) if found else None
    if found is None or declined is None:
        return Done(Helping.OVER if found else Helping.NOT_FOUND, *(found or ()))
    return Done(Helping.DECLINED, found[0], declined, helper=people.by_id(db, person_id=declined.person_id))


def withdraw_help(db: Connection, *, offer_id: int, person_id: int, now: datetime) -> Done:
    """Who offered takes it back, as long as it was not answered."""
    mine = db.execute(select(*_COLUMNS).where(Helps.id == offer_id, Helps.person_id == person_id)).first()
    if mine is None:
        return Done(Helping.NOT_FOUND)
    taken = _set(db, offer_id, "withdrawn", now)
    idea = read_idea(db, idea_id=mine.idea_id)
    return Done(Helping.WITHDRAWN if taken else Helping.OVER, idea, taken or Offer(*mine))


def offers_for(db: Connection, *, idea_id: int, author_id: int) -> tuple[Offer, ...]:
    """What waits for the author's word; nothing for anybody else."""
    wanted = select(*_COLUMNS).join(Ideas, Ideas.id == Helps.idea_id)
    wanted = wanted.join(People, People.id == Helps.person_id)
    wanted = wanted.where(People.banned_at.is_(None), People.frozen_at.is_(None))
    mine = (Helps.idea_id == idea_id, Ideas.author_id == author_id, Helps.state == "offered")
    return tuple(Offer(*row) for row in db.execute(wanted.where(*mine).order_by(Helps.id)))


def my_offer(db: Connection, *, idea_id: int, person_id: int) -> Offer | None:
    """What this person offered to the idea."""
    mine = select(*_COLUMNS).where(Helps.idea_id == idea_id, Helps.person_id == person_id)
    row = db.execute(mine.where(Helps.state != "withdrawn")).first()
    return Offer(*row) if row else None


def helpers(db: Connection, *, idea_id: int, author_id: int) -> tuple[Person, ...]:
    """Whom the author was introduced to."""
    accepted = (Helps.idea_id == idea_id, Ideas.author_id == author_id, Helps.state == "accepted")
    joined = select(*COLUMNS).join(Helps, Helps.person_id == People.id).join(Ideas, Ideas.id == Helps.idea_id)
    return tuple(from_row(row) for row in db.execute(joined.where(*accepted).order_by(Helps.id)))


def _refusal(db: Connection, idea: Idea | None, person_id: int, skill: str, now: datetime) -> Helping | None:
    if idea is None or not idea.public or idea.status in GONE or idea.author_id is None:
        return Helping.NOT_FOUND
    if idea.author_id == person_id:
        return Helping.OWN
    if sectors.sector(skill) is None:
        return Helping.NEEDS_SKILL
    if not _agreed(db, person_id):
        return Helping.NO_CONSENT
    return None if _today(db, person_id, now) < A_DAY else Helping.TOO_MANY


def _today(db: Connection, person_id: int, now: datetime) -> int:
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    mine: tuple[ColumnElement[bool], ...] = (Helps.person_id == person_id, Helps.at >= since)
    return db.execute(select(func.count()).where(*mine)).scalar_one()


def _of_author(db: Connection, offer_id: int, person_id: int) -> tuple[Idea, Offer] | None:
    row = db.execute(select(*_COLUMNS).where(Helps.id == offer_id)).first()
    idea = read_idea(db, idea_id=row.idea_id) if row else None
    return (idea, Offer(*row)) if row and idea and idea.author_id == person_id else None


def _agreed(db: Connection, person_id: int) -> bool:
    return Purpose.INTRODUCE in consents.held(db, person_id=person_id)


def _set(db: Connection, offer_id: int, state: str, now: datetime) -> Offer | None:
    waits: Any = (Helps.id == offer_id, Helps.state == "offered")
    row = db.execute(update(Helps).where(*waits).values(state=state, decided_at=now).returning(*_COLUMNS)).first()
    return Offer(*row) if row else None
