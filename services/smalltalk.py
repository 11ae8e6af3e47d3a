"""Small talk: told from a question by its words alone, every one of which must be small talk's."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from finder.words import surfaces

LONGEST = 60
"""Characters; a longer message has something to say."""
_LAUGHTER = re.compile(r"(\w\w)\1+\w?")
Words = tuple[str, ...]


@cache
def _told() -> tuple[dict[Words, str], frozenset[str], tuple[str, ...]]:
    """Phrase → kind, the words beside, and the kinds, the one that is meant first before the others."""
    whole = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    phrases: dict[Words, str] = {}
    for kind, forms in whole["kinds"].items():
        for form in _forms(forms):
            phrases.setdefault(tuple(_words(form)), kind)
    return phrases, frozenset(_forms(whole["words"]["beside"])), tuple(whole["kinds"])


def _forms(told: str) -> Iterator[str]:
    return (form.strip() for form in told.split(",") if form.strip())


def kinds() -> tuple[str, ...]:
    """Every kind of small talk."""
    return _told()[2]


def kind(text: str) -> str | None:
    """What kind of small talk it is; None where a word of it may mean something."""
    if len(text) > LONGEST:
        return None
    phrases, beside, order = _told()
    found = list(_kinds(_words(text), phrases, beside))
    return None if None in found or not any(found) else next(one for one in order if one in found)


def _words(text: str) -> list[str]:
    """The words as the finder sees them; where there are none, the signs."""
    words = [_LAUGHTER.sub(r"\1\1", word) for word in surfaces(text)]
    return words or [sign for sign in text if unicodedata.category(sign) == "So"]


def _kinds(words: list[str], phrases: dict[Words, str], beside: Iterable[str]) -> Iterator[str | None]:
    """Of each phrase, longest first, its kind, "" for a word beside, None for any other word."""
    longest = max(map(len, phrases))
    at = 0
    while at < len(words):
        sizes = range(min(longest, len(words) - at), 0, -1)
        size = next((size for size in sizes if tuple(words[at : at + size]) in phrases), 0)
        yield phrases[tuple(words[at : at + size])] if size else "" if words[at] in beside else None
        at += size or 1
