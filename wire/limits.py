"""Telegram's limits, kept so that the receiver can never count more: a permit comes back one second after the ANSWER.

Let a message be sent at s, arrive at a and be answered at r (s ≤ a ≤ r). The n-th after it is sent only once r + 1 s
has passed, so it arrives at least 1 s after a, whatever the network does in between. All times are monotonic seconds.
"""

from collections import deque

WINDOW = 1.0
GROUP_WINDOW = 60.0
GROUP_MESSAGES = 20
PRIVATE_BURST = 3
LEAST_IN_FLIGHT = 4
SLACK = 0.03
CLAIMED = 28
FOREVER = float("inf")


class Permits:
    """All chats: at most `rate` in any second at the receiver, paced, few in flight (a crash doubles them)."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.held_until = 0.0
        self._silent_until = 0.0
        self.in_flight = 0
        self._free = rate
        self._returns: deque[tuple[float, int]] = deque()
        self._next = self._next_bulk = 0.0
        self._round_trip = 0.05
        self.kept = min(max(1, rate // 50), rate - 1)
        """Permits that announcements leave free, so that a reply never waits behind them."""

    def begin(self, now: float) -> None:
        """A sender starts: it is silent for a second, since it cannot know what the last second sent."""
        self._silent_until = now + WINDOW

    def cost(self, items: int) -> int:
        """What `items` messages cost; never more than there are permits."""
        return min(items, self.rate)

    def ready_at(self, now: float, items: int = 1, *, bulk: bool = False) -> float:
        """When `items` may go: a time ≤ now means now; FOREVER means once something in flight is answered."""
        while self._returns and self._returns[0][0] <= now:
            self._free += self._returns.popleft()[1]
        if self.in_flight + bulk >= max(LEAST_IN_FLIGHT, self.rate * (self._round_trip + SLACK)):
            return FOREVER
        at = max(self._silent_until, self.held_until, self._next_bulk if bulk else self._next)
        kept = min(self.kept, self.rate - self.cost(items)) if bulk else 0
        missing = self.cost(items) - self._free + kept
        for when, count in self._returns:
            if missing <= 0:
                break
            missing -= count
            at = max(at, when)
        return FOREVER if missing > 0 else at

    def take(self, now: float, items: int = 1, *, bulk: bool = False) -> None:
        self._free -= self.cost(items)
        self.in_flight += 1
        lasts, earliest = self.cost(items) / self.rate, now - 2 / self.rate
        self._next_bulk = max(self._next_bulk, earliest) + lasts
        if not bulk:
            self._next = max(self._next, earliest) + lasts

    def claimable(self, seconds: float) -> int:
        """Copies of announcements that may be claimed at once, to last so long: a crash leaves them unknown."""
        return int(self.rate * self._round_trip + min(CLAIMED, self.rate * seconds + 2))

    def answered(self, now: float, items: int, round_trip: float | None) -> None:
        """The answer came, or is given up; `round_trip` in seconds where one was measured."""
        self.in_flight -= 1
        self._returns.append((now + WINDOW, self.cost(items)))
        if round_trip is not None:
            self._round_trip += 0.1 * (round_trip - self._round_trip)

    def untaken(self, items: int) -> None:
        """It surely was never written: the permit is free at once."""
        self.in_flight -= 1
        self._free += self.cost(items)

    def hold(self, until: float) -> None:
        self.held_until = max(self.held_until, until)


class PrivateChat:
    """One message a second, three at once; an album goes when the burst is full and costs a second an item."""

    __slots__ = ("_floor", "_full_at")

    def __init__(self) -> None:
        self._full_at = 0.0
        self._floor = 0.0

    def ready_at(self, now: float, items: int) -> float:
        if items > 1:
            return max(self._floor, self._full_at)
        return max(self._floor, self._full_at - (PRIVATE_BURST - 1) * WINDOW)

    def answered(self, now: float, items: int) -> None:
        self._full_at = max(self._full_at, now) + items * WINDOW
        if items > 1:
            self._floor = now + items * WINDOW

    def idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        return now >= self._full_at and now >= self._floor


class GroupChat:
    """Twenty messages, edits included, in any minute."""

    __slots__ = ("_answers",)

    def __init__(self) -> None:
        self._answers: deque[float] = deque()

    def ready_at(self, now: float, items: int) -> float:
        while self._answers and self._answers[0] + GROUP_WINDOW <= now:
            self._answers.popleft()
        over = len(self._answers) + min(items, GROUP_MESSAGES) - GROUP_MESSAGES
        return now if over <= 0 else self._answers[over - 1] + GROUP_WINDOW

    def answered(self, now: float, items: int) -> None:
        self._answers.extend([now] * items)

    def idle(self, now: float) -> bool:
        return not self._answers or self._answers[-1] + GROUP_WINDOW <= now


class NoPermits(Permits):
    """No limits at all; for benchmarks' and dialogues' own construction, no setting leads here."""

    def __init__(self, in_flight: int = 256) -> None:
        super().__init__(1)
        self._most = in_flight

    def begin(self, now: float) -> None:
        """Not silent either."""

    def ready_at(self, now: float, items: int = 1, *, bulk: bool = False) -> float:
        return self.held_until if self.in_flight < self._most else FOREVER

    def take(self, now: float, items: int = 1, *, bulk: bool = False) -> None:
        self.in_flight += 1

    def claimable(self, seconds: float) -> int:
        return 2 * self._most

    def answered(self, now: float, items: int, round_trip: float | None) -> None:
        self.in_flight -= 1

    def untaken(self, items: int) -> None:
        self.in_flight -= 1


class NoBudget:
    """A chat without a limit."""

    __slots__ = ()

    def ready_at(self, now: float, items: int) -> float:
        return 0.0

    def answered(self, now: float, items: int) -> None:
        """Nothing is counted."""

    def idle(self, now: float) -> bool:
        return True
