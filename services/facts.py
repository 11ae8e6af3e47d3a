"""Live facts: what is told from today's rows at the moment of asking, and what a source of them is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from finder import Passage
from services.city import City, Source


@dataclass(frozen=True, slots=True)
class Weekday:
    """A date that is told with its day of the week."""

    date: date


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as exactly as it is known: a day, a month, a quarter or a year, as the tables write it."""

    written: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its key, and what is put into it (a date, a weekday or a moment is worded by who says it)."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Door:
    """A button that leads on: what it does ("v1:…"), and the key and values of its label."""

    press: str
    label: Line


@dataclass(frozen=True, slots=True)
class Fact:
    """What is so now. `passage`: its id in the index; `title` is in the asker's language; `as_of`: when it was so."""

    passage: str
    title: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...] = ()
    as_of: datetime | None = None
    door: Door | None = None


class Tell(Protocol):
    """Tells the fact of the passage `<name>:<key>` as it is now; None when there is none."""

    def __call__(self, db: Connection, *, key: str, language: str, city: City, now: datetime) -> Fact | None: ...


class Passages(Protocol):
    """What of this source can be found; a passage's id is `<name>:<key>`, the key up to 24 of A–Z a–z 0–9 _ . -"""

    def __call__(self, db: Connection, *, city: City, now: datetime) -> Iterable[Passage]: ...


class Narrow(Protocol):
    """The key for tell that also says what the question asked for (a day, say); the same key where it asked nothing."""

    def __call__(self, key: str, *, question: str, city: City, now: datetime) -> str: ...


class Told(Protocol):
    """Of an article its name, and the point of the roadmap it belongs to."""

    @property
    def key(self) -> str: ...

    @property
    def point(self) -> str | None: ...


class Instead(Protocol):
    """The key of what answers this question better than what was found (`article`, if it is one); else None."""

    def __call__(
        self, db: Connection, *, passage: str, article: Told | None, question: str, city: City, now: datetime
    ) -> str | None: ...


@dataclass(frozen=True, slots=True)
class FactSource:
    """A source of live facts. `edition`: another value whenever its passages change; asked every few seconds."""

    name: str
    passages: Passages
    tell: Tell
    edition: Callable[[Connection], Any]
    narrow: Narrow | None = None
    instead: Instead | None = None
