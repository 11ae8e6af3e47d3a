"""A sender at work: real rows in a real database, the sandbox's Bot API at the other end, no handlers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, select, update

from models import Outbox, Person as Known
from models.database import is_sqlite, open_engine
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.server import BotApi
from services.announcements.claiming import Claiming
from tests.support.town import PATIENCE, until
from wire import outbox
from wire.books import Books
from wire.clock import Clock
from wire.lanes import Budget
from wire.limits import NoBudget, NoPermits, Permits
from wire.metrics import Metrics
from wire.outbox import Draft, Row
from wire.sender import Sender
from wire.thread import DatabaseThread
from wire.transport import Transport


class Office:
    """Write rows with says() or writes(); look at the table with states()."""

    def __init__(
        self, api: BotApi, url: str, permits: Permits | None, budget: Callable[[int | None], Budget] | None
    ) -> None:
        self.api, self.clock = api, Clock()
        self.thread = DatabaseThread(open_engine(url))
        self.transport = Transport(api.url, api.token)
        sending = self.thread if is_sqlite(url) else DatabaseThread(open_engine(url), "sender")
        self.books = Books(sending, self.clock)
        self.metrics = Metrics()
        self.revoked = asyncio.Event()
        self.sender = Sender(
            transport=self.transport,
            books=self.books,
            permits=permits or NoPermits(),
            clock=self.clock,
            metrics=self.metrics,
            budget=budget or (lambda chat_id: NoBudget()),
            revoked=self.revoked.set,
            rules=Claiming("Asia/Jakarta"),
        )

    async def says(self, who: Person | Group, text: str, *, kind: str = "reply", **more: Any) -> list[Row]:
        """One text to a chat, as handlers say it."""
        return await self.writes(*outbox.say(text, kind=kind, chat_id=who.id, **more))

    async def writes(self, *drafts: Draft, gate: int | None = None, fed: bool = True) -> list[Row]:
        """Commit drafts, and feed their rows to the sender unless told not to."""
        pairs = [(draft, gate) for draft in drafts]
        rows = await self.thread.transaction(outbox.write, pairs, now=self.clock.now())
        if fed:
            self.sender.feed(rows)
        return rows

    async def knows(self, *people: Person) -> None:
        """These are in the table of people."""

        def meet(db: Connection) -> None:
            now = self.clock.now()
            for one in people:
                db.execute(
                    Known.__table__.insert().values(  # type: ignore[attr-defined]
                        telegram_id=one.id, name=one.name, created_at=now, seen_at=now
                    )
                )

        await self.thread.transaction(meet)

    async def reach(self, who: Person) -> str:
        found: str = await self.look(select(Known.reach).where(Known.telegram_id == who.id))
        return found

    async def look(self, statement: Any) -> Any:
        """The first value a SELECT finds."""
        return await self.thread.transaction(lambda db: db.execute(statement).scalar())

    async def states(self) -> list[str]:
        """What became of every row, in the order written; sent and unsent marks are all written down."""
        await self.books.flush()
        return await self.thread.transaction(
            lambda db: list(db.execute(select(Outbox.state).order_by(Outbox.id)).scalars())
        )

    async def column(self, column: Any) -> list[Any]:
        """A column of the outbox, in the order written."""
        return await self.thread.transaction(lambda db: list(db.execute(select(column).order_by(Outbox.id)).scalars()))

    async def idle(self, seconds: float = PATIENCE) -> None:
        """Until nothing waits in memory or on the wire, and every mark is written."""
        await until(lambda: self.sender.idle, seconds, "the sender idle")
        await self.books.flush()

    async def forget(self) -> None:
        """Make every row a waiting one again, as a crash before the marks does."""
        await self.thread.transaction(lambda db: db.execute(update(Outbox).values(state="waiting")))

    def sends(self, who: Person | Group | None = None, *, ok: bool | None = True) -> list[str]:
        """Texts of the sends and edits that reached Telegram, in order of arrival; ok=None: the refused ones too."""
        return [
            json.loads(json.dumps(call.params.get("text")))
            for call in self.api.calls
            if call.method in ("sendMessage", "editMessageText")
            and (who is None or call.chat_id == who.id)
            and (ok is None or call.ok == ok)
        ]

    async def close(self) -> None:
        await self.sender.stop(2.0)
        await self.transport.shutdown()
        for thread in {self.thread, self.books.thread}:
            thread.close()


@asynccontextmanager
async def office(
    api: BotApi,
    url: str,
    *,
    permits: Permits | None = None,
    budget: Callable[[int | None], Budget] | None = None,
    start: bool = True,
) -> AsyncIterator[Office]:
    """An office on this database; without permits and budgets there are no limits."""
    one = Office(api, url, permits, budget)
    await one.transport.initialize()
    try:
        if start:
            await one.sender.start()
            await until(lambda: one.sender.idle)
        yield one
    finally:
        await one.close()
