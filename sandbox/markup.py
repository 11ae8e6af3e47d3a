"""Text with markup → plain text and entities, with Telegram's errors (after tdlib's MessageEntity.cpp)."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.errors import bad
from sandbox.html import parse_html
from sandbox.markdown import parse_markdown, parse_markdown_v2
from sandbox.utf16 import units

Entity = dict[str, Any]
Parsed = tuple[str, list[Entity]]

MODES: dict[str, Callable[[str], Parsed]] = {
    "html": parse_html,
    "markdown": parse_markdown,
    "markdownv2": parse_markdown_v2,
}
MAX_RAW_BYTES = 32768
MAX_ENTITIES = 100
SPACES = " \n"
FOUND = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,!?;:)])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[a-zA-Z]{2,})"
    r"|(?<![\w@])(?P<mention>@\w{3,32})\b"
    r"|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/@])"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)
CLOSED = ("code", "pre", "text_link", "text_mention", "custom_emoji")
_CONTROL = {code: " " for code in range(32) if code != 10} | {13: None}
_CONTROL |= dict.fromkeys((*range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A))
_SUSPICIOUS = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")


def parse(text: str, mode: str | None, entities: list[Entity] | None = None) -> Parsed:
    """Plain text and entities; mode wins over entities."""
    if len(text) * 4 > MAX_RAW_BYTES and len(text.encode()) > MAX_RAW_BYTES:
        raise bad("text is too long")
    text = clean(text)
    parsed: Parsed = (text, [_given(entity) for entity in entities] if isinstance(entities, list) else [])
    if mode and mode.lower() != "none":
        parser = MODES.get(mode.lower())
        if parser is None:
            raise bad("unsupported parse_mode")
        parsed = parser(text)
    return _complete(*_trimmed(*parsed))


def _given(entity: Any) -> Entity:
    """An entity the bot has counted itself."""
    if not isinstance(entity, dict):
        raise bad("can't parse MessageEntity: expected an Object")
    for key in ("offset", "length", "type"):
        if key not in entity:
            raise bad(f"can't parse MessageEntity: Can't find field \"{key}\"")
        if key != "type" and not isinstance(entity[key], int):
            raise bad(f'can\'t parse MessageEntity: Field "{key}" must be of type Number')
    return dict(entity)


def clean(text: str) -> str:
    """Control characters become spaces; carriage returns, direction overrides and vertical lines vanish."""
    return text.translate(_CONTROL) if _SUSPICIOUS.search(text) else text


def detect(text: str) -> list[Entity]:
    """Commands, mentions, links, addresses and hashtags as Telegram finds them in plain text."""
    if not any(sign in text for sign in "/@#.") or len(text) > 4096:
        return []
    found = []
    for match in FOUND.finditer(text):
        start, end = match.span()
        found.append({"type": match.lastgroup, "offset": units(text[:start]), "length": units(text[start:end])})
    return found


def _complete(text: str, entities: list[Entity]) -> Parsed:
    found = detect(text)
    if found and entities:
        found = [entity for entity in found if not any(_clash(entity, other) for other in entities)]
    if found:
        entities = sorted(entities + found, key=_order)
    return text, entities[:MAX_ENTITIES]


def _clash(one: Entity, other: Entity) -> bool:
    apart = one["offset"] + one["length"] <= other["offset"] or other["offset"] + other["length"] <= one["offset"]
    inside = other["offset"] <= one["offset"] and one["offset"] + one["length"] <= other["offset"] + other["length"]
    return not apart and (other["type"] in CLOSED or not inside)


def _order(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _trimmed(text: str, entities: list[Entity]) -> Parsed:
    """Without space at both ends; entities move along, those left empty vanish."""
    short = text.strip(SPACES)
    if len(short) == len(text):
        return text, entities
    lead, size = units(text[: len(text) - len(text.lstrip(SPACES))]), units(short)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return short, kept
