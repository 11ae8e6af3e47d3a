"""Reading slots, seats and places: one way from their rows to their values, with the locks that deeds take."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select

from models import (
    Consent as Consents,
    Person as People,
    Seat as Seats,
    Slot as Slots,
    Space as Spaces,
    WaitlistPlace as Places,
)
from services.consents import VERSIONS, Purpose
from services.coworking.values import LIVE_PLACES, LIVE_SEATS, Place, PlaceState, Seat, SeatState, Slot
from services.people import clean
from services.roles import Rights

SLOT = (
    Slots.id,
    Slots.space_id,
    Spaces.name,
    Spaces.kecamatan,
    Spaces.example,
    Slots.title,
    Slots.starts_at,
    Slots.ends_at,
    Slots.day,
    Slots.long,
    Slots.capacity,
    Slots.taken,
    Slots.approval,
    Slots.asks_purpose,
    Slots.asks_contact,
    Slots.waitlist_paused,
    Slots.closed_at,
    Slots.closed_reason,
)
"""What a Slot is read from, in the order of its fields; the query joins Spaces."""
SEAT = (
    Seats.id,
    Seats.slot_id,
    Seats.person_id,
    Seats.guest,
    Seats.party,
    Seats.state,
    Seats.code,
    Seats.purpose,
    Seats.contact_name,
    Seats.contact_phone,
    Seats.made_at,
)
PLACE = (
    Places.id,
    Places.slot_id,
    Places.person_id,
    Places.seat_id,
    Places.party,
    Places.turn,
    Places.state,
    Places.joined_at,
    Places.offer_from,
    Places.offer_until,
)
SLOTS = select(*SLOT).join(Spaces, Spaces.id == Slots.space_id)
"""Every slot; narrow it with where()."""
_ONE_SLOT = SLOTS.where(Slots.id == bindparam("number"))
_LOCKED_SLOT = _ONE_SLOT.with_for_update(of=Slots, key_share=True)
_AGREED = exists().where(
    Consents.person_id == People.id,
    Consents.purpose == bindparam("purpose"),
    Consents.version >= bindparam("version"),
    Consents.ended_at.is_(None),
)
_LOCKED_PERSON = select(_AGREED).where(People.id == bindparam("number")).with_for_update(of=People, key_share=True)
_LIVE_SEAT = select(*SEAT).where(
    Seats.slot_id == bindparam("slot"), Seats.person_id == bindparam("person"), Seats.state.in_(LIVE_SEATS)
)
_LIVE_PLACE = select(*PLACE).where(
    Places.slot_id == bindparam("slot"), Places.person_id == bindparam("person"), Places.state.in_(LIVE_PLACES)
)
_ONE_SEAT = select(*SEAT).where(Seats.id == bindparam("number"))
_BY_CODE = select(*SEAT).where(Seats.code == bindparam("code"))
_ONE_PLACE = select(*PLACE).where(Places.id == bindparam("number"))


_MINE_THERE = (
    select(*SLOT, *SEAT, *PLACE)
    .join(Spaces, Spaces.id == Slots.space_id)
    .outerjoin(
        Seats,
        (Seats.slot_id == Slots.id) & (Seats.person_id == bindparam("person")) & Seats.state.in_(LIVE_SEATS),
    )
    .outerjoin(
        Places,
        (Places.slot_id == Slots.id) & (Places.person_id == bindparam("person")) & Places.state.in_(LIVE_PLACES),
    )
    .where(Slots.id == bindparam("slot"))
)


def slot_from_row(row: Any) -> Slot:
    """The Slot of a row that begins with SLOT."""
    told = row[: len(SLOT)]
    return Slot(*(*told[:-2], told[-2] is not None, told[-1]))


def seat_from_row(row: Any) -> Seat:
    """The Seat of a row that begins with SEAT."""
    told = row[: len(SEAT)]
    return Seat(*(*told[:5], SeatState(told[5]), *told[6:]))


def place_from_row(row: Any) -> Place:
    """The Place of a row that begins with PLACE."""
    told = row[: len(PLACE)]
    return Place(*(*told[:6], PlaceState(told[6]), *told[7:]))


def read_slot(db: Connection, *, slot_id: int) -> Slot | None:
    """The slot as it is now."""
    row = db.execute(_ONE_SLOT, {"number": slot_id}).first()
    return slot_from_row(row) if row else None


def lock_slot(db: Connection, *, slot_id: int) -> Slot | None:
    """The slot as it is now, and nobody else changes its count before this transaction ends."""
    row = db.execute(_LOCKED_SLOT, {"number": slot_id}).first()
    return slot_from_row(row) if row else None


def lock_person(db: Connection, *, person_id: int) -> bool:
    """One deed of a person after the other (no slot is locked yet); whether they agreed to being signed up."""
    wanted = {"number": person_id, "purpose": Purpose.SEAT, "version": VERSIONS[Purpose.SEAT]}
    return bool(db.execute(_LOCKED_PERSON, wanted).scalar())


def read_seat(db: Connection, *, seat_id: int) -> Seat | None:
    """The seat as it is now."""
    row = db.execute(_ONE_SEAT, {"number": seat_id}).first()
    return seat_from_row(row) if row else None


def seat_by_code(db: Connection, *, code: str) -> Seat | None:
    """The seat with this code, as people write it: small letters and blanks do not matter."""
    row = db.execute(_BY_CODE, {"code": "".join(clean(code).split()).upper()}).first()
    return seat_from_row(row) if row else None


def own_seat(db: Connection, *, seat_id: int, person_id: int) -> Seat | None:
    """The seat as it is now, if it is this person's."""
    seat = read_seat(db, seat_id=seat_id)
    return seat if seat and seat.person_id == person_id else None


def own_place(db: Connection, *, place_id: int, person_id: int) -> Place | None:
    """The place in line as it is now, if it is this person's."""
    place = read_place(db, place_id=place_id)
    return place if place and place.person_id == person_id else None


def read_place(db: Connection, *, place_id: int) -> Place | None:
    """The place in line as it is now."""
    row = db.execute(_ONE_PLACE, {"number": place_id}).first()
    return place_from_row(row) if row else None


def live_seat(db: Connection, *, slot_id: int, person_id: int) -> Seat | None:
    """The one seat this person holds in the slot."""
    row = db.execute(_LIVE_SEAT, {"slot": slot_id, "person": person_id}).first()
    return seat_from_row(row) if row else None


def live_place(db: Connection, *, slot_id: int, person_id: int) -> Place | None:
    """The one place in line this person has in the slot, offered or not."""
    row = db.execute(_LIVE_PLACE, {"slot": slot_id, "person": person_id}).first()
    return place_from_row(row) if row else None


def mine_there(db: Connection, *, slot_id: int, person_id: int) -> tuple[Slot | None, Seat | None, Place | None]:
    """The slot, and the live seat and place in line this person has there; in one look."""
    row = db.execute(_MINE_THERE, {"slot": slot_id, "person": person_id}).first()
    if row is None:
        return None, None, None
    seat, place = row[len(SLOT) :], row[len(SLOT) + len(SEAT) :]
    return (
        slot_from_row(row),
        seat_from_row(seat) if seat[0] is not None else None,
        place_from_row(place) if place[0] is not None else None,
    )


def keeps(rights: Rights, kecamatan: str) -> bool:
    """Whether somebody with these rights looks after what stands in this kecamatan."""
    return rights.satgas or kecamatan in rights.kecamatan


def kept_by(rights: Rights) -> tuple[ColumnElement[bool], ...]:
    """The condition on Spaces that keeps a ketua to their kecamatan; none for satgas."""
    return () if rights.satgas else (Spaces.kecamatan.in_(rights.kecamatan),)
