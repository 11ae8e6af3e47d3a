"""The sender: the only one who writes to Telegram's chats, within its limits, and knows what became of each message."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog

from wire import ledger
from wire.alarm import Alarm
from wire.books import Books
from wire.clock import Clock
from wire.connection import Connection
from wire.copies import Copy
from wire.deliveries import Rules
from wire.gates import Gates
from wire.lanes import Budget, Lane, Lanes, telegram_budget
from wire.limits import FOREVER, Permits
from wire.mailing import Mailing
from wire.metrics import Metrics
from wire.outbox import Row, is_late
from wire.outcomes import Outcome, Verdict, judge
from wire.reading import Reader
from wire.settling import ONCE_ONLY, Settler
from wire.traffic import Traffic
from wire.transport import Answer, AnswerLost, NotSent, Transport
from wire.wording import NotMadeYet, Reworded, TooLate, body, fresh_message
from wire.workshop import Workshop

log = structlog.get_logger("sender")

SWEEP_SECONDS = 5.0
A_TURN = 16
"""Sends begun in one turn of the loop, so that the next poll and answers to presses are not behind a hundred."""


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
        rules: Rules | None = None,
    ) -> None:
        self.transport, self.books = transport, books
        self.traffic = Traffic(permits, metrics)
        self.clock, self.metrics = clock, metrics
        self.lanes = Lanes(budget)
        self.reader = Reader(self.lanes, books, permits, clock, placed=self._placed)
        self.workshop = Workshop(transport, books, made=self._files_made)
        self.mailing = Mailing(
            rules=rules, books=books, lanes=self.lanes, traffic=self.traffic, clock=clock, placed=self._placed
        )
        self.active = False
        self._settler = Settler(
            lanes=self.lanes,
            reader=self.reader,
            books=books,
            traffic=self.traffic,
            clock=clock,
            metrics=metrics,
            workshop=self.workshop,
            mailing=self.mailing,
            placed=self._placed,
            revoked=self._token_died,
        )
        self._revoked = revoked
        self._gates = Gates(self.open_gate)
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarm = Alarm(self._pump)
        self._pump_planned = False
        self._tidying: asyncio.TimerHandle | None = None

    @property
    def permits(self) -> Permits:
        return self.traffic.permits

    @permits.setter
    def permits(self, permits: Permits) -> None:
        self.traffic.permits = permits

    @property
    def connection(self) -> Connection:
        return self.traffic.connection

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
        await self.mailing.start()
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
        if lane.rows and (self._gates.holds(lane.rows[0]) or self.workshop.is_making(lane.rows[0])):
            self.lanes.leave(lane)
        elif lane.rows:
            self.lanes.queue(lane, time.monotonic())

    def _files_made(self, row: Row, error: Exception | None) -> None:
        """The row lines up again, if it is still next; when the database failed, in a second."""
        lane = self.lanes.get(row.chat_id)
        if lane is None or lane.rows[:1] != [row]:
            self.workshop.release(row)
        if lane is not None:
            lane.held_until = lane.held_until if error is None else time.monotonic() + 1.0
            self._line_up(lane)
            self._pump_soon()

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
            if self.workshop.lacks(lane.rows[0]):
                self.lanes.leave(lane)
                self.workshop.begin(*lane.rows)
                continue
            at = self.traffic.ready_at(lane.rows[0], now)
            if at > now:
                wait = at
                break
            self._begin(lane, lane.rows[0], now)
        times = [at for at in (self.lanes.next_time(), wait) if at is not None and at < FOREVER]
        if times:
            self._alarm.ring_at(min(times), now)

    def _begin(self, lane: Lane, row: Row, now: float) -> None:
        items = self.traffic.begin(row, now, upload=self.workshop.lasts(row))
        lane.busy = True
        lane.ticket += 1
        self._spawn(self._send(lane, row, items))

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
        except (Reworded, NotMadeYet):
            self.traffic.untaken(items)
        except NotSent:
            self.traffic.not_sent(row, items)
            await self._settler.unclaim(lane, row, 0.0)
        except AnswerLost as error:
            verdict = Verdict(Outcome.UNKNOWN, error=str(error))
            self._answered(lane, row, items, None)
        except Exception as error:
            verdict = self.traffic.failed(lane, row, items, error)
        else:
            self._answered(lane, row, items, time.monotonic() - began)
            self.workshop.heard(row, answer)
            if isinstance(row, Copy):
                row.heard(answer)
            verdict = judge(answer, row)
        if verdict is not None:
            self.metrics.sent(row.kind, verdict.outcome)
            try:
                await self._settler.settle(lane, row, verdict)
            except Exception:
                lane.held_until = time.monotonic() + 1.0
                log.exception("an outcome could not be settled", row=row.id, outcome=verdict.outcome)
        self.workshop.release(row)
        lane.busy = False
        self._after(lane)

    async def _call(self, row: Row) -> Answer:
        if is_late(row.not_after, self.clock.now()):
            raise TooLate
        self.workshop.check(row)
        if row.kind in ONCE_ONLY and not isinstance(row, Copy):
            await self.books.claim(row.id)
        if row.edits is not None and row.method.startswith("edit"):
            if ids := await self.books.message_ids(row.edits):
                return await self.workshop.call(row, body(row, self.permits.rate, ids[-1]))
            if fresh_message(row):
                raise Reworded
        return await self.workshop.call(row, body(row, self.permits.rate))

    def _answered(self, lane: Lane, row: Row, items: int, round_trip: float | None) -> None:
        upload = self.workshop.lasts(row)
        more = len(self._tasks) - self.workshop.lasting > (not upload)
        self.traffic.answered(lane, lane.cost(row), items, round_trip, upload=upload, more=more)

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
        """Chats with nothing to remember are forgotten, every few seconds, and files of rows that are not next."""
        self.lanes.forget_idle(time.monotonic())
        self.workshop.keep({lane.rows[0].id for lane in self.lanes if lane.rows})
        self._tidying = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._tidy)

    # The end

    async def stop(self, seconds: float) -> None:
        """Take nothing new to the wire, wait for what is on it, write down what became of it."""
        self.active = False
        self.connection.forget()
        if self._tidying:
            self._tidying.cancel()
        self._alarm.stop()
        await self.workshop.stop()
        await self.mailing.stop()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        await self.books.flush()
        await self.mailing.close(on_the_wire=[lane.rows[0] for lane in self.lanes if lane.busy and lane.rows])

    def stuck_for(self) -> float:
        """Seconds without a connection, or without any answer while there is something to send."""
        waiting = max(len(self._tasks), self.lanes.size) > self.workshop.lasting
        return self.connection.stuck_for(waiting=waiting)

    @property
    def idle(self) -> bool:
        """Nothing waits in memory and nothing is on the wire."""
        return not self._tasks and all(one.idle for one in (self.reader, self._gates, self.workshop, self.mailing))
