"""Sign-ups as a ketua sees them: counts of a slot, its list, search; names only of who agreed to share them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from models import (
    CheckIn as CheckIns,
    Consent as Consents,
    Person as People,
    Seat as Seats,
    Slot as Slots,
    Space as Spaces,
    WaitlistPlace as Places,
)
from services.consents import VERSIONS, Purpose
from services.coworking.hours import Hours
from services.coworking.reading import PLACE, SEAT, SLOT, kept_by, place_from_row, seat_from_row, slot_from_row
from services.coworking.slots import kept_slot
from services.coworking.values import LIVE_PLACES, LIVE_SEATS, Place, PlaceState, Seat, SeatState, Slot
from services.people import clean
from services.roles import Rights

SHOWN = (*LIVE_SEATS, SeatState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one slot, in people; `parties` are seats, `pending` part of `booked`, `checked_in` of today in a long slot."""

    slot: Slot
    booked: int
    parties: int
    pending: int
    checked_in: int
    no_show: int
    offered: int
    waiting: int

    @property
    def shown(self) -> str:
        """Another value whenever one of the counts is another one."""
        told = self.slot.capacity, self.booked, self.pending, self.checked_in, self.no_show, self.offered, self.waiting
        return "/".join(map(str, told))


@dataclass(frozen=True, slots=True)
class SignUp:
    """A seat as who looks after it sees it: `name` and contact are '' where the person did not share them."""

    seat: Seat
    slot: Slot
    name: str
    phone: str
    checked_in: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in line as who looks after the slot sees it."""

    place: Place
    name: str


def counts(db: Connection, *, slot_id: int, rights: Rights, hours: Hours, now: datetime) -> Counts | None:
    """How the slot stands; None for who does not look after it."""
    slot = kept_slot(db, slot_id=slot_id, rights=rights)
    return count(db, slot=slot, hours=hours, now=now) if slot else None


def count(db: Connection, *, slot: Slot, hours: Hours, now: datetime) -> Counts:
    """How the slot stands, in people."""
    seats = select(Seats.state, func.sum(Seats.party), func.count()).where(Seats.slot_id == slot.id)
    by = {state: (int(people), parties) for state, people, parties in db.execute(seats.group_by(Seats.state))}
    places = select(Places.state, func.sum(Places.party)).where(
        Places.slot_id == slot.id, Places.state.in_(LIVE_PLACES)
    )
    line = {state: int(people) for state, people in db.execute(places.group_by(Places.state))}
    come = select(func.coalesce(func.sum(Seats.party), 0)).where(Seats.slot_id == slot.id, _came(slot, hours, now))
    return Counts(
        slot,
        booked=sum(by.get(state, (0, 0))[0] for state in LIVE_SEATS),
        parties=sum(by.get(state, (0, 0))[1] for state in LIVE_SEATS),
        pending=by.get(SeatState.PENDING, (0, 0))[0],
        checked_in=int(db.execute(come).scalar_one()),
        no_show=by.get(SeatState.NO_SHOW, (0, 0))[0],
        offered=line.get(PlaceState.OFFERED, 0),
        waiting=line.get(PlaceState.WAITING, 0),
    )


def sign_ups(
    db: Connection,
    *,
    slot_id: int,
    rights: Rights,
    hours: Hours,
    now: datetime,
    after: int = 0,
    skip: int = 0,
    most: int = 20,
) -> list[SignUp]:
    """The seats of a slot in the order they were taken, no-shows too; after this seat, or some skipped."""
    slot = kept_slot(db, slot_id=slot_id, rights=rights)
    if slot is None:
        return []
    wanted = _signed_up(hours, now).where(Seats.slot_id == slot_id, Seats.state.in_(SHOWN), Seats.id > after)
    return [_sign_up(row) for row in db.execute(wanted.order_by(Seats.id).offset(skip).limit(most))]


def sign_up(db: Connection, *, seat_id: int, rights: Rights, hours: Hours, now: datetime) -> SignUp | None:
    """One seat as who looks after it sees it; None for others."""
    row = db.execute(_signed_up(hours, now).where(Seats.id == seat_id, *kept_by(rights))).first()
    return _sign_up(row) if row else None


def find_sign_ups(
    db: Connection, *, words: str, rights: Rights, hours: Hours, now: datetime, most: int = 20
) -> list[SignUp]:
    """By code or part of a shared name, in the kecamatan one looks after; what is not long over, the next first."""
    typed = " ".join(clean(words).split())
    if not typed:
        return []
    like = "%" + typed.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    named = [column.ilike(like, escape="\\") for column in (People.name, Seats.contact_name)]
    found = or_(
        Seats.code == "".join(typed.split()).upper(), Seats.guest.ilike(like, escape="\\"), and_(_shared(), or_(*named))
    )
    recent = Slots.ends_at > now - timedelta(days=1)
    wanted = _signed_up(hours, now).where(found, recent, Seats.state.in_(SHOWN), *kept_by(rights))
    return [_sign_up(row) for row in db.execute(wanted.order_by(Slots.starts_at, Seats.id).limit(most))]


def line(
    db: Connection, *, slot_id: int, rights: Rights, after: int = 0, skip: int = 0, most: int = 20
) -> list[Waiting]:
    """Who waits for a slot or has an offer, in turn; after this turn, or some skipped."""
    if kept_slot(db, slot_id=slot_id, rights=rights) is None:
        return []
    wanted = (
        select(*PLACE, case((_shares(Places.person_id), People.name), else_="").label("name"))
        .join(People, People.id == Places.person_id)
        .where(Places.slot_id == slot_id, Places.state.in_(LIVE_PLACES), Places.turn > after)
    )
    rows = db.execute(wanted.order_by(Places.turn).offset(skip).limit(most))
    return [Waiting(place_from_row(row), row.name) for row in rows]


def how_many(db: Connection, *, slot_id: int) -> int:
    """How many seats sign_ups lists."""
    counted = select(func.count()).where(Seats.slot_id == slot_id, Seats.state.in_(SHOWN))
    return db.execute(counted).scalar_one()


def how_many_wait(db: Connection, *, slot_id: int) -> int:
    """How many places line lists."""
    counted = select(func.count()).where(Places.slot_id == slot_id, Places.state.in_(LIVE_PLACES))
    return db.execute(counted).scalar_one()


def recipients(db: Connection, *, slot_id: int, rights: Rights, booked: bool, waiting: bool) -> list[int]:
    """Whom a message to the booked and/or waiting people of a slot goes to, each once; guests have no chat."""
    if kept_slot(db, slot_id=slot_id, rights=rights) is None:
        return []
    seats = select(Seats.person_id).where(Seats.slot_id == slot_id, Seats.state.in_(LIVE_SEATS if booked else ()))
    states = LIVE_PLACES if waiting else ()
    places = select(Places.person_id).where(Places.slot_id == slot_id, Places.state.in_(states))
    return sorted(filter(None, db.execute(seats.union(places)).scalars()))


def _signed_up(hours: Hours, now: datetime) -> Any:
    day = case((Slots.long, hours.day(now)), else_=Slots.day)
    come = exists().where(CheckIns.seat_id == Seats.id, CheckIns.day == day)
    return (
        select(*SEAT, *SLOT, People.name.label("person"), _shared().label("shared"), come.label("come"))
        .join(Slots, Slots.id == Seats.slot_id)
        .join(Spaces, Spaces.id == Slots.space_id)
        .outerjoin(People, People.id == Seats.person_id)
    )


def _shares(person: Any) -> ColumnElement[bool]:
    """Whether this person lets who looks after the space see their name and contact, and is not frozen."""
    awake = exists().where(People.id == person, People.frozen_at.is_(None)).correlate_except(People)
    return awake & exists().where(
        Consents.person_id == person,
        Consents.purpose == Purpose.KEEPER,
        Consents.version >= VERSIONS[Purpose.KEEPER],
        Consents.ended_at.is_(None),
    )


def _shared() -> ColumnElement[bool]:
    """The same of a seat; a guest told their name to who signed them up."""
    return or_(Seats.person_id.is_(None), _shares(Seats.person_id))


def _came(slot: Slot, hours: Hours, now: datetime) -> ColumnElement[bool]:
    day = hours.day(now) if slot.long else slot.day
    return exists().where(CheckIns.seat_id == Seats.id, CheckIns.day == day)


def _sign_up(row: Any) -> SignUp:
    seat, slot = seat_from_row(row), slot_from_row(row[len(SEAT) :])
    name = seat.contact_name or seat.guest or row.person or ""
    return SignUp(seat, slot, name if row.shared else "", seat.contact_phone if row.shared else "", bool(row.come))
