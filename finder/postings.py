"""Terms and where they stand: the sums a search is made of."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.6

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Term → where it stands, and how much it adds there."""

    size: int
    ids: dict[str, Ids] = field(default_factory=dict)
    adds: dict[str, Floats] = field(default_factory=dict)

    def sums(self, weights: Mapping[str, float]) -> Floats:
        """For every document, what these terms add up to there."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in weights.items():
            if term in self.ids:
                total[self.ids[term]] += self.adds[term] * np.float32(weight)
        return total


def postings(documents: Sequence[Mapping[str, float]]) -> Postings:
    """The postings of documents given as term → what it adds."""
    ids: dict[str, list[int]] = {}
    adds: dict[str, list[float]] = {}
    for number, terms in enumerate(documents):
        for term, add in terms.items():
            ids.setdefault(term, []).append(number)
            adds.setdefault(term, []).append(add)
    return Postings(
        len(documents),
        {term: np.array(found, dtype=np.int32) for term, found in ids.items()},
        {term: np.array(found, dtype=np.float32) for term, found in adds.items()},
    )


def bm25(texts: list[list[str]]) -> list[Mapping[str, float]]:
    """Each text's terms with their BM25 share (0..1), idf left out."""
    mean = sum(map(len, texts)) / max(1, len(texts)) or 1.0
    shares: list[Mapping[str, float]] = []
    for text in texts:
        length = K1 * (1 - B + B * len(text) / mean)
        shares.append({term: count / (count + length) for term, count in Counter(text).items()})
    return shares


def rarity(documents: list[dict[str, float]]) -> dict[str, float]:
    """Inverse document frequency of every term, over all passages."""
    counts = Counter(term for terms in documents for term in terms)
    total = len(documents)
    return {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()}
