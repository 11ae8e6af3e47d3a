"""A turn: one update inside its transaction, and what its handler leaves to be said."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from wire.outbox import Buttons, Draft


@dataclass(frozen=True, slots=True)
class PressAnswer:
    """What a press is answered with: a few words (≤ 200 characters), an alert, or a link into the private chat."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One thing found: its id (1–64 bytes), how it is listed, and the message (HTML) it becomes when chosen."""

    id: str
    title: str
    description: str
    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """At most 50 found, kept for this person for seconds; `button` (label, start payload) leads to the private chat."""

    results: Sequence[InlineResult] = ()
    cache_time: int = 0
    next_offset: str = ""
    button: tuple[str, str] | None = None


@dataclass(slots=True)
class Turn:
    """What the wire hands to the handlers for one update, and gets back. `kept` is theirs, for this turn only."""

    db: Connection
    now: datetime
    update_id: int
    drafts: list[Draft] = field(default_factory=list)
    answer: PressAnswer | None = None
    inline: InlineAnswer | None = None
    surprises: list[BaseException] = field(default_factory=list)
    handled: bool = False
    kept: dict[str, Any] = field(default_factory=dict)


TURN: ContextVar[Turn] = ContextVar("turn")
"""The turn under way in this thread."""
