"""The mailing: announcements under way, a page of readers ahead, claimed a few at a time, written down as they end."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from models.announcements import DeliveryState as State
from wire import deliveries
from wire.books import Books
from wire.clock import Clock
from wire.copies import Copy, Reader, Ready, pack
from wire.deliveries import Claim, Claims, Rules, Run, Turn
from wire.ends import End, Fixed
from wire.lanes import Lane, Lanes
from wire.outbox import Row
from wire.outcomes import Outcome, Verdict
from wire.runs import REMEMBERED, Source
from wire.traffic import Traffic

log = structlog.get_logger("mailing")

LOOK = 0.5
"""Seconds between two looks at what is to be sent."""
SHORTEST, LONGEST = 0.02, 0.25
"""Seconds between two writings, when much is sent and when little is."""
AT_LEAST = 8
"""Copies a writing is worth, where that does not take too long."""
PATIENCE = 5.0
"""Seconds in which a database that fails is left to those who take updates."""
AGAIN = 1.0
"""Seconds until what could not be done is tried again."""


class Mailing:
    """`placed` is told of a copy put into a lane. Without rules nothing is ever sent."""

    def __init__(
        self,
        *,
        rules: Rules | None,
        books: Books,
        lanes: Lanes,
        traffic: Traffic,
        clock: Clock,
        placed: Callable[[Lane, Row], None],
    ) -> None:
        self.rules, self.books, self.lanes, self.clock = rules, books, lanes, clock
        self._traffic, self._placed = traffic, placed
        self._sources: dict[tuple[int, int], Source] = {}
        self._order: deque[tuple[int, int]] = deque()
        self._out: dict[int, Copy] = {}
        self._turn = Turn()
        self._looked = 0.0
        self._task: asyncio.Task[None] | None = None

    # Its life

    async def start(self) -> None:
        """What an earlier sender had claimed is unknown; then begin."""
        await self.stop()
        self._sources, self._out, self._turn, self._looked = {}, {}, Turn(), 0.0
        if self.rules is None:
            return
        if lost := await self.books.often(deliveries.orphaned, now=self.clock.now()):
            log.warning("copies unknown after an unclean stop", copies=lost)
        self._task = asyncio.get_running_loop().create_task(self._work(Claims(self.rules)))

    async def stop(self) -> None:
        """Claim nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def close(self, *, on_the_wire: Sequence[Row]) -> None:
        """What did not go out waits again, all is written down; what is on the wire yet will be unknown."""
        for copy in [one for one in self._out.values() if one not in on_the_wire and not one.part]:
            self._back(copy)
        if self.rules is None or not self._pending:
            return
        try:
            await self._write(Claims(self.rules), None, None, [], 0.0)
        except Exception as error:
            log.error("ends of copies could not be written; unknown at the next start", error=type(error).__name__)

    @property
    def idle(self) -> bool:
        return not self._out and not self._pending and not any(one.page or one.back for one in self._sources.values())

    @property
    def _pending(self) -> bool:
        return bool(self._turn.ends or self._turn.fixed or self._turn.back or self._turn.tripped or self._turn.over)

    async def _work(self, claims: Claims) -> None:
        while True:
            began = time.monotonic()
            if (failing := self.books.thread.failing_since) is not None and began - failing < PATIENCE:
                await asyncio.sleep(LOOK)
                continue
            try:
                busy = await self._once(claims, began)
            except Exception:
                log.exception("announcements wait; trying again")
                await asyncio.sleep(AGAIN)
                continue
            wait = self._pause() if busy else LOOK
            await asyncio.sleep(max(0.0, began + wait - time.monotonic()))

    def _pause(self) -> float:
        return min(LONGEST, max(SHORTEST, AT_LEAST / self._traffic.permits.rate))

    async def _once(self, claims: Claims, now: float) -> bool:
        if now - self._looked >= LOOK:
            await self._look(now)
        for copy in self._spilled():
            self.put_back(copy, AGAIN)
        source, claim, fixes = await self._next(now)
        if claim or fixes or self._pending:
            await self._write(claims, source, claim, fixes, now)
        return bool(self._sources or self._out)

    async def _look(self, now: float) -> None:
        """What is under way; rows decide, so that any process may have paused or cancelled."""
        runs = await self.books.often(deliveries.running)
        known, self._sources = self._sources, {}
        for run in runs:
            key = (run.announcement, run.correction)
            source = known.get(key)
            if source is None or source.run.version != run.version:
                fresh = Ready(await self.books.often(deliveries.ready, run=run))
                if source is None:
                    source = Source(run, fresh)
                source.ready = fresh
            if source.held and not run.marks_held and source.run.marks_held:
                source.answers.clear()
                source.held = False
            if source.run.revision != run.revision:
                source.begin_anew()
            source.run = run
            self._sources[key] = source
        self._order = deque(self._sources)
        self._looked = now

    async def _next(self, now: float) -> tuple[Source | None, Claim | None, list[Reader]]:
        """The next run that may have somebody: what to claim of it, or, of a correction, whose copies."""
        room = self._room()
        for _ in range(len(self._order) if room > 0 else 0):
            source = self._sources[self._order[0]]
            self._order.rotate(-1)
            run = source.run
            if run.correction:
                if readers := await self._to_fix(source, room, now):
                    return source, None, readers
                continue
            again = source.again(room, now)
            on = source.goes_on(now)
            if again or on:
                most = room if on else len(again)
                return source, Claim(run.announcement, source.after, most, again), []
        return None, None, []

    async def _to_fix(self, source: Source, room: int, now: float) -> list[Reader]:
        if source.found and source.dry_since is not None and not self._mine(source.run):
            source.begin_anew()
        if not source.page and source.goes_on(now):
            source.read(await self.books.often(deliveries.to_fix, run=source.run, after=source.after), now)
            self._ends(source)
        return [source.page.popleft() for _ in range(min(room, len(source.page)))]

    def _room(self) -> int:
        """As many as go out until the next writing, and never more than may become unknown."""
        return self._traffic.permits.claimable(1.5 * self._pause()) - len(self._out)

    def _ends(self, source: Source) -> None:
        """A correction that found no older copy from beginning to end, and none under way, is over."""
        run = source.run
        if source.dry_since is not None and not source.found and not source.back and not self._mine(run):
            self._turn.over.append(run.correction)

    def _mine(self, run: Run) -> bool:
        """Whether copies are under way that this correction has to do with."""
        mine = (one for one in self._out.values() if one.announcement == run.announcement)
        return any(one.fixes or one.version < run.number for one in mine) or bool(self._turn.fixed)

    # A writing

    async def _write(
        self, claims: Claims, source: Source | None, claim: Claim | None, fixes: list[Reader], now: float
    ) -> None:
        turn, self._turn = self._turn, Turn()
        turn.claim = claim
        for number, held in turn.lost.items():
            held += [one.reader for one in self._out.values() if one.announcement == number and not one.fixes]
        try:
            readers = await self.books.often(deliveries.turn, turn=turn, claims=claims, now=self.clock.now())
        except BaseException:
            self._take_back(turn, source, fixes)
            raise
        if source is None:
            return
        if claim is not None:
            source.after = claim.after
            source.dry_since = source.dry_since if not claim.dry else now
        for reader in (*readers, *fixes):
            self._send(source, reader)

    def _take_back(self, turn: Turn, source: Source | None, fixes: list[Reader]) -> None:
        """It could not be written, or perhaps it was: ends are written again and counted anew, claims given back."""
        fresh = self._turn
        self._turn = Turn(turn.ends + fresh.ends, turn.fixed + fresh.fixed, turn.back + fresh.back)
        self._turn.tripped, self._turn.over = turn.tripped + fresh.tripped, turn.over + fresh.over
        self._turn.recount = turn.recount | {end.announcement for end in turn.ends}
        if source is not None:
            source.page.extendleft(reversed(fixes))
        if turn.claim is not None:
            self._turn.recount.add(turn.claim.announcement)
            self._turn.lost[turn.claim.announcement] = []

    def _send(self, source: Source, reader: Reader) -> None:
        run = source.run
        make = source.ready.correction if run.correction else source.ready.copy
        copy = make(run.announcement, run.number if run.correction else run.version, reader)
        if copy is None:
            if run.correction:
                self._turn.fixed.append(Fixed(run.correction, run.announcement, reader.number, run.number, False))
            else:
                self._turn.ends.append(End(run.announcement, reader.number, State.FAILED, words="nothing to send"))
            return
        copy.fixes = run.correction
        self._out[copy.id] = copy
        lane = self.lanes.open(copy.chat_id)
        if self.lanes.put(lane, copy):
            self._placed(lane, copy)
        else:
            self.put_back(copy, AGAIN)

    def _spilled(self) -> list[Copy]:
        spilled, self.lanes.spilled = self.lanes.spilled, []
        return [one for one in spilled if isinstance(one, Copy) and one.id in self._out]

    # What became of a copy

    def put_back(self, copy: Copy, seconds: float) -> None:
        """It surely did not go out: it waits again, at least so long."""
        self._back(copy)
        source = self._sources.get((copy.announcement, copy.fixes))
        if source is not None and len(source.back) < REMEMBERED:
            source.back.append((time.monotonic() + seconds, copy.reader))

    def _back(self, copy: Copy) -> None:
        self._out.pop(copy.id, None)
        if not copy.fixes:
            self._turn.back.append((copy.announcement, copy.reader))

    def settled(self, copy: Copy, verdict: Verdict, *, upto: int) -> None:
        """The copy has its end."""
        self._out.pop(copy.id, None)
        if copy.fixes:
            done = verdict.outcome is Outcome.SENT
            self._turn.fixed.append(Fixed(copy.fixes, copy.announcement, copy.reader, copy.version, done))
            return
        source = self._sources.get((copy.announcement, 0))
        refused = verdict.outcome in (Outcome.CLOSED, Outcome.REFUSED)
        if source is not None and source.heard(refused=refused):
            log.error("too many copies are refused; paused", announcement=copy.announcement)
            self._turn.tripped.append(copy.announcement)
            source.page.clear()
        held = source is not None and source.held
        self._turn.ends.append(_end(copy, verdict, held=held, upto=upto))


def _end(copy: Copy, verdict: Verdict, *, held: bool, upto: int) -> End:
    message_id, more = pack(copy.ids)
    end = End(copy.announcement, copy.reader, State.SENT, message_id, more, copy.version)
    match verdict.outcome:
        case Outcome.SENT:
            return replace(end, poll=copy.poll, chat_id=copy.chat_id)
        case Outcome.UNKNOWN:
            return replace(end, state=State.UNKNOWN)
        case Outcome.CLOSED if held:
            return replace(end, state=State.UNMARKED)
        case Outcome.CLOSED:
            return replace(end, state=State.BLOCKED, reach=verdict.reach, chat_id=copy.chat_id, upto=upto)
        case _:
            return replace(end, state=State.FAILED, words=_worded(verdict))


def _worded(verdict: Verdict) -> str:
    return verdict.error or str(verdict.outcome)
