"""Every figure of README.md, one after the other: `make bench`. Exit code 1 when a goal was missed."""

import sys
import time

from benchmarks import memory, press, throughput, update, window
from benchmarks.rounds import show


def main() -> int:
    began = time.monotonic()
    print("Ratios are medians of rounds taken in turn; CPU is user and system time of the bot's process alone.")
    held = [show(one.TITLE, one.COMMAND, one.take()) for one in (update, throughput, memory, window, press)]
    print(f"\n{time.monotonic() - began:.0f} s; {'every goal reached' if all(held) else 'a goal was MISSED'}")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
