"""How figures are taken: interleaved rounds, turned around every other time, medians, and goals."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.environments import Bot, Missing

R = TypeVar("R")


@dataclass(frozen=True)
class Figure:
    """One line of the result. `reached` is None where nothing was promised, False where it could not be taken."""

    what: str
    value: str
    goal: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        verdict = "" if self.reached is None else "  reached" if self.reached else "  MISSED"
        return f"  {self.what:<66} {self.value:>18}  {self.goal}{verdict}".rstrip()


def at_most(what: str, value: float, goal: float, shape: str = "{:.2f}", aim: str = "") -> Figure:
    """A figure that must not be above its goal."""
    return Figure(what, shape.format(value), f"goal ≤ {shape.format(goal)}{aim}", value <= goal)


def at_least(what: str, value: float, goal: float, shape: str = "{:.2f}") -> Figure:
    """A figure that must not be below its goal."""
    return Figure(what, shape.format(value), f"goal ≥ {shape.format(goal)}", value >= goal)


def present(bots: Sequence[Bot]) -> tuple[list[Bot], list[Figure]]:
    """The bots that can be had here; a red line for each other one."""
    here, lines = [], []
    for bot in bots:
        try:
            bot.words()
            here.append(bot)
        except Missing as why:
            lines.append(Figure(str(why), "not measured", "", False))
    return here, lines


def interleaved(bots: Sequence[Bot], rounds: int, measure: Callable[[Bot], R]) -> list[dict[str, R]]:
    """Measure every bot once a round, in the opposite order every other round."""
    found = []
    for number in range(rounds):
        order = bots if number % 2 == 0 else list(reversed(bots))
        found.append({bot.name: measure(bot) for bot in order})
    return found


def median(found: Sequence[dict[str, float]], name: str) -> float:
    """The median over the rounds."""
    return statistics.median(one[name] for one in found)


def ratio(found: Sequence[dict[str, float]], name: str, to: str) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(one[name] / one[to] for one in found)


def page(title: str, command: str, figures: Sequence[Figure]) -> str:
    """The figures under their title and command."""
    return "\n".join([title, f"  {command}", *map(str, figures)])


def held(figures: Sequence[Figure]) -> bool:
    """Whether every goal was reached."""
    return all(figure.reached is not False for figure in figures)


def alone(title: str, command: str, take: Callable[[], list[Figure]]) -> int:
    """A figure's own command: exit code 1 when a goal was missed."""
    figures = take()
    print(page(title, command, figures))
    return 0 if held(figures) else 1
