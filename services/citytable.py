"""Reads one table of a city pack; whatever is wrong is said in one line that names file and key."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from services.city import Names

UNDATED = "undated"
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_DATED = re.compile(r"±?(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class CityPackError(Exception):
    """One line: which file, which key, what is wrong."""


def _is_date(value: str) -> bool:
    """Whether it is a day, a month or a year that exists, estimated ("±") or not."""
    found = _DATED.fullmatch(value)
    if found is None:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day).year == year
    except ValueError:
        return False


class Table:
    """A TOML table; each value is asked for once, and `end` refuses the keys nobody asked for."""

    def __init__(self, values: Any, file: str, where: str = "") -> None:
        self._file, self._where = file, where
        if not isinstance(values, dict):
            raise self.error("", "must be a table")
        self._values: dict[str, Any] = values
        self._asked: set[str] = set()

    def error(self, key: str, trouble: str) -> CityPackError:
        return CityPackError(": ".join(part for part in (self._file, self._where, key, trouble) if part))

    def has(self, key: str) -> bool:
        return key in self._values

    def raw(self, key: str, kind: type, *default: Any) -> Any:
        self._asked.add(key)
        value = self._values.get(key, *default)
        if value is None:
            raise self.error(key, "is missing")
        if not isinstance(value, kind):
            raise self.error(key, f"must be {kind.__name__}, not {type(value).__name__}")
        return value

    def text(self, key: str, *default: str) -> str:
        value = str(self.raw(key, str, *default)).strip()
        if not value and not default:
            raise self.error(key, "is empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.raw(key, list, [])
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, "must be a list of texts")
        if len(set(values)) < len(values):
            raise self.error(key, "says a text twice")
        return tuple(values)

    def names(self, key: str, *default: dict[str, str]) -> Names:
        """A text in several languages; "id" is always there (unless the default is taken)."""
        values = self.raw(key, dict, *default)
        if self.has(key) and "id" not in values:
            raise self.error(key, 'has no "id" (Indonesian is the fallback)')
        if not all(isinstance(value, str) and value.strip() for value in values.values()):
            raise self.error(key, "must hold texts by language")
        return dict(values)

    def one_of(self, key: str, allowed: Mapping[str, Any], *default: str) -> str:
        value = self.text(key, *default)
        if value and value not in allowed:
            raise self.error(key, f'"{value}" is not known')
        return value

    def some_of(self, key: str, allowed: Mapping[str, Any]) -> tuple[str, ...]:
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                raise self.error(key, f'"{value}" is not known')
        return values

    def time(self, key: str) -> time:
        value = self.text(key)
        if not _TIME.fullmatch(value):
            raise self.error(key, "must be a time such as 20:00")
        return time.fromisoformat(value)

    def date(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.error(key, "must be a date such as 2026-12-25") from None

    def dated(self, key: str) -> str:
        """2025-08-05, 2025-08, 2025; "±" before it: estimated; "undated"."""
        value = self.text(key)
        if value != UNDATED and not _is_date(value):
            raise self.error(key, f'"{value}" is no date such as 2025-08-05, 2025-08, ±2025 or undated')
        return value

    def whole(self, key: str, least: int, most: int) -> int:
        """A whole number, both ends included."""
        value: int = self.raw(key, int)
        if isinstance(value, bool) or not least <= value <= most:
            raise self.error(key, f"must be a whole number from {least} to {most}")
        return value

    def degrees(self, key: str, most: int) -> float | None:
        """A place on the Earth in one direction; None where it is not told."""
        if not self.has(key):
            return None
        value: float = self.raw(key, float)
        if not -most <= value <= most:
            raise self.error(key, f"must be degrees from -{most} to {most}")
        return value

    def link(self, key: str) -> str:
        value = self.text(key, "")
        if value and not value.startswith("https://"):
            raise self.error(key, "must begin with https://")
        return value

    def tables(self, key: str, *default: Any) -> list["Table"]:
        self._asked.add(key)
        values = self.raw(key, list, *default)
        names = [
            str(value.get("id", number)) if isinstance(value, dict) else "?" for number, value in enumerate(values)
        ]
        return [Table(value, self._file, f"{key} {name}") for value, name in zip(values, names, strict=True)]

    def table(self, key: str) -> "Table":
        return Table(self.raw(key, dict), self._file, key)

    def end(self) -> None:
        for key in self._values:
            if key not in self._asked:
                raise self.error(key, "is not a key we know")
