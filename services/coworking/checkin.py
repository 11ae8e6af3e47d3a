"""Check-in: at the door by the space's code, or by a ketua with the person's; undone by a ketua."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from models import CheckIn as CheckIns, Seat as Seats, Slot as Slots
from models.base import inserting
from services import audit
from services.coworking import counting
from services.coworking.hours import Hours
from services.coworking.keeping import kept_seat
from services.coworking.reading import (
    SEAT,
    SLOTS,
    live_place,
    live_seat,
    lock_slot,
    seat_by_code,
    seat_from_row,
    slot_from_row,
)
from services.coworking.spaces import space_of_door
from services.coworking.values import Done, Outcome, Seat, SeatState, Slot
from services.roles import Rights

EARLY = timedelta(hours=1)
"""So long before the start a ketua may check somebody in; the door counts only while a slot runs."""
_COME = {
    dialect: inserting(dialect, CheckIns).on_conflict_do_nothing().returning(CheckIns.seat_id)
    for dialect in ("sqlite", "postgresql")
}
_SET = (
    update(Seats)
    .where(Seats.id == bindparam("number"), Seats.state == bindparam("before"))
    .values(state=bindparam("after"), since=bindparam("now"))
    .returning(*SEAT)
)


def running_slots(db: Connection, *, space_id: int, now: datetime) -> list[Slot]:
    """The slots of a space that run now, those of at most a day first."""
    runs = (Slots.space_id == space_id, Slots.starts_at <= now, Slots.ends_at > now, Slots.closed_at.is_(None))
    rows = db.execute(SLOTS.where(*runs).order_by(Slots.long, Slots.starts_at, Slots.id))
    return [slot_from_row(row) for row in rows]


def check_in_at_door(db: Connection, *, door_code: str, person_id: int, hours: Hours, now: datetime) -> Done:
    """In, by the code on the door; ROOM or FULL (with the slot) where the person has no seat in what runs now."""
    space = space_of_door(db, door_code=door_code)
    if space is None:
        return Done(Outcome.NOT_FOUND)
    running = running_slots(db, space_id=space.id, now=now)
    if not running:
        return Done(Outcome.SLOT_NOT_YET, _next(db, space.id, now))
    for slot in running:
        if seat := live_seat(db, slot_id=slot.id, person_id=person_id):
            return _check_in(db, slot, seat, person_id, hours, now)
    for slot in running:
        place = live_place(db, slot_id=slot.id, person_id=person_id)
        if place and place.offer_until and place.offer_until > now:
            return Done(Outcome.OFFERED, slot, place=place)
    free = [slot for slot in running if slot.free and not slot.long]
    return Done(Outcome.ROOM if free else Outcome.FULL, (free or running)[0])


def check_in(db: Connection, *, code: str, rights: Rights, actor_id: int, hours: Hours, now: datetime) -> Done:
    """A ketua checks in who shows this code, from an hour before the start; a no-show too where there is room."""
    seat = seat_by_code(db, code=code)
    kept = kept_seat(db, seat_id=seat.id, rights=rights) if seat else None
    if kept is None:
        return Done(Outcome.NOT_FOUND)
    slot, seat = kept
    if not slot.open_at(now):
        return Done(Outcome.SLOT_CLOSED if slot.closed else Outcome.SLOT_OVER, slot, seat)
    if now < slot.starts_at - EARLY:
        return Done(Outcome.SLOT_NOT_YET, slot, seat)
    return _check_in(db, slot, seat, actor_id, hours, now)


def _check_in(db: Connection, slot: Slot, seat: Seat, actor_id: int, hours: Hours, now: datetime) -> Done:
    """A slot of at most a day is checked in once, a long one once a day, its seat staying confirmed."""
    slot = lock_slot(db, slot_id=slot.id) or slot
    seat = seat_by_code(db, code=seat.code) or seat
    if seat.state is SeatState.PENDING:
        return Done(Outcome.AWAITING, slot, seat)
    if seat.state not in (SeatState.CONFIRMED, SeatState.CHECKED_IN, SeatState.NO_SHOW):
        return Done(Outcome.GONE, slot, seat)
    if seat.state is SeatState.NO_SHOW and not _back(db, slot, seat, now):
        return Done(Outcome.FULL, slot, seat)
    come = {"seat_id": seat.id, "day": hours.day(now) if slot.long else slot.day, "at": now, "actor_id": actor_id}
    if db.execute(_COME[db.dialect.name], come).first() is None:
        return Done(Outcome.ALREADY_IN, slot, seat)
    after = SeatState.CONFIRMED if slot.long else SeatState.CHECKED_IN
    seat = _set(db, seat, after, now) or seat
    _note(db, slot, seat, "checked_in", actor_id, now)
    return Done(Outcome.CHECKED_IN, slot, seat)


def _back(db: Connection, slot: Slot, seat: Seat, now: datetime) -> bool:
    """Somebody whose seat was released comes after all: counted in again if they fit and hold nothing else there."""
    other = seat.person_id and (
        live_seat(db, slot_id=slot.id, person_id=seat.person_id)
        or live_place(db, slot_id=slot.id, person_id=seat.person_id)
    )
    return not other and counting.hold(db, slot_id=slot.id, people=seat.party, now=now) is not None


def undo_check_in(db: Connection, *, seat_id: int, rights: Rights, actor_id: int, hours: Hours, now: datetime) -> Done:
    """It was a mistake: not checked in today; UNCHANGED where it was not."""
    kept = kept_seat(db, seat_id=seat_id, rights=rights)
    if kept is None:
        return Done(Outcome.NOT_FOUND)
    slot = lock_slot(db, slot_id=kept[0].id) or kept[0]
    day = hours.day(now) if slot.long else slot.day
    gone = delete(CheckIns).where(CheckIns.seat_id == seat_id, CheckIns.day == day).returning(CheckIns.seat_id)
    if now >= slot.ends_at or db.execute(gone).first() is None:
        return Done(Outcome.SLOT_OVER if now >= slot.ends_at else Outcome.UNCHANGED, slot, kept[1])
    seat = seat_by_code(db, code=kept[1].code) or kept[1]
    seat = _set(db, seat, SeatState.CONFIRMED, now) or seat
    _note(db, slot, seat, "undone", actor_id, now)
    audit.record(db, actor_id=actor_id, deed="seat.undo_check_in", subject=f"seat:{seat_id}", detail={}, now=now)
    return Done(Outcome.UNDONE, slot, seat)


def checked_in_on(db: Connection, *, seat_ids: list[int], slot: Slot, hours: Hours, now: datetime) -> frozenset[int]:
    """Which of these seats of the slot are checked in: for today where it is a long one."""
    day = hours.day(now) if slot.long else slot.day
    rows = db.execute(select(CheckIns.seat_id).where(CheckIns.seat_id.in_(seat_ids), CheckIns.day == day))
    return frozenset(rows.scalars())


def _set(db: Connection, seat: Seat, after: SeatState, now: datetime) -> Seat | None:
    row = db.execute(_SET, {"number": seat.id, "before": seat.state, "after": after, "now": now}).first()
    return seat_from_row(row) if row else None


def _note(db: Connection, slot: Slot, seat: Seat, deed: str, actor_id: int, now: datetime) -> None:
    counting.note(db, slot_id=slot.id, seat_id=seat.id, deed=deed, party=seat.party, actor_id=actor_id, now=now)


def _next(db: Connection, space_id: int, now: datetime) -> Slot | None:
    ahead = (Slots.space_id == space_id, Slots.starts_at > now, Slots.closed_at.is_(None))
    row = db.execute(SLOTS.where(*ahead).order_by(Slots.starts_at, Slots.id).limit(1)).first()
    return slot_from_row(row) if row else None
