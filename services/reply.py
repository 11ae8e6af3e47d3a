"""A reply: a satgas' answer to a question, or why there is none, as it stands in the form while they write it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services import articledraft, articletyped
from services.articledraft import OF_A_SOURCE, PREVIEW, Draft
from services.articles import Content
from services.articletyped import Wrong
from services.city import Source
from services.dates import WrongDate
from services.people import HOME

REASON = "reason"
TO_KEEP = ("title", *OF_A_SOURCE)
PARTS = {"body": ("body",), "title": ("title",), "source": OF_A_SOURCE}
"""What may be written anew, and the steps that ask for it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`revision` is another after every change; `keep`: as an article too; `declines`: there is no answer."""

    number: int
    draft: Draft
    revision: int = 0
    keep: bool = False
    declines: bool = False
    reason: str = ""

    @property
    def step(self) -> str:
        """What is typed next; PREVIEW when nothing is."""
        if self.declines:
            return PREVIEW if self.reason else REASON
        return self.draft.step

    @property
    def is_whole(self) -> bool:
        """Whether it may be sent as it was shown."""
        return self.step == PREVIEW and (self.draft.is_whole or not self.keep)

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON."""
        told = {name: getattr(self, name) for name in ("revision", "keep", "declines", "reason")}
        return {**told, "question": self.number, "draft": self.draft.as_dict()}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Reply":
        """What as_dict() made."""
        rest = [told[name] for name in ("revision", "keep", "declines", "reason")]
        return cls(told["question"], Draft.from_dict(told["draft"]), *rest)


def begin(number: int) -> Reply:
    """Nothing is written yet."""
    return Reply(number, Draft(Content(HOME, "", "", (Source("", "", ""),)), ("body",)))


def as_closed(number: int, outcome: str, answer: str, source: Mapping[str, str] | None) -> Reply:
    """What closed a question, as a reply once more."""
    if outcome == "declined":
        return decline(begin(number), answer)
    content = Content(HOME, "", answer, (Source(**source) if source else Source("", "", ""),))
    return Reply(number, Draft(content, ()), keep=source is not None)


def turn(reply: Reply, *, declines: bool) -> Reply:
    """It is to say why there is no answer; or it is to answer after all. What was written stays."""
    return reply if reply.declines == declines else _with(reply, declines=declines)


def take(reply: Reply, words: str, *, today: date) -> Reply | Wrong | WrongDate:
    """The reply with what was typed at its step; or why that cannot be."""
    if reply.declines:
        reason = articletyped.body(words)
        return reason if isinstance(reason, Wrong) else decline(reply, reason)
    taken = articledraft.take(reply.draft, words, today=today)
    return taken if isinstance(taken, Wrong | WrongDate) else _with(reply, draft=taken)


def put(reply: Reply, step: str, value: str) -> Reply | None:
    """The reply with this value at its step; None where it is at another step."""
    return _with(reply, draft=articledraft.put(reply.draft, step, value)) if reply.step == step else None


def decline(reply: Reply, reason: str) -> Reply:
    """There is no answer, because of this; "" to say why anew."""
    return _with(reply, declines=True, reason=reason)


def to_keep(reply: Reply, keep: bool) -> Reply:
    """It is to be an article too, so what is missing is asked for; or it is not."""
    missing = TO_KEEP if keep and not reply.draft.is_whole else ()
    return _with(reply, keep=keep, draft=replace(reply.draft, then=missing))


def anew(reply: Reply, part: str) -> Reply:
    """One of PARTS is typed anew."""
    return _with(reply, draft=replace(reply.draft, then=PARTS[part]))


def _with(reply: Reply, **new: Any) -> Reply:
    return replace(reply, revision=reply.revision + 1, **new)
