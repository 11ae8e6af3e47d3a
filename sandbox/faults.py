"""What can go wrong on purpose between the bot and Telegram."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ANY = "*"


@dataclass(slots=True)
class Planned:
    """A fault for the next n requests of a method."""

    what: str
    n: int
    code: int = 0
    body: str | dict[str, Any] = ""


class Faults:
    """The knobs; everything is off at first."""

    def __init__(self, seed: int = 1) -> None:
        self.latency = 0.0
        self.jitter = 0.0
        self.is_offline = False
        self.revoked = False
        self.held_back: deque[tuple[int | None, int]] = deque()
        self.on_change: Callable[[], None] = lambda: None
        self.on_offline: Callable[[bool], None] = lambda offline: None
        self.on_conflict: Callable[[int], None] = lambda n: None
        self._planned: dict[str, list[Planned]] = {}
        self._random = random.Random(seed)  # noqa: S311

    def delay(self, seconds: float, jitter: float = 0.0) -> None:
        """Every round trip takes this long, and up to jitter longer; half of it before the request arrives."""
        self.latency, self.jitter = seconds, jitter
        self.on_change()

    def offline(self, offline: bool = True) -> None:
        """Cuts every connection and refuses new ones, until offline(False)."""
        self.is_offline = offline
        self.on_offline(offline)
        self.on_change()

    def cut_before(self, method: str, n: int = 1) -> None:
        """The next n requests of this method ("*": any) are cut before Telegram accepts them."""
        self._plan(method, Planned("cut_before", n))

    def cut_after(self, method: str, n: int = 1) -> None:
        """The next n requests are accepted, then the connection is cut instead of an answer."""
        self._plan(method, Planned("cut_after", n))

    def status(self, method: str, code: int, body: str | dict[str, Any] = "", n: int = 1) -> None:
        """The next n requests are not accepted and get this status and body (text, or a dict as JSON)."""
        self._plan(method, Planned("status", n, code, body))

    def too_many(self, chat_id: int | None, retry_after: int, n: int = 1) -> None:
        """The next n sends to this chat (None: to any) get a 429; the scope stays shut until the time has passed."""
        self.held_back.extend([(chat_id, retry_after)] * n)
        self.on_change()

    def conflict(self, n: int = 1) -> None:
        """The next n getUpdates get 409, as if another bot polled."""
        self.on_conflict(n)
        self.on_change()

    def revoke_token(self, revoked: bool = True) -> None:
        """From now on every request gets 401."""
        self.revoked = revoked
        self.on_change()

    def calm(self) -> None:
        """Everything off again."""
        self._planned.clear()
        self.held_back.clear()
        self.revoked = False
        self.delay(0)
        self.conflict(0)
        if self.is_offline:
            self.offline(False)

    def half_trip(self) -> float:
        """Seconds for one way of a round trip."""
        return (self.latency + self._random.uniform(0, self.jitter)) / 2 if self.latency or self.jitter else 0.0

    def due(self, method: str) -> Planned | None:
        """The fault planned for this request, used up."""
        if not self._planned:
            return None
        for key in (method.lower(), ANY):
            plans = self._planned.get(key)
            if plans:
                return self._use(key, plans)
        return None

    def snapshot(self) -> dict[str, Any]:
        """What is switched on, for the panel."""
        return {
            "delay": self.latency,
            "jitter": self.jitter,
            "offline": self.is_offline,
            "revoked": self.revoked,
            "too_many": [{"chat_id": chat, "retry_after": wait} for chat, wait in self.held_back],
            "planned": [
                {"method": key, "what": plan.what, "n": plan.n}
                for key, plans in self._planned.items()
                for plan in plans
            ],
        }

    def _plan(self, method: str, plan: Planned) -> None:
        self._planned.setdefault(method.lower(), []).append(plan)
        self.on_change()

    def _use(self, key: str, plans: list[Planned]) -> Planned:
        plan = plans[0]
        plan.n -= 1
        if plan.n <= 0:
            plans.pop(0)
        if not plans:
            del self._planned[key]
        self.on_change()
        return plan
