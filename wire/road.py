"""PostgreSQL's road to the sender: one sender by a lock, every row by NOTIFY in commit order, sweeps for the rest."""

import asyncio
import threading
from collections.abc import Callable

import structlog
from sqlalchemy import Connection, create_engine, text

from models.database import ALIVE, SENDER_LOCK, Held
from wire import ledger
from wire.outbox import CHANNEL
from wire.sender import SWEEP_SECONDS, Sender
from wire.thread import DatabaseThread

log = structlog.get_logger("road")

TRY_EVERY = 0.5
LOOK_EVERY = 0.25
"""Seconds between two looks whether the lock is still ours; the next sender is silent for its first second."""
GATE = "gate:"


def notify_gate(db: Connection, *, update_id: int) -> None:
    """Tell the sender, wherever it is, that the press of this update has its answer."""
    db.execute(text("SELECT pg_notify(:channel, :word)"), {"channel": CHANNEL, "word": f"{GATE}{update_id}"})


class Listener:
    """A thread that hears NOTIFY on its own connection and never stops listening in between."""

    def __init__(self, url: str, hear: Callable[[str], None]) -> None:
        self._url, self._hear = url, hear
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self.ready = threading.Event()
        self.broken = False

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        engine = create_engine(
            self._url, isolation_level="AUTOCOMMIT", pool_size=1, hide_parameters=True, connect_args=ALIVE
        )
        try:
            with engine.connect() as db:
                db.execute(text(f"LISTEN {CHANNEL}"))
                driver = db.connection.driver_connection
                assert driver is not None
                self.ready.set()
                while not self._stop.is_set():
                    for word in driver.notifies(timeout=0.5):
                        self._hear(word.payload)
        except Exception as error:
            log.warning("no longer hears new rows", error=type(error).__name__)
        finally:
            self.broken = True
            self.ready.set()
            engine.dispose()

    def stop(self) -> None:
        self._stop.set()


class Road:
    """Holds the sender's lock and feeds the sender while it does."""

    def __init__(self, *, url: str, sender: Sender) -> None:
        self.url, self.sender = url, sender
        self._words: asyncio.Queue[str] = asyncio.Queue()
        self._lock_thread = DatabaseThread(create_engine(url, pool_size=1), "lock")
        self._held = Held(url, SENDER_LOCK)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Be the sender whenever the lock is free."""
        while not self._stopping.is_set():
            try:
                if await self._lock_thread.run(self._held.take):
                    await self._send_while_held()
                    await self._lock_thread.run(self._held.let_go)
            except Exception as error:
                log.warning("the sender's lock cannot be asked for", error=type(error).__name__)
                await self._lock_thread.run(self._held.let_go)
            await self._pause(TRY_EVERY)

    async def _send_while_held(self) -> None:
        loop = asyncio.get_running_loop()
        self._words = asyncio.Queue()

        def hear(word: str) -> None:
            loop.call_soon_threadsafe(self._words.put_nowait, word)

        listener = Listener(self.url, hear)
        listener.start()
        await loop.run_in_executor(None, listener.ready.wait, 5.0)
        log.info("sends from here")
        feeding = loop.create_task(self._feed())
        try:
            await self.sender.start()
            since = 0.0
            while not self._stopping.is_set() and not listener.broken:
                await self._pause(LOOK_EVERY)
                since += LOOK_EVERY
                if not await asyncio.wait_for(self._lock_thread.run(self._held.alive), 3.0):
                    log.warning("lost the sender's lock")
                    break
                if since >= SWEEP_SECONDS:
                    since = 0.0
                    self.sender.sweep()
        finally:
            listener.stop()
            feeding.cancel()
            await self.sender.stop(2.0)

    async def _feed(self) -> None:
        """Rows and gates, in the order they were committed."""
        while True:
            word = await self._words.get()
            try:
                if word.startswith(GATE):
                    self.sender.open_gate(int(word.removeprefix(GATE)))
                    continue
                ids = [int(one) for one in word.split(",")]
                rows = await self.sender.books.run(ledger.rows, ids=ids, now=self.sender.clock.now())
            except Exception as error:
                log.warning("new rows could not be read; the sweep will", error=type(error).__name__)
                continue
            self.sender.feed(rows)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    def stop(self) -> None:
        self._stopping.set()

    def close(self) -> None:
        self._held.let_go()
        self._lock_thread.close()
