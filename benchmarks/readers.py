"""A database full of people who said yes to news, and one announcement to them all that waits to be let go."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.database import migrate

FIRST = 600_000_000
TEXT = "kabar untuk semua"
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
_NOW = "2026-01-01 00:00:00.000000"


def seed(folder: Path, many: int) -> str:
    """The URL of a new database with so many readers and an announcement, not begun."""
    path = folder / "readers.db"
    url = f"sqlite:///{path}"
    migrate(url)
    base = sqlite3.connect(path)
    told = {"many": many, "first": FIRST - 1, "now": _NOW}
    base.execute(
        f"{_NUMBERS}INSERT INTO people (id, telegram_id, name, created_at, seen_at) "
        "SELECT i, :first + i, 'Warga ' || i, :now, :now FROM n",
        told,
    )
    base.execute(f"{_NUMBERS}INSERT INTO news (person_id, home) SELECT i, 'klojen' FROM n", told)
    base.execute(
        f"{_NUMBERS}INSERT INTO consents (person_id, purpose, version, language, channel, given_at) "
        "SELECT i, 'news', 1, 'id', 'chat', :now FROM n",
        told,
    )
    base.execute(
        "INSERT INTO announcements (kind, content, topics, audience, urgent, state, created_at, changed_at) "
        "VALUES ('text', :content, '[]', :audience, 1, 'awaiting', :now, :now)",
        {
            "content": json.dumps({"text": {"id": TEXT}}),
            "audience": json.dumps({"any": [[{"who": "everybody", "of": []}]]}),
            "now": _NOW,
        },
    )
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    return url


def let_go(url: str) -> None:
    """It is due now: the bot's clock begins it within a second."""
    base = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10)
    due = (datetime.now(UTC) - timedelta(seconds=5)).strftime("%Y-%m-%d %H:%M:%S.%f")
    base.execute("UPDATE announcements SET state = 'scheduled', send_at = ?", (due,))
    base.commit()
    base.close()
