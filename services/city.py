"""A city as the bot knows it: frozen values, read from its pack by citypack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

Names = Mapping[str, str]
"""A text by language; "id" is always there."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. `dated`: 2025-08-05, 2025-08 or 2025, "±" before it when estimated, or "undated"."""

    name: str
    link: str
    dated: str


@dataclass(frozen=True, slots=True)
class Kecamatan:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the roadmap; `article` is the key of the article that tells more."""

    id: str
    title: Names
    short: Names
    article: str
    source: Source


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    name: Names
    point: str | None


@dataclass(frozen=True, slots=True)
class Stakeholder:
    id: str
    name: Names


@dataclass(frozen=True, slots=True)
class Holiday:
    date: date
    name: Names


@dataclass(frozen=True, slots=True)
class PackArticle:
    """A piece of knowledge as the pack tells it; the first source is the one it is dated by."""

    key: str
    language: str
    title: str
    body: str
    sources: tuple[Source, ...]
    doubt: str
    kecamatan: tuple[str, ...]
    topics: tuple[str, ...]
    point: str | None
    asked_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something people ask that no source answers."""

    key: str
    asked_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere on the web that a button leads to."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Complaints:
    """Where complaints go: the key of the article that says so, and its doors, the first one first."""

    article: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PackPattern:
    """A weekly opening as the pack tells it: 0 is Monday, times are the city's."""

    weekday: int
    starts: time
    ends: time
    capacity: int
    title: str


@dataclass(frozen=True, slots=True)
class PackSpace:
    """A coworking space as the pack tells it; `example`: of a pack that is one."""

    key: str
    kecamatan: str
    name: str
    address: str
    latitude: float | None
    longitude: float | None
    facilities: tuple[str, ...]
    sub_sectors: tuple[str, ...]
    opening: str
    doubt: str
    source: Source | None
    example: bool
    patterns: tuple[PackPattern, ...]


@dataclass(frozen=True, slots=True)
class PackUpdate:
    """Something that was told of a milestone. `dated`: when that was so."""

    dated: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class PackMilestone:
    """A milestone as the pack tells it; `target`, `reached`: a year, quarter, month or day, "" where nobody says."""

    key: str
    point: str
    title: Names
    about: Names
    target: str
    reached: str
    status: str
    progress: int
    weight: int
    owner: str
    source: Source
    kecamatan: str | None
    article: str
    asked_as: tuple[str, ...]
    updates: tuple[PackUpdate, ...]


@dataclass(frozen=True, slots=True)
class City:
    """A city pack, read and found right. `about` says that it is an example, where it is one."""

    name: str
    languages: tuple[str, ...]
    time_zone: str
    quiet_from: time
    quiet_until: time
    example: bool
    about: Names
    kecamatan: tuple[Kecamatan, ...]
    points: tuple[Point, ...]
    topics: tuple[Topic, ...]
    stakeholders: tuple[Stakeholder, ...]
    holidays: tuple[Holiday, ...]
    words: Mapping[str, str]
    articles: tuple[PackArticle, ...]
    unknown: tuple[Unknown, ...]
    spaces: tuple[PackSpace, ...] = ()
    complaints: Complaints | None = None
    milestones: tuple[PackMilestone, ...] = ()
