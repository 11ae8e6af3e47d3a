"""A content looked at as Telegram will: length, markup, links, buttons, files, poll."""

import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

from services.announcements.values import (
    ALBUM,
    KECAMATAN,
    LONGEST,
    LONGEST_BUTTON,
    LONGEST_CAPTION,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_BUTTONS,
    MOST_OPTIONS,
    NAME,
    Content,
    Finding,
    Kind,
    Poll,
    Problem,
)

HOME = "id"
TAGS = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "tg-spoiler", "blockquote", "span"}
)
LONGEST_NAME = 64
"""So many units a reader's name takes at most where a text says it."""
SCHEMES = ("http", "https", "tg")


def findings(kind: Kind, content: Content) -> tuple[Finding, ...]:
    """Everything that Telegram would refuse; nothing where it may go out."""
    return (*_texts(kind, content), *_files(kind, content), *_buttons(content), *_poll(kind, content.poll))


def units(text: str) -> int:
    """What Telegram counts of an HTML text whose variables are filled in with the longest values."""
    shown = html.unescape(re.sub(r"<[^>]*>", "", text))
    longest = "x" * LONGEST_NAME
    return len(shown.replace(NAME, longest).replace(KECAMATAN, longest).encode("utf-16-le", "surrogatepass")) // 2


def _texts(kind: Kind, content: Content) -> Iterator[Finding]:
    most = LONGEST_CAPTION if kind in (Kind.PHOTO, Kind.DOCUMENT) else LONGEST
    needs = kind in (Kind.TEXT, Kind.ALBUM)
    if needs and not re.sub(r"<[^>]*>", "", content.text.get(HOME, "")).strip():
        yield Finding(Problem.EMPTY, HOME)
    for language, text in content.text.items():
        if units(text) > most:
            yield Finding(Problem.TOO_LONG, language, units(text))
        reader = _Reader()
        reader.feed(text)
        reader.close()
        if reader.open or reader.broken:
            yield Finding(Problem.MARKUP, language)
        if any(not is_link(link) for link in reader.links):
            yield Finding(Problem.LINK, language)


def is_link(url: str) -> bool:
    """Whether Telegram opens it: http, https or tg, with something behind."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    there = "." in (parts.hostname or "") if parts.scheme != "tg" else bool(parts.netloc or parts.path)
    return parts.scheme in SCHEMES and there and not re.search(r"\s", url) and len(url) <= 2048


def _files(kind: Kind, content: Content) -> Iterator[Finding]:
    kinds = {one.kind for one in content.files}
    right = {
        Kind.PHOTO: len(content.files) == 1 and kinds == {"photo"},
        Kind.DOCUMENT: len(content.files) == 1 and kinds == {"document"},
        Kind.ALBUM: len(content.files) in ALBUM and len(kinds) == 1,
    }.get(kind, not content.files)
    if not right:
        yield Finding(Problem.FILES)


def _buttons(content: Content) -> Iterator[Finding]:
    if len(content.links) > MOST_BUTTONS:
        yield Finding(Problem.BUTTONS)
    for link in content.links:
        if not is_link(link.url):
            yield Finding(Problem.LINK)
        if not _fits(link.text, LONGEST_BUTTON):
            yield Finding(Problem.BUTTON)


def _poll(kind: Kind, poll: Poll | None) -> Iterator[Finding]:
    if kind is not Kind.POLL:
        if poll is not None:
            yield Finding(Problem.POLL)
        return
    right = poll is not None and 2 <= len(poll.options) <= MOST_OPTIONS and _fits(poll.question, LONGEST_QUESTION)
    if not right or not all(_fits(option, LONGEST_OPTION) for option in (poll.options if poll else ())):
        yield Finding(Problem.POLL)


def _fits(words: Mapping[str, str], most: int) -> bool:
    return bool(words.get(HOME, "").strip()) and all(len(one) <= most for one in words.values())


class _Reader(HTMLParser):
    """Which tags of a text are open, and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.broken = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.broken = self.broken or tag not in TAGS
        self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.broken = True
