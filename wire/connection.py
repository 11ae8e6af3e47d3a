"""How the connection to Telegram does: since when there is none, and how long to wait before the next try."""

import time

OFFLINE_FIRST, OFFLINE_MOST = 0.5, 15.0


class Connection:
    """`offline_since` (monotonic) is set while Telegram cannot be reached."""

    def __init__(self) -> None:
        self.offline_since: float | None = None
        self._unanswered_since: float | None = None
        self._back_off = OFFLINE_FIRST

    def asked(self, now: float) -> None:
        """Something is written to the wire."""
        if self._unanswered_since is None:
            self._unanswered_since = now

    def answered(self, now: float, *, more: bool) -> None:
        """Telegram said something; `more`: other answers are due."""
        self.offline_since, self._back_off = None, OFFLINE_FIRST
        self._unanswered_since = now if more else None

    def failed(self, now: float) -> None:
        """There is none."""
        if self.offline_since is None:
            self.offline_since = now

    def pause(self) -> float:
        """Seconds until the next try; longer each time."""
        seconds = self._back_off
        self._back_off = min(seconds * 2, OFFLINE_MOST)
        return seconds

    def stuck_for(self, *, waiting: bool) -> float:
        """Seconds without a connection, or without any answer while something is `waiting`."""
        since = [self.offline_since, self._unanswered_since if waiting else None]
        return max(time.monotonic() - one if one is not None else 0.0 for one in since)

    def forget(self) -> None:
        self.offline_since = self._unanswered_since = None
