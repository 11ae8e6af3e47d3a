"""Clockwork: everything of coworking that happens by the clock, in one call; safe to run twice at once."""

from datetime import datetime

from sqlalchemy import Connection

from services.coworking import noshows, offers, patterns, reminders
from services.coworking.hours import Hours
from services.coworking.values import Told


def tick(db: Connection, *, hours: Hours, now: datetime) -> tuple[Told, ...]:
    """No-shows are released, offers end, lines of past slots close, reminders are due; who is told what of it."""
    # In this order: who did not come leaves the line, so what an ended offer frees is not offered to them.
    return (
        *noshows.release_no_shows(db, hours=hours, now=now),
        *offers.expire_offers(db, hours=hours, now=now),
        *noshows.close_lines(db, now=now),
        *reminders.remind(db, hours=hours, now=now),
    )


def make_slots(db: Connection, *, hours: Hours, now: datetime) -> tuple[Told, ...]:
    """The slots of today and the next 14 days are there; who wished for some is told."""
    return patterns.make_slots(db, hours=hours, now=now)
