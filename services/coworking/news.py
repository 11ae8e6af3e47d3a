"""News: what people are to be told, with who they are, in which language, and what is free instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from models import Person as People, Seat as Seats
from services import people
from services.coworking.making import overlapping
from services.coworking.slots import free_elsewhere
from services.coworking.spaces import read_space
from services.coworking.values import News, Slot, Space, Told
from services.people import Person

LOST = (News.REJECTED, News.CANCELLED, News.SLOT_CLOSED, News.LINE_CLOSED, News.OFFER_EXPIRED, News.SLOT_OVER)
"""Who is told this may want another place at the same time."""
GOING = (News.APPROVED, News.TOMORROW, News.SOON, News.SLOT_MOVED)
"""Who is told this is going there, and has to know the way."""


@dataclass(frozen=True, slots=True)
class Letter:
    """News with its reader, their seat's code (or ""), where they fit instead, where they go, what is at that time."""

    told: Told
    person: Person
    code: str
    elsewhere: tuple[Slot, ...]
    space: Space | None = None
    clashes: tuple[Slot, ...] = ()


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
    going = {one.slot.space_id for one in told if one.news in GOING}
    places = {space_id: read_space(db, space_id=space_id) for space_id in sorted(going)}
    return tuple(
        Letter(
            one,
            readers[one.person_id],
            codes.get(one.seat_id or 0, ""),
            _instead(one, found),
            places[one.slot.space_id] if one.news in GOING else None,
            _clashes(db, one),
        )
        for one in told
        if one.person_id in readers
    )


def _clashes(db: Connection, one: Told) -> tuple[Slot, ...]:
    if one.news is not News.SLOT_MOVED:
        return ()
    return tuple(slot for _, slot in overlapping(db, slot=one.slot, person_id=one.person_id))


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
