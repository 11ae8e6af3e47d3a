"""The sender: the only one who writes to Telegram's chats, within its limits, and knows what became of each message."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog

from wire import ledger
from wire.books import Books
from wire.clock import Clock
from wire.gates import Gates
from wire.lanes import Budget, Lane, Lanes, telegram_budget
from wire.limits import FOREVER, Permits
from wire.metrics import Metrics
from wire.outbox import Row, is_late
from wire.outcomes import Outcome, Verdict, judge
from wire.reading import Reader
from wire.settling import ONCE_ONLY, Settler
from wire.thread import is_passing
from wire.transport import Answer, AnswerLost, NotSent, Transport
from wire.wording import Reworded, TooLate, body, fresh_message

log = structlog.get_logger("sender")

SWEEP_SECONDS = 5.0
A_TURN = 16
"""Sends begun in one turn of the loop, so that the next poll and answers to presses are not behind a hundred."""
OFFLINE_FIRST, OFFLINE_MOST = 0.5, 15.0


class Sender:
    """Feed it rows after their commit. One instance sends at a time for one bot."""

    def __init__(
        self,
        *,
        transport: Transport,
        books: Books,
        permits: Permits,
        clock: Clock,
        metrics: Metrics,
        budget: Callable[[int | None], Budget] = telegram_budget,
        revoked: Callable[[], None] = lambda: None,
    ) -> None:
        self.transport, self.books, self.permits = transport, books, permits
        self.clock, self.metrics = clock, metrics
        self.lanes = Lanes(budget)
        self.reader = Reader(self.lanes, books, clock, placed=self._placed)
        self.offline_since: float | None = None
        self.active = False
        self._unanswered_since: float | None = None
        self._settler = Settler(
            lanes=self.lanes,
            reader=self.reader,
            books=books,
            permits=permits,
            clock=clock,
            metrics=metrics,
            placed=self._placed,
            revoked=self._token_died,
        )
        self._revoked = revoked
        self._back_off = OFFLINE_FIRST
        self._gates = Gates(self.open_gate)
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarm: tuple[float, asyncio.TimerHandle] | None = None
        self._pump_planned = False
        self._tidying: asyncio.TimerHandle | None = None

    # The way in

    async def start(self) -> None:
        """Begin to send: what an earlier sender claimed is unknown; what waits is read from the table alone."""
        self.lanes.clear()
        self._gates.forget()
        lost = await self.books.run(ledger.orphaned, now=self.clock.now())
        if lost:
            log.warning("unknown after an unclean stop", rows=lost)
        await self.reader.recall()
        self.permits.begin(time.monotonic())
        self.active = True
        self.reader.sweep()
        self._tidy()

    def feed(self, rows: Sequence[Row]) -> None:
        """Rows that have just been committed, in commit order."""
        if not self.active:
            return
        for row in rows:
            self.reader.take(row)
        self._pump()

    def _placed(self, lane: Lane, row: Row) -> None:
        self._gates.shut(row)
        if lane.rows[0] is row:
            self._line_up(lane)
            self._pump_soon()

    def open_gate(self, gate: int) -> None:
        """The press of update `gate` has its answer: what its update said may go."""
        for chat_id in self._gates.open(gate):
            lane = self.lanes.get(chat_id)
            if lane is not None:
                self._line_up(lane)
        self._pump()

    # The dispatcher

    def _line_up(self, lane: Lane) -> None:
        if lane.rows and self._gates.holds(lane.rows[0]):
            self.lanes.leave(lane)
        elif lane.rows:
            self.lanes.queue(lane, time.monotonic())

    def _pump_soon(self) -> None:
        """Once, when what is under way on the loop is done."""
        if not self._pump_planned:
            self._pump_planned = True
            asyncio.get_running_loop().call_soon(self._pump)

    def _pump(self) -> None:
        """Start as many sends as the limits allow now; wake up again when more may go."""
        self._pump_planned = False
        if not self.active:
            return
        now = time.monotonic()
        self.lanes.wake(now)
        wait, begun = FOREVER, 0
        while (lane := self.lanes.first()) is not None:
            if (begun := begun + 1) > A_TURN:
                self._pump_soon()
                return
            items = _items(lane.rows[0])
            at = self.permits.ready_at(now, items) if items else self.permits.held_until
            if at > now:
                wait = at
                break
            self._begin(lane, lane.rows[0], now, items)
        times = [at for at in (self.lanes.next_time(), wait) if at is not None and at < FOREVER]
        if times:
            self._wake_at(min(times), now)

    def _begin(self, lane: Lane, row: Row, now: float, items: int) -> None:
        if items:
            self.permits.take(now, items)
        if self._unanswered_since is None:
            self._unanswered_since = now
        lane.busy = True
        lane.ticket += 1
        self._spawn(self._send(lane, row, items))

    def _wake_at(self, at: float, now: float) -> None:
        if self._alarm is not None:
            if self._alarm[0] <= at and self._alarm[0] > now:
                return
            self._alarm[1].cancel()
        self._alarm = (at, asyncio.get_running_loop().call_later(max(0.0, at - now) + 0.0005, self._pump))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # One send

    async def _send(self, lane: Lane, row: Row, items: int) -> None:
        verdict: Verdict | None = None
        began = time.monotonic()
        try:
            answer = await self._call(row)
        except Reworded:
            if items:
                self.permits.untaken(items)
        except NotSent:
            await self._not_sent(row, items)
        except AnswerLost as error:
            verdict = Verdict(Outcome.UNKNOWN, error=str(error))
            self._answered(lane, row, items, None)
        except Exception as error:
            verdict = self._failed(lane, row, items, error)
        else:
            self._answered(lane, row, items, time.monotonic() - began)
            verdict = judge(answer, row)
        if verdict is not None:
            self.metrics.sent(row.kind, verdict.outcome)
            try:
                await self._settler.settle(lane, row, verdict)
            except Exception:
                lane.held_until = time.monotonic() + 1.0
                log.exception("an outcome could not be settled", row=row.id, outcome=verdict.outcome)
        lane.busy = False
        self._after(lane)

    def _failed(self, lane: Lane, row: Row, items: int, error: Exception) -> Verdict | None:
        """It does not go: the database is away for a while, the row cannot be worded, or it is too late for it."""
        if items:
            self.permits.untaken(items)
        if is_passing(error):
            lane.held_until = time.monotonic() + 1.0
            return None
        if isinstance(error, TooLate):
            return Verdict(Outcome.REFUSED, error="too late")
        log.error("a row could not be sent", row=row.id, exc_info=error)
        return Verdict(Outcome.REFUSED, error="internal")

    async def _call(self, row: Row) -> Answer:
        if is_late(row.not_after, self.clock.now()):
            raise TooLate
        if row.kind in ONCE_ONLY:
            await self.books.claim(row.id)
        if row.edits is not None and row.method.startswith("edit"):
            if ids := await self.books.message_ids(row.edits):
                return await self.transport.call(row.method, body(row, self.permits.rate, ids[-1]))
            if fresh_message(row):
                raise Reworded
        return await self.transport.call(row.method, body(row, self.permits.rate))

    def _answered(self, lane: Lane, row: Row, items: int, round_trip: float | None) -> None:
        now = time.monotonic()
        if items:
            self.permits.answered(now, items, round_trip)
        cost = lane.cost(row)
        if cost:
            lane.budget.answered(now, cost)
        if round_trip is not None:
            self.offline_since, self._back_off = None, OFFLINE_FIRST
            self._unanswered_since = now if len(self._tasks) > 1 else None

    async def _not_sent(self, row: Row, items: int) -> None:
        now = time.monotonic()
        if items:
            self.permits.untaken(items)
        if self.offline_since is None:
            self.offline_since = now
            log.warning("no connection to Telegram; messages wait")
        if now >= self.permits.held_until:
            self.permits.hold(now + self._back_off)
            self._back_off = min(self._back_off * 2, OFFLINE_MOST)
        self.metrics.sent(row.kind, Outcome.LATER)
        if row.kind in ONCE_ONLY:
            await self.books.unclaim(row.id)

    def _after(self, lane: Lane) -> None:
        self._line_up(lane)
        if self.reader.wanted_after(lane):
            self.reader.read_on()
        self._pump()

    def _token_died(self) -> None:
        self.active = False
        self._revoked()

    def sweep(self) -> None:
        """Every few seconds: rows that no feed brought, and lanes that may be forgotten."""
        if self.active:
            self.reader.sweep()

    def _tidy(self) -> None:
        """Chats with nothing to remember are forgotten, every few seconds."""
        self.lanes.forget_idle(time.monotonic())
        self._tidying = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._tidy)

    # The end

    async def stop(self, seconds: float) -> None:
        """Take nothing new to the wire, wait for what is on it, write down what became of it."""
        self.active = False
        self.offline_since = self._unanswered_since = None
        if self._tidying:
            self._tidying.cancel()
        if self._alarm:
            self._alarm[1].cancel()
            self._alarm = None
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        await self.books.flush()

    def stuck_for(self) -> float:
        """Seconds without a connection, or without any answer while there is something to send."""
        since = [self.offline_since, self._unanswered_since if self._tasks or self.lanes.size else None]
        return max(time.monotonic() - one if one is not None else 0.0 for one in since)

    @property
    def idle(self) -> bool:
        """Nothing waits in memory and nothing is on the wire."""
        return not self._tasks and self.reader.idle and self._gates.idle


def _items(row: Row) -> int:
    """Permits a row needs; settings are no messages."""
    return 0 if row.kind == "setting" else row.items
