"""Databases for every test that asks: SQLite and a real PostgreSQL, each test its own fresh copy."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser
from sqlalchemy import Connection, Engine

from tests.support import loopback
from tests.support.browser import chromium_path, open_browser
from tests.support.not_run import (  # noqa: F401  pytest finds its hooks here
    pytest_collection_modifyitems,
    pytest_sessionfinish,
    pytest_terminal_summary,
)
from tests.support.postgres import Cluster, find_programs

# Thousands of databases are made and thrown away: in memory where there is room, not on a disk.
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    tempfile.tempdir = str(MEMORY)

BOTH = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session", autouse=True)
def _no_internet() -> Iterator[None]:
    """No test needs the internet; one that tries fails."""
    with loopback.only():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Cluster]:
    """One throw-away PostgreSQL server for all tests of this process."""
    programs = find_programs()
    assert programs is not None, "a test that asks for PostgreSQL is marked postgres"
    cluster = Cluster(programs)
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def postgres_cluster(postgres_server: Cluster) -> Cluster:
    """The same server with its migrated template."""
    from models.database import migrate

    postgres_server.prepare(migrate)
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    from models.database import migrate

    template = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{template}")
    return template


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    path = shutil.copy(sqlite_template, tmp_path / "bot.db")
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    with postgres_cluster.database() as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The migrated database, opened as the house opens it."""
    from models.database import open_engine

    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    """A transaction for calling services; committed at the end."""
    with engine.begin() as connection:
        yield connection


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, on SQLite and on PostgreSQL: for what makes the schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Cluster = request.getfixturevalue("postgres_server")
    with server.database(template="template0") as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, for Playwright's executable_path."""
    path = chromium_path()
    assert path is not None, "a test that asks for Chromium is marked browser"
    return path


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A headless Chromium under Playwright, started for this test."""
    async with open_browser(chromium) as opened:
        yield opened
