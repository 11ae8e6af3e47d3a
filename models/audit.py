"""AuditEntry: who changed what, when; written once, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger


class AuditEntry(Base):
    """`subject` names a thing (`person:7`, `invite:3`); `detail` is JSON without names or text of people."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    deed: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str] = mapped_column(Text, default="{}")
