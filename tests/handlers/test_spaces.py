"""/ruang: kecamatan, days and slots; a space with all that is known of it; the nearest; wishes; groups."""

from datetime import time

import pytest

from jobs import coworking as jobs
from services.coworking import closing, patterns
from services.coworking.slots import Asks
from services.coworking.values import Space
from tests.support.desk import Desk, Somebody
from tests.support.rooms import Rooms, books, known

GROUP = -1001
ON = "[‹ Kecamatan lain]\n[‹ Menu]"
OLD = "Tombol ini sudah tidak berlaku."


@pytest.fixture
def ani(desk: Desk) -> Somebody:
    """A resident who was here before."""
    return known(desk, "Ani", 7)


@pytest.fixture
def space(rooms: Rooms) -> Space:
    """A space with everything, open from Monday to Friday."""
    space = rooms.space(
        address="Jalan Semeru 1", latitude=-7.97, longitude=112.63, facilities=["WiFi", "AC"], sub_sectors=["gim"]
    )
    for weekday in range(5):
        rooms.keep(patterns.add_pattern, space_id=space.id, weekday=weekday, starts=time(13), ends=time(17), capacity=4)
    return space


def make_slots(desk: Desk) -> None:
    """As the clock does; what is due is said."""
    with desk.database() as db:
        drafts = jobs.make_slots(db, teller=desk.house.teller, now=desk.now)
    for draft in drafts:
        desk._show(draft)


CARD = """\
Ruang Satu
Jalan Semeru 1, Klojen
Buka: Senin–Jumat 13.00–17.00
Fasilitas: WiFi, AC
Untuk subsektor: gim
[Lihat jadwal dan pesan]
[📍 Lihat di peta]
[‹ Jadwal di kecamatan ini]
[‹ Menu]"""


def test_a_space_with_all_that_is_known(desk: Desk, space: Space, ani: Somebody) -> None:
    make_slots(desk)
    ani.says("/start ruang-klojen")
    assert ani.presses("Tentang Ruang Satu") == CARD
    ani.presses("📍 Lihat di peta")
    venue = desk.chats[7][-1]
    assert (ani.seen[-1], venue["latitude"], venue["longitude"]) == (
        "(venue Ruang Satu, Jalan Semeru 1)",
        -7.97,
        112.63,
    )
    assert (
        ani.presses("Lihat jadwal dan pesan")
        == """\
Ruang Satu · hari ini, Selasa, 24 November 2026

Mau yang mana? Di tombol tertulis jam dan sisa kursinya.
[13.00–17.00 · 4 kursi]
[besok ›]
[‹ Tentang tempatnya]
[‹ Menu]"""
    )
    assert ani.presses("besok ›").splitlines()[3:5] == ["[13.00–17.00 · 4 kursi]", "[‹ hari ini] [Kam, 26 Nov ›]"]


def test_what_is_not_known_is_said_to_be_so(rooms: Rooms, ani: Somebody) -> None:
    rooms.space("Ruang Dua")
    ani.says("/start ruang-klojen")
    assert (
        ani.presses("Tentang Ruang Dua")
        == """\
Ruang Dua
Klojen
Jam buka: belum saya ketahui
[Lihat jadwal dan pesan]
[‹ Jadwal di kecamatan ini]
[‹ Menu]"""
    )
    assert ani.press("v1:ruang:map:1") == OLD


def test_a_picture_comes_with_its_card(rooms: Rooms, ani: Somebody) -> None:
    rooms.space("Ruang Dua", picture="file-of-a-picture")
    ani.says("/start ruang-klojen")
    ani.presses("Tentang Ruang Dua")
    assert ani.seen[-1].splitlines()[0] == "(photo) Ruang Dua"


def test_several_spaces_titles_and_long_slots(rooms: Rooms, ani: Somebody) -> None:
    one, two = rooms.space(), rooms.space("Ruang Dua")
    rooms.slot(one, 3, ahead=5)
    rooms.slot(two, 8, ahead=3, title="Kelas batik", asks=Asks(approval=True))
    rooms.slot(one, 5, ahead=24 * 40, length=24 * 365, title="Keanggotaan 2027")
    books(ani, rooms.slot(one, 1, ahead=6))
    assert (
        ani.says("/start ruang-klojen")
        == """\
Klojen · hari ini, Selasa, 24 November 2026

Mau yang mana? Di tombol tertulis jam dan sisa kursinya.
[Kelas batik · 13.00–17.00 · 8 kursi · Ruang Dua]
[15.00–19.00 · 3 kursi · Ruang Satu]
[16.00–20.00 · penuh · Ruang Satu]
[Keanggotaan 2027 · 5 kursi · 3 Januari 2027 – 3 Januari 2028 · Ruang Satu]
[Tentang Ruang Dua]
[Tentang Ruang Satu]
[‹ Kecamatan lain]
[‹ Menu]"""
    )
    ani.press("v1:ruang:in:klojen:20261231")
    assert ani.seen[-1].splitlines()[0] == "Klojen · Kamis, 31 Desember 2026"
    ani.press("v1:ruang:in:klojen:20269931")
    assert ani.seen[-1].splitlines()[0] == "Klojen · hari ini, Selasa, 24 November 2026"


def test_nothing_is_open_and_a_wish_is_kept_and_fulfilled(
    desk: Desk, rooms: Rooms, space: Space, ani: Somebody, budi: Somebody
) -> None:
    ani.says("/start ruang-klojen")
    nothing = "Di Klojen belum ada jadwal yang dibuka. Mau saya kabari kalau ada?"
    assert ani.seen[-1] == f"{nothing}\n[Kabari saya kalau ada jadwal]\n[Tentang Ruang Satu]\n{ON}"
    promise = "Baik, begitu ada jadwal di Klojen, saya kabari kamu sekali."
    assert ani.presses("Kabari saya kalau ada jadwal") == f"{promise}\n[Tidak usah dikabari]\n{ON}"
    budi.says("/start ruang-klojen")
    budi.presses("Tell me when times open")
    assert budi.presses("Do not tell me").splitlines()[0] == "All right, I will not tell you about times in Klojen."
    make_slots(desk)
    assert len(budi.seen) == 1
    assert (
        ani.seen[-1]
        == """\
Sekarang ada jadwal di Klojen. Yang paling dekat:

Ruang Satu
Klojen
Selasa, 24 November 2026, 13.00–17.00 WIB
[Pesan kursi]
[Lihat semua jadwal]"""
    )
    make_slots(desk)
    assert len(ani.seen) == 2
    assert ani.presses("Pesan kursi").splitlines()[:3] == [
        "Ruang Satu",
        "Klojen",
        "Selasa, 24 November 2026, 13.00–17.00 WIB",
    ]


def test_who_comes_by_a_link_for_the_first_time_reads_what_is_kept(desk: Desk, rooms: Rooms, space: Space) -> None:
    kept = "Yang saya simpan: nama, nama pengguna, nomor ID, dan bahasamu di Telegram."
    links = ("ruang", "ruang-klojen", f"d-{space.door_code}", "s-BCDFGHJK")
    come = [desk.person("Baru", number=50 + number) for number in range(len(links))]
    for person, link in zip(come, links, strict=True):
        assert kept in person.says(f"/start {link}")
        desk.later(seconds=1)
        assert kept not in person.says(f"/start {link}")
        assert len(person.seen) == 2


def test_a_kecamatan_without_spaces_says_so(ani: Somebody) -> None:
    ani.says("/start ruang-lowokwaru")
    none = "Di Lowokwaru belum ada tempat coworking yang saya ketahui. Mau saya kabari kalau ada jadwal di sana?"
    assert ani.seen == [f"{none}\n[Kabari saya kalau ada jadwal]\n{ON}"]


def test_a_closed_space_takes_nobody_any_more(rooms: Rooms, space: Space, ani: Somebody, desk: Desk) -> None:
    make_slots(desk)
    rooms.keep(closing.close_space, space_id=space.id, reason="Pindah")
    ani.says("/ruang")
    ani.press(f"v1:ruang:place:{space.id}")
    assert ani.seen[-1].splitlines()[-4:] == [
        "Tempat ini sudah tutup seterusnya.",
        "[📍 Lihat di peta]",
        "[‹ Jadwal di kecamatan ini]",
        "[‹ Menu]",
    ]
    assert ani.press("v1:ruang:in:atlantis") == OLD
    assert ani.press("v1:ruang:place:77") == OLD
    assert ani.press("v1:ruang:wish:atlantis") == OLD


def test_the_nearest_come_first_and_the_place_is_not_kept(
    rooms: Rooms, space: Space, ani: Somebody, desk: Desk
) -> None:
    rooms.space("Ruang Jauh", "sukun", latitude=-8.02, longitude=112.63)
    rooms.space("Ruang Tanpa Titik", "sukun")
    ani.says("/ruang")
    ani.presses("📍 Terdekat dari saya")
    assert ani.seen[-1] == (
        "Tekan tombol di bawah untuk mengirim lokasimu. Saya pakai sekali ini saja untuk mencari yang terdekat, "
        "lalu tidak saya simpan. Kalau tidak jadi: /batal"
    )
    assert desk.chats[7][-1]["reply_markup"]["keyboard"] == [
        [{"text": "📍 Kirim lokasi saya", "request_location": True}]
    ]
    assert (
        ani.sends(location={"latitude": -7.972, "longitude": 112.63})
        == """\
Terima kasih. Lokasimu hanya saya pakai sekarang, tidak saya simpan.
---
Yang paling dekat denganmu, dihitung garis lurus:
[Ruang Satu · 200 m]
[Ruang Jauh · 5,3 km]
[Semua kecamatan]
[‹ Menu]"""
    )
    assert ani.presses("Ruang Satu · 200 m") == CARD
    assert ani.says("/batal").startswith("Tidak ada yang sedang kamu isi.")


def test_the_key_that_asks_for_a_place_goes_when_it_is_left(space: Space, ani: Somebody, desk: Desk) -> None:
    ani.says("/ruang")
    ani.presses("📍 Terdekat dari saya")
    assert ani.says("/batal") == "Baik, yang tadi dibatalkan. Kembali ke menu: /start"
    assert desk.chats[7][-1]["reply_markup"] == {"remove_keyboard": True}
    ani.presses("📍 Terdekat dari saya")
    ani.says("/ruang")
    closed, overview = desk.chats[7][-2:]
    assert (closed["text"], closed["reply_markup"]) == ("Baik, yang tadi saya tutup.", {"remove_keyboard": True})
    assert "inline_keyboard" in overview["reply_markup"]
    assert "---" not in ani.says("/ruang")


def test_no_place_on_the_map_is_known(ani: Somebody) -> None:
    said = ani.sends(location={"latitude": -7.972, "longitude": 112.63})
    assert said.splitlines()[2:] == [
        "Maaf, belum ada tempat yang titiknya di peta saya ketahui. Coba cari lewat kecamatan, ya.",
        "[Semua kecamatan]",
        "[‹ Menu]",
    ]


def test_a_group_sees_free_seats_and_goes_on_in_private(desk: Desk, space: Space, ani: Somebody) -> None:
    make_slots(desk)
    assert (
        ani.says("/ruang", group=GROUP)
        == """\
Kursi coworking yang kosong

Klojen: 4 kursi, hari ini
Blimbing: belum ada tempat yang saya ketahui
Lowokwaru: belum ada tempat yang saya ketahui
Sukun: belum ada tempat yang saya ketahui
Kedungkandang: belum ada tempat yang saya ketahui

Pilih kecamatan: pesannya di obrolan pribadi, ya.
[Klojen · 4 kursi]
[Blimbing]
[Lowokwaru]
[Sukun]
[Kedungkandang]"""
    )
    rows = desk.chats[GROUP][-1]["reply_markup"]["inline_keyboard"]
    assert [row[0]["url"].partition("=")[2] for row in rows] == [
        "ruang-klojen",
        "ruang-blimbing",
        "ruang-lowokwaru",
        "ruang-sukun",
        "ruang-kedungkandang",
    ]
    ani.press("v1:ruang:in:klojen", group=GROUP)
    assert desk.chats[GROUP][-1]["reply_markup"]["inline_keyboard"] == [
        [{"text": "Pesan di obrolan pribadi", "url": "https://t.me/malang_bot?start=ruang-klojen"}]
    ]
    assert ani.press("v1:book:slot:1", group=GROUP) == OLD
    assert ani.press("v1:mine:show", group=GROUP) == OLD
    assert ani.says("/kursiku", group=GROUP) == ""
    assert ani.says("/start ruang").splitlines()[-1] == "[‹ Menu]"
