"""Updates a second when the network takes 50 ms there and back, and whether each chat kept its order."""

import sys
import time

from benchmarks.environments import AIOGRAM, OURS, STOCK, Bot
from benchmarks.processes import serving
from benchmarks.rounds import Figure, alone, at_least, at_most, interleaved, median, present, ratio

TITLE = "Updates a second at 50 ms network latency, 3,000 chats with two messages in a row each, limits off"
COMMAND = "python -m benchmarks.throughput"
ROUNDS = 5
DELAY = 0.05
JITTER = 0.02
CHATS, BURST = 3000, 2
MANY = {OURS.name: CHATS * BURST, STOCK.name: 60, AIOGRAM.name: 1500}
WARM_UP = {OURS.name: 600, STOCK.name: 20, AIOGRAM.name: 300}
DISORDER: dict[str, list[int]] = {}


def measure(bot: Bot, jitter: float = 0.0) -> float:
    """Answers a second from the moment the messages were written."""
    many, warm_up = MANY[bot.name], WARM_UP[bot.name]
    with serving(delay=DELAY, jitter=jitter, chats=CHATS, burst=BURST) as server, bot.at(server) as process:
        server.ask("write", count=warm_up)
        server.until(lambda state: state["answered"] == warm_up, process)
        began = time.monotonic()
        server.ask("write", count=many)
        server.until(lambda state: state["answered"] == warm_up + many, process)
        seconds = time.monotonic() - began
        DISORDER.setdefault(bot.name, []).append(server.ask("report")["disorder"])
    return many / seconds


def take() -> list[Figure]:
    bots, lines = present((OURS, STOCK))
    found = interleaved(bots, ROUNDS, measure)
    lines += [Figure(bot.name, f"{median(found, bot.name):,.0f}/s") for bot in bots]
    if STOCK in bots:
        lines.append(at_least("ours / stock", ratio(found, OURS.name, STOCK.name), 50, "{:.0f}"))
    lines.append(
        at_most("messages of ours out of their chat's order, all rounds", sum(DISORDER[OURS.name]), 0, "{:.0f}")
    )
    return lines + control()


def control() -> list[Figure]:
    """The same count on a bot that sends a chat's answers at once, over an uneven network: it must find some."""
    bots, lines = present((AIOGRAM,))
    for bot in bots:
        rate = measure(bot, JITTER)
        lines.append(Figure(f"for comparison: {bot.name}, one run of 1,500, ±10 ms", f"{rate:,.0f}/s"))
        found = DISORDER[bot.name][-1]
        lines.append(
            Figure("  its messages out of order (the count's negative control)", str(found), "more than 0", found > 0)
        )
    return lines


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
