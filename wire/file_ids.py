"""Telegram's file_ids of what was uploaded, by content: found, remembered, forgotten."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from models import SentFile, upsert


def find(db: Connection, *, hashes: Iterable[str], bot_id: int) -> dict[str, str]:
    """The file_ids that this bot has for these contents."""
    asked = select(SentFile.hash, SentFile.file_id)
    rows = db.execute(asked.where(SentFile.hash.in_(list(hashes)), SentFile.bot_id == bot_id))
    return {row.hash: row.file_id for row in rows}


def remember(db: Connection, *, found: dict[str, tuple[str, str]], bot_id: int, now: datetime) -> None:
    """These contents have these (kind, file_id); the newest counts."""
    for content, (kind, file_id) in found.items():
        values = {"kind": kind, "file_id": file_id, "bot_id": bot_id, "at": now}
        insert = upsert(db, SentFile).values(hash=content, **values)
        db.execute(insert.on_conflict_do_update(index_elements=[SentFile.hash], set_=values))


def forget(db: Connection, *, file_ids: Iterable[str]) -> None:
    """Telegram does not know these any more."""
    db.execute(delete(SentFile).where(SentFile.file_id.in_(list(file_ids))))


def purge(db: Connection, *, before: datetime) -> None:
    """What was uploaded before then is uploaded again when it is wanted again."""
    db.execute(delete(SentFile).where(SentFile.at < before))
