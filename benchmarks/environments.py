"""The bots that are measured, and the peers' own environments, made once under .venv from the pins in peers/."""

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import ROOT, Process, Server, running

PEERS = ROOT / "benchmarks" / "peers"
PLACE = ROOT / ".venv"


class Missing(Exception):
    """One line: which peer cannot be had here, and why."""


@dataclass(frozen=True)
class Bot:
    """A bot to be measured: its name in the tables, its command, and what it is told by its environment."""

    name: str
    words: Callable[[], list[str]]
    environ: dict[str, str] = field(default_factory=dict)

    def at(self, server: Server) -> AbstractContextManager[Process]:
        """The bot running against `server`, for a `with` block."""
        return running(self.words(), server, **self.environ)


def _python(name: str, wanted: str, program: str) -> list[str]:
    """The command of a peer in Python; its environment is made when its pinned file changed."""
    place, pins = PLACE / f"peers-{name}", (PEERS / wanted).read_text()
    python, made = place / "bin" / "python", place / "made"
    if not made.exists() or made.read_text() != pins:
        print(f"Making the environment of {name} ...", file=sys.stderr)
        venv.create(place, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "-qq", "--disable-pip-version-check", "install", "-r", str(PEERS / wanted)]
        _install(name, pip, ROOT)
        made.write_text(pins)
    return [str(python), str(PEERS / program)]


def _node() -> list[str]:
    """The command of grammY."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Missing("grammY: node and npm are not installed (Debian: apt-get install nodejs npm)")
    place, pins = PLACE / "peers-grammy", (PEERS / "package.json").read_text()
    made = place / "made"
    if not made.exists() or made.read_text() != pins:
        print("Making the environment of grammY ...", file=sys.stderr)
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(PEERS / "package.json", place)
        _install("grammY", [npm, "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"], place)
        made.write_text(pins)
    return [node, str(PEERS / "grammy_echo.mjs")]


def _install(name: str, words: list[str], folder: Path) -> None:
    done = subprocess.run(words, check=False, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"{name}: cannot be installed here: {(done.stderr or done.stdout).strip()[-300:]}")


def _ours() -> list[str]:
    return [sys.executable, "-m", "benchmarks.ours"]


OURS = Bot("ours", _ours)
LIMITED = Bot("ours, limits on", _ours, {"BENCH_LIMITS": "on", "SEND_RATE": "30"})
STOCK = Bot("stock python-telegram-bot, ORM on aiosqlite", lambda: _python("stock", "stock.txt", "stock.py"))
AIOGRAM = Bot("aiogram, bare echo", lambda: _python("aiogram", "aiogram.txt", "aiogram_echo.py"))
AIOGRAM_SENDS = Bot(
    "aiogram, bare send loop", lambda: _python("aiogram", "aiogram.txt", "aiogram_send.py"), {"BENCH_MANY": "10000"}
)
GRAMMY = Bot("grammY runner, bare echo", _node, {"BENCH_MODULES": str(PLACE / "peers-grammy")})
