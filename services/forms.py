"""Forms: what a person is in the middle of typing; one at a time, forgotten after an hour."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from models import Form, Person, upsert

LIFETIME = timedelta(hours=1)
KEYS = "keys"
"""In a form's data: a reply keyboard stands in its chat, to be taken away when the form is left."""
_READ = (
    select(Form.form, Form.step, Form.data)
    .join(Person, Person.id == Form.person_id)
    .where(Person.telegram_id == bindparam("telegram_id"), Form.expires_at > bindparam("now"))
)
_CLOSE = delete(Form).where(Form.person_id == bindparam("person_id")).returning(Form.expires_at)


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form somebody is in: its name, the step that waits for words, what is known so far."""

    form: str
    step: str
    data: Mapping[str, Any]


def open_form(db: Connection, *, person_id: int, form: str, step: str, data: Mapping[str, Any], now: datetime) -> None:
    """The person is at this step now; another form they were in is left."""
    told = {"form": form, "step": step, "data": json.dumps(dict(data)), "expires_at": now + LIFETIME}
    statement = upsert(db, Form).values(person_id=person_id, **told)
    db.execute(statement.on_conflict_do_update(index_elements=[Form.person_id], set_=told))


def read(db: Connection, *, telegram_id: int, now: datetime) -> OpenForm | None:
    """The form this Telegram user is in, unless it expired."""
    row = db.execute(_READ, {"telegram_id": telegram_id, "now": now}).first()
    return OpenForm(row.form, row.step, json.loads(row.data)) if row else None


def close(db: Connection, *, person_id: int, now: datetime) -> bool:
    """Leave the form; False when there was none that still counted."""
    expires_at = db.execute(_CLOSE, {"person_id": person_id}).scalar()
    return expires_at is not None and expires_at > now


def forget_expired(db: Connection, *, now: datetime) -> int:
    """Delete what nobody may go on with; returns how many."""
    gone = db.execute(delete(Form).where(Form.expires_at <= now).returning(Form.person_id))
    return len(gone.all())
