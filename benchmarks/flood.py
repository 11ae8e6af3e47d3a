"""What the others notice while one person sends a thousand updates a second, and what memory does."""

import sys
import time

from benchmarks.environments import LIMITED
from benchmarks.processes import serving
from benchmarks.rounds import Figure, alone, at_most

TITLE = "One person sends 1,000 updates a second, others 5 messages and 5 presses (SEND_RATE=30, 0 ms network)"
COMMAND = "python -m benchmarks.flood"
SECONDS = 20
OTHERS = {"messages": 5, "presses": 5}


def take() -> list[Figure]:
    with serving(chats=3000) as server, LIMITED.at(server) as process:
        server.ask("steadily", seconds=3, **OTHERS)
        server.until(lambda state: not state["steady"], process)
        before = most = process.memory()
        server.ask("forget")
        server.ask("steadily", seconds=SECONDS, flood=1000, **OTHERS)
        while server.ask("state")["steady"]:
            process.check()
            most = max(most, process.memory())
            time.sleep(0.2)
        time.sleep(2.0)
        waits = server.ask("report")["waits"]
    lines = [
        at_most(f"others: {what}, p99 s ({many} of them)", late, 1.0, "{:.2f}")
        for what, (many, _, late) in sorted(waits.items())
        if what != "flood"
    ]
    return [*lines, at_most(f"most memory above the {before:.0f} MB before", most - before, 20, "{:+.1f} MB")]


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
