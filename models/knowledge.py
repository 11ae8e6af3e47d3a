"""Article: a piece of knowledge, with its sources and dates."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger


class Article(Base):
    """`origin`: pack (a start may update it) or satgas; `pack_print`: of what the pack last said, "" when it ceased."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("key", "language"),
        CheckConstraint("origin IN ('pack', 'satgas')", name="origin"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    sources: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    doubt: Mapped[str] = mapped_column(Text, server_default="")
    kecamatan: Mapped[list[str]] = mapped_column(JSON)
    topics: Mapped[list[str]] = mapped_column(JSON)
    point: Mapped[str | None] = mapped_column(String(40))
    asked_as: Mapped[list[str]] = mapped_column(JSON)
    origin: Mapped[str] = mapped_column(String(8), server_default="pack")
    pack_print: Mapped[str] = mapped_column(String(64), server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
