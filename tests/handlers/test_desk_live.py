"""A question nobody could answer, over the wire: a strict Telegram takes all of it, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select

import house
from models import Outbox, Question
from tests.support.desk import small_city
from tests.support.town import Resident, Town, town, until

SATGAS = 4242
QUESTION = "jam berapa perpustakaan kota tutup?"
BODY = "Perpustakaan kota tutup pukul 16 & libur <Minggu>."
TOLD = f"""\
Pertanyaanmu TANYA-0001 dijawab satgas.

{QUESTION}

{BODY}

Sumber: Dinas <Perpustakaan>, 24 November 2025"""


async def pass_on(somebody: Resident, label: str) -> str:
    await somebody.asks(QUESTION)
    (passed,) = await somebody.presses(label)
    return passed


async def write(sari: Resident) -> str:
    """From the queue to the preview of an article; the preview."""
    await sari.asks("/antrean")
    await sari.presses("TANYA-0001")
    await sari.presses("Jawab")
    await sari.asks(BODY)
    await sari.presses("Kirim dan simpan sebagai artikel ›")
    await sari.asks("Jam perpustakaan <kota>")
    await sari.asks("Dinas <Perpustakaan>")
    await sari.asks("https://perpus.example/jam?a=1&b=2")
    (preview,) = await sari.asks("24-11-2025")
    return preview


async def notices(place: Town) -> list[str]:
    """What became of every notice."""
    states = select(Outbox.state).where(Outbox.kind == "notice").order_by(Outbox.id)
    found: list[str] = await place.look(lambda db: list(db.execute(states).scalars()))
    return found


async def test_a_question_is_passed_on_answered_kept_and_answers_the_next_asker(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "LIBRARY_EVERY", 0.05)
    noon = small_city().quiet_from
    city = replace(small_city(), quiet_from=noon, quiet_until=noon)
    async with town(database_url, city=city, satgas_ids=frozenset({SATGAS})) as place:
        sari, ani = place.person("Sari", user_id=SATGAS), place.person("Ani")
        budi, citra = place.person("Budi", "en"), place.person("Citra")
        await sari.asks("/start")
        assert "TANYA-0001" in await pass_on(ani, "Teruskan ke satgas")
        assert sari.seen[-1] == f"Ada pertanyaan baru untuk satgas: TANYA-0001\n\n{QUESTION}\n[Buka]"
        assert "TANYA-0001" in await pass_on(budi, "Pass on to the task force")
        assert "TANYA-0001" in await pass_on(citra, "Teruskan ke satgas")
        citra.person.blocks()
        await place.settled()

        preview = await write(sari)
        assert preview.startswith(f"Beginilah yang diterima penanya:\n\n{TOLD}\n\n")
        assert "\nPenerima: 2. Tidak bisa dihubungi: 1.\n" in preview
        (sent,) = await sari.presses("Kirim dan simpan sebagai artikel")
        assert sent.splitlines()[0] == "Jawaban untuk TANYA-0001 dikirim ke 2 orang; 1 tidak bisa dihubungi."
        assert ani.seen[-1] == TOLD
        assert budi.seen[-1].splitlines()[0] == "The task force answered your question TANYA-0001."
        assert await notices(place) == ["sent"] * 3
        (seen,) = await sari.presses("Lihat apakah sampai")
        assert ". Sampai ke 2 orang, 1 tidak bisa dihubungi." in seen
        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []

        dewi = place.person("Dewi")

        async def knows() -> bool:
            return (await dewi.asks(QUESTION))[0].startswith(
                "Jam perpustakaan <kota>\n\nPerpustakaan kota tutup pukul 16"
            )

        await until(knows)


async def test_a_restart_loses_neither_the_hold_nor_what_was_typed(database_url: str) -> None:
    noon = small_city().quiet_from
    city = replace(small_city(), quiet_from=noon, quiet_until=noon)
    async with town(database_url, city=city, satgas_ids=frozenset({SATGAS})) as place:
        sari, ani = place.person("Sari", user_id=SATGAS), place.person("Ani")
        await sari.asks("/start")
        await pass_on(ani, "Teruskan ke satgas")
        await write(sari)
        await place.restart()
        await sari.presses("Kirim dan simpan sebagai artikel")
        await sari.presses("‹ Antrean")
        assert ani.seen[1:] == [TOLD]
        assert await place.look(lambda db: list(db.execute(select(Question.told)).scalars())) == [1]
