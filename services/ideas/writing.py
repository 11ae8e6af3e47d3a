"""Writing: an idea on its way, as it stands in the form of who writes it; several messages make one idea."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from finder.words import surfaces
from services import sectors, smalltalk
from services.city import City
from services.ideas import titles
from services.ideas.sending import Draft
from services.ideas.values import BIGGEST, LONGEST, LONGEST_TITLE, MOST_FILES, Attachment, Idea

FORM = "idea"
BETWEEN = "\n\n"
FULL = "full:"
"""Stands before an album of which it was said already that the rest does not fit."""
_NODS = frozenset(
    "aja ae agree cukup dong gas go iya iyo kirim kirimen kirimkan kirimno lanjut ok okay oke please saja saiki "
    "sekarang send setuju sip submit sudah tolong tulung udah wis ya yes yo yup".split()
)
"""Words of somebody who would rather type than press the button that sends."""
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Invisible signs that turn the direction of what stands around them; kept, they would make a card look broken."""


class Step(StrEnum):
    """What is waited for: the idea, a press, a title; ASIDE: something else was done instead, it may come back."""

    WORDS = "words"
    LOOK = "look"
    TITLE = "title"
    ASIDE = "aside"


class Wrong(StrEnum):
    """Why something was not taken; the value is also the text's key."""

    EMPTY = "idea.empty"
    TOO_LONG = "ide.too_long"
    FILE_TOO_BIG = "idea.file_too_big"
    TOO_MANY_FILES = "idea.too_many_files"
    TITLE_EMPTY = "ide.title_empty"
    TITLE_TOO_LONG = "ide.title_too_long"


@dataclass(frozen=True, slots=True)
class Came:
    """What a message brings: its number, words, a file, and the album it is part of."""

    message_id: int
    words: str = ""
    file: Attachment | None = None
    album: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """`parts`: the messages' words; `fresh`: the next replace them; sector, kecamatan: "" none, None as proposed."""

    step: Step = Step.WORDS
    idea_id: int = 0
    parts: tuple[tuple[int, str], ...] = ()
    fresh: bool = False
    title: str = ""
    sector: str | None = None
    kecamatan: str | None = None
    files: tuple[Attachment, ...] = ()
    named: bool | None = None
    album: str = ""
    revision: int = 0

    @property
    def text(self) -> str:
        return BETWEEN.join(words for _, words in self.parts)

    @property
    def is_new(self) -> bool:
        """Whether it was not sent yet."""
        return not self.idea_id

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON; the step stands beside it."""
        told = asdict(self)
        return {name: value for name, value in told.items() if name != "step"}

    @classmethod
    def from_dict(cls, step: str, told: Mapping[str, Any]) -> "Writing":
        """What as_dict() made."""
        parts = tuple((number, words) for number, words in told["parts"])
        files = tuple(Attachment(**one) for one in told["files"])
        return cls(**{**told, "step": Step(step), "parts": parts, "files": files})


def of_idea(idea: Idea, city: City) -> Writing:
    """A sent idea, to be changed; what was proposed from its words is proposed again from new ones."""
    title = "" if idea.title == titles.propose(idea.text) else idea.title
    sector = None if idea.sector == sectors.propose(idea.text) else idea.sector or ""
    kecamatan = None if idea.kecamatan == sectors.kecamatan(idea.text, city) else idea.kecamatan or ""
    parts = ((0, idea.text),)
    return Writing(Step.LOOK, idea.id, parts, True, title, sector, kecamatan, idea.files, idea.named)


def draft(writing: Writing, city: City) -> Draft:
    """The idea as it would be sent now."""
    text = writing.text
    sector = sectors.propose(text) if writing.sector is None else writing.sector
    kecamatan = sectors.kecamatan(text, city) if writing.kecamatan is None else writing.kecamatan
    title = writing.title or titles.propose(text)
    return Draft(text, title, sector or None, kecamatan or None, writing.files, bool(writing.named))


def take(writing: Writing, came: Came) -> tuple[Writing, Wrong | None]:
    """The message added to what there is, and what of it could not be; nothing that was there before is lost."""
    added, wrong = _with_words(writing, came)
    if came.file is not None and wrong is not Wrong.TOO_LONG:
        added, refused = _with_file(added, came)
        wrong = refused or (None if wrong is Wrong.EMPTY else wrong)
    step = Step.LOOK if added.parts else Step.WORDS
    album = FULL + came.album if wrong is Wrong.TOO_MANY_FILES and came.album else came.album
    return replace(added, step=step, album=album), wrong


def is_rest(writing: Writing, came: Came) -> bool:
    """Whether it is one more piece of the album that was taken just now, with nothing to be said about it."""
    return bool(came.album) and came.album == writing.album.removeprefix(FULL) and not came.words


def is_nod(words: str) -> bool:
    """Whether it is a yes, a thank-you or the like rather than more of the idea."""
    typed = surfaces(words)
    return bool(typed) and (_NODS.issuperset(typed) or smalltalk.kind(words) is not None)


def take_title(writing: Writing, words: str) -> Writing | Wrong:
    """The title that was typed, on one line."""
    if not titles.has_words(words):
        return Wrong.TITLE_EMPTY
    if len(" ".join(words.split())) > LONGEST_TITLE:
        return Wrong.TITLE_TOO_LONG
    return replace(writing, step=Step.LOOK, title=titles.tidy(words))


def reword(writing: Writing, came: Came) -> tuple[Writing, Wrong | None] | None:
    """A message of the idea was edited at Telegram: it says this now; None where it is none of the idea's."""
    if came.message_id not in dict(writing.parts):
        return None
    said = readable(came.words)
    if not said:
        return writing, Wrong.EMPTY
    parts = tuple((number, said if number == came.message_id else words) for number, words in writing.parts)
    changed = replace(writing, parts=parts)
    return (writing, Wrong.TOO_LONG) if len(changed.text) > LONGEST else (changed, None)


def readable(words: str) -> str:
    """The words without what turns their direction; "" where nothing of them can be seen."""
    seen = _TURNING.sub("", words).strip()
    return seen if titles.has_words(seen) else ""


def _with_words(writing: Writing, came: Came) -> tuple[Writing, Wrong | None]:
    words = readable(came.words)
    if not words:
        return writing, Wrong.EMPTY
    before = () if writing.fresh else writing.parts
    added = replace(writing, parts=(*before, (came.message_id, words)), fresh=False)
    return (writing, Wrong.TOO_LONG) if len(added.text) > LONGEST else (added, None)


def _with_file(writing: Writing, came: Came) -> tuple[Writing, Wrong | None]:
    assert came.file is not None
    if came.file.size > BIGGEST:
        return writing, Wrong.FILE_TOO_BIG
    if len(writing.files) >= MOST_FILES:
        return writing, Wrong.TOO_MANY_FILES
    return replace(writing, files=(*writing.files, came.file)), None
