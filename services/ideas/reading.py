"""Reading ideas: one way from their rows to their values, who may see them, and the locks that deeds take."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select

from models import Idea as Ideas, IdeaAnswer as Answers, IdeaEvent as Events, Person as People
from services.ideas.values import Answer, Attachment, Idea, Status, Visibility
from services.roles import Rights

IDEA = tuple(
    getattr(Ideas, name)
    for name in (
        "id", "year", "number", "author_id", "named", "title", "text", "files", "sector", "kecamatan", "visibility",
        "held_for", "status", "target_id", "milestone_id", "milestone", "desk", "supports", "revision", "sent_at",
        "edited_at", "changed_at", "review_by", "reviewed_at", "answer_by", "answered_at",
    )
)  # fmt: skip
"""What an Idea is read from, in the order of its fields."""
ANSWER = (
    Answers.id,
    Answers.idea_id,
    Answers.status,
    Answers.text,
    Answers.milestone_id,
    Answers.milestone,
    Answers.target_id,
    Answers.desk,
    People.name.label("by"),
    Answers.decided_at,
    Answers.published_at,
)
"""What an Answer is read from; the query is ANSWERS."""
ANSWERS = select(*ANSWER).outerjoin(People, People.id == Answers.decided_by)
_ONE = select(*IDEA).where(Ideas.id == bindparam("number"))
_LOCKED = _ONE.with_for_update(key_share=True)
_TARGET = select(Ideas.target_id).where(Ideas.id == bindparam("number"))
_PERSON = select(People.id).where(People.id == bindparam("number")).with_for_update(key_share=True)
_CODE = re.compile(r"\s*(?:ide[-\s]*)?(\d{4})[-\s]+(\d{1,9})\s*", re.IGNORECASE)


def idea_from_row(row: Any) -> Idea:
    """The Idea of a row that begins with IDEA."""
    told = dict(zip((column.key for column in IDEA), row, strict=False))
    files = tuple(Attachment(**one) for one in told.pop("files"))
    visibility, status = Visibility(told.pop("visibility")), Status(told.pop("status"))
    return Idea(files=files, visibility=visibility, status=status, **told)


def answer_from_row(row: Any) -> Answer:
    """The Answer of a row that begins with ANSWER."""
    told = row[: len(ANSWER)]
    return Answer(*(*told[:2], Status(told[2]), *told[3:8], told[8] or "", *told[9:]))


def read_idea(db: Connection, *, idea_id: int) -> Idea | None:
    """The idea as it is now, whoever may see it."""
    row = db.execute(_ONE, {"number": idea_id}).first()
    return idea_from_row(row) if row else None


def lock_idea(db: Connection, *, idea_id: int) -> Idea | None:
    """The idea as it is now, and nobody else changes it before this transaction ends."""
    row = db.execute(_LOCKED, {"number": idea_id}).first()
    return idea_from_row(row) if row else None


def lock_ideas(db: Connection, *ids: int) -> dict[int, Idea]:
    """Several, always in the order of their numbers, so that nobody waits in a circle."""
    found = (lock_idea(db, idea_id=one) for one in sorted(set(ids)))
    return {one.id: one for one in found if one}


def lock_person(db: Connection, *, person_id: int) -> None:
    """One deed of a person after the other; no idea is locked yet."""
    db.execute(_PERSON, {"number": person_id})


def root_id(db: Connection, *, idea_id: int) -> int:
    """The idea that this one was merged into, itself where it was not, however often that was merged again."""
    while target := db.execute(_TARGET, {"number": idea_id}).scalar():
        idea_id = target
    return idea_id


def lock_root(db: Connection, *, idea_id: int) -> Idea | None:
    """The same, locked: what is merged is merged or parted only under this lock."""
    while True:
        root = lock_idea(db, idea_id=root_id(db, idea_id=idea_id))
        if root is None or root_id(db, idea_id=idea_id) == root.id:
            return root


def by_code(db: Connection, *, code: str) -> Idea | None:
    """The idea of a code as people write it: IDE-2026-0012, ide 2026 12."""
    found = _CODE.fullmatch(code)
    if not found:
        return None
    year, number = map(int, found.groups())
    if number > 2**31 - 1 or year > 2**15 - 1:
        return None
    row = db.execute(select(*IDEA).where(Ideas.year == year, Ideas.number == number)).first()
    return idea_from_row(row) if row else None


def own_idea(db: Connection, *, idea_id: int, person_id: int) -> Idea | None:
    """The idea as it is now, if this person sent it."""
    idea = read_idea(db, idea_id=idea_id)
    return idea if idea and idea.author_id == person_id else None


def seen_idea(db: Connection, *, idea_id: int, person_id: int) -> Idea | None:
    """The idea if this person may see it: it is shown, or theirs; what it was merged into is another one."""
    idea = read_idea(db, idea_id=idea_id)
    return idea if idea and (idea.public or (person_id and idea.author_id == person_id)) else None


def reviews(rights: Rights, idea: Idea) -> bool:
    """Whether somebody with these rights may read and note it: satgas, and the ketua of its kecamatan."""
    return rights.satgas or (idea.kecamatan is not None and idea.kecamatan in rights.kecamatan)


def reviewed_by(rights: Rights) -> tuple[ColumnElement[bool], ...]:
    """The condition that keeps a ketua to their kecamatan; none for satgas."""
    return () if rights.satgas else (Ideas.kecamatan.in_(rights.kecamatan),)


def reviewed_idea(db: Connection, *, idea_id: int, rights: Rights) -> Idea | None:
    """The idea if somebody with these rights reviews it; None as if there were none."""
    idea = read_idea(db, idea_id=idea_id)
    return idea if idea and reviews(rights, idea) else None


def answers(db: Connection, *, idea_id: int) -> tuple[Answer, ...]:
    """What was published of it, the oldest first: its story."""
    published = (Answers.published_at.is_not(None), Answers.undone_at.is_(None))
    rows = db.execute(ANSWERS.where(Answers.idea_id == idea_id, *published).order_by(Answers.published_at, Answers.id))
    return tuple(map(answer_from_row, rows))


def pending_answer(db: Connection, *, idea_id: int) -> Answer | None:
    """What was decided inside and not published yet."""
    waits = (Answers.published_at.is_(None), Answers.undone_at.is_(None))
    row = db.execute(ANSWERS.where(Answers.idea_id == idea_id, *waits)).first()
    return answer_from_row(row) if row else None


def read_answer(db: Connection, *, answer_id: int) -> Answer | None:
    """A decision that was not undone."""
    row = db.execute(ANSWERS.where(Answers.id == answer_id, Answers.undone_at.is_(None))).first()
    return answer_from_row(row) if row else None


def note(db: Connection, *, idea_id: int, deed: str, actor_id: int | None, now: datetime, why: str = "") -> None:
    """Who did what to an idea, when and why; no actor where it was the clock."""
    values = {"idea_id": idea_id, "at": now, "actor_id": actor_id, "deed": deed, "why": why}
    db.execute(insert(Events).values(values))
