"""What goes wrong on purpose."""

import asyncio
import time
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from sandbox.people import Person
from sandbox.server import BotApi
from tests.sandbox.conftest import Ask


async def test_a_request_cut_before_is_not_accepted(api: BotApi, ask: Ask, ani: Person) -> None:
    api.faults.cut_before("sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await ask("sendMessage", chat_id=ani.id, text="hai")
    assert ani.seen == []
    assert [(call.ok, call.error) for call in api.calls] == [(False, "cut_before")]
    assert (await ask("sendMessage", chat_id=ani.id, text="hai"))["ok"]


async def test_a_request_cut_after_is_accepted(api: BotApi, ask: Ask, ani: Person) -> None:
    api.faults.cut_after("sendmessage", n=2)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await ask("sendMessage", chat_id=ani.id, text="hai")
    assert ani.seen == ["hai", "hai"]
    assert [call.ok for call in api.calls] == [True, True]


@pytest.mark.parametrize("body", ["<html>502 Bad Gateway</html>", {"ok": False, "error_code": 502, "description": "x"}])
async def test_any_status_and_body(api: BotApi, bot: Bot, ani: Person, body: str) -> None:
    api.faults.status("sendMessage", 502, body)
    with pytest.raises(NetworkError):
        await bot.send_message(ani.id, "hai")
    assert ani.seen == []


async def test_offline_refuses_connections_until_it_is_over(api: BotApi, bot: Bot, ask: Ask, ani: Person) -> None:
    poll = asyncio.ensure_future(bot.get_updates(offset=100_001, timeout=20))
    await asyncio.sleep(0.05)
    api.faults.offline()
    with pytest.raises(NetworkError):
        await asyncio.wait_for(poll, 1)
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask("getMe")
    api.faults.offline(False)
    await asyncio.sleep(0.01)
    assert (await ask("getMe"))["ok"]


async def test_the_network_is_slow_both_ways(api: BotApi, ask: Ask) -> None:
    api.faults.delay(0.1, jitter=0.05)
    before = time.monotonic()
    await ask("getMe")
    assert 0.1 <= time.monotonic() - before < 0.3
    assert api.calls[0].at_monotonic - before >= 0.05


async def test_too_many_on_order(api: BotApi, bot: Bot, ani: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    budi = api.person("Budi")
    budi.says("hai")
    api.faults.too_many(ani.id, retry_after=30)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(ani.id, "hai")
    assert caught.value.retry_after == timedelta(seconds=30)
    await bot.send_message(budi.id, "hai")
    await bot.send_chat_action(ani.id, "typing")
    assert (ani.seen, budi.seen, api.violations) == ([], ["hai"], [])


async def test_calm_ends_all_faults(api: BotApi, ask: Ask) -> None:
    api.faults.cut_before("*", n=9)
    api.faults.revoke_token()
    api.faults.too_many(None, 9)
    api.faults.conflict(4)
    api.faults.calm()
    assert (await ask("getMe"))["ok"]
    assert (await ask("getUpdates"))["ok"]
    assert api.faults.snapshot() == {
        "delay": 0,
        "jitter": 0.0,
        "offline": False,
        "revoked": False,
        "too_many": [],
        "planned": [],
    }


async def test_every_call_is_noted(api: BotApi, ask: Ask, ani: Person) -> None:
    await ask("sendMessage", chat_id=ani.id, text="hai")
    await ask("sendMessage", chat_id=5, text="hai")
    await ask("getUpdates")
    assert [(call.method, call.chat_id, call.ok, call.error) for call in api.calls] == [
        ("sendMessage", ani.id, True, None),
        ("sendMessage", 5, False, "Bad Request: chat not found"),
    ]
    assert api.calls[0].params["text"] == "hai"
    assert api.calls[0].at_monotonic <= api.calls[1].at_monotonic
    assert api.polling.count == 1
