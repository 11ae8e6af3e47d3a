"""What answers are worth: recall, ranks, how well confidence tells right from wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.questions_data import ADVERSARIAL, REMOVED, Question
from finder import Hit

NOT_FOUND = 10**6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the finder said to one variant of a question."""

    question: Question
    variant: str
    hits: tuple[Hit, ...]
    verdict: str
    cpu_ms: float

    @property
    def confidence(self) -> float:
        """How sure it was of the first; 0 where it found nothing."""
        return self.hits[0].confidence if self.hits else 0.0

    @property
    def answers(self) -> bool:
        """Whether the product would answer."""
        return self.verdict == "answer"

    def rank(self, right: frozenset[str]) -> int:
        """The place of the first right passage, from 1; a wrong one with the same score comes before it."""
        best = max((hit.score for hit in self.hits if hit.id in right), default=None)
        if best is None:
            return NOT_FOUND
        return 1 + sum(hit.score >= best and hit.id not in right for hit in self.hits)

    @property
    def right(self) -> bool:
        """Whether the first passage answers the question."""
        return self.question.answerable and self.rank(self.question.golds) == 1


def recall(outcomes: Sequence[Outcome], within: int, *, lenient: bool = False) -> float:
    """The share of answerable questions with a right passage among the first so many."""
    ranks = [_rank(one, lenient=lenient) for one in outcomes if one.question.answerable]
    return sum(rank <= within for rank in ranks) / max(1, len(ranks))


def mean_reciprocal_rank(outcomes: Sequence[Outcome], within: int = 10) -> float:
    """The mean of 1/rank of the first right passage, 0 beyond the first so many."""
    ranks = [_rank(one) for one in outcomes if one.question.answerable]
    return sum(1 / rank for rank in ranks if rank <= within) / max(1, len(ranks))


def _rank(one: Outcome, *, lenient: bool = False) -> int:
    return one.rank(one.question.golds | (one.question.others if lenient else frozenset()))


def auroc(outcomes: Sequence[Outcome], against: str) -> float:
    """How often an answerable question gets more confidence than one of the other type; half for equal ones."""
    good = np.sort([one.confidence for one in outcomes if one.question.answerable])
    bad = np.array([one.confidence for one in outcomes if one.question.type == against])
    if not len(good) or not len(bad):
        return float("nan")
    above = len(good) - np.searchsorted(good, bad, side="right")
    equal = np.searchsorted(good, bad, side="right") - np.searchsorted(good, bad, side="left")
    return float((above + equal / 2).sum() / (len(good) * len(bad)))


def right_at(outcomes: Sequence[Outcome], precision: float, among: Sequence[str] = (REMOVED, ADVERSARIAL)) -> float:
    """The most of the answerable answered right, at any threshold where so many of all answers are right."""
    asked = [one for one in outcomes if one.question.answerable or one.question.type in among]
    ranked = sorted(asked, key=lambda one: -one.confidence)
    right = np.cumsum([one.right for one in ranked])
    last = np.array([a.confidence > b.confidence for a, b in pairwise(ranked)] + [True])
    kept = right[(right >= precision * np.arange(1, len(ranked) + 1)) & last] if ranked else []
    return float(max(kept, default=0)) / max(1, sum(one.question.answerable for one in ranked))
