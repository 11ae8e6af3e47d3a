"""/jelajah told as dialogues: lists and their pages, filters, search."""

import pytest

from notices.ideawords import Trail
from services.ideas.browsing import Filter, Order
from tests.support.desk import Desk, Somebody
from tests.support.plaza import Plaza

FILTERS = "[Pilih kecamatan] [Pilih bidang]\n[🔎 Cari]\n[‹ Menu]"
CHOOSE = "Tekan nomornya untuk membaca dan mendukung."


@pytest.fixture
def plaza(desk: Desk) -> Plaza:
    """A game for Klojen with three supporters, six murals for Sukun, one with one."""
    plaza = Plaza(desk)
    plaza.idea("Kelas gim", supports=3, sector="games", kecamatan="klojen")
    for number in range(1, 7):
        plaza.idea(f"Mural {number}", supports=int(number == 2), sector="art", kecamatan="sukun")
    return plaza


def test_nothing_yet(ani: Somebody) -> None:
    said = ani.says("/jelajah").splitlines()
    assert said[0] == "Belum ada ide yang tampil. Idemu boleh jadi yang pertama."
    assert said[-1] == "[‹ Menu]"
    assert not any("Cari" in line or "Urutkan" in line for line in said)


def test_the_newest_and_then_the_most_supported_page_by_page_in_place(plaza: Plaza, ani: Somebody) -> None:
    assert ani.says("/jelajah") == (
        "Ide warga, terbaru dulu (7)\n\n"
        "1. Mural 6\n👍 0 · Seni rupa · Sukun\n\n"
        "2. Mural 5\n👍 0 · Seni rupa · Sukun\n\n"
        "3. Mural 4\n👍 0 · Seni rupa · Sukun\n\n"
        "4. Mural 3\n👍 0 · Seni rupa · Sukun\n\n"
        f"5. Mural 2\n👍 1 · Seni rupa · Sukun\n\n{CHOOSE}\n"
        f"[1] [2] [3] [4] [5]\n[›]\n[Urutkan: paling didukung]\n{FILTERS}"
    )
    assert ani.presses("›") == (
        "Ide warga, terbaru dulu (7)\n\n"
        "1. Mural 1\n👍 0 · Seni rupa · Sukun\n\n"
        f"2. Kelas gim\n👍 3 · Gim · Klojen\n\n{CHOOSE}\n"
        f"[1] [2]\n[‹]\n[Urutkan: paling didukung]\n{FILTERS}"
    )
    assert ani.presses("‹").splitlines()[2] == "1. Mural 6"
    supported = ani.presses("Urutkan: paling didukung")
    assert [line for line in supported.splitlines() if line[:2] in ("1.", "2.", "3.")] == [
        "1. Kelas gim",
        "2. Mural 2",
        "3. Mural 6",
    ]
    assert ani.presses("Urutkan: terbaru").splitlines()[2] == "1. Mural 6"
    assert len(ani.seen) == 1


def test_of_a_kecamatan_and_of_a_sub_sector(plaza: Plaza, ani: Somebody) -> None:
    ani.says("/jelajah")
    assert ani.presses("Pilih kecamatan") == (
        "Ide untuk kecamatan mana? Angka di belakangnya: banyaknya ide.\n"
        "[Klojen (1)] [Sukun (6)]\n[Semua kecamatan]\n[‹ Daftar ide]\n[‹ Menu]"
    )
    assert ani.presses("Klojen (1)") == (
        f"Ide warga, terbaru dulu (1)\nHanya: Klojen\n\n1. Kelas gim\n👍 3 · Gim · Klojen\n\n{CHOOSE}\n"
        f"[1]\n[Urutkan: paling didukung]\n{FILTERS}"
    )
    assert ani.presses("Pilih bidang") == (
        "Ide di bidang apa? Angka di belakangnya: banyaknya ide.\n"
        "[Seni rupa (6)] [Gim (1)]\n[Semua bidang]\n[‹ Daftar ide]\n[‹ Menu]"
    )
    assert ani.presses("Seni rupa (6)").splitlines()[:4] == [
        "Ide warga, terbaru dulu (0)",
        "Hanya: Klojen · Seni rupa",
        "",
        "Belum ada ide di sini. Coba pilihan lain, atau kirim idemu sendiri.",
    ]
    ani.presses("Pilih kecamatan")
    assert ani.presses("Semua kecamatan").splitlines()[:2] == ["Ide warga, terbaru dulu (6)", "Hanya: Seni rupa"]
    ani.presses("Pilih bidang")
    assert ani.presses("Semua bidang").splitlines()[0] == "Ide warga, terbaru dulu (7)"


def test_search_by_words(plaza: Plaza, ani: Somebody) -> None:
    ani.says("/jelajah")
    assert ani.presses("🔎 Cari") == (
        "Ketik beberapa kata dari ide yang kamu cari, misalnya: kelas gim. Kode seperti IDE-2026-0012 juga bisa.\n"
        "[Semua ide]\n[‹ Menu]"
    )
    assert ani.sends(photo=[{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]) == (
        "Saya mencari dengan kata-kata. Ketik beberapa kata saja, atau /batal.\n[Semua ide]\n[‹ Menu]"
    )
    assert ani.says("kelas game") == (
        f"Ide yang cocok dengan “kelas game”\n\n1. Kelas gim\n👍 3 · Gim · Klojen\n\n{CHOOSE}\n"
        "[1]\n[🔎 Cari] [Semua ide]\n[‹ Menu]"
    )
    assert ani.presses("1").splitlines()[-2:] == ["[‹ Hasil pencarian]", "[‹ Menu]"]
    assert ani.presses("‹ Hasil pencarian").splitlines()[0] == "Ide yang cocok dengan “kelas game”"
    assert ani.says("gedung mcc").startswith("MCC")  # having found something, one may ask again


def test_what_was_found_is_paged_by_its_words(plaza: Plaza, ani: Somebody) -> None:
    first = ani.says("/jelajah mural")
    assert [line for line in first.splitlines() if line[0:1].isdigit()] == [f"{n}. Mural {n}" for n in range(1, 6)]
    assert ani.presses("›") == (
        f"Ide yang cocok dengan “mural”\n\n6. Mural 6\n👍 0 · Seni rupa · Sukun\n\n{CHOOSE}\n"
        "[6]\n[‹]\n[🔎 Cari] [Semua ide]\n[‹ Menu]"
    )
    assert ani.presses("‹").splitlines()[2] == "1. Mural 1"


def test_a_code_finds_its_idea_and_strange_words_find_none(plaza: Plaza, ani: Somebody) -> None:
    assert ani.says("/jelajah ide 2026 1").splitlines()[2] == "1. Kelas gim"
    assert ani.says("/jelajah <b>_*[").splitlines()[0] == (
        "Belum ada ide yang cocok dengan “<b>_*[”. Coba kata lain yang lebih umum, atau kirim sebagai idemu."
    )


def test_when_the_search_is_over_it_is_asked_again(desk: Desk, plaza: Plaza, ani: Somebody) -> None:
    ani.says("/jelajah mural")
    desk.later(hours=2)
    assert ani.toast("›") == "Pencariannya sudah lewat. Ketik kata-katanya lagi, ya."
    assert ani.seen[-1].startswith("Ketik beberapa kata dari ide yang kamu cari")


def test_leaving_the_search_asks_the_bot_again(plaza: Plaza, ani: Somebody) -> None:
    ani.says("/jelajah")
    ani.presses("🔎 Cari")
    ani.presses("Semua ide")
    assert ani.says("gedung mcc").startswith("MCC")


def test_buttons_fit_and_are_read_as_they_were_meant(desk: Desk) -> None:
    city = desk.house.city
    for order, found in ((Order.NEWEST, False), (Order.SUPPORTED, False), (None, True), (None, False)):
        for kecamatan in (None, city.kecamatan[-1].id):
            trail = Trail(order, Filter(kecamatan, "architecture"), found)
            data = trail.data("unsupport", city, 999_999_999)
            assert len(data.encode()) <= 64
            assert Trail.of(tuple(data.split(":")[3:6]), city) == trail
    assert Trail.of(("top", "9", "sulap"), city) == Trail(Order.SUPPORTED)


@pytest.mark.parametrize("place", ["a9.9.9", "b.", "a99999999999999999999"])
def test_a_place_nobody_can_read_is_the_beginning(plaza: Plaza, ani: Somebody, place: str) -> None:
    ani.says("/jelajah")
    ani.press(f"v1:ideas:list:new:-:-:{place}")
    assert ani.seen[-1].splitlines()[2] == "1. Mural 6"
