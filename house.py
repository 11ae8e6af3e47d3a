"""The house put together: one database, the wire, the handlers, the timetable; in order."""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from types import ModuleType
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.ext import Application, ContextTypes

from handlers import errors, meeting, menu
from handlers.context import Context, House
from handlers.listening import App
from jobs.schedule import Timetable
from models.database import POLL_LOCK, Held, SchemaTooNew, is_sqlite, migrate
from services import knowledge
from services.announcements.claiming import Claiming
from services.city import City
from services.coworking import clockwork, packs
from services.coworking.hours import Hours
from services.ideas import similar
from services.knowledge import Library
from services.milestones import packs as milestones
from settings import Settings
from texts import Texts
from wire import logs
from wire.clock import Clock
from wire.lanes import Budget, telegram_budget
from wire.limits import Permits
from wire.station import Place, Refused, Station
from wire.stepping import Stepper, mute_bot

log = structlog.get_logger("house")

LIBRARY_EVERY = 3.0
"""Seconds until a changed article is found in every process."""

LOCK_EVERY = 5.0
"""Seconds between two looks whether the lock is still ours."""
GONE_AFTER = 4.7
"""Seconds after SIGTERM at which the process ends whatever still holds it up (PRODUCT allows 5)."""


class CannotStart(Exception):
    """One line for the operator: which setting stands in the way, and what to do."""


class Running:
    """One running bot. Tests build it with their own clock, permits and budgets."""

    def __init__(
        self,
        settings: Settings,
        city: City,
        features: Iterable[ModuleType],
        *,
        clock: Clock | None = None,
        permits: Permits | None = None,
        budget: Callable[[int | None], Budget] = telegram_budget,
    ) -> None:
        self.settings, self.city, self.features = settings, city, tuple(features)
        self.clock = clock or Clock()
        self._permits, self._budget = permits, budget
        self._lock: Held | None = None
        self.station: Station | None = None
        self.timetable: Timetable | None = None
        self.library: Library | None = None
        self.ideas: Library | None = None

    async def start(self) -> None:
        """Take the lock, bring the schema up to date, greet Telegram, listen. CannotStart says in one line why not."""
        await asyncio.to_thread(self._prepare_database)
        permits = self._permits or Permits(self.settings.send_rate)
        self.station = Station(self._place(), clock=self.clock, permits=permits, budget=self._budget)
        self.station.sender.mailing.rules = Claiming(self.settings.timezone)
        try:
            await self.station.open()
        except OSError as error:
            raise CannotStart(
                f"LISTEN: cannot listen there ({error.strerror}); choose another address or port"
            ) from None
        try:
            await self._move_in(self.station, await self.station.hello())
        except Refused as refusal:
            raise CannotStart(str(refusal)) from None

    def _place(self) -> Place:
        told = self.settings
        webhook = (told.webhook_url, told.webhook_secret) if told.webhook_url else None
        return Place(told.api_url, told.token, told.database_url, (told.listen_host, told.listen_port), webhook)

    def _prepare_database(self) -> None:
        url = self.settings.database_url
        try:
            if is_sqlite(url) or not self.settings.webhook_url:
                self._lock = Held(url, POLL_LOCK)
                if not self._lock.take():
                    raise CannotStart("DATABASE_URL: another bot already runs on this database; stop that one first")
            migrate(url)
        except SchemaTooNew:
            raise CannotStart(
                "DATABASE_URL: this database was made by a newer version of the bot; update the bot"
            ) from None
        except (SQLAlchemyError, OSError) as error:
            why = type(error).__name__
            raise CannotStart(
                f"DATABASE_URL: this database cannot be opened ({why}); check address and rights"
            ) from None

    async def _move_in(self, station: Station, me: dict[str, Any]) -> None:
        """Everything that needs to know who the bot is."""
        self.library, self.ideas = library, ideas = await station.thread.transaction(self._fill)
        house = House(
            texts=Texts.load(self.settings.timezone),
            city=self.city,
            library=library,
            satgas_ids=self.settings.satgas_ids,
            timezone=self.settings.timezone,
            bot_id=me["id"],
            bot_username=me["username"],
            ideas=ideas,
            inline=bool(me.get("supports_inline_queries")),
            send_rate=self.settings.send_rate,
        )
        application = await build_application(house, me, self.features)
        await station.start(
            handle=Stepper(application),
            apologise=lambda db, raw, number: errors.apologise(db, house, raw, number),
            general=partial(errors.general_word, house),
            busy=partial(errors.word, house, "surprise.busy"),
            too_fast=partial(errors.word, house, "surprise.too_fast"),
            beforehand=meeting.beforehand,
        )
        await station.say(menu.at_start, house, self.clock.now())
        self.timetable = Timetable(say=station.say, clock=self.clock, teller=house.teller)
        self.timetable.start(library=(LIBRARY_EVERY, self._renew_library), lock=(LOCK_EVERY, self._keep_lock))
        log.info("runs", polling=not self.settings.webhook_url, port=station.port)

    def _fill(self, db: Any) -> tuple[Library, Library]:
        now = self.clock.now()
        knowledge.fill_from_pack(db, pack=self.city, now=now)
        packs.fill_from_pack(db, pack=self.city, now=now)
        milestones.fill_from_pack(db, pack=self.city, now=now)
        clockwork.make_slots(db, hours=Hours(self.city, self.settings.timezone), now=now)
        return knowledge.open_library(db, city=self.city, now=now), similar.open_library(db, city=self.city)

    async def _keep_lock(self) -> None:
        """The lock of the one who polls dies with its session, at a restart of PostgreSQL too: take it again."""
        if self._lock is None or await asyncio.to_thread(self._lock.alive):
            return
        self._lock.let_go()
        try:
            ours = await asyncio.to_thread(self._lock.take)
        except SQLAlchemyError as error:
            log.warning("the lock could not be taken again; trying on", error=type(error).__name__)
            return
        if not ours:
            log.error("DATABASE_URL: another bot runs on this database now; stop one of them")

    async def _renew_library(self) -> None:
        assert self.library is not None and self.ideas is not None
        found = partial(knowledge.passages, city=self.city, now=self.clock.now())
        await self._renew(self.library, knowledge.edition, found)
        await self._renew(self.ideas, similar.edition, similar.passages)

    async def _renew(self, library: Library, edition: Callable[..., str], passages: Callable[..., Any]) -> None:
        """Read again what changed; the index is built off the event loop and swapped whole."""
        assert self.station is not None
        thread = self.station.thread
        try:
            newest = await thread.transaction(edition)
            if newest == library.edition:
                return
            found = await thread.transaction(passages)
        except SQLAlchemyError as error:
            log.warning("what can be found could not be read; trying again", error=type(error).__name__)
            return
        library.renew(await asyncio.to_thread(knowledge.build_index, found, words=self.city.words), newest)

    async def stop(self) -> None:
        if self.timetable is not None:
            self.timetable.stop()
        if self.station is not None:
            await self.station.stop()
        if self._lock is not None:
            self._lock.let_go()


async def build_application(house: House, me: dict[str, Any], features: Iterable[ModuleType]) -> App:
    """python-telegram-bot's Application with our features, over a bot that cannot speak."""
    application: App = (
        Application.builder()
        .bot(mute_bot(me))
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    application.bot_data["house"] = house
    for feature in features:
        feature.add_to(application)
    await application.initialize()
    return application


async def run(running: Running) -> int:
    """Run until SIGTERM or SIGINT (0), or until Telegram revokes the token (1); 2 when it cannot start."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_surprised)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _told_to_stop, stopping)
    starting = loop.create_task(running.start())
    ended = loop.create_task(stopping.wait())
    await asyncio.wait({starting, ended}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if starting.done():
            starting.result()
            return await _until_ended(running, ended)
        starting.cancel()
        await asyncio.wait({starting})
        return 0
    except CannotStart as why:
        sys.stderr.write(f"{why}\n")
        return 2
    finally:
        ended.cancel()
        await running.stop()


def _surprised(_loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
    """What asyncio has to say would quote arguments, and with them people; kind and place are enough."""
    log.error("something failed beside the work", exc_info=told.get("exception"))


def _told_to_stop(stopping: asyncio.Event) -> None:
    """Stop, and be gone in time even where a database that does not answer holds a thread: as safe as a crash."""
    if not stopping.is_set():
        stopping.set()
        end = threading.Timer(GONE_AFTER, os._exit, (0,))
        end.daemon = True
        end.start()


async def _until_ended(running: Running, ended: "asyncio.Task[Any]") -> int:
    assert running.station is not None
    _spare_the_collector()
    revoked = asyncio.get_running_loop().create_task(running.station.revoked.wait())
    await asyncio.wait({ended, revoked}, return_when=asyncio.FIRST_COMPLETED)
    revoked.cancel()
    return 1 if running.station.revoked.is_set() else 0


def _spare_the_collector() -> None:
    """What was built until now stays as long as the process: it is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 100)


def set_up_logs(settings: Settings) -> None:
    logs.set_up(settings.log_level, secrets=(settings.token, settings.webhook_secret))
