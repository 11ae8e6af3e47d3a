"""By the clock: what waited for its time is said; ids, set-aside updates, old rows and open forms are forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from notices.teller import Teller
from services import forms
from wire import file_ids, ledger, outbox, taken
from wire.outbox import Draft

TAKEN = timedelta(days=2)
"""Telegram keeps an update for 24 hours; twice that, and no repeat can come."""
ASIDE = timedelta(days=7) - timedelta(hours=1)
"""A set-aside update is kept 7 days at most; the job runs every half hour."""
OUTBOX = FILES = timedelta(days=30)
AT_ONCE = 500
"""Of what waited for the morning, this many come at each tick; the limits let fewer pass in that time."""


def say_what_is_due(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """What was not to be said before now."""
    return outbox.due(db, limit=AT_ONCE, now=now)


def purge(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Forget what has had its time; says nothing."""
    taken.purge(db, taken_before=now - TAKEN, aside_before=now - ASIDE)
    ledger.purge(db, before=now - OUTBOX)
    file_ids.purge(db, before=now - FILES)
    forms.forget_expired(db, now=now)
    return ()
