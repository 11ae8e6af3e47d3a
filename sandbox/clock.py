"""The sandbox's clock: real time, moved by hand."""

import time


class Clock:
    """Seconds since 1970, plus how far somebody has moved it."""

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> float:
        """The sandbox's time."""
        return time.time() + self.shift

    def stamp(self) -> int:
        """The sandbox's time in whole seconds, as messages carry it."""
        return int(time.time() + self.shift)

    def move(self, seconds: float) -> None:
        """Jumps forward, or back."""
        self.shift += seconds
