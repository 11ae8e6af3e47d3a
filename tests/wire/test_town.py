"""The whole bot over the sandbox: the first answer, on both databases, by polling and by webhook."""

import pytest

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
