"""Long polling: the next getUpdates confirms the last batch, so it is asked only after that batch has committed."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import structlog

from wire.intake import KINDS, Intake
from wire.raws import usable
from wire.transport import Answer, AnswerLost, NotSent, Transport

log = structlog.get_logger("polling")

LONG = 50
"""Seconds Telegram may keep an empty poll open."""
AGAIN_FIRST, AGAIN_MOST = 0.5, 15.0
LOOK_EVERY, LOOK_MOST, LOOK_PATIENCE = 0.6, 3.0, 0.8
"""Seconds between looks at what waits behind a batch in hand, for one look, until a press found there gets a word."""
AWAY_LONG, AWAY_EVERY = 10.0, 5.0
"""Once the database has been away for so many seconds, this many between looks."""
CONFLICT_WAIT = 10.5
"""Seconds until we poll again when another process polls with the same token."""


class Poller:
    """Polls until told to stop. `revoked` is called when Telegram no longer knows the token."""

    def __init__(self, *, transport: Transport, intake: Intake, revoked: Callable[[], None]) -> None:
        self.transport, self.intake, self.revoked = transport, intake, revoked
        self.conflict = self.failing = False
        self.last_answer = time.monotonic()
        self._offset: int | None = None
        self._wait = AGAIN_FIRST
        self._stopping = asyncio.Event()
        self._call: asyncio.Task[Answer] | None = None

    async def run(self) -> None:
        while not self._stopping.is_set():
            self._call = asyncio.get_running_loop().create_task(self._poll())
            try:
                answer = await self._call
            except asyncio.CancelledError:
                if self._stopping.is_set():
                    return
                raise
            except (NotSent, AnswerLost):
                await self._pause(self._wait)
                self._wait = min(self._wait * 2, AGAIN_MOST)
                continue
            try:
                await self._take(answer)
                self.failing = False
            except Exception:
                log.exception("updates could not be taken; trying again")
                self.failing = True
                await self._pause(AGAIN_MOST)

    def _poll(self) -> Any:
        long = 0 if self.conflict else LONG
        asked: dict[str, Any] = {"timeout": long, "limit": 100, "allowed_updates": KINDS}
        if self._offset is not None:
            asked["offset"] = self._offset
        return self.transport.call("getUpdates", json.dumps(asked).encode(), timeout=LONG + 10)

    async def _take(self, answer: Answer) -> None:
        if answer.ok and isinstance(answer.result, list):
            self.last_answer, self._wait, self.conflict = time.monotonic(), AGAIN_FIRST, False
            if answer.result:
                await self._commit(answer.result)
                self._offset = _last(answer.result) + 1
            return
        if answer.code == 409:
            self.conflict = True
            log.error("another process polls with this token (409); trying again in 10 s", why=answer.description)
            await self._pause(CONFLICT_WAIT)
        elif answer.code == 401:
            log.error("TELEGRAM_BOT_TOKEN: Telegram no longer accepts this token")
            self.revoked()
            await self._stopping.wait()
        else:
            log.warning("getUpdates was refused", code=answer.code, why=answer.description)
            await self._pause(answer.retry_after or self._wait)
            self._wait = min(self._wait * 2, AGAIN_MOST)

    async def _commit(self, updates: list[Any]) -> None:
        """Have them committed; while that takes long, look at what comes behind, so that presses get a word in time."""
        taking = asyncio.get_running_loop().create_task(self.intake.take(updates))
        try:
            while not (await asyncio.wait({taking}, timeout=self._look_every()))[0]:
                await self._look_behind(updates, taking)
            taking.result()
        finally:
            taking.cancel()

    def _look_every(self) -> float:
        return LOOK_EVERY if self.intake.answers.busy.away_for() < AWAY_LONG else AWAY_EVERY

    async def _look_behind(self, updates: list[Any], taking: "asyncio.Task[None]") -> None:
        """Ask once more with the same offset, which confirms nothing; what we have in hand comes again with it."""
        asked = {"limit": 100, "allowed_updates": KINDS, "offset": self._offset or 0}
        try:
            answer = await self.transport.call("getUpdates", json.dumps(asked).encode(), timeout=LOOK_MOST)
        except (NotSent, AnswerLost):
            return
        if taking.done() or not isinstance(answer.result, list):
            return
        hand = {raw["update_id"] for raw in updates if usable(raw)}
        for raw in answer.result:
            if usable(raw) and raw["update_id"] not in hand:
                self.intake.answers.expect(raw, LOOK_PATIENCE)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    def stop(self) -> None:
        """Take nothing more; what is in hand is finished by run()."""
        self._stopping.set()
        if self._call is not None and not self._call.done():
            self._call.cancel()

    def trouble(self) -> str | None:
        """Why polling is not well, for /healthz."""
        if self.conflict:
            return "another process polls with this token"
        if self.failing:
            return "updates cannot be taken"
        silent = time.monotonic() - self.last_answer
        return f"no answer from getUpdates for {silent:.0f} s" if silent > LONG + 20 else None


def _last(updates: list[Any]) -> int:
    """The number of the last update; ValueError when this is no list of updates."""
    if not isinstance(updates[-1], dict) or type(updates[-1].get("update_id")) is not int:
        raise ValueError("no update")
    number: int = updates[-1]["update_id"]
    return number
