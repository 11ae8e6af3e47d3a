"""By the clock: what became of ideas is told to who sent or supports them, a message a person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from notices import ideas as told
from notices.teller import Teller
from services.coworking.hours import Hours
from services.ideas import news
from wire.outbox import Draft


def tell_news(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """What is due; at night nothing."""
    digests = news.take(db, hours=Hours(teller.city, teller.timezone), now=now)
    return [draft for one in digests for draft in told.digest(teller, one, now=now)]
