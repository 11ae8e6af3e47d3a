"""Puts a misspelt word right, to words the index knows."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from finder.keyboard import cost
from finder.lexicon import COMMON, ENGLISH, STOP
from finder.shapes import Shapes
from finder.words import stem

Meant = tuple[tuple[str, float], ...]
_VOWELS = str.maketrans("", "", "aeiou")
_ENDINGS = ("nya", "ny", "ne", "no", "in", "x", "e", "i", "kan", "an")
_BEGINNINGS = (
    ("", ""),
    ("nge", ""),
    ("ng", ""),
    ("ng", "k"),
    ("ny", "s"),
    ("n", ""),
    ("n", "t"),
    ("m", "p"),
    ("m", ""),
)
ALIKE, WEIGHED = 0.4, 12  # share of letter pairs in common to be weighed at all, and how many are
MOST_A_LETTER, MOST = 0.26, 2.2  # cost, of the word meant
ENDED, ADDED = 0.25, 0.2  # what taking an ending off costs, before a typing mistake and without one
COMMONER = 0.08  # what a word costs less for each time it is e times as common
DOUBT = 2.0  # how fast another reading loses weight as it costs more
READINGS, LEAST = 4, 0.15
ROOTED = 0.9  # most that another word may cost, and weigh, where the word typed is one in its own right


@cache
def _roots() -> frozenset[str]:
    """The root words of Indonesian (Kateglo's list, as PySastrawi ships it)."""
    return frozenset(files("Sastrawi.Stemmer").joinpath("data/kata-dasar.txt").read_text("utf-8").split())


def is_root(word: str) -> bool:
    """Whether it is an Indonesian word in its own right."""
    return word in _roots()


def _skeleton(word: str) -> str:
    return word[:1] + word[1:].translate(_VOWELS)


class Typos:
    """A vocabulary with counts, and the known words an unknown one may have been meant for."""

    def __init__(self, counts: Mapping[str, int], also_known: Iterable[str]) -> None:
        self._known = set(counts) | set(also_known) | STOP | ENGLISH | COMMON
        candidates = sorted(word for word in self._known if word.isalpha() and len(word) > 2)
        self._shapes = Shapes(candidates, 2)
        self._skeletons: dict[str, list[str]] = defaultdict(list)
        for word in candidates:
            self._skeletons[_skeleton(word)].append(word)
        self._counts, self._sorted = counts, sorted(counts)
        self._stems = {stem(word) for word in counts}
        self.meant = lru_cache(maxsize=8192)(self._meant)

    def right(self, word: str) -> str:
        """The known word that was meant, or the word itself."""
        return self.meant(word)[0][0]

    def completed(self, word: str) -> str:
        """The commonest word that begins so, where it is no word yet; else the word itself."""
        if word in self._known or len(word) < 3 or not word.isalpha():
            return word
        begun = self._sorted[bisect_left(self._sorted, word) : bisect_left(self._sorted, word + "\uffff")]
        return max(begun, key=lambda known: self._counts[known], default=word)

    def _meant(self, word: str) -> Meant:
        """What the word may have been meant for, likeliest first (1), the others with what is left of that."""
        if word in self._known or len(word) < 3 or not word.isalpha():
            return ((word, 1.0),)
        prices = self._prices(word)
        if word in _roots() or stem(word) in _roots():
            near = sorted((price, known) for known, price in prices.items() if price <= ROOTED)
            return ((word, 1.0), *((known, ROOTED * math.exp(-max(0.0, price))) for price, known in near[:READINGS]))
        best = sorted((price, known) for known, price in (self._whole(word) | prices).items())[:READINGS]
        weighed = ((known, math.exp(DOUBT * (best[0][0] - price))) for price, known in best)
        return tuple((known, weight) for known, weight in weighed if weight >= LEAST) or ((word, 1.0),)

    def _whole(self, word: str) -> dict[str, float]:
        """Words the index knows of which this is an everyday or Javanese form: nyiapin, disiapno, jenenge."""
        found: dict[str, float] = {}
        for ending in ("", *_ENDINGS):
            for beginning, instead in _BEGINNINGS:
                if len(word) > 3 and word.endswith(ending) and word.startswith(beginning):
                    base = instead + word[len(beginning) : len(word) - len(ending)]
                    if len(base) > 2 and (base in self._counts or (len(base) > 3 and stem(base) in self._stems)):
                        found.setdefault(base, self._price(base, ADDED * (bool(ending) + bool(beginning))))
        return found

    def _prices(self, word: str) -> dict[str, float]:
        """Known words near it, and what it costs to have meant them."""
        prices: dict[str, float] = {}
        bare = sum(letter in "aeiou" for letter in word) <= len(word) / 4
        for ending in ("", *_ENDINGS):
            typed = word.removesuffix(ending)
            if ending and (len(typed) < 4 or typed == word):
                continue
            for known in self._candidates(typed):
                price = cost(typed, known, bare=bare)
                if price <= min(MOST, MOST_A_LETTER * len(known)):
                    price = self._price(known, price + (ENDED if ending else 0))
                    prices[known] = min(price, prices.get(known, price))
        return prices

    def _price(self, known: str, price: float) -> float:
        """The price less what makes a common word the likelier one."""
        return price - COMMONER * math.log1p(self._counts.get(known, 0))

    def _candidates(self, typed: str) -> set[str]:
        """The known words that share its shape, or its consonants where it has hardly a vowel: pmbngunan."""
        found = {known for known, _ in self._shapes.alike(typed, ALIKE, WEIGHED)} if len(typed) > 3 else set()
        bare = _skeleton(typed)
        return found | set(self._skeletons.get(bare, ()) if len(bare) >= 0.6 * len(typed) else ())
