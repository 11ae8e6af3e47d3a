"""Bans: satgas close every door to somebody, with a reason, and open it again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update
from sqlalchemy.orm import aliased

from models import Ban as Bans, Idea as Ideas, Person as People, upsert
from services import audit, forms, menu, people, roles
from services.ideas.reading import by_code
from services.ideas.titles import has_words
from services.people import COLUMNS, Person, clean, from_row
from services.roles import Ids

LONGEST = 500
SIZE = 8


class Outcome(StrEnum):
    """What came of banning or unbanning; the value is also the text's key."""

    BANNED = "ban.banned"
    ALREADY = "ban.already"
    UNBANNED = "ban.unbanned"
    NOT_BANNED = "ban.not_banned"
    NOT_FOUND = "ban.not_found"
    NOT_ALLOWED = "ban.not_allowed"
    HAS_ROLE = "ban.has_role"
    SELF = "ban.self"
    NEEDS_REASON = "ban.needs_reason"


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban that stands; `by`: a name."""

    id: int
    person: Person
    reason: str
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    outcome: Outcome
    person: Person | None = None
    ban: Ban | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Bans, the newest first; `further`: for `before_id`, None at the end; `count`: of all that stand."""

    items: tuple[Ban, ...]
    further: int | None
    count: int


def ban(db: Connection, *, person_id: int, reason: str, actor_id: int, satgas_ids: Ids, now: datetime) -> Done:
    """Close every door to this person; nobody with a role, as long as they hold it."""
    if not roles.is_satgas(db, person_id=actor_id, satgas_ids=satgas_ids):
        return Done(Outcome.NOT_ALLOWED)
    person = _locked(db, person_id)
    if why := _refusal(db, person, reason, actor_id, satgas_ids):
        return Done(why, person)
    assert person is not None
    told = {"person_id": person_id, "reason": clean(reason.strip(), LONGEST), "made_by": actor_id, "made_at": now}
    new = (
        upsert(db, Bans)
        .values(**told)
        .on_conflict_do_nothing(index_elements=[Bans.person_id], index_where=Bans.ended_at.is_(None))
    )
    if db.execute(new.returning(Bans.id)).first() is None:
        return Done(Outcome.ALREADY, person, standing(db, person_id=person_id))
    db.execute(update(People).where(People.id == person_id).values(banned_at=now))
    forms.close(db, person_id=person_id, now=now)
    _record(db, "person.ban", person_id, actor_id, now)
    return Done(Outcome.BANNED, people.by_id(db, person_id=person_id), standing(db, person_id=person_id))


def unban(db: Connection, *, person_id: int, reason: str, actor_id: int, satgas_ids: Ids, now: datetime) -> Done:
    """Open the doors again; what was is kept."""
    if not roles.is_satgas(db, person_id=actor_id, satgas_ids=satgas_ids):
        return Done(Outcome.NOT_ALLOWED)
    person = _locked(db, person_id)
    if person is None:
        return Done(Outcome.NOT_FOUND)
    live = (Bans.person_id == person_id, Bans.ended_at.is_(None))
    ended = {"ended_at": now, "ended_by": actor_id, "ended_for": clean(reason.strip(), LONGEST)}
    if db.execute(update(Bans).where(*live).values(ended).returning(Bans.id)).first() is None:
        return Done(Outcome.NOT_BANNED, person)
    db.execute(update(People).where(People.id == person_id).values(banned_at=None))
    _record(db, "person.unban", person_id, actor_id, now)
    return Done(Outcome.UNBANNED, people.by_id(db, person_id=person_id))


def standing(db: Connection, *, person_id: int) -> Ban | None:
    """The ban that stands for this person: its reason is told to them too."""
    row = db.execute(_bans().where(Bans.person_id == person_id)).first()
    return _from_row(row) if row else None


def tell_once(db: Connection, *, person_id: int) -> Ban | None:
    """The ban that stands, to be told to the person now; None where they heard of it, or there is none."""
    found = standing(db, person_id=person_id)
    return found if found and menu.changed(db, name=f"ban.told.{found.id}", value="1") else None


def appeal(db: Connection, *, person_id: int, now: datetime) -> Ban | None:
    """The person asks satgas to look at it again, once a ban; None where they did, or there is none."""
    found = standing(db, person_id=person_id)
    if found is None or not menu.changed(db, name=f"ban.appealed.{found.id}", value="1"):
        return None
    _record(db, "person.appeal", person_id, person_id, now)
    return found


def page(db: Connection, *, before_id: int | None = None, size: int = SIZE) -> Page:
    """Who is banned."""
    count = db.execute(select(func.count()).where(Bans.ended_at.is_(None))).scalar_one()
    wanted = _bans() if before_id is None else _bans().where(Bans.id < before_id)
    found = [_from_row(row) for row in db.execute(wanted.order_by(Bans.id.desc()).limit(size + 1))]
    further = found[size - 1].id if len(found) > size else None
    return Page(tuple(found[:size]), further, count)


def find(db: Connection, *, words: str) -> Person | None:
    """The person of a @username, a Telegram id, or the code of an idea of theirs."""
    typed = words.strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        return _person(db, People.telegram_id == int(typed))
    if idea := by_code(db, code=typed):
        return _person(db, People.id == idea.author_id)
    name = typed.rpartition("/")[2].removeprefix("@").lower()
    return _person(db, func.lower(People.username) == name) if name else None


def author_of(db: Connection, *, idea_id: int) -> Person | None:
    """Who sent this idea, for a ban from the queue; their name need not be shown for it."""
    return _person(db, People.id == select(Ideas.author_id).where(Ideas.id == idea_id).scalar_subquery())


def _refusal(db: Connection, person: Person | None, reason: str, actor_id: int, satgas_ids: Ids) -> Outcome | None:
    if person is None:
        return Outcome.NOT_FOUND
    if person.id == actor_id:
        return Outcome.SELF
    rights = roles.of(db, person_id=person.id, telegram_id=person.telegram_id, satgas_ids=satgas_ids)
    if rights.satgas or rights.ketua:
        return Outcome.HAS_ROLE
    return None if has_words(reason) else Outcome.NEEDS_REASON


def _locked(db: Connection, person_id: int) -> Person | None:
    row = db.execute(select(*COLUMNS).where(People.id == person_id).with_for_update(key_share=True)).first()
    return from_row(row) if row else None


def _person(db: Connection, which: ColumnElement[bool]) -> Person | None:
    row = db.execute(select(*COLUMNS).where(which).order_by(People.seen_at.desc())).first()
    return from_row(row) if row else None


def _bans() -> Any:
    by = aliased(People)
    told = (Bans.id.label("ban_id"), Bans.reason, by.name.label("by"), Bans.made_at)
    joined = select(*COLUMNS, *told).join(Bans, Bans.person_id == People.id).outerjoin(by, by.id == Bans.made_by)
    return joined.where(Bans.ended_at.is_(None))


def _from_row(row: Any) -> Ban:
    return Ban(row.ban_id, from_row(row), row.reason, row.by or "", row.made_at)


def _record(db: Connection, deed: str, person_id: int, actor_id: int, now: datetime) -> None:
    audit.record(db, actor_id=actor_id, deed=deed, subject=f"person:{person_id}", detail={}, now=now)
