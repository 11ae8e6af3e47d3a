"""What people ask that no source answers, as long as no satgas has written the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from finder import Passage
from finder.words import Reader, surfaces
from services.city import City

Stems = frozenset[str]


@dataclass(slots=True)
class Unknown:
    """`passages`: what is not known; `now_known`: its wordings that an article answers now, by the article."""

    passages: list[Passage] = field(default_factory=list)
    now_known: dict[int, list[str]] = field(default_factory=dict)


def unknown(city: City, *, written: Mapping[int, Sequence[str]]) -> Unknown:
    """Of the city's list what is still unknown; `written`: title and wordings of what satgas wrote themselves."""
    reader = Reader(city.words)

    def stems(words: str) -> Stems:
        return frozenset(reader.stems(surfaces(words)))

    answers = [(number, stems(words)) for number, wordings in written.items() for words in wordings]
    found = Unknown()
    for one in city.unknown:
        still = []
        for words in one.asked_as:
            asked = stems(words) if answers else frozenset()
            number = next((number for number, known in answers if _covers(known, asked)), None)
            if number is None:
                still.append(words)
            else:
                found.now_known.setdefault(number, []).append(words)
        found.passages.append(Passage(f"unknown:{one.key}", "", "", tuple(still), known=False))
    return found


def _covers(known: Stems, asked: Stems) -> bool:
    """Whether they ask for the same: the same words, and question words that do not contradict."""
    marks, others = _marks(known), _marks(asked)
    return known - marks == asked - others and (not marks or not others or marks == others)


def _marks(stems: Stems) -> Stems:
    return frozenset(stem for stem in stems if stem.startswith("?"))
