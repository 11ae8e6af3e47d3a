"""Ban: somebody whose doors are closed, by whom, why, and since when not any more."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

LIVE = text("ended_at IS NULL")


class Ban(Base):
    """The live one's `at` stands in `people.banned_at` too, where every update reads it."""

    __tablename__ = "bans"
    __table_args__ = (
        Index("uq_bans_live", "person_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_bans_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_for: Mapped[str] = mapped_column(Text, server_default="")
