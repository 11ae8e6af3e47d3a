"""What news people want: News, one row a person who was asked; NewsFollow, NewsMute: their kecamatan and topics."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class News(Base):
    """Choices only: whether they want any is their consent. `got` in `month` (202611) is counted under a cap only."""

    __tablename__ = "news"
    __table_args__ = (
        CheckConstraint("every IN ('update', 'week')", name="every"),
        CheckConstraint("monthly_cap > 0", name="monthly_cap"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    home: Mapped[str | None] = mapped_column(String(32), index=True)
    kind: Mapped[str | None] = mapped_column(String(32))
    every: Mapped[str] = mapped_column(String(6), server_default="update")
    snoozed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    monthly_cap: Mapped[int | None] = mapped_column(SmallInteger)
    month: Mapped[int | None] = mapped_column(Integer)
    got: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    told_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NewsFollow(Base):
    """A kecamatan somebody follows beside the one they live in."""

    __tablename__ = "news_follows"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    kecamatan: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)


class NewsMute(Base):
    """A topic somebody does not want to hear of; whoever mutes none hears of all."""

    __tablename__ = "news_mutes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
