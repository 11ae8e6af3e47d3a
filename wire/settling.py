"""What becomes of a row after a try: done, later, again in other words, or nothing more for that chat."""

import time
from collections.abc import Awaitable, Callable, Sequence

import structlog

from models.chats import swap_chat
from wire import ledger
from wire.books import Books
from wire.clock import Clock
from wire.copies import Copy, of_copy
from wire.files import instead
from wire.lanes import Lane, Lanes, order
from wire.ledger import ALL, Mark
from wire.mailing import Mailing
from wire.metrics import Metrics
from wire.outbox import Draft, Row
from wire.outcomes import Outcome, Verdict
from wire.reading import Reader
from wire.traffic import Traffic
from wire.wording import fresh_message, plainly, shorter
from wire.workshop import Workshop

log = structlog.get_logger("sender")

ONCE_ONLY = ("notice", "announcement")
"""Kinds that are claimed before they are sent and never repeated by themselves."""
TRIES = {"reply": 2, "edit": 6, "deletion": 6, "setting": 6, "notice": 1, "announcement": 1, "correction": 6}
"""How often a row is tried when its outcome is unknown."""
WAIT_MOST = 15.0


class Settler:
    """Acts on verdicts. `placed` is told of a row put into a lane; `revoked`, of a token that died."""

    def __init__(
        self,
        *,
        lanes: Lanes,
        reader: Reader,
        books: Books,
        traffic: Traffic,
        clock: Clock,
        metrics: Metrics,
        workshop: Workshop,
        mailing: Mailing,
        placed: Callable[[Lane, Row], None],
        revoked: Callable[[], None],
    ) -> None:
        self.lanes, self.reader, self.books, self.traffic = lanes, reader, books, traffic
        self.clock, self.metrics, self.workshop, self.mailing = clock, metrics, workshop, mailing
        self._placed, self._revoked_hook = placed, revoked
        self._refused: dict[int | None, float] = {}
        self._settle = self._settlers()

    async def settle(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        if isinstance(row, Copy):
            verdict = of_copy(row, verdict)
        await self._settle[verdict.outcome](lane, row, verdict)

    def _settlers(self) -> dict[Outcome, Callable[[Lane, Row, Verdict], Awaitable[None]]]:
        return {
            Outcome.SENT: self._sent,
            Outcome.LATER: self._later,
            Outcome.UNKNOWN: self._unknown,
            Outcome.CLOSED: self._closed,
            Outcome.MOVED: self._moved,
            Outcome.BAD_MARKUP: self._bad_markup,
            Outcome.TOO_LONG: self._too_long,
            Outcome.NOT_THERE: self._not_there,
            Outcome.NOT_MADE: self._not_made,
            Outcome.STALE: self._stale,
            Outcome.REVOKED: self._revoked,
            Outcome.REFUSED: self._no,
        }

    def done(self, lane: Lane, row: Row, state: str, verdict: Verdict) -> None:
        """The row has its end."""
        self.lanes.drop(lane, row)
        if isinstance(row, Copy):
            self.mailing.settled(row, verdict, upto=self.reader.highest)
        else:
            self.books.mark(Mark(row.id, state, verdict.message_ids, verdict.error))

    async def unclaim(self, lane: Lane, row: Row, seconds: float) -> None:
        """The row surely was not written: it may be claimed again, a copy not before so many seconds."""
        if isinstance(row, Copy):
            self.lanes.drop(lane, row)
            self.mailing.put_back(row, seconds)
        elif not isinstance(row, Copy) and row.kind in ONCE_ONLY:
            await self.books.unclaim(row.id)

    async def _sent(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        if not isinstance(row, Copy) or not row.goes_on(verdict.message_ids):
            self.done(lane, row, "sent", verdict)

    async def _no(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        log.error("refused", row=row.id, person=row.person_id, method=row.method, why=verdict.error)
        self.done(lane, row, "refused", verdict)

    async def _later(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        """A 429 does not name its scope: hold the chat; a second chat refused meanwhile holds all."""
        now = time.monotonic()
        until = now + verdict.retry_after
        self._refused = {chat: at for chat, at in self._refused.items() if at > now}
        others = any(chat != row.chat_id for chat in self._refused)
        self._refused[row.chat_id] = lane.held_until = max(until, lane.held_until)
        if others:
            self.traffic.permits.hold(until)
            await self.books.hold(ALL, None, verdict.retry_after)
        if row.chat_id is not None:
            await self.books.hold(row.chat_id, row.person_id, verdict.retry_after)
        await self.unclaim(lane, row, verdict.retry_after)
        log.warning("too many requests", person=row.person_id, seconds=verdict.retry_after, all_held=others)
        self.metrics.too_many.inc()

    async def _unknown(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        row.tries += 1
        if isinstance(row, Copy) and row.fixes:
            await self.unclaim(lane, row, WAIT_MOST)
            return
        if row.tries >= TRIES[row.kind]:
            log.warning("unknown", row=row.id, person=row.person_id, method=row.method, why=verdict.error)
            self.metrics.unknown.inc()
            self.done(lane, row, "unknown", verdict)
            return
        lane.held_until = time.monotonic() + min(2.0 ** (row.tries - 1), WAIT_MOST)
        await self.books.run(ledger.tried, row_id=row.id, tries=row.tries)

    async def _closed(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        if row.chat_id is None:
            await self._no(lane, row, verdict)
            return
        if isinstance(row, Copy):
            self.done(lane, row, "refused", verdict)
            return
        end, upto = Mark(row.id, "refused", error=verdict.error), self.reader.highest
        await self.books.run(
            ledger.close_chat, chat_id=row.chat_id, reach=verdict.reach, last=end, upto=upto, now=self.clock.now()
        )
        self.done(lane, row, "refused", verdict)
        for other in [one for one in lane.rows if one.id <= upto]:
            if isinstance(other, Copy):
                await self.unclaim(lane, other, WAIT_MOST)
                continue
            self.lanes.drop(lane, other)
            self.books.mark(Mark(other.id, "cancelled"))
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
            if isinstance(waiting, Copy):
                waiting.reader = verdict.moved_to
            if self.lanes.put(new, waiting):
                self._placed(new, waiting)
            elif isinstance(waiting, Copy):
                self.mailing.put_back(waiting, WAIT_MOST)
        new.more, new.overtaking = new.more or lane.more, new.overtaking and lane.overtaking
        lane.more = False
        log.info("a group became a supergroup")

    async def _bad_markup(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        if not plainly(row):
            await self._no(lane, row, verdict)
            return
        log.error("bad markup, sent as plain text", row=row.id, why=verdict.error)

    async def _too_long(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        drafts = [] if isinstance(row, Copy) else shorter(row)
        if len(drafts) < 2:
            await self._no(lane, row, verdict)
        else:
            await self._instead(lane, row, drafts, verdict)

    async def _not_made(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        """A file that cannot be made: its words for that are said in its place."""
        if not isinstance(row, Copy) and (drafts := instead(row)):
            await self._instead(lane, row, drafts, verdict)
        else:
            await self._no(lane, row, verdict)

    async def _stale(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        """The row stays first: with what was forgotten, it is uploaded."""
        if not await self.workshop.forget(row):
            await self._no(lane, row, verdict)
        elif row.kind in ONCE_ONLY:
            await self.books.unclaim(row.id)

    async def _instead(self, lane: Lane, row: Row, drafts: Sequence[Draft], verdict: Verdict) -> None:
        parts = await self.books.replace(row, drafts, verdict.error)
        self.lanes.drop(lane, row)
        for part in parts:
            part.turn = order(row)
            for heard in [one for one in lane.rows if one.id == part.id]:
                self.lanes.drop(lane, heard)
            self.reader.take(part)

    async def _not_there(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        """An edit becomes a message; where that is not possible, as out of sight, there is nothing left to do."""
        if not fresh_message(row):
            log.info("the message to change is gone", row=row.id)
            self.done(lane, row, "refused", verdict)

    async def _revoked(self, lane: Lane, row: Row, verdict: Verdict) -> None:
        log.error("TELEGRAM_BOT_TOKEN: Telegram no longer accepts this token")
        self._revoked_hook()
