"""Withdrawing: one consent is taken back, and what rests on it ends in the same moment, also what is on its way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from models import Consent as Consents, Idea, IdeaHelp, Seat, WaitlistPlace
from services import consents, newschoice
from services.consents import Purpose
from services.coworking.hours import Hours
from services.coworking.values import Told
from services.erasure import give_up_seats
from services.ideas import cards


@dataclass(frozen=True, slots=True)
class Live:
    """A consent that stands; `fresh`: in the wording of today, else it is asked for again where it is needed."""

    purpose: str
    given_at: datetime
    fresh: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whether it stood; how many seats and places in line ended with it, and who is to be told what."""

    done: bool
    seats: int = 0
    places: int = 0
    told: tuple[Told, ...] = ()


def live(db: Connection, *, person_id: int) -> tuple[Live, ...]:
    """The consents that stand, in the order they were given."""
    mine = (Consents.person_id == person_id, Consents.ended_at.is_(None))
    rows = db.execute(select(Consents.purpose, Consents.given_at).where(*mine).order_by(Consents.id)).all()
    held = consents.held(db, person_id=person_id)
    return tuple(Live(row.purpose, row.given_at, row.purpose in held) for row in rows)


def withdraw(db: Connection, *, person_id: int, purpose: str, hours: Hours, now: datetime) -> Withdrawn:
    """Take back this one consent; whatever was done with it until now stays done."""
    if purpose == Purpose.NEWS:
        return Withdrawn(newschoice.stop(db, person_id=person_id, now=now))
    if not consents.withdraw(db, person_id=person_id, purpose=purpose, now=now):
        return Withdrawn(False)
    if purpose == Purpose.SEAT:
        seats, places, told = give_up_seats(db, person_id=person_id, hours=hours, now=now)
        _empty_contacts(db, person_id)
        return Withdrawn(True, seats, places, told)
    if purpose == Purpose.IDEA_NAME:
        for idea_id in db.scalars(select(Idea.id).where(Idea.author_id == person_id, Idea.named)).all():
            cards.touch(db, idea_id=idea_id)
    if purpose == Purpose.INTRODUCE:
        waits = (IdeaHelp.person_id == person_id, IdeaHelp.state == "offered")
        db.execute(update(IdeaHelp).where(*waits).values(state="withdrawn", decided_at=now))
    return Withdrawn(True)


def _empty_contacts(db: Connection, person_id: int) -> None:
    nothing = {"purpose": "", "contact_name": "", "contact_phone": ""}
    for table in (Seat, WaitlistPlace):
        db.execute(update(table).where(table.person_id == person_id).values(nothing))
