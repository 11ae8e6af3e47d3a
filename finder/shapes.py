"""Which known words look like a word: runs of letters in common, counted for the whole vocabulary at once."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
_NONE: Numbers = np.zeros(0, dtype=np.int32)


def pairs(word: str, size: int = 2) -> set[str]:
    """The runs of letters a word is made of, its ends marked."""
    ended = f"^{word}$"
    return {ended[at : at + size] for at in range(len(ended) - size + 1)} or {ended}


class Shapes:
    """A vocabulary that can be asked by shape."""

    def __init__(self, words: Iterable[str], size: int) -> None:
        self.words, self._size = list(words), size
        found: dict[str, list[int]] = {}
        counts = np.zeros(len(self.words), dtype=np.float32)
        for number, word in enumerate(self.words):
            parts = pairs(word, size)
            counts[number] = len(parts)
            for part in parts:
                found.setdefault(part, []).append(number)
        self._counts = counts
        self._where = {part: np.array(numbers, dtype=np.int32) for part, numbers in found.items()}

    def holding(self, part: str) -> Numbers:
        """The numbers of the words that have this run of letters."""
        return self._where.get(part, _NONE)

    def alike(self, word: str, least: float, limit: int) -> list[tuple[str, float]]:
        """The words most alike (1: the same runs), none under `least`."""
        parts = pairs(word, self._size)
        shared = np.bincount(np.concatenate([self.holding(part) for part in parts]), minlength=len(self.words))
        likeness = 2 * shared / (len(parts) + self._counts)
        close = np.flatnonzero(likeness >= least)
        best = close[np.argsort(-likeness[close], kind="stable")[:limit]]
        return [(self.words[number], float(likeness[number])) for number in best]
