"""/artikel over the wire: a strict Telegram takes all of it, and what is kept answers the next question."""

import pytest

import house
from tests.handlers.test_article_form import ASK_BODY, ASK_NAME, ASK_TITLE, PARTS, SAVED
from tests.support.desk import small_city
from tests.support.town import Resident, town, until

SATGAS = 4242
QUESTION = "jam berapa perpustakaan kota tutup?"


async def answer(somebody: Resident) -> str:
    (told,) = await somebody.asks(QUESTION)
    return told


async def test_what_a_satgas_writes_changes_and_retires_reaches_who_asks(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "LIBRARY_EVERY", 0.05)
    async with town(database_url, city=small_city(), satgas_ids=frozenset({SATGAS})) as place:
        sari, ani = place.person("Sari", user_id=SATGAS), place.person("Ani")
        assert (await answer(ani)).startswith("Maaf")

        await sari.asks("/artikel")
        assert await sari.presses("Tulis baru") == [f"{ASK_TITLE}\n[Batal]"]
        assert await sari.asks("Jam perpustakaan <kota>") == [f"{ASK_BODY}\n[Batal]"]
        assert await sari.asks("Perpustakaan kota tutup pukul 16 & libur Minggu.") == [f"{ASK_NAME}\n[Batal]"]
        await sari.asks("Dinas <Perpustakaan>")
        await sari.asks("https://perpus.example/jam?a=1&b=2")
        await sari.presses("Hari ini")
        (preview,) = await sari.asks(QUESTION)
        assert preview.startswith("Begini nanti dilihat warga:\n\nJam perpustakaan <kota>\n\n")
        assert preview.endswith(PARTS)
        assert await sari.presses("✓ Simpan") == [SAVED]

        async def knows() -> bool:
            return (await answer(ani)).startswith("Jam perpustakaan <kota>\n\nPerpustakaan kota tutup pukul 16")

        await until(knows)
        await sari.presses("Buka artikelnya")
        await sari.presses("Pensiunkan")
        assert (await answer(ani)).startswith("Maaf")
        await sari.presses("Hidupkan lagi")
        await until(knows)

        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []
