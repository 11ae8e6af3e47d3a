"""Fits the weights of finder/sureness.py, and says how well they do on questions they were not fitted on."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.questions_data import ADVERSARIAL, REMOVED, Question
from benchmarks.questions_figures import Outcome, auroc, recall, right_at
from finder import Hit, Index, Passage
from finder.asked import Asked
from finder.marks import NAMES
from finder.sureness import SIGNS, Sums, signs
from finder.texts import Floats

FOLDS = 5
ORDER_PULL, SURE_PULL = 1e-3, 1e-3  # towards 0, so that no mark is made much of by chance
MISSING = 0.75  # weight of a question asked again with its passages taken away
NEARLY = 5.0  # weight of a question that looks answerable and is not
ROUNDS, STILL = 30, 1e-5

Mask = NDArray[np.bool_]
Slope = tuple[float, Sums, Sums]  # a loss, its slope, and how the slope bends


@dataclass(frozen=True)
class Weighing:
    """A variant of a question with the passages that came near; `right` answer it, `holding` have the answer too."""

    question: Question
    variant: str
    asked: Asked
    ids: Sequence[str]
    marks: Floats

    @property
    def right(self) -> Mask:
        """Which of the passages answer it."""
        return np.array([one in self.question.golds for one in self.ids], dtype=bool)

    @property
    def holding(self) -> Mask:
        """Which of them answer it or have the answer too."""
        holding: Mask = self.right | np.array([one in self.question.others for one in self.ids], dtype=bool)
        return holding

    @property
    def fold(self) -> int:
        """Questions on the same passage are never on both sides."""
        return zlib.crc32(min(self.question.golds, default=self.question.id).encode()) % FOLDS


@dataclass(frozen=True)
class Weights:
    """What was fitted."""

    order: Sums
    sure: Sums
    offset: float


def fit(passages: Sequence[Passage], questions: Sequence[Question]) -> str:
    """The weights fitted on all, under the figures of weights fitted without the fifth they were asked."""
    index = Index.build(passages)
    weighings = [_weighing(index, question, variant) for question in questions for variant in question.variants]
    outcomes = list[Outcome]()
    for fold in range(FOLDS):
        weights = _fitted([one for one in weighings if one.fold != fold], index.rarest)
        outcomes += [_outcome(one, weights, index.rarest) for one in weighings if one.fold == fold]
    figures = [_figures(variant, outcomes) for variant in dict.fromkeys(one.variant for one in outcomes)]
    return "\n".join((*figures, _constants(_fitted(weighings, index.rarest))))


def _weighing(index: Index, question: Question, variant: str) -> Weighing:
    asked, ids, marks = index.weigh(question.variants[variant])
    return Weighing(question, variant, asked, ids, marks)


def _fitted(weighings: Sequence[Weighing], rarest: float) -> Weights:
    """The weights; those of sureness are stretched at last so that it is the share of right ones as they were asked."""
    order = _order([one for one in weighings if one.right.any() and not one.right.all()])
    found = [one for one in weighings if len(one.ids)]
    rows = [row for one in found for row in _examples(one, order, rarest)]
    table, right, heavy = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    sure, offset = _sure(table, right, heavy)
    asked = [next(iter(_examples(one, order, rarest))) for one in found]
    table, right, _ = (np.array(column, dtype=np.float64) for column in zip(*asked, strict=True))
    stretch, shift = _logistic((table @ sure + offset)[:, None], right, np.ones(len(right)), 0.0)
    return Weights(order, sure * stretch, offset * stretch + shift)


def _order(weighings: Sequence[Weighing]) -> Sums:
    """Weights under which the right passage is likeliest to come first."""
    spread = np.concatenate([one.marks for one in weighings]).std(axis=0).astype(np.float64) + 1e-6
    lists = [(one.marks / spread, one.right) for one in weighings]

    def slope(weights: Sums) -> Slope:
        loss, slope, bend = 0.0, np.zeros(len(NAMES)), np.zeros((len(NAMES), len(NAMES)))
        for marks, right in lists:
            ranked = marks @ weights
            likely = np.exp(ranked - ranked.max())
            loss += np.log(likely.sum()) - (ranked[right] - ranked.max()).mean()
            likely /= likely.sum()
            mean = likely @ marks
            slope += mean - marks[right].mean(axis=0)
            bend += (marks * likely[:, None]).T @ marks - np.outer(mean, mean)
        return loss / len(lists), slope / len(lists), bend / len(lists)

    found: Sums = _least(slope, np.full(len(NAMES), ORDER_PULL)) / spread
    return found


def _examples(one: Weighing, order: Sums, rarest: float) -> Iterator[tuple[Sums, float, float]]:
    """The first passage's signs, whether it is right, and how much that counts; once more without those that are."""
    heavy = NEARLY if one.question.type == ADVERSARIAL else 1.0
    ranked = one.marks.astype(np.float64) @ order
    first = int(ranked.argmax())
    yield signs(one.marks, ranked, one.asked, rarest)[first], float(one.right[first]), heavy
    left = one.marks[~one.holding]
    if one.question.answerable and len(left):
        ranked = left.astype(np.float64) @ order
        yield signs(left, ranked, one.asked, rarest)[int(ranked.argmax())], 0.0, MISSING


def _sure(rows: Sums, right: Sums, heavy: Sums) -> tuple[Sums, float]:
    """Weights and offset by which a first passage that is right is told from one that is not."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    weights = _logistic((rows - middle) / spread, right, heavy, SURE_PULL)
    found: Sums = weights[:-1] / spread
    return found, float(weights[-1] - middle @ found)


def _logistic(rows: Sums, right: Sums, heavy: Sums, pull: float) -> Sums:
    """The likeliest weights of the columns, and last the offset."""
    columns = np.column_stack([rows, np.ones(len(rows))])

    def slope(weights: Sums) -> Slope:
        likely = 1 / (1 + np.exp(-columns @ weights))
        loss = -heavy @ np.log(np.where(right > 0, likely, 1 - likely) + 1e-300)
        bend = (columns * (heavy * likely * (1 - likely))[:, None]).T @ columns
        return loss / heavy.sum(), columns.T @ (heavy * (likely - right)) / heavy.sum(), bend / heavy.sum()

    return _least(slope, np.array([*np.full(rows.shape[1], pull), 0.0]))


def _least(at: Callable[[Sums], Slope], pull: Sums) -> Sums:
    """Newton's way to the least loss, with shorter steps where a whole one leads up."""
    weights = np.zeros(len(pull))
    for _ in range(ROUNDS):
        loss, slope, bend = at(weights)
        step = np.linalg.solve(bend + 2 * np.diag(pull + 1e-9), slope + 2 * pull * weights)
        while at(weights - step)[0] + pull @ (weights - step) ** 2 > loss + pull @ weights**2 + 1e-12:
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < STILL:
            break
    return weights


def _outcome(one: Weighing, weights: Weights, rarest: float) -> Outcome:
    """What these weights say to it."""
    if not len(one.ids):
        return Outcome(one.question, one.variant, (), "", 0.0)
    ranked = one.marks.astype(np.float64) @ weights.order
    sure = 1 / (1 + np.exp(-(signs(one.marks, ranked, one.asked, rarest) @ weights.sure + weights.offset)))
    best = np.argsort(-ranked, kind="stable")
    hits = tuple(Hit(one.ids[place], float(ranked[place]), float(sure[place])) for place in best)
    return Outcome(one.question, one.variant, hits, "", 0.0)


def _figures(variant: str, outcomes: Sequence[Outcome]) -> str:
    mine = [one for one in outcomes if one.variant == variant]
    figures = {
        "Recall@1": recall(mine, 1),
        "AUROC removed": auroc(mine, REMOVED),
        "adversarial": auroc(mine, ADVERSARIAL),
        "right at 90 %": right_at(mine, 0.9, [REMOVED]),
        "at 95 %": right_at(mine, 0.95, [REMOVED]),
        "all asked at 90 %": right_at(mine, 0.9),
        "all asked at 95 %": right_at(mine, 0.95),
    }
    return f"# {variant}, left out in turn: " + ", ".join(f"{what} {value:.4f}" for what, value in figures.items())


def _constants(weights: Weights) -> str:
    """The weights as they stand in finder/sureness.py."""
    tables = (("ORDER", NAMES, weights.order), ("SURE", SIGNS, weights.sure))
    lines = [
        f"{title}: Mapping[str, float] = {{\n"
        + "".join(f'    "{name}": {weight:.3f},\n' for name, weight in zip(names, found, strict=True))
        + "}\n"
        for title, names, found in tables
    ]
    return f"{''.join(lines)}OFFSET = {weights.offset:.3f}"
