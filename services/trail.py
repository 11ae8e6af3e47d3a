"""Trail: the audit entries as they are read, newest first; people and things with the names they have today."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from models import Article, AuditEntry, Chat, Idea, Milestone, Person, Slot, Space
from services.ideas.values import code_of
from services.questions import named

PAGE = 8
PERIODS = (1, 7, 30, 0)
"""Days back that can be looked at; 0: all there is."""
OWN = "trail.list"
"""Looks at the trail itself: kept as everything is, told only when asked for."""
ANY = "*"
"""As a deed to look for: any at all, looks at the trail too."""
_TITLES: Mapping[str, tuple[Any, Any]] = {
    "person": (Person.id, Person.name),
    "space": (Space.id, Space.name),
    "slot": (Slot.id, Slot.title),
    "milestone": (Milestone.id, Milestone.title),
    "article": (Article.id, Article.title),
    "chat": (Chat.id, Chat.title),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`actor`: today's name, "" where nobody has that number any more; `what` names the thing, "" where it has none."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    deed: str
    kind: str
    number: str
    what: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked for: `who` did it (0: anybody), `deed` or a noun ("": any), `days` back, `like`: same object."""

    who: int = 0
    deed: str = ""
    days: int = 0
    like: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, how many there are in all, and where the newer and the older page begin (None: there is none)."""

    entries: tuple[Entry, ...]
    count: int
    newer: int | None
    older: int | None


def page(db: Connection, *, look: Look, now: datetime, upto: int = 0) -> Page:
    """A page from entry `upto` down, 0: from the newest; new entries do not move it."""
    where = _where(db, look, now)
    count = db.execute(select(func.count()).select_from(AuditEntry).where(*where)).scalar_one()
    below = [*where, AuditEntry.id <= upto] if upto else where
    rows = db.execute(_rows().where(*below).order_by(AuditEntry.id.desc()).limit(PAGE + 1)).all()
    above = select(AuditEntry.id).where(*where, AuditEntry.id > upto).order_by(AuditEntry.id).limit(PAGE)
    newer = db.execute(above).scalars().all() if upto else ()
    older = rows[PAGE].id if len(rows) > PAGE else None
    return Page(_entries(db, rows[:PAGE]), count, newer[-1] if newer else None, older)


def entry(db: Connection, *, number: int) -> Entry | None:
    """One entry."""
    return next(iter(_entries(db, db.execute(_rows().where(AuditEntry.id == number)).all())), None)


def deeds(db: Connection, *, look: Look, now: datetime) -> list[tuple[str, int]]:
    """The deeds there are, each with how often."""
    counted = select(AuditEntry.deed, func.count()).where(*_where(db, look, now)).group_by(AuditEntry.deed)
    return [(row[0], row[1]) for row in db.execute(counted.order_by(AuditEntry.deed))]


def actors(db: Connection, *, look: Look, now: datetime, most: int = 20) -> list[tuple[int, str, int]]:
    """Who did most: internal number, today's name, how often."""
    many = func.count()
    counted = select(AuditEntry.actor_id, Person.name, many).join(Person, Person.id == AuditEntry.actor_id)
    known = AuditEntry.actor_id.is_not(None)
    grouped = counted.where(known, *_where(db, look, now)).group_by(AuditEntry.actor_id, Person.name)
    rows = db.execute(grouped.order_by(many.desc(), AuditEntry.actor_id).limit(most))
    return [(row[0] or 0, row[1], row[2]) for row in rows]


def _where(db: Connection, look: Look, now: datetime) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    where += [AuditEntry.actor_id == look.who] if look.who else []
    where += [AuditEntry.at > now - timedelta(days=look.days)] if look.days else []
    if look.like:
        subject = select(AuditEntry.subject).where(AuditEntry.id == look.like).scalar_subquery()
        return [*where, AuditEntry.subject == subject]
    if look.deed == ANY:
        return where
    if not look.deed:
        return [*where, AuditEntry.deed != OWN]
    exact = AuditEntry.deed == look.deed
    return [*where, exact if "." in look.deed else AuditEntry.deed.startswith(f"{look.deed}.", autoescape=True)]


def _rows() -> Select[Any]:
    told: tuple[Any, ...] = (AuditEntry.deed, AuditEntry.subject, AuditEntry.detail, Person.name)
    return select(AuditEntry.id, AuditEntry.at, AuditEntry.actor_id, *told).outerjoin(
        Person, Person.id == AuditEntry.actor_id
    )


def _entries(db: Connection, rows: Collection[Any]) -> tuple[Entry, ...]:
    subjects = {row.subject for row in rows}
    names = {subject: name for kind in _TITLES for subject, name in _named(db, kind, subjects).items()}
    found = []
    for row in rows:
        kind, _, number = row.subject.partition(":")
        what = names.get(row.subject) or _coded(db, kind, number)
        told = row.id, row.at, row.actor_id, row.name or "", row.deed, kind, number, what, json.loads(row.detail)
        found.append(Entry(*told))
    return tuple(found)


def _named(db: Connection, kind: str, subjects: Collection[str]) -> dict[str, str]:
    numbers = {int(number) for one, _, number in (it.partition(":") for it in subjects) if one == kind and number}
    if not numbers:
        return {}
    key, title = _TITLES[kind]
    rows = db.execute(select(key, title).where(key.in_(numbers)))
    return {f"{kind}:{row[0]}": _in_words(row[1]) for row in rows}


def _in_words(title: Any) -> str:
    """A title, the Indonesian one where it is in several languages."""
    return str(title.get("id") or next(iter(title.values()), "")) if isinstance(title, dict) else title or ""


def _coded(db: Connection, kind: str, number: str) -> str:
    """The code by which everybody calls it."""
    if kind == "idea" and number:
        row = db.execute(select(Idea.year, Idea.number).where(Idea.id == int(number))).first()
        return code_of(row.year, row.number) if row else ""
    codes = {"question": named, "announcement": "KABAR-{:04}".format}
    return codes[kind](int(number)) if kind in codes and number else ""
