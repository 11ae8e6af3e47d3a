"""From marks to an order of passages, and to how surely each of them answers.

`python -m benchmarks.questions --fit PASSAGES.jsonl QUESTIONS.jsonl` prints the weights below.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from finder.asked import Asked
from finder.marks import NAMES
from finder.texts import Floats

Sums = NDArray[np.float64]
BEHIND = 3  # the place whose distance tells whether the first stands out from the crowd
FAR = 6.0  # how far behind the first a passage counts that is not there

MARKS = (
    "share", "special", "defined", "head_who", "length", "many", "no_date", "number_missed", "turned", "end_missed",
)  # fmt: skip
SIGNS = (*MARKS, "ahead", "far_ahead", "next_found", "words", "rare", "open")

ORDER: Mapping[str, float] = {
    "share": 5.071,
    "letters": 6.259,
    "found": 0.361,
    "sentence": 1.208,
    "first": 1.305,
    "head": 1.143,
    "head_who": -1.434,
    "head_when": -0.541,
    "defined": 6.305,
    "situated": 0.818,
    "in_order": -1.360,
    "together": 2.240,
    "rarest_missed": -0.929,
    "most_missed": 1.034,
    "special": 2.510,
    "length": -0.629,
    "when": -3.395,
    "many": -5.265,
    "where": -1.007,
    "no_date": -1.227,
    "no_cause": -3.780,
    "no_unit": -1.210,
    "born": 4.504,
    "number_missed": -0.335,
    "turned": -2.217,
    "end_missed": -2.277,
}
SURE: Mapping[str, float] = {
    "share": 1.541,
    "special": 1.954,
    "defined": 0.587,
    "head_who": 0.807,
    "length": -0.324,
    "many": -1.789,
    "no_date": -0.507,
    "number_missed": -1.110,
    "turned": -1.346,
    "end_missed": -1.110,
    "ahead": 0.934,
    "far_ahead": 4.894,
    "next_found": -0.128,
    "words": 1.055,
    "rare": 0.754,
    "open": -1.539,
}
OFFSET = -6.925


def scores(marks: Floats) -> Sums:
    """What passages are ordered by."""
    weights = np.array([ORDER.get(name, 0.0) for name in NAMES])
    found: Sums = marks.astype(np.float64) @ weights
    return found


def signs(marks: Floats, ranked: Sums, asked: Asked, rarest: float) -> Sums:
    """For each passage its marks, how far it is ahead of the others, and what kind of question it is."""
    order = np.argsort(-ranked, kind="stable")
    absent = ranked.max() - FAR
    rivals = [*ranked[order], *[absent] * BEHIND]
    found = [*marks[order, NAMES.index("found")], 0.0]
    leads = np.arange(len(ranked)) == order[0]
    weights = [one.weight / rarest for one in asked.wanted]
    same = (
        np.log1p(len(weights)),
        sum(weights) / len(weights),
        float(bool(asked.marks & {"?mengapa", "?bagaimana"})),
    )
    ahead = _bounded(ranked - np.where(leads, rivals[1], rivals[0]))
    far_ahead = _bounded(ranked - rivals[BEHIND])
    next_found = np.where(leads, found[1], found[0])
    alike = (np.full(len(ranked), one) for one in same)
    return np.column_stack([marks[:, [NAMES.index(name) for name in MARKS]], ahead, far_ahead, next_found, *alike])


def surenesses(marks: Floats, ranked: Sums, asked: Asked, rarest: float) -> Sums:
    """How surely each passage answers (0..1), as often as it is right among questions like those it was fitted on."""
    weights = np.array([SURE.get(name, 0.0) for name in SIGNS])
    found: Sums = 1 / (1 + np.exp(-(signs(marks, ranked, asked, rarest) @ weights + OFFSET)))
    return found


def _bounded(distance: Sums) -> Sums:
    """A distance as something between -1 and 1, so that a great one counts little more than a good one."""
    bounded: Sums = distance / (1 + np.abs(distance))
    return bounded
