"""What is kept of an announcement after a year: its words and its counts, no longer to whom it went, who voted how."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, insert, select

from models import Announcement as Rows, AnnouncementWatch as Watches, Delivery, PollCopy, PollVote
from services.announcements.polls import tally
from services.announcements.reading import read

KEPT = timedelta(days=365)
WATCHED = timedelta(days=2)
AT_ONCE = 20_000
"""Deliveries forgotten in one go, so that nobody waits behind a million."""


def forget(db: Connection, *, now: datetime) -> None:
    """The next few that have had their time; messages that showed progress are let go when all is over."""
    over = select(Rows.id).where(Rows.ended_at < now - WATCHED)
    db.execute(delete(Watches).where(Watches.announcement_id.in_(over)))
    old = Rows.ended_at < now - KEPT
    left = exists().where(Delivery.announcement_id == Rows.id)
    number = db.execute(select(Rows.id).where(old, left).order_by(Rows.id).limit(1)).scalar()
    if number is not None:
        mine = Delivery.announcement_id == number
        some = select(Delivery.person_id).where(mine).limit(AT_ONCE)
        db.execute(delete(Delivery).where(mine, Delivery.person_id.in_(some)))
    voted = exists().where(PollVote.announcement_id == Rows.id)
    for number in db.execute(select(Rows.id).where(old, voted)).scalars().all():
        _forget_votes(db, number)


def _forget_votes(db: Connection, announcement_id: int) -> None:
    """The totals stay, as those of a copy whose votes are anonymous."""
    one = read(db, announcement_id=announcement_id)
    assert one is not None
    totals = list(tally(db, announcement=one).options)
    db.execute(delete(PollVote).where(PollVote.announcement_id == announcement_id))
    told = {"poll_id": -announcement_id, "announcement_id": announcement_id, "totals": totals}
    db.execute(insert(PollCopy).values(**told))
