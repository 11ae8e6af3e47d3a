"""By what a passage is judged for a question; every mark is absolute, so that it means the same in any index."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.asked import ENDING, GENERAL, Asked
from finder.kinds import ANSWERS, defines, subjects, tells, tells_birth, turned, unit_of
from finder.matches import Finder, Match
from finder.sentences import sentences
from finder.texts import Texts
from finder.words import Reader, stem, surfaces

FIRST = 3  # terms
SENTENCES = 4  # the best ones, in which an answer is looked for
NAMES = (
    "share", "letters", "found", "sentence", "first", "head", "head_who", "head_when", "defined", "situated",
    "in_order", "together", "rarest_missed", "most_missed", "special", "length",
    "when", "many", "where", "no_date", "no_cause", "no_unit", "born", "number_missed", "turned", "end_missed",
)  # fmt: skip


@dataclass(frozen=True)
class Marker:
    """One question's way of marking passages."""

    asked: Asked
    finder: Finder
    texts: Texts
    reader: Reader

    def marks(self, place: int, title: str, text: str, *, share: float, letters: float) -> Mapping[str, float]:
        """The passage's marks."""
        match = self.finder.match(self.texts.body(place))
        told = sentences(text)
        missed = self.finder.weights * (1 - match.whole) / self.texts.rarest
        head = match.share(match.within(int(self.texts.heads[place])))
        best = match.best_sentences(SENTENCES)
        defined = (
            self._defined(title or (told[0] if told else ""), match) if self._defines or self._wants("?mana") else 0
        )
        return {
            "share": share,
            "letters": letters,
            "found": match.share(match.whole),
            "sentence": best[0][0] if best else 0.0,
            "first": match.share(match.within(FIRST)),
            "head": head,
            "head_who": head * self._wants("?siapa"),
            "head_when": head * self._wants("?kapan"),
            "defined": defined * self._defines,
            "situated": defined * self._wants("?mana"),
            "in_order": match.in_order(self.asked.order),
            "together": match.together(),
            "rarest_missed": float(missed[self._rarest] if match.whole[self._rarest] == 0 else 0),
            "most_missed": float(missed.max()),
            "special": float(match.whole @ self._special / (self._special.sum() or 1)),
            "length": math.log1p(len(self.texts.body(place))),
            "born": head * (self._birth and tells_birth(text)),
            "end_missed": float(any(match.whole[n] == 0 for n in self._ends)),
            "number_missed": float(any(match.whole[number] == 0 for number in self._numbers)),
        } | self._answering(title, text, told, best)

    def _answering(
        self, title: str, text: str, told: Sequence[str], best: Sequence[tuple[float, int]]
    ) -> dict[str, float]:
        """Whether the sentences that matter hold the kind of answer that is wanted."""
        everything = f"{title} {text}"
        lines = ["", *told]
        first = best[0][0] if best else 0.0
        lost = {}
        for kind in ("?kapan", "?berapa", "?mana"):
            telling = (share for share, n in best if n < len(lines) and tells(kind, lines[n], self._own))
            lost[kind] = self._wants(kind) and first - max(telling, default=0.0)
        return {
            "when": lost["?kapan"],
            "many": lost["?berapa"],
            "where": lost["?mana"],
            "turned": float(turned(self._own, everything)),
            "no_date": float(self._wants("?kapan") and not ANSWERS["?kapan"].search(everything)),
            "no_cause": float(self._wants("?mengapa") and not ANSWERS["?mengapa"].search(everything)),
            "no_unit": float(self._unit is not None and not self._unit.search(everything)),
        }

    def _defined(self, name: str, match: Match) -> float:
        """How nearly the passage is about just what the question names."""
        best = 0.0
        for subject in subjects(name):
            numbers = [self.texts.numbers.get(term, 0) for term in self.reader.stems(surfaces(subject))]
            filled, found = self.finder.filled([number for number in numbers if number])
            best = max(best, filled * match.share(found))
        return best

    def _wants(self, kind: str) -> bool:
        return kind in self._marks

    @cached_property
    def _marks(self) -> frozenset[str]:
        return self.asked.marks

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset((*self.asked.typed, *self.asked.words))

    @cached_property
    def _defines(self) -> bool:
        few = len(self.asked.wanted) == 1 and bool(re.match(r"apa(?:kah)? ", self.asked.text))
        return few or defines(self.asked.text)

    @cached_property
    def _birth(self) -> bool:
        return any(one.term == stem("lahir") for one in self.asked.wanted)

    @cached_property
    def _unit(self) -> re.Pattern[str] | None:
        return unit_of(self.asked.text) if self._wants("?berapa") else None

    @cached_property
    def _rarest(self) -> int:
        return int(np.argmax(self.finder.weights))

    @cached_property
    def _numbers(self) -> list[int]:
        digits = {word for word in self.asked.typed if word.isdigit()}
        return [place for place, one in enumerate(self.asked.wanted) if one.term in digits]

    @cached_property
    def _special(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        general = np.array([one.term in GENERAL for one in self.asked.wanted])
        return np.where(general, 0.0, self.finder.weights)

    @cached_property
    def _ends(self) -> list[int]:
        return [place for place, one in enumerate(self.asked.wanted) if one.term in ENDING]
