"""What must be answered within seconds, each by its own rule: presses, inline queries, and anything while we cannot."""

import asyncio
from collections.abc import Callable
from typing import Any

from wire.busy import Busy, Word
from wire.flood import Flood
from wire.limits import Permits
from wire.metrics import Metrics
from wire.presses import PATIENCE, Presses
from wire.queries import Queries
from wire.raws import Raw
from wire.transport import Transport
from wire.turn import InlineAnswer, PressAnswer
from wire.unwritten import Unwritten


class Answers:
    """Expects what comes in, and gives the answers of what is committed."""

    def __init__(
        self,
        *,
        transport: Transport,
        metrics: Metrics,
        opened: Callable[[int], None],
        general: Callable[[dict[str, Any]], PressAnswer],
        permits: Permits,
        busy: Word,
        too_fast: Word,
    ) -> None:
        self.presses = Presses(transport=transport, metrics=metrics, opened=opened, general=general)
        self.queries = Queries(transport=transport, metrics=metrics)
        self.busy = Busy(unwritten=Unwritten(transport=transport, permits=permits), word=busy)
        self.flood = Flood(unwritten=Unwritten(transport=transport, permits=permits), word=too_fast)

    def expect(self, raw: Raw, patience: float = PATIENCE) -> None:
        """An update came in; a press gets a general word after `patience`."""
        self.presses.expect(raw, patience)
        self.queries.expect(raw)
        self.busy.expect(raw)

    def outdated(self, raw: Raw) -> bool:
        """Whether it is an inline query for whose results nobody waits any more."""
        return "inline_query" in raw and self.queries.outdated(raw["update_id"])

    def committed(self, update_id: int, kind: str, answer: PressAnswer | InlineAnswer | None) -> None:
        """The update is done with: give its answer."""
        if kind == "callback_query":
            self.presses.answer(update_id, answer if isinstance(answer, PressAnswer) else None)
        elif kind == "inline_query":
            self.queries.answer(update_id, answer if isinstance(answer, InlineAnswer) else None)

    def left_out(self, raw: Raw) -> None:
        """Too much of one person, so it is not handled: a press hears so, a query nothing."""
        if "callback_query" in raw:
            told = self.flood.word(raw)
            self.presses.expect(raw)
            self.presses.answer(raw["update_id"], PressAnswer(told[1]) if told else None)
        self.queries.drop(raw["update_id"])

    def drop(self, update_id: int) -> None:
        """The update was handled before: it is not ours to answer again."""
        self.presses.drop(update_id)
        self.queries.drop(update_id)

    async def stop(self, seconds: float) -> None:
        """Wait for what is on its way."""
        await asyncio.gather(self.presses.stop(seconds), self.queries.stop(seconds))
        for one in (self.busy, self.flood):
            await one.unwritten.stop()
