"""The database as the house opens it: transactions that really begin, a schema brought up to date, locks."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import QueuePool

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
POLL_LOCK, SENDER_LOCK, MIGRATE_LOCK = 7_341_001, 7_341_002, 7_341_003
_PG_OPTIONS = (
    "-c lock_timeout=5000 -c statement_timeout=10000 -c timezone=UTC -c idle_in_transaction_session_timeout=60000"
)
ALIVE = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}
"""What psycopg is told so that a machine that vanished is noticed within seconds, not hours."""


class SchemaTooNew(Exception):
    """The database was written by a newer version of the bot."""


class Schema(Enum):
    """How a database's schema stands to this code."""

    NONE = "none"
    OLDER = "older"
    READY = "ready"
    NEWER = "newer"


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def open_engine(url: str, *, connections: int = 2) -> Engine:
    """An engine whose transactions begin at their first statement (SQLite: IMMEDIATE, WAL, foreign keys, FULL)."""
    if not is_sqlite(url):
        return create_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=False,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            connect_args={"options": _PG_OPTIONS, **ALIVE},
        )
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": 5.0, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "cache_size=-4000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate(url: str) -> None:
    """Bring the schema up to date; SchemaTooNew when it is ahead of this code. Safe in several processes at once."""
    from alembic import command

    config = _migrations()
    engine = open_engine(url)
    try:
        with engine.begin() as db:
            if not is_sqlite(url):
                db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATE_LOCK})
            stands = _stands(_revision(db), config)
            if stands is Schema.READY:
                return
            if stands is Schema.NEWER:
                raise SchemaTooNew
            config.attributes["connection"] = db
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def schema(url: str) -> Schema:
    """How the schema stands; changes nothing, and waits for no transaction of others."""
    if is_sqlite(url):
        path = Path(make_url(url).database or "")
        if not path.exists():
            return Schema.NONE
        engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True))
    else:
        engine = create_engine(url, hide_parameters=True, connect_args={"options": _PG_OPTIONS, **ALIVE})
    try:
        with engine.connect() as db:
            return _stands(_revision(db), _migrations())
    finally:
        engine.dispose()


def _migrations() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _stands(revision: str | None, config: "Config") -> Schema:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(config)
    if revision is None:
        return Schema.NONE
    if revision == script.get_current_head():
        return Schema.READY
    return Schema.OLDER if revision in {one.revision for one in script.walk_revisions()} else Schema.NEWER


def _revision(db: Connection) -> str | None:
    if not db.dialect.has_table(db, "alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar()


class Held:
    """A lock that dies with its holder: a locked file beside SQLite, a session's advisory lock on PostgreSQL."""

    def __init__(self, url: str, key: int) -> None:
        self.url, self.key = url, key
        self._file: IO[str] | None = None
        self._connection: Connection | None = None
        self._engine: Engine | None = None

    def take(self) -> bool:
        """Try once, at once; True when it is ours now."""
        return self._take_file() if is_sqlite(self.url) else self._take_session()

    def _take_file(self) -> bool:
        path = Path(f"{make_url(self.url).database}.{self.key}.lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            self._file = None
            return False
        os.utime(path)
        return True

    def _take_session(self) -> bool:
        if self._connection is None:
            self._engine = create_engine(
                self.url, isolation_level="AUTOCOMMIT", pool_size=1, hide_parameters=True, connect_args=ALIVE
            )
            self._connection = self._engine.connect()
        return bool(self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self.key}).scalar())

    def alive(self) -> bool:
        """Whether it is surely still ours (PostgreSQL: the session answers)."""
        if self._connection is None:
            return self._file is not None
        try:
            return self._connection.execute(text("SELECT 1")).scalar() == 1
        except Exception:
            return False

    def let_go(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
        if self._engine:
            if self._connection:
                self._connection.invalidate()
                self._connection.close()
            self._engine.dispose()
            self._connection = self._engine = None


@contextmanager
def savepoint(db: Connection) -> Iterator[None]:
    """What is done inside is undone alone when it fails."""
    db.exec_driver_sql("SAVEPOINT one")
    try:
        yield
    except BaseException:
        db.exec_driver_sql("ROLLBACK TO SAVEPOINT one")
        db.exec_driver_sql("RELEASE SAVEPOINT one")
        raise
    db.exec_driver_sql("RELEASE SAVEPOINT one")
