"""What an answer of the Bot API means for a row. Telegram's words: github.com/tdlib/telegram-bot-api."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wire.outbox import Row
from wire.transport import Answer
from wire.wording import CannotBeMade, TooLate


class Outcome(StrEnum):
    """What became of one try."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    MOVED = "moved"
    BAD_MARKUP = "bad_markup"
    TOO_LONG = "too_long"
    NOT_THERE = "not_there"
    NOT_MADE = "not_made"
    STALE = "stale"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, with what it carries: message ids, seconds to wait, the new chat id, how out of reach."""

    outcome: Outcome
    message_ids: list[int] | None = None
    retry_after: float = 0.0
    moved_to: int = 0
    reach: str = "blocked"
    error: str | None = None


_PARSE = ("can't parse entities", "can't find end", "unsupported start tag")
_LONG = ("message is too long", "text is too long", "message_too_long", "caption is too long")
_GONE_MESSAGE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message",
)
_UNKNOWN_FILE = (
    "wrong file identifier",
    "wrong file_id",
    "invalid file_id",
    "wrong remote file identifier",
    "file_reference",
    "can't use file of type",
)
_GONE_CHAT = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "the group chat was deleted",
    "chat was deactivated",
)
_OUT = ("bot was kicked", "bot is not a member", "group chat was deleted")


INTERNAL = "internal"


def unsent(error: Exception) -> Verdict:
    """What it means that a row never got as far as the wire."""
    if isinstance(error, TooLate):
        return Verdict(Outcome.REFUSED, error="too late")
    if isinstance(error, CannotBeMade):
        return Verdict(Outcome.NOT_MADE, error=f"not made: {type(error.__cause__).__name__}")
    return Verdict(Outcome.REFUSED, error=INTERNAL)


def judge(answer: Answer, row: Row) -> Verdict:
    """Read an answer; the words are matched without regard to case, since servers differ there."""
    if answer.ok:
        return Verdict(Outcome.SENT, message_ids=_message_ids(answer.result))
    words = answer.description.lower()
    error = f"{answer.code} {answer.description}"[:250]
    if answer.code == 429:
        return Verdict(Outcome.LATER, retry_after=answer.retry_after or 1.0, error=error)
    if answer.migrated_to is not None:
        return Verdict(Outcome.MOVED, moved_to=answer.migrated_to, error=error)
    if answer.code == 401:
        return Verdict(Outcome.REVOKED, error=error)
    if answer.code == 403:
        return _forbidden(words, error)
    if answer.code == 400:
        return _bad_request(words, error, row)
    if answer.code >= 500:
        return Verdict(Outcome.UNKNOWN, error=error)
    return Verdict(Outcome.REFUSED, error=error)


def _forbidden(words: str, error: str) -> Verdict:
    if "deactivated" in words:
        return Verdict(Outcome.CLOSED, reach="gone", error=error)
    if "blocked" in words or "can't initiate" in words or any(out in words for out in _OUT):
        return Verdict(Outcome.CLOSED, error=error)
    return Verdict(Outcome.REFUSED, error=error)


def _bad_request(words: str, error: str, row: Row) -> Verdict:
    if "message is not modified" in words:
        return Verdict(Outcome.SENT)
    if row.kind == "deletion" and "not found" in words and "chat" not in words:
        return Verdict(Outcome.SENT)
    if any(one in words for one in _PARSE):
        return Verdict(Outcome.BAD_MARKUP, error=error)
    if any(one in words for one in _LONG):
        return Verdict(Outcome.TOO_LONG, error=error)
    if row.kind == "edit" and any(one in words for one in _GONE_MESSAGE):
        return Verdict(Outcome.NOT_THERE, error=error)
    if row.wants and any(one in words for one in _UNKNOWN_FILE):
        return Verdict(Outcome.STALE, error=error)
    if any(one in words for one in _GONE_CHAT):
        return Verdict(Outcome.CLOSED, reach="gone", error=error)
    return Verdict(Outcome.REFUSED, error=error)


def _message_ids(result: Any) -> list[int] | None:
    messages = result if isinstance(result, list) else [result]
    ids = [one["message_id"] for one in messages if isinstance(one, dict) and isinstance(one.get("message_id"), int)]
    return ids or None
