"""What answers are worth, on handfuls small enough to count."""

from benchmarks.questions_data import ADVERSARIAL, ANSWERABLE, REMOVED, Question
from benchmarks.questions_figures import Outcome, auroc, mean_reciprocal_rank, recall, right_at
from finder import Hit


def hits(*scored: tuple[str, float, float]) -> tuple[Hit, ...]:
    return tuple(Hit(*one) for one in scored)


def outcome(confidence: float, *, right: bool, kind: str = ANSWERABLE) -> Outcome:
    question = Question("q", kind, {}, frozenset({"a"} if kind == ANSWERABLE else ()))
    return Outcome(question, "clean", hits(("a" if right else "b", 1, confidence)), "answer", 0.0)


def test_a_tie_with_a_wrong_passage_is_a_miss_and_one_with_a_right_passage_is_none() -> None:
    tied = hits(("a", 1, 0.5), ("b", 1, 0.5))
    wrong, both = (Question("q", ANSWERABLE, {}, frozenset(golds)) for golds in ("a", "ab"))
    assert [recall([Outcome(one, "clean", tied, "", 0)], 1) for one in (wrong, both)] == [0, 1]
    assert mean_reciprocal_rank([Outcome(wrong, "clean", tied, "", 0)]) == 0.5


def test_answered_right_counts_up_to_where_precision_still_holds() -> None:
    """Nine right, one wrong, one right: 9/9, 9/10, 10/11; at 90 % ten of eleven are kept, at 95 % nine."""
    ranked = [outcome(0.9 - place / 100, right=place != 9) for place in range(11)]
    assert right_at(ranked, 0.90) == 10 / 11
    assert right_at(ranked, 0.95) == 9 / 11


def test_no_threshold_lies_between_equal_confidences() -> None:
    equal = [outcome(0.5, right=True), outcome(0.5, right=False)]
    assert right_at(equal, 0.9) == 0
    assert right_at(equal, 0.5) == 0.5


def test_unanswerable_ones_that_are_asked_lower_precision() -> None:
    among = [outcome(0.5, right=True), outcome(0.6, right=False, kind=ADVERSARIAL)]
    assert right_at(among, 0.9) == 0
    assert right_at(among, 0.9, [REMOVED]) == 1


def test_auroc_counts_equal_ones_half() -> None:
    bad = outcome(0.5, right=False, kind=REMOVED)
    assert auroc([outcome(0.5, right=True), bad], REMOVED) == 0.5
    assert auroc([outcome(0.4, right=True), outcome(0.9, right=True), bad], REMOVED) == 0.5
