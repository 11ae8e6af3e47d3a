"""What is on the wire: permits taken and given back, chats' budgets charged, the connection watched."""

import time

import structlog

from wire.connection import Connection
from wire.lanes import Lane
from wire.limits import Permits
from wire.metrics import Metrics
from wire.outbox import BULK, PRIORITY, Row
from wire.outcomes import INTERNAL, Outcome, Verdict, unsent
from wire.thread import is_passing

log = structlog.get_logger("sender")


class Traffic:
    """Keeps account of sends. A row that needs no permit costs none; an upload takes as long as it takes."""

    def __init__(self, permits: Permits, metrics: Metrics) -> None:
        self.permits, self.metrics = permits, metrics
        self.connection = Connection()

    def ready_at(self, row: Row, now: float) -> float:
        """When the row's permits are there; announcements leave some to what people wait for."""
        items = row.permits
        if not items:
            return self.permits.held_until
        return self.permits.ready_at(now, items, bulk=PRIORITY[row.kind] == BULK)

    def begin(self, row: Row, now: float, *, upload: bool) -> int:
        """The row is about to be written; the permits it has now."""
        items = row.permits
        if items:
            self.permits.take(now, items, bulk=PRIORITY[row.kind] == BULK)
        if not upload:
            self.connection.asked(now)
        return items

    def answered(
        self, lane: Lane, cost: int, items: int, round_trip: float | None, *, upload: bool, more: bool
    ) -> None:
        """The answer came, or is given up; `more`: others are due."""
        now = time.monotonic()
        if items:
            self.permits.answered(now, items, None if upload else round_trip)
        if cost:
            lane.budget.answered(now, cost)
        if round_trip is not None:
            self.connection.answered(now, more=more)

    def untaken(self, items: int) -> None:
        """It was never written."""
        if items:
            self.permits.untaken(items)

    def not_sent(self, row: Row, items: int) -> None:
        """There is no connection: everything waits a while."""
        now = time.monotonic()
        self.untaken(items)
        if self.connection.offline_since is None:
            log.warning("no connection to Telegram; messages wait")
        self.connection.failed(now)
        if now >= self.permits.held_until:
            self.permits.hold(now + self.connection.pause())
        self.metrics.sent(row.kind, Outcome.LATER)

    def failed(self, lane: Lane, row: Row, items: int, error: Exception) -> Verdict | None:
        """It does not go: the database is away for a while, or the row cannot be sent at all."""
        self.untaken(items)
        if is_passing(error):
            lane.held_until = time.monotonic() + 1.0
            return None
        verdict = unsent(error)
        if verdict.error == INTERNAL:
            log.error("a row could not be sent", row=row.id, exc_info=error)
        return verdict
