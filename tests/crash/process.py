"""A bot in a process of its own, to be killed; and a crowd that writes to it."""

import asyncio
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.people import Person
from sandbox.server import BotApi
from tests.support.town import until

ROOT = Path(__file__).parent.parent.parent
TOKEN = "123456:TEST-crash"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Process:
    """`python bot.py` (or another script) pointed at a Bot API server."""

    environment: dict[str, str]
    script: str = "bot.py"
    log: Path = Path(os.devnull)
    arguments: tuple[str, ...] = ()
    now: asyncio.subprocess.Process | None = field(default=None, init=False)

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.now = await asyncio.create_subprocess_exec(
                sys.executable,
                self.script,
                *self.arguments,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )

    async def kill(self, number: int = signal.SIGKILL) -> int:
        assert self.now is not None
        if self.now.returncode is None:
            self.now.send_signal(number)
        return await self.now.wait()


def environment(api: BotApi, database_url: str, *, webhook: bool = False, send_rate: int = 1000) -> dict[str, str]:
    """Settings of a bot that talks to `api`."""
    port = free_port()
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_SECRET": "s3cret_-A"} if webhook else {}
    return {
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_API_URL": api.url,
        "DATABASE_URL": database_url,
        "SEND_RATE": str(send_rate),
        "LISTEN": f"127.0.0.1:{port}",
        "WEBHOOK_URL": "",
        "WEBHOOK_SECRET": "",
        **hook,
    }


def answers(api: BotApi) -> Counter[int]:
    """How many messages each chat was sent."""
    sent = [call.chat_id for call in api.calls if call.ok and call.method == "sendMessage"]
    return Counter(chat for chat in sent if isinstance(chat, int))


async def all_answered(api: BotApi, people: list[Person], seconds: float) -> Counter[int]:
    """Wait until everybody has an answer and nothing is pending, or the time is over; the answers by chat."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = answers(api)
        if len(found) == len(people) and not api.pending:
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    return answers(api)


async def killed_while_writing(
    api: BotApi, process: Process, people: list[Person], *, kills: int, seed: int, patience: float = 60.0
) -> tuple[Counter[int], int]:
    """Everybody writes once while the bot is killed; answers by chat, and what came in the 0.3 s before the kills."""
    dice = random.Random(seed)
    exposed = 0
    await process.start()
    chunk = len(people) // (kills + 1)
    for number in range(kills):
        for person in people[number * chunk : (number + 1) * chunk]:
            person.says("/bantuan")
        before = len(answers(api))
        await until(lambda enough=before + chunk // 10: len(answers(api)) >= enough)  # type: ignore[misc]
        await asyncio.sleep(dice.uniform(0, 0.25))
        await process.kill()
        end = time.monotonic()
        exposed += sum(call.at_monotonic > end - 0.3 for call in api.calls if call.method == "sendMessage")
        await process.start()
    for person in people[kills * chunk :]:
        person.says("/bantuan")
    return await all_answered(api, people, patience), exposed
