"""MarkdownV2, step by step as tdlib reads it."""

from dataclasses import dataclass
from typing import Any

from sandbox import links
from sandbox.dates import date_time
from sandbox.errors import Refused, bad
from sandbox.utf16 import byte_offset, units

Entity = dict[str, Any]
RESERVED = "_*[]()~`>#+-=|{}.!\n"
CLOSERS = {
    "Bold": "*", "Italic": "_", "Code": "`", "Pre": "```", "PreCode": "```", "TextUrl": "]", "Underline": "__",
    "Strikethrough": "~", "Spoiler": "||", "CustomEmoji": "]",
}  # fmt: skip
NAMES = {
    "Bold": "bold", "Italic": "italic", "Code": "code", "Pre": "pre", "PreCode": "pre", "TextUrl": "text_link",
    "Underline": "underline", "Strikethrough": "strikethrough", "Spoiler": "spoiler", "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote", "CustomEmoji": "custom_emoji",
}  # fmt: skip
OPENERS = (("__", "Underline"), ("_", "Italic"), ("*", "Bold"), ("~", "Strikethrough"), ("||", "Spoiler"),
           ("[", "TextUrl"), ("```", "Pre"), ("`", "Code"), ("![", "CustomEmoji"))  # fmt: skip


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    at: int
    begin: int
    argument: str = ""


class Reader:
    """One text; run() gives plain text and entities, or Telegram's refusal."""

    def __init__(self, text: str) -> None:
        self.raw = text
        self.text = text + "\0\0\0"
        self.out: list[str] = []
        self.offset = 0
        self.place = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.quoted = False
        self.quote_may_start = True

    def run(self) -> tuple[str, list[Entity]]:
        """Reads to the end."""
        while self.place < len(self.raw):
            self._step(self.text[self.place])
        self._end_quote()
        if self.open:
            raise self._unclosed()
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _step(self, sign: str) -> None:
        if sign == "\\" and "\0" < self.text[self.place + 1] <= "~":
            self._put(self.text[self.place + 1], 2)
        elif sign not in self._reserved():
            self._put(sign, 1)
        elif self._closes(sign):
            self._close(sign)
        else:
            self._begin(sign)

    def _reserved(self) -> str:
        return "`" if self.open and self.open[-1].kind in ("Code", "Pre", "PreCode") else RESERVED

    def _put(self, sign: str, step: int) -> None:
        self.out.append(sign)
        self.offset += units(sign)
        self.place += step
        if sign != "\r":
            self.quote_may_start = sign == "\n"

    def _closes(self, sign: str) -> bool:
        if not self.open:
            return False
        if self.quoted and sign == "\n" and self.text[self.place + 1] != ">":
            return True
        kind = self.open[-1].kind
        closer = CLOSERS.get(kind)
        if kind == "Italic" and self.text[self.place + 1] == "_":
            return False
        return closer is not None and self.text.startswith(closer, self.place)

    def _begin(self, sign: str) -> None:
        if sign == "\n":
            self._put(sign, 1)
            return
        if sign == ">" and self.quote_may_start:
            if not self.quoted:
                self.open.append(_Open("BlockQuote", self.offset, self.place, len(self.out)))
            self.quoted = True
            self.place += 1
            return
        for opener, kind in OPENERS:
            if self.text.startswith(opener, self.place):
                self._push(opener, kind)
                return
        raise bad(f"can't parse entities: Character '{sign}' is reserved and must be escaped with the preceding '\\'")

    def _push(self, opener: str, kind: str) -> None:
        entity = _Open(kind, self.offset, self.place, len(self.out))
        self.place += len(opener)
        if kind == "Pre":
            self.place, entity.argument = pre_head(self.text, self.place)
            entity.kind = "PreCode" if entity.argument else "Pre"
        self.open.append(entity)

    def _close(self, sign: str) -> None:
        kind = self.open[-1].kind
        if sign == "\n":
            self._close_quote()
            return
        entity = self.open[-1]
        self.place += len(CLOSERS[kind])
        found = self._finished(entity)
        self.open.pop()
        if found and self.offset > entity.offset:
            self.entities.append(found)

    def _finished(self, entity: _Open) -> Entity | None:
        span = {"type": NAMES[entity.kind], "offset": entity.offset, "length": self.offset - entity.offset}
        if entity.kind == "TextUrl":
            url = self._url() if self.text[self.place] == "(" else "".join(self.out[entity.begin :])
            return links.entity(span, url)
        if entity.kind == "CustomEmoji":
            return {**span, **self._emoji()}
        return {**span, "language": entity.argument} if entity.argument else span

    def _url(self) -> str:
        begin = place = self.place + 1
        url = ""
        while place < len(self.raw) and self.text[place] != ")":
            if self.text[place] == "\\" and "\0" < self.text[place + 1] <= "~":
                place += 1
            url += self.text[place]
            place += 1
        if self.text[place] != ")":
            offset = byte_offset(self.raw, begin)
            raise bad(f"can't parse entities: Can't find end of a URL at byte offset {offset}")
        self.place = place + 1
        return url

    def _emoji(self) -> Entity:
        if self.text[self.place] != "(":
            raise bad("can't parse entities: The entity must contain a tg://emoji or tg://time URL")
        url = self._url()
        emoji = (links.tg(url, "emoji") or {}).get("id", "")
        if emoji.isdigit() and str(int(emoji)) == emoji:
            return {"custom_emoji_id": emoji}
        time = links.tg(url, "time") or {}
        if time.get("unix", "").isdigit():
            return {"type": "date_time", **date_time(time["unix"], time.get("format", ""))}
        raise bad("can't parse entities: Invalid tg://emoji or tg://time URL specified")

    def _close_quote(self) -> None:
        """The line that ends a block quotation; || just before it makes it expandable."""
        kind = "BlockQuote"
        top = self.open[-1]
        after_return = self.text[self.place - 1] == "\r"
        if top.kind == "Spoiler" and top.at == self.place - 2 - after_return:
            self.open.pop()
            kind = "ExpandableBlockQuote"
        if self.open[-1].kind != "BlockQuote":
            raise self._unclosed()
        quote = self.open.pop()
        self.quoted = False
        self._put("\n", 1)
        self.entities.append({"type": NAMES[kind], "offset": quote.offset, "length": self.offset - quote.offset})

    def _end_quote(self) -> None:
        """A block quotation that ends with the text."""
        if not self.quoted:
            return
        kind = "BlockQuote"
        if self.open[-1].kind == "Spoiler" and self.open[-1].at == len(self.raw) - 2:
            self.open.pop()
            kind = "ExpandableBlockQuote"
        if self.open[-1].kind == "BlockQuote":
            quote = self.open.pop()
            if self.offset > quote.offset:
                length = self.offset - quote.offset
                self.entities.append({"type": NAMES[kind], "offset": quote.offset, "length": length})

    def _unclosed(self) -> Refused:
        top = self.open[-1]
        offset = byte_offset(self.raw, top.at)
        return bad(f"can't parse entities: Can't find end of {top.kind} entity at byte offset {offset}")


def pre_head(text: str, place: int) -> tuple[int, str]:
    """After the three back ticks: where the code begins, and its language."""
    end = place
    while text[end] not in " \t\r\n\v\0`":
        end += 1
    language = text[place:end] if end > place and text[end] not in "`\0" else ""
    place = end if language else place
    if text[place] in "\r\n":
        two = text[place + 1] in "\r\n" and text[place] != text[place + 1]
        place += 2 if two else 1
    return place, language
