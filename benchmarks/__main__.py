"""Every figure of README.md, one after the other: `make bench`. Exit code 1 when a goal was missed.

With the word `record` what is printed also becomes the result that README.md shows.
"""

import sys
import time
from pathlib import Path

from benchmarks import announce, booking, flood, memory, press, throughput, update, window
from benchmarks.rounds import held, page

README = Path(__file__).with_name("README.md")
FENCE = "```"


def main(words: list[str]) -> int:
    began, pages, good = time.monotonic(), list[str](), True
    for one in (update, throughput, memory, window, press, flood, announce, booking):
        figures = one.take()
        pages.append(page(one.TITLE, one.COMMAND, figures))
        good = good and held(figures)
        print(pages[-1], end="\n\n", flush=True)
    print(f"{time.monotonic() - began:.0f} s; {'every goal reached' if good else 'a goal was MISSED'}")
    if words == ["record"]:
        README.write_text(recorded(README.read_text(), "\n\n".join(pages)))
    return 0 if good else 1


def recorded(readme: str, result: str) -> str:
    """The README with this result between its last two fences."""
    before, _, after = readme.rsplit(FENCE, 2)
    return f"{before}{FENCE}\n{result}\n{FENCE}{after}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
