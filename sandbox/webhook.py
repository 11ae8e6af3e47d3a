"""Webhook delivery: in order per lane, tried again until any 2xx, as Telegram does."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from sandbox.errors import Refused, bad, too_many
from sandbox.faults import Faults
from sandbox.queue import Queue, Waiting
from sandbox.spec import Params

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
URL = re.compile(r"^(https?)://[^\s/:?#]+(?::(\d+))?([/?#]\S*)?$")
PORTS = (443, 80, 88, 8443)
LONGEST_DELAY = 60
LONGEST_RETRY_AFTER = 3600
TIMEOUT = 30
Execute = Callable[[str, dict[str, Any]], Awaitable[None]]


class Webhook:
    """Where updates are posted; lanes are (kind, chat or person), each in order, the others go on."""

    def __init__(self, queue: Queue, faults: Faults) -> None:
        self.queue = queue
        self.faults = faults
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.https_only = False
        self.retry_scale = 1.0
        self.pause = 1.0
        self.last_error: tuple[int, str] | None = None
        self.deliveries = 0
        self.execute: Execute | None = None
        self._next_set = 0.0
        self._lanes: dict[tuple[int, int], deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None
        queue.wake.append(self._take)

    def set(self, params: Params) -> str:
        """setWebhook and deleteWebhook; returns the description of the success."""
        url = params.get("url", "")
        if url:
            self._not_too_soon(params.at)
        secret = params.get("secret_token", "") if url else ""
        most = min(max(params.get("max_connections", 40), 1), 100) if url else 40
        drop = params.get("drop_pending_updates", False)
        same = (url, secret, most) == (self.url, self.secret, self.max_connections) and not drop
        if url and not same:
            self._check(url, secret)
        self.queue.allow(params.get("allowed_updates") if url else None)
        if same:
            return f"Webhook is already {'set' if url else 'deleted'}"
        had, self.url, self.secret, self.max_connections = self.url, url, secret, most
        self.last_error = None
        self._stop()
        if drop:
            self.queue.clear()
        self._start()
        return "Webhook was set" if url else f"Webhook {'was' if had else 'is already'} deleted"

    def _not_too_soon(self, at: float) -> None:
        if at < self._next_set:
            raise too_many(1)
        self._next_set = at + self.pause

    def _check(self, url: str, secret: str) -> None:
        match = URL.match(url)
        if match is None:
            raise bad("invalid webhook URL specified")
        if len(secret) > 256:
            raise bad("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad("secret token contains unallowed characters")
        if not self.https_only:
            return
        if match[1] != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if int(match[2] or 443) not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")

    def info(self) -> dict[str, Any]:
        """WebhookInfo."""
        self.queue.expire()
        waiting = len(self.queue.waiting)
        info: dict[str, Any] = {"url": self.url, "has_custom_certificate": False, "pending_update_count": waiting}
        if self.last_error:
            info["last_error_date"], info["last_error_message"] = self.last_error
        if self.url:
            info["max_connections"] = self.max_connections
        if self.queue.asked:
            info["allowed_updates"] = self.queue.asked
        return info

    def _start(self) -> None:
        if self.url:
            self._room = asyncio.Semaphore(self.max_connections)
            for item in self.queue.waiting.values():
                self._take(item)

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()

    async def close(self) -> None:
        """Ends all deliveries."""
        self._stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _take(self, item: Waiting) -> None:
        if not self.url:
            return
        lane = self._lanes.get(item.lane)
        if lane is not None:
            lane.append(item)
            return
        self._lanes[item.lane] = deque([item])
        task = asyncio.get_running_loop().create_task(self._run(item.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, lane: tuple[int, int]) -> None:
        items = self._lanes[lane]
        while items:
            item = items[0]
            if item.serial not in self.queue.waiting or self.queue.expired(item):
                self.queue.done(items.popleft())
                continue
            async with self._room:
                wait = await self._deliver(item)
            if wait is None:
                self.queue.done(items.popleft())
            else:
                await asyncio.sleep(wait * self.retry_scale)
        del self._lanes[lane]

    async def _deliver(self, item: Waiting) -> float | None:
        """Posts once; None when the bot has it, else the seconds to wait."""
        plan = self.faults.due("webhook")
        error, retry_after = "Connection refused", 0
        if not self.faults.is_offline and (plan is None or plan.what == "cut_after"):
            error, retry_after = await self._post(item)
        if not error and plan is None:
            return None
        self.last_error = (self.queue.clock.stamp(), error or "Connection reset by peer")
        return self._backoff(item, retry_after)

    def _backoff(self, item: Waiting, retry_after: int) -> float:
        """At once the first time, then twice as long each time."""
        item.fails += 1
        if retry_after or item.fails == 1:
            return float(min(retry_after, LONGEST_RETRY_AFTER))
        item.delay = min(LONGEST_DELAY, item.delay * 2)
        return item.delay

    async def _post(self, item: Waiting) -> tuple[str, int]:
        await asyncio.sleep(self.faults.half_trip())
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: self.secret} if self.secret else {})
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0, ssl=False)
            self._session = aiohttp.ClientSession(connector=connector)
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        self.deliveries += 1
        try:
            async with self._session.post(self.url, data=item.body, headers=headers, timeout=timeout) as response:
                body = await response.read()
        except TimeoutError:
            return "Connection timed out", 0
        except aiohttp.ClientError as error:
            return f"Connection failed: {type(error).__name__}", 0
        if not 200 <= response.status < 300:
            wait = response.headers.get("Retry-After", "0")
            reason = f"Wrong response from the webhook: {response.status} {response.reason}"
            return reason, int(wait) if wait.isdigit() else 0
        await self._answered(body)
        return "", 0

    async def _answered(self, body: bytes) -> None:
        """A method in the body of the answer is carried out; nobody sees its error."""
        if b'"method"' not in body or self.execute is None:
            return
        try:
            parsed = json.loads(body)
            await self.execute(str(parsed.pop("method")), parsed)
        except (ValueError, AttributeError, KeyError, Refused):
            return
