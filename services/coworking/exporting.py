"""Exporting: the rows of a spreadsheet of sign-ups, only what is needed; each export is in the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from services import audit
from services.coworking.hours import Hours
from services.coworking.signups import SignUp, sign_ups
from services.coworking.slots import kept_slot
from services.coworking.values import Slot
from services.roles import Rights

PAGE = 500


@dataclass(frozen=True, slots=True)
class Export:
    """A slot and who signed up for it."""

    slot: Slot
    rows: tuple[SignUp, ...]


def export_sign_ups(
    db: Connection, *, slot_id: int, rights: Rights, actor_id: int, hours: Hours, now: datetime
) -> Export | None:
    """Everybody signed up for a slot, for a file in the private chat; None for who does not look after it."""
    slot = kept_slot(db, slot_id=slot_id, rights=rights)
    if slot is None:
        return None
    rows: list[SignUp] = []
    while page := sign_ups(
        db,
        slot_id=slot_id,
        rights=rights,
        hours=hours,
        now=now,
        after=rows[-1].seat.id if rows else 0,
        most=PAGE,
    ):
        rows += page
    detail = {"rows": len(rows)}
    audit.record(db, actor_id=actor_id, deed="seats.export", subject=f"slot:{slot_id}", detail=detail, now=now)
    return Export(slot, tuple(rows))
