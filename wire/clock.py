"""The one place where the wall clock is read; everybody else is handed `now` or waits on the monotonic clock."""

import time
from datetime import UTC, datetime, timedelta

JUMP = 5.0
"""Seconds the wall clock may drift from the monotonic one between two looks before it counts as a jump."""


class Clock:
    """The wall clock in UTC; `shift` moves it (the sandbox's panel, tests)."""

    def __init__(self) -> None:
        self._shift = timedelta()
        self._last = (self.now(), time.monotonic())

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC) + self._shift

    def shift(self, by: timedelta) -> None:
        """From now on the clock is `by` ahead of the machine's."""
        self._shift = by

    def jumped(self) -> bool:
        """Whether the wall clock was set forward or back since the last look."""
        now, ticks = self.now(), time.monotonic()
        before, earlier = self._last
        self._last = (now, ticks)
        return abs((now - before).total_seconds() - (ticks - earlier)) > JUMP
