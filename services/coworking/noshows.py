"""No-shows: what nobody claimed 20 minutes after the start is released and offered on; lines of past slots close."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from models import Seat as Seats, Slot as Slots, Space as Spaces, WaitlistPlace as Places
from services.coworking import counting, offers
from services.coworking.changes import UNUSED, leave_own_line
from services.coworking.hours import Hours
from services.coworking.reading import PLACE, SEAT, lock_slot, place_from_row, seat_from_row
from services.coworking.values import LIVE_PLACES, News, PlaceState, Seat, SeatState, Slot, Told

GRACE = timedelta(minutes=20)


def release_no_shows(db: Connection, *, hours: Hours, now: datetime, most: int = 200) -> tuple[Told, ...]:
    """By the clock: seats not claimed in time are released, but not of long slots, nor where the space wants none."""
    latest = now - GRACE
    late = (
        Slots.starts_at <= latest,
        Slots.ends_at > now,
        Slots.long.is_(False),
        Slots.closed_at.is_(None),
        Spaces.no_show_release,
        Seats.state.in_(UNUSED),
        Seats.since <= latest,
    )
    found = select(Slots.id).join(Spaces, Spaces.id == Slots.space_id).join(Seats, Seats.slot_id == Slots.id)
    numbers = db.execute(found.where(*late).distinct().order_by(Slots.id).limit(most)).scalars().all()
    return tuple(told for number in numbers for told in _release(db, number, latest, hours, now))


def _release(db: Connection, slot_id: int, latest: datetime, hours: Hours, now: datetime) -> list[Told]:
    slot = lock_slot(db, slot_id=slot_id)
    late = select(*SEAT).where(Seats.slot_id == slot_id, Seats.state.in_(UNUSED), Seats.since <= latest)
    seats = [seat_from_row(row) for row in db.execute(late.order_by(Seats.id))]
    if slot is None or not seats:
        return []
    told = [news for seat in seats for news in _end(db, slot, seat, now)]
    return [*told, *offers.move_line(db, slot_id=slot_id, hours=hours, now=now)]


def _end(db: Connection, slot: Slot, seat: Seat, now: datetime) -> list[Told]:
    """A seat that still waits for an approval was not missed by its person: it was not answered."""
    answered = seat.state is SeatState.CONFIRMED
    state = SeatState.NO_SHOW if answered else SeatState.CANCELLED
    news = News.NO_SHOW if answered else News.UNANSWERED
    db.execute(update(Seats).where(Seats.id == seat.id).values(state=state, since=now))
    counting.give_back(db, slot_id=slot.id, people=seat.party)
    counting.note(db, slot_id=slot.id, seat_id=seat.id, deed=state, party=seat.party, actor_id=None, now=now, why=news)
    leave_own_line(db, seat=seat, actor_id=None, now=now)
    if seat.person_id is None:
        return []
    return [Told(seat.person_id, news, slot, seat.party, seat.id, not_after=slot.ends_at)]


def close_lines(db: Connection, *, now: datetime, most: int = 200) -> tuple[Told, ...]:
    """By the clock: who still waits for a slot that is over waits no more, and is told."""
    over = (Slots.ends_at <= now, Slots.line_closed_at.is_(None))
    numbers = db.execute(select(Slots.id).where(*over).order_by(Slots.id).limit(most)).scalars().all()
    told = [news for number in numbers for news in _close_line(db, number, now)]
    db.execute(update(Slots).where(Slots.id.in_(numbers)).values(line_closed_at=now))
    return tuple(told)


def _close_line(db: Connection, slot_id: int, now: datetime) -> list[Told]:
    slot = lock_slot(db, slot_id=slot_id)
    live = select(*PLACE).where(Places.slot_id == slot_id, Places.state.in_(LIVE_PLACES)).order_by(Places.turn)
    places = [place_from_row(row) for row in db.execute(live)]
    for place in places:
        offers.end_place(db, place=place, state=PlaceState.CLOSED, actor_id=None, now=now, why=News.SLOT_OVER)
    return [
        Told(place.person_id, News.SLOT_OVER, slot, place.party, place_id=place.id, not_after=now + timedelta(hours=12))
        for place in places
        if place.person_id and slot
    ]
