"""What passages' texts tell on a question: the nearest ones, each with its marks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finder.asked import Asked, Wanted
from finder.grams import Grams
from finder.marks import NAMES, Marker
from finder.matches import Finder
from finder.passages import Passage
from finder.texts import Floats, Places, Texts, highest
from finder.words import Reader

NEAR, CANDIDATES = 60, 12  # passages whose letters are compared, and those of them that are marked
FOUND = 0.25  # what a word adds by standing in a passage at all, beside how much of the passage it makes up
USUAL = 60.0  # terms in a passage


@dataclass(frozen=True, slots=True)
class Weighed:
    """The passages nearest to a question, and a row of marks for each."""

    places: Places
    marks: Floats


class Told:
    """The passages' texts, ready to be weighed."""

    def __init__(self, passages: Sequence[Passage], reader: Reader, texts: Texts) -> None:
        self._passages, self._reader, self._texts = passages, reader, texts
        self._grams = Grams(texts.numbers, np.diff(texts.postings.starts)[1:], len(passages))

    def weigh(self, asked: Asked, among: NDArray[np.bool_]) -> Weighed:
        """The nearest of these passages, with their marks."""
        near = self.near(asked)
        near[~among] = 0
        places = highest(near, NEAR)
        if not len(places):
            return Weighed(places, np.zeros((0, len(NAMES)), dtype=np.float32))
        letters = self._letters(asked, places)
        best = np.argsort(-(near[places] + letters), kind="stable")[:CANDIDATES]
        marker = Marker(asked, Finder(asked, len(self._texts.numbers)), self._texts, self._reader)
        rows = []
        for place, alike in zip(places[best].tolist(), letters[best].tolist(), strict=True):
            one = self._passages[place]
            marks = marker.marks(place, one.title, one.text, share=float(near[place]), letters=alike)
            rows.append([marks[name] for name in NAMES])
        return Weighed(places[best], np.array(rows, dtype=np.float32))

    def near(self, asked: Asked) -> Floats:
        """For every passage how much of it the question's words make up, and which of them stand there at all."""
        total = np.zeros(self._texts.postings.size, dtype=np.float32)
        for one in asked.wanted:
            self._add(total, one)
        return total / np.float32(sum(one.weight for one in asked.wanted) or 1)

    def _add(self, total: Floats, wanted: Wanted) -> None:
        """To every passage the most that any form of the word adds there."""
        found = [(*self._texts.postings.at(form), sure) for form, sure in wanted.forms.items()]
        adds = [
            (places, np.float32(wanted.weight * sure) * (shares + np.float32(FOUND))) for places, shares, sure in found
        ]
        if len(adds) == 1:
            total[adds[0][0]] += adds[0][1]
        elif adds:
            best = np.zeros(len(total), dtype=np.float32)
            for places, more in adds:
                best[places] = np.maximum(best[places], more)
            total += best

    def _letters(self, asked: Asked, places: Places) -> Floats:
        bodies = [self._texts.body(place) for place in places]
        starts = np.cumsum([0, *map(len, bodies)])[:-1]
        return self._grams.likeness([one.term for one in asked.wanted], np.concatenate(bodies), starts, USUAL)
