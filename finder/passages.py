"""What goes into the finder and what comes out."""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `score` ranks it among others, `confidence` (0..1) says how surely it answers."""

    id: str
    score: float
    confidence: float
