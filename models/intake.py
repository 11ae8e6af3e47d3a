"""What came in: updates already handled, updates set aside, and tries counted after an unclean stop."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger


class TakenUpdate(Base):
    """An update handled once; its exact id is what makes a second delivery harmless."""

    __tablename__ = "taken_updates"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SetAside(Base):
    """An update that could not be handled, with its raw JSON (kept at most 7 days); `id` is the number people get."""

    __tablename__ = "set_aside"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    raw: Mapped[str] = mapped_column(Text)
    surprise: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Attempt(Base):
    """How often an update was tried since an unclean stop; committed before each try."""

    __tablename__ = "attempts"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
