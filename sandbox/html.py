"""HTML as Telegram reads it."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox import links
from sandbox.dates import date_time
from sandbox.errors import Refused, bad
from sandbox.utf16 import byte_offset, units

SPACE = " \t\r\n\v\0"
KINDS = {
    "i": "italic", "em": "italic", "b": "bold", "strong": "bold", "s": "strikethrough", "strike": "strikethrough",
    "del": "strikethrough", "u": "underline", "ins": "underline", "tg-spoiler": "spoiler", "span": "spoiler",
    "tg-emoji": "custom_emoji", "tg-time": "date_time", "a": "text_link", "pre": "pre", "code": "code",
    "blockquote": "blockquote",
}  # fmt: skip
LITERAL = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CODE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_HALF = re.compile("[\ud800-\udfff]")
_STOP = re.compile("[<&]")
_NAME_END = re.compile(r"[ \t\r\n\v\0>]")
_ATTRIBUTE_END = re.compile(r"[ \t\r\n\v\0=>/\"']")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass(slots=True)
class _Open:
    """A start tag waiting for its end."""

    name: str
    argument: str
    date: str
    offset: int
    begin: int


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities, or Telegram's refusal with the byte offset."""
    if "<" not in text and "&" not in text:
        return text, []
    return _Parser(text).run()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.offset = 0
        self.entities: list[dict[str, Any]] = []
        self.open: list[_Open] = []

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        place, text = 0, self.text
        while place < len(text):
            stop = _STOP.search(text, place)
            end = stop.start() if stop else len(text)
            self._put(text[place:end])
            if stop is None:
                break
            place = self._sign(end) if text[end] == "&" else self._tag(end)
        if self.open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return self._result(), _ordered(self.entities)

    def _result(self) -> str:
        result = "".join(self.out)
        if _HALF.search(result):
            try:
                return result.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            except UnicodeDecodeError:
                raise self._error(
                    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                    "surrogate code units"
                ) from None
        return result

    def _put(self, part: str) -> None:
        if part:
            self.out.append(part)
            self.offset += units(part)

    def _error(self, what: str, at: int | None = None) -> Refused:
        where = "" if at is None else f" at byte offset {byte_offset(self.text, at)}"
        return bad(f"can't parse entities: {what}{where}")

    def _sign(self, place: int) -> int:
        sign, end = decode(self.text, place)
        self._put(sign or "&")
        return end if sign else place + 1

    def _tag(self, begin: int) -> int:
        return self._end_tag(begin) if self.text.startswith("/", begin + 1) else self._start_tag(begin)

    def _start_tag(self, begin: int) -> int:
        text = self.text
        stop = _NAME_END.search(text, begin + 1)
        if stop is None or text[stop.start()] == "\0":
            raise self._error("Unclosed start tag", begin)
        name = text[begin + 1 : stop.start()].lower()
        if name not in KINDS:
            raise self._error(f'Unsupported start tag "{name}"', begin)
        place, values = self._attributes(name, begin, stop.start())
        argument = _argument(name, values)
        if name == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(name, argument, _digits(values.get("unix", "")), self.offset, len(self.out)))
        return place + 1

    def _attributes(self, name: str, begin: int, place: int) -> tuple[int, dict[str, str]]:
        values: dict[str, str] = {}
        while True:
            place = self._skip(place)
            if self._at(place) == ">":
                return place, values
            place = self._attribute(name, begin, place, values)

    def _attribute(self, name: str, begin: int, place: int, values: dict[str, str]) -> int:
        stop = _ATTRIBUTE_END.search(self.text, place)
        end = stop.start() if stop else len(self.text)
        key = self.text[place:end]
        if not key:
            raise self._error(f'Empty attribute name in the tag "{name}"', begin)
        place = self._skip(end)
        if self._at(place) != "=":
            if not self._at(place):
                raise self._error(f'Unclosed start tag "{name}"', begin)
            values[key] = ""
            return place
        place = self._skip(place + 1)
        if not self._at(place):
            raise self._error(f'Unclosed start tag "{name}"', begin)
        values[key], place = self._value(place)
        if not self._at(place):
            raise self._error("Unclosed start tag", begin)
        return place

    def _value(self, place: int) -> tuple[str, int]:
        quote = self.text[place]
        if quote in "'\"":
            return self._quoted(quote, place + 1)
        match = _TOKEN.match(self.text, place)
        end = match.end() if match else place
        if self._at(end) not in (*SPACE, ">", ""):
            raise self._error("Unexpected end of name token", place)
        return self.text[place:end].lower(), end

    def _quoted(self, quote: str, place: int) -> tuple[str, int]:
        value: list[str] = []
        while place < len(self.text) and self.text[place] != quote:
            sign, end = decode(self.text, place) if self.text[place] == "&" else ("", place)
            value.append(sign or self.text[place])
            place = end if sign else place + 1
        return "".join(value), place + 1

    def _end_tag(self, begin: int) -> int:
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        stop = _NAME_END.search(self.text, begin + 2)
        end = stop.start() if stop else len(self.text)
        name = self.text[begin + 2 : end].lower()
        place = self._skip(end)
        if self._at(place) != ">":
            raise self._error("Unclosed end tag", begin)
        tag = self.open[-1]
        if name and name != tag.name:
            raise self._error(
                f'Unmatched end tag at byte offset {byte_offset(self.text, begin)}, expected "</{tag.name}>", '
                f'found "</{name}>"'
            )
        if self.offset > tag.offset:
            self._close(tag)
        self.open.pop()
        return place + 1

    def _close(self, tag: _Open) -> None:
        entity: dict[str, Any] = {"offset": tag.offset, "length": self.offset - tag.offset}
        kind = KINDS[tag.name]
        last = self.entities[-1] if self.entities else {}
        same = last.get("offset") == entity["offset"] and last.get("length") == entity["length"]
        if kind == "text_link":
            linked = links.entity(entity, tag.argument or "".join(self.out[tag.begin :]))
            self.entities += [linked] if linked else []
        elif kind == "date_time" and int(tag.date) == 0:
            date_time(tag.date, tag.argument)
        elif kind == "pre" and same and last.get("type") == "code" and last.get("language"):
            last["type"] = "pre"
        elif kind == "code" and same and last.get("type") == "pre" and tag.argument:
            last["language"] = tag.argument
        else:
            self.entities.append({"type": self._kind(kind, tag), **entity, **self._extra(kind, tag)})

    def _kind(self, kind: str, tag: _Open) -> str:
        return "expandable_blockquote" if kind == "blockquote" and tag.argument else kind

    def _extra(self, kind: str, tag: _Open) -> dict[str, Any]:
        if kind == "custom_emoji":
            if not tag.argument.isdigit() or not int(tag.argument):
                raise self._error("Invalid custom emoji identifier specified")
            return {"custom_emoji_id": tag.argument}
        if kind == "code" and tag.argument:
            return {"language": tag.argument}
        return date_time(tag.date, tag.argument) if kind == "date_time" else {}

    def _skip(self, place: int) -> int:
        while place < len(self.text) and self.text[place] in SPACE:
            place += 1
        return place

    def _at(self, place: int) -> str:
        return self.text[place] if place < len(self.text) else ""


def decode(text: str, place: int) -> tuple[str, int]:
    """The sign that stands behind &…; and where it ends; an empty sign when Telegram keeps the & as it is."""
    match = _CODE.match(text, place)
    if match is None:
        return "", place
    if match[3] is not None:
        return LITERAL.get(match[3], ""), match.end()
    digits, base = (match[1], 16) if match[1] is not None else (match[2], 10)
    code = int(digits or "0", base)
    long = match.end() - place - match[0].endswith(";") >= 10
    return ("" if code == 0 or code >= 0x10FFFF or long else chr(code)), match.end()


def _argument(name: str, values: dict[str, str]) -> str:
    if name == "a":
        return values.get("href", "")
    if name == "code":
        value = values.get("class", "")
        return value.removeprefix("language-") if value.startswith("language-") else ""
    if name == "span":
        value = values.get("class", "")
        return value.removeprefix("tg-") if value.startswith("tg-") else ""
    if name == "blockquote":
        return "1" if "expandable" in values else ""
    return values.get({"tg-emoji": "emoji-id", "tg-time": "format"}.get(name, ""), "")


def _digits(text: str) -> str:
    match = re.match(r"\d{1,10}", text)
    return match[0] if match else "0"


def _ordered(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
