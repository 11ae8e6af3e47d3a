"""The bot's own HTTP door: Telegram's webhook, /healthz and /metrics."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from wire.intake import Intake
from wire.raws import Raw, usable

log = structlog.get_logger("web")

BODY_MOST = 1024 * 1024
HOLD = 25.0
"""Seconds a webhook call waits for its commit before Telegram is asked to come again."""
AT_ONCE = 100
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Troubles = Callable[[], dict[str, str]]


class Webhook:
    """Takes updates by POST; answers 200 only when the update has committed."""

    def __init__(self, intake: Intake, secret: str) -> None:
        self.intake = intake
        self._secret = secret.encode()
        self._waiting: list[tuple[Raw, asyncio.Future[None]]] = []
        self._more = asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Take what waits, together, again and again."""
        while not self._stopping or self._waiting:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                try:
                    await self.intake.take([raw for raw, _ in now])
                except Exception as error:
                    log.exception("updates could not be taken")
                    _settle(now, error)
                else:
                    _settle(now, None)

    def stop(self) -> None:
        self._stopping = True
        self._more.set()

    async def receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER)
        if given is None:
            return web.Response(status=401)
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret):
            return web.Response(status=403)
        if self._stopping:
            return web.Response(status=503, headers={"Retry-After": "1"})
        try:
            raw = json.loads(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except (ValueError, RecursionError, web.RequestPayloadError):
            return web.Response(status=400)
        if not usable(raw):
            return web.Response(status=400)
        self.intake.answers.expect(raw)
        return await self._committed(raw)

    async def _committed(self, raw: Raw) -> web.Response:
        """An update that comes again while the database is away waits once."""
        future = next((one for known, one in self._waiting if known["update_id"] == raw["update_id"]), None)
        if future is None:
            future = asyncio.get_running_loop().create_future()
            self._waiting.append((raw, future))
        self._more.set()
        try:
            await asyncio.wait_for(asyncio.shield(future), HOLD)
        except Exception:
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response()


def _settle(calls: list[tuple[Raw, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, future in calls:
        if not future.done():
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)
                future.exception()


class Door:
    """The aiohttp server on LISTEN."""

    def __init__(self, *, troubles: Troubles, metrics: Callable[[], Awaitable[bytes]]) -> None:
        self.app = web.Application(client_max_size=BODY_MOST)
        self._troubles, self._metrics = troubles, metrics
        self._runner: web.AppRunner | None = None
        self.app.router.add_get("/healthz", self._healthz)
        self.app.router.add_get("/metrics", self._page)

    def add_webhook(self, path: str, webhook: Webhook) -> None:
        self.app.router.add_post(path or "/", webhook.receive)

    async def open(self, host: str, port: int) -> int:
        """Listen; the port that was taken. OSError when it cannot be had."""
        self._runner = web.AppRunner(
            self.app, access_log=None, handle_signals=False, shutdown_timeout=0.5, auto_decompress=False
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        taken: int = self._runner.addresses[0][1]
        return taken

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        troubles: dict[str, Any] = self._troubles()
        return web.json_response({"ok": not troubles, "reasons": troubles}, status=503 if troubles else 200)

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(body=await self._metrics(), headers={"Content-Type": "text/plain; version=0.0.4"})
