"""Audit: what was changed, by whom, when; names and text of people never stand in it."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from models import AuditEntry


def record(
    db: Connection, *, actor_id: int | None, deed: str, subject: str, detail: Mapping[str, object], now: datetime
) -> None:
    """Write one entry; no actor where the settings did it; `subject` is a thing and its number, `person:7`."""
    values = {"at": now, "actor_id": actor_id, "deed": deed, "subject": subject, "detail": json.dumps(detail)}
    db.execute(insert(AuditEntry).values(values))
