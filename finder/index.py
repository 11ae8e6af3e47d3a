"""The index: built once from passages, then only read."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from finder.typos import Typos
from finder.words import Reader, language_of, surfaces

ANSWERS_FROM = 0.6  # confidence; measured by `python -m tests.content.measure`
TITLE_TIMES = 3
MARKER_WEIGHT = 0.35  # of the rarest word's weight
QUESTION_SHARE = 0.7  # how much an unmatched word of the question weighs, against one of the phrasing
FLATTENED = 0.5  # 1: inverse document frequency as it is; 0: every word weighs the same
LANGUAGE_BONUS = 0.05
FOUND, COVERED, SURE_COVERED = 0.5, 0.25, 0.6
K1, B = 1.2, 0.6

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of knowledge; `known=False` is a thing people ask that has no answer here."""

    id: str
    title: str
    text: str
    phrasings: tuple[str, ...] = ()
    language: str = "id"
    tags: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `score` ranks it among others, `confidence` (0..1) says how surely it answers."""

    id: str
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Postings:
    """Term → where it stands, and how much it adds there."""

    size: int
    ids: dict[str, Ids] = field(default_factory=dict)
    adds: dict[str, Floats] = field(default_factory=dict)

    def sums(self, weights: Mapping[str, float]) -> Floats:
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in weights.items():
            if term in self.ids:
                total[self.ids[term]] += self.adds[term] * np.float32(weight)
        return total


def _postings(documents: Sequence[Mapping[str, float]]) -> _Postings:
    ids: dict[str, list[int]] = {}
    adds: dict[str, list[float]] = {}
    for number, terms in enumerate(documents):
        for term, add in terms.items():
            ids.setdefault(term, []).append(number)
            adds.setdefault(term, []).append(add)
    return _Postings(
        len(documents),
        {term: np.array(found, dtype=np.int32) for term, found in ids.items()},
        {term: np.array(found, dtype=np.float32) for term, found in adds.items()},
    )


def _bm25(texts: list[list[str]]) -> list[Mapping[str, float]]:
    """Each text's terms with their BM25 share (0..1), idf left out."""
    mean = sum(map(len, texts)) / max(1, len(texts)) or 1.0
    shares: list[Mapping[str, float]] = []
    for text in texts:
        length = K1 * (1 - B + B * len(text) / mean)
        shares.append({term: count / (count + length) for term, count in Counter(text).items()})
    return shares


class Index:
    """Passages ready to be searched; immutable, so that threads share it and a new one replaces it whole."""

    def __init__(self, passages: tuple[Passage, ...], words: Mapping[str, str]) -> None:
        self._passages = passages
        self._reader = Reader(words)
        read = self._reader.stems
        spoken = [[passage.title, *passage.phrasings] for passage in passages]
        rows = [set(read(surfaces(text))) for texts in spoken for text in texts]
        self._starts = np.cumsum([0, *map(len, spoken)])[:-1]
        titles = [read(surfaces(passage.title)) for passage in passages]
        texts = [TITLE_TIMES * title + read(surfaces(p.text)) for title, p in zip(titles, passages, strict=True)]
        extra = [read(surfaces(" ".join((*p.phrasings, *p.tags)))) for p in passages]
        everything = [dict.fromkeys(text + more, 1.0) for text, more in zip(texts, extra, strict=True)]
        self._idf = _rarity(everything)
        self._rarest = max(self._idf.values(), default=1.0)
        self._texts = _postings(_bm25(texts))
        self._inside = _postings(everything)
        self._rows = _postings([dict.fromkeys(row, 1.0) for row in rows])
        self._row_weights = np.array([sum(map(self._weight, row)) for row in rows], dtype=np.float32)
        self._spoken = {
            language: np.array([passage.language == language for passage in passages], dtype=np.float32)
            for language in ("id", "en")
        }
        self._known = np.array([passage.known for passage in passages], dtype=bool)
        self._typos = Typos(_counts(passages), self._reader.known_words())

    @classmethod
    def build(cls, passages: Iterable[Passage], words: Mapping[str, str] | None = None) -> "Index":
        """An index of the passages; `words` maps a place's own words and phrases to the passages' words."""
        return cls(tuple(passages), words or {})

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """The passages that come nearest, best first; those not known are left out but lower the others' confidence."""
        typed = [self._typos.right(word) for word in surfaces(question)]
        terms = list(dict.fromkeys(self._reader.stems(typed)))
        if not terms or not self._passages:
            return []
        score, confidence = self._judge(terms)
        score += np.float32(LANGUAGE_BONUS) * self._spoken[language_of(typed)] * (score > 0)
        score[~self._known] = 0
        order = np.argsort(-score, kind="stable")[:limit]
        return [Hit(self._passages[n].id, float(score[n]), float(confidence[n])) for n in order if score[n] > 0]

    def answers(self, question: str) -> Hit | None:
        """The passage that answers, or None where nothing is sure enough."""
        hits = self.search(question, limit=1)
        return hits[0] if hits and hits[0].confidence >= ANSWERS_FROM else None

    def _weight(self, term: str) -> float:
        """What a word weighs where texts are compared: rare words more, question words a fixed share."""
        if term.startswith("?"):
            return MARKER_WEIGHT * self._rarest
        return self._rarest * float((self._idf.get(term, self._rarest) / self._rarest) ** FLATTENED)

    def _judge(self, terms: list[str]) -> tuple[Floats, Floats]:
        """Score and confidence of every passage."""
        weights = {term: self._weight(term) for term in terms}
        asked = sum(weights.values())
        common = self._rows.sums(weights)
        closeness = common / (QUESTION_SHARE * asked + (1 - QUESTION_SHARE) * self._row_weights)
        close: Floats = np.maximum.reduceat(closeness, self._starts)
        covered = self._inside.sums(weights) / np.float32(asked)
        rare = {term: self._idf.get(term, self._rarest) for term in terms if not term.startswith("?")}
        found = self._texts.sums(rare) / np.float32(sum(rare.values()) or 1)
        score = close + FOUND * found + COVERED * covered
        confidence = np.maximum(close, SURE_COVERED * covered)
        return score, self._doubted(confidence)

    def _doubted(self, confidence: Floats) -> Floats:
        """Halved where something that is not known comes nearer."""
        strange = confidence[~self._known].max(initial=0)
        return np.clip(np.where(confidence >= strange, confidence, confidence / 2), 0, 1).astype(np.float32)


def _rarity(documents: list[dict[str, float]]) -> dict[str, float]:
    """Inverse document frequency of every term, over all passages."""
    counts = Counter(term for terms in documents for term in terms)
    total = len(documents)
    return {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def _counts(passages: Iterable[Passage]) -> dict[str, int]:
    """How often each word as typed stands in the passages."""
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(surfaces(" ".join((passage.title, passage.text, *passage.phrasings, *passage.tags))))
    return counts
