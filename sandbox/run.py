"""Starts the sandbox as `make run` shows it: the Bot API, the page, and three people to be."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sandbox import keep
from sandbox.files import Stored
from sandbox.page import Page
from sandbox.server import BotApi

BOT_ID = 7_000_000_001
USERNAME, NAME = "malang_bot", "Malang Kreatif"
PAGE_PORT = 8081
SAVE_EVERY = 0.1  # what a kill in the middle of a talk can cost the page
RESIDENT, KETUA, SATGAS = 801, 802, 803
PEOPLE = (
    (RESIDENT, "Sari Wulandari", "sari_wulan", "Warga"),
    (KETUA, "Bagus Setiawan", "bagus_setiawan", "Ketua"),
    (SATGAS, "Ratih Prameswari", "ratih_prames", "Satgas"),
)
GROUP = "Komunitas Kreatif Malang"
HINT = (
    "Bagus menjadi ketua lewat undangan: sebagai Ratih, tulis /tim dan pilih Undang ketua; "
    "lalu buka tautannya sebagai Bagus."
)


@dataclass(frozen=True)
class Sandbox:
    """What the bot needs to know to run here, and how to end it."""

    api: BotApi
    page: Page
    token: str
    api_url: str
    page_url: str
    satgas_ids: frozenset[int]
    clock_offset: Callable[[], float]
    saver: "Saver"

    async def stop(self) -> None:
        """Saves, and closes both servers."""
        await self.saver.stop()
        await self.page.stop()
        await self.api.stop()


class Saver:
    """Writes the sandbox's state soon after it changed."""

    def __init__(self, api: BotApi, page: Page, path: Path) -> None:
        self.api, self.page, self.path = api, page, path
        self._dirty = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """From now on every change is saved."""
        self.api.listen(lambda event: self._dirty.set())
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            await self._dirty.wait()
            await asyncio.sleep(SAVE_EVERY)
            self._dirty.clear()
            self._writing = asyncio.create_task(asyncio.to_thread(keep.write, *self._dump()))
            await asyncio.shield(self._writing)

    def _dump(self) -> tuple[str, list[Stored], Path]:
        return keep.dump(self.api, self.page.notes), list(self.api.world.files.by_id.values()), self.path

    async def stop(self) -> None:
        """Saves once more, when what a thread is writing is done: two at once would take each other's file away."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._writing is not None:
            await asyncio.wait({self._writing})
        keep.write(*self._dump())


async def start(*, data_dir: Path, page_port: int = PAGE_PORT) -> Sandbox:
    """Listens on loopback; goes on where the last run in this folder stopped."""
    path = data_dir / "sandbox.json"
    saved = keep.read(path)
    token = saved["token"] if saved else f"{BOT_ID}:{secrets.token_urlsafe(26)}"
    api = BotApi(token=token, username=USERNAME, strict_limits=True)
    api.world.bot["first_name"] = NAME
    page = Page(api)
    page.notes.hints[KETUA] = HINT
    if saved:
        keep.load(api, page.notes, path)
    else:
        _settle(api, page)
    api_url = await api.start()
    page_url = await page.start(page_port)
    saver = Saver(api, page, path)
    saver.start()
    return Sandbox(api, page, token, api_url, page_url, frozenset({SATGAS}), lambda: api.clock.shift, saver)


def _settle(api: BotApi, page: Page) -> None:
    """The first people. Update ids begin at the time, beyond any that an older database knows."""
    api.world.queue.next_id = int(api.clock.now())
    people = []
    for user_id, name, username, role in PEOPLE:
        people.append(api.person(name, username=username, user_id=user_id))
        page.notes.roles[user_id] = role
    api.group(GROUP, people)


@asynccontextmanager
async def instead_of_telegram(told: Any, *, root: Path) -> AsyncIterator[tuple[Any, Callable[[], float]]]:
    """Settings (a dataclass) as they are in the sandbox, with its own database, and how far its clock is moved."""
    data = root / "data"
    box = await start(data_dir=data)
    print(f"Sandbox, because TELEGRAM_BOT_TOKEN is not set. Open {box.page_url} in a browser.", flush=True)  # noqa: T201
    plain, example = root / "content/malang", root / "content/malang-contoh"
    try:
        yield (
            replace(
                told,
                token=box.token,
                api_url=box.api_url,
                database_url=f"sqlite:///{data / 'sandbox.db'}",
                satgas_ids=box.satgas_ids,
                send_rate=min(told.send_rate, 30),
                webhook_url="",
                webhook_secret="",
                listen_host="127.0.0.1",
                listen_port=told.listen_port if _is_free(told.listen_port) else 0,
                city=example if told.city == plain else told.city,
            ),
            box.clock_offset,
        )
    finally:
        await box.stop()


def _is_free(port: int) -> bool:
    """Whether this port can be listened on here; a newcomer's machine often has something on 8080."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0 if port else True
