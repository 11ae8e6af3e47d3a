"""What a satgas types for an article, read part by part: as it will be kept, or why it cannot be."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from services.articles import Content
from services.people import clean

TITLE, BODY, NAME, LINK, DOUBT = 120, 3000, 120, 500, 300
"""Lengths in UTF-16 units, as Telegram counts."""
PHRASE, PHRASES, SOURCES = 120, 200, 5
WHOLE, A_SOURCE = 3600, 30
"""All that is shown of an article together, so that it fits one message; each source also has its date and a word."""

_ADDRESS = re.compile(r"(?i)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")


class Wrong(StrEnum):
    """Why words cannot be kept; the value is the key of the text that says how they should be."""

    TITLE = "article.wrong_title"
    BODY = "article.wrong_body"
    NAME = "article.wrong_name"
    LINK = "article.wrong_link"
    DOUBT = "article.wrong_doubt"
    PHRASES = "article.wrong_phrases"
    WHOLE = "article.wrong_whole"


def title(typed: str) -> str | Wrong:
    """One line."""
    return _line(typed, TITLE, Wrong.TITLE)


def name(typed: str) -> str | Wrong:
    """A source's name: one line."""
    return _line(typed, NAME, Wrong.NAME)


def doubt(typed: str) -> str | Wrong:
    """What is doubtful: one line."""
    return _line(typed, DOUBT, Wrong.DOUBT)


def body(typed: str) -> str | Wrong:
    """Paragraphs, at most one empty line between them."""
    lines = "\n".join(line.strip() for line in clean(typed, len(typed)).strip().splitlines())
    told = re.sub(r"\n{3,}", "\n\n", lines)
    return told if _means_something(told) and units(told) <= BODY else Wrong.BODY


def link(typed: str) -> str | Wrong:
    """An address beginning with http:// or https://; https where neither was typed."""
    told = "".join(clean(typed.strip(), LINK + 1))
    address = told if "://" in told else f"https://{told}"
    try:
        parts = urlsplit(address)
        found = parts.scheme.lower() in ("http", "https") and _ADDRESS.fullmatch(_host(parts.hostname)) is not None
        parts.port  # noqa: B018  raises where it is none
    except ValueError:
        return Wrong.LINK
    readable = address.isprintable() and not re.search(r"[\s<>\"]", address) and parts.username is None
    return address if found and readable and len(address) <= LINK else Wrong.LINK


def phrases(typed: str) -> tuple[str, ...] | Wrong:
    """How people ask, one a line; a line twice counts once."""
    lines = (" ".join(re.sub(r"^[-•*]\s+", "", line).split()) for line in clean(typed, len(typed)).splitlines())
    told = tuple(dict.fromkeys(line for line in lines if line))
    good = all(_means_something(one) and units(one) <= PHRASE for one in told)
    return told if good and 0 < len(told) <= PHRASES else Wrong.PHRASES


def fits(content: Content) -> bool:
    """Whether the whole answer fits one message."""
    told = (content.title, content.body, content.doubt, *(source.name for source in content.sources))
    return sum(map(units, told)) + A_SOURCE * len(content.sources) <= WHOLE


def units(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _line(typed: str, limit: int, wrong: Wrong) -> str | Wrong:
    told = " ".join(clean(typed, len(typed)).split())
    return told if _means_something(told) and units(told) <= limit else wrong


def _means_something(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _host(name: str | None) -> str:
    """The host as the internet writes it; UnicodeError where it cannot be one."""
    return (name or "").encode("idna").decode()
