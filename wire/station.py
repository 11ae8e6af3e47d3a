"""The station: everything between Telegram and the handlers put together, started in order and stopped without loss."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Connection, delete

from models import Mark, upsert
from models.database import is_sqlite, open_engine
from wire import ledger, outbox
from wire.answers import Answers
from wire.books import Books
from wire.clock import Clock
from wire.intake import CAREFUL, CAREFUL_WEBHOOK, KINDS, Apologise, Beforehand, Intake
from wire.lanes import Budget, telegram_budget
from wire.limits import Permits
from wire.metrics import Metrics
from wire.outbox import Draft, Row
from wire.polling import Poller
from wire.road import Road, notify_gate
from wire.sender import Sender
from wire.stepping import Handle
from wire.thread import DatabaseThread
from wire.transport import Answer, AnswerLost, NotSent, Transport
from wire.web import Door, Webhook

log = structlog.get_logger("station")

FINISH = 4.0
"""Seconds for what is in hand at a stop (PRODUCT allows 5)."""
DATABASE_PATIENCE, SENDER_PATIENCE = 10.0, 20.0
"""Seconds without progress after which /healthz turns red."""
FIGURES_PATIENCE = 2.0
"""Seconds that /metrics waits for the database."""
RUNNING = "running"


class Refused(Exception):
    """Telegram does not accept a setting; the message is one line that names it."""


@dataclass(frozen=True)
class Place:
    """Where the station stands. `webhook` is (url, secret), or None for polling."""

    api_url: str
    token: str = field(repr=False)
    database_url: str = field(repr=False)
    listen: tuple[str, int] = ("127.0.0.1", 0)
    webhook: tuple[str, str] | None = field(default=None, repr=False)


class Station:
    """Open the door and say hello first; then start with what the handlers need; stop in the opposite order."""

    def __init__(
        self,
        place: Place,
        *,
        clock: Clock,
        permits: Permits,
        budget: Callable[[int | None], Budget] = telegram_budget,
    ) -> None:
        self.place, self.clock = place, clock
        self.metrics = Metrics()
        self.transport = Transport(place.api_url, place.token)
        self.shared = not is_sqlite(place.database_url)
        self.thread = DatabaseThread(open_engine(place.database_url))
        sending = DatabaseThread(open_engine(place.database_url), "sender") if self.shared else self.thread
        self.revoked = asyncio.Event()
        self.sender = Sender(
            transport=self.transport,
            books=Books(sending, clock),
            permits=permits,
            clock=clock,
            metrics=self.metrics,
            budget=budget,
            revoked=self.revoked.set,
        )
        self.door = Door(troubles=self.troubles, metrics=self._figures)
        self.port = 0
        self.poller: Poller | None = None
        self.webhook: Webhook | None = None
        self.road = Road(url=place.database_url, sender=self.sender) if self.shared else None
        self.answers: Answers | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._background: set[asyncio.Task[Any]] = set()

    # Before the handlers are there

    async def open(self) -> None:
        """Open the door on LISTEN; OSError when the port cannot be had."""
        await self.transport.initialize()
        if self.place.webhook is not None:
            path = urlsplit(self.place.webhook[0]).path
            self.door.app.router.add_post(path or "/", self._receive)
        self.port = await self.door.open(*self.place.listen)
        log.info("listens", port=self.port)

    async def _receive(self, request: Any) -> Any:
        from aiohttp import web

        if self.webhook is None:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return await self.webhook.receive(request)

    async def hello(self) -> dict[str, Any]:
        """Ask Telegram who we are, however long the connection takes; Refused when the token is not accepted."""
        answer = await self._surely("getMe", {})
        if not answer.ok:
            raise Refused(f"TELEGRAM_BOT_TOKEN: Telegram does not accept this token ({answer.description})")
        me: dict[str, Any] = answer.result
        return me

    async def _surely(self, method: str, asked: dict[str, Any]) -> Answer:
        """Call a setting's method until there is an answer that is not a passing refusal."""
        wait = 0.5
        while True:
            try:
                answer = await self.transport.call(method, json.dumps(asked).encode())
            except (NotSent, AnswerLost):
                self.sender.connection.failed(time.monotonic())
                log.warning("no connection to Telegram; trying again", method=method)
            else:
                self.sender.connection.offline_since = None
                if answer.code != 429 and answer.code < 500:
                    return answer
                wait = max(wait, answer.retry_after or 0.0)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 15.0)

    # With the handlers

    async def start(
        self,
        *,
        handle: Handle,
        apologise: Apologise,
        beforehand: Beforehand | None = None,
        **words: Any,
    ) -> None:
        """Begin to take and to send; `words` are those of Answers."""
        unclean = await self.thread.transaction(_begin_running)
        if unclean:
            log.warning("the last stop was not clean; taking the first updates one by one")
        self.answers = Answers(
            transport=self.transport,
            metrics=self.metrics,
            opened=self._gate_opened,
            permits=self.sender.permits,
            **words,
        )
        intake = Intake(
            thread=self.thread,
            handle=handle,
            apologise=apologise,
            answers=self.answers,
            clock=self.clock,
            metrics=self.metrics,
            feed=self.feed,
            beforehand=beforehand,
            each=self.shared,
            careful=CAREFUL if unclean else 0,
            careful_until=time.monotonic() + CAREFUL_WEBHOOK if unclean and self.place.webhook else 0.0,
        )
        self.sender.workshop.fetcher.take = intake.take
        if self.road is not None:
            self._run(self.road.run())
        else:
            await self.sender.start()
        await self._listen_to_telegram(intake)

    async def _listen_to_telegram(self, intake: Intake) -> None:
        if self.place.webhook is None:
            await self._surely("deleteWebhook", {"drop_pending_updates": False})
            self.poller = Poller(transport=self.transport, intake=intake, revoked=self.revoked.set)
            self._run(self.poller.run())
            return
        url, secret = self.place.webhook
        self.webhook = Webhook(intake, secret)
        self._run(self.webhook.run())
        asked = {"url": url, "secret_token": secret, "allowed_updates": KINDS, "drop_pending_updates": False}
        answer = await self._surely("setWebhook", asked)
        if not answer.ok:
            raise Refused(f"WEBHOOK_URL: Telegram does not accept it ({answer.description})")

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work))

    # While it runs

    def feed(self, rows: Sequence[Row]) -> None:
        """Rows just committed; on PostgreSQL they reach the sender by NOTIFY instead, wherever it is."""
        if not self.shared:
            self.sender.feed(rows)

    async def say(self, job: Callable[..., Sequence[Draft]], *args: Any, **kwargs: Any) -> None:
        """Run a job that has something to say, in a transaction; what it says is written with what it did."""

        def whole(db: Connection) -> list[Row]:
            return outbox.write(db, [(draft, None) for draft in job(db, *args, **kwargs)], now=self.clock.now())

        self.feed(await self.thread.transaction(whole))

    def _gate_opened(self, update_id: int) -> None:
        if not self.shared or self.sender.active:
            self.sender.open_gate(update_id)
            return
        task = asyncio.get_running_loop().create_task(self.thread.transaction(notify_gate, update_id=update_id))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def troubles(self) -> dict[str, str]:
        """What is not well, by part; empty when all is."""
        found: dict[str, str] = {}
        if self.answers is None:
            found["start"] = "not started yet"
        if self.revoked.is_set():
            found["token"] = "Telegram no longer accepts it"
        if self.poller is not None and (why := self.poller.trouble()):
            found["polling"] = why
        if self.answers is not None and (away := self.answers.busy.away_for()):
            found["updates"] = f"the database has taken none for {away:.0f} s"
        for name, thread in {"database": self.thread, "sender_database": self.sender.books.thread}.items():
            if (stuck := thread.stuck_for()) > DATABASE_PATIENCE:
                found[name] = f"no progress for {stuck:.0f} s"
        if (stuck := self.sender.stuck_for()) > SENDER_PATIENCE:
            found["sender"] = f"no answer from Telegram for {stuck:.0f} s"
        found.update({f"task_{n}": "ended" for n, task in enumerate(self._tasks) if task.done()})
        self.metrics.healthy.set(not found)
        return found

    async def _figures(self) -> bytes:
        """The page; while the database is away, with the outbox as it last was known."""
        self.troubles()
        try:
            depth, oldest = await asyncio.wait_for(self.thread.transaction(ledger.depth), FIGURES_PATIENCE)
        except Exception as error:
            log.warning("the outbox could not be counted", error=type(error).__name__)
        else:
            self.metrics.outbox_depth.set(depth)
            self.metrics.outbox_age.set((self.clock.now() - oldest).total_seconds() if oldest else 0.0)
        return self.metrics.page()

    # The end

    async def stop(self) -> None:
        """Take nothing more, finish what is in hand within FINISH; what waits stays in the outbox."""
        loop = asyncio.get_running_loop()
        end = loop.time() + FINISH
        for part in (self.poller, self.webhook, self.road):
            if part is not None:
                part.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=FINISH / 2)
            for task in late:
                task.cancel()
        if self.answers is not None:
            await self.answers.stop(max(0.1, end - loop.time() - FINISH / 4))
        await self.sender.stop(max(0.1, end - loop.time()))
        await self.door.close()
        if self.answers is not None:
            await self._write_down_the_end()
        await self.transport.shutdown()
        self._close()

    async def _write_down_the_end(self) -> None:
        try:
            await self.thread.transaction(_end_running)
        except Exception as error:
            log.warning("the stop could not be written down; the next start is careful", error=type(error).__name__)

    def _close(self) -> None:
        for thread in {self.thread, self.sender.books.thread}:
            thread.close()
        if self.road is not None:
            self.road.close()


def _begin_running(db: Connection) -> bool:
    """Note that a process runs; True when the last one never said that it stopped."""
    statement = upsert(db, Mark).values(name=RUNNING, value="yes").on_conflict_do_nothing().returning(Mark.name)
    return db.execute(statement).first() is None


def _end_running(db: Connection) -> None:
    db.execute(delete(Mark).where(Mark.name == RUNNING))
