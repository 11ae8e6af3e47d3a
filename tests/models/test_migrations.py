"""The schema that migrations make is the schema that the models mean, whoever brings it up to date and how often."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from models import Base
from models.database import Schema, SchemaTooNew, migrate, open_engine, schema

ROOT = Path(__file__).parent.parent.parent
VERSION = text("SELECT version_num FROM alembic_version")


def test_migrations_make_what_the_models_mean(engine: Engine) -> None:
    with engine.connect() as db:
        # Alembic reads an empty default of SQLite back as another one.
        defaults = db.dialect.name != "sqlite"
        context = MigrationContext.configure(db, opts={"compare_type": True, "compare_server_default": defaults})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(database_url: str) -> None:
    def stands() -> tuple[object, ...]:
        engine = open_engine(database_url)
        with engine.begin() as db:
            found = (schema(database_url), sorted(inspect(db).get_table_names()), db.execute(VERSION).scalars().all())
        engine.dispose()
        return found

    before = stands()
    migrate(database_url)
    assert stands() == before and before[0] is Schema.READY


def test_several_processes_may_migrate_at_once(empty_database_url: str) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from models.database import migrate; migrate(sys.argv[1])",
        empty_database_url,
    ]
    crowd = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [process.wait() for process in crowd] == [0, 0, 0]

    engine = create_engine(empty_database_url)
    assert set(inspect(engine).get_table_names()) >= set(Base.metadata.tables)
    engine.dispose()


def test_a_schema_of_a_newer_version_is_left_alone(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    engine.dispose()

    with pytest.raises(SchemaTooNew):
        migrate(database_url)
