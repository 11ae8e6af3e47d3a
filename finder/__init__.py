"""Passages in, ranked passages with a confidence out; knows neither database nor Telegram."""

from finder.index import Index
from finder.passages import Finding, Hit, Passage, Verdict

__all__ = ["Finding", "Hit", "Index", "Passage", "Verdict"]
