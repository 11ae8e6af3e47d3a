"""What a KPI is, how its numbers stand to its target, and what comes of a deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services.people import HOME

NAME, ABOUT, UNIT, NOTE = 80, 400, 24, 120
"""Lengths of what is typed for one."""
Names = Mapping[str, str]


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Every(StrEnum):
    """How often it is to be read."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"

    @property
    def interval(self) -> timedelta:
        """The longest such time."""
        return timedelta(days={"weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}[self])

    @property
    def grace(self) -> timedelta:
        """How long after it a number may still come before it is missed."""
        return timedelta(days={"weekly": 3, "monthly": 10, "quarterly": 21, "yearly": 45}[self])


@dataclass(frozen=True, slots=True)
class Reading:
    """A number of a day; `ended`: corrected | withdrawn, None: it counts; `corrects_id`: what it put right."""

    id: int
    kpi_id: int
    as_of: date
    value: Decimal
    note: str
    at: datetime
    by: str | None
    corrects_id: int | None
    ended: str | None


@dataclass(frozen=True, slots=True)
class Kpi:
    """As models/kpis.py has it; `owner`: a name, `last`: the newest reading that counts."""

    id: int
    name: Names
    about: Names
    unit: str
    direction: Direction
    every: Every
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    due: date | None
    owner_id: int | None
    owner: str | None
    point: str
    source: str
    retired_at: datetime | None
    revision: int
    nudged_at: datetime | None
    created_at: datetime
    changed_at: datetime
    last: Reading | None = None

    def named(self, language: str) -> str:
        return self.name.get(language) or self.name[HOME]

    def told(self, language: str) -> str:
        """What it means."""
        return self.about.get(language) or self.about.get(HOME, "")

    @property
    def read_on(self) -> date | None:
        """The day of its newest number."""
        return self.last.as_of if self.last else None

    def missed_since(self, created_on: date) -> date:
        """The last day on which it is not yet out of date."""
        return (self.read_on or created_on) + self.every.interval + self.every.grace

    def is_stale(self, today: date, created_on: date) -> bool:
        """Whether a number is overdue; what is retired never is."""
        return self.retired_at is None and today > self.missed_since(created_on)

    @property
    def is_reached(self) -> bool:
        """Whether the newest number is at its target or better."""
        if self.target is None or self.last is None:
            return False
        return self.last.value >= self.target if self.direction is Direction.UP else self.last.value <= self.target

    @property
    def way(self) -> int | None:
        """How much of the way from the baseline to the target is behind, 0–100, rounded down; None: nobody can say."""
        if self.target is None or self.last is None:
            return None
        if self.is_reached:
            return 100
        first = self.baseline if self.baseline is not None else Decimal(0) if self.direction is Direction.UP else None
        if first is None or first == self.target:
            return None
        share = (self.last.value - first) / (self.target - first) * 100
        return max(0, min(99, int(share)))


class Outcome(StrEnum):
    """What came of a deed; the value is the key of the text that says so."""

    SAVED = "kpi.saved"
    CREATED = "kpi.created"
    UNCHANGED = "kpi.unchanged"
    OLDER = "kpi.older"
    GONE = "kpi.gone"
    NOT_ALLOWED = "team.refused"
    TAKEN = "kpi.named_already"
    RETIRED = "kpi.retired"
    REVIVED = "kpi.revived"
    READ = "kpi.reading_saved"
    CORRECTED = "kpi.reading_corrected"
    SAME = "kpi.reading_same"
    WITHDRAWN = "kpi.reading_withdrawn"
    FUTURE = "kpi.reading_future"


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome, and the KPI as it is now."""

    outcome: Outcome
    kpi: Kpi | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """A KPI with new or corrected numbers in a time: the one before it, the newest now; `new`: set in that time."""

    kpi: Kpi
    before: Decimal | None
    new: bool
    readings: Sequence[Reading]
    at: datetime
