"""How fast the bot sends: what Telegram would refuse, and what was seen."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from sandbox.errors import too_many

PAID_RATE = 1000
BURST = 3
GROUP_A_MINUTE = 20
# What was on its way when the 429 was told is no violation; a slow network adds to this.
GRACE = 0.1
ROUNDING = 1e-9


@dataclass(slots=True)
class Hold:
    """A 429 was given: nothing may go to this scope until then."""

    until: float
    told: float
    refused: set[int] = field(default_factory=set)


class Limits:
    """Sliding windows over arrivals; strict: refuses beyond them."""

    def __init__(self, strict: bool, rate: int = 30) -> None:
        self.strict = strict
        self.rate = rate
        self.grace = GRACE
        self.arrivals: list[tuple[float, int, int]] = []
        self.by_chat: dict[int, int] = defaultdict(int)
        self.violations: list[str] = []
        self.holds: dict[int | None, Hold] = {}
        self.held_back: deque[tuple[int | None, int]] = deque()
        self._second: deque[tuple[float, int]] = deque()
        self._paid: deque[tuple[float, int]] = deque()
        self._buckets: dict[int, tuple[float, float]] = {}
        self._minutes: dict[int, deque[tuple[float, int]]] = defaultdict(deque)

    def admit(self, chat: int, at: float, weight: int = 1, *, edit: bool = False, paid: bool = False) -> None:
        """Counts a send or an edit that came at this moment; refuses it when it is too early or too much."""
        self._check_holds(chat, at)
        if self.held_back:
            self._check_planned(chat, at)
        if self.strict:
            self._check_windows(chat, at, weight, edit, paid)
        self.arrivals.append((at, weight, chat))
        self.by_chat[chat] += weight

    def hold(self, chat: int, scope: int | None, at: float, retry_after: int) -> None:
        """Starts a 429 for this scope (None: every chat)."""
        self.holds[scope] = Hold(at + retry_after, at, {chat})
        raise too_many(retry_after)

    def busiest_second(self) -> int:
        """Most in any window of one second, to all chats."""
        return self.busiest(1.0)

    def busiest(self, seconds: float = 1.0, chat: int | None = None) -> int:
        """Most sends and edits accepted in any window this long, by arrival; an album counts its items."""
        window: deque[tuple[float, int]] = deque()
        total = most = 0
        for at, weight, where in sorted(self.arrivals):
            if chat not in (None, where):
                continue
            window.append((at, weight))
            total += weight
            while window[0][0] <= at - seconds + ROUNDING:
                total -= window.popleft()[1]
            most = max(most, total)
        return most

    def _check_holds(self, chat: int, at: float) -> None:
        for scope in (chat, None) if self.holds else ():
            hold = self.holds.get(scope)
            if hold is None:
                continue
            if at >= hold.until:
                del self.holds[scope]
                continue
            known = chat in hold.refused if scope is None and len(hold.refused) < 2 else True
            if known and at > hold.told + self.grace:
                name = "all chats" if scope is None else f"chat {chat}"
                self.violations.append(f"sent to {name} {hold.until - at:.2f} s before retry_after had passed")
            if chat not in hold.refused:
                hold.refused.add(chat)
                hold.told = at
            raise too_many(max(1, math.ceil(hold.until - at)))

    def _check_planned(self, chat: int, at: float) -> None:
        """A 429 somebody has ordered (see Faults.too_many)."""
        for plan in self.held_back:
            if plan[0] in (chat, None):
                self.held_back.remove(plan)
                self.hold(chat, plan[0], at, plan[1])

    def _check_windows(self, chat: int, at: float, weight: int, edit: bool, paid: bool) -> None:
        window, most = (self._paid, PAID_RATE) if paid else (self._second, self.rate)
        wait = _over(window, at, weight, most, 1.0)
        if wait:
            self._refuse(chat, None, at, wait, f"more than {most} messages in a second")
        if chat < 0:
            wait = _over(self._minutes[chat], at, weight, GROUP_A_MINUTE, 60.0)
            if wait:
                self._refuse(chat, chat, at, wait, f"more than {GROUP_A_MINUTE} a minute to group {chat}")
            self._minutes[chat].append((at, weight))
        elif not edit:
            self._spend(chat, at, weight)
        window.append((at, weight))

    def _spend(self, chat: int, at: float, weight: int) -> None:
        level, since = self._buckets.get(chat, (float(BURST), at))
        level = min(BURST, level + at - since)
        needed = min(weight, BURST)
        if level < needed - ROUNDING:
            self._refuse(chat, chat, at, needed - level, f"more than 1 a second (burst {BURST}) to chat {chat}")
        self._buckets[chat] = (level - weight, at)

    def _refuse(self, chat: int, scope: int | None, at: float, wait: float, why: str) -> None:
        self.violations.append(why)
        self.hold(chat, scope, at, max(1, math.ceil(wait)))


def _over(window: deque[tuple[float, int]], at: float, weight: int, most: int, seconds: float) -> float:
    """How long to wait until the window has room; 0 when it has."""
    while window and window[0][0] <= at - seconds + ROUNDING:
        window.popleft()
    if sum(entry[1] for entry in window) + weight <= most or not window:
        return 0.0
    return max(1e-6, window[0][0] + seconds - at)
