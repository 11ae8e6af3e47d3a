"""Chats: the groups and channels the bot is in, and which of them a satgas has accepted for announcements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from models import Chat as Chats, Person as People, upsert
from models.chats import swap_chat
from services import audit, roles
from services.people import clean
from services.roles import Ids

AGAIN = timedelta(days=1)
"""Of a chat that comes and goes satgas are asked at most so often."""
MOST = 20
"""Of so many chats in that time satgas are asked; further ones stand in the list."""
SIZE = 8


class Outcome(StrEnum):
    """What came of deciding on a chat; the value is also the text's key."""

    ACCEPTED = "chats.accepted"
    REFUSED = "chats.refused"
    ALREADY = "chats.already"
    GONE = "chats.gone"
    NOT_ALLOWED = "team.refused"


@dataclass(frozen=True, slots=True)
class Destination:
    """A group or channel; `state` is asked, accepted or refused; `by`: the name of who decided."""

    id: int
    kind: str
    title: str
    state: str
    by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Chats the bot is in, those that wait first; `pages` in all."""

    items: tuple[Destination, ...]
    page: int
    pages: int


def note(db: Connection, *, chat_id: int, active: bool, now: datetime, kind: str = "group", title: str = "") -> bool:
    """The bot was added to a chat, or put out of it, which ends its acceptance; True: ask satgas about it now."""
    told: dict[str, Any] = {"active": active, "seen_at": now, "kind": kind, "title": clean(title)}
    coming = {"state": case((Chats.active.is_(False), "new"), else_=Chats.state)}
    moved = coming if active else {"state": "new", "decided_by": None, "decided_at": None}
    statement = upsert(db, Chats).values(id=chat_id, **told)
    db.execute(statement.on_conflict_do_update(index_elements=[Chats.id], set_=told | moved))
    return active and _to_ask(db, chat_id, now)


def destinations(db: Connection) -> list[Destination]:
    """Where announcements may go beside people: accepted by a satgas, and the bot is in."""
    return [_from_row(row) for row in db.execute(_chats().where(Chats.state == "accepted").order_by(Chats.id))]


def page(db: Connection, *, page: int = 0) -> Page:
    """Every chat the bot is in."""
    count = db.execute(select(func.count()).select_from(_chats().subquery())).scalar_one()
    pages = max(1, -(-count // SIZE))
    number = min(max(page, 0), pages - 1)
    first = case((Chats.state == "asked", 0), (Chats.state == "accepted", 1), else_=2)
    rows = db.execute(_chats().order_by(first, Chats.title, Chats.id).limit(SIZE).offset(number * SIZE))
    return Page(tuple(_from_row(row) for row in rows), number, pages)


def find(db: Connection, *, chat_id: int) -> Destination | None:
    """The chat of this number, where the bot is in it."""
    row = db.execute(_chats().where(Chats.id == chat_id)).first()
    return _from_row(row) if row else None


def decide(
    db: Connection, *, chat_id: int, accepts: bool, actor_id: int, satgas_ids: Ids, now: datetime, first: bool = False
) -> Outcome:
    """Announcements may go there, or not; with `first` only where nobody decided yet. From this moment on."""
    if not roles.is_satgas(db, person_id=actor_id, satgas_ids=satgas_ids):
        return Outcome.NOT_ALLOWED
    state = "accepted" if accepts else "refused"
    there = (Chats.id == chat_id, Chats.active.is_(True))
    undecided = Chats.state == "asked" if first else Chats.state != state
    decided = update(Chats).where(*there, undecided).values(state=state, decided_by=actor_id, decided_at=now)
    row = db.execute(decided.returning(Chats.title)).first()
    if row is None:
        return Outcome.ALREADY if find(db, chat_id=chat_id) else Outcome.GONE
    deed = "chat.accept" if accepts else "chat.refuse"
    audit.record(db, actor_id=actor_id, deed=deed, subject=f"chat:{chat_id}", detail={"title": row.title}, now=now)
    return Outcome.ACCEPTED if accepts else Outcome.REFUSED


def swap(db: Connection, *, old: int, new: int) -> None:
    """A group became a supergroup: its new number stands wherever the old one did. Safe to repeat."""
    _carry_over(db, old, new)
    swap_chat(db, old=old, new=new)


def _carry_over(db: Connection, old: int, new: int) -> None:
    """What was decided of the group holds for the supergroup, though Telegram told of that one first."""
    decided = (Chats.state, Chats.decided_by, Chats.decided_at)
    row = db.execute(select(*decided).where(Chats.id == old, Chats.state.in_(("accepted", "refused")))).first()
    if row:
        db.execute(update(Chats).where(Chats.id == new, Chats.state.in_(("new", "asked"))).values(**row._mapping))


def _to_ask(db: Connection, chat_id: int, now: datetime) -> bool:
    """The chat waits for a decision; True where satgas may be told of it without being flooded."""
    lately = select(func.count()).where(Chats.asked_at > now - AGAIN).scalar_subquery()
    begun = update(Chats).where(Chats.id == chat_id, Chats.state == "new").values(state="asked")
    if db.execute(begun.returning(Chats.id)).first() is None:
        return False
    quiet = Chats.asked_at.is_(None) | (Chats.asked_at <= now - AGAIN)
    told = update(Chats).where(Chats.id == chat_id, quiet, lately < MOST).values(asked_at=now)
    return db.execute(told.returning(Chats.id)).first() is not None


def _chats() -> Any:
    told = (Chats.id, Chats.kind, Chats.title, Chats.state, People.name, Chats.decided_at)
    return select(*told).outerjoin(People, People.id == Chats.decided_by).where(Chats.active.is_(True))


def _from_row(row: Any) -> Destination:
    return Destination(row.id, row.kind, row.title, row.state, row.name or "", row.decided_at)
