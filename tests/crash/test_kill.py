"""kill -9 while people write: everybody gets an answer, at most what was on the wire comes twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.server import BotApi
from tests.crash.process import TOKEN, Process, environment, killed_while_writing


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi(token=TOKEN)
    await server.start()
    yield server
    await server.stop()


async def check(api: BotApi, url: str, log: Path, *, webhook: bool, people: int, kills: int) -> None:
    process = Process(environment(api, url, webhook=webhook), log=log)
    crowd = [api.person(f"Warga {number}") for number in range(people)]
    try:
        found, exposed = await killed_while_writing(api, process, crowd, kills=kills, seed=people + kills)
    finally:
        await process.kill()
    lost = [person.id for person in crowd if not found[person.id]]
    doubled = sum(count - 1 for count in found.values())
    assert lost == []
    assert doubled <= exposed, "more came twice than was on the wire"
    assert all(count <= 1 + kills for count in found.values())


async def test_nobody_is_lost_while_a_thousand_write(api: BotApi, sqlite_url: str, tmp_path: Path) -> None:
    await check(api, sqlite_url, tmp_path / "log", webhook=False, people=1000, kills=4)


@pytest.mark.long
@pytest.mark.postgres
async def test_nobody_is_lost_by_webhook_on_postgresql(api: BotApi, postgres_url: str, tmp_path: Path) -> None:
    await check(api, postgres_url, tmp_path / "log", webhook=True, people=600, kills=3)


@pytest.mark.long
@pytest.mark.parametrize("webhook", [False, True])
async def test_nobody_is_lost_on_either_database(api: BotApi, database_url: str, tmp_path: Path, webhook: bool) -> None:
    await check(api, database_url, tmp_path / "log", webhook=webhook, people=1000, kills=10)


@pytest.mark.long
async def test_the_stock_loop_loses_people(api: BotApi, tmp_path: Path) -> None:
    """The same kills, stock python-telegram-bot: the test above can fail."""
    stock = Process(environment(api, "sqlite:///unused.db"), script="tests/crash/stock.py", log=tmp_path / "log")
    crowd = [api.person(f"Warga {number}") for number in range(200)]
    try:
        found, _ = await killed_while_writing(api, stock, crowd, kills=2, seed=1, patience=15)
    finally:
        await stock.kill()
    assert [person.id for person in crowd if not found[person.id]] != []
