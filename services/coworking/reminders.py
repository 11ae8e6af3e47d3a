"""Reminders: at 18.00 the evening before and an hour before, each once; left out in quiet hours."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, update

from models import Seat as Seats, Slot as Slots
from services.coworking.hours import Hours
from services.coworking.reading import SEAT, SLOTS, seat_from_row, slot_from_row
from services.coworking.values import News, SeatState, Slot, Told

EVENING = time(18)
HOUR = timedelta(hours=1)
AHEAD = timedelta(hours=49)
"""The evening before a slot is never further away than this."""


def remind(db: Connection, *, hours: Hours, now: datetime) -> tuple[Told, ...]:
    """By the clock: whose seat is tomorrow, or in an hour; who booked after that moment need not be told."""
    if hours.is_quiet(now):
        return ()
    ahead = SLOTS.where(Slots.starts_at > now, Slots.starts_at <= now + AHEAD, Slots.closed_at.is_(None))
    slots = [slot_from_row(row) for row in db.execute(ahead.order_by(Slots.starts_at, Slots.id))]
    return tuple(told for slot in slots for told in _due(db, slot, hours, now))


def _due(db: Connection, slot: Slot, hours: Hours, now: datetime) -> list[Told]:
    evening = hours.at(hours.day(slot.starts_at) - timedelta(days=1), EVENING)
    night = hours.evening(evening)
    told = _remind(db, slot, Seats.reminded_evening_at, evening, night, News.TOMORROW, hours, now)
    return told + _remind(
        db, slot, Seats.reminded_hour_at, slot.starts_at - HOUR, slot.starts_at, News.SOON, hours, now
    )


def _remind(
    db: Connection, slot: Slot, mark: Any, due: datetime, until: datetime, news: News, hours: Hours, now: datetime
) -> list[Told]:
    if not due <= now < until or hours.is_quiet(due):
        return []
    waiting = (
        Seats.slot_id == slot.id,
        Seats.state == SeatState.CONFIRMED,
        Seats.person_id.is_not(None),
        Seats.since <= due,
        mark.is_(None),
    )
    rows = db.execute(update(Seats).where(*waiting).values({mark: now}).returning(*SEAT)).all()
    seats = sorted(map(seat_from_row, rows), key=lambda seat: seat.id)
    return [Told(one.person_id, news, slot, one.party, one.id, not_after=until) for one in seats if one.person_id]
