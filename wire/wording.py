"""A row's words on the wire: the request body, and the second wordings of what Telegram would not take."""

import json
from typing import Any

from wire.markup import plain, split
from wire.outbox import Draft, Row

FREE_RATE = 30
"""Messages a second that Telegram sends free of charge."""
HALF = 2000
"""Units a part has when Telegram counted longer than we did."""


class TooLate(Exception):
    """The time for it is over: it is better never said."""


class CannotBeMade(Exception):
    """A file of the row cannot be made; the cause says why."""


class NotMadeYet(Exception):
    """The row's files have to be made first; then it lines up again."""


class Reworded(Exception):
    """An edit became a message of its own; its chat's budget has to allow that first."""


def body(row: Row, rate: int, message_id: int | None = None) -> bytes:
    """The JSON body of a row; above the free rate a send says that it may be paid for."""
    extra: dict[str, Any] = {}
    if row.chat_id is not None:
        extra["chat_id"] = row.chat_id
    if message_id is not None:
        extra["message_id"] = message_id
    if rate > FREE_RATE and row.method.startswith("send"):
        extra["allow_paid_broadcast"] = True
    head = json.dumps(extra, separators=(",", ":"))
    if row.payload == "{}":
        return head.encode()
    return (row.payload if head == "{}" else f"{head[:-1]},{row.payload[1:]}").encode()


def plainly(row: Row) -> bool:
    """Word the row without markup; False when it had none."""
    payload = json.loads(row.payload)
    if "parse_mode" not in payload:
        return False
    del payload["parse_mode"]
    for part in ("text", "caption"):
        if part in payload:
            payload[part] = plain(payload[part])
    row.payload = _packed(payload)
    return True


def shorter(row: Row) -> list[Draft]:
    """The row's text as shorter messages, the buttons on the last; fewer than two when it cannot be cut."""
    payload = json.loads(row.payload)
    parts = split(payload.get("text", ""), HALF) if row.chat_id is not None else []
    markup = payload.pop("reply_markup", None)
    drafts = []
    for number, part in enumerate(parts, start=1):
        words = {**payload, "text": part}
        if number > 1:
            words.pop("reply_parameters", None)
            words.pop("message_id", None)
        if markup is not None and number == len(parts):
            words["reply_markup"] = markup
        edits = number == 1 and row.kind == "edit"
        method = row.method if edits else "sendMessage"
        kind = "reply" if row.kind == "edit" and not edits else row.kind
        drafts.append(Draft(kind, method, words, row.chat_id, row.person_id, edits=row.edits if edits else None))
    return drafts


def fresh_message(row: Row) -> bool:
    """Make an edit of a text that is no longer there a new message; False when it is none, or its chat not known."""
    if row.method != "editMessageText" or row.chat_id is None:
        return False
    payload = json.loads(row.payload)
    payload.pop("message_id", None)
    row.payload, row.method, row.kind, row.edits = _packed(payload), "sendMessage", "reply", None
    return True


def _packed(payload: dict[str, Any]) -> str:
    return json.dumps(payload, separators=(",", ":"))
