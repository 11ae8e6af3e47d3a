"""Suspicion: why an idea should be read with care before it is shown: many links, words said again and again."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from models import Idea as Ideas
from services.ideas.values import Idea, Status

LINKS = 3
"""So many links are many."""
AGAIN = timedelta(days=30)
"""The same text within so long is a repetition."""
WORDS, EACH = 20, 4
"""A text of at least so many words that says each of them so often on average repeats itself."""
_LINK = re.compile(
    r"(?:https?://|www\.|\bt\.me/|\bwa\.me/|\bbit\.ly/)\S+|(?<![\w/.])@[A-Za-z]\w{4,31}\b", re.IGNORECASE
)


class Doubt(StrEnum):
    """What is doubtful; the value is also the text's key, `.reason` after it what an author may be told."""

    LINKS = "doubt.links"
    SAME = "doubt.same"
    REPEATS = "doubt.repeats"


def links(text: str) -> int:
    """How many links and @names stand in it."""
    return len(_LINK.findall(text))


def doubts(db: Connection, *, ideas: Sequence[Idea]) -> dict[int, tuple[Doubt, ...]]:
    """What is doubtful about each of these ideas; of the same text said twice only the later one."""
    same = _said_before(db, ideas)
    found = {one.id: (_alone(one.text), (Doubt.SAME,) if one.id in same else ()) for one in ideas}
    return {number: (*alone, *again) for number, (alone, again) in found.items()}


def _alone(text: str) -> tuple[Doubt, ...]:
    """What its words alone give away."""
    words = text.casefold().split()
    repeats = len(words) >= WORDS and len(words) >= EACH * len(Counter(words))
    many = (Doubt.LINKS,) if links(text) >= LINKS else ()
    return (*many, Doubt.REPEATS) if repeats else many


def _said_before(db: Connection, ideas: Sequence[Idea]) -> set[int]:
    texts = {one.text for one in ideas}
    wanted = select(Ideas.id, Ideas.text, Ideas.sent_at).where(Ideas.text.in_(texts))
    rows = db.execute(wanted.where(Ideas.status != Status.WITHDRAWN)).all()
    return {
        one.id
        for one in ideas
        for row in rows
        if row.id < one.id and row.text == one.text and one.sent_at - row.sent_at <= AGAIN
    }
