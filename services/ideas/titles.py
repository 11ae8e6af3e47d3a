"""Titles: one line that says what an idea is about, proposed from its words or typed by its author."""

import re
import unicodedata

from services.ideas.values import LONGEST_TITLE
from services.people import clean

PROPOSED = 70
_OPENING = re.compile(
    r"^(?:(?:halo|hai|hi|hello|permisi|mohon maaf|maaf|assalamu.?alaikum|selamat (?:pagi|siang|sore|malam)|min|admin|"
    r"kak|mas|mbak|pak|bu|rek|lur|dulur|bapak|ibu|satgas|gaes|guys|sam)\b[\s,.!:]*)+",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"^(?:(?:saya|aku|kami|kula|ayas) )?(?:(?:mau|ingin|pengen|pingin|arep|kate) )?(?:(?:punya|nduwe|ada|onok|usul) )?"
    r"(?:ide|gagasan|usul|usulan|saran|masukan|idea|suggestion)(?: (?:saya|ku|aku|nih|ini|begini|ngene))?"
    r"(?: (?:adalah|yaitu|yoiku))?[\s:,–—-]+",
    re.IGNORECASE,
)
_ANNOUNCING = re.compile(
    r"^(?:(?:saya|aku|kami|kula|ayas) (?:\w+ )?(?:punya|nduwe|ada|onok|usul)\b|(?:mau|pengen|arep|kate) usul\b|[^:]*:)",
    re.IGNORECASE,
)
"""How somebody begins who tells an idea rather than asks about one."""
ENOUGH = 3
"""So many words after that are something to look at."""
_SENTENCE = re.compile(r"[.!?…](?=\s|$)|\n")
_REASON = re.compile(
    r"\s*[,;:(–—]|\s+(?:biar|supaya|agar|karena|soalnya|sehingga|ben|amergo|soale|because|so that)\b", re.IGNORECASE
)
"""Where what is proposed ends and why begins."""
_KEPT_FORMAT = "\u200d"
"""Joins emoji; every other invisible sign would let a title hide or turn what stands around it."""


def has_words(text: str) -> bool:
    """Whether anything of it can be seen."""
    return any(unicodedata.category(sign)[0] not in "CZM" for sign in text)


def tidy(title: str) -> str:
    """The title on one line, without invisible signs, cut at a word where it is too long."""
    seen = "".join(one for one in title if one == _KEPT_FORMAT or unicodedata.category(one) != "Cf")
    return shortened(" ".join(clean(seen, 4096).split()), LONGEST_TITLE)


def propose(text: str) -> str:
    """The first sentence that says something, without greetings and "saya punya ide"; "" where nothing can be seen."""
    rest = _INTRODUCTION.sub("", _OPENING.sub("", text.strip()).lstrip())
    line = next((part for part in _SENTENCE.split(rest) if len(part.split()) > 1), rest)
    title = _proposal(tidy(line) or tidy(text))
    return title[:1].upper() + title[1:]


def announced(text: str) -> bool:
    """Whether somebody tells an idea without having been asked: "saya punya ide: …", and no question."""
    rest = _OPENING.sub("", text.strip()).lstrip()
    begun = _INTRODUCTION.match(rest)
    if begun is None or "?" in text or not _ANNOUNCING.match(begun.group()):
        return False
    return len(rest[begun.end() :].split()) >= ENOUGH


def _proposal(line: str) -> str:
    """The line; one that is too long without its reasons, or else cut."""
    if len(line) <= PROPOSED:
        return line
    ends = [found.start() for found in _REASON.finditer(line[: PROPOSED + 1]) if len(line[: found.start()].split()) > 2]
    return line[: ends[-1]] if ends else shortened(line, PROPOSED)


def introduced(text: str) -> bool:
    """Whether it says of itself that it is an idea."""
    return _INTRODUCTION.match(_OPENING.sub("", text.strip()).lstrip()) is not None


def shortened(line: str, limit: int) -> str:
    """The line, cut at the last word that fits."""
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    words = head.rpartition(" ")[0]
    return (words if len(words) > limit // 2 else head).rstrip(" ,.;:-–") + "…"
