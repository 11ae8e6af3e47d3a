"""Handlers run in the database thread: python-telegram-bot's coroutine is stepped by hand and can wait for nothing."""

import json
from collections.abc import Coroutine
from typing import Any, Protocol

from telegram import Bot, Update
from telegram.ext import Application, ExtBot
from telegram.request import BaseRequest, RequestData

from wire.fetching import Arrival, Arrived
from wire.turn import TURN, Turn


class AwaitedInside(RuntimeError):
    """A handler awaited something inside a transaction."""


class HandlersDoNotCall(RuntimeError):
    """A handler called Telegram; it says things with context.say instead."""


class MuteRequest(BaseRequest):
    """Knows who the bot is and refuses everything else."""

    def __init__(self, me: dict[str, Any]) -> None:
        self._me = me

    @property
    def read_timeout(self) -> float:
        return 0.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            return 200, json.dumps({"ok": True, "result": self._me}).encode()
        raise HandlersDoNotCall("handlers do not call Telegram")


def mute_bot(me: dict[str, Any]) -> ExtBot[None]:
    """The bot that handlers are handed: `me` is getMe's answer."""
    request = MuteRequest(me)
    return ExtBot(f"{me['id']}:mute", request=request, get_updates_request=request)


class Handle(Protocol):
    """Run one raw update's handlers in a turn."""

    def __call__(self, raw: dict[str, Any], turn: Turn) -> None: ...


class Stepper:
    """Handles raw updates with an Application; raises what a handler raised, so that nothing half-done commits."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self.application = application
        self._bot: Bot = application.bot
        application.add_error_handler(_hand_back)

    def __call__(self, raw: dict[str, Any], turn: Turn) -> None:
        token = TURN.set(turn)
        try:
            update = Arrived(raw, self._bot) if isinstance(raw, Arrival) else Update.de_json(raw, self._bot)
            step(self.application.process_update(update))
        finally:
            TURN.reset(token)
        if turn.surprises:
            raise turn.surprises[0]


async def _hand_back(_update: object, context: Any) -> None:
    TURN.get().surprises.append(context.error)


def step(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end without a loop; AwaitedInside when it waits for anything."""
    try:
        work.send(None)
    except StopIteration:
        return
    work.close()
    raise AwaitedInside("a handler awaited something inside a transaction")
