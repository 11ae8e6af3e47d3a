"""The words of the way out: buttons, drafts of what will be said, and the rows they become."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from models import Later, Outbox, Person
from wire.markup import split

PRIORITY = {"reply": 0, "edit": 0, "deletion": 0, "setting": 1, "notice": 1, "announcement": 2, "correction": 2}
"""Replies overtake notices, notices overtake announcements and what is put right in these."""
BULK = 2
UNASKED = ("notice", "announcement", "correction")
"""What nobody asked for with the update that it answers."""

CHANNEL = "outbox"
"""The PostgreSQL channel that carries the ids of new rows to the sender."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: `data` comes back when pressed (1–64 bytes), `url` opens a link, `inline` another chat."""

    text: str
    data: str | None = None
    url: str | None = None
    inline: str | None = None

    def __post_init__(self) -> None:
        if [self.data, self.url, self.inline].count(None) != 2:
            raise ValueError("a button has exactly one of data, url and inline")
        if self.data is not None and not 1 <= len(self.data.encode()) <= 64:
            raise ValueError("button data must be 1 to 64 bytes")

    def as_dict(self) -> dict[str, str]:
        if self.inline is not None:
            return {"text": self.text, "switch_inline_query": self.inline}
        return {"text": self.text, **({"url": self.url} if self.url else {"callback_data": self.data or ""})}


Buttons = Sequence[Sequence[Button]]
Pair = tuple["Draft", int | None]
"""A draft, and the update whose press is answered before it goes out."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One call to Telegram, not yet written, without chat_id. `edits`: the row it changes; waits until `due_at`."""

    kind: str
    method: str
    payload: dict[str, Any]
    chat_id: int | None = None
    person_id: int | None = None
    items: int = 1
    edits: int | None = None
    due_at: datetime | None = None
    not_after: datetime | None = None


@dataclass(slots=True, eq=False)
class Row:
    """A written draft, as the sender carries it: `payload` in JSON, `turn` not its own, `wants` of wire/files.py."""

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
    not_after: datetime | None = None
    turn: tuple[int, int] | None = None
    wants: tuple[Any, ...] | None = None

    @property
    def permits(self) -> int:
        """Permits it needs; settings are no messages."""
        return 0 if self.kind == "setting" else self.items


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


def change_inline(text: str, *, inline_message_id: str, buttons: Buttons = ()) -> list[Draft]:
    """A draft that makes a message sent via the bot say `text`, wherever it stands; what is too long is cut off."""
    payload = _shown(split(text)[0]) | {"inline_message_id": inline_message_id}
    return [Draft("edit", "editMessageText", payload | ({"reply_markup": keyboard(buttons)} if buttons else {}))]


def _shown(text: str) -> dict[str, Any]:
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def write(db: Connection, drafts: Iterable[Pair], *, now: datetime) -> list[Row]:
    """Insert (draft, gate) pairs in order and return their rows with ids; on PostgreSQL also notify the sender."""
    rows, since, later = [], [], []
    for draft, gate in _wanted(db, list(drafts)):
        if draft.due_at is not None and draft.due_at > now:
            later.append(draft)
        else:
            rows.append(_row(draft, gate))
            since.append(draft.due_at or now)
    if later:
        db.execute(insert(Later), [_values(_row(draft, None), now) | {"due_at": draft.due_at} for draft in later])
    return _insert(db, rows, since)


def _wanted(db: Connection, drafts: list[Pair]) -> list[Pair]:
    """All but what would be told to somebody whose data is frozen without their own doing."""
    told = {draft.person_id for draft, _ in drafts if draft.kind in UNASKED and draft.person_id}
    if not told:
        return drafts
    frozen = set(db.scalars(select(Person.id).where(Person.id.in_(told), Person.frozen_at.is_not(None))))
    return [(draft, gate) for draft, gate in drafts if draft.kind not in UNASKED or draft.person_id not in frozen]


def due(db: Connection, *, limit: int, now: datetime) -> list[Draft]:
    """Take up to `limit` of what waited for its time, oldest first; what is too late is dropped."""
    first = select(Later.id).where(Later.due_at <= now).order_by(Later.due_at, Later.id).limit(limit)
    found = db.execute(delete(Later).where(Later.id.in_(first)).returning(*_LATER)).all()
    ready = [one for one in sorted(found, key=lambda one: (one.due_at, one.id)) if not is_late(one.not_after, now)]
    return [_draft(one) for one in ready]


def _draft(one: Any) -> Draft:
    """What waited, still with its time: as of then it is written down (services/arrival.py)."""
    chat_id, person_id, items = one[5:8]
    whole = Draft(one.kind, one.method, json.loads(one.payload), chat_id, person_id, items)
    return replace(whole, due_at=one.due_at, not_after=one.not_after)


def is_late(not_after: datetime | None, now: datetime) -> bool:
    """Whether it is better never said than now."""
    return not_after is not None and not_after < now


def _row(draft: Draft, gate: int | None) -> Row:
    payload = json.dumps(draft.payload, separators=(",", ":"))
    told = draft.kind, draft.method, payload, draft.chat_id, draft.person_id, draft.items, draft.edits, gate
    return Row(0, *told, not_after=draft.not_after)


def _values(row: Row, now: datetime) -> dict[str, Any]:
    names = ("kind", "method", "payload", "chat_id", "person_id", "items", "edits", "gate", "not_after")
    return {name: getattr(row, name) for name in names} | {"created_at": now}


def _insert(db: Connection, rows: list[Row], since: list[datetime]) -> list[Row]:
    """SQLite numbers the rows of one INSERT in their order, so there its ids only need to be sorted."""
    if not rows:
        return rows
    notified = db.dialect.name == "postgresql"
    values = [_values(row, when) for row, when in zip(rows, since, strict=True)]
    ids = db.execute(_IN_ORDER, values).scalars().all() if notified else sorted(db.execute(_INSERT, values).scalars())
    for row, row_id in zip(rows, ids, strict=True):
        row.id = row_id
    if notified:
        notify(db, [row.id for row in rows])
    return rows


def notify(db: Connection, ids: Sequence[int]) -> None:
    """Tell the sender, at this transaction's commit, that these rows wait (payloads stay under 8,000 bytes)."""
    for start in range(0, len(ids), 400):
        db.execute(_NOTIFY, {"channel": CHANNEL, "ids": ",".join(map(str, ids[start : start + 400]))})


_INSERT = insert(Outbox).returning(Outbox.id)
_IN_ORDER = insert(Outbox).returning(Outbox.id, sort_by_parameter_order=True)
_LATER = (
    Later.id,
    Later.due_at,
    Later.kind,
    Later.method,
    Later.payload,
    Later.chat_id,
    Later.person_id,
    Later.items,
    Later.not_after,
)
_NOTIFY = text("SELECT pg_notify(:channel, :ids)")
