"""The index: built once from passages, then only read."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from finder.passages import Finding, Hit, Passage, Verdict
from finder.postings import Floats, bm25, postings, rarity
from finder.sentences import sentences
from finder.typos import Typos
from finder.words import Reader, language_of, surfaces

ANSWERS_FROM = 0.4  # confidence; measured by `python -m tests.content.measure`
CHOICES_FROM = 0.3
CLOSE_READINGS, NEAR_READINGS = 0.06, 0.1  # of the score
SIMILAR_FROM = 0.3
LISTED_FROM = 0.15  # a list to choose from may hold more than an answer
TITLE_TIMES = 3
MARKER_WEIGHT = 0.5  # of the rarest word's weight
QUESTION_SHARE = 0.5  # how much an unmatched word of the question weighs, against one of the phrasing
FLATTENED = 0.7  # 1: inverse document frequency as it is; 0: every word weighs the same
LANGUAGE_BONUS = 0.05
KIND_MISSED = 0.7  # a date asked for, or a number, and the passage has none
SUBJECT_MISSED = 0.7  # a word of the question that stands in titles, and nowhere in the passage
BARE = 0.65  # a single word, and it stands in no title
NUMBER_MISSED = 0.5  # a number of the question that the passage does not name
STRANGER = 0.4  # left of the confidence when a thing that is not known comes nearer
CLOSE, FOUND, COVERED, SURE_COVERED, MISSED = 1.5, 0.5, 0.25, 0.6, 0.75
KINDS = {
    "?kapan": re.compile(r"\b(?:1[89]|20)\d\d\b"),
    "?berapa": re.compile(r"\d|\b(?:dua|tiga|empat|lima|enam|tujuh|delapan|gratis|free)\b", re.IGNORECASE),
}


class Index:
    """Passages ready to be searched; immutable, so that threads share it and a new one replaces it whole."""

    def __init__(self, passages: tuple[Passage, ...], words: Mapping[str, str]) -> None:
        self._passages = passages
        self._places = {passage.id: place for place, passage in enumerate(passages)}
        self._reader = Reader(words)
        read = self._reader.stems
        spoken = [[passage.title, *passage.phrasings] for passage in passages]
        rows = [set(read(surfaces(text))) for texts in spoken for text in texts]
        self._starts = np.cumsum([0, *map(len, spoken)])[:-1]
        titles = [read(surfaces(passage.title)) for passage in passages]
        texts = [TITLE_TIMES * title + read(surfaces(p.text)) for title, p in zip(titles, passages, strict=True)]
        extra = [read(surfaces(" ".join((*p.phrasings, *p.tags)))) for p in passages]
        everything = [dict.fromkeys(text + more, 1.0) for text, more in zip(texts, extra, strict=True)]
        self._idf = rarity(everything)
        self._rarest = max(self._idf.values(), default=1.0)
        self._subjects = {term for title in titles for term in title if not term.startswith("?")}
        self._kinds = {kind: _having(passages, form) for kind, form in KINDS.items()}
        self._texts = postings(bm25(texts))
        self._inside = postings(everything)
        self._rows = postings([dict.fromkeys(row, 1.0) for row in rows])
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
        typed = self._typed(question)
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

    def ask(self, question: str) -> Finding:
        """What the question comes to."""
        if not self.understands(question):
            return Finding(Verdict.EMPTY)
        hits = [one for one in self._of_each_thing(self.search(question, limit=20)) if one.confidence >= CHOICES_FROM]
        sure = bool(hits) and hits[0].confidence >= ANSWERS_FROM
        within = CLOSE_READINGS if sure else NEAR_READINGS
        close = [one for one in hits if one.score >= (1 - within) * hits[0].score]
        if len(close) > 1:
            return Finding(Verdict.CHOICES, tuple(close[:3]))
        return Finding(Verdict.ANSWER, tuple(hits[:1])) if sure else Finding(Verdict.UNKNOWN)

    def begun(self, text: str, limit: int = 10) -> list[Hit]:
        """What may be meant while somebody still types, each thing once; the last word may be a beginning."""
        typed = surfaces(text)
        typed[-1:] = [self._typos.completed(word) for word in typed[-1:]]
        hits = self._of_each_thing(self.search(" ".join(typed), limit=5 * limit))
        return [one for one in hits if one.confidence >= LISTED_FROM][:limit]

    def sentence(self, passage_id: str, question: str) -> str:
        """The sentence of the passage that matters most for the question; "" when none stands out."""
        told = sentences(self._passages[self._places[passage_id]].text)
        asked = {term for term in self._reader.stems(self._typed(question)) if not term.startswith("?")}
        worth = [sum(self._weight(t) for t in asked & set(self._reader.stems(surfaces(one)))) for one in told]
        best = max(worth, default=0)
        return told[worth.index(best)] if len(told) > 1 and best and worth.count(best) == 1 else ""

    def related(self, passage_id: str, limit: int = 3) -> list[str]:
        """The known passages nearest in subject, each of another thing, in the same language where there is one."""
        one = self._passages[self._places[passage_id]]
        found = self._of_each_thing(self.search(f"{one.title} {one.text}", limit=50), one.language)
        return [hit.id for hit in found if self._passages[self._places[hit.id]].thing != one.thing][:limit]

    def similar(self, text: str, limit: int = 3) -> list[Hit]:
        """The passages that say about the same; none when nothing does."""
        return [hit for hit in self.search(text, limit=limit) if hit.confidence >= SIMILAR_FROM]

    def _of_each_thing(self, hits: list[Hit], language: str | None = None) -> list[Hit]:
        """The best hit of each thing, the one in this language before others."""
        best: dict[str, Hit] = {}
        for hit in hits:
            passage = self._passages[self._places[hit.id]]
            kept = best.setdefault(passage.thing, hit)
            if passage.language == language != self._passages[self._places[kept.id]].language:
                best[passage.thing] = hit
        return list(best.values())

    def understands(self, text: str) -> bool:
        """Whether a word of it carries meaning; a greeting, thanks or a smile has none."""
        return bool(self._reader.stems(self._typed(text)))

    def language(self, text: str) -> str:
        """The language it is written in, "en" or "id", as its small words tell."""
        return language_of(self._typed(text))

    def _typed(self, text: str) -> list[str]:
        return [self._typos.right(word) for word in surfaces(text)]

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
        score = CLOSE * close + FOUND * found + COVERED * covered
        confidence = np.maximum(close * (1 - MISSED * (1 - covered)), SURE_COVERED * covered)
        return score, self._doubted(confidence * self._fitting(terms))

    def _fitting(self, terms: list[str]) -> Floats:
        """Each passage's share (1: all) of what the question asks for: its numbers, its subject, its kind of answer."""
        about = [term for term in terms if not term.startswith("?")]
        bare = len(about) == 1 and about[0] not in self._subjects
        share = np.full(len(self._passages), BARE if bare else 1, dtype=np.float32)
        for term in terms:
            if term in self._kinds:
                share[~self._kinds[term]] *= KIND_MISSED
            elif term.isdigit() or term in self._subjects:
                missed = self._inside.sums({term: 1.0}) == 0
                share[missed] *= NUMBER_MISSED if term.isdigit() else SUBJECT_MISSED
        return share

    def _doubted(self, confidence: Floats) -> Floats:
        """Far less where something that is not known comes nearer."""
        strange = confidence[~self._known].max(initial=0)
        return np.clip(np.where(confidence >= strange, confidence, confidence * STRANGER), 0, 1).astype(np.float32)


def _having(passages: Iterable[Passage], form: re.Pattern[str]) -> NDArray[np.bool_]:
    """Which passages hold this form, or were never meant to."""
    found = (not one.known or form.search(f"{one.title} {one.text}") is not None for one in passages)
    return np.fromiter(found, dtype=bool)


def _counts(passages: Iterable[Passage]) -> dict[str, int]:
    """How often each word as typed stands in the passages."""
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(surfaces(" ".join((passage.title, passage.text, *passage.phrasings, *passage.tags))))
    return counts
