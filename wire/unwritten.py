"""What is said from memory, once a chat in ten minutes, within the limits of all that is sent; it is no row."""

import asyncio
import json
import time
from collections import deque

from wire.limits import FOREVER, Permits
from wire.transport import AnswerLost, NotSent, Transport

ONCE_IN = 600.0
"""Seconds in which a chat hears it once."""
CHATS_MOST = 20_000
"""Chats remembered; more are not told, so that memory stays flat."""
LOOK_AGAIN = 0.05


class Unwritten:
    """A word for whoever cannot be answered in the usual way."""

    def __init__(self, *, transport: Transport, permits: Permits) -> None:
        self.transport, self.permits = transport, permits
        self._told: dict[int, float] = {}
        self._waiting: deque[tuple[int, str]] = deque()
        self._task: asyncio.Task[None] | None = None

    def say(self, chat_id: int, text: str) -> None:
        """Unless the chat has heard it lately."""
        if not self._first(chat_id):
            return
        self._waiting.append((chat_id, text))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._say())

    def forget(self) -> None:
        """What still waits need not be said any more."""
        self._waiting.clear()

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
        self.forget()
        if self._task is not None:
            self._task.cancel()
