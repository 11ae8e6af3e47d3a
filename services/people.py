"""People: who they are to the bot, by an internal number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from models import Later, Outbox, Person as People
from models.base import inserting

SPOKEN = ("id", "jv", "en")
HOME = "id"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote. `id` is the internal number, 0 for a stranger met only in a group."""

    id: int
    telegram_id: int
    name: str
    username: str | None = None
    language: str | None = None
    telegram_language: str | None = None
    menu: str | None = None
    banned_at: datetime | None = None
    is_new: bool = False

    @property
    def known(self) -> bool:
        return self.id > 0

    @property
    def banned(self) -> bool:
        """Whether every door is closed to them (services/bans.py)."""
        return self.banned_at is not None

    @property
    def speaks(self) -> str:
        """The language to answer in: chosen, else Telegram's where we speak it, else Indonesian."""
        told = (self.telegram_language or "").split("-")[0].lower()
        return self.language or (told if told in SPOKEN else HOME)


COLUMNS = (
    People.id,
    People.telegram_id,
    People.name,
    People.username,
    People.language,
    People.telegram_language,
    People.menu,
    People.banned_at,
)
"""What a Person is read from, in the order of its fields."""
_BY_TELEGRAM_ID = select(*COLUMNS).where(People.telegram_id == bindparam("telegram_id"))


def from_row(row: Sequence[Any]) -> Person:
    """The Person of a row that begins with COLUMNS."""
    return Person(*row[: len(COLUMNS)])


def clean(text: str, limit: int = 256) -> str:
    """`text` as every database and Telegram can hold it: no NUL, no lone surrogate, at most `limit` characters."""
    if not text.isprintable():
        text = text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text[:limit]


def meet(
    db: Connection,
    *,
    telegram_id: int,
    name: str,
    username: str | None,
    telegram_language: str | None,
    now: datetime,
) -> Person:
    """Know the person who wrote in the private chat: new, or brought up to date and reachable again."""
    told = _told(telegram_id, name, username, telegram_language, now)
    return _met(db.execute(_meeting(db.dialect.name), told).one(), now)


def meet_all(
    db: Connection, *, told: Sequence[tuple[int, str, str | None, str | None]], now: datetime
) -> dict[int, Person]:
    """The same for different people at once, each as Telegram id, name, username, language; by their Telegram id."""
    rows = db.execute(_meeting(db.dialect.name), [_told(*one, now) for one in told]) if told else ()
    return {row.telegram_id: _met(row, now) for row in rows}


def _told(
    telegram_id: int, name: str, username: str | None, telegram_language: str | None, now: datetime
) -> dict[str, Any]:
    return {
        "telegram_id": telegram_id,
        "name": clean(name),
        "username": username and clean(username, 64),
        "telegram_language": telegram_language and clean(telegram_language, 35),
        "reach": "open",
        "created_at": now,
        "seen_at": now,
    }


def _met(row: Any, now: datetime) -> Person:
    return replace(from_row(row), is_new=row.created_at == now)


@cache
def _meeting(dialect: str) -> Any:
    """The statement of `meet`; every message of everybody runs it, so it is built once."""
    statement = inserting(dialect, People)
    fresh = {name: statement.excluded[name] for name in ("name", "username", "telegram_language", "reach", "seen_at")}
    statement = statement.on_conflict_do_update(index_elements=[People.telegram_id], set_=fresh)
    return statement.returning(*COLUMNS, People.created_at)


def recognise(
    db: Connection, *, telegram_id: int, name: str, username: str | None, telegram_language: str | None
) -> Person:
    """The person if the bot knows them, else a stranger of whom nothing is kept."""
    row = db.execute(_BY_TELEGRAM_ID, {"telegram_id": telegram_id}).first()
    stranger = Person(0, telegram_id, clean(name), username, None, telegram_language)
    return from_row(row) if row else stranger


def by_id(db: Connection, *, person_id: int) -> Person | None:
    """The person of an internal number."""
    row = db.execute(select(*COLUMNS).where(People.id == person_id)).first()
    return from_row(row) if row else None


def choose_language(db: Connection, *, person: Person, language: str) -> Person:
    """The person wants to be spoken to in `language`."""
    db.execute(update(People).where(People.id == person.id).values(language=language))
    return replace(person, language=language)


def find_again(db: Connection, *, telegram_id: int) -> None:
    """Somebody known unblocked the bot: it may write to them again."""
    db.execute(update(People).where(People.telegram_id == telegram_id).values(reach="open"))


def remember_menu(db: Connection, *, person_id: int, menu: str | None) -> None:
    """What menu of their own the person has in their chat; None: the one of their Telegram language."""
    db.execute(update(People).where(People.id == person_id).values(menu=menu))


def lose(db: Connection, *, telegram_id: int, reach: str) -> None:
    """The person blocked the bot (`blocked`) or is `gone`: nothing more is sent to them."""
    db.execute(update(People).where(People.telegram_id == telegram_id).values(reach=reach))
    db.execute(
        update(Outbox)
        .where(Outbox.chat_id == telegram_id, Outbox.state == "waiting")
        .values(state="cancelled", payload="")
    )
    db.execute(delete(Later).where(Later.chat_id == telegram_id))
