"""Every passage's terms in the order they stand, and for each term where it stands."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Places = NDArray[np.int64]

K1, B = 1.2, 0.6
TITLE_TIMES = 3
LEAD = 6  # so many first terms count as a title where there is none
HIGH = 0.5  # of the highest score; only where too few are that high are all looked through
BREAK = 0  # stands for no term, but between two sentences


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as read: the terms of its title, of each sentence, and of what it is asked by."""

    title: Sequence[str]
    sentences: Sequence[Sequence[str]]
    spoken: Sequence[str]
    head: int  # how many terms of the first sentence name what it is about


class Terms:
    """Terms and their numbers, from 1."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, terms: Iterable[str]) -> list[int]:
        """Their numbers; a new one gets the next."""
        numbers = self.numbers
        return [numbers.setdefault(term, len(numbers) + 1) for term in terms]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where each term stands, what share of the place it makes up (0: it is no more than said there), its rarity."""

    size: int
    starts: Places
    places: Ids
    shares: Floats
    rarity: Floats

    def at(self, term: int) -> tuple[Ids, Floats]:
        """The places of a term, and its share in each."""
        span = slice(self.starts[term], self.starts[term + 1])
        return self.places[span], self.shares[span]


def postings(tokens: Ids, places: Ids, weights: Floats, *, size: int, terms: int) -> Postings:
    """The postings of tokens given with their place and weight; the shares are BM25's, rarity left out."""
    real = tokens != BREAK
    keys = tokens[real].astype(np.int64) * max(1, size) + places[real]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.add.reduceat(weights[real][order], first) if len(first) else np.zeros(0, dtype=np.float32)
    term, where = np.divmod(keys[first], max(1, size))
    starts = np.searchsorted(term, np.arange(terms + 2)).astype(np.int64)
    lengths = np.bincount(places[real], weights[real], minlength=size)
    mean = lengths.sum() / max(1, size) or 1.0
    shares = counts / (counts + K1 * (1 - B + B * lengths[where] / mean))
    often = np.diff(starts)
    rarity = np.log(1 + (size - often + 0.5) / (often + 0.5))
    whole = starts, where.astype(np.int32), shares.astype(np.float32), rarity.astype(np.float32)
    return Postings(size, *whole)


class Texts:
    """All passages laid out for a search: title, sentences and, counted nowhere, what they are asked by."""

    def __init__(self, passages: Iterable[Read]) -> None:
        terms, tokens, weights = Terms(), array("i"), array("B")
        starts, bodies, heads = array("q", [0]), array("q"), array("i")
        for one in passages:
            lead = 0 if one.title else LEAD
            for times, sentence in ((TITLE_TIMES, one.title), *((1, sentence) for sentence in one.sentences)):
                tokens.extend((*terms.of(sentence), BREAK))
                boosted = min(lead, len(sentence))
                lead -= boosted
                weights.extend([TITLE_TIMES] * boosted + [times] * (len(sentence) - boosted) + [0])
            bodies.append(len(tokens))
            spoken = terms.of(dict.fromkeys(one.spoken))
            tokens.extend(spoken)
            weights.extend([0] * len(spoken))
            starts.append(len(tokens))
            heads.append(one.head)
        self.numbers = terms.numbers
        self.tokens: Ids = np.array(tokens, dtype=np.int32)
        self.starts: Places = np.array(starts, dtype=np.int64)
        self.bodies: Places = np.array(bodies, dtype=np.int64)
        self.heads: Ids = np.array(heads, dtype=np.int32)
        size = len(heads)
        places = np.repeat(np.arange(size, dtype=np.int32), np.diff(self.starts))
        heavy = np.array(weights, dtype=np.uint8).astype(np.float32)
        self.postings = postings(self.tokens, places, heavy, size=size, terms=len(self.numbers))
        self.rarest = float(self.postings.rarity[1:].max(initial=0)) or 1.0

    def rarity(self, term: str) -> float:
        """How rare a term is; one that stands nowhere is as rare as the rarest."""
        number = self.numbers.get(term)
        return float(self.postings.rarity[number]) if number else self.rarest

    def body(self, place: int) -> Ids:
        """A passage's title and sentences."""
        return self.tokens[self.starts[place] : self.bodies[place]]


def highest(scores: Floats | NDArray[np.float64], limit: int) -> Places:
    """The places of the highest scores above 0, in order; of equal ones the earlier first."""
    most = scores.max(initial=0)
    some = np.flatnonzero(scores > most * HIGH)
    if len(some) < limit:
        some = np.flatnonzero(scores > 0)
    if limit < len(some):
        found = scores[some]
        some = some[found >= np.partition(found, -limit)[-limit]]
    return some[np.argsort(-scores[some], kind="stable")[:limit]]
