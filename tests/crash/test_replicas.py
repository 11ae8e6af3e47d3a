"""Several bots on one PostgreSQL: any may take any update, one sends, another takes over when it dies."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.people import Person
from sandbox.server import BotApi
from tests.crash.process import TOKEN, Process, answers, environment
from tests.support.town import until

pytestmark = pytest.mark.postgres


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi(token=TOKEN)
    await server.start()
    yield server
    await server.stop()


def update(number: int, person: Person, text: str) -> dict[str, Any]:
    user = {"id": person.id, "is_bot": False, "first_name": "Warga", "language_code": "id"}
    chat = {"id": person.id, "type": "private", "first_name": "Warga"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    message = {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": user, "text": text}
    return {"update_id": number, "message": message | {"entities": entities}}


async def post(session: aiohttp.ClientSession, told: dict[str, str], raw: dict[str, Any]) -> bool:
    """Deliver an update to one replica, as a balancer would; whether it was confirmed."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": told["WEBHOOK_SECRET"]}
    try:
        async with session.post(f"http://{told['LISTEN']}/hook", json=raw, headers=headers) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def test_another_sends_when_the_sender_dies(api: BotApi, postgres_url: str, tmp_path: Path) -> None:
    told = [environment(api, postgres_url, webhook=True) for _ in range(2)]
    replicas = [Process(one, log=tmp_path / f"log{number}") for number, one in enumerate(told)]
    crowd = [api.person(f"Warga {number}") for number in range(60)]
    for one in crowd:
        api.world.chats[one.id].started = True
    try:
        for number, replica in enumerate(replicas):
            await replica.start()
            await until(lambda n=number: "runs " in (tmp_path / f"log{n}").read_text(), why="a start")  # type: ignore[misc]
        async with aiohttp.ClientSession() as session:
            first = [update(n, one, "/batal") for n, one in enumerate(crowd[:30], start=1)]
            assert all(await asyncio.gather(*(post(session, told[n % 2], raw) for n, raw in enumerate(first))))
            await until(lambda: len(answers(api)) == 30, why="everybody's first answer")
            assert answers(api) == Counter({one.id: 1 for one in crowd[:30]})

            senders = [n for n in range(2) if "sends from here" in (tmp_path / f"log{n}").read_text()]
            assert len(senders) == 1
            alive = 1 - senders[0]
            await asyncio.sleep(0.5)  # its marks are written: now nothing of it may come twice
            await replicas[senders[0]].kill()
            second = [update(n, one, "/batal") for n, one in enumerate(crowd[30:], start=100)]
            assert all(await asyncio.gather(*(post(session, told[alive], raw) for raw in second)))
            await until(lambda: len(answers(api)) == 60, why="the other to take over")
            repeated = await asyncio.gather(*(post(session, told[alive], raw) for raw in first + second))
            assert all(repeated)
            await asyncio.sleep(0.5)
            assert answers(api) == Counter({one.id: 1 for one in crowd})
    finally:
        for replica in replicas:
            await replica.kill()
