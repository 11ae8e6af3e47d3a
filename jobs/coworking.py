"""By the clock: offers end, no-shows are released, people are reminded; the next 14 days always have their slots."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from notices import coworking as told
from notices.teller import Teller
from services.coworking import clockwork
from services.coworking.hours import Hours
from services.coworking.news import letters
from wire.outbox import Draft


def tick(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Everything that is due now, and who hears of it."""
    due = clockwork.tick(db, hours=Hours(teller.city, teller.timezone), now=now)
    return told.tell(teller, letters(db, told=due, now=now), now=now)


def make_slots(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """The slots of the weekly openings; who wished for some hears of them."""
    opened = clockwork.make_slots(db, hours=Hours(teller.city, teller.timezone), now=now)
    return told.tell(teller, letters(db, told=opened, now=now), now=now)
