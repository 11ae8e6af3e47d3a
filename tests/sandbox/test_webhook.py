"""Webhook delivery: the secret, the order, trying again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot

from sandbox.people import Person
from sandbox.server import BotApi
from tests.sandbox.conftest import Ask


@dataclass
class Hook:
    """A bot's webhook: notes what comes, answers what it is told to."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    respond: Callable[[dict[str, Any]], web.Response] = lambda body: web.Response()
    wait: Callable[[dict[str, Any]], float] = lambda body: 0.0
    busiest: int = 0
    busy: int = 0

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.busy += 1
        self.busiest = max(self.busy, self.busiest)
        await asyncio.sleep(self.wait(body))
        self.busy -= 1
        self.bodies.append(body)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.respond(body)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/masuk", hook.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/masuk"
    yield hook
    await runner.cleanup()


@pytest.fixture(autouse=True)
def _quick(api: BotApi) -> None:
    api.webhook.retry_scale = 0.01
    api.webhook.pause = 0.0


async def test_what_waited_and_what_comes_is_delivered_with_the_secret(
    api: BotApi, bot: Bot, hook: Hook, ani: Person
) -> None:
    await bot.set_webhook(hook.url, secret_token="rahasia-1")
    ani.says("dua")
    await api.until(lambda: api.pending == 0)
    assert hook.texts == ["/start", "dua"]
    assert hook.secrets == ["rahasia-1"] * 2


async def test_descriptions_of_success(ask: Ask, hook: Hook) -> None:
    said = [
        (await ask(method, **params))["description"]
        for method, params in (
            ("deleteWebhook", {}),
            ("setWebhook", {"url": hook.url}),
            ("setWebhook", {"url": hook.url}),
            ("deleteWebhook", {}),
        )
    ]
    assert said == [
        "Webhook is already deleted",
        "Webhook was set",
        "Webhook is already set",
        "Webhook was deleted",
    ]


async def test_set_webhook_twice_in_a_second_is_too_many(api: BotApi, ask: Ask, hook: Hook) -> None:
    api.webhook.pause = 1.0
    assert (await ask("setWebhook", url=hook.url))["ok"]
    answer = await ask("setWebhook", url=f"{hook.url}?lain")
    assert (answer["status"], answer["parameters"], answer["headers"]["Retry-After"]) == (429, {"retry_after": 1}, "1")


async def test_anything_but_2xx_is_tried_again_in_order(api: BotApi, bot: Bot, hook: Hook, ani: Person) -> None:
    statuses = [500, 404, 302, 204]
    hook.respond = lambda body: web.Response(status=statuses.pop(0) if statuses else 200)
    await bot.set_webhook(hook.url)
    ani.says("dua")
    await api.until(lambda: api.pending == 0)
    assert hook.texts == ["/start"] * 4 + ["dua"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"
    assert info.pending_update_count == 0


async def test_one_chat_that_fails_does_not_hold_up_the_others(api: BotApi, bot: Bot, hook: Hook, ani: Person) -> None:
    api.webhook.retry_scale = 1.0
    budi = api.person("Budi")
    hook.respond = lambda body: web.Response(status=500 if body["message"]["from"]["id"] == ani.id else 200)
    await bot.set_webhook(hook.url)
    for text in ("satu", "dua"):
        budi.says(text)
    await api.until(lambda: hook.texts[-1:] == ["dua"])
    assert api.pending == 1


async def test_no_more_connections_than_allowed(api: BotApi, bot: Bot, hook: Hook) -> None:
    hook.wait = lambda body: 0.01
    await bot.set_webhook(hook.url, max_connections=3)
    for number in range(12):
        api.person(f"Orang {number}").says("hai")
    await api.until(lambda: api.pending == 0)
    assert (hook.busiest, len(hook.bodies)) == (3, 12)


async def test_a_lost_answer_brings_the_update_again(api: BotApi, bot: Bot, hook: Hook, ani: Person) -> None:
    api.faults.cut_after("webhook")
    await bot.set_webhook(hook.url)
    await api.until(lambda: api.pending == 0)
    assert hook.texts == ["/start", "/start"]
    assert hook.bodies[0] == hook.bodies[1]


async def test_a_method_in_the_answer_is_carried_out(api: BotApi, bot: Bot, hook: Hook, ani: Person) -> None:
    reply = {"method": "sendMessage", "chat_id": ani.id, "text": "langsung"}
    hook.respond = lambda body: web.json_response(reply)
    await bot.set_webhook(hook.url)
    await api.until(lambda: ani.seen == ["langsung"])


async def test_pending_updates_are_kept_or_dropped(api: BotApi, bot: Bot, ani: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/")
    await bot.delete_webhook()
    assert api.pending == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert api.pending == 0


async def test_a_webhook_nobody_answers_at(api: BotApi, bot: Bot, ani: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/", max_connections=7, allowed_updates=["message"])
    await api.until(lambda: api.webhook.last_error is not None)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.max_connections, info.allowed_updates) == (1, 7, ("message",))
    assert "Connection" in (info.last_error_message or "")
