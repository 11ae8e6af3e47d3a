"""What waits in the table only, because memory is full or a process just started: read page by page, order kept."""

import asyncio
import time
from collections.abc import Callable

import structlog

from wire import ledger
from wire.books import Books
from wire.clock import Clock
from wire.lanes import Lane, Lanes
from wire.limits import Permits
from wire.outbox import Row

log = structlog.get_logger("sender")

MEMORY_MOST, REPLIES_MORE = 2000, 1000
"""Rows held in memory, and how many replies more; the others wait in the table."""


class Reader:
    """Decides what is held in memory. A row whose chat has older rows in the table waits there behind them."""

    def __init__(
        self, lanes: Lanes, books: Books, permits: Permits, clock: Clock, *, placed: Callable[[Lane, Row], None]
    ) -> None:
        self.lanes, self.books, self.permits, self.clock = lanes, books, permits, clock
        self.behind = False
        self.highest = 0
        self._placed = placed
        self.replies_behind = False
        self._missed: set[int | None] = set()
        self._reply_missed = False
        self._task: asyncio.Task[None] | None = None

    async def recall(self) -> None:
        """At a start: the last minute counts on in its chats, holds stay, and older replies may wait in the table."""
        self.replies_behind = True
        for row, ago in await self.books.run(ledger.lately, now=self.clock.now()):
            lane = self.lanes.open(row.chat_id)
            if cost := lane.cost(row):
                lane.budget.answered(time.monotonic() - ago, cost)
        for chat_id, seconds in (await self.books.run(ledger.held, now=self.clock.now())).items():
            until = time.monotonic() + seconds
            if chat_id == ledger.ALL:
                self.permits.hold(until)
            else:
                self.lanes.open(chat_id).held_until = until

    def take(self, row: Row) -> None:
        """Put a row in its lane, or leave it in the table when memory is full or older rows wait there."""
        self.highest = max(self.highest, row.id)
        lane = self.lanes.get(row.chat_id)
        if not (lane and (lane.rows or lane.more)) and not self._room_for(row):
            self.behind = True
            self._missed.add(row.chat_id)
            self.replies_behind = self._reply_missed = self.replies_behind or ledger.is_reply(row)
            return
        fresh, lane = lane is None or not lane.rows, lane or self.lanes.open(row.chat_id)
        self._place(lane, row)
        lane.more = lane.more or (fresh and self.behind)

    def _room_for(self, row: Row) -> bool:
        """Replies do not wait for notices to leave memory, only for older replies."""
        if ledger.is_reply(row):
            return not self.replies_behind and self.lanes.size < MEMORY_MOST + REPLIES_MORE
        return not self.behind and self.lanes.size < MEMORY_MOST

    def _place(self, lane: Lane, row: Row) -> None:
        known = row.id in self.books.done or any(one.id == row.id for one in lane.rows)
        if not known and self.lanes.put(lane, row):
            self._placed(lane, row)

    def wanted_after(self, lane: Lane) -> bool:
        """Whether, after a send of this lane, it is time to read on."""
        enough = MEMORY_MOST if self.replies_behind else MEMORY_MOST // 2
        return (not lane.rows and lane.more) or (self.behind and self.lanes.size < enough)

    def read_on(self) -> None:
        """Read what there is room for, off the event loop; one reading at a time."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        again = False
        try:
            await self.books.flush()
            await self._read_lanes()
            again = await self._read_page() or self._ran_dry()
        except Exception:
            log.exception("what waits could not be read")
            asyncio.get_running_loop().call_later(1.0, self.read_on)
        finally:
            self._task = None
        if again:
            self.read_on()

    async def _read_lanes(self) -> None:
        for lane in [lane for lane in self.lanes if lane.more and not lane.rows]:
            lane.missed, lane.overtaking = False, True
            known = self.books.unwritten()
            rows = await self.books.run(ledger.of_chat, chat_id=lane.chat_id, known=known, now=self.clock.now())
            self.lanes.fill(lane, [row for row in rows if row.id not in self.books.done])
            for row in lane.rows[:1]:
                self._placed(lane, row)

    async def _read_page(self) -> bool:
        """Rows that come while the page is read stay in the table too, so that order is kept; True to read again."""
        most = MEMORY_MOST + (REPLIES_MORE if self.replies_behind else 0)
        if not self.behind or self.lanes.size >= most:
            return False
        self._missed, self._reply_missed = set(), False
        room = most - self.lanes.size
        page = await self.books.run(ledger.page, limit=room, known=self._known(), now=self.clock.now())
        for row in page.rows:
            self.highest = max(self.highest, row.id)
            self._place(self.lanes.open(row.chat_id), row)
        emptied = self._mark_partial(page.partial | self._missed)
        full = len(page.rows) >= room
        self.behind = bool(self._missed) or full
        self.replies_behind = self._reply_missed or (full and ledger.is_reply(page.rows[-1]))
        return emptied or (bool(self._missed) and self.lanes.size < MEMORY_MOST)

    def _mark_partial(self, chat_ids: set[int | None]) -> bool:
        """Of these chats further rows wait; True when one has nothing in memory now."""
        lanes = [lane for chat_id in chat_ids if (lane := self.lanes.get(chat_id)) is not None]
        for lane in lanes:
            lane.more, lane.overtaking = True, False
        return any(not lane.rows for lane in lanes)

    def _ran_dry(self) -> bool:
        """Whether a chat's rows in memory went out while we read, and more of them wait in the table."""
        return any(lane.more and not lane.rows and not lane.busy for lane in self.lanes)

    def _known(self) -> set[int]:
        return {row.id for lane in self.lanes for row in lane.rows} | self.books.unwritten()

    def sweep(self) -> None:
        """The table is the truth: look for rows that nobody brought."""
        self.behind = True
        self.read_on()

    @property
    def idle(self) -> bool:
        return self._task is None and self.lanes.size == 0 and not self.behind
