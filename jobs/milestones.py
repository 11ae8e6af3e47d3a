"""By the clock: scheduled milestones become public; who follows their ideas hears of it with the news of ideas."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from notices.teller import Teller
from services.milestones import clock
from wire.outbox import Draft


def open_scheduled(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Those whose time has come; says nothing itself."""
    clock.open_scheduled(db, now=now)
    return ()
