"""What the services of ideas return: frozen ideas, answers, and what came of a deed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

LONGEST, LONGEST_TITLE = 4096, 120
LONGEST_ANSWER, LONGEST_NOTE, LONGEST_DESK, LONGEST_MILESTONE = 2000, 1000, 120, 160
MOST_FILES = 10
BIGGEST = 20 * 1024 * 1024
"""Bytes of the biggest file an idea may bring: what a bot can fetch."""


class Visibility(StrEnum):
    """Whether others see an idea: not yet looked at, shown, held back."""

    WAITING = "waiting"
    SHOWN = "shown"
    HELD = "held"


class Status(StrEnum):
    """How far an idea is."""

    RECEIVED = "received"
    CONSIDERED = "considered"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"


GONE = (Status.MERGED, Status.WITHDRAWN)
"""An idea of these is no longer one of its own: not listed, not answered, not changed."""
BY_HAND = tuple(one for one in Status if one not in (Status.RECEIVED, Status.WITHDRAWN))
"""What satgas may decide; the others come of what the author does."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or document (`kind`: photo | document) at Telegram; `size`: bytes or 0; `album`: what it came with."""

    kind: str
    file_id: str
    unique_id: str = ""
    name: str = ""
    size: int = 0
    album: str = ""


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea. `named`: its author's name may be shown; `revision`: buttons that decide carry the one they saw."""

    id: int
    year: int
    number: int
    author_id: int | None
    named: bool
    title: str
    text: str
    files: tuple[Attachment, ...]
    sector: str | None
    kecamatan: str | None
    visibility: Visibility
    held_for: str
    status: Status
    target_id: int | None
    milestone_id: int | None
    milestone: str
    desk: str
    supports: int
    revision: int
    sent_at: datetime
    edited_at: datetime | None
    changed_at: datetime
    review_by: datetime
    reviewed_at: datetime | None
    answer_by: datetime
    answered_at: datetime | None

    @property
    def code(self) -> str:
        return code_of(self.year, self.number)

    @property
    def gone(self) -> bool:
        """Whether it is no longer an idea of its own."""
        return self.status in GONE

    @property
    def public(self) -> bool:
        """Whether everybody may see it."""
        return self.visibility is Visibility.SHOWN and self.status is not Status.WITHDRAWN

    @property
    def awaits_review(self) -> bool:
        """Whether the review clock runs (until `review_by`)."""
        return self.visibility is Visibility.WAITING and not self.gone

    @property
    def awaits_answer(self) -> bool:
        """Whether the answer clock runs (until `answer_by`)."""
        return self.answered_at is None and self.visibility is not Visibility.HELD and not self.gone


@dataclass(frozen=True, slots=True)
class Verdict:
    """What satgas decide; planned wants a milestone, merged a target, passed_on a desk, everything its words."""

    status: Status
    text: str
    milestone_id: int | None = None
    milestone: str = ""
    target_id: int | None = None
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision on an idea; `by`: who decided (a name), `published_at` None: internal still."""

    id: int
    idea_id: int
    status: Status
    text: str
    milestone_id: int | None
    milestone: str
    target_id: int | None
    desk: str
    by: str
    decided_at: datetime
    published_at: datetime | None


class Outcome(StrEnum):
    """What came of a deed; the value is also the text's key."""

    SENT = "idea.sent"
    NO_CONSENT = "idea.no_consent"
    TOO_MANY = "idea.too_many"
    EMPTY = "idea.empty"
    FILE_TOO_BIG = "idea.file_too_big"
    TOO_MANY_FILES = "idea.too_many_files"
    NOT_FOUND = "idea.not_found"
    CHANGED = "idea.changed"
    UNCHANGED = "idea.unchanged"
    TOO_LATE = "idea.too_late"
    WITHDRAWN = "idea.withdrawn"
    GONE = "idea.gone"
    SUPPORTED = "support.supported"
    TAKEN_BACK = "support.taken_back"
    ALREADY = "support.already"
    NOT_SUPPORTED = "support.not_supported"
    OWN = "support.own"
    REVIEWED = "review.reviewed"
    DECIDED = "review.decided"
    PUBLISHED = "review.published"
    UNDONE = "review.undone"
    NOTED = "review.noted"
    LINKED = "review.linked"
    UNLINKED = "review.unlinked"
    STALE = "review.stale"
    NOT_ALLOWED = "review.not_allowed"
    NEEDS_TEXT = "review.needs_text"
    NEEDS_REASON = "review.needs_reason"
    NEEDS_MILESTONE = "review.needs_milestone"
    NEEDS_TARGET = "review.needs_target"
    NEEDS_DESK = "review.needs_desk"
    NOT_BY_HAND = "review.not_by_hand"
    SAME = "review.same"
    TARGET_GONE = "review.target_gone"
    UNDO_OVER = "review.undo_over"
    UNMERGED = "review.unmerged"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a deed, and the idea as it is now; `others`: the further idea of a merge, or the target."""

    outcome: Outcome
    idea: Idea | None = None
    answer: Answer | None = None
    other: Idea | None = None


class What(StrEnum):
    """What somebody is told of an idea."""

    SHOWN = "shown"
    HELD = "held"
    ANSWER = "answer"
    JOINED = "joined"
    UNMERGED = "unmerged"
    WITHDRAWN = "withdrawn"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class News:
    """One change of an idea, told to one person; `own`: they are its author; `told`: values of its sentence."""

    idea: Idea
    what: What
    own: bool
    at: datetime
    answer: Answer | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


def code_of(year: int, number: int) -> str:
    """What an idea is called, to everybody."""
    return f"IDE-{year:04}-{number:04}"
