"""What goes into the finder and what comes out."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of knowledge; `known=False` is a thing people ask that has no answer here."""

    id: str
    title: str
    text: str
    phrasings: tuple[str, ...] = ()
    language: str = "id"
    tags: tuple[str, ...] = ()
    known: bool = True
    group: str = ""  # one thing told in several languages shares it; "": the passage stands alone

    @property
    def thing(self) -> str:
        """What it tells of, the same for every language it is told in."""
        return self.group or self.id


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `score` ranks it among others, `confidence` (0..1) says how surely it answers."""

    id: str
    score: float
    confidence: float


class Verdict(StrEnum):
    """What a question comes to: an answer, close readings to choose from, nothing sure enough, or no question."""

    ANSWER = "answer"
    CHOICES = "choices"
    UNKNOWN = "unknown"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, and the passages it stands on, best first and each of another thing."""

    verdict: Verdict
    hits: tuple[Hit, ...] = ()
