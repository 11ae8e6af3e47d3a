"""An alarm on the event loop: rings once, at the earliest time that somebody asked for."""

import asyncio
from collections.abc import Callable


class Alarm:
    """Times are monotonic seconds; when it has rung, it is set anew."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._set: tuple[float, asyncio.TimerHandle] | None = None

    def ring_at(self, at: float, now: float) -> None:
        """Not later than this; an earlier time that is still to come stays."""
        if self._set is not None:
            if now < self._set[0] <= at:
                return
            self._set[1].cancel()
        self._set = (at, asyncio.get_running_loop().call_later(max(0.0, at - now) + 0.0005, self._ring))

    def stop(self) -> None:
        if self._set is not None:
            self._set[1].cancel()
            self._set = None
