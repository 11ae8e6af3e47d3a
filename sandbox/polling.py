"""getUpdates: confirms, waits, and refuses a second poller, as Telegram does."""

import asyncio
from typing import Any

from sandbox.errors import Refused, conflict
from sandbox.queue import Queue, Waiting
from sandbox.spec import Params
from sandbox.webhook import Webhook

OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
REPEATED_CONFLICT_WAIT = 3.0
MAX_TIMEOUT = 50


class Polling:
    """At most one long poll waits at a time."""

    def __init__(self, queue: Queue, webhook: Webhook) -> None:
        self.queue = queue
        self.webhook = webhook
        self.count = 0
        self.conflicts = 0
        self.conflict_wait = REPEATED_CONFLICT_WAIT
        self._waiter: asyncio.Future[None] | None = None
        self._previous = (-1, -100.0)
        self._next_conflict = 0.0
        queue.wake.append(self.wake)

    @property
    def webhook_active(self) -> bool:
        """Whether updates go to a webhook instead."""
        return bool(self.webhook.url)

    async def get_updates(self, params: Params) -> str:
        """JSON list of the updates that wait, at once or when one comes."""
        self.count += 1
        if self.conflicts:
            self.conflicts -= 1
            raise await self._conflict(OTHER)
        if self.webhook_active:
            raise await self._conflict(WEBHOOK_ACTIVE)
        self.queue.allow(params.get("allowed_updates"))
        offset, limit, timeout = self._tamed(params)
        self.queue.confirm(offset)
        found = self.queue.take(limit)
        if not found and timeout:
            found = await self._wait(limit, timeout)
        return f"[{','.join(found)}]"

    def stop_waiting(self, why: str | None = None) -> None:
        """Ends the waiting long poll with a conflict, or with what there is."""
        waiter, self._waiter = self._waiter, None
        if waiter is None or waiter.done():
            return
        if why:
            waiter.set_exception(conflict(why))
        else:
            waiter.set_result(None)

    def wake(self, item: Waiting) -> None:
        """An update has come."""
        if self._waiter is not None:
            self.stop_waiting()

    def _tamed(self, params: dict[str, Any]) -> tuple[int, int, float]:
        """Clamped values; asking the same again too soon is slowed, as Telegram does."""
        offset = params.get("offset", 0)
        limit = min(max(params.get("limit", 100), 1), 100)
        timeout = min(max(params.get("timeout", 0), 0), MAX_TIMEOUT)
        now = asyncio.get_running_loop().time()
        before, at = self._previous
        if offset == before and timeout < 3 and now < at + 3.0:
            timeout = 3
        if offset == before and now < at + 0.5:
            limit = 1
        self._previous = (offset, now)
        return offset, limit, timeout

    async def _wait(self, limit: int, timeout: float) -> list[str]:
        self.stop_waiting(OTHER)
        waiter = self._waiter = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiter, timeout)
        except TimeoutError:
            pass
        except Refused as refused:
            raise await self._conflict(refused.description.removeprefix("Conflict: ")) from None
        finally:
            if self._waiter is waiter:
                self._waiter = None
        return self.queue.take(limit)

    async def _conflict(self, why: str) -> Refused:
        """The refusal; one repeated within three seconds is answered late."""
        now = asyncio.get_running_loop().time()
        if now < self._next_conflict:
            await asyncio.sleep(self.conflict_wait)
        else:
            self._next_conflict = now + self.conflict_wait
        return conflict(why)
