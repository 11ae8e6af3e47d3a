"""Whole dialogues over the wire: the real bot at a strict Telegram, on both databases."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, update

from models import Article
from tests.handlers.test_news import ASKED
from tests.handlers.test_people import DOORS, KEPT, MENU, WELCOME
from tests.handlers.test_questions import ANSWER, ASK, TOLD, UNKNOWN
from tests.support.desk import small_city
from tests.support.town import Resident, Town, town

SATGAS = 4242
AFTERWARDS = datetime(2126, 11, 24, tzinfo=UTC)


@pytest.fixture
async def place(database_url: str) -> AsyncIterator[Town]:
    """A town with few articles and no night, where one number is satgas; what Telegram refuses fails the test."""
    awake = replace(small_city(), quiet_until=small_city().quiet_from)
    async with town(database_url, city=awake, satgas_ids=frozenset({SATGAS})) as place:
        yield place
        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []


def commands(place: Town, somebody: Resident) -> list[str]:
    return [command["command"] for command in place.api.menu_for(somebody.person)]


def first_words(place: Town, somebody: Resident) -> str:
    return place.api.menu_for(somebody.person)[0]["description"]


async def test_a_resident_finds_the_way(place: Town) -> None:
    ani = place.person("Ani")

    assert await ani.asks("/start") == [f"{WELCOME}\n\n{KEPT}\n{DOORS}"]
    assert await ani.presses("Tanya") == [ASK]
    assert await ani.asks("apa saja isi roadmap malang?") == [ASKED]
    assert await ani.asks("berapa harga emas?") == [UNKNOWN]
    (whole,) = await ani.asks("/roadmap")
    (point,) = await ani.presses("3. Malang")
    assert point.splitlines()[0] == "MCC"
    assert await ani.presses("‹ Semua poin") == [whole]
    assert await ani.presses("‹ Menu") == [MENU]
    await ani.presses("Bahasa / Language")
    (english,) = await ani.presses("English")
    assert english.splitlines()[0] == "All right, from now on I speak English."
    assert first_words(place, ani) == "Start: welcome and menu"
    assert (await ani.asks("where is mcc"))[0].splitlines()[-3] == "Source: Memontum, 22 September 2023"
    assert (await ani.asks("/privasi"))[0].splitlines()[0] == "Privacy"
    await ani.presses(data="v1:old:button")
    assert ani.toasts[-1:] == ["This button no longer works."]


async def test_a_ketua_is_invited_and_taken_back(place: Town) -> None:
    sari, ani = place.person("Sari", user_id=SATGAS), place.person("Ani", "en")
    await sari.asks("/tim")
    everybodys = "start tanya roadmap kpi ruang kursiku ide ideku jelajah kabar bantuan bahasa privasi".split()
    satgas = "pendaftar slot tinjau pengumuman tonggak isi_kpi antrean artikel tim blokir statistik batal".split()
    assert commands(place, sari) == [*everybodys, *satgas]

    await sari.presses("Undang ketua")
    await sari.presses("Sukun")
    await sari.presses("Lanjut")
    (told,) = await sari.asks("Bu Ani")
    (secret,) = re.findall(r"start=(\S+)", told)
    assert len(await ani.asks(f"/start {secret}")) == 1
    assert sari.seen[-1] == "Kabar tim: Ani sekarang ketua Sukun, lewat undangan."
    assert ani.seen[0].split("\n\n")[1] == "Welcome aboard! From now on you are ketua (community leader) of Sukun."

    await sari.presses("‹ Tim")
    await sari.presses("Ani")
    await sari.presses("Cabut")
    await sari.presses("Ya, cabut")
    assert sari.toasts[-1] == "Perannya sudah dicabut."
    assert ani.seen[-1].startswith("Your role as ketua of Sukun has ended")
    assert (await ani.asks("/tim"))[0].startswith("This part is for satgas.")
    assert commands(place, ani) == [*everybodys, "batal"]


async def test_a_group_is_answered_and_outlives_its_number(place: Town) -> None:
    ani, budi = place.person("Ani"), place.person("Budi", "en")
    group = place.group("Warga", [ani, budi])

    assert await ani.asks("isi roadmap", to=group) == []
    assert await ani.asks("/tanya@malang_bot isi roadmap", to=group) == [TOLD]
    assert await ani.asks("/tim", to=group) == []
    await ani.asks("/roadmap", to=group)
    (point,) = await budi.presses("3. Malang", to=group)
    assert point.splitlines()[2] == "MCC stands in Blimbing."
    group.upgrade()
    await place.settled()
    (helped,) = await budi.asks("/bantuan", to=group)
    assert helped.splitlines()[0] == "Help"
    assert (ani.seen, budi.seen) == ([], [])


async def test_anything_may_be_asked_in_any_way(place: Town) -> None:
    ani = place.person("Ani")
    await ani.does(lambda: ani.person.sends_forwarded("isi roadmap"))
    assert await ani.presses("Tanyakan ini") == [ASKED]
    (told,) = await ani.does(lambda: ani.person.sends_photo(caption="isi roadmap"))
    assert told.endswith(f"\n\n{ANSWER}")
    (unknown,) = await ani.asks("harga emas " + "zq " * 1360)
    assert unknown == UNKNOWN
    number = max(ani.person.chat.messages) - 1  # their own, before the answer
    (told,) = await ani.does(lambda: ani.person.edits(number, "isi roadmap"))
    assert told.endswith(f"\n\n{ANSWER}")
    await ani.presses("Task Force dan KPI")
    assert ani.seen[-1].splitlines()[0] == "Task Force dan KPI"


async def test_an_article_that_changed_is_told_without_a_restart(place: Town) -> None:
    ani = place.person("Ani")
    assert await ani.asks("isi roadmap") == [ASKED]

    def change(db: Connection) -> None:
        db.execute(update(Article).values(asked_as=["kabar naga"], body="Naga terbang.", changed_at=AFTERWARDS))

    await place.look(change)
    assert await ani.asks("kabar naga") == [UNKNOWN]
    await place.bot._renew_library()
    (told,) = await ani.asks("isi roadmap, kabar naga")
    assert "Naga terbang." in told
