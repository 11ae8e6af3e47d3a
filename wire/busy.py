"""While the database takes nothing: whoever writes hears so, from memory, once a chat in ten minutes."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import structlog

from wire.limits import FOREVER, Permits
from wire.transport import AnswerLost, NotSent, Transport

log = structlog.get_logger("busy")

AFTER = 2.0
"""Seconds without a commit after which it is no passing hiccup."""
ONCE_IN = 600.0
"""Seconds in which a chat hears it once."""
CHATS_MOST = 20_000
"""Chats remembered; more are not told, so that memory stays flat."""
LOOK_AGAIN = 0.05

Word = Callable[[dict[str, Any]], tuple[int, str] | None]
"""What the sender of an update hears and in which chat; None where nobody waits for an answer."""


class Busy:
    """What it says is no row, and counts against the same limit as all that is sent."""

    def __init__(self, *, transport: Transport, permits: Permits, word: Word) -> None:
        self.transport, self.permits, self._word = transport, permits, word
        self._since: float | None = None
        self._told: dict[int, float] = {}
        self._waiting: deque[tuple[int, str]] = deque()
        self._task: asyncio.Task[None] | None = None

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
            self._waiting.clear()

    def expect(self, raw: dict[str, Any]) -> None:
        """An update came in; its chat hears how things stand, if they are bad."""
        if self._since is None or "message" not in raw:
            return
        told = self._word(raw)
        if told is None or not self._first(told[0]):
            return
        self._waiting.append(told)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._say())

    def _first(self, chat_id: int) -> bool:
        now = time.monotonic()
        if now - self._told.get(chat_id, -ONCE_IN) < ONCE_IN:
            return False
        if len(self._told) >= CHATS_MOST:
            self._told = {chat: at for chat, at in self._told.items() if now - at < ONCE_IN}
        if len(self._told) >= CHATS_MOST:
            return False
        self._told[chat_id] = now
        return True

    async def _say(self) -> None:
        try:
            while self._waiting:
                await self._permit()
                if self._waiting:
                    await self._call(*self._waiting.popleft())
        finally:
            self._task = None

    async def _permit(self) -> None:
        while True:
            now = time.monotonic()
            at = self.permits.ready_at(now)
            if at <= now:
                break
            await asyncio.sleep(LOOK_AGAIN if at == FOREVER else min(at - now, 1.0))
        self.permits.take(now)

    async def _call(self, chat_id: int, text: str) -> None:
        try:
            answer = await self.transport.call("sendMessage", json.dumps({"chat_id": chat_id, "text": text}).encode())
        except NotSent:
            self.permits.untaken(1)
        except AnswerLost:
            self.permits.answered(time.monotonic(), 1, None)
        else:
            self.permits.answered(time.monotonic(), 1, None)
            if answer.code == 429:
                self.permits.hold(time.monotonic() + (answer.retry_after or 1.0))

    async def stop(self) -> None:
        """Say nothing more."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()
