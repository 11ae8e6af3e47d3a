"""Inline queries: each is answered once, while somebody still looks, from memory, by the process that took it."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from wire.books import Recent
from wire.expiring import TOO_OLD, deliver
from wire.markup import split
from wire.metrics import Metrics
from wire.outbox import keyboard
from wire.transport import Transport
from wire.turn import InlineAnswer, InlineResult

PATIENCE = 4.0
"""Seconds after which a query whose own answer is not there yet hears that nothing was found."""
WORTHWHILE = 8.0
"""Seconds after a query came in for which an answer is tried; Telegram's window is a little longer."""
NOTHING = InlineAnswer()
"""Kept for no second, so that the next look asks again."""


@dataclass(slots=True)
class _Query:
    query_id: str
    person_id: int
    end: float
    timer: asyncio.TimerHandle


class Queries:
    """Expect each query when it comes in; answer it after its commit. Of one person's, only the newest is looked up."""

    def __init__(self, *, transport: Transport, metrics: Metrics) -> None:
        self.transport, self.metrics = transport, metrics
        self._waiting: dict[int, _Query] = {}
        self._newest: dict[int, int] = {}
        self._given = Recent()
        self._tasks: set[asyncio.Task[None]] = set()

    def expect(self, raw: dict[str, Any]) -> None:
        """A query came in: it is answered in time, whatever becomes of its update."""
        query, update_id = raw.get("inline_query"), raw.get("update_id")
        if not isinstance(query, dict) or not isinstance(update_id, int):
            return
        if update_id in self._waiting or update_id in self._given:
            return
        query_id, person_id = query.get("id"), _person(query)
        if isinstance(query_id, str):
            loop = asyncio.get_running_loop()
            timer = loop.call_later(PATIENCE, self.answer, update_id, None)
            self._waiting[update_id] = _Query(query_id, person_id, loop.time() + WORTHWHILE, timer)
            self._newest[person_id] = update_id

    def outdated(self, update_id: int) -> bool:
        """Whether nobody waits for its results any more: it has an answer, or its person typed on."""
        one = self._waiting.get(update_id)
        return update_id in self._given or (one is not None and self._newest.get(one.person_id) != update_id)

    def answer(self, update_id: int, answer: InlineAnswer | None) -> None:
        """Its update is committed, or takes too long: answer it, unless it has an answer."""
        one = self.drop(update_id)
        if one is None:
            return
        self._given.add(update_id)
        self.metrics.inline.labels("own" if answer else "empty").inc()
        task = asyncio.get_running_loop().create_task(self._call(one, answer or NOTHING))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def drop(self, update_id: int) -> _Query | None:
        """Forget it; what was handled before is not ours to answer again."""
        one = self._waiting.pop(update_id, None)
        if one is not None:
            one.timer.cancel()
            if self._newest.get(one.person_id) == update_id:
                del self._newest[one.person_id]
        return one

    async def _call(self, one: _Query, answer: InlineAnswer) -> None:
        """Where Telegram takes offence at something found, nothing found is better than no answer."""
        told = await self._deliver(one, answer)
        if told is not None and not told.ok and TOO_OLD not in told.description.lower() and answer is not NOTHING:
            await self._deliver(one, NOTHING)

    async def _deliver(self, one: _Query, answer: InlineAnswer) -> Any:
        left = one.end - asyncio.get_running_loop().time()
        return await deliver(self.transport, "answerInlineQuery", body(one.query_id, answer), seconds=left)

    async def stop(self, seconds: float) -> None:
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)


def _person(query: dict[str, Any]) -> int:
    """Who asks; a query without a person stands for itself."""
    sender = query.get("from")
    number = sender.get("id") if isinstance(sender, dict) else None
    return number if isinstance(number, int) else 0


def body(query_id: str, answer: InlineAnswer) -> bytes:
    """The JSON of answerInlineQuery."""
    told: dict[str, Any] = {
        "inline_query_id": query_id,
        "results": [_article(one) for one in answer.results],
        "cache_time": answer.cache_time,
        "is_personal": True,
    }
    if answer.next_offset:
        told["next_offset"] = answer.next_offset
    if answer.button:
        told["button"] = {"text": answer.button[0], "start_parameter": answer.button[1]}
    return json.dumps(told, separators=(",", ":")).encode()


def _article(one: InlineResult) -> dict[str, Any]:
    """What is too long for one message ends where it is full."""
    content = {"message_text": split(one.text)[0], "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    found = {"type": "article", "id": one.id, "title": one.title, "input_message_content": content}
    found |= {"description": one.description} if one.description else {}
    return found | ({"reply_markup": keyboard(one.buttons)} if one.buttons else {})
