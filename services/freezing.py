"""Freezing: what is kept of somebody stays, and nobody is shown it, told it, or writes to them because of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, select, update

from models import Idea, Later, Outbox, Person
from services import audit, roles
from services.ideas import cards
from services.people import by_id
from services.roles import Ids


class Freezing(StrEnum):
    """What came of freezing or unfreezing; the value is also the text's key."""

    FROZEN = "privacy.frozen"
    UNFROZEN = "privacy.unfrozen"
    UNCHANGED = "privacy.unchanged"
    HAS_ROLE = "privacy.frozen_role"


def since(db: Connection, *, person_id: int) -> datetime | None:
    """Since when this person's data is frozen; None: it is not."""
    return db.execute(select(Person.frozen_at).where(Person.id == person_id)).scalar()


def freeze(db: Connection, *, person_id: int, satgas_ids: Ids, now: datetime) -> Freezing:
    """From this moment on they are not listed, exported or messaged, also by what waits; replies go on."""
    person = by_id(db, person_id=person_id)
    if person is None:
        return Freezing.UNCHANGED
    rights = roles.of(db, person_id=person_id, telegram_id=person.telegram_id, satgas_ids=satgas_ids)
    if rights.satgas or rights.ketua:
        return Freezing.HAS_ROLE
    awake = (Person.id == person_id, Person.frozen_at.is_(None))
    if db.execute(update(Person).where(*awake).values(frozen_at=now).returning(Person.id)).first() is None:
        return Freezing.UNCHANGED
    waits = (Outbox.person_id == person_id, Outbox.state == "waiting", Outbox.kind.in_(("notice", "announcement")))
    db.execute(update(Outbox).where(*waits).values(state="cancelled", payload="", done_at=now))
    db.execute(delete(Later).where(Later.person_id == person_id))
    _changed(db, "person.freeze", person_id, now)
    return Freezing.FROZEN


def unfreeze(db: Connection, *, person_id: int, now: datetime) -> Freezing:
    """All is as it was, from now on; what was not told meanwhile stays untold."""
    cold = (Person.id == person_id, Person.frozen_at.is_not(None))
    if db.execute(update(Person).where(*cold).values(frozen_at=None).returning(Person.id)).first() is None:
        return Freezing.UNCHANGED
    _changed(db, "person.unfreeze", person_id, now)
    return Freezing.UNFROZEN


def _changed(db: Connection, deed: str, person_id: int, now: datetime) -> None:
    for idea_id in db.scalars(select(Idea.id).where(Idea.author_id == person_id, Idea.named)).all():
        cards.touch(db, idea_id=idea_id)
    audit.record(db, actor_id=person_id, deed=deed, subject=f"person:{person_id}", detail={}, now=now)
