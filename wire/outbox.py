"""The words of the way out: buttons, drafts of what will be said, and the rows they become."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, text

from models import Outbox
from wire.markup import split

PRIORITY = {"reply": 0, "edit": 0, "deletion": 0, "setting": 1, "notice": 1, "announcement": 2}
"""Replies overtake notices, notices overtake announcements."""

CHANNEL = "outbox"
"""The PostgreSQL channel that carries the ids of new rows to the sender."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: `data` comes back when pressed (1–64 bytes), `url` opens a link; exactly one of them."""

    text: str
    data: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if (self.data is None) == (self.url is None):
            raise ValueError("a button has either data or url")
        if self.data is not None and not 1 <= len(self.data.encode()) <= 64:
            raise ValueError("button data must be 1 to 64 bytes")

    def as_dict(self) -> dict[str, str]:
        return {"text": self.text, **({"url": self.url} if self.url else {"callback_data": self.data or ""})}


Buttons = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Draft:
    """One call to Telegram, not yet written. `payload` has no chat_id; `edits` names the outbox row it changes."""

    kind: str
    method: str
    payload: dict[str, Any]
    chat_id: int | None = None
    person_id: int | None = None
    items: int = 1
    edits: int | None = None


@dataclass(slots=True, eq=False)
class Row:
    """A written draft, as the sender carries it. `payload` is JSON text, `turn` a place in line not its own."""

    id: int
    kind: str
    method: str
    payload: str
    chat_id: int | None = None
    person_id: int | None = None
    items: int = 1
    edits: int | None = None
    gate: int | None = None
    tries: int = 0
    turn: tuple[int, int] | None = None


def keyboard(buttons: Buttons) -> dict[str, Any]:
    """Telegram's inline keyboard."""
    return {"inline_keyboard": [[button.as_dict() for button in row] for row in buttons if row]}


def say(
    text: str,
    *,
    kind: str,
    chat_id: int,
    person_id: int | None = None,
    buttons: Buttons = (),
    reply_to: int | None = None,
) -> list[Draft]:
    """Drafts that say `text` (HTML), split where it is too long; buttons are on the last part."""
    parts = split(text)
    drafts = []
    for number, part in enumerate(parts, start=1):
        payload: dict[str, Any] = _shown(part)
        if reply_to is not None and number == 1:
            payload["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        if buttons and number == len(parts):
            payload["reply_markup"] = keyboard(buttons)
        drafts.append(Draft(kind, "sendMessage", payload, chat_id, person_id))
    return drafts


def change(
    text: str,
    *,
    chat_id: int,
    person_id: int | None = None,
    buttons: Buttons = (),
    message_id: int | None = None,
    row_id: int | None = None,
) -> list[Draft]:
    """Drafts that make a message say `text`: the message of outbox row `row_id`, or the one a press named."""
    parts = split(text)
    first: dict[str, Any] = _shown(parts[0])
    if message_id is not None:
        first["message_id"] = message_id
    if buttons and len(parts) == 1:
        first["reply_markup"] = keyboard(buttons)
    drafts = [Draft("edit", "editMessageText", first, chat_id, person_id, edits=row_id)]
    for number, part in enumerate(parts[1:], start=2):
        last = buttons if number == len(parts) else ()
        drafts += say(part, kind="reply", chat_id=chat_id, person_id=person_id, buttons=last)
    return drafts


def _shown(text: str) -> dict[str, Any]:
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def write(db: Connection, drafts: Iterable[tuple[Draft, int | None]], *, now: datetime) -> list[Row]:
    """Insert (draft, gate) pairs in order and return their rows with ids; on PostgreSQL also notify the sender."""
    rows = [
        Row(
            0,
            d.kind,
            d.method,
            json.dumps(d.payload, separators=(",", ":")),
            d.chat_id,
            d.person_id,
            d.items,
            d.edits,
            g,
        )
        for d, g in drafts
    ]
    if not rows:
        return rows
    values = [
        {
            "kind": row.kind,
            "method": row.method,
            "payload": row.payload,
            "chat_id": row.chat_id,
            "person_id": row.person_id,
            "items": row.items,
            "edits": row.edits,
            "gate": row.gate,
            "created_at": now,
        }
        for row in rows
    ]
    ids = db.execute(_INSERT, values).scalars().all()
    for row, row_id in zip(rows, ids, strict=True):
        row.id = row_id
    if db.dialect.name == "postgresql":
        notify(db, [row.id for row in rows])
    return rows


def notify(db: Connection, ids: Sequence[int]) -> None:
    """Tell the sender, at this transaction's commit, that these rows wait (payloads stay under 8,000 bytes)."""
    for start in range(0, len(ids), 400):
        db.execute(_NOTIFY, {"channel": CHANNEL, "ids": ",".join(map(str, ids[start : start + 400]))})


_INSERT = insert(Outbox).returning(Outbox.id, sort_by_parameter_order=True)
_NOTIFY = text("SELECT pg_notify(:channel, :ids)")
