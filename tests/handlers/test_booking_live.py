"""From /ruang to the QR over the wire, in the example city: a strict Telegram takes all of it, in three languages."""

import re

import icalendar
import pytest

from settings import HERE
from tests.support.pictures import grey, qr_text
from tests.support.town import Resident, city_pack, town

EXAMPLE = HERE / "content" / "malang-contoh"
FIRST = {
    "id": ("Setuju, daftarkan saya", "Boleh dilihat pengelola", "Pesan sekarang"),
    "en": ("I agree, sign me up", "The keeper may see it", "Book now"),
    "jv": ("Setuju, daftarno aku", "Oleh didelok pengelola", "Pesen saiki"),
}


def label(shown: str, number: int = 0) -> str:
    """What stands on a button of a message."""
    return str(re.findall(r"\[([^\]\n]+)\]", shown)[number])


async def books(somebody: Resident, consents: tuple[str, ...], *, days: int = 0) -> int:
    """By the first button of each message, so many days on, then by the consents; how many presses it took."""
    (shown,) = await somebody.asks("/ruang")
    for step in range(3):
        (shown,) = await somebody.presses(label(shown))
        for _ in range(days if step == 0 else 0):
            (shown,) = await somebody.presses(re.findall(r"\[([^\]\n]+ ›)\]", shown)[0])
    for consent in consents:
        await somebody.presses(consent)
    return 3 + days + len(consents)


@pytest.mark.parametrize("language", FIRST)
async def test_a_resident_books_and_gets_code_qr_and_calendar_file(sqlite_url: str, language: str) -> None:
    async with town(sqlite_url, city=city_pack(EXAMPLE)) as place:
        ani = place.person("Ani", language)
        assert await books(ani, FIRST[language]) == 6
        said, qr, calendar = ani.seen[-3:]
        code = re.findall(r"Kode: ([A-Z]{8})", said)[0]
        assert qr.startswith("(photo) ")
        assert qr.endswith(f"Kode: {code}")
        assert calendar.startswith(f"(document kursi-{code}.ics) ")
        files, messages = place.api.world.files.by_id, ani.person.messages[-2:]
        link = f"https://t.me/{place.api.world.bot['username']}?start=s-{code}"
        assert qr_text(grey(files[messages[0]["photo"][-1]["file_id"]].data)) == link
        event = icalendar.Calendar.from_ical(files[messages[1]["document"]["file_id"]].data).walk("VEVENT")[0]
        assert (str(event["url"]), event["dtstart"].params["TZID"]) == (link, "Asia/Jakarta")
        assert str(event["location"]).startswith("Ruang Contoh Klojen, Jalan Contoh 1")
        assert "geo" in event

        assert await books(ani, FIRST[language][2:], days=1) == 5
        assert len(set(re.findall(r"Kode: ([A-Z]{8})", "\n".join(ani.seen)))) == 2
        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []


async def test_everything_of_ones_own_over_the_wire(database_url: str) -> None:
    async with town(database_url, city=city_pack(EXAMPLE)) as place:
        ani = place.person("Ani")
        await books(ani, FIRST["id"])
        (mine,) = await ani.asks("/kursiku")
        assert mine.startswith("Kursi dan antreanmu\n\nRuang Contoh Klojen\nJalan Contoh 1, Klojen")
        await ani.presses(label(mine))
        assert len(await ani.presses("QR dan kalender")) == 2
        await ani.presses("Ubah jumlah")
        await ani.presses("5")
        await ani.presses("Tentang tempatnya")
        (venue,) = await ani.presses("Lihat di peta")
        assert venue == "(venue Ruang Contoh Klojen, Jalan Contoh 1, Klojen)"
        (mine,) = await ani.asks("/kursiku")
        await ani.presses(label(mine))
        await ani.presses("Batalkan")
        (gone,) = await ani.presses("Ya, lepas kursinya")
        assert gone.startswith("Kursimu sudah dilepas.")
        await ani.presses("Cari jadwal lain")
        await ani.asks("/ruang")
        (asked,) = await ani.presses("Terdekat dari saya")
        assert asked.startswith("Tekan tombol di bawah untuk mengirim lokasimu.")
        near = await ani.does(lambda: ani.person.sends_location(-7.98, 112.63))
        assert near[0] == "Terima kasih. Lokasimu hanya saya pakai sekarang, tidak saya simpan."
        assert label(near[1]).startswith("Ruang Contoh Klojen · ")
        assert place.api.violations == []
        assert [(call.method, call.error) for call in place.api.calls if not call.ok] == []
