"""News: what people are to be told, with who they are, in which language, and what is free instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from models import Person as People, Seat as Seats
from services import people
from services.coworking.slots import free_elsewhere
from services.coworking.values import News, Slot, Told
from services.people import Person

LOST = (News.REJECTED, News.CANCELLED, News.SLOT_CLOSED, News.LINE_CLOSED, News.OFFER_EXPIRED, News.SLOT_OVER)
"""Who is told this may want another place at the same time."""


@dataclass(frozen=True, slots=True)
class Letter:
    """News with its reader, the code of their seat ("" where it is about none), and where they fit instead."""

    told: Told
    person: Person
    code: str
    elsewhere: tuple[Slot, ...]


def letters(db: Connection, *, told: Sequence[Told], now: datetime) -> tuple[Letter, ...]:
    """Each piece of news as it can be worded, in the same order; nobody who is gone is told."""
    if not told:
        return ()
    readers = _readers(db, sorted({one.person_id for one in told}))
    codes = _codes(db, sorted({one.seat_id for one in told if one.seat_id}))
    found: dict[tuple[int, int], tuple[Slot, ...]] = {}
    for one in told:
        if one.news in LOST and (one.slot.id, one.party) not in found:
            free = free_elsewhere(db, slot=one.slot, party=max(1, one.party), now=now)
            found[one.slot.id, one.party] = tuple(free)
    return tuple(
        Letter(one, readers[one.person_id], codes.get(one.seat_id or 0, ""), _instead(one, found))
        for one in told
        if one.person_id in readers
    )


def _instead(one: Told, found: dict[tuple[int, int], tuple[Slot, ...]]) -> tuple[Slot, ...]:
    return found[one.slot.id, one.party] if one.news in LOST else ()


def _readers(db: Connection, numbers: Sequence[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for at in range(0, len(numbers), 500):
        some = select(*people.COLUMNS).where(People.id.in_(numbers[at : at + 500]))
        found |= {person.id: person for person in map(people.from_row, db.execute(some))}
    return found


def _codes(db: Connection, numbers: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at in range(0, len(numbers), 500):
        some = select(Seats.id, Seats.code).where(Seats.id.in_(numbers[at : at + 500]))
        found |= {row.id: row.code for row in db.execute(some)}
    return found
