"""Legacy Markdown and MarkdownV2 as Telegram reads them."""

from typing import Any

from sandbox import links
from sandbox.errors import Refused, bad
from sandbox.markdown2 import Reader, pre_head
from sandbox.utf16 import byte_offset, units

Entity = dict[str, Any]
END = "\0\0\0"
KINDS = {"_": "italic", "*": "bold", "`": "code", "[": "text_link"}


def parse_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of MarkdownV2."""
    return Reader(text).run()


def parse_markdown(text: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of the legacy mode, which knows no nesting."""
    return _Legacy(text).run()


class _Legacy:
    def __init__(self, text: str) -> None:
        self.raw = text
        self.text = text + END
        self.out: list[str] = []
        self.offset = 0
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        place = 0
        while place < len(self.raw):
            sign = self.text[place]
            if sign == "\\" and self.text[place + 1] in "_*`[":
                self._put(self.text[place + 1])
                place += 2
            elif sign not in KINDS:
                self._put(sign)
                place += 1
            else:
                place = self._entity(place, sign)
        return "".join(self.out), self.entities

    def _put(self, part: str) -> None:
        self.out.append(part)
        self.offset += units(part)

    def _entity(self, begin: int, sign: str) -> int:
        pre = self.text.startswith("```", begin)
        place, language = pre_head(self.text, begin + 3) if pre else (begin + 1, "")
        closing = "```" if pre else "]" if sign == "[" else sign
        end = self.raw.find(closing, place)
        if end < 0:
            raise self._unclosed(begin)
        start = self.offset
        self._put(self.raw[place:end])
        after = end + len(closing)
        length = self.offset - start
        if not length:
            return after
        entity: Entity = {"type": "pre" if pre else KINDS[sign], "offset": start, "length": length}
        if sign == "[":
            return self._link(entity, self.raw[place:end], after)
        self.entities.append({**entity, "language": language} if language else entity)
        return after

    def _link(self, entity: Entity, label: str, place: int) -> int:
        url, after = label, place
        if self.text[place] == "(":
            end = self.raw.find(")", place)
            end = len(self.raw) if end < 0 else end
            url, after = self.raw[place + 1 : end], end + 1
        if linked := links.entity(entity, url):
            self.entities.append(linked)
        return after

    def _unclosed(self, begin: int) -> Refused:
        offset = byte_offset(self.raw, begin)
        return bad(f"can't parse entities: Can't find end of the entity starting at byte offset {offset}")
