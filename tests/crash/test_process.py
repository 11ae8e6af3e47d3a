"""Starting and stopping as an operator sees it: one at a time, clean on SIGTERM, at once after kill -9."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.server import BotApi
from tests.crash.process import TOKEN, Process, answers, environment
from tests.support.town import until


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi(token=TOKEN)
    await server.start()
    yield server
    await server.stop()


async def polls(api: BotApi, times: int = 1) -> None:
    """Wait until the bot has begun to poll."""
    before = api.polling.count
    await until(lambda: api.polling.count >= before + times, why="the bot to poll")


async def test_sigterm_finishes_what_is_in_hand_and_exits_0(api: BotApi, database_url: str, tmp_path: Path) -> None:
    process = Process(environment(api, database_url), log=tmp_path / "log")
    ani = api.person("Ani")
    await process.start()
    await polls(api)
    ani.says("/batal")
    await until(lambda: len(ani.seen) == 1, why="the first answer")
    api.faults.delay(0.5)
    ani.says("/batal")
    await until(lambda: not api.pending or api.world.calls[-1].chat_id == ani.id, why="the second to be in hand")
    assert await process.kill(signal.SIGTERM) == 0
    api.faults.delay(0.0)

    await process.start()
    ani.says("/batal")
    await until(lambda: len(ani.seen) >= 3, why="the third answer")
    await asyncio.sleep(0.3)
    assert await process.kill(signal.SIGTERM) == 0
    assert len(ani.seen) == 3
    assert "not clean" not in (tmp_path / "log").read_text()


@pytest.mark.long
async def test_sigterm_ends_it_in_time_while_the_database_is_locked(
    api: BotApi, sqlite_url: str, tmp_path: Path
) -> None:
    process = Process(environment(api, sqlite_url), log=tmp_path / "log")
    ani = api.person("Ani")
    await process.start()
    await polls(api)
    ani.says("/batal")
    await until(lambda: len(ani.seen) == 1, why="the first answer")
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for _ in range(3):
        ani.says("/batal")
    await asyncio.sleep(0.5)
    began = time.monotonic()
    assert await process.kill(signal.SIGTERM) == 0
    assert time.monotonic() - began < 5
    other.close()
    await process.start()
    await until(lambda: len(ani.seen) == 4, why="the other answers")
    await process.kill(signal.SIGTERM)


async def test_a_second_bot_on_the_same_database_refuses_to_start(
    api: BotApi, database_url: str, tmp_path: Path
) -> None:
    first = Process(environment(api, database_url), log=tmp_path / "first")
    second = Process(environment(api, database_url), log=tmp_path / "second")
    await first.start()
    try:
        await polls(api)
        await second.start()
        assert second.now is not None
        assert await second.now.wait() == 2
        lines = (tmp_path / "second").read_text().splitlines()
        assert lines == ["DATABASE_URL: another bot already runs on this database; stop that one first"]
    finally:
        await first.kill()

    third = Process(environment(api, database_url), log=tmp_path / "third")
    await third.start()
    try:
        await polls(api)
        ani = api.person("Ani")
        ani.says("/batal")
        await until(lambda: len(ani.seen) == 1, why="the next start to answer at once after kill -9")
    finally:
        await third.kill()


async def test_another_poller_with_the_token_turns_health_red(api: BotApi, sqlite_url: str, tmp_path: Path) -> None:
    import aiohttp

    told = environment(api, sqlite_url)
    process = Process(told, log=tmp_path / "log")

    def told_times() -> int:
        return (tmp_path / "log").read_text().count("another process polls")

    await process.start()
    try:
        await polls(api)
        url = f"http://{told['LISTEN']}/healthz"
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as well:
                assert (well.status, await well.json()) == (200, {"ok": True, "reasons": {}})
            api.faults.conflict(1)
            await until(lambda: told_times() == 1, why="the 409 to be told")
            count = api.polling.count
            async with session.get(url) as red:
                assert red.status == 503
                assert (await red.json())["reasons"] == {"polling": "another process polls with this token"}
            assert api.polling.count == count
        assert told_times() == 1
    finally:
        await process.kill()


@pytest.mark.parametrize("webhook", [False, pytest.param(True, marks=pytest.mark.long)])
async def test_an_update_that_kills_the_bot_is_set_aside_at_its_third_try(
    api: BotApi, database_url: str, tmp_path: Path, webhook: bool
) -> None:
    process = Process(environment(api, database_url, webhook=webhook), script="-m", log=tmp_path / "log")
    process.arguments = ("tests.crash.trouble_bot",)
    crowd = [api.person(f"Warga {number}") for number in range(20)]
    deadly = crowd[7]
    for one in crowd:
        one.says("/trouble_die" if one is deadly else "/batal")
    deaths = 0
    while True:
        await process.start()
        assert process.now is not None
        ended = asyncio.ensure_future(process.now.wait())
        await until(lambda e=ended: e.done() or len(answers(api)) == len(crowd), 90, "a death or an end")  # type: ignore[misc]
        if not ended.done():
            break
        deaths += 1
        assert deaths < 5
    await asyncio.sleep(0.5)
    assert await process.kill(signal.SIGTERM) == 0
    assert deaths == 3
    assert "ada yang salah di pihak saya" in deadly.seen[0]
    assert all(1 <= len(one.seen) <= 1 + deaths for one in crowd), "only what was on the wire at a death comes again"


@pytest.mark.long
async def test_a_revoked_token_ends_the_process(api: BotApi, sqlite_url: str, tmp_path: Path) -> None:
    process = Process(environment(api, sqlite_url), log=tmp_path / "log")
    await process.start()
    await polls(api)
    api.faults.revoke_token()
    api.person("Ani").says("/batal")
    assert process.now is not None
    assert await process.now.wait() == 1
    assert "TELEGRAM_BOT_TOKEN: Telegram no longer accepts this token" in (tmp_path / "log").read_text()
