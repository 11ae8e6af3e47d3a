"""Consent: what somebody agreed to, in which words, when and where; never changed, only ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

LIVE = text("ended_at IS NULL")


class Consent(Base):
    """Of a person, or of the guest of a seat: then `asked_by` asked, whose name then was `asker`; `how` it ended."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (how IS NULL)", name="ended"),
        CheckConstraint("how IN ('withdrawn', 'renewed')", name="how"),
        Index("uq_consents_live", "person_id", "purpose", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    asker: Mapped[str] = mapped_column(String(256), server_default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    how: Mapped[str | None] = mapped_column(String(9))
