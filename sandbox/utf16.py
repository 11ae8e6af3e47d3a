"""Lengths and places in the units Telegram counts in: UTF-16 for entities, UTF-8 bytes in error messages."""


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def byte_offset(text: str, index: int) -> int:
    """Where the character at index begins, in UTF-8 bytes."""
    return len(text[:index].encode("utf-8", "surrogatepass"))


def cut(text: str, offset: int, length: int) -> str:
    """The part of text that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "surrogatepass")
