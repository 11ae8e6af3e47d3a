"""Puts a misspelt word right, to a word the index knows."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from symspellpy import SymSpell, Verbosity

from finder.lexicon import COMMON, ENGLISH, STOP
from finder.words import stem

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


@cache
def _roots() -> frozenset[str]:
    """The root words of Indonesian (Kateglo's list, as PySastrawi ships it)."""
    return frozenset(files("Sastrawi.Stemmer").joinpath("data/kata-dasar.txt").read_text("utf-8").split())


def _skeleton(word: str) -> str:
    return word[:1] + word[1:].translate(_VOWELS)


class Typos:
    """A vocabulary with counts, and the nearest known word for an unknown one."""

    def __init__(self, counts: dict[str, int], also_known: Iterable[str]) -> None:
        self._known = set(counts) | set(also_known) | STOP | ENGLISH | COMMON
        self._spell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        self._skeletons: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if word.isalpha() and len(word) > 2:
                self._spell.create_dictionary_entry(word, counts.get(word, 1))
                self._skeletons[_skeleton(word)].append(word)
        self._counts, self._sorted = counts, sorted(counts)
        self._stems = {stem(word) for word in counts}

    def right(self, word: str) -> str:
        """The known word that was meant, or the word itself."""
        if word in self._known or len(word) < 3 or not word.isalpha() or word in _roots() or stem(word) in _roots():
            return word
        if len(word) == 3:
            return self._voweled(word) or word
        return self._without_affixes(word) or self._near(word) or self._voweled(word) or word

    def completed(self, word: str) -> str:
        """The commonest word that begins so, where it is no word yet; else the word itself."""
        if word in self._known or len(word) < 3 or not word.isalpha():
            return word
        begun = self._sorted[bisect_left(self._sorted, word) : bisect_left(self._sorted, word + "\uffff")]
        return max(begun, key=lambda known: self._counts[known], default=word)

    def _without_affixes(self, word: str) -> str | None:
        """An everyday or Javanese form of a word the index knows: nyiapin, disiapno, jenenge."""
        for ending in ("", *_ENDINGS):
            for beginning, instead in _BEGINNINGS:
                if word.endswith(ending) and word.startswith(beginning):
                    base = instead + word[len(beginning) : len(word) - len(ending)]
                    if len(base) > 2 and (base in self._counts or (len(base) > 3 and stem(base) in self._stems)):
                        return base
        return None

    def _near(self, word: str) -> str | None:
        reach = 1 if len(word) < 7 else 2
        found = [one.term for one in self._spell.lookup(word, Verbosity.CLOSEST, max_edit_distance=reach)]
        alike = [term for term in found if term[0] == word[0] or (len(word) > 5 and sorted(term) == sorted(word))]
        bare = _skeleton(word)
        return next((term for term in alike if _skeleton(term) == bare), alike[0] if alike else None)

    def _voweled(self, word: str) -> str | None:
        """The commonest known word with the same consonants, where vowels were left out: pmbngunan → pembangunan."""
        for typed in (word, *(word.removesuffix(s) for s in _ENDINGS if word.endswith(s))):
            bare = _skeleton(typed)
            if len(bare) < 3 or len(bare) / len(typed) < 0.6:
                continue
            fits = [known for known in self._skeletons.get(bare, ()) if len(known) > len(typed)]
            if fits:
                return max(fits, key=lambda known: self._counts.get(known, 0))
        return None
