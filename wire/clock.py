"""The one place where the wall clock is read; everybody else is handed `now` or waits on the monotonic clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

JUMP = 5.0
"""Seconds the wall clock may drift from the monotonic one between two looks before it counts as a jump."""


class Clock:
    """The wall clock in UTC; `offset` gives seconds it is set ahead of the machine's (the sandbox's panel, tests)."""

    def __init__(self, offset: Callable[[], float] = float) -> None:
        self._offset = offset
        self._last = (self.now(), time.monotonic())

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._offset())

    def jumped(self) -> bool:
        """Whether the wall clock was set forward or back since the last look."""
        now, ticks = self.now(), time.monotonic()
        before, earlier = self._last
        self._last = (now, ticks)
        return abs((now - before).total_seconds() - (ticks - earlier)) > JUMP
