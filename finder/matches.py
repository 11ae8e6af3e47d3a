"""Where a question's words stand in one passage."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from finder.asked import Asked
from finder.texts import BREAK, Floats, Ids

Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stands:
    """One word of the question found: which, as how sure a form of it, at which term, in which sentence (0: title)."""

    wanted: int
    sure: float
    at: int
    sentence: int


@dataclass(slots=True)
class Match:
    """All that was found in a passage, added up."""

    weights: Sums
    stands: list[Stands]
    total: float = field(init=False)
    whole: Sums = field(init=False)
    told: dict[int, Sums] = field(init=False)
    places: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        told: dict[int, Sums] = defaultdict(lambda: np.zeros(len(self.weights)))
        places: dict[int, list[int]] = defaultdict(list)
        for one in self.stands:
            sentence = told[one.sentence]
            sentence[one.wanted] = max(sentence[one.wanted], one.sure)
            places[one.wanted].append(one.at)
        self.told, self.places, self.total = dict(told), dict(places), float(self.weights.sum())
        self.whole = np.max([np.zeros(len(self.weights)), *told.values()], axis=0)

    def share(self, found: Sums) -> float:
        """How much of the question this is."""
        return float(found @ self.weights) / self.total

    def within(self, first: int) -> Sums:
        """What stands among the passage's first terms."""
        found = np.zeros(len(self.weights))
        for one in self.stands:
            if one.at < first:
                found[one.wanted] = max(found[one.wanted], one.sure)
        return found

    def best_sentences(self, limit: int) -> list[tuple[float, int]]:
        """The share of the question each sentence has, the best first."""
        ranked = sorted(((self.share(found), -sentence) for sentence, found in self.told.items()), reverse=True)
        return [(share, -sentence) for share, sentence in ranked[:limit]]

    def in_order(self, order: Sequence[int]) -> float:
        """How closely words that follow one another in the question do so here (1: all side by side)."""
        pairs = [(one, other) for one, other in pairwise(order) if one != other]
        whole = sum(self._lighter(*pair) for pair in pairs)
        near = sum(self._lighter(*pair) * self._following(*pair) for pair in pairs)
        return near / whole if whole else 0.0

    def together(self) -> float:
        """How near one another the question's words stand, in any order."""
        near = sum(self._lighter(*pair) / max(1, self._distance(*pair)) for pair in combinations(self.places, 2))
        return float(near / self.total)

    def _lighter(self, one: int, other: int) -> float:
        return float(min(self.weights[one], self.weights[other]))

    def _following(self, one: int, other: int) -> float:
        if one not in self.places or other not in self.places:
            return 0.0
        gaps = (b - a if b > a else 1.5 * (a - b) for a in self.places[one] for b in self.places[other])
        return 1 / max(1.0, min(gaps))

    def _distance(self, one: int, other: int) -> int:
        return min(abs(a - b) for a in self.places[one] for b in self.places[other])


class Finder:
    """Finds one question's words in passages."""

    def __init__(self, asked: Asked, terms: int) -> None:
        self.weights: Sums = np.array([one.weight for one in asked.wanted])
        self._which = np.zeros(terms + 1, dtype=np.int16)
        self._sure = np.zeros(terms + 1, dtype=np.float32)
        for number, one in enumerate(asked.wanted):
            for form, sure in one.forms.items():
                if sure > self._sure[form]:
                    self._which[form], self._sure[form] = number + 1, sure

    def match(self, tokens: Ids) -> Match:
        """Where they stand in a passage's tokens."""
        hits = np.flatnonzero(self._which[tokens])
        sentences = np.searchsorted(np.flatnonzero(tokens == BREAK), hits)
        found = zip(hits.tolist(), sentences.tolist(), strict=True)
        return Match(
            self.weights,
            [
                Stands(int(self._which[tokens[hit]]) - 1, float(self._sure[tokens[hit]]), hit - sentence, sentence)
                for hit, sentence in found
            ],
        )

    def filled(self, terms: Sequence[int]) -> tuple[float, Sums]:
        """Which share of these terms the question names, and what of the question they are."""
        found = np.zeros(len(self.weights))
        for term in terms:
            if self._which[term]:
                found[self._which[term] - 1] = max(found[self._which[term] - 1], self._sure[term])
        return float(self._sure[list(terms)].mean()) if terms else 0.0, found

    def covered(self, body: Ids, rarity: Floats) -> float:
        """Which share of a passage, rare terms more, the question names."""
        terms = np.unique(body[body != BREAK])
        whole = float(rarity[terms].sum())
        return float(self._sure[terms] @ rarity[terms]) / whole if whole else 0.0
