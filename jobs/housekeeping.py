"""What is thrown away by the clock: update ids, set-aside updates, old rows of the outbox, forms left open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from services import forms
from wire import ledger, taken
from wire.outbox import Draft

TAKEN = timedelta(days=2)
"""Telegram keeps an update for 24 hours; twice that, and no repeat can come."""
ASIDE = timedelta(days=7) - timedelta(hours=1)
"""A set-aside update is kept 7 days at most; the job runs every half hour."""
OUTBOX = timedelta(days=30)


def purge(db: Connection, *, now: datetime) -> Sequence[Draft]:
    """Forget what has had its time; says nothing."""
    taken.purge(db, taken_before=now - TAKEN, aside_before=now - ASIDE)
    ledger.purge(db, before=now - OUTBOX)
    forms.forget_expired(db, now=now)
    return ()
