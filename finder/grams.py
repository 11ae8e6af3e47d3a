"""How much of a question's letters, four at a time, a passage repeats: forms and names no stem brings together."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from finder.shapes import Shapes, pairs
from finder.texts import K1, B, Floats, Ids

SIZE = 4
MOST = 64  # of a question's rarest runs of letters


class Grams:
    """The runs of letters of all known terms, and in how many passages each may stand."""

    def __init__(self, terms: Iterable[str], often: NDArray[np.int64], size: int) -> None:
        self._shapes = Shapes(terms, SIZE)
        share = np.minimum(often.astype(np.float64), size - 0.5) / max(1, size)
        self._absent = np.log1p(-share)
        self._size = size
        self._rarest = math.log(1 + (size + 0.5) / 0.5)

    def likeness(self, asked: Iterable[str], tokens: Ids, starts: Ids, usual: float) -> Floats:
        """For passages laid end to end, as their terms' numbers: their BM25 by the asked terms' letters (0..1)."""
        runs = {run: self._rarity(run) for term in asked for run in sorted(pairs(term, SIZE))}
        whole = sum(self._rarest if rare is None else rare for rare in runs.values())
        known = sorted(((rare, run) for run, rare in runs.items() if rare is not None), reverse=True)[:MOST]
        held = np.zeros((len(self._shapes.words) + 1, len(known)), dtype=np.uint8)
        for column, (_, run) in enumerate(known):
            held[self._shapes.holding(run) + 1, column] = 1
        counts = np.add.reduceat(held[tokens], starts, axis=0, dtype=np.float32)
        lengths = np.add.reduceat(tokens > 0, starts, dtype=np.float32)
        shares = counts / (counts + (K1 * (1 - B + B * lengths / usual))[:, None])
        weights = np.array([rare for rare, _ in known], dtype=np.float32)
        likeness: Floats = (shares @ weights / np.float32(whole or 1)).astype(np.float32)
        return likeness

    def _rarity(self, run: str) -> float | None:
        """Inverse document frequency, as if terms stood in passages independently; None: no term has it."""
        holding = self._shapes.holding(run)
        if not len(holding):
            return None
        often = self._size * (1 - math.exp(self._absent[holding].sum()))
        return math.log(1 + (self._size - often + 0.5) / (often + 0.5))
