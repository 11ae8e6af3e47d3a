"""Presses: each is answered exactly once, within two seconds, from memory, by the process that took it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wire.books import Recent
from wire.expiring import deliver
from wire.metrics import Metrics
from wire.transport import Transport
from wire.turn import PressAnswer

PATIENCE = 1.2
"""Seconds after which a press gets a general word if its own answer is not there yet."""
WORTHWHILE = 12.0
"""Seconds for which an answer that could not be written is tried again; Telegram's window is about that long."""


@dataclass(slots=True)
class _Press:
    query_id: str
    timer: asyncio.TimerHandle
    answered: bool = False


class Presses:
    """Expect each press when it comes in; answer it after its commit. `general` words the answer of last resort."""

    def __init__(
        self,
        *,
        transport: Transport,
        metrics: Metrics,
        opened: Callable[[int], None],
        general: Callable[[dict[str, Any]], PressAnswer],
    ) -> None:
        self.transport, self.metrics = transport, metrics
        self._opened, self._general = opened, general
        self._waiting: dict[int, _Press] = {}
        self._given = Recent()
        self._tasks: set[asyncio.Task[None]] = set()

    def expect(self, raw: dict[str, Any], patience: float = PATIENCE) -> None:
        """A press came in: after `patience` it gets a general word, unless it is answered by then."""
        press = raw.get("callback_query")
        update_id = raw.get("update_id")
        if not isinstance(press, dict) or not isinstance(update_id, int):
            return
        if update_id in self._waiting or update_id in self._given:
            return
        query_id = press.get("id")
        if isinstance(query_id, str):
            timer = asyncio.get_running_loop().call_later(patience, self._lose_patience, update_id, press)
            self._waiting[update_id] = _Press(query_id, timer)

    def _lose_patience(self, update_id: int, press: dict[str, Any]) -> None:
        one = self._waiting.get(update_id)
        if one is not None and not one.answered:
            self.metrics.presses.labels("general").inc()
            self._give(update_id, one, self._general(press))

    def answer(self, update_id: int, answer: PressAnswer | None) -> None:
        """Its update is committed: answer it, unless a general word is out; that one opens the gate when it arrived."""
        one = self._waiting.pop(update_id, None)
        if one is None:
            self._opened(update_id)
            return
        one.timer.cancel()
        if not one.answered:
            self.metrics.presses.labels("own").inc()
            self._give(update_id, one, answer or PressAnswer())

    def drop(self, update_id: int) -> None:
        """The update was handled before: its press is not ours to answer again."""
        one = self._waiting.pop(update_id, None)
        if one is not None:
            one.timer.cancel()

    def _give(self, update_id: int, one: _Press, answer: PressAnswer) -> None:
        one.answered = True
        self._given.add(update_id)
        task = asyncio.get_running_loop().create_task(self._call(update_id, one.query_id, answer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _call(self, update_id: int, query_id: str, answer: PressAnswer) -> None:
        try:
            await deliver(self.transport, "answerCallbackQuery", _body(query_id, answer), seconds=WORTHWHILE)
        finally:
            self._opened(update_id)

    async def stop(self, seconds: float) -> None:
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)


def _body(query_id: str, answer: PressAnswer) -> bytes:
    told: dict[str, Any] = {"callback_query_id": query_id}
    if answer.text:
        told["text"] = answer.text
    if answer.alert:
        told["show_alert"] = True
    if answer.url:
        told["url"] = answer.url
    return json.dumps(told).encode()
