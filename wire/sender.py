"""The sender: the only one who writes to Telegram's chats, within its limits, and who knows what became of each message."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog

from models.chats import swap_chat
from wire import ledger
from wire.books import Books, Recent
from wire.clock import Clock
from wire.lanes import Budget, Lane, Lanes, telegram_budget
from wire.ledger import GATE_SECONDS, Mark
from wire.limits import FOREVER, Permits
from wire.metrics import Metrics
from wire.outbox import Row
from wire.outcomes import Outcome, Verdict, judge
from wire.thread import is_passing
from wire.transport import Answer, AnswerLost, NotSent, Transport
from wire.wording import body, fresh_message, plainly, shorter

log = structlog.get_logger("sender")

MEMORY_MOST = 2000
"""Rows held in memory; the others wait in the table."""
SWEEP_SECONDS = 5.0
OFFLINE_FIRST, OFFLINE_MOST = 0.5, 15.0
ONCE_ONLY = ("notice", "announcement")
TRIES = {"reply": 2, "edit": 6, "deletion": 6, "setting": 6, "notice": 1, "announcement": 1}
"""How often a row is tried when its outcome is unknown."""


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
        self.clock, self.metrics, self.revoked = clock, metrics, revoked
        self.lanes = Lanes(budget)
        self.offline_since: float | None = None
        self.last_answer = time.monotonic()
        self.active = False
        self.behind = False
        self._missed: set[int | None] = set()
        self._back_off = OFFLINE_FIRST
        self._refused: dict[int | None, float] = {}
        self._gates: dict[int, set[int | None]] = {}
        self._opened = Recent()
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarm: tuple[float, asyncio.TimerHandle] | None = None
        self._refilling = False
        self._highest = 0

    # The way in

    async def start(self) -> None:
        """Begin to send: what an earlier sender claimed is unknown, what waits is read from the table."""
        lost = await self.books.run(ledger.orphaned, now=self.clock.now())
        if lost:
            log.warning("unknown after an unclean stop", rows=lost)
        self.active = True
        self.behind = True
        self._refill()

    def feed(self, rows: Sequence[Row]) -> None:
        """Rows that have just been committed, in commit order."""
        if not self.active:
            return
        now = time.monotonic()
        for row in rows:
            self._take(row, now)
        self._pump()

    def _take(self, row: Row, now: float) -> None:
        """Put a row in its lane, or leave it in the table when memory is full or older rows wait there."""
        self._highest = max(self._highest, row.id)
        lane = self.lanes.get(row.chat_id)
        if lane is None and (self.behind or self.lanes.size >= MEMORY_MOST):
            self.behind = True
            self._missed.add(row.chat_id)
            return
        self._place(lane or self.lanes.open(row.chat_id), row, now)

    def _place(self, lane: Lane, row: Row, now: float) -> None:
        if row.id in self.books.done or any(one.id == row.id for one in lane.rows) or not self.lanes.put(lane, row):
            return
        if row.gate is not None:
            self._shut(row.gate, row.chat_id)
        if lane.rows[0] is row:
            self._line_up(lane, now)

    # Gates: a press is answered before any other message of its update

    def _shut(self, gate: int, chat_id: int | None) -> None:
        if gate in self._opened:
            return
        if gate not in self._gates:
            asyncio.get_running_loop().call_later(GATE_SECONDS, self.open_gate, gate)
        self._gates.setdefault(gate, set()).add(chat_id)

    def open_gate(self, gate: int) -> None:
        """The press of update `gate` has its answer: what its update said may go."""
        self._opened.add(gate)
        for chat_id in self._gates.pop(gate, ()):
            lane = self.lanes.get(chat_id)
            if lane is not None:
                self._line_up(lane, time.monotonic())
        self._pump()

    def _gated(self, row: Row) -> bool:
        return row.gate is not None and row.gate in self._gates

    # The dispatcher

    def _line_up(self, lane: Lane, now: float) -> None:
        if lane.rows and not self._gated(lane.rows[0]):
            self.lanes.queue(lane, now)

    def _pump(self) -> None:
        """Start as many sends as the limits allow now; wake up again when more may go."""
        if not self.active:
            return
        now = time.monotonic()
        self.lanes.wake(now)
        wait = FOREVER
        while (lane := self.lanes.first()) is not None:
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
        except NotSent:
            self._not_sent(items)
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
                await self._settle(lane, row, verdict)
            except Exception:
                lane.held_until = time.monotonic() + 1.0
                log.exception("an outcome could not be settled", row=row.id, outcome=verdict.outcome)
        lane.busy = False
        self._after(lane)

    def _failed(self, lane: Lane, row: Row, items: int, error: Exception) -> Verdict | None:
        """Something of ours failed before the wire: the database for a while, or a row that cannot be worded."""
        if items:
            self.permits.untaken(items)
        if is_passing(error):
            lane.held_until = time.monotonic() + 1.0
            return None
        log.exception("a row could not be sent", row=row.id)
        return Verdict(Outcome.REFUSED, error="internal")

    async def _call(self, row: Row) -> Answer:
        if row.kind in ONCE_ONLY:
            await self.books.claim(row.id)
        if row.edits is not None and row.method.startswith("edit"):
            _, ids = await self.books.run(ledger.message_ids, row_id=row.edits)
            if ids:
                return await self.transport.call(row.method, body(row, self.permits.rate, ids[-1]))
            fresh_message(row)
        return await self.transport.call(row.method, body(row, self.permits.rate))

    def _answered(self, lane: Lane, row: Row, items: int, round_trip: float | None) -> None:
        now = time.monotonic()
        self.last_answer = now
        if items:
            self.permits.answered(now, items, round_trip)
        cost = lane.cost(row)
        if cost:
            lane.budget.answered(now, cost)
        if round_trip is not None:
            self.offline_since, self._back_off = None, OFFLINE_FIRST

    def _not_sent(self, items: int) -> None:
        now = time.monotonic()
        if items:
            self.permits.untaken(items)
        if self.offline_since is None:
            self.offline_since = now
            log.warning("no connection to Telegram; messages wait")
        self.permits.hold(now + self._back_off)
        self._back_off = min(self._back_off * 2, OFFLINE_MOST)
        self.metrics.sent("any", Outcome.LATER)

    def _after(self, lane: Lane) -> None:
        now = time.monotonic()
        self._line_up(lane, now)
        if (not lane.rows and lane.more) or (self.behind and self.lanes.size < MEMORY_MOST // 2):
            self._refill()
        self._pump()

    # What an outcome means

    async def _settle(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        settle = {
            Outcome.SENT: self._sent,
            Outcome.LATER: self._later,
            Outcome.UNKNOWN: self._unknown,
            Outcome.CLOSED: self._closed,
            Outcome.MOVED: self._moved,
            Outcome.BAD_MARKUP: self._bad_markup,
            Outcome.TOO_LONG: self._too_long,
            Outcome.NOT_THERE: self._not_there,
            Outcome.REVOKED: self._revoked,
        }.get(verdict.outcome, self._no)
        await settle(lane, row, verdict)

    def _done(self, lane: Lane, row: Row, state: str, verdict: Verdict) -> None:
        self.lanes.drop(lane, row)
        self.books.mark(Mark(row.id, state, row.sent_ids + (verdict.message_ids or []), verdict.error))

    async def _sent(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        self._done(lane, row, "sent", verdict)

    async def _no(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        log.error("refused", row=row.id, person=row.person_id, method=row.method, why=verdict.error)
        self._done(lane, row, "refused", verdict)

    async def _later(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        """A 429 does not name its scope: hold the chat; a second chat refused meanwhile holds all."""
        now = time.monotonic()
        until = now + verdict.retry_after
        others = any(chat != row.chat_id and at > now for chat, at in self._refused.items())
        self._refused = {chat: at for chat, at in self._refused.items() if at > now}
        self._refused[row.chat_id] = lane.held_until = max(until, lane.held_until)
        if others:
            self.permits.hold(until)
        if row.kind in ONCE_ONLY:
            await self.books.run(ledger.unclaim, ids=[row.id])
        log.warning("too many requests", person=row.person_id, seconds=verdict.retry_after, all_held=others)
        self.metrics.too_many.inc()

    async def _unknown(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        row.tries += 1
        if row.tries >= TRIES[row.kind]:
            log.warning("unknown", row=row.id, person=row.person_id, method=row.method, why=verdict.error)
            self.metrics.unknown.inc()
            self._done(lane, row, "unknown", verdict)
            return
        lane.held_until = time.monotonic() + min(2.0 ** (row.tries - 1), OFFLINE_MOST)
        await self.books.run(ledger.tried, row_id=row.id, tries=row.tries)

    async def _closed(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        self._done(lane, row, "refused", verdict)
        for other in list(lane.rows):
            self.lanes.drop(lane, other)
            self.books.mark(Mark(other.id, "cancelled"))
        lane.more = False
        if row.chat_id is not None:
            await self.books.run(
                ledger.close_chat, chat_id=row.chat_id, reach=verdict.reach, upto=self._highest, now=self.clock.now()
            )
        log.info("cannot be reached", person=row.person_id, reach=verdict.reach)

    async def _moved(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        old = row.chat_id
        if old is None or old == verdict.moved_to:
            await self._no(lane, row, verdict)
            return
        await self.books.run(swap_chat, old=old, new=verdict.moved_to)
        new = self.lanes.open(verdict.moved_to)
        for waiting in list(lane.rows):
            self.lanes.drop(lane, waiting)
            waiting.chat_id = verdict.moved_to
            self.lanes.put(new, waiting)
        new.more = new.more or lane.more
        lane.more = False
        self._line_up(new, time.monotonic())
        log.info("a group became a supergroup")

    async def _bad_markup(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        if not plainly(row):
            await self._no(lane, row, verdict)
            return
        log.error("bad markup, sent as plain text", row=row.id, why=verdict.error)

    async def _too_long(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        drafts = shorter(row)
        if len(drafts) < 2:
            await self._no(lane, row, verdict)
            return
        self.lanes.drop(lane, row)
        rows = await self.books.replace(row, drafts, verdict.error)
        for part in rows:
            self._take(part, time.monotonic())

    async def _not_there(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        if not fresh_message(row):
            await self._no(lane, row, verdict)

    async def _revoked(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        self.active = False
        log.error("TELEGRAM_BOT_TOKEN: Telegram no longer accepts this token")
        self.revoked()

    # What waits in the table only

    def _refill(self) -> None:
        if not self._refilling:
            self._refilling = True
            self._spawn(self._read_more())

    async def _read_more(self) -> None:
        try:
            await self.books.flush()
            await self._read_lanes()
            await self._read_page()
        except Exception:
            log.exception("what waits could not be read")
            asyncio.get_running_loop().call_later(1.0, self._refill)
        finally:
            self._refilling = False
        self._pump()

    async def _read_lanes(self) -> None:
        for lane in [lane for lane in self.lanes if lane.more and not lane.rows]:
            lane.missed = False
            known = self.books.unwritten()
            rows = await self.books.run(ledger.of_chat, chat_id=lane.chat_id, known=known, now=self.clock.now())
            self.lanes.fill(lane, [row for row in rows if row.id not in self.books.done])
            self._line_up(lane, time.monotonic())

    async def _read_page(self) -> None:
        """Read what waits in the table only; rows that come meanwhile stay there too, so that order is kept."""
        if not self.behind or self.lanes.size >= MEMORY_MOST:
            return
        self._missed = set()
        room = MEMORY_MOST - self.lanes.size
        page = await self.books.run(ledger.page, limit=room, known=self._known(), now=self.clock.now())
        now = time.monotonic()
        for row in page.rows:
            self._highest = max(self._highest, row.id)
            self._place(self.lanes.open(row.chat_id), row, now)
        emptied = False
        for chat_id in page.partial | self._missed:
            if (lane := self.lanes.get(chat_id)) is not None:
                lane.more = True
                emptied = emptied or not lane.rows
        self.behind = bool(self._missed) or len(page.rows) >= room
        if emptied or (self._missed and self.lanes.size < MEMORY_MOST):
            asyncio.get_running_loop().call_soon(self._refill)

    def _known(self) -> set[int]:
        return {row.id for lane in self.lanes for row in lane.rows} | self.books.unwritten()

    def sweep(self) -> None:
        """Every few seconds: look for rows no feed brought (the table is the truth), and forget idle lanes."""
        if self.active:
            self.lanes.forget_idle(time.monotonic())
            self.behind = True
            self._refill()

    # The end

    async def stop(self, seconds: float) -> None:
        """Take nothing new to the wire, wait for what is on it, write down what became of it."""
        self.active = False
        if self._alarm:
            self._alarm[1].cancel()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        await self.books.flush()

    def stuck_for(self) -> float:
        """Seconds without a connection, or without any answer while something is on the wire."""
        now = time.monotonic()
        quiet = now - self.last_answer if self.permits.in_flight else 0.0
        return max(quiet, now - self.offline_since if self.offline_since is not None else 0.0)

    @property
    def idle(self) -> bool:
        """Nothing waits in memory and nothing is on the wire."""
        return not self._tasks and self.lanes.size == 0 and not self.behind and not self._gates


def _items(row: Row) -> int:
    """Permits a row needs; settings are no messages."""
    return 0 if row.kind == "setting" else row.items
