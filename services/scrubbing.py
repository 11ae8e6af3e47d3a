"""Scrubbing: somebody's name, username and number are taken out of messages to others that still wait."""

import json
import re
from html import escape
from typing import Any

from sqlalchemy import Connection, select, update

from models import Later, Outbox
from services.people import Person

SOMEBODY = "…"
SHORTEST = 3
"""A name of fewer letters is a piece of too many other words."""
SAID = ("text", "caption", "question")


def forget_in_messages(db: Connection, *, person: Person) -> None:
    """Whoever is to be told something that names this person is told it without the name."""
    named = naming(person)
    for table in (Outbox, Later):
        waits = [Outbox.state == "waiting"] if table is Outbox else []
        others = select(table.id, table.payload).where(
            *waits, table.payload != "", table.person_id.is_distinct_from(person.id)
        )
        for number, payload in db.execute(others).all():
            told = without(payload, named)
            if told != payload:
                db.execute(update(table).where(table.id == number).values(payload=told))


def without(payload: str, named: re.Pattern[str]) -> str:
    """The payload of a row, its words without whoever is named so; the same text where nobody is."""
    told = json.loads(payload)
    fresh = _replaced(told, named)
    return payload if fresh == told else json.dumps(fresh, separators=(",", ":"))


def _replaced(told: Any, named: re.Pattern[str]) -> Any:
    if isinstance(told, dict):
        return {
            name: named.sub(SOMEBODY, one) if name in SAID and isinstance(one, str) else _replaced(one, named)
            for name, one in told.items()
        }
    return [_replaced(one, named) for one in told] if isinstance(told, list) else told


def naming(person: Person) -> re.Pattern[str]:
    """Whole words only, and no part of a tag."""
    names = [person.name, person.username or "", str(person.telegram_id)]
    forms = {
        form for name in names if len(name) >= SHORTEST for form in (name, escape(name), escape(name, quote=False))
    }
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![\w</&])@?(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
