"""Passages that come with the wordings people ask them in, and how near a question comes to one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finder.asked import ENDING, HANDED_OUT
from finder.passages import Passage
from finder.synonyms import circles
from finder.texts import Floats, Postings, Texts, highest, postings

MARKER_WEIGHT = 0.5  # of the rarest word's weight
QUESTION_SHARE = 0.5  # how much an unmatched word of the question weighs, against one of the wording
FLATTENED = 0.7  # 1: inverse document frequency as it is; 0: every word weighs the same
CLOSE, FOUND, COVERED, SURE_COVERED, MISSED = 1.5, 0.5, 0.25, 0.6, 0.75
KIND_MISSED = 0.7  # a date asked for, or a number, and the passage has none
SUBJECT_MISSED = 0.7  # a word of the question that stands in titles, and nowhere in the passage
BARE = 0.65  # a single word, and it stands in no title
NUMBER_MISSED = 0.5  # a number of the question that the passage does not name
END_MISSED = 0.5  # something was cancelled or closed, says the question, and the passage knows nothing of it
THING_MISSED = 0.5  # a number, a price, a head, a timetable … is asked for, and the passage has none
STRANGER = 0.4  # left of the confidence when a thing that is not known comes nearer
KINDS = {
    "?kapan": re.compile(r"\b(?:1[89]|20)\d\d\b"),
    "?berapa": re.compile(r"\d|\b(?:dua|tiga|empat|lima|enam|tujuh|delapan|gratis|free)\b", re.IGNORECASE),
}
Mask = NDArray[np.bool_]


LISTED = 100  # so many of the nearest are looked at
NEAR, NEAR_RIGHT = 0.4, 0.75  # a wording so near is the right one so often


@dataclass(frozen=True, slots=True)
class Row:
    """A title, or a wording a passage is asked in: its terms, each once."""

    place: int
    terms: tuple[str, ...]
    title: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """Of known passages score and confidence by place; and how near a thing comes that is not known."""

    known: Mapping[int, tuple[float, float]]
    strange: float


class Wordings:
    """All wordings, ready to be compared with a question."""

    def __init__(self, passages: Sequence[Passage], rows: Sequence[Row], texts: Texts) -> None:
        self._passages, self._texts = passages, texts
        self._subjects = {term for row in rows if row.title for term in row.terms if not term.startswith("?")}
        self._owners = np.array([row.place for row in rows], dtype=np.int32)
        self._worded = np.zeros(len(passages), dtype=bool)
        self._worded[self._owners] = True
        self._rows = self._laid_out([row.terms for row in rows])
        self._row_weights = np.array([sum(map(self._weight, row.terms)) for row in rows], dtype=np.float32)
        self._kinds = {kind: self._holding(form) for kind, form in KINDS.items()}
        self._known = np.array([passage.known for passage in passages], dtype=bool)

    def _laid_out(self, rows: Sequence[Sequence[str]]) -> Postings:
        numbers = self._texts.numbers
        tokens = np.array([numbers[term] for row in rows for term in row], dtype=np.int32)
        places = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in rows])
        ones = np.ones(len(tokens), dtype=np.float32)
        return postings(tokens, places, ones, size=len(rows), terms=len(numbers))

    def _weight(self, term: str) -> float:
        """What a word weighs where wordings are compared: rare words more, question words a fixed share."""
        rarest = self._texts.rarest
        if term.startswith("?"):
            return MARKER_WEIGHT * rarest
        return rarest * float((self._texts.rarity(term) / rarest) ** FLATTENED)

    def nearest(self, terms: Sequence[str]) -> Nearest:
        """The passages whose wordings come nearest."""
        if not len(self._owners):
            return Nearest({}, 0.0)
        score, confidence = self._judge(terms)
        sure = often_right(confidence.astype(np.float64))
        strange = float(sure[~self._known].max(initial=0))
        score[~self._known] = 0
        places = highest(score, LISTED).tolist()
        return Nearest({place: (float(score[place]), float(sure[place])) for place in places}, strange)

    def _judge(self, terms: Sequence[str]) -> tuple[Floats, Floats]:
        """Score and confidence of every passage that has wordings, as they come near; 0 for the others."""
        weights = {term: self._weight(term) for term in terms}
        asked = np.float32(sum(weights.values()))
        close = self._closeness(weights, asked)
        covered = _sums(self._texts.postings, self._texts, weights, shares=False) / asked
        rare = {term: self._texts.rarity(term) for term in terms if not term.startswith("?")}
        found = _sums(self._texts.postings, self._texts, rare, shares=True) / np.float32(sum(rare.values()) or 1)
        score = (CLOSE * close + FOUND * found + COVERED * covered) * self._worded
        confidence = np.maximum(close * (1 - MISSED * (1 - covered)), SURE_COVERED * covered)
        return score, self._doubted(confidence * self._worded * self._fitting(terms))

    def _closeness(self, weights: Mapping[str, float], asked: np.float32) -> Floats:
        """How near each passage's nearest wording comes (1: the same words)."""
        common = _sums(self._rows, self._texts, weights, shares=False)
        nearness = common / (QUESTION_SHARE * asked + (1 - QUESTION_SHARE) * self._row_weights)
        close = np.zeros(len(self._passages), dtype=np.float32)
        np.maximum.at(close, self._owners, nearness)
        return close

    def _fitting(self, terms: Sequence[str]) -> Floats:
        """Each passage's share (1: all) of what the question asks for: its numbers, its subject, its kind of answer."""
        about = [term for term in terms if not term.startswith("?")]
        bare = len(about) == 1 and about[0] not in self._subjects
        share = np.full(len(self._passages), BARE if bare else 1, dtype=np.float32)
        for term in terms:
            if term in self._kinds:
                share[~self._kinds[term]] *= KIND_MISSED
            elif term.isdigit() or term in self._subjects:
                share[self._missing(term)] *= NUMBER_MISSED if term.isdigit() else SUBJECT_MISSED
            if term in ENDING or term in HANDED_OUT:
                missing = self._known & self._missing(term, *circles().get(term, ()))
                share[missing] *= END_MISSED if term in ENDING else THING_MISSED
        return share

    def _missing(self, *forms: str) -> Mask:
        """Which passages have none of these, neither in what they say nor in how they are asked."""
        missing: Mask = _sums(self._texts.postings, self._texts, dict.fromkeys(forms, 1.0), shares=False) == 0
        return missing

    def _doubted(self, confidence: Floats) -> Floats:
        """Far less where something that is not known comes nearer."""
        strange = confidence[~self._known].max(initial=0)
        return np.clip(np.where(confidence >= strange, confidence, confidence * STRANGER), 0, 1).astype(np.float32)

    def _holding(self, form: re.Pattern[str]) -> Mask:
        """Which passages hold this form, or were never meant to."""
        holding = np.ones(len(self._passages), dtype=bool)
        for place in np.unique(self._owners):
            one = self._passages[place]
            holding[place] = not one.known or form.search(f"{one.title} {one.text}") is not None
        return holding


def _sums(where: Postings, texts: Texts, weights: Mapping[str, float], *, shares: bool) -> Floats:
    """For every place, what these terms add up to there: their weight, or its share."""
    total = np.zeros(where.size, dtype=np.float32)
    for term, weight in weights.items():
        places, parts = where.at(texts.numbers.get(term, 0))
        total[places] += np.float32(weight) * (parts if shares else 1)
    return total


def often_right(near: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often a wording so near is the right one, as `python -m tests.content.measure` told."""
    odds = NEAR_RIGHT / (1 - NEAR_RIGHT) * (1 - NEAR) / NEAR
    return np.where(near < NEAR, NEAR_RIGHT * (near / NEAR) ** 3, odds * near / (1 - near + odds * near))
