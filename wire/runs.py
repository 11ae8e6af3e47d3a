"""A run as memory has it: the page of readers ahead, those put back, and how the last answers read."""

from collections import deque

from wire.copies import Reader, Ready
from wire.deliveries import PAGE, Run

RESCAN = 5.0
"""Seconds after which a run with nothing left to read is read from its beginning again."""
FIRST = -(2**62)
REMEMBERED = 1000
"""Readers put back whom memory holds; the others are found again in the table."""
ANSWERS, ENOUGH, MOST_BLOCKED = 200, 50, 0.2
"""Of so many last answers, at least so many, this part may read as blocked or refused."""


class Source:
    """One run as memory has it: the page ahead, who was put back, and how the last answers read."""

    def __init__(self, run: Run, ready: Ready) -> None:
        self.run, self.ready = run, ready
        self.after, self.page = FIRST, deque[Reader]()
        self.dry_since: float | None = None
        self.found = False
        self.back: deque[tuple[float, int]] = deque()
        self.answers: deque[bool] = deque(maxlen=ANSWERS)
        self.held = run.marks_held

    def heard(self, *, refused: bool) -> bool:
        """Note an answer; True when from now on too many of the last ones are refusals."""
        self.answers.append(refused)
        many = len(self.answers)
        if self.held or many < ENOUGH or sum(self.answers) <= MOST_BLOCKED * many:
            return False
        self.held = True
        return True

    def again(self, most: int, now: float) -> tuple[int, ...]:
        """Those put back whose time has come, at most so many."""
        found: list[int] = []
        while self.back and len(found) < most and self.back[0][0] <= now:
            found.append(self.back.popleft()[1])
        return tuple(found)

    def goes_on(self, now: float) -> bool:
        """Whether to read on; from the beginning again when for a while nothing was left."""
        if self.dry_since is not None and now - self.dry_since >= RESCAN and not self.back:
            self.begin_anew()
        return self.dry_since is None

    def begin_anew(self) -> None:
        """Read from the beginning: somebody may wait there again."""
        self.after, self.dry_since, self.found = FIRST, None, False

    def read(self, page: list[Reader], now: float) -> None:
        """Of a correction: whose copies are next."""
        self.page.extend(page)
        self.found = self.found or bool(page)
        if page:
            self.after = page[-1].number
        if len(page) < PAGE:
            self.dry_since = now
