"""How long a press waits for an answer, and a message for its reply, in a quiet bot and among 300 messages a second."""

import sys
import time
from typing import Any

from benchmarks.environments import OURS, STOCK, Bot
from benchmarks.processes import serving
from benchmarks.rounds import Figure, alone, present

TITLE = "From a press to its answer and from a message to its reply, ms (0 ms network, limits off)"
COMMAND = "python -m benchmarks.press"
SECONDS = 10
QUIET = {"messages": 10, "presses": 20}
BUSY = {"messages": 300, "presses": 20}


def measure(bot: Bot, load: dict[str, int]) -> dict[str, Any]:
    """Waits under this load, after a second of it as warm-up."""
    with serving() as server, bot.at(server) as process:
        for seconds in (1, SECONDS):
            server.ask("forget")
            server.ask("steadily", seconds=seconds, **load)
            server.until(lambda state: not state["steady"] and state["confirmed"] == state["made"], process)
            time.sleep(0.3)
        waits: dict[str, Any] = server.ask("report")["waits"]
    return waits


def take() -> list[Figure]:
    bots, lines = present((STOCK,))
    runs = [(OURS, QUIET, "quiet"), (OURS, BUSY, "300 messages/s"), *((bot, QUIET, "quiet") for bot in bots)]
    for bot, load, name in runs:
        for what, (_, middle, late) in sorted(measure(bot, load).items()):
            value = f"{middle * 1000:.1f} / {late * 1000:.1f}"
            lines.append(Figure(f"{bot.name}: {what}, {name}: p50 / p99", value))
    return lines


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
