"""The whole bot over the sandbox: the first answer, on both databases, by polling and by webhook; Telegram's limits."""

import asyncio

import pytest

from sandbox.server import BotApi
from tests.support.town import town


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_newcomer_is_answered(database_url: str, webhook: bool) -> None:
    async with town(database_url, webhook=webhook) as place:
        ani = place.person("Ani")
        (answer,) = await ani.asks("/start")
        assert "Ani" in answer
        assert await ani.presses("Roadmap") != []
        await place.restart()
        assert len(await ani.asks("apa aja isi roadmap malang?")) == 1
        assert place.api.violations == []
        assert all(call.ok for call in place.api.calls)


async def test_the_bot_as_it_runs_keeps_telegrams_limits(sqlite_url: str) -> None:
    """SEND_RATE in any second, one a second per chat with a burst of three, and a silent first second."""
    api = BotApi(strict_limits=True, rate=10)
    await api.start()
    try:
        async with town(sqlite_url, api=api, limits=True, start=False, send_rate=10) as place:
            people = [place.person(f"Warga {n}") for n in range(12)]
            for one in [*people, *people[:1] * 3]:
                one.person.says("/batal")
            began = asyncio.get_running_loop().time()
            await place.start()
            await place.settled()
            sends = [call.at_monotonic for call in api.calls if call.method == "sendMessage"]
            assert len(sends) == 15
            assert min(sends) >= began + 1
            assert api.violations == []
    finally:
        await api.stop()
