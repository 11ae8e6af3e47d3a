"""Telegram, two residents, and a sender at work."""

import dataclasses
from collections.abc import AsyncIterator

import pytest

from sandbox.people import Person
from sandbox.server import BotApi
from tests.support import town
from tests.support.office import Office, office
from tests.support.town import CITY, city_pack
from wire import connection, settling

SMALL = dataclasses.replace(city_pack(CITY), articles=city_pack(CITY).articles[:12])


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The city knows little, and pauses before another try are short; those that Telegram asks for stay."""
    monkeypatch.setattr(town, "city_pack", lambda path: SMALL)
    monkeypatch.setattr(settling, "WAIT_MOST", 0.05)
    monkeypatch.setattr(connection, "OFFLINE_FIRST", 0.05)
    monkeypatch.setattr(connection, "OFFLINE_MOST", 0.1)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram, for one test."""
    api = BotApi()
    api.polling.conflict_wait = 0.05
    api.webhook.pause = 0.0
    await api.start()
    yield api
    await api.stop()


def newcomer(api: BotApi, name: str) -> Person:
    """Somebody who has started the bot; what they said is not left in the queue."""
    person = api.person(name)
    person.says("/start")
    api.world.queue.clear()
    return person


@pytest.fixture
def ani(api: BotApi) -> Person:
    return newcomer(api, "Ani")


@pytest.fixture
def budi(api: BotApi) -> Person:
    return newcomer(api, "Budi")


@pytest.fixture
async def post(api: BotApi, database_url: str) -> AsyncIterator[Office]:
    """A sender without limits, on SQLite and on PostgreSQL."""
    async with office(api, database_url) as one:
        yield one
