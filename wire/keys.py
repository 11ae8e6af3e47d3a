"""Reply keyboards: keys in the place of a person's own, that say something, or share a place or a number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wire.outbox import Draft

ASKS = {"": {}, "location": {"request_location": True}, "contact": {"request_contact": True}}


@dataclass(frozen=True, slots=True)
class Key:
    """A key that says its `text`; one that `asks` for "location" or "contact" shares that instead (private chats)."""

    text: str
    asks: str = ""

    def __post_init__(self) -> None:
        if self.asks not in ASKS:
            raise ValueError("a key asks for a location or a contact")


Keys = Sequence[Sequence[Key]]


def keyboard(keys: Keys) -> dict[str, Any]:
    """Telegram's reply keyboard, gone at the first press; without keys, the one that takes it away."""
    if not keys:
        return {"remove_keyboard": True}
    rows = [[{"text": key.text, **ASKS[key.asks]} for key in row] for row in keys]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def beneath(drafts: Sequence[Draft], keys: Keys) -> list[Draft]:
    """The same drafts, the last with these keys; it cannot have inline buttons too."""
    *before, last = drafts
    if "reply_markup" in last.payload:
        raise ValueError("a message has inline buttons or keys, not both")
    return [*before, replace(last, payload={**last.payload, "reply_markup": keyboard(keys)})]
