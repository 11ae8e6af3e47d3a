"""Updates on their way to the bot: kept until confirmed, expired or forgotten, as Telegram keeps them."""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sandbox.clock import Clock

DAY = 86400
LIFETIME = {"callback_query": 150, "inline_query": 30, "chosen_inline_result": 600}
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
MAX_EVENTS = 100_000


@dataclass(slots=True, eq=False)
class Waiting:
    """One update not yet confirmed."""

    serial: int
    update_id: int
    kind: str
    body: str
    expires: float
    lane: tuple[int, int]
    fails: int = 0
    delay: float = 1.0


class Queue:
    """Order, ids, life times and the kinds the bot asked for."""

    def __init__(self, clock: Clock, kinds: Iterable[str], first_id: int = 100_000) -> None:
        self.clock = clock
        self.known = list(kinds)
        self.next_id = first_id
        self.lost = 0
        self.waiting: dict[int, Waiting] = {}
        self.wake: list[Callable[[Waiting], None]] = []
        self.allowed: set[str] = set(self.known) - NOT_BY_DEFAULT
        self.asked: list[str] | None = None
        self._serial = 0
        self._soonest = math.inf

    def allow(self, kinds: Any) -> None:
        """Remembers allowed_updates; None keeps what was; an empty list is the default; nonsense is ignored."""
        if not isinstance(kinds, list):
            return
        self.asked = [kind for kind in kinds if kind in self.known] or None
        self.allowed = set(self.asked) if self.asked else set(self.known) - NOT_BY_DEFAULT

    def put(self, kind: str, body: dict[str, Any], lane: tuple[int, int] = (0, 0)) -> int:
        """Adds an update if the bot wants its kind; returns its id (0 when it is not wanted or the queue is full)."""
        if kind not in self.allowed:
            return 0
        update_id = self.next_id
        self.next_id += 1
        return self.append(update_id, kind, {"update_id": update_id, kind: body}, lane)

    def append(self, update_id: int, kind: str, raw: dict[str, Any], lane: tuple[int, int] = (0, 0)) -> int:
        """Adds a ready-made update as it is."""
        if len(self.waiting) >= MAX_EVENTS:
            self.lost += 1
            return 0
        expires = self.clock.now() + LIFETIME.get(kind, DAY)
        self._soonest = min(self._soonest, expires)
        self._serial += 1
        item = Waiting(self._serial, update_id, kind, json.dumps(raw), expires, lane)
        self.waiting[item.serial] = item
        for wake in self.wake:
            wake(item)
        return update_id

    def confirm(self, offset: int) -> None:
        """Forgets what getUpdates with this offset confirms; a negative one keeps only the last."""
        waiting = self.waiting
        if offset < 0:
            for serial in list(islice(waiting, max(0, len(waiting) + offset))):
                del waiting[serial]
        elif self.next_id + 10 >= offset > 0:
            while waiting and (first := next(iter(waiting.values()))).update_id < offset:
                del waiting[first.serial]

    def take(self, limit: int) -> list[str]:
        """The first updates that have not expired, as JSON made when they came; they stay until confirmed."""
        self.expire()
        return [item.body for item in islice(self.waiting.values(), limit)]

    def expire(self) -> None:
        """Drops what is past its life time, silently."""
        now = self.clock.now()
        if now <= self._soonest:
            return
        self.waiting = {serial: item for serial, item in self.waiting.items() if item.expires >= now}
        self._soonest = min((item.expires for item in self.waiting.values()), default=math.inf)

    def expired(self, item: Waiting) -> bool:
        """Whether an update is past its life time."""
        return item.expires < self.clock.now()

    def done(self, item: Waiting) -> None:
        """Takes out one delivered update."""
        self.waiting.pop(item.serial, None)

    def clear(self) -> None:
        """drop_pending_updates."""
        self.waiting.clear()
