"""Flood: who sends more than anybody can mean is not handled for a while, so that the others are."""

import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import structlog

from wire.busy import Word
from wire.raws import FILE, kind_of
from wire.unwritten import Unwritten

log = structlog.get_logger("flood")

AT_ONCE, A_SECOND = 500.0, 50.0
"""Updates of one person that are handled at once, and a second after that."""
PEOPLE_MOST = 10_000
"""People remembered: those who wrote last."""
OF_OURS = ("my_chat_member", "chat_member", FILE)
"""Kinds that are no deed of a person in a hurry: they are never left out."""


class Flood:
    """A bucket a person, in memory; who empties theirs hears so once."""

    def __init__(self, *, unwritten: Unwritten, word: Word) -> None:
        self.unwritten, self.word = unwritten, word
        self._buckets: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def sift(self, raws: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What is to be handled, and what is too much of one person."""
        fair, much = list[dict[str, Any]](), list[dict[str, Any]]()
        now = time.monotonic()
        for raw in raws:
            sender = _sender(raw)
            if sender is None or self._has(sender, now):
                fair.append(raw)
            else:
                much.append(raw)
                if (told := self.word(raw)) is not None and told[0] > 0:
                    self.unwritten.say(*told)
        if much:
            log.warning("too much of one person", updates=len(much))
        return fair, much

    def _has(self, sender: int, now: float) -> bool:
        left, at = self._buckets.pop(sender, (AT_ONCE, now))
        left = min(AT_ONCE, left + (now - at) * A_SECOND)
        self._buckets[sender] = (max(0.0, left - 1.0), now)
        if len(self._buckets) > PEOPLE_MOST:
            self._buckets.popitem(last=False)
        return left >= 1.0


def _sender(raw: dict[str, Any]) -> int | None:
    kind = kind_of(raw)
    content = raw.get(kind)
    who = content.get("from") if isinstance(content, dict) and kind not in OF_OURS else None
    number = who.get("id") if isinstance(who, dict) else None
    return number if isinstance(number, int) else None
