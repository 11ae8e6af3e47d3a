"""Incidents: a data breach or a drill of one, its clock, and who was told with what end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

OPEN = text("state IN ('waiting', 'handed')")


class Incident(Base):
    """`known_at` starts the clock; `whom`: a choice of who is affected; `reminded`: hours after which it was told."""

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    drill: Mapped[bool] = mapped_column()
    happened: Mapped[str] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text)
    whom: Mapped[str] = mapped_column(String(64), server_default="")
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, server_default="")


class IncidentNotice(Base):
    """Somebody who is to be told of an incident, and what became of it."""

    __tablename__ = "incident_notices"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'handed', 'sent', 'refused', 'unknown', 'unreachable')",
            name="state",
        ),
        Index("ix_incident_notices_open", "incident_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(12), server_default="waiting")
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
