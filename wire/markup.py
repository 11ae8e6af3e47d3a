"""Telegram's HTML: how long it reads, where it may be cut, and what is left of it as plain text."""

import html
import re

LIMIT = 4096
"""Characters of one message, counted as UTF-16 units without the markup (the stricter of two readings)."""

_TOKEN = re.compile(r"(<[^>]*>)|(&[#\w]+;)|(\n)|([^<&\n]+|[<&])")


def length(text: str) -> int:
    """What Telegram counts of an HTML text: UTF-16 units of what is shown."""
    return units(plain(text))


def units(text: str) -> int:
    """UTF-16 code units of plain text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """The HTML text without its markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Parts of at most `limit` shown units, cut at line ends where there are any, open tags closed and opened again."""
    if len(text) <= limit // 2 or length(text) <= limit:
        return [text]
    return _Splitter(limit).run(text)


class _Splitter:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.parts: list[str] = []
        self.open: list[str] = []
        self.now = ""
        self.used = 0
        self.line: tuple[str, int, list[str]] | None = None

    def run(self, text: str) -> list[str]:
        for tag, entity, newline, words in _TOKEN.findall(text):
            if tag:
                self._tag(tag)
            elif newline:
                self._newline()
            else:
                self._words(entity or words, whole=bool(entity))
        self._close(self.now, self.open)
        return [part for part in self.parts if plain(part).strip()]

    def _tag(self, tag: str) -> None:
        self.now += tag
        if tag.startswith("</"):
            if self.open:
                self.open.pop()
        elif not tag.endswith("/>"):
            self.open.append(tag)

    def _newline(self) -> None:
        if self.used >= self.limit:
            self._cut()
            return
        self.line = (self.now, self.used, list(self.open))
        self._add("\n", 1)

    def _words(self, words: str, *, whole: bool) -> None:
        size = units(html.unescape(words)) if whole else units(words)
        if self.used + size > self.limit and self.line is not None:
            self._cut_at_line()
        while not whole and self.used + size > self.limit:
            head = _head(words, self.limit - self.used)
            self._add(head, units(head))
            self._cut()
            words = words[len(head) :]
            size = units(words)
        if self.used + size > self.limit:
            self._cut()
        self._add(words, size)

    def _add(self, words: str, size: int) -> None:
        self.now += words
        self.used += size

    def _cut_at_line(self) -> None:
        assert self.line is not None
        before, used, opened = self.line
        rest = self.now[len(before) + 1 :]
        self._close(before, opened)
        self.now = "".join(opened) + rest
        self.used -= used + 1
        self.line = None

    def _cut(self) -> None:
        self._close(self.now, self.open)
        self.now, self.used, self.line = "".join(self.open), 0, None

    def _close(self, text: str, opened: list[str]) -> None:
        self.parts.append(text + "".join(f"</{_name(tag)}>" for tag in reversed(opened)))


def _name(tag: str) -> str:
    return re.split(r"[\s>]", tag[1:], maxsplit=1)[0]


def _head(words: str, room: int) -> str:
    """As many whole characters of `words` as fit in `room` units, ending at a space where one is near."""
    head, used = 0, 0
    for character in words:
        used += 2 if ord(character) > 0xFFFF else 1
        if used > room:
            break
        head += 1
    space = words.rfind(" ", 0, head)
    return words[: space + 1] if space > head * 2 // 3 else words[:head]
