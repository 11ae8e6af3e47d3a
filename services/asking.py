"""Asking: what a question comes to: an answer, close readings, a few kind words, or an honest "not known"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from finder import Verdict
from models import Asked
from services import knowledge, milestonefacts, smalltalk
from services.city import City
from services.facts import Fact
from services.knowledge import HOME, Article, Library

RELATED = 3
NEAR = 6
"""So many are looked through for those that are told now, and in the asker's language."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be told: its passage, and what it is called."""

    passage: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told, in which language to speak, the sentence of it that matters ("": none), and where it leads."""

    told: Article | Fact
    language: str
    sentence: str = ""
    related: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """The readings that come close, the closest first."""

    options: tuple[Choice, ...]
    language: str


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """No question: `kind` is one of smalltalk.kinds()."""

    kind: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A question without an answer."""

    language: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """No word that carries meaning."""


Outcome = Answer | Choices | SmallTalk | NotKnown | Nothing


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a question is looked up: today's index, the city, the moment."""

    library: Library
    city: City
    now: datetime

    def tell(self, db: Connection, passage: str, language: str, question: str = "") -> Article | Fact | None:
        """What the passage tells now; a live fact also of what the question asks for, such as a day."""
        who = {"passage": passage, "language": language, "question": question}
        return knowledge.tell(db, **who, city=self.city, now=self.now)


def ask(db: Connection, *, shelf: Shelf, question: str, language: str) -> Outcome:
    """What the question comes to; in English to a question in English, else in the asker's language."""
    kind = smalltalk.kind(question)
    if kind:
        return SmallTalk(kind)
    found = shelf.library.index.ask(question)
    if found.verdict is Verdict.EMPTY:
        return Nothing()
    speaks = language if shelf.library.index.language(question) == HOME else "en"
    if found.verdict is Verdict.ANSWER:
        answer = tell(db, shelf=shelf, passage=found.hits[0].id, language=speaks, question=question)
        return answer or NotKnown(speaks)
    standing = _how_far(db, shelf, question, speaks)
    if standing:
        return standing
    options = _choices(db, shelf, [hit.id for hit in found.hits], speaks)
    return Choices(options, speaks) if options else NotKnown(speaks)


def _how_far(db: Connection, shelf: Shelf, question: str, language: str) -> Answer | None:
    """Asked how far something is: the milestone of what the other words find."""
    words = milestonefacts.without_progress(question)
    for hit in shelf.library.index.ask(words).hits if words != question else ():
        answer = tell(db, shelf=shelf, passage=hit.id, language=language, question=question)
        if answer and isinstance(answer.told, Fact):
            return answer
    return None


def tell(db: Connection, *, shelf: Shelf, passage: str, language: str, question: str = "") -> Answer | None:
    """What this passage tells, as the answer to the question if there is one; None when it is told no more."""
    told = shelf.tell(db, passage, language, question)
    if told is None:
        return None
    index = shelf.library.index
    try:
        sentence = index.sentence(told.passage, question) if question and isinstance(told, Article) else ""
        near = index.related(told.passage, NEAR)
    except KeyError:  # written after the index was built
        return Answer(told, language)
    return Answer(told, language, sentence, _related(db, shelf, near, told, language))


def _related(
    db: Connection, shelf: Shelf, near: Sequence[str], told: Article | Fact, language: str
) -> tuple[Choice, ...]:
    """Of what is near, the first few; beside what is told in the asker's language only what is told in it too."""
    found = knowledge.tell_all(db, passages=near, language=language, city=shelf.city, now=shelf.now)
    spoken = {language} if _language(told, language) == language else {HOME, language}
    same = [one for one in found if _language(one, language) in spoken]
    return tuple(Choice(one.passage, one.title) for one in same[:RELATED])


def _language(told: Article | Fact, language: str) -> str:
    return told.language if isinstance(told, Article) else language


def _choices(db: Connection, shelf: Shelf, passages: Sequence[str], language: str) -> tuple[Choice, ...]:
    """Those of them that are still told, by the title they have in this language."""
    told = knowledge.tell_all(db, passages=passages, language=language, city=shelf.city, now=shelf.now)
    return tuple(Choice(one.passage, one.title) for one in told)


def chose(db: Connection, *, asked_id: int, person_id: int, passage: str) -> tuple[str, str] | None:
    """Of several readings the asker meant this one: what they asked, and the language spoken; None: not theirs."""
    mine = update(Asked).where(Asked.id == asked_id, Asked.person_id == person_id)
    row = db.execute(mine.values(passage=passage).returning(Asked.words, Asked.language)).first()
    return (row.words, row.language) if row else None
