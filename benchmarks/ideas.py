"""Similar ideas among 5,000: within 50 ms, told again in other words in the top three, nothing for other texts."""

import statistics
import sys
import time

from benchmarks.rounds import Figure, alone, at_least, at_most
from finder import Index, Passage
from services.citypack import read_city
from services.knowledge import build_index
from settings import HERE
from tests.services.ideas.crowd import TOLD_AGAIN, UNRELATED, crowd

TITLE = "Similar ideas among 5,000"
COMMAND = "python -m benchmarks.ideas"
IDEAS, ROUNDS = 5000, 5


def index() -> Index:
    """The ideas as the bot holds them."""
    told = [Passage(f"idea:{number}", title, text) for number, (title, text, _) in enumerate(TOLD_AGAIN)]
    others = crowd(IDEAS - len(told))
    found = [Passage(f"idea:{number}", *one) for number, one in enumerate(others, start=IDEAS)]
    return build_index([*found, *told], words=read_city(HERE / "content" / "malang").words)


def asked(ideas: Index) -> tuple[list[float], int]:
    """Milliseconds of each look, the slowest of no round left out, and how many were found in the top three."""
    spent, found = [], 0
    for _ in range(ROUNDS):
        found = 0
        for number, (*_, again) in enumerate(TOLD_AGAIN):
            begun = time.perf_counter()
            hits = ideas.similar(again, 3)
            spent.append(1000 * (time.perf_counter() - begun))
            found += f"idea:{number}" in {hit.id for hit in hits}
    return spent, found


def take() -> list[Figure]:
    begun = time.process_time()
    ideas = index()
    built = time.process_time() - begun
    ideas.similar(TOLD_AGAIN[0][2])
    spent, found = asked(ideas)
    shown = sum(bool(ideas.similar(text, 3)) for text in UNRELATED)
    return [
        Figure("building the index, CPU seconds, off the loop", f"{built:.2f}"),
        Figure("milliseconds for a look, median", f"{statistics.median(spent):.1f}"),
        at_most("milliseconds for a look, the slowest", max(spent), 50, "{:.1f}"),
        at_least(f"told again in other words, of {len(TOLD_AGAIN)} in the top three", found, len(TOLD_AGAIN), "{:.0f}"),
        at_most(f"shown for {len(UNRELATED)} texts that are about no idea", shown, 0, "{:.0f}"),
    ]


if __name__ == "__main__":
    sys.exit(alone(TITLE, COMMAND, take))
