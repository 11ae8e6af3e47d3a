"""A feature that makes trouble on demand: what a handler's mistakes look like to everybody else."""

import asyncio
import os
import signal
from types import ModuleType

from sqlalchemy import text

import bot
from handlers.context import Context, Update
from handlers.listening import App, on_command, on_press


def feature() -> ModuleType:
    """The trouble feature as a module with add_to()."""
    module = ModuleType("trouble")
    module.add_to = add_to  # type: ignore[attr-defined]
    return module


def features() -> tuple[ModuleType, ...]:
    """Trouble first, then the bot's own features."""
    return (feature(), *bot.features())


def add_to(app: App) -> None:
    for name in ("raise", "constraint", "await", "call", "die"):
        on_command(app, f"trouble_{name}", TROUBLES[name])
    on_press(app, "v1:trouble:raise:1", _raise)


async def _raise(update: Update, context: Context) -> None:
    context.say("cancel.nothing")
    context.turn.db.execute(text("INSERT INTO marks (name, value) VALUES ('half', 'done')"))
    raise ValueError("what they wrote")


async def _constraint(update: Update, context: Context) -> None:
    for _ in range(2):
        context.turn.db.execute(text("INSERT INTO marks (name, value) VALUES ('twice', 'x')"))


async def _await(update: Update, context: Context) -> None:
    context.say("cancel.nothing")
    await asyncio.sleep(0)


async def _call(update: Update, context: Context) -> None:
    await context.bot.send_message(1, "no")


async def _die(update: Update, context: Context) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


TROUBLES = {"raise": _raise, "constraint": _constraint, "await": _await, "call": _call, "die": _die}
