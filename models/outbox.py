"""Outbox: what the bot will say, written in the transaction that decided it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, WideInteger

WAITING = text("state = 'waiting'")


class Outbox(Base):
    """One call to Telegram. `payload` is JSON, emptied when sent; `gate`: the update whose press is answered first."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'refused', 'unknown', 'cancelled')", name="state"),
        CheckConstraint(
            "kind IN ('reply', 'edit', 'deletion', 'setting', 'notice', 'announcement')",
            name="kind",
        ),
        Index("ix_outbox_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_outbox_waiting_chat", "chat_id", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_outbox_done_at", "done_at"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    chat_id: Mapped[int | None] = mapped_column(BigInteger, info={"chat_id": True})
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    method: Mapped[str] = mapped_column(String(32))
    payload: Mapped[str] = mapped_column(Text)
    items: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    edits: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    gate: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10), server_default="waiting")
    tries: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    message_ids: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(String(256))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Later(Base):
    """What may not be said before `due_at` (quiet hours, mostly); then it becomes a row of the outbox."""

    __tablename__ = "later"

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(12))
    method: Mapped[str] = mapped_column(String(32))
    payload: Mapped[str] = mapped_column(Text)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, info={"chat_id": True})
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    items: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Hold(Base):
    """A chat Telegram wants left alone (0: all chats) for `seconds`, until `until`; a restart does not forget it."""

    __tablename__ = "holds"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, info={"chat_id": True})
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[int] = mapped_column(Integer)
