"""What a ketua looks at: their slots in order with counts, lists page by page; a look at people is an audit entry."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, func, select

from models import Person as People, Slot as Slots, Space as Spaces
from services import audit, people
from services.coworking import signups
from services.coworking.hours import Hours
from services.coworking.reading import SLOTS, kept_by, slot_from_row
from services.coworking.signups import Counts, SignUp, Waiting
from services.people import Person
from services.roles import Rights

T = TypeVar("T")
PAGE = 8
JUST_OVER = timedelta(hours=3)
"""A slot stays on the list so long after its end."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of `count`; `page` is a page there is, whatever was asked for."""

    items: tuple[T, ...]
    page: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class Affected:
    """How many slots would close, and how many people are booked there and wait."""

    slots: int
    booked: int
    waiting: int


def slots_ahead(
    db: Connection, *, rights: Rights, hours: Hours, now: datetime, kecamatan: str = "", page: int = 0
) -> Page[Counts]:
    """What one looks after, the next first, long slots last; of one kecamatan or of all."""
    where = [*kept_by(rights), Slots.closed_at.is_(None), Slots.ends_at > now - JUST_OVER]
    where += [Spaces.kecamatan == kecamatan] if kecamatan else []
    total = select(func.count()).select_from(Slots).join(Spaces, Spaces.id == Slots.space_id).where(*where)
    count, page, pages = _page(db.execute(total).scalar_one(), page)
    wanted = SLOTS.where(*where).order_by(Slots.long, Slots.starts_at, Slots.id).offset(page * PAGE).limit(PAGE)
    slots = [slot_from_row(row) for row in db.execute(wanted).all()]
    return Page(tuple(signups.count(db, slot=one, hours=hours, now=now) for one in slots), page, pages, count)


def look_at_seats(
    db: Connection, *, slot_id: int, rights: Rights, actor_id: int, hours: Hours, now: datetime, page: int = 0
) -> Page[SignUp] | None:
    """Who signed up, a page; None for who does not look after the slot."""
    told: dict[str, Any] = {"slot_id": slot_id, "rights": rights}
    counted = signups.counts(db, **told, hours=hours, now=now)
    if counted is None:
        return None
    count, page, pages = _page(signups.how_many(db, slot_id=slot_id), page)
    items = signups.sign_ups(db, **told, hours=hours, now=now, skip=page * PAGE, most=PAGE)
    _record(db, "seats.list", f"slot:{slot_id}", len(items), actor_id, now)
    return Page(tuple(items), page, pages, count)


def look_at_line(
    db: Connection, *, slot_id: int, rights: Rights, actor_id: int, hours: Hours, now: datetime, page: int = 0
) -> Page[Waiting] | None:
    """Who waits, a page; None for who does not look after the slot."""
    told: dict[str, Any] = {"slot_id": slot_id, "rights": rights}
    counted = signups.counts(db, **told, hours=hours, now=now)
    if counted is None:
        return None
    count, page, pages = _page(signups.how_many_wait(db, slot_id=slot_id), page)
    items = signups.line(db, **told, skip=page * PAGE, most=PAGE)
    _record(db, "line.list", f"slot:{slot_id}", len(items), actor_id, now)
    return Page(tuple(items), page, pages, count)


def look_for(
    db: Connection, *, words: str, rights: Rights, actor_id: int, hours: Hours, now: datetime, most: int = 20
) -> list[SignUp]:
    """Seats by code or shared name."""
    found = signups.find_sign_ups(db, words=words, rights=rights, hours=hours, now=now, most=most)
    _record(db, "seats.find", f"person:{actor_id}", len(found), actor_id, now)
    return found


def look_at_seat(
    db: Connection, *, seat_id: int, rights: Rights, actor_id: int, hours: Hours, now: datetime
) -> SignUp | None:
    """One seat whole; None for who does not look after it."""
    found = signups.sign_up(db, seat_id=seat_id, rights=rights, hours=hours, now=now)
    if found is not None:
        _record(db, "seat.look", f"seat:{seat_id}", 1, actor_id, now)
    return found


def people_to_tell(db: Connection, *, slot_id: int, rights: Rights, booked: bool, waiting: bool) -> list[Person]:
    """Whom a message to the people of a slot reaches: those with a chat that are not banned."""
    numbers = signups.recipients(db, slot_id=slot_id, rights=rights, booked=booked, waiting=waiting)
    return [one for one in people_of(db, numbers=numbers) if not one.banned]


def people_of(db: Connection, *, numbers: Collection[int]) -> list[Person]:
    """These people, in order of their numbers; those who left for good are not among them."""
    rows: list[Person] = []
    ordered = sorted(numbers)
    for at in range(0, len(ordered), 500):
        wanted = select(*people.COLUMNS).where(People.id.in_(ordered[at : at + 500])).order_by(People.id)
        rows += [people.from_row(row) for row in db.execute(wanted)]
    return rows


def told_people_of_slot(
    db: Connection, *, slot_id: int, booked: bool, waiting: bool, count: int, actor_id: int, now: datetime
) -> None:
    """Note that somebody wrote to the people of a slot; what they wrote is not noted."""
    detail = {"booked": booked, "waiting": waiting, "people": count}
    audit.record(db, actor_id=actor_id, deed="slot.write", subject=f"slot:{slot_id}", detail=detail, now=now)


def affected(
    db: Connection, *, space_id: int, rights: Rights, hours: Hours, now: datetime, day: date | None = None
) -> Affected:
    """Whom it touches to close a day of a space, or, without a day, the whole space."""
    where = [Slots.space_id == space_id, *kept_by(rights), Slots.closed_at.is_(None), Slots.ends_at > now]
    where += [Slots.day == day, Slots.long.is_(False)] if day else []
    slots = [slot_from_row(row) for row in db.execute(SLOTS.where(*where).order_by(Slots.id)).all()]
    told = [signups.count(db, slot=one, hours=hours, now=now) for one in slots]
    booked = sum(one.booked - one.checked_in for one in told)
    return Affected(len(slots), booked, sum(one.waiting + one.offered for one in told))


def _page(count: int, page: int) -> tuple[int, int, int]:
    """How many there are, a page there is, and how many pages."""
    pages = max(1, -(-count // PAGE))
    return count, min(page, pages - 1), pages


def _record(db: Connection, deed: str, subject: str, rows: int, actor_id: int, now: datetime) -> None:
    audit.record(db, actor_id=actor_id, deed=deed, subject=subject, detail={"rows": rows}, now=now)
