"""Slot: an opening of a space, with the count that keeps it from being sold twice."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger


class Slot(Base):
    """`taken`: people with a live seat or offer; `turns`: last number drawn for its waitlist; `day`: the city's."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("pattern_id", "pattern_day"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("taken >= 0", name="taken"),
        Index("ix_slots_space_starts", "space_id", "starts_at"),
        Index("ix_slots_starts_at", "starts_at"),
        Index("ix_slots_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    title: Mapped[str] = mapped_column(String(80), server_default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    day: Mapped[date] = mapped_column(Date)
    long: Mapped[bool] = mapped_column(server_default=text("false"))
    capacity: Mapped[int] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer, server_default="0")
    turns: Mapped[int] = mapped_column(Integer, server_default="0")
    approval: Mapped[bool] = mapped_column(server_default=text("false"))
    asks_purpose: Mapped[bool] = mapped_column(server_default=text("false"))
    asks_contact: Mapped[bool] = mapped_column(server_default=text("false"))
    waitlist_paused: Mapped[bool] = mapped_column(server_default=text("false"))
    pattern_id: Mapped[int | None] = mapped_column(ForeignKey("patterns.id"))
    pattern_day: Mapped[date | None] = mapped_column(Date)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_reason: Mapped[str] = mapped_column(Text, server_default="")
    line_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
