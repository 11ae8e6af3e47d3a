"""By the clock: once a week, what moved, for those who read news that way."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from notices import newsdigest as told
from notices.teller import Teller
from services import newsdigest
from services.coworking.hours import Hours
from wire.outbox import Draft


def tell_digests(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Some of those whose week is over; the others at the next tick."""
    due = newsdigest.take_due(db, hours=Hours(teller.city, teller.timezone), now=now)
    return [draft for one in due for draft in told.digest(teller, one, now=now)]
