"""Processes as the benchmarks see them: started, awaited, weighed (CPU seconds, resident memory, from /proc), ended."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "123456:BENCH-token"
TICKS = os.sysconf("SC_CLK_TCK")


class Stuck(RuntimeError):
    """A process did not do what was waited for."""


class Process:
    """A child process; its log is kept until it ends well."""

    def __init__(self, words: list[str], environ: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as out:
            self.child = subprocess.Popen(
                words, cwd=ROOT, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def cpu(self) -> float:
        """User and system seconds of all its threads, those that ended too."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Resident MB."""
        pages = int(Path(f"/proc/{self.child.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def check(self) -> None:
        """Stuck, with the end of its log, if it ended by itself."""
        if self.child.poll() is not None:
            raise Stuck(f"{self.child.args!r} ended: {self.log.read_text()[-1500:]}")

    def end(self) -> None:
        """SIGTERM, and SIGKILL for who does not listen."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.child.poll() is None:
                self.child.send_signal(number)
                try:
                    self.child.wait(5)
                except subprocess.TimeoutExpired:
                    continue
        self.child.wait()


class Server:
    """The emulator in a process of its own."""

    def __init__(self, **told: Any) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.emulator", json.dumps(told)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.child.stdout is not None
        self.port = int(self.child.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, deed: str, **told: Any) -> dict[str, Any]:
        """Tell it to do something; what it has counted so far."""
        self._line.request("POST", f"/control/{deed}", json.dumps(told))
        said: dict[str, Any] = json.loads(self._line.getresponse().read())
        return said

    def until(self, reached: Callable[[dict[str, Any]], bool], bot: Process, seconds: float = 120.0) -> None:
        """Wait until its state is so; Stuck after a while."""
        deadline = time.monotonic() + seconds
        while not reached(state := self.ask("state")):
            bot.check()
            if time.monotonic() > deadline:
                raise Stuck(f"{state} after {seconds:.0f} s; {bot.log.read_text()[-1500:]}")
            time.sleep(0.02)

    def end(self) -> None:
        self._line.close()
        self.child.kill()
        self.child.wait()
        assert self.child.stdout is not None
        self.child.stdout.close()


@contextmanager
def serving(**told: Any) -> Iterator[Server]:
    """An emulator for the time of the block."""
    server = Server(**told)
    try:
        yield server
    finally:
        server.end()


@contextmanager
def running(words: list[str], server: Server, **environ: str) -> Iterator[Process]:
    """A bot that polls `server`, with a folder and a database of its own, for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = {
            "BENCH_API": server.url,
            "BENCH_TOKEN": TOKEN,
            "BENCH_DATABASE": f"{folder}/peer.db",
            "TELEGRAM_API_URL": server.url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        }
        bot = Process(words, {**place, **environ}, Path(folder) / "log")
        try:
            polls = server.ask("state")["polls"]
            server.until(lambda state: state["polls"] > polls, bot)
            yield bot
        finally:
            bot.end()
