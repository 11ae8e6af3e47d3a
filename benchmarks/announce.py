"""What an announcement costs and how fast it goes: beside aiogram's bare send loop, and beside people who write."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import keeping_books
from benchmarks.environments import AIOGRAM_SENDS, OURS, Bot, Missing
from benchmarks.processes import Process, Server, running, serving
from benchmarks.readers import let_go, seed
from benchmarks.rounds import Figure, alone, at_least, at_most, interleaved, median, ratio

TITLE = "An announcement: CPU beside aiogram's bare send loop; limits, replies and memory while it runs"
COMMAND = "python -m benchmarks.announce"
MANY, ROUNDS = 10_000, 5
DELAY = 0.02
SECONDS = 12
TAPS = 4
CROWD = 1_000_000
"""Recipients among whom memory is measured."""


@contextmanager
def announcing(server: Server, many: int, **environ: str) -> Iterator[tuple[Process, str]]:
    """Our bot with so many readers; and the URL by which the announcement is let go."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = seed(Path(folder), many)
        with running(OURS.words(), server, DATABASE_URL=url, **environ) as process:
            time.sleep(2.0)
            yield process, url


def cpu(bot: Bot) -> float:
    """CPU seconds for 1,000 messages, everything included, from the first to the last."""
    with serving() as server:
        if bot is OURS:
            with announcing(server, MANY) as (process, url):
                return _spent(server, process, lambda: let_go(url))
        with bot.at(server) as process:
            return _spent(server, process, lambda: server.ask("write", count=1))


def _spent(server: Server, process: Process, begin: Any) -> float:
    before = process.cpu()
    begin()
    server.until(lambda state: state["copies"] >= MANY, process, 300)
    return (process.cpu() - before) / MANY * 1000


def pace(rate: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the receiver counted in a quiet bot with a few taps a second, then the same while an announcement runs."""
    with serving(delay=DELAY) as server:
        many = rate * (SECONDS + 8)
        with announcing(server, many, BENCH_LIMITS="on", SEND_RATE=str(rate)) as (process, url):
            quiet = _taps(server, process)
            let_go(url)
            server.until(lambda state: state["copies"] > 2 * rate, process)
            return quiet, _taps(server, process)


def _taps(server: Server, process: Process) -> dict[str, Any]:
    server.ask("forget")
    server.ask("steadily", messages=TAPS / 2, presses=TAPS / 2, seconds=SECONDS)
    server.until(lambda state: not state["steady"], process)
    return server.ask("report")


def paced(rate: int, least: float) -> list[Figure]:
    """The limit, the speed, and what people who write notice of it."""
    quiet, busy = pace(rate)
    name = f"SEND_RATE={rate}"
    lines = [at_most(f"{name}: messages in the busiest second", busy["sends_busiest"], rate, "{:.0f}")]
    trip = busy["round_trip"]
    if rate <= 30:
        share = busy["sends_rate"] / (rate / (1 + trip))
        lines.append(at_least(f"{name}: share of {rate}/(1+round trip); round trip {trip * 1000:.0f} ms", share, least))
    else:
        lines.append(at_least(f"{name}: messages a second, replies among them", busy["sends_rate"], least, "{:.0f}"))
    lines.append(at_most(f"{name}: copies that came twice", busy["copies_doubled"], 0, "{:.0f}"))
    for what, (_, _, late) in sorted(busy["waits"].items()):
        idle = quiet["waits"][what][2]
        more, told = (late - idle) * 1000, f"{what}: p99 more than the {idle * 1000:.0f} ms of a quiet bot, ms"
        lines.append(at_most(f"{name}: {told}", more, 50, "{:.0f}"))
    return lines


def memory() -> list[Figure]:
    """The most MB above those before, from the start among a million on, while the audience is written down too."""
    with serving() as server, announcing(server, CROWD) as (process, url):
        before = most = process.memory()
        let_go(url)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            process.check()
            most = max(most, process.memory())
            time.sleep(0.1)
        copies = server.ask("state")["copies"]
    told = f"most memory above the {before:.0f} MB before, {CROWD:,} recipients, {copies:,} sent"
    return [at_most(told, most - before, 60, "{:+.1f} MB")]


def take() -> list[Figure]:
    try:
        AIOGRAM_SENDS.words()
    except Missing as why:
        return [Figure(str(why), "not measured", "", False)]
    found = interleaved([OURS, AIOGRAM_SENDS], ROUNDS, cpu)
    lines = [Figure(f"{bot.name}: CPU-s per 1,000", f"{median(found, bot.name):.3f}") for bot in (OURS, AIOGRAM_SENDS)]
    lines.append(at_most("ours / aiogram's bare send loop", ratio(found, OURS.name, AIOGRAM_SENDS.name), 0.5))
    return [*lines, *paced(30, 0.93), *paced(1000, 900), *keeping_books.figures(), *memory()]


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
