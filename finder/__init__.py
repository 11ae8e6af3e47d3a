"""Passages in, ranked passages with a confidence out; knows neither database nor Telegram."""

from finder.index import Index
from finder.passages import Hit, Passage

__all__ = ["Hit", "Index", "Passage"]
