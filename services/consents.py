"""Consents: what somebody agreed to, one purpose at a time; kept as proof after it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from models import Consent as Consents, upsert


class Purpose(StrEnum):
    """What is agreed to, each by a button of its own."""

    SEAT = "seat"
    KEEPER = "keeper"
    IDEA = "idea"
    IDEA_NAME = "idea_name"
    INTRODUCE = "introduce"
    NEWS = "news"


VERSIONS = dict.fromkeys(Purpose, 1)
"""Of each purpose the number of its wording; a new wording gets the next number, and everybody is asked again."""

_HELD = select(Consents.purpose, Consents.version).where(
    Consents.person_id == bindparam("person"), Consents.ended_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent as it was given; `asker`: the name of who asked a guest; `ended_at` None: it stands."""

    purpose: str
    version: int
    language: str
    channel: str
    asker: str
    given_at: datetime
    ended_at: datetime | None


def held(db: Connection, *, person_id: int) -> frozenset[str]:
    """The purposes this person agreed to in their present wording."""
    rows = db.execute(_HELD, {"person": person_id})
    return frozenset(purpose for purpose, version in rows if version >= _version(purpose))


def give(db: Connection, *, person_id: int, purpose: str, language: str, now: datetime, channel: str = "chat") -> bool:
    """The person agrees to this purpose in its present wording; False where they already had."""
    version = _version(purpose)
    older = (*_live(person_id, purpose), Consents.version < version)
    db.execute(update(Consents).where(*older).values(ended_at=now, how="renewed"))
    told = {"person_id": person_id, "purpose": purpose, "version": version, "language": language}
    statement = upsert(db, Consents).values(**told, channel=channel, given_at=now)
    live = statement.on_conflict_do_nothing(
        index_elements=[Consents.person_id, Consents.purpose], index_where=Consents.ended_at.is_(None)
    )
    return db.execute(live.returning(Consents.id)).first() is not None


def give_for_guest(
    db: Connection, *, seat_id: int, purposes: Sequence[str], language: str, asked_by: int, asker: str, now: datetime
) -> None:
    """Somebody without Telegram agreed, face to face; `asker` is the name of who asked them."""
    told = {"seat_id": seat_id, "language": language, "channel": "in_person", "asked_by": asked_by, "asker": asker}
    rows = [{**told, "purpose": one, "version": _version(one), "given_at": now} for one in purposes]
    db.execute(insert(Consents), rows)


def withdraw(db: Connection, *, person_id: int, purpose: str, now: datetime) -> bool:
    """The person takes one consent back, from this moment on; False where they had not given it."""
    ended = update(Consents).where(*_live(person_id, purpose)).values(ended_at=now, how="withdrawn")
    return db.execute(ended.returning(Consents.id)).first() is not None


def history(db: Connection, *, person_id: int) -> list[Consent]:
    """Everything this person ever agreed to, the oldest first: the proof."""
    columns = (
        Consents.purpose,
        Consents.version,
        Consents.language,
        Consents.channel,
        Consents.asker,
        Consents.given_at,
        Consents.ended_at,
    )
    rows = db.execute(select(*columns).where(Consents.person_id == person_id).order_by(Consents.id))
    return [Consent(*row) for row in rows]


def _version(purpose: str) -> int:
    return VERSIONS[Purpose(purpose)]


def _live(person_id: int, purpose: str) -> tuple[ColumnElement[bool], ...]:
    return Consents.person_id == person_id, Consents.purpose == purpose, Consents.ended_at.is_(None)
