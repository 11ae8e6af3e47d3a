"""Passages in, ranked passages with a confidence out; knows neither database nor Telegram."""

from finder.index import Hit, Index, Passage

__all__ = ["Hit", "Index", "Passage"]
