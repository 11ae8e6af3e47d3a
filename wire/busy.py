"""While the database takes nothing: whoever writes hears so."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog

from wire.unwritten import Unwritten

log = structlog.get_logger("busy")

AFTER = 2.0
"""Seconds without a commit after which it is no passing hiccup."""

Word = Callable[[dict[str, Any]], tuple[int, str] | None]
"""What the sender of an update hears and in which chat; None where nobody waits for an answer."""


class Busy:
    """Knows since when nothing could be committed, and tells those who write meanwhile."""

    def __init__(self, *, unwritten: Unwritten, word: Word) -> None:
        self.unwritten, self._word = unwritten, word
        self._since: float | None = None

    def away_for(self) -> float:
        """Seconds for which the database has taken nothing, 0 when all is well."""
        return 0.0 if self._since is None else time.monotonic() - self._since

    def failed(self, since: float, raws: Iterable[dict[str, Any]]) -> None:
        """These could not be committed, from `since` (monotonic) on."""
        if self._since is None and time.monotonic() - since >= AFTER:
            self._since = since
            log.error("the database takes nothing; who writes hears so")
        for raw in raws:
            self.expect(raw)

    def well(self) -> None:
        """Something was committed."""
        if self._since is not None:
            log.warning("the database takes updates again", seconds=round(self.away_for()))
            self._since = None
            self.unwritten.forget()

    def expect(self, raw: dict[str, Any]) -> None:
        """An update came in; its chat hears how things stand, if they are bad."""
        if self._since is not None and "message" in raw and (told := self._word(raw)) is not None:
            self.unwritten.say(*told)
