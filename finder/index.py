"""The index: built once from passages, then only read."""

from collections.abc import Iterable, Mapping

import numpy as np

from finder.asked import Asked, Asker
from finder.likeness import likenesses
from finder.passages import Finding, Hit, Passage, Verdict
from finder.reading import Reading
from finder.sentences import sentences
from finder.sureness import scores, surenesses
from finder.texts import Floats, Texts
from finder.told import Told
from finder.typos import Typos
from finder.wordings import STRANGER, Wordings
from finder.words import Reader, surfaces

ANSWERS_FROM = 0.75  # confidence; measured by `python -m tests.content.measure` and `python -m benchmarks.questions`
CHOICES_FROM = 0.3
LISTED_FROM = 0.04  # a list to choose from may hold more than an answer
LIKELIEST = 0.9  # of the best score; who is sure and falls behind that is not the likeliest answer
CLOSE_READINGS, NEAR_READINGS = 0.04, 0.1  # of the score
FEW_WORDS = 1  # so few say little about which of several things is meant
LANGUAGE_BONUS = 0.05
WELL_WORDED = 3  # wordings from which on they say more of what a passage answers than its text does
SIMILAR_FROM = 0.35
RELATED_WITHIN = 0.3  # of the nearest one's likeness
TOLD, TOLD_SURE, TOLD_APART = 0.75, 1.25, 0.5  # puts scores of texts among those of wordings


class Index:
    """Passages ready to be searched; immutable, so that threads share it and a new one replaces it whole."""

    def __init__(self, passages: tuple[Passage, ...], words: Mapping[str, str]) -> None:
        self._passages = passages
        self._places = {passage.id: place for place, passage in enumerate(passages)}
        self._reader = reader = Reader(words)
        reading = Reading(passages, reader)
        self._texts = Texts(reading)
        self._wordings = Wordings(passages, reading.rows, self._texts)
        self._told = Told(passages, reader, self._texts)
        self._asker = Asker(reader, Typos(reading.counts, reader.known_words()), self._texts)
        plain = (passage.known and len(passage.phrasings) < WELL_WORDED for passage in passages)
        self._plain = np.fromiter(plain, dtype=bool, count=len(passages))

    @classmethod
    def build(cls, passages: Iterable[Passage], words: Mapping[str, str] | None = None) -> "Index":
        """An index of the passages; `words` maps a place's own words and phrases to the passages' words."""
        return cls(tuple(passages), words or {})

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """The passages that come nearest, best first; those not known are left out but lower the others' confidence."""
        return self._search(self._asker.ask(question), limit)

    def _search(self, asked: Asked, limit: int) -> list[Hit]:
        judged = self._judge(asked) if asked.stems and self._passages else {}
        hits = []
        for place, (score, sure) in judged.items():
            one = self._passages[place]
            bonus = LANGUAGE_BONUS if one.language == asked.language else 0.0
            hits.append((-score - bonus, place, Hit(one.id, score + bonus, sure)))
        return [hit for _, _, hit in sorted(hits)[:limit]]

    def weigh(self, question: str) -> tuple[Asked, list[str], Floats]:
        """The question as read, and the passages whose texts come near, with the marks that weights are fitted on."""
        asked = self._asker.ask(question)
        weighed = self._told.weigh(asked, self._plain)
        return asked, [self._passages[place].id for place in weighed.places], weighed.marks

    @property
    def rarest(self) -> float:
        """How rare its rarest word is."""
        return self._texts.rarest

    def _judge(self, asked: Asked) -> dict[int, tuple[float, float]]:
        """Score and confidence of the nearest passages, by their wordings and, where they have few, by their texts."""
        nearest = self._wordings.nearest(tuple(dict.fromkeys(asked.stems)))
        judged = dict(nearest.known)
        weighed = self._told.weigh(asked, self._plain)
        if len(weighed.places):
            ranked = scores(weighed.marks)
            sure = surenesses(weighed.marks, ranked, asked, self._texts.rarest)
            behind = ranked.max() - ranked
            told = TOLD + TOLD_SURE * sure[ranked.argmax()] - TOLD_APART * behind / (1 + behind)
            for place, score, one in zip(weighed.places.tolist(), told.tolist(), sure.tolist(), strict=True):
                worded, near = judged.get(place, (0.0, 0.0))
                judged[place] = max(worded, score), max(near, one if one >= nearest.strange else STRANGER * one)
        return judged

    def ask(self, question: str) -> Finding:
        """What the question comes to."""
        asked = self._asker.ask(question)
        if not asked.stems:
            return Finding(Verdict.EMPTY)
        few = len(asked.wanted) <= FEW_WORDS
        found = self._of_each_thing(self._search(asked, limit=20))
        hits = [one for one in found if one.confidence >= CHOICES_FROM]
        sure = bool(hits) and hits[0].confidence >= ANSWERS_FROM and hits[0].score >= LIKELIEST * found[0].score
        within = CLOSE_READINGS if sure and not few else NEAR_READINGS
        close = [one for one in hits if one.score >= (1 - within) * hits[0].score]
        if len(close) > 1:
            return Finding(Verdict.CHOICES, tuple(close[:3]))
        return Finding(Verdict.ANSWER, tuple(hits[:1])) if sure else Finding(Verdict.UNKNOWN)

    def begun(self, text: str, limit: int = 10) -> list[Hit]:
        """What may be meant while somebody still types, each thing once; the last word may be a beginning."""
        hits = self._of_each_thing(self.search(self._asker.completed(text), limit=5 * limit))
        return [one for one in hits if one.confidence >= LISTED_FROM][:limit]

    def sentence(self, passage_id: str, question: str) -> str:
        """The sentence of the passage that matters most for the question; "" when none stands out."""
        told = sentences(self._passages[self._places[passage_id]].text)
        asked = self._asker.ask(question)
        worth = [self._asker.worth(asked, one) for one in told]
        best = max(worth, default=0)
        return told[worth.index(best)] if len(told) > 1 and best and worth.count(best) == 1 else ""

    def related(self, passage_id: str, limit: int = 3) -> list[str]:
        """The known passages nearest in subject, each of another thing, in the same language where there is one."""
        one = self._passages[self._places[passage_id]]
        near = [hit for hit in self._alike(f"{one.title} {one.text}") if self._passage(hit).thing != one.thing]
        nearest = self._of_each_thing(near, one.language)
        return [hit.id for hit in nearest[:limit] if hit.score >= RELATED_WITHIN * nearest[0].score]

    def similar(self, text: str, limit: int = 3) -> list[Hit]:
        """The passages that say about the same; none when nothing does."""
        return [hit for hit in self._alike(text) if hit.score >= SIMILAR_FROM][:limit]

    def _alike(self, text: str) -> list[Hit]:
        """Known passages by how much they say the same as the text."""
        asked = self._asker.ask(text)
        found = likenesses(asked, self._texts, self._told.near(asked)) if asked.wanted else []
        known = ((self._passages[place], alike) for place, alike in found if self._passages[place].known)
        return [Hit(one.id, alike, alike) for one, alike in known]

    def understands(self, text: str) -> bool:
        """Whether a word of it carries meaning; a greeting, thanks or a smile has none."""
        return bool(self._asker.ask(text).stems)

    def stems(self, text: str) -> list[str]:
        """The stems that carry its meaning as typed, a place's own words put into the passages' words."""
        return self._reader.stems(surfaces(text))

    def language(self, text: str) -> str:
        """The language it is written in, "en" or "id", as its small words tell."""
        return self._asker.ask(text).language

    def _of_each_thing(self, hits: list[Hit], language: str | None = None) -> list[Hit]:
        """The best hit of each thing, the one in this language before others."""
        best: dict[str, Hit] = {}
        for hit in hits:
            kept = best.setdefault(self._passage(hit).thing, hit)
            if self._passage(hit).language == language != self._passage(kept).language:
                best[self._passage(hit).thing] = hit
        return list(best.values())

    def _passage(self, hit: Hit) -> Passage:
        return self._passages[self._places[hit.id]]
