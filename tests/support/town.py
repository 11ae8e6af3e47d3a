"""A town to test in: the sandbox's Bot API, the real bot over it on loopback, and people who talk to it."""

import asyncio
import dataclasses
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, func, select

import bot
import house
import settings
from models import Outbox
from sandbox.groups import Group
from sandbox.inline import newest
from sandbox.people import Person
from sandbox.server import BotApi
from sandbox.shown import shown
from services.city import City
from services.citypack import read_city
from wire.clock import Clock
from wire.lanes import telegram_budget
from wire.limits import NoBudget, NoPermits
from wire.station import Station

PATIENCE = 30.0
"""Seconds until something that ought to happen counts as failed; long, because the machine may be busy."""
CITY = settings.HERE / "content" / "malang"


@cache
def city_pack(path: Path) -> City:
    """The pack of a city that never sleeps: these tests run on the real clock, at any hour."""
    city = read_city(path)
    return dataclasses.replace(city, quiet_until=city.quiet_from)


class NotSettled(AssertionError):
    """The town did not come to rest; says what it waits for."""


async def until(true: Callable[[], object | Awaitable[object]], seconds: float = PATIENCE, why: str = "") -> None:
    """Look every few milliseconds until it is true (a function, plain or async); NotSettled after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        found = true()
        if await found if isinstance(found, Awaitable) else found:
            return
        if time.monotonic() > end:
            raise NotSettled(f"not within {seconds:.0f} s: {why or getattr(true, '__name__', true)}")
        await asyncio.sleep(0.004)


class Resident:
    """Somebody in town; `person` is the sandbox's (blocks(), sends_photo(), …), these words wait for the answer."""

    def __init__(self, town: "Town", person: Person) -> None:
        self.town, self.person = town, person

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def seen(self) -> list[str]:
        """Everything the bot has said in the private chat, as now shown."""
        return self.person.seen

    @property
    def toasts(self) -> list[str]:
        return self.person.toasts

    async def asks(self, text: str, *, to: Group | None = None) -> list[str]:
        """Writes, and waits; what the chat then shows new or changed."""
        return await self.does(lambda: self.person.says(text, to=to), there=to)

    async def presses(
        self,
        label: str | None = None,
        *,
        data: str | None = None,
        to: Group | None = None,
        message_id: int | None = None,
    ) -> list[str]:
        """Presses the newest button holding this text (or sends raw data), and waits; what the chat then shows new."""
        return await self.does(lambda: self.person.presses(label, data, to=to, message_id=message_id), there=to)

    async def types_inline(self, words: str, *, to: Any = None, offset: str = "") -> list[str]:
        """Types "@bot words" in some chat; the button above what is found, then each as "title: description"."""
        self.person.asks_inline(words, to=to, offset=offset)
        await self.town.settled()
        asked = newest(self.person)
        assert asked is not None
        button = [f"[{asked.button['text']}]"] if asked.button else []
        return button + [f"{one['title']}: {one.get('description', '')}" for one in asked.results or ()]

    async def chooses(self, title: str, *, to: Any = None) -> str:
        """Sends what was found with this in its title to a chat (a group, or a Resident's); the message as shown."""
        message = self.person.picks(title, to=to.person if isinstance(to, Resident) else to)
        await self.town.settled()
        return shown(message)

    async def does(self, deed: Callable[[], object], *, there: Group | None = None) -> list[str]:
        """Does anything, and waits; what the chat then shows new or changed."""
        before = self._shows(there)
        deed()
        await self.town.settled()
        after = self._shows(there)
        return [text for number, text in after.items() if before.get(number) != text]

    def _shows(self, there: Group | None) -> dict[int, str]:
        chat = self.person.chat if there is None else there.chat
        own = self.town.api.world.bot
        return {number: shown(message) for number, message in chat.messages.items() if message["from"] is own}


class Town:
    """`api` is Telegram, `bot` the running bot (a new one after restart())."""

    def __init__(self, api: BotApi, make: Callable[[], house.Running]) -> None:
        self.api, self._make = api, make
        self.bot = make()
        self.running = False

    @property
    def station(self) -> Station:
        assert self.bot.station is not None
        return self.bot.station

    @property
    def url(self) -> str:
        """The bot's own door: /healthz, /metrics and the webhook."""
        return f"http://127.0.0.1:{self.station.port}"

    def person(self, name: str, language: str | None = "id", **more: Any) -> Resident:
        """Somebody new, who has not written yet."""
        return Resident(self, self.api.person(name, language, **more))

    def group(self, title: str, people: Iterable[Resident] = (), **more: Any) -> Group:
        """A new group with these people and the bot in it."""
        return self.api.group(title, [one.person for one in people], **more)

    async def start(self) -> None:
        await self.bot.start()
        self.running = True

    async def stop(self) -> None:
        """Stop the bot as SIGTERM does; Telegram goes on."""
        await self.bot.stop()
        self.running = False

    async def restart(self) -> None:
        """Stop the bot if it runs, and start a new one on the same database."""
        if self.running:
            await self.stop()
        self.bot = self._make()
        await self.start()

    async def settled(self, seconds: float = PATIENCE) -> None:
        """All updates are confirmed, all presses answered, nothing waits to be sent; NotSettled says what does."""
        waits = ["not looked yet"]

        async def at_rest() -> bool:
            waits[:] = await self._waits_for()
            return not waits

        try:
            await until(at_rest, seconds)
        except NotSettled:
            raise NotSettled(f"after {seconds:.0f} s there still are {', '.join(waits)}") from None

    async def _waits_for(self) -> list[str]:
        if self.api.pending:
            return [f"{self.api.pending} updates not confirmed"]
        if self.api.unanswered():
            return [f"{len(self.api.unanswered())} presses not answered"]
        if self.api.unanswered_queries():
            return [f"{len(self.api.unanswered_queries())} inline queries not answered"]
        if rows := await self.look(_open_rows):
            return [f"{rows} rows not sent"]
        return [] if self.station.sender.idle else ["something in the sender's memory"]

    async def look(self, job: Callable[[Connection], Any]) -> Any:
        """Run `job(db)` in the bot's own database thread."""
        return await self.station.thread.transaction(job)


def _open_rows(db: Connection) -> int:
    return db.execute(select(func.count()).where(Outbox.state.in_(("waiting", "sending")))).scalar_one()


def free_port() -> int:
    """A port that was free just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def told(api: BotApi, database_url: str, *, webhook: bool = False, **more: Any) -> settings.Settings:
    """Settings for a bot at this sandbox; `more` are fields of Settings."""
    env = {"TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_API_URL": api.url, "DATABASE_URL": database_url}
    env["LISTEN"] = f"127.0.0.1:{free_port() if webhook else 0}"
    if webhook:
        env |= {"WEBHOOK_URL": f"http://{env['LISTEN']}/telegram", "WEBHOOK_SECRET": "S3cret-of-the-town"}
    return dataclasses.replace(settings.read(env, env_file=Path("/nowhere/.env")), **more)


@asynccontextmanager
async def town(
    database_url: str,
    *,
    api: BotApi | None = None,
    start: bool = True,
    webhook: bool = False,
    limits: bool = False,
    clock: Clock | None = None,
    features: Iterable[ModuleType] | None = None,
    city: City | None = None,
    **settings: Any,
) -> AsyncIterator[Town]:
    """A town on this database, settled; `limits` keeps Telegram's limits, `settings` are fields of Settings."""
    own = api is None
    api = api or BotApi()
    if own:
        api.webhook.pause = 0.0
        await api.start()
    wanted = told(api, database_url, webhook=webhook, **settings)

    def make() -> house.Running:
        return house.Running(
            wanted,
            city or city_pack(wanted.city),
            bot.features() if features is None else features,
            clock=clock,
            permits=None if limits else NoPermits(),
            budget=telegram_budget if limits else lambda chat_id: NoBudget(),
        )

    place = Town(api, make)
    try:
        if start:
            await place.start()
            await place.settled()
        yield place
    finally:
        await place.bot.stop()
        if own:
            await api.stop()
