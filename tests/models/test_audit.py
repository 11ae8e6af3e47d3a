"""An entry of the audit trail is written once and never changed; who it names is known by a number alone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DBAPIError

from models import AuditEntry
from services import audit, people

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def written(engine: Engine) -> Engine:
    """A database with three entries: of a person, of a slot, and of nobody."""
    with engine.begin() as db:
        told: dict[str, Any] = {"telegram_id": 7, "name": "Ani", "username": None, "telegram_language": "id"}
        ani = people.meet(db, now=NOW, **told).id
        people.meet(db, now=NOW, **told | {"telegram_id": 8})
        audit.record(db, actor_id=ani, deed="person.ban", subject="person:2", detail={}, now=NOW)
        audit.record(db, actor_id=ani, deed="slot.open", subject="slot:1", detail={"capacity": 3}, now=NOW)
        audit.record(db, actor_id=None, deed="role.by_settings", subject="person:1", detail={}, now=NOW)
    return engine


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", 9), ("at", NOW.replace(year=2025)), ("deed", "person.unban"), ("detail", "[]"), ("actor_id", 2),
        ("actor_id", None), ("subject", "person:0"),
    ],
)  # fmt: skip
def test_nothing_that_it_says_can_be_changed(written: Engine, column: str, value: object) -> None:
    with pytest.raises(DBAPIError, match="an entry of the audit trail is not changed"), written.begin() as db:
        db.execute(update(AuditEntry).where(AuditEntry.id == 1).values({column: value}))


def test_what_has_had_its_time_is_forgotten(written: Engine) -> None:
    with written.begin() as db:
        db.execute(delete(AuditEntry).where(AuditEntry.id < 3))
        rows = db.execute(select(AuditEntry.actor_id, AuditEntry.deed, AuditEntry.subject).order_by(AuditEntry.id))
        assert [tuple(row) for row in rows] == [(None, "role.by_settings", "person:1")]
