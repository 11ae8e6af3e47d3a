"""News over the wire, on both databases: asked, chosen, stopped; a group accepted by a satgas; a person who blocks."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from services import chats, news
from tests.handlers.test_news import ASKED, OFF, PLAIN, QUESTION, STOPPED, WHERE
from tests.support.desk import MORNING, small_city
from tests.support.town import Town, town

SATGAS = 4242


@pytest.fixture
async def place(database_url: str) -> AsyncIterator[Town]:
    """A town without nights, where one number is satgas; what a strict Telegram refuses fails the test."""
    city = replace(small_city(), quiet_until=small_city().quiet_from)
    async with town(database_url, city=city, satgas_ids=frozenset({SATGAS})) as place:
        yield place
        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []


def receivers(db: Connection) -> list[tuple[int, str | None]]:
    rows = db.execute(news.receivers(now=MORNING, timezone="Asia/Jakarta"))
    return [(row.telegram_id, row.home) for row in rows]


async def test_a_resident_says_yes_chooses_and_stops(place: Town) -> None:
    ani = place.person("Ani")
    assert len(await ani.asks("/start")) == 1
    (answer,) = await ani.asks("isi roadmap")
    assert answer.splitlines()[-1] == ASKED.splitlines()[-1]
    assert await ani.presses("Mau dapat kabar") == [QUESTION]
    assert await ani.presses("Ya, mau") == [WHERE]
    await ani.presses("Klojen")
    assert await ani.presses("Atur kabar") == [
        PLAIN.replace("Kecamatan: belum dipilih, jadi hanya kabar untuk seluruh kota", "Rumahmu: Klojen")
    ]
    assert await place.look(receivers) == [(ani.id, "klojen")]

    ani.person.blocks()
    await place.settled()
    assert await place.look(receivers) == []
    ani.person.unblocks()
    await place.settled()
    assert await place.look(receivers) == [(ani.id, "klojen")]

    assert await ani.presses("Berhenti dapat kabar") == [STOPPED]
    assert await place.look(receivers) == []
    assert await ani.asks("/kabar") == [OFF]


async def test_a_group_is_accepted_upgraded_and_left(place: Town) -> None:
    sari, ani = place.person("Sari", user_id=SATGAS), place.person("Ani")
    await sari.asks("/start")
    group = place.group("Warga", [ani, sari])
    await place.settled()
    assert sari.seen[-1].splitlines()[-1] == "[Terima] [Tolak]"
    (told,) = await sari.presses("Terima")
    assert told.startswith("Warga: menerima pengumuman (Sari, ")
    assert [one.title for one in await place.look(chats.destinations)] == ["Warga"]

    group.upgrade()
    await place.settled()
    assert [(one.title, one.by) for one in await place.look(chats.destinations)] == [("Warga", "Sari")]
    assert group.seen == []
