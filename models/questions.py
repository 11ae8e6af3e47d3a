"""Asked: what somebody asked in the private chat; Question: the same passed on by anybody, waiting for satgas."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

OPEN = text("closed_at IS NULL")


class Question(Base):
    """TANYA-`id`; its words stand in `asked`, `key` is a hash of them. `held_by` counts while their form is open."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("outcome IN ('answered', 'declined')", name="outcome"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed"),
        Index("uq_questions_open", "key", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None] = mapped_column(String(8))
    answer: Mapped[str] = mapped_column(Text, server_default="")
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    told: Mapped[int] = mapped_column(Integer, server_default="0")
    missed: Mapped[int] = mapped_column(Integer, server_default="0")


class Asked(Base):
    """`passage`: the id of what answered ("article:12"); `helpful`: what the asker thought of it."""

    __tablename__ = "asked"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    passage: Mapped[str | None] = mapped_column(String(80))
    helpful: Mapped[bool | None] = mapped_column()
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
