"""A milestone announced over the wire: aimed, approved by a second satgas, blocked by one, corrected; the digest."""

import dataclasses
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, select

from models import Milestone, Person as People
from notices import checkwords
from sandbox.state import KICKED
from services import people
from services.announcements import correcting, writing
from services.ideas import milestones, reading
from tests.services.ideas.agora import SATGAS as MAY, Agora
from tests.support.desk import small_city
from tests.support.town import Resident, Town, town, until
from wire.clock import Clock

SATGAS = frozenset({4242, 4243})
DRAWN = """\
Coworking space Lowokwaru
🔵 berjalan · target 2021, sudah lewat

Tempat kerja bersama gratis untuk Lowokwaru. Daftar 2025 menyebut Kebun Bibit; apakah itu yang di Lowokwaru belum pasti.

Kabar terakhir: Daftar Disporapar menyebut Kebun Bibit, tanpa kecamatannya."""
CARD = """\
✓ Tersimpan sebagai konsep. Belum ada yang menerimanya.

KABAR-0001 · konsep

Isi (tulisan; Bahasa Indonesia, English)
“Coworking space Lowokwaru 🔵 berjalan · target 2021, sudah lewat Tempat kerja bersama gratis untuk Lowokwaru. \
Daftar 2025 menyebut Kebun Bibit; apakah itu yang di Lowokwaru belum pasti. \
Kabar terakhir: Daftar Disporapar menyebut Kebun Bibit, tanpa kecamatannya.”

Untuk: warga Lowokwaru atau pengirim dan pendukung ide tonggak “Coworking space Lowokwaru”
Topik: Roadmap: coworking per kecamatan
Tonggak: Coworking space Lowokwaru
Kapan: langsung
[Periksa dan kirim]
[Isi] [Untuk siapa]
[Kapan] [Topik]
[Ambil isi tonggak terbaru]
[Buang]
[‹ Pengumuman]"""
AIMED = """\
Untuk: warga Klojen atau pengirim dan pendukung ide tonggak “Coworking space Lowokwaru”

Tekan yang dimaksud; boleh beberapa. Tekan lagi untuk membatalkan.
[✓ Klojen] [Blimbing]
[Lowokwaru] [Sukun]
[Kedungkandang]
[‹ Untuk siapa]"""
FACTS = """\
KABAR-0001 sebelum dikirim

Untuk: warga Klojen atau pengirim dan pendukung ide tonggak “Coworking space Lowokwaru”
Langsung menerima: 3 orang
Klojen 2 · Sukun 1
Lewat rangkuman mingguan: 1
Tidak menerima, karena belum bilang mau kabar: 1

Kapan: {when}
Perkiraan selesai: WHEN
Belum ditulis, jadi ikut bahasa Indonesia: Boso Jowo Malangan

✓ Panjang, format, tautan, dan tombol sudah saya periksa.
Lebih dari 500 orang: perlu satgas kedua yang menyetujui.
"""
CHECK = f"{FACTS.format(when='langsung')}[Ajukan ke satgas kedua]\n[Kirim contoh ke saya]\n[‹ Kembali]"
ASKED = f"""\
Sari minta persetujuanmu untuk KABAR-0001. Di atas ini persis seperti yang dibaca warga.

{FACTS.format(when="WHEN")}[Setujui] [Kembalikan]
[Kirim contoh ke saya]"""
RESULT = """\
Kabar KABAR-0001: selesai, 4 dari 4
▰▰▰▰▰▰▰▰▰▰
Sampai: 2
Ikut rangkuman mingguan: 1
Memblokir bot ini: 1
[Lihat kabar ini]"""
MISSED = """\
KABAR-0001: yang tidak dapat
Data pribadi, hanya untuk satgas.

• Cici (Klojen): memblokir bot
[Unduh semua (CSV)]
[‹ Kembali]"""
PREVIEW = """\
Begini nanti bunyinya di 2 salinan:

Coworking space Lowokwaru: Kebun Bibit.
[Ganti di semua salinan]
[Tidak jadi]"""
CORRECTED = "Coworking space Lowokwaru: Kebun Bibit.\n[Atur kabar]"


@pytest.fixture
def ahead() -> list[float]:
    """Seconds by which the bot's clock is set ahead."""
    return [0.0]


@pytest.fixture
async def place(database_url: str, ahead: list[float]) -> AsyncIterator[Town]:
    city = small_city()
    awake = dataclasses.replace(city, quiet_until=city.quiet_from)
    async with town(database_url, city=awake, clock=Clock(lambda: ahead[0]), satgas_ids=SATGAS) as place:
        yield place
        assert place.api.violations == []


@pytest.fixture(autouse=True)
def _small_city(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three are many here, so a second satgas has to approve."""
    monkeypatch.setattr(writing, "ALONE", 3)
    monkeypatch.setattr(checkwords, "ALONE", 3)


async def says_yes(somebody: Resident, home: str) -> None:
    await somebody.asks("/kabar")
    await somebody.presses("Ya, mau")
    await somebody.presses(home)


def supported(telegram_id: int) -> Callable[[Connection], None]:
    """The job that makes an idea which this person supports and which belongs to the milestone."""

    def job(db: Connection) -> None:
        agora = Agora(db, datetime.now(UTC), met=800)
        known = db.execute(select(People.id).where(People.telegram_id == telegram_id)).scalar_one()
        person = people.by_id(db, person_id=known)
        assert person is not None
        idea = agora.idea(title="Kelas gim gratis", sector="games", kecamatan="klojen")
        agora.support(idea, person)
        point = db.execute(select(Milestone.id).where(Milestone.key == "coworking.lowokwaru")).scalar_one()
        fresh = reading.read_idea(db, idea_id=idea.id)
        assert fresh is not None
        agora.keep(milestones.link, MAY, idea_id=idea.id, revision=fresh.revision, milestone_id=point, milestone="")

    return job


async def test_from_a_moved_milestone_to_a_correction_and_the_weekly_digest(place: Town, ahead: list[float]) -> None:
    sari, tono = place.person("Sari", user_id=4242), place.person("Tono", user_id=4243)
    ani, budi, cici, dodi = (place.person(name) for name in ("Ani", "Budi", "Cici", "Dodi"))
    await tono.asks("/start")
    for somebody, home in ((ani, "Klojen"), (budi, "Sukun"), (cici, "Klojen"), (dodi, "Klojen")):
        await says_yes(somebody, home)
    await dodi.asks("/kabar")
    await dodi.presses("Seberapa sering")
    await dodi.presses("Rangkuman")
    await place.look(supported(budi.id))

    await sari.asks("/tonggak")
    await sari.presses("4. Coworking space")
    await sari.presses("Coworking space Lowokwaru")
    await sari.presses("Status")
    await sari.presses("berjalan")
    await announced(sari)
    (asked,) = await sari.presses("Ajukan")
    assert asked.splitlines()[0].startswith("✓ Diajukan.")
    await until(lambda: tono.seen[-1].startswith("Sari minta persetujuanmu"))
    assert tono.seen[-2] == f"{DRAWN}\n[Atur kabar]"
    assert timeless(tono.seen[-1]) == ASKED

    cici.person.chat.bot_status = KICKED  # and Telegram's word of it has not come yet
    await tono.presses("Setujui")
    assert sari.seen[-1] == "Tono menyetujui KABAR-0001.\n[Lihat pengumumannya]"
    await until(lambda: tono.seen[-1] == RESULT, why=str(tono.seen[-1]))
    assert [one.seen[-1] for one in (ani, budi)] == [f"{DRAWN}\n[Atur kabar]"] * 2
    assert DRAWN not in str(cici.seen + dodi.seen)

    (card,) = await sari.presses("Lihat pengumumannya")
    assert card.split("\n\n")[3].partition("\n[")[0] == RESULT.partition("\n[")[0]
    assert await sari.presses("Siapa yang tidak dapat") == [MISSED]
    await sari.presses("‹ Kembali")
    await sari.presses("Ralat di semua tempat")
    await sari.presses("Bahasa Indonesia")
    (preview,) = await sari.asks("Coworking space Lowokwaru: Kebun Bibit.")
    assert preview == PREVIEW
    await sari.presses("Ganti di semua salinan")
    await until(lambda: ani.seen[-1] == budi.seen[-1] == CORRECTED, why=ani.seen[-1])
    await place.settled()
    await until(lambda: place.look(all_changed))
    (card,) = await sari.presses("Perbarui")
    assert timeless(card.splitlines()[-5]) == "Ralat 1 (WHEN): 2 dari 2 salinan diganti"

    ahead[0] = 8 * 24 * 3600.0
    await place.restart()  # and with it every tick comes at once
    await until(lambda: dodi.seen[-1].startswith("Rangkuman kabar"), 60)
    assert "KABAR-0001" in dodi.seen[-1]
    assert "Coworking space Lowokwaru: Kebun Bibit." in dodi.seen[-1]


async def announced(sari: Resident) -> None:
    """From the milestone to the check: Klojen, and the supporters of its idea."""
    (card,) = await sari.presses("Umumkan")
    assert card == CARD
    await sari.presses("Untuk siapa")
    await sari.presses("Kecamatan")
    await sari.presses("Klojen")
    (aimed,) = await sari.presses("Lowokwaru")
    assert aimed == AIMED
    await sari.presses("‹ Untuk siapa")
    await sari.presses("‹ Kembali")
    (check,) = await sari.presses("Periksa dan kirim")
    assert timeless(check) == CHECK


def all_changed(db: Connection) -> bool:
    (fixed,) = correcting.corrections(db, announcement_id=1)
    return not fixed.running


def timeless(text: str) -> str:
    """The same words whenever they are said."""
    return re.sub(r"\d+ \w+ \d{4}, \d\d\.\d\d WIB", "WHEN", text)
