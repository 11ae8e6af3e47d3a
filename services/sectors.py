"""Sub-sectors: the 17 of Indonesia's creative economy, read once from sectors.toml, and which one words are about."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from finder.words import stem, surfaces
from services.city import City, Kecamatan, Names

_ENDINGS = ("", "e", "ne", "nya")
"""What everyday Indonesian and Javanese put behind the name of a place."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A sub-sector; `forms`: the stems people write when they mean it."""

    id: str
    name: Names
    forms: frozenset[tuple[str, ...]]


@cache
def sectors() -> tuple[Sector, ...]:
    """All of them, in the order they are listed."""
    whole = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(Sector(key, one["name"], frozenset(map(_stems, one["words"]))) for key, one in whole.items())


def sector(sector_id: str) -> Sector | None:
    """The sub-sector of this id."""
    return next((one for one in sectors() if one.id == sector_id), None)


def name(sector_id: str | None, language: str) -> str:
    """What it is called, in Indonesian where the language has no name for it; "" where there is none."""
    found = sector(sector_id) if sector_id else None
    return (found.name.get(language) or found.name["id"]) if found else ""


def propose(words: str) -> str | None:
    """The sub-sector most of the words are about, the one named first where two come out even; None: about none."""
    typed = _stems(words)
    found: dict[str, list[int]] = {}
    for at in range(len(typed)):
        for size in range(min(3, len(typed) - at), 0, -1):
            meant = _by_form().get(typed[at : at + size], ())
            for one in meant:
                found.setdefault(one, []).extend([at] * size)
            if meant:
                break
    return min(found, key=lambda one: (-len(found[one]), found[one][0]), default=None)


def kecamatan(words: str, city: City) -> str | None:
    """The one kecamatan that the words name; None where they name none, or several."""
    typed = surfaces(words)
    named = {one.id for one in city.kecamatan if _names(one, typed)}
    return named.pop() if len(named) == 1 else None


def _names(one: Kecamatan, typed: Sequence[str]) -> bool:
    *first, last = surfaces(one.name)
    forms = [(*first, last + ending) for ending in _ENDINGS]
    size = len(first) + 1
    return any(tuple(typed[at : at + size]) in forms for at in range(len(typed) - size + 1))


@cache
def _by_form() -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for one in sectors():
        for form in one.forms:
            found[form] = (*found.get(form, ()), one.id)
    return found


def _stems(words: str) -> tuple[str, ...]:
    return tuple(map(stem, surfaces(words)))
