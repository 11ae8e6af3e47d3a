"""Making seats: what has to be so before anybody gets one, what overlaps with it, and its code."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from models import Seat as Seats, Slot as Slots, Space as Spaces
from models.base import inserting
from services.coworking import counting
from services.coworking.reading import SEAT, SLOT, lock_slot, seat_from_row, slot_from_row
from services.coworking.values import LIVE_SEATS, MOST_PEOPLE, Details, Outcome, Seat, SeatState, Slot
from services.people import clean

LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
"""No vowels, so no words; no letter that looks like another one or like a digit."""
CODE = 8
Others = tuple[tuple[Seat, Slot], ...]
_OVERLAPPING = (
    select(*SEAT, *SLOT)
    .join(Slots, Slots.id == Seats.slot_id)
    .join(Spaces, Spaces.id == Slots.space_id)
    .where(
        Seats.person_id == bindparam("person"),
        Seats.state.in_(LIVE_SEATS),
        Slots.id != bindparam("slot"),
        Slots.starts_at < bindparam("ends"),
        Slots.ends_at > bindparam("starts"),
        Slots.long.is_(False),
    )
    .order_by(Slots.id)
)
_INSERT = {
    dialect: inserting(dialect, Seats).on_conflict_do_nothing(index_elements=[Seats.code]).returning(*SEAT)
    for dialect in ("sqlite", "postgresql")
}


def refusal(slot: Slot | None, *, party: int, agreed: bool, now: datetime) -> Outcome | None:
    """Why this party cannot even ask for the slot; None where nothing stands in the way."""
    if slot is None:
        return Outcome.NOT_FOUND
    if not slot.open_at(now):
        return Outcome.SLOT_CLOSED if slot.closed else Outcome.SLOT_OVER
    if not 1 <= party <= MOST_PEOPLE:
        return Outcome.WRONG_PARTY
    if party > slot.capacity:
        return Outcome.TOO_MANY
    return None if agreed else Outcome.NO_CONSENT


def overlapping(db: Connection, *, slot: Slot, person_id: int) -> Others:
    """The person's live seats at the same time; slots of more than a day stand beside everything."""
    if slot.long:
        return ()
    told = {"person": person_id, "slot": slot.id, "starts": slot.starts_at, "ends": slot.ends_at}
    rows = db.execute(_OVERLAPPING, told).all()
    return tuple((seat_from_row(row), slot_from_row(row[len(SEAT) :])) for row in rows)


def lock_together(db: Connection, slot: Slot, others: Others) -> None:
    """Where several slots are changed at once they are locked by number, so that nobody waits in a circle."""
    for slot_id in sorted({slot.id, *(other.id for _, other in others)}) if others else ():
        lock_slot(db, slot_id=slot_id)


def make_seat(
    db: Connection,
    *,
    slot: Slot,
    person_id: int | None,
    party: int,
    details: Details,
    actor_id: int,
    now: datetime,
    guest: str = "",
) -> Seat:
    """The seat of a party that is counted already, under a code nobody has; it waits where the slot needs approval."""
    state = SeatState.CONFIRMED if person_id is None or not slot.approval else SeatState.PENDING
    values = {
        "slot_id": slot.id,
        "person_id": person_id,
        "guest": clean(guest, 120),
        "asked_by": actor_id if guest else None,
        "party": party,
        "state": state,
        **storable(details),
        "made_at": now,
        "since": now,
    }
    statement = _INSERT[db.dialect.name]
    while (row := db.execute(statement, {**values, "code": new_code()}).first()) is None:
        continue
    seat = seat_from_row(row)
    counting.note(db, slot_id=slot.id, seat_id=seat.id, deed=state, party=party, actor_id=actor_id, now=now)
    return seat


def storable(details: Details) -> dict[str, str]:
    """What was told, as the columns of a seat or a place can hold it."""
    name, phone = clean(details.contact_name, 120), clean(details.contact_phone, 32)
    return {"purpose": clean(details.purpose), "contact_name": name, "contact_phone": phone}


def new_code(letters: int = CODE) -> str:
    """Letters one can read out and write down."""
    return "".join(secrets.choice(LETTERS) for _ in range(letters))


def made(seat: Seat) -> Outcome:
    """What came of asking for the seat: it is theirs, or it waits for a ketua."""
    return Outcome.AWAITING if seat.state is SeatState.PENDING else Outcome.TAKEN
