"""Wishes: who wants to hear when slots open in a kecamatan that has none, and is told once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete

from models import Wish as Wishes, upsert
from services.coworking.values import News, Slot, Told


def wish_for_slots(db: Connection, *, person_id: int, kecamatan: str, now: datetime) -> bool:
    """Tell this person when slots open there; False where they wished for it already."""
    statement = upsert(db, Wishes).values(person_id=person_id, kecamatan=kecamatan, made_at=now)
    return db.execute(statement.on_conflict_do_nothing().returning(Wishes.person_id)).first() is not None


def withdraw_wish(db: Connection, *, person_id: int, kecamatan: str) -> bool:
    """They need not be told any more; False where they had not wished for it."""
    gone = delete(Wishes).where(Wishes.person_id == person_id, Wishes.kecamatan == kecamatan)
    return db.execute(gone.returning(Wishes.person_id)).first() is not None


def tell(db: Connection, *, slots: Iterable[Slot], now: datetime) -> tuple[Told, ...]:
    """Who wished for slots where these just opened, with the first of them; the wish is fulfilled."""
    first: dict[str, Slot] = {}
    for slot in sorted(slots, key=lambda one: (one.starts_at, one.id)):
        first.setdefault(slot.kecamatan, slot)
    gone = delete(Wishes).where(Wishes.kecamatan.in_(first)).returning(Wishes.person_id, Wishes.kecamatan)
    rows = sorted((row.person_id, row.kecamatan) for row in db.execute(gone))
    return tuple(Told(person, News.NEW_SLOTS, first[where], not_after=first[where].ends_at) for person, where in rows)
