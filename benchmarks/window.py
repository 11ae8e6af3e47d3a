"""The most messages that arrive in any one second at SEND_RATE=30, over a network that is late by chance."""

import statistics
import sys
import time
from typing import Any

from benchmarks.environments import LIMITED
from benchmarks.processes import serving
from benchmarks.rounds import Figure, alone, at_least, at_most

TITLE = "Most messages in any 1 s at SEND_RATE=30, each way 0 to 60 ms late by chance, as they arrive"
COMMAND = "python -m benchmarks.window"
RATE = 30
JITTER = 0.06
RUNS = 5
SECONDS = 8


def measure() -> dict[str, Any]:
    """One run: enough people write at once to keep the sender busy."""
    waiting = RATE * (SECONDS + 4)
    with serving(jitter=JITTER, chats=waiting) as server, LIMITED.at(server) as process:
        server.ask("write", count=waiting)
        server.until(lambda state: state["answered"] > 0, process)
        time.sleep(SECONDS)
        return server.ask("report")


def take() -> list[Figure]:
    runs = [measure() for _ in range(RUNS)]
    shares = [run["rate"] / (RATE / (1 + run["round_trip"])) for run in runs]
    trip = statistics.mean(run["round_trip"] for run in runs)
    return [
        Figure("messages in the busiest second, each run", " ".join(str(run["busiest"]) for run in runs)),
        at_most("messages in the busiest second of all", max(run["busiest"] for run in runs), RATE, "{:.0f}"),
        Figure("messages a second, each run", " ".join(f"{run['rate']:.1f}" for run in runs)),
        at_least(f"share of 30/(1+round trip), lowest run; round trip {trip * 1000:.0f} ms", min(shares), 0.95),
    ]


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
