"""Counting: the only place where a slot's count changes, and the guard that keeps it from being sold twice."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, update

from models import SeatEvent as Events, Slot as Slots

_COUNT = Slots.taken + bindparam("people")
_HOLD = (
    update(Slots)
    .where(
        Slots.id == bindparam("number"),
        Slots.closed_at.is_(None),
        Slots.ends_at > bindparam("now"),
        Slots.capacity >= _COUNT,
    )
    .values(taken=_COUNT)
    .returning(Slots.taken)
)
_FREE = (
    update(Slots)
    .where(Slots.id == bindparam("number"))
    .values(taken=Slots.taken - bindparam("people"))
    .returning(Slots.taken)
)
_NOTE = insert(Events)


def hold(db: Connection, *, slot_id: int, people: int, now: datetime) -> int | None:
    """Count these people in if they fit into the open slot: the new count, or None; its row is locked from here on."""
    taken: int | None = db.execute(_HOLD, {"number": slot_id, "people": people, "now": now}).scalar()
    return taken


def give_back(db: Connection, *, slot_id: int, people: int) -> None:
    """Count these people out; who waits is looked at next (offers.move_line)."""
    db.execute(_FREE, {"number": slot_id, "people": people})


def note(
    db: Connection,
    *,
    slot_id: int,
    deed: str,
    party: int,
    now: datetime,
    actor_id: int | None,
    seat_id: int | None = None,
    place_id: int | None = None,
    why: str = "",
) -> None:
    """Who did what to a seat or a place, when and why; no actor where it was the clock."""
    values = {"at": now, "slot_id": slot_id, "seat_id": seat_id, "place_id": place_id, "actor_id": actor_id}
    db.execute(_NOTE, {**values, "deed": deed, "party": party, "why": why})
