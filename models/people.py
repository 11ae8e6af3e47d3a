"""Person: somebody who wrote to the bot, known inside by an internal number."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger


class Person(Base):
    """`reach`: open, blocked (they blocked the bot) or gone; `telegram_id` below 0: erased, and nobody's any more."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("reach IN ('open', 'blocked', 'gone')", name="reach"),)

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str] = mapped_column(String(256))
    username: Mapped[str | None] = mapped_column(String(64))
    telegram_language: Mapped[str | None] = mapped_column(String(35))
    language: Mapped[str | None] = mapped_column(String(8))
    reach: Mapped[str] = mapped_column(String(8), server_default="open")
    menu: Mapped[str | None] = mapped_column(String(64))
    banned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
