"""The front door: reads the settings, lists the features in the order they listen, runs.

`python bot.py` runs the bot; without TELEGRAM_BOT_TOKEN it runs in its sandbox. `python bot.py check` looks whether
everything is as the bot needs it; `backup FILE`, `restore FILE` and `move URL` copy all it knows.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from importlib import import_module
from types import ModuleType

import settings
from services.citypack import CityPackError, read_city
from wire.clock import Clock

FEATURES = (
    "membership",
    "banned",
    "polls",
    "inline",
    "checkin",
    "spaces",
    "ideacard",
    "people",
    "help",
    "language",
    "privacy",
    "roadmap",
    "milestones",
    "milestone_form",
    "milestone_update",
    "kpis",
    "kpi_desk",
    "kpi_form",
    "kpi_number",
    "kpi_sheet",
    "announce",
    "announce_form",
    "announce_audience",
    "announce_when",
    "announce_send",
    "announce_run",
    "announce_correct",
    "news",
    "news_choices",
    "chats",
    "team",
    "invites",
    "articles",
    "article_form",
    "queue",
    "review",
    "review_form",
    "verdict",
    "verdicts",
    "bans",
    "statistics",
    "signups",
    "signup",
    "reasons",
    "guest",
    "letter",
    "slots",
    "opening",
    "slot_form",
    "slot_change",
    "space_form",
    "answering",
    "booking",
    "seats",
    "offers",
    "nearby",
    "browse",
    "helping",
    "ideas",
    "idea_messages",
    "myideas",
    "cancel",
    "desk",
    "questions",
    "fallback",
    "menu",
)
"""Every feature, in the order they listen: handlers/<name>.py."""


def features() -> tuple[ModuleType, ...]:
    """The features, imported only now: nothing heavy is loaded before the settings are known to be right."""
    return tuple(import_module(f"handlers.{name}") for name in FEATURES)


def main(words: list[str]) -> int:
    """Exit code: 0 after a clean stop, 2 for a wrong setting or word, 1 when Telegram revoked the token."""
    if words:
        return operator(words)
    try:
        told = settings.read()
        read_city(told.city)
        if told.token:
            settings.try_places(told)
        return asyncio.run(run(told))
    except settings.WrongSetting as wrong:
        sys.stderr.write(f"{wrong}\n")
    except CityPackError as wrong:
        sys.stderr.write(f"CITY: {wrong}\n")
    return 2


def operator(words: list[str]) -> int:
    """What the operator runs beside the bot. Exit code: 0 when it is done and well, else 1; 2 for a wrong word."""
    from upkeep import check, copies

    deeds: dict[tuple[str, int], Callable[..., int]] = {
        ("check", 0): check.check,
        ("backup", 1): copies.backup,
        ("restore", 1): copies.restore,
        ("move", 1): copies.move,
    }
    deed = deeds.get((words[0], len(words) - 1))
    if deed is None:
        known = "check | backup FILE | restore FILE | move URL"
        sys.stderr.write(f"{' '.join(words)}: no such words; plain `python bot.py` runs the bot, or: {known}\n")
        return 2
    return deed(*words[1:])


async def run(told: settings.Settings) -> int:
    """With a token the bot at Telegram; without one the same bot in the sandbox."""
    async with AsyncExitStack() as stack:
        offset: Callable[[], float] = float
        if not told.token:
            from sandbox.run import instead_of_telegram

            told, offset = await stack.enter_async_context(instead_of_telegram(told, root=settings.HERE))
        import house

        house.set_up_logs(told)
        return await house.run(house.Running(told, read_city(told.city), features(), clock=Clock(offset)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
