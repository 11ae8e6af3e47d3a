"""From text as people type it to the words that carry its meaning."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import snowballstemmer

from finder.lexicon import ENGLISH, MARKERS, MEANS, STOP, words_of

LONGEST_QUESTION = 4096
LONGEST_WORD = 40
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"\b([^\W\d_]{3,})2(an|nya|ne|in)?\b")
DENIALS = frozenset(("tidak", "bukan", "belum", "jangan", "tanpa", "without", "never"))
_UNSEEN = ("Cf", "Mn")
Phrases = Mapping[tuple[str, ...], tuple[str, ...]]


def surfaces(text: str, longest: int = LONGEST_QUESTION) -> list[str]:
    """The words of a text as typed: lower case, accents, stretched letters and "anak2" undone."""
    clean = text[:longest].lower()
    if not clean.isascii():
        clean = "".join(c for c in unicodedata.normalize("NFKD", clean) if unicodedata.category(c) not in _UNSEEN)
    clean = _DOUBLED.sub(r"\1\2", _STRETCHED.sub(r"\1", clean))
    return [word[:LONGEST_WORD] for word in words_of(clean)]


class _Snowball(threading.local):
    """A stemmer for each thread, because it holds the word it is at."""

    def __init__(self) -> None:
        self._stemmer = snowballstemmer.stemmer("indonesian")

    def __call__(self, word: str) -> str:
        return str(self._stemmer.stemWord(word))


_snowball = _Snowball()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word's stem; Indonesian affixes, and the English plural."""
    if word.isdigit() or len(word) < 4:
        return word
    stemmed = _snowball(word)
    while len(stemmed) > 3 and (again := _snowball(stemmed)) != stemmed:
        stemmed = again
    plural = len(stemmed) > 4 and stemmed.endswith("s") and not stemmed.endswith(("ss", "us", "is", "as"))
    return stemmed[:-1] if plural else stemmed


def language_of(typed: list[str]) -> str:
    """Said as en when more English than Indonesian small words stand in a question, else "id"."""
    english = sum(word in ENGLISH for word in typed)
    return "en" if english > sum(word in STOP for word in typed) else "id"


class Reader:
    """Reads texts and questions the same way: phrases put into our words, stop words out, the rest stemmed."""

    def __init__(self, words: Mapping[str, str]) -> None:
        own = {words_of(form): words_of(meaning) for form, meaning in words.items()}
        self.phrases: Phrases = {**MEANS, **own}
        self._longest: dict[str, int] = {}
        for form in self.phrases:
            self._longest[form[0]] = max(len(form), self._longest.get(form[0], 0))

    def known_words(self) -> Iterable[str]:
        """Every word the phrases are made of."""
        return (word for pair in self.phrases.items() for part in pair for word in part)

    def stems(self, typed: list[str]) -> list[str]:
        """The stems that carry the meaning; a marker such as "?kapan" stands for a question word."""
        found = []
        for word in self._in_our_words(typed):
            if word in MARKERS:
                found.append("?" + word)
            elif word not in STOP and word not in ENGLISH and (len(word) > 1 or word.isdigit()):
                found.append(stem(word))
        return found

    def denies(self, typed: list[str]) -> bool:
        """Whether it says no to something; "no hp" does not."""
        return not DENIALS.isdisjoint(self._in_our_words(typed))

    def _in_our_words(self, typed: list[str]) -> list[str]:
        """Longest phrase first, twice, so that everyday words become a phrase before the phrase is looked up."""
        return self._pass(self._pass(typed))

    def _pass(self, typed: list[str]) -> list[str]:
        out: list[str] = []
        at = 0
        while at < len(typed):
            word, size, meaning = typed[at], 1, None
            for size in range(min(self._longest.get(word, 0), len(typed) - at), 0, -1):
                meaning = self.phrases.get(tuple(typed[at : at + size]))
                if meaning is not None:
                    break
            out.extend((word,) if meaning is None else meaning)
            at += size if meaning is not None else 1
        return out
