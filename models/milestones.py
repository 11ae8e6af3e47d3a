"""Milestone: a step of a roadmap point; MilestoneUpdate: what was told of it, moved or corrected, in time order."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

STATUSES = "status IN ('planned', 'on_track', 'at_risk', 'delayed', 'done', 'dropped')"


class Milestone(Base):
    """`target`, `reached`: as exactly as known; `publish_at`: not before, none: a draft; `origin`: as an article's."""

    __tablename__ = "milestones"
    __table_args__ = (
        CheckConstraint(STATUSES, name="status"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("status <> 'done' OR progress = 100", name="done"),
        CheckConstraint("status <> 'planned' OR progress = 0", name="planned"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        CheckConstraint("origin IN ('pack', 'satgas')", name="origin"),
        Index("uq_milestones_key", "key", unique=True),
        Index("ix_milestones_point", "point", "id"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(80))
    point: Mapped[str] = mapped_column(String(40))
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    about: Mapped[dict[str, str]] = mapped_column(JSON)
    target: Mapped[str] = mapped_column(String(12), server_default="")
    reached: Mapped[str] = mapped_column(String(12), server_default="")
    status: Mapped[str] = mapped_column(String(8))
    progress: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    weight: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    owner: Mapped[str] = mapped_column(String(120), server_default="")
    source: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    kecamatan: Mapped[str | None] = mapped_column(String(32))
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    public_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(Integer, server_default="0")
    place: Mapped[int] = mapped_column(Integer, server_default="0")
    origin: Mapped[str] = mapped_column(String(8), server_default="pack")
    pack_print: Mapped[str] = mapped_column(String(64), server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class MilestoneUpdate(Base):
    """`before`, `after`: fields that changed; `corrects_id`: the update it puts right; `dated`: when that was so."""

    __tablename__ = "milestone_updates"
    __table_args__ = (
        CheckConstraint("kind IN ('told', 'moved', 'public', 'correction')", name="kind"),
        CheckConstraint("(kind = 'correction') = (corrects_id IS NOT NULL)", name="corrects"),
        Index("ix_milestone_updates_milestone_id", "milestone_id", "id"),
        Index("ix_milestone_updates_at", "at"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, server_default="")
    photos: Mapped[list[str]] = mapped_column(JSON)
    dated: Mapped[str] = mapped_column(String(12), server_default="")
    source: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("milestone_updates.id", ondelete="CASCADE"), index=True)
