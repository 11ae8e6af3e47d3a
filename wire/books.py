"""The sender's books: marks gathered for 50 ms and written together, put back when the database fails."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection

from wire import ledger, outbox
from wire.clock import Clock
from wire.ledger import Mark
from wire.outbox import Draft, Row
from wire.thread import DatabaseThread

P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger("sender")

EVERY = 0.05
"""Seconds between two writings of marks."""
AGAIN = 1.0
"""Seconds until marks that could not be written are tried again."""


class Recent:
    """The last `most` numbers that were added."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._numbers: OrderedDict[int, None] = OrderedDict()

    def add(self, number: int) -> None:
        self._numbers[number] = None
        if len(self._numbers) > self._most:
            self._numbers.popitem(last=False)

    def __contains__(self, number: int) -> bool:
        return number in self._numbers


class Books:
    """What the sender reads and writes, in a database thread."""

    def __init__(self, thread: DatabaseThread, clock: Clock) -> None:
        self.thread, self.clock = thread, clock
        self.done = Recent()
        self._marks: dict[int, Mark] = {}
        self._claims: dict[int, asyncio.Future[None]] = {}
        self._flushing: asyncio.Task[None] | None = None
        self._claiming = False
        self._last = 0.0

    async def run(self, job: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a job of the ledger in a transaction."""
        return await self.thread.transaction(job, *args, **kwargs)

    async def often(self, job: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same for what runs many times a second."""
        return await self.thread.often(job, *args, **kwargs)

    def mark(self, mark: Mark) -> None:
        """Note what became of a row; it is written within 50 ms."""
        self._marks[mark.row_id] = mark
        self.done.add(mark.row_id)
        if self._flushing is None:
            self._flushing = asyncio.get_running_loop().create_task(self._flush_soon())

    def unwritten(self) -> set[int]:
        """Rows whose marks are not in the table yet."""
        return set(self._marks)

    async def _flush_soon(self) -> None:
        wait = self._last + EVERY - time.monotonic()
        try:
            while self._marks:
                if wait > 0:
                    await asyncio.sleep(wait)
                wait = EVERY if await self._write() else AGAIN
        finally:
            self._flushing = None

    async def _write(self) -> bool:
        batch = self._marks
        if not batch:
            return True
        self._marks = dict(batch)
        self._last = time.monotonic()
        try:
            await self.run(ledger.mark, marks=list(batch.values()), now=self.clock.now())
        except Exception as error:
            log.error("marks could not be written, put back", rows=len(batch), error=type(error).__name__)
            return False
        for row_id, mark in batch.items():
            if self._marks.get(row_id) is mark:
                del self._marks[row_id]
        return True

    async def flush(self) -> None:
        """Write all marks now."""
        if self._marks:
            await self._write()

    async def claim(self, row_id: int) -> None:
        """Commit that this row is about to be written to the wire; claims that come together share a transaction."""
        future = self._claims[row_id] = asyncio.get_running_loop().create_future()
        if not self._claiming:
            self._claiming = True
            asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(self._write_claims()))
        await future

    async def _write_claims(self) -> None:
        while self._claims:
            claims, self._claims = self._claims, {}
            try:
                await self.run(ledger.claim, ids=list(claims))
            except Exception as error:
                for future in claims.values():
                    future.set_exception(error)
            else:
                for future in claims.values():
                    future.set_result(None)
        self._claiming = False

    async def unclaim(self, row_id: int) -> None:
        """It was claimed and surely not written; when the database fails it stays claimed, which is safe."""
        try:
            await self.run(ledger.unclaim, ids=[row_id])
        except Exception as error:
            log.warning("a claim could not be taken back", row=row_id, error=type(error).__name__)

    async def hold(self, chat_id: int, person_id: int | None, seconds: float) -> None:
        """Remember across a restart that Telegram wants this chat (0: all) left alone; memory knows it anyway."""
        try:
            await self.run(ledger.hold, chat_id=chat_id, person_id=person_id, seconds=seconds, now=self.clock.now())
        except Exception as error:
            log.warning("a hold could not be written", error=type(error).__name__)

    async def message_ids(self, row_id: int) -> list[int]:
        """Telegram's numbers for what a row sent; empty when there is none."""
        mark = self._marks.get(row_id)
        if mark is not None:
            return mark.message_ids or []
        return await self.run(ledger.message_ids, row_id=row_id)

    async def replace(self, row: Row, drafts: Sequence[Draft], error: str | None) -> list[Row]:
        """Instead of `row`, these drafts wait from now on."""

        def swap(db: Connection) -> list[Row]:
            ledger.mark(db, marks=[Mark(row.id, "refused", error=error)], now=self.clock.now())
            return outbox.write(db, [(draft, None) for draft in drafts], now=self.clock.now())

        return await self.run(swap)
