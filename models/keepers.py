"""What a ketua is shown without asking: Watch, a message with a live count; Digest, how often new sign-ups are told."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class Watch(Base):
    """The message in a ketua's chat that shows a slot's count, and what it shows now."""

    __tablename__ = "watches"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), primary_key=True, autoincrement=False, index=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    shown: Mapped[str] = mapped_column(String(80))


class Digest(Base):
    """`told_until`: sign-ups until then were told, or need not be."""

    __tablename__ = "digests"
    __table_args__ = (CheckConstraint("every IN ('off', 'hour', 'day', 'week')", name="every"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    every: Mapped[str] = mapped_column(String(4))
    told_until: Mapped[datetime] = mapped_column(UtcDateTime)
