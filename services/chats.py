"""Chats: the groups the bot is in, and what happens when Telegram gives one a new number."""

from datetime import datetime

from sqlalchemy import Column, Connection, delete, exists, select, update

from models import Base, Chat, upsert


def note(db: Connection, *, chat_id: int, active: bool, now: datetime) -> None:
    """The bot was added to a group, or put out of it."""
    told = {"active": active, "seen_at": now}
    statement = upsert(db, Chat).values(id=chat_id, **told)
    db.execute(statement.on_conflict_do_update(index_elements=[Chat.id], set_=told))


def swap(db: Connection, *, old: int, new: int) -> None:
    """A group became a supergroup: wherever the old number stands, the new one stands now. Safe to repeat."""
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
