"""CPU seconds for one update handled: a person met and a reply sent, all books kept, beside the peers."""

import sys
import time

from benchmarks.environments import AIOGRAM, GRAMMY, OURS, STOCK, Bot
from benchmarks.processes import serving
from benchmarks.rounds import Figure, alone, at_most, interleaved, median, present, ratio

TITLE = "One update handled, CPU seconds of the bot per 1,000 (0 ms network, 500 chats)"
COMMAND = "python -m benchmarks.update"
ROUNDS = 5
WARM_UP = 600
MANY = {OURS.name: 3000, STOCK.name: 1000, AIOGRAM.name: 2000, GRAMMY.name: 4000}
SETTLE = 0.3
"""Seconds for the last books to be written."""


def measure(bot: Bot) -> float:
    """CPU seconds per 1,000 updates after the warm-up; every one must have been answered exactly once."""
    many = MANY[bot.name]
    with serving() as server, bot.at(server) as process:
        server.ask("write", count=WARM_UP)
        server.until(lambda state: state["answered"] == WARM_UP, process)
        time.sleep(SETTLE)
        before = process.cpu()
        server.ask("write", count=many)
        server.until(lambda state: state["answered"] == WARM_UP + many, process)
        time.sleep(SETTLE)
        spent = process.cpu() - before
        assert server.ask("report")["doubled"] == 0
    return float(spent * 1000 / many)


def take() -> list[Figure]:
    bots, lines = present((OURS, STOCK, AIOGRAM, GRAMMY))
    found = interleaved(bots, ROUNDS, measure)
    lines += [Figure(bot.name, f"{median(found, bot.name):.3f}") for bot in bots]
    if STOCK in bots:
        lines.append(at_most("ours / stock", ratio(found, OURS.name, STOCK.name), 0.20, aim=", aim 0.10"))
    if AIOGRAM in bots:
        lines.append(
            at_most("ours / aiogram's bare echo", ratio(found, OURS.name, AIOGRAM.name), 0.8, aim=", aim 0.50")
        )
    if GRAMMY in bots:
        beside = f"{ratio(found, OURS.name, GRAMMY.name):.2f}"
        lines.append(Figure("ours / grammY runner's bare echo", beside, "aim 1.30"))
    return lines


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
