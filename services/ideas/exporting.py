"""Exporting: the rows of a spreadsheet of ideas, only what is needed; each export is in the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from models import Idea as Ideas
from services import audit
from services.ideas.browsing import author_name
from services.ideas.mine import last_answers
from services.ideas.reading import IDEA, idea_from_row, reviewed_by
from services.ideas.values import Answer, Idea, Status
from services.roles import Rights

PAGE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """An idea in a spreadsheet; `author` "" where their name is not to be shown, `answer`: the last one."""

    idea: Idea
    author: str
    answer: Answer | None


def export_ideas(
    db: Connection, *, rights: Rights, actor_id: int, now: datetime, kecamatan: str | None = None
) -> tuple[Row, ...] | None:
    """Every idea that was not withdrawn, the oldest first (a ketua: of their kecamatan); None for who reviews none."""
    if not rights.satgas and not rights.ketua:
        return None
    which: list[Any] = [*reviewed_by(rights), Ideas.status != Status.WITHDRAWN]
    which += [Ideas.kecamatan == kecamatan] if kecamatan else []
    rows: list[Row] = []
    while page := _page(db, which, rows[-1].idea.id if rows else 0):
        rows += page
    detail = {"rows": len(rows), "kecamatan": kecamatan or list(rights.kecamatan)}
    audit.record(db, actor_id=actor_id, deed="ideas.export", subject="ideas", detail=detail, now=now)
    return tuple(rows)


def _page(db: Connection, which: list[Any], after: int) -> list[Row]:
    wanted = select(*IDEA, author_name(Ideas.id).label("author")).where(*which, Ideas.id > after)
    found = db.execute(wanted.order_by(Ideas.id).limit(PAGE)).all()
    said = last_answers(db, ids=[row.id for row in found])
    return [Row(idea_from_row(row), row.author or "", said.get(row.id)) for row in found]
