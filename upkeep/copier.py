"""The copier: everything of one database into another, whatever the two are, from one consistent snapshot."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, make_url, select, text
from sqlalchemy.pool import NullPool

from models import Base
from models.database import ALIVE, is_sqlite

AT_ONCE = 1000
"""Rows held in memory."""
_MODULUS = 2**256


class Differs(Exception):
    """What was written is not what was read; names the table."""


@dataclass(slots=True)
class Sum:
    """Rows of a table, and a checksum that does not know their order, nor which database they stand in."""

    rows: int = 0
    checksum: int = 0

    def add(self, row: Row[tuple[object, ...]]) -> None:
        told = json.dumps(list(row), sort_keys=True, default=str)
        self.rows += 1
        self.checksum = (self.checksum + int.from_bytes(sha256(told.encode()).digest(), "big")) % _MODULUS


Sums = dict[str, Sum]


def tables() -> list[Table]:
    """Every table of the house, those others refer to first."""
    return Base.metadata.sorted_tables


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A transaction that sees the database as it is now, whatever is written meanwhile; nobody waits for it."""
    engine = _reading_engine(url)
    try:
        with engine.begin() as db:
            if not is_sqlite(url):
                db.execute(text("SET TRANSACTION READ ONLY"))
            db.execute(text("SELECT 1 FROM alembic_version")).first()
            yield db
    finally:
        engine.dispose()


def _reading_engine(url: str) -> Engine:
    if not is_sqlite(url):
        return create_engine(url, isolation_level="REPEATABLE READ", hide_parameters=True, connect_args=ALIVE)
    path = Path(make_url(url).database or "")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN"))
    return engine


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """A transaction in which references are not looked at before its end; it commits only when they all hold."""
    engine = _writing_engine(url)
    try:
        with engine.begin() as db, _without_references(db):
            yield db
    finally:
        engine.dispose()


def _writing_engine(url: str) -> Engine:
    if not is_sqlite(url):
        return create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args=ALIVE)
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": 5.0})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=OFF", "synchronous=FULL", "cache_size=-64000"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _without_references(db: Connection) -> Iterator[None]:
    if db.dialect.name == "sqlite":
        yield
        if wrong := db.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Differs(f"{wrong[0]}: a row refers to one that is not there")
        return
    found = db.execute(
        text(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, name, _ in found:
        db.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in found:
        db.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def empty(db: Connection) -> bool:
    """Whether no table has a row."""
    return not any(db.execute(select(table).limit(1)).first() for table in tables())


def copy(source: Connection, target: Connection) -> Sums:
    """The target has exactly the source's rows afterwards, read again to be sure; Differs when it has not."""
    for table in reversed(tables()):
        target.execute(table.delete())
    sums = {table.name: _copy_table(source, target, table) for table in tables()}
    for name, found in count(target).items():
        if found != sums[name]:
            raise Differs(f"{name}: {sums[name].rows} rows were read, {found.rows} were written, or other ones")
    _count_on(target)
    return sums


def _copy_table(source: Connection, target: Connection, table: Table) -> Sum:
    total = Sum()
    for part in source.execute(select(table).execution_options(yield_per=AT_ONCE)).partitions():
        for row in part:
            total.add(row)
        target.execute(table.insert(), [dict(row._mapping) for row in part])
    return total


def count(db: Connection) -> Sums:
    """Rows and checksum of every table."""
    sums = {}
    for table in tables():
        total = sums[table.name] = Sum()
        for row in db.execute(select(table).execution_options(yield_per=AT_ONCE)):
            total.add(row)
    return sums


def _count_on(db: Connection) -> None:
    """PostgreSQL numbers new rows after the copied ones; SQLite does so by itself."""
    if db.dialect.name == "sqlite":
        return
    for table in tables():
        for column in table.primary_key.columns:
            sequence = db.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if sequence:
                highest = db.execute(select(column).order_by(column.desc()).limit(1)).scalar() or 0
                db.execute(text("SELECT setval(:name, :next, false)"), {"name": sequence, "next": highest + 1})
