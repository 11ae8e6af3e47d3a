"""The sandbox as it is started, and started again."""

import asyncio
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import keep, run
from sandbox.run import instead_of_telegram


async def test_three_people_stand_ready_and_one_is_satgas(tmp_path: Path) -> None:
    sandbox = await run.start(data_dir=tmp_path, page_port=0)

    assert [person.name for person in sandbox.api.world.people.values()] == ["Sari", "Bagus", "Ratih"]
    assert sandbox.satgas_ids == {run.SATGAS}
    assert sandbox.page_url.startswith("http://127.0.0.1:")
    await sandbox.stop()


async def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = await run.start(data_dir=tmp_path, page_port=0)
    sari = first.api.world.people[run.RESIDENT]
    update = sari.says("halo")
    sari.sends_photo(data=b"gambar")
    first.api.world.post(sari.chat, first.api.world.bot, {"text": "Halo Sari"})
    group = next(chat for chat in first.api.world.chats.values() if not chat.private)
    first.api.clock.move(3600)
    await first.stop()

    second = await run.start(data_dir=tmp_path, page_port=0)

    sari = second.api.world.people[run.RESIDENT]
    assert second.token == first.token
    assert second.clock_offset() == 3600
    assert sari.seen == ["Halo Sari"]
    assert [message.get("text", "photo") for message in sari.messages] == ["halo", "photo", "Halo Sari"]
    assert second.api.world.files.by_id[sari.messages[1]["photo"][0]["file_id"]].data == b"gambar"
    assert list(second.api.world.chats[group.id].members) == list(group.members)
    async with aiohttp.ClientSession() as http, http.get(f"{second.api_url}/bot{second.token}/getUpdates") as response:
        updates = (await response.json())["result"]
    assert update in [one["update_id"] for one in updates]
    assert sari.says("lagi") > max(one["update_id"] for one in updates)
    await second.stop()


async def test_a_change_is_on_the_disk_soon(tmp_path: Path) -> None:
    sandbox = await run.start(data_dir=tmp_path, page_port=0)
    sandbox.api.world.people[run.RESIDENT].says("halo")

    async with asyncio.timeout(5):
        while "halo" not in str(keep.read(tmp_path / "sandbox.json")):  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    await sandbox.stop()


async def test_a_broken_file_is_a_new_beginning(tmp_path: Path) -> None:
    (tmp_path / "sandbox.json").write_text("{")

    sandbox = await run.start(data_dir=tmp_path, page_port=0)

    assert len(sandbox.api.world.people) == 3
    await sandbox.stop()


@dataclass(frozen=True)
class Told:
    """As the bot's settings are: what the sandbox changes of them, and what it leaves."""

    token: str = ""
    api_url: str = "https://api.telegram.org"
    database_url: str = "postgresql+psycopg://the/real/one"
    satgas_ids: frozenset[int] = frozenset({5})
    send_rate: int = 1000
    webhook_url: str = "https://example.org/hook"
    webhook_secret: str = "s"
    listen_host: str = "0.0.0.0"
    listen_port: int = 0
    city: Path = Path("another/city")
    log_level: str = "INFO"


async def test_the_bot_in_the_sandbox_keeps_to_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with instead_of_telegram(Told(listen_port=port), root=tmp_path) as (told, offset):
            assert told.database_url == f"sqlite:///{tmp_path}/data/sandbox.db"
            assert (told.webhook_url, told.webhook_secret, told.send_rate) == ("", "", 30)
            assert (told.listen_host, told.listen_port) == ("127.0.0.1", 0)
            assert told.api_url.startswith("http://127.0.0.1:")
            assert 5 not in told.satgas_ids
            assert (told.city, told.log_level, offset()) == (Path("another/city"), "INFO", 0.0)
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Sandbox, because TELEGRAM_BOT_TOKEN is not set. Open http://127.0.0.1:")


async def test_a_stop_waits_for_what_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, real, together = threading.Event(), threading.Event(), keep.write, list[int]()
    running = threading.Semaphore(1)

    def slow(*what: Any) -> None:
        together.append(running.acquire(blocking=False))
        begun.set()
        go_on.wait(5)
        real(*what)
        running.release()

    sandbox = await run.start(data_dir=tmp_path, page_port=0)
    monkeypatch.setattr(keep, "write", slow)
    sandbox.api.person("Tono")
    await asyncio.to_thread(begun.wait, 5)
    stopping = asyncio.create_task(sandbox.stop())
    for _ in range(5):
        await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert together == [True, True]
