"""Keeping: what a ketua does with seats of their kecamatan (approve, reject, cancel, sign up a guest), and claiming."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from models import Seat as Seats
from services import audit, consents
from services.consents import Purpose
from services.coworking import counting
from services.coworking.changes import end_seat, give_up
from services.coworking.hours import Hours
from services.coworking.making import lock_together, make_seat, overlapping, refusal
from services.coworking.reading import (
    SEAT,
    keeps,
    live_place,
    live_seat,
    lock_person,
    lock_slot,
    read_seat,
    read_slot,
    seat_by_code,
    seat_from_row,
)
from services.coworking.values import LIVE_SEATS, Details, Done, News, Outcome, Seat, SeatState, Slot, Told
from services.people import clean
from services.roles import Rights

_APPROVE = (
    update(Seats)
    .where(Seats.id == bindparam("number"), Seats.state == SeatState.PENDING)
    .values(state=SeatState.CONFIRMED, since=bindparam("now"))
    .returning(*SEAT)
)
Kept = tuple[Slot, Seat]


def kept_seat(db: Connection, *, seat_id: int, rights: Rights) -> Kept | None:
    """The seat with its slot if somebody with these rights looks after it; None as if there were none."""
    seat = read_seat(db, seat_id=seat_id)
    slot = read_slot(db, slot_id=seat.slot_id) if seat else None
    return (slot, seat) if slot and seat and keeps(rights, slot.kecamatan) else None


def approve_seat(db: Connection, *, seat_id: int, rights: Rights, actor_id: int, now: datetime) -> Done:
    """The seat is theirs; UNCHANGED where it did not wait for an approval any more."""
    kept = kept_seat(db, seat_id=seat_id, rights=rights)
    if kept is None:
        return Done(Outcome.NOT_FOUND)
    slot = lock_slot(db, slot_id=kept[0].id) or kept[0]
    if not slot.open_at(now):
        return Done(Outcome.SLOT_CLOSED if slot.closed else Outcome.SLOT_OVER, slot, kept[1])
    row = db.execute(_APPROVE, {"number": seat_id, "now": now}).first()
    if row is None:
        return Done(Outcome.UNCHANGED, slot, read_seat(db, seat_id=seat_id))
    seat = seat_from_row(row)
    counting.note(db, slot_id=slot.id, seat_id=seat.id, deed="approved", party=seat.party, actor_id=actor_id, now=now)
    _record(db, seat.id, "approve", actor_id, now)
    return Done(Outcome.APPROVED, slot, seat, told=_news(News.APPROVED, slot, seat))


def reject_seat(
    db: Connection, *, seat_id: int, rights: Rights, actor_id: int, reason: str, hours: Hours, now: datetime
) -> Done:
    """A seat that waits for an approval does not get it, for this reason; its people are given back."""
    kept = kept_seat(db, seat_id=seat_id, rights=rights)
    if kept is None:
        return Done(Outcome.NOT_FOUND)
    if kept[1].state is not SeatState.PENDING:
        return Done(Outcome.UNCHANGED, *kept)
    return _end(db, kept, SeatState.REJECTED, News.REJECTED, actor_id, reason, hours, now)


def cancel_for(
    db: Connection, *, seat_id: int, rights: Rights, actor_id: int, reason: str, hours: Hours, now: datetime
) -> Done:
    """A ketua cancels somebody's seat, for this reason; its people are given back."""
    kept = kept_seat(db, seat_id=seat_id, rights=rights)
    if kept is None:
        return Done(Outcome.NOT_FOUND)
    return _end(db, kept, SeatState.CANCELLED, News.CANCELLED, actor_id, reason, hours, now)


def _end(
    db: Connection,
    kept: Kept,
    state: SeatState,
    news: News,
    actor_id: int,
    reason: str,
    hours: Hours,
    now: datetime,
) -> Done:
    reason = clean(reason)
    done = end_seat(db, seat=kept[1], state=state, actor_id=actor_id, hours=hours, now=now, why=reason)
    if done.outcome is not Outcome.CANCELLED or done.slot is None or done.seat is None:
        return done
    _record(db, done.seat.id, "reject" if state is SeatState.REJECTED else "cancel", actor_id, now)
    outcome = Outcome.REJECTED if state is SeatState.REJECTED else Outcome.CANCELLED
    return replace(done, outcome=outcome, told=(*_news(news, done.slot, done.seat, reason), *done.told))


def sign_up_guest(
    db: Connection,
    *,
    slot_id: int,
    rights: Rights,
    actor_id: int,
    asker: str,
    guest: str,
    party: int,
    language: str,
    now: datetime,
    details: Details | None = None,
    share: bool = False,
) -> Done:
    """A seat for somebody without Telegram who agreed when `asker` (a name) asked; the code lets them claim it."""
    slot = read_slot(db, slot_id=slot_id)
    if slot is None or not keeps(rights, slot.kecamatan):
        return Done(Outcome.NOT_FOUND)
    if why := refusal(slot, party=party, agreed=True, now=now):
        return Done(why, slot)
    taken = counting.hold(db, slot_id=slot_id, people=party, now=now)
    if taken is None:
        slot = lock_slot(db, slot_id=slot_id) or slot
        return Done(Outcome.PARTLY if slot.free else Outcome.FULL, slot)
    slot, told = replace(slot, taken=taken), details or Details()
    seat = make_seat(db, slot=slot, person_id=None, guest=guest, party=party, details=told, actor_id=actor_id, now=now)
    agreed = [Purpose.SEAT, *([Purpose.KEEPER] if share else [])]
    consents.give_for_guest(
        db, seat_id=seat.id, purposes=agreed, language=language, asked_by=actor_id, asker=clean(asker), now=now
    )
    _record(db, seat.id, "sign_up_guest", actor_id, now)
    return Done(Outcome.TAKEN, slot, seat)


def claim_seat(
    db: Connection, *, code: str, person_id: int, hours: Hours, now: datetime, instead: bool = False
) -> Done:
    """A guest who has Telegram now takes their seat over with its code, once; NO_CONSENT before they agreed."""
    agreed = lock_person(db, person_id=person_id)
    seat = seat_by_code(db, code=code)
    slot = read_slot(db, slot_id=seat.slot_id) if seat else None
    if seat is None or slot is None or not seat.live or seat.person_id not in (None, person_id):
        return Done(Outcome.NOT_FOUND)
    if seat.person_id == person_id:
        return Done(Outcome.ALREADY, slot, seat)
    mine = live_seat(db, slot_id=slot.id, person_id=person_id) or live_place(db, slot_id=slot.id, person_id=person_id)
    if mine or not agreed or not slot.open_at(now):
        own = mine if isinstance(mine, Seat) else None
        why = Outcome.ALREADY if mine else Outcome.NO_CONSENT if slot.open_at(now) else Outcome.SLOT_OVER
        return Done(why, slot, own)
    others = overlapping(db, slot=slot, person_id=person_id)
    if others and not instead:
        return Done(Outcome.OVERLAPS, slot, seat, others=others)
    lock_together(db, slot, others)
    free = (Seats.id == seat.id, Seats.person_id.is_(None), Seats.state.in_(LIVE_SEATS))
    row = db.execute(update(Seats).where(*free).values(person_id=person_id, claimed_at=now).returning(*SEAT)).first()
    if row is None:
        return Done(Outcome.NOT_FOUND)
    counting.note(db, slot_id=slot.id, seat_id=seat.id, deed="claimed", party=seat.party, actor_id=person_id, now=now)
    told = give_up(db, others=others, actor_id=person_id, hours=hours, now=now)
    return Done(Outcome.CLAIMED, slot, seat_from_row(row), told=told, others=others)


def _news(news: News, slot: Slot, seat: Seat, reason: str = "") -> tuple[Told, ...]:
    """A guest has no chat to be told in."""
    if seat.person_id is None:
        return ()
    return (Told(seat.person_id, news, slot, seat.party, seat.id, not_after=slot.ends_at, reason=reason),)


def _record(db: Connection, seat_id: int, deed: str, actor_id: int, now: datetime) -> None:
    audit.record(db, actor_id=actor_id, deed=f"seat.{deed}", subject=f"seat:{seat_id}", detail={}, now=now)
