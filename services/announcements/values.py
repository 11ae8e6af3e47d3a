"""What the services of announcements return: frozen announcements, audiences, counts, what came of a deed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LONGEST, LONGEST_CAPTION, LONGEST_BUTTON = 4096, 1024, 64
MOST_BUTTONS, MOST_OPTIONS, LONGEST_QUESTION, LONGEST_OPTION = 8, 10, 300, 100
ALBUM = range(2, 11)
ALONE = 500
"""To more people than this nobody announces alone."""
AGAIN = timedelta(hours=24)
"""The same to the same so soon is asked about again."""
MONTHLY = 4
"""So many announcements a ketua may begin in a month."""
NAME, KECAMATAN = "{nama}", "{kecamatan}"
"""What stands in a text for the reader's name, and for where they live."""


class Kind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    ALBUM = "album"
    POLL = "poll"


class State(StrEnum):
    """Where an announcement stands; the last four are ends, all but `done` without everybody having it."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


WRITABLE = (State.DRAFT, State.AWAITING, State.SCHEDULED, State.STOPPED)
"""An announcement of these may be changed; its approval is void then."""
UNDER_WAY = (State.RUNNING, State.PAUSED)
ENDED = (State.DONE, State.CANCELLED, State.SKIPPED)


class Why(StrEnum):
    """Why it is paused, stopped or skipped; the value is also the text's key."""

    NONE = ""
    PERSON = "announce.by_person"
    TRIPPED = "tripped"
    BREAKER = "announce.breaker"
    NIGHT = "announce.night"
    MILESTONE = "announce.moved"
    LATE = "announce.late"


class Who(StrEnum):
    """What makes an audience; `of`: words for kecamatan, topic, stakeholder and role, numbers for the rest."""

    EVERYBODY = "everybody"
    KECAMATAN = "kecamatan"
    TOPIC = "topic"
    STAKEHOLDER = "stakeholder"
    SPACE = "space"
    SLOT = "slot"
    IDEA = "idea"
    MILESTONE = "milestone"
    ROLE = "role"
    VOTER = "voter"


LETTERS = (Who.SPACE, Who.SLOT, Who.ROLE, Who.VOTER)
"""An announcement to only these is a letter: also who reads news once a week gets it at once."""


@dataclass(frozen=True, slots=True)
class Term:
    """People who fulfil one condition: any one of `of`."""

    who: Who
    of: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Whoever fulfils all terms of one of `any`, except who fulfils one of `but`; and these groups and channels."""

    any: tuple[tuple[Term, ...], ...] = ()
    but: tuple[Term, ...] = ()
    chats: tuple[int, ...] = ()

    @property
    def is_letter(self) -> bool:
        return bool(self.any) and all(any(term.who in LETTERS for term in every) for every in self.any)


def everyone(*terms: Term, but: tuple[Term, ...] = (), chats: tuple[int, ...] = ()) -> Audience:
    """Whoever fulfils at least one of these."""
    return Audience(tuple((term,) for term in terms), but, chats)


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens `url`; what stands on it, by language."""

    text: Mapping[str, str]
    url: str


@dataclass(frozen=True, slots=True)
class File:
    """A picture or a document: Telegram's `file_id`, or what has to be made (wire/files.py) as `made`."""

    kind: str
    file_id: str = ""
    name: str = ""
    made: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A question and its options, each by language; `several` may be chosen."""

    question: Mapping[str, str]
    options: tuple[Mapping[str, str], ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, by language (Telegram's HTML; "id" is the fallback), with what is shown and where links lead."""

    text: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    links: tuple[Link, ...] = ()
    poll: Poll | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """`scope`: the kecamatan of a ketua who wrote it, none for satgas; `seen`: its milestone as approved."""

    id: int
    author_id: int | None
    scope: tuple[str, ...]
    kind: Kind
    content: Content
    topics: tuple[str, ...]
    audience: Audience
    milestone_id: int | None
    seen: Mapping[str, Any] | None
    urgent: bool
    digest: bool
    state: State
    why: Why
    send_at: datetime | None
    not_after: datetime | None
    repeat: str
    parent_id: int | None
    approved_by: int | None
    approved_at: datetime | None
    revision: int
    people: int
    frozen: bool
    marks_held: bool
    version: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def code(self) -> str:
        return f"KABAR-{self.id:04d}"


class Outcome(StrEnum):
    """What came of a deed; the value is also the text's key."""

    DONE = "announce.done"
    CREATED = "announce.created"
    CHANGED = "announce.changed"
    AWAITS = "announce.awaits"
    SCHEDULED = "announce.scheduled"
    APPROVED = "announce.approved"
    RETURNED = "announce.returned"
    PAUSED = "announce.paused"
    RESUMED = "announce.resumed"
    CANCELLED = "announce.cancelled"
    STALE = "announce.stale"
    NOT_FOUND = "announce.not_found"
    NOT_ALLOWED = "team.refused"
    NOT_NOW = "announce.not_now"
    NOT_YOURS = "announce.not_yours"
    MONTHLY = "announce.monthly"
    WRONG = "announce.wrong"
    NOBODY = "announce.nobody"
    SAME_AGAIN = "announce.same_again"
    NEEDS_SECOND = "announce.needs_second"
    OWN = "announce.own"
    PAST = "announce.past"
    TOO_LATE = "announce.too_late"
    TOO_OLD = "announce.too_old"


class Problem(StrEnum):
    """What Telegram would not take; the value is also the text's key."""

    EMPTY = "announcecheck.empty"
    TOO_LONG = "announcecheck.too_long"
    MARKUP = "announcecheck.markup"
    LINK = "announcecheck.link"
    BUTTON = "announcecheck.button"
    BUTTONS = "announcecheck.buttons"
    FILES = "announcecheck.files"
    POLL = "announcecheck.poll"


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, in which language's text, and how long that is where length is the matter."""

    problem: Problem
    language: str = ""
    units: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome, the announcement as it is now where it is known, and what stands in the way."""

    outcome: Outcome
    announcement: Announcement | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Who gets it: at once, in the weekly digest; who cannot be reached; who wants none now; at once by kecamatan."""

    people: int
    weekly: int
    unreachable: int
    unwilling: int
    chats: int
    by_kecamatan: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the audience: the counts always add up to `people`. `failed`: people by Telegram's words."""

    people: int
    sent: int = 0
    unknown: int = 0
    blocked: int = 0
    unmarked: int = 0
    unwanted: int = 0
    unreachable: int = 0
    weekly: int = 0
    waiting: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return sum(self.failed.values())

    @property
    def skipped(self) -> int:
        return self.unwanted + self.unreachable

    @property
    def done(self) -> int:
        return self.people - self.waiting
