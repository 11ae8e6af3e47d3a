"""Markdown and MarkdownV2 as Telegram reads them."""

from typing import Any


def parse_markdown(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of the legacy mode."""
    raise NotImplementedError


def parse_markdown_v2(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of MarkdownV2."""
    raise NotImplementedError
