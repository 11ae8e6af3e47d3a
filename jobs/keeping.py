"""By the clock: a ketua's digest of new sign-ups, and the counts that stand in their chats, made right again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from notices import keeping as told
from notices.teller import Teller
from services.coworking import digests
from services.coworking.hours import Hours
from services.coworking.overview import people_of
from wire.outbox import Draft


def tell_digests(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Each ketua or satgas whose digest is due; at night nobody."""
    hours = Hours(teller.city, teller.timezone)
    due = digests.due_digests(db, satgas_ids=teller.satgas_ids, hours=hours, now=now)
    keepers = {one.id: one for one in people_of(db, numbers={digest.person_id for digest in due})}
    known = [(keepers[digest.person_id], digest) for digest in due if digest.person_id in keepers]
    return [draft for person, digest in known for draft in told.digest(teller, person, digest)]


def renew_counts(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """Each message whose count is another one now is changed in its place."""
    hours = Hours(teller.city, teller.timezone)
    stale = digests.stale_counts(db, satgas_ids=teller.satgas_ids, hours=hours, now=now)
    keepers = {one.id: one for one in people_of(db, numbers={live.person_id for live in stale})}
    known = [(keepers[live.person_id], live) for live in stale if live.person_id in keepers]
    return [draft for one, live in known for draft in told.live(teller, one, live.message_id, live.counts)]
