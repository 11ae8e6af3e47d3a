"""Chat: a group or channel the bot is or was in, and whether announcements go there."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    String,
    delete,
    exists,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class Chat(Base):
    """`active` is false once the bot was put out of it; announcements go where `state` is accepted, by a satgas."""

    __tablename__ = "chats"
    __table_args__ = (
        CheckConstraint("kind IN ('group', 'channel')", name="kind"),
        CheckConstraint("state IN ('new', 'asked', 'accepted', 'refused')", name="state"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, info={"chat_id": True})
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(8), server_default="group")
    title: Mapped[str] = mapped_column(String(256), server_default="")
    state: Mapped[str] = mapped_column(String(8), server_default="new")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def swap_chat(db: Connection, *, old: int, new: int) -> None:
    """Wherever a chat's old number stands, the new one stands from now on: in every column marked `chat_id`."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.info.get("chat_id"):
                _swap_in(db, column, old, new)


def _swap_in(db: Connection, column: Column[int], old: int, new: int) -> None:
    table = column.table
    if column.primary_key or column.unique:
        twin = table.alias()
        known = exists(select(twin.c[column.name]).where(twin.c[column.name] == new))
        db.execute(delete(table).where(column == old, known))
    db.execute(update(table).where(column == old).values({column.name: new}))
