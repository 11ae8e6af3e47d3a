"""Idea: what somebody proposes to the city; Support, IdeaAnswer, IdeaNote, IdeaHelp: what others do with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

STATUSES = (
    "received", "considered", "planned", "in_progress", "done", "declined", "merged", "withdrawn", "passed_on",
)  # fmt: skip
UNANSWERED = text("answered_at IS NULL")
PENDING = text("published_at IS NULL AND undone_at IS NULL")
COUNTS = text("counts")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The condition that a column holds one of these words."""
    return f"{column} IN ({', '.join(repr(one) for one in values)})"


class IdeaYear(Base):
    """How many ideas a year has had: the next one's number is one more."""

    __tablename__ = "idea_years"

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    ideas: Mapped[int] = mapped_column(Integer)


class Idea(Base):
    """IDE-`year`-`number`; `target_id`: merged into; `supports`: its counting rows; `revision`: of all but those."""

    __tablename__ = "ideas"
    __table_args__ = (
        CheckConstraint(one_of("visibility", ("waiting", "shown", "held")), name="visibility"),
        CheckConstraint(one_of("status", STATUSES), name="status"),
        CheckConstraint("status <> 'merged' OR target_id IS NOT NULL", name="target"),
        CheckConstraint("target_id IS NULL OR status IN ('merged', 'withdrawn')", name="merged"),
        CheckConstraint("supports >= 0", name="supports"),
        Index("uq_ideas_code", "year", "number", unique=True),
        Index("ix_ideas_author", "author_id", "sent_at"),
        Index("ix_ideas_shown", "visibility", "id"),
        Index("ix_ideas_supported", "visibility", "supports", "id"),
        Index("ix_ideas_unanswered", "id", sqlite_where=UNANSWERED, postgresql_where=UNANSWERED),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(Integer)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    named: Mapped[bool] = mapped_column()
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sector: Mapped[str | None] = mapped_column(String(32))
    kecamatan: Mapped[str | None] = mapped_column(String(32), index=True)
    visibility: Mapped[str] = mapped_column(String(8), server_default="waiting")
    held_for: Mapped[str] = mapped_column(Text, server_default="")
    status: Mapped[str] = mapped_column(String(12), server_default="received")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(Integer, index=True)
    milestone: Mapped[str] = mapped_column(String(160), server_default="")
    desk: Mapped[str] = mapped_column(String(120), server_default="")
    supports: Mapped[int] = mapped_column(Integer, server_default="0")
    revision: Mapped[int] = mapped_column(Integer, server_default="0")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    review_by: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Support(Base):
    """Pressed under `home_id`, it stands where that was merged to (`idea_id`); of one person's there one `counts`."""

    __tablename__ = "supports"
    __table_args__ = (
        Index("uq_supports_home", "home_id", "person_id", unique=True),
        Index("uq_supports_counted", "idea_id", "person_id", unique=True, sqlite_where=COUNTS, postgresql_where=COUNTS),
        Index("ix_supports_idea_id", "idea_id"),
        Index("ix_supports_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    home_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    counts: Mapped[bool] = mapped_column(server_default=text("true"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdeaAnswer(Base):
    """Status and words together, internal until published; undone (at this `revision`), all is as `before`."""

    __tablename__ = "idea_answers"
    __table_args__ = (
        CheckConstraint(one_of("status", STATUSES), name="status"),
        Index("uq_idea_answers_pending", "idea_id", unique=True, sqlite_where=PENDING, postgresql_where=PENDING),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    milestone_id: Mapped[int | None] = mapped_column(Integer)
    milestone: Mapped[str] = mapped_column(String(160), server_default="")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    desk: Mapped[str] = mapped_column(String(120), server_default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int | None] = mapped_column(Integer)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IdeaNote(Base):
    """What satgas and ketua tell each other about an idea; nobody else reads it."""

    __tablename__ = "idea_notes"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdeaHelp(Base):
    """Somebody with a skill (a sub-sector) offers help; the two are introduced only when both said yes."""

    __tablename__ = "idea_helps"
    __table_args__ = (
        CheckConstraint(one_of("state", ("offered", "accepted", "declined", "withdrawn")), name="state"),
        Index("uq_idea_helps", "idea_id", "person_id", unique=True),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    skill: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text, server_default="")
    state: Mapped[str] = mapped_column(String(9), server_default="offered")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IdeaNews(Base):
    """What an author or supporter has not been told yet; gone when it is told. `told`: values of its sentence."""

    __tablename__ = "idea_news"
    __table_args__ = (Index("ix_idea_news_at", "at", "person_id"),)

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("idea_answers.id"), index=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdeaEvent(Base):
    """Who did what to an idea, when and why; no actor where it was the clock."""

    __tablename__ = "idea_events"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    deed: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Text, server_default="")
