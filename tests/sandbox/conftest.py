"""A running sandbox, a stock bot, and a raw client."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from sandbox.people import Person
from sandbox.server import BotApi

Answer = dict[str, Any]
Ask = Callable[..., Awaitable[Answer]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server of its own for each test."""
    api = BotApi()
    api.polling.conflict_wait = 0.05
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """python-telegram-bot as it comes."""
    async with Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        yield bot


@pytest.fixture
def ani(api: BotApi) -> Person:
    """Somebody who has started the bot."""
    ani = api.person("Ani")
    ani.says("/start")
    return ani


@pytest.fixture
async def ask(api: BotApi) -> AsyncIterator[Ask]:
    """Calls a method with JSON parameters and gives the whole answer, with the HTTP status and headers."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **params: Any) -> Answer:
            async with session.post(f"{api.url}/bot{api.token}/{method}", json=params) as response:
                answer: Answer = await response.json()
                return {**answer, "status": response.status, "headers": response.headers}

        yield call
