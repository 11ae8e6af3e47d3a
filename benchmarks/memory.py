"""How much memory the bot takes more while 50,000 updates wait for it, and their answers with them."""

import sys
import time

from benchmarks.environments import LIMITED, OURS, STOCK, Bot
from benchmarks.processes import Process, Server, serving
from benchmarks.rounds import Figure, alone, at_most, present

TITLE = "Memory with 50,000 updates waiting (5,000 chats): most resident MB above those after a warm-up"
COMMAND = "python -m benchmarks.memory"
WAITING = 50_000
CHATS = 5000
WARM_UP = 300
LOOK = 0.1


def measure(bot: Bot, *, answered: bool) -> tuple[float, float]:
    """MB after the warm-up, and the most MB above that until all are taken (or `answered`)."""
    with serving(chats=CHATS) as server, bot.at(server) as process:
        server.ask("write", count=WARM_UP)
        server.until(lambda state: state["answered"] == WARM_UP, process)
        before = process.memory()
        server.ask("write", count=WAITING)
        return before, most_until(server, process, "answered" if answered else "confirmed") - before


def most_until(server: Server, process: Process, what: str) -> float:
    """The most MB seen until `what` counts all of them, and two seconds on."""
    most, done = 0.0, None
    while done is None or time.monotonic() < done + 2:
        process.check()
        most = max(most, process.memory())
        if done is None and server.ask("state")[what] >= WARM_UP + WAITING:
            done = time.monotonic()
        time.sleep(LOOK)
    return most


def take() -> list[Figure]:
    lines = []
    for bot, answered, what in (
        (OURS, True, "limits off, until all are answered"),
        (LIMITED, False, "SEND_RATE=30, until all are taken and wait in the outbox"),
    ):
        before, more = measure(bot, answered=answered)
        lines.append(Figure(f"ours, {what}: before", f"{before:.0f} MB"))
        lines.append(at_most(f"ours, {what}", more, 20, "{:+.1f} MB"))
    bots, missing = present((STOCK,))
    for bot in bots:
        before, more = measure(bot, answered=False)
        lines.append(Figure(f"for comparison: {bot.name}, from {before:.0f} MB", f"{more:+.1f} MB"))
    return lines + missing


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
