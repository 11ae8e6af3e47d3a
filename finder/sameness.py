"""Whether two questions ask the same, cautiously: word for word in any order, but for slips of the finger."""

from collections.abc import Collection, Iterable

from finder.keyboard import cost
from finder.typos import is_root

SLIP = 0.9  # what a word may cost at most to have been meant for another
LONG = 5  # letters; a shorter word is too easily another


def same(one: Collection[str], other: Collection[str]) -> bool:
    """Whether these stems, question words and denials among them, are the same but for slips."""
    here, there = set(one) - set(other), set(other) - set(one)
    if not one or len(here) != len(there) or not all(map(_may_slip, here | there)):
        return False
    return all(_partner(word, there) for word in here) and all(_partner(word, here) for word in there)


def _may_slip(word: str) -> bool:
    return len(word) >= LONG and word.isalpha()


def _partner(word: str, others: Iterable[str]) -> bool:
    """Exactly one of the others is this word mistyped, or is what it was meant for; two real words never are."""
    return sum(_slipped(word, one) for one in others) == 1


def _slipped(one: str, other: str) -> bool:
    return not (is_root(one) and is_root(other)) and min(cost(one, other), cost(other, one)) <= SLIP
