"""What the emulator counts: answers, their order in each chat, the busiest second, and how long each took."""

from dataclasses import dataclass, field

WINDOW = 1.0


@dataclass
class Tally:
    """Answers as they arrive. Updates are numbered from 0; `chat` of one says whose order it belongs to."""

    answers: list[float] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    doubled: int = 0
    disorder: int = 0
    waits: dict[str, list[float]] = field(default_factory=dict)
    _newest: dict[int, int] = field(default_factory=dict)

    def answered(self, number: int, chat: int, at: float) -> None:
        """An answer to update `number` arrived at `at`; one older than its chat's newest is out of order."""
        self.answers.append(at)
        if number in self.seen:
            self.doubled += 1
            return
        self.seen.add(number)
        newest = self._newest.get(chat, -1)
        if number < newest:
            self.disorder += 1
        self._newest[chat] = max(newest, number)

    def waited(self, what: str, seconds: float) -> None:
        """How long a person waited for `what`."""
        self.waits.setdefault(what, []).append(seconds)

    def percentiles(self) -> dict[str, tuple[int, float, float]]:
        """Of each kind of wait: how many, p50 and p99 in seconds."""
        return {what: (len(waits), quantile(waits, 0.5), quantile(waits, 0.99)) for what, waits in self.waits.items()}


def busiest(arrivals: list[float], window: float = WINDOW) -> int:
    """The most arrivals in any stretch shorter than `window`, wherever it begins."""
    times = sorted(arrivals)
    most = first = 0
    for number, at in enumerate(times):
        while at - times[first] >= window:
            first += 1
        most = max(most, number - first + 1)
    return most


def steady_rate(arrivals: list[float]) -> float:
    """Arrivals a second from the first to the last."""
    if len(arrivals) < 2:
        return 0.0
    return (len(arrivals) - 1) / (max(arrivals) - min(arrivals))


def quantile(values: list[float], part: float) -> float:
    """The value below which `part` of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0
