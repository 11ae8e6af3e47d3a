"""What the services of milestones return: frozen milestones, updates, what moved, what came of a deed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.city import Names, Source
from services.milestones.targets import last_day

TITLE, ABOUT, TEXT, OWNER = 120, 500, 600, 120
"""Characters at most."""
PHOTOS = 10
MOVES = ("status", "progress", "target", "reached", "title")
"""The fields whose change is news: the milestone moved."""


class Status(StrEnum):
    """How far a milestone is."""

    PLANNED = "planned"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DELAYED = "delayed"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def key(self) -> str:
        """The key of the word for it."""
        return f"milestonestatus.{self.value}"


@dataclass(frozen=True, slots=True)
class Milestone:
    """`target`, `reached`: a year, quarter, month or day, "" unknown; `publish_at` to come, or none: unseen."""

    id: int
    key: str | None
    point: str
    title: Names
    about: Names
    target: str
    reached: str
    status: Status
    progress: int
    weight: int
    owner: str
    source: Source | None
    kecamatan: str | None
    publish_at: datetime | None
    public_at: datetime | None
    revision: int
    place: int
    origin: str
    pack_print: str
    changed_at: datetime

    def named(self, language: str) -> str:
        """Its title in this language, else in Indonesian."""
        return self.title.get(language) or self.title["id"]

    def told(self, language: str) -> str:
        """What it means for people, in this language, else in Indonesian; "" where nobody said."""
        return self.about.get(language) or self.about.get("id", "")

    def is_public(self, now: datetime) -> bool:
        return self.publish_at is not None and self.publish_at <= now

    def is_late(self, today: date) -> bool:
        """Whether its target has passed and it is neither done nor dropped."""
        end = last_day(self.target)
        return end is not None and end < today and self.status not in (Status.DONE, Status.DROPPED)

    @property
    def changed(self) -> bool:
        """Whether satgas changed what the pack tells."""
        return self.origin == "satgas" and self.key is not None

    @property
    def when(self) -> str:
        """When it was reached if that is known, else its target."""
        return self.reached or self.target


@dataclass(frozen=True, slots=True)
class Update:
    """`kind`: told | moved | public | correction; `by`: a name; `corrects_id`: what it puts right."""

    id: int
    milestone_id: int
    at: datetime
    by: str | None
    kind: str
    text: str
    photos: tuple[str, ...]
    dated: str
    source: Source | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    corrects_id: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a milestone in a time: each field before and after, newly public or not, what was told."""

    milestone: Milestone
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    new: bool
    texts: tuple[Update, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an announcement of a milestone stands on; when one of these differs at sending, it is asked again."""

    id: int
    point: str
    title: Names
    status: Status
    progress: int
    target: str
    reached: str
    kecamatan: str | None
    publish_at: datetime | None
    revision: int


class Outcome(StrEnum):
    """What came of a deed; the value is the key of the text that says so."""

    SAVED = "milestone.saved"
    UNCHANGED = "milestone.unchanged"
    OLDER = "milestone.older"
    GONE = "milestone.gone"
    NOT_ALLOWED = "team.refused"
    ALREADY_PUBLIC = "milestone.already_public"
    NOT_PUBLIC = "milestone.not_public"
    LINKED = "milestone.linked"
    PUBLISHED = "milestone.published"
    SCHEDULED = "milestone.scheduled"
    UNSCHEDULED = "milestone.unscheduled"
    DISCARDED = "milestone.discarded"
    TOLD = "milestone.update_told"
    CORRECTED = "milestone.corrected"


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome, and the milestone as it is now."""

    outcome: Outcome
    milestone: Milestone | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)


def rolled_up(milestones: Iterable[Milestone], *, now: datetime) -> int | None:
    """Their progress together, weighted, 0–100, rounded down so that 100 means all; None where none counts."""
    counted = [one for one in milestones if one.status is not Status.DROPPED and one.is_public(now)]
    weights = sum(one.weight for one in counted)
    return sum(one.weight * one.progress for one in counted) // weights if weights else None


def settled(status: Status, progress: int, *, by: str) -> tuple[Status, int]:
    """Status and progress that agree, where one of the two was set (`by`: status | progress)."""
    if by == "status":
        forced = {Status.DONE: 100, Status.PLANNED: 0}
        return status, forced.get(status, progress)
    if (status is Status.PLANNED and progress > 0) or (status is Status.DONE and progress < 100):
        return Status.ON_TRACK, progress
    return status, progress
