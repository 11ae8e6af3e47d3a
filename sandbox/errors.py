"""Refusals in Telegram's own words."""

from typing import Any


class Refused(Exception):
    """An answer with ok=false; the server turns it into JSON with this HTTP status."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class Broken(Refused):
    """A refusal Telegram would not give: the bot sent something that is not in the Bot API at all."""


def bad(text: str, **parameters: Any) -> Refused:
    """400, with the first letter lowered as Telegram does, unless the text is a code like BUTTON_DATA_INVALID."""
    if len(text) < 2 or not (text[1] == "_" or "A" <= text[1] <= "Z"):
        text = text[:1].lower() + text[1:]
    return Refused(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> Refused:
    """403."""
    return Refused(403, f"Forbidden: {text}")


def conflict(text: str) -> Refused:
    """409."""
    return Refused(409, f"Conflict: {text}")


def too_many(retry_after: int) -> Refused:
    """429, with the wait in the parameters (the server repeats it in the header)."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
