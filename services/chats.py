"""Chats: the groups the bot is in, and what happens when Telegram gives one a new number."""

from datetime import datetime

from sqlalchemy import Connection

from models import Chat, upsert
from models.chats import swap_chat


def note(db: Connection, *, chat_id: int, active: bool, now: datetime) -> None:
    """The bot was added to a group, or put out of it."""
    told = {"active": active, "seen_at": now}
    statement = upsert(db, Chat).values(id=chat_id, **told)
    db.execute(statement.on_conflict_do_update(index_elements=[Chat.id], set_=told))


def swap(db: Connection, *, old: int, new: int) -> None:
    """A group became a supergroup: its new number stands wherever the old one did. Safe to repeat."""
    swap_chat(db, old=old, new=new)
