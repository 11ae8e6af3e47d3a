"""Booking: from /ruang to a seat by buttons, consents one by one; what a slot asks; full, overlapping, gone, forged."""

from typing import Any

import pytest
from sqlalchemy import select

from models import Consent
from services.coworking.slots import Asks
from services.coworking.values import Slot
from tests.support.desk import Desk, Somebody
from tests.support.rooms import Rooms, books, coded

FILE: dict[str, Any] = {"file_id": "a", "file_unique_id": "a"}
STICKER: dict[str, Any] = {
    "sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
}
PHOTO: dict[str, Any] = {"photo": [FILE | {"width": 9, "height": 9}], "caption": "3"}
FORWARDED: dict[str, Any] = {
    "text": "3",
    "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"},
}
OVERVIEW = """\
Kursi coworking yang kosong

Klojen: {klojen}
Blimbing: belum ada tempat yang saya ketahui
Lowokwaru: belum ada tempat yang saya ketahui
Sukun: {sukun}
Kedungkandang: belum ada tempat yang saya ketahui

Pilih kecamatan, atau cari yang paling dekat denganmu."""
WHERE = """\
Ruang Satu
Klojen
Rabu, 25 November 2026, 10.00–14.00 WIB"""
SEAT = WHERE.replace("Klojen", "Jalan Semeru 1, Klojen")
CONSENT = f"""\
{WHERE}

Sebelum mendaftar, saya minta izinmu dulu. Setiap izin ada tombolnya sendiri.

1. Mendaftar: namamu di Telegram dan isi pendaftaran ini disimpan untuk menyiapkan kursimu, \
sampai 90 hari sesudah jadwalnya selesai. Tanpa ini kursi tidak bisa dipesan.

2. Berbagi dengan pengelola: pengelola tempat boleh melihat nama dan kontakmu. Ini boleh dilewati.

Selengkapnya ada di /privasi.
[Setuju, daftarkan saya]
[Boleh dilihat pengelola]
[Tidak jadi]"""
QR = "(photo) QR kursimu. Tunjukkan kalau pengelola memintanya.\nKode: CODE"
CALENDAR = "(document kursi-CODE.ics) Buka berkas ini untuk memasukkan jadwalnya ke kalendermu."
NOT_WORDS = """\
Yang saya perlukan di sini tulisan, jadi stiker, foto, suara, atau pesan terusan belum bisa saya pakai. \
Ketik saja, ya, atau tekan tombol. Kalau tidak jadi: /batal"""


def booked(party: int, *, head: str = "Kursimu sudah dipesan. Sampai jumpa di sana!", seat: str = SEAT) -> str:
    return f"""\
{head}

{seat}
Untuk {party} orang · sudah pasti
Kode: CODE
[Kursiku] [Batalkan]
[‹ Menu]"""


@pytest.fixture
def slot(rooms: Rooms) -> Slot:
    """Three seats, tomorrow."""
    return rooms.slot(rooms.space(address="Jalan Semeru 1"), 3)


def presses(somebody: Somebody, *labels: str) -> str:
    """One button after the other; the message of the last one as it is then shown."""
    return [somebody.presses(label) for label in labels][-1]


def test_the_first_booking_takes_six_presses(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    doors = "[Blimbing]\n[Lowokwaru]\n[Sukun]\n[Kedungkandang]\n[📍 Terdekat dari saya]\n[Kursiku]\n[‹ Menu]"
    there = OVERVIEW.format(klojen="3 kursi, besok", sukun="belum ada tempat yang saya ketahui")
    assert ani.says("/ruang") == f"{there}\n[Klojen · 3 kursi]\n{doors}"
    assert (
        ani.presses("Klojen · 3 kursi")
        == """\
Klojen · besok, Rabu, 25 November 2026

Mau yang mana? Di tombol tertulis jam dan sisa kursinya.
[10.00–14.00 · 3 kursi]
[Tentang Ruang Satu]
[‹ Kecamatan lain]
[‹ Menu]"""
    )
    assert (
        ani.presses("10.00–14.00 · 3 kursi")
        == f"""\
{WHERE}
Sisa: 3 kursi

Untuk berapa orang? Tekan jumlahnya, atau ketik angkanya.
[1] [2] [3]
[Tidak jadi]"""
    )
    assert ani.presses("2") == CONSENT
    assert (
        ani.presses("Setuju, daftarkan saya")
        == f"""\
{WHERE}

Sebelum mendaftar, saya minta izinmu dulu. Setiap izin ada tombolnya sendiri.

1. Mendaftar: sudah kamu setujui ✓

2. Berbagi dengan pengelola: pengelola tempat boleh melihat nama dan kontakmu. Ini boleh dilewati.

Selengkapnya ada di /privasi.
[Boleh dilihat pengelola]
[Lanjut tanpa berbagi]
[Tidak jadi]"""
    )
    assert (
        ani.presses("Boleh dilihat pengelola")
        == f"""\
{WHERE}

Kursi untuk 2 orang

Pengelola tempat bisa melihat namamu.

Sudah benar?
[Pesan sekarang]
[Ubah jumlah] [Tidak jadi]"""
    )
    ani.presses("Pesan sekarang")
    assert [coded(one) for one in ani.seen] == [booked(2), QR, CALENDAR]
    assert (rooms.states(), rooms.fresh(slot).free) == ([("confirmed", 2)], 1)


def test_the_next_booking_takes_four(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    books(ani, slot)
    again = rooms.slot(rooms.space("Ruang Dua", "sukun"), 8, ahead=48)
    ani.says("/ruang")
    presses(ani, "Sukun · 8 kursi", "10.00–14.00 · 8 kursi", "7", "Pesan sekarang")
    assert (rooms.states(), rooms.fresh(again).free) == ([("confirmed", 1), ("confirmed", 7)], 1)


def test_nothing_is_agreed_to_that_was_not_pressed(
    desk: Desk, rooms: Rooms, slot: Slot, ani: Somebody, budi: Somebody
) -> None:
    ani.says("/ruang")
    ani.press(f"v1:book:do:{slot.id}:1:s")
    assert ani.seen == [CONSENT]
    assert (
        presses(ani, "Setuju, daftarkan saya", "Lanjut tanpa berbagi")
        == f"""\
{WHERE}

Kursi untuk 1 orang

Pengelola tempat tidak melihat namamu, hanya kode kursinya.

Sudah benar?
[Pesan sekarang]
[Ubah jumlah] [Tidak jadi]"""
    )
    ani.presses("Pesan sekarang")
    budi.says("/ruang")
    budi.press(f"v1:book:agree:{slot.id}:1:s:keeper")
    assert budi.seen[0].splitlines()[-2:] == ["[I agree, sign me up]", "[Never mind]"]
    with desk.database() as db:
        rows = db.execute(select(Consent.purpose, Consent.language, Consent.version).order_by(Consent.id)).all()
    assert [tuple(row) for row in rows] == [("seat", "id", 1), ("keeper", "en", 1)]
    assert rooms.states() == [("confirmed", 1)]


def test_fifty_taps_are_one_seat_and_one_confirmation(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    books(ani, slot)
    seen = ani.seen
    first = ani.desk.chats[7][0]
    taps = {ani.press(f"v1:book:do:{slot.id}:1:s", first) for _ in range(50)}
    assert taps == {"Kamu sudah punya kursi di jadwal ini. Lihat di Kursiku."}
    assert (ani.seen, rooms.states(), rooms.fresh(slot).taken) == (seen, [("confirmed", 1)], 1)


def test_what_is_typed_for_the_party_is_read_kindly(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    ani.says("/ruang")
    ani.press(f"v1:book:slot:{slot.id}")
    sizes = "[1] [2] [3]\n[Tidak jadi]"
    wrong = "Jumlahnya antara 1 dan 50 orang, ya. Tulis angkanya, misalnya: 3."
    unread = (
        "Jumlah orangnya belum saya mengerti. Tulis angkanya saja, misalnya: 3. "
        "Kalau mau hal lain, tekan tombol atau /batal dulu."
    )
    much = "Tempat ini paling banyak untuk 3 orang. Pilih jumlah yang lebih kecil, atau bagi ke beberapa jadwal."
    typed = {"0": wrong, "-1": wrong, "10,000": wrong, "10.000": wrong, "99999999999999": unread, "4": much}
    typed |= {"dua setengah": unread, "1,5": unread, "²": unread}
    assert {words: ani.says(words) for words in typed} == {words: f"{hint}\n{sizes}" for words, hint in typed.items()}
    assert [ani.sends(**one) for one in (STICKER, PHOTO, FORWARDED)] == [f"{NOT_WORDS}\n{sizes}"] * 3
    assert ani.says("buat tiga orang") == CONSENT
    assert rooms.states() == []


ASKED = f"""\
Kelas batik · {WHERE}

Kursi untuk 5 orang

Keperluan: rapat tim <gim>

Atas nama: Ani
Nomor: +6281234567890

Pengelola tempat tidak melihat namamu, hanya kode kursinya.

Jadwal ini perlu disetujui pengelola dulu. Jawabannya saya kirim ke sini.

Sudah benar?
[Pesan sekarang]
[Ubah jumlah] [Tidak jadi]"""
PURPOSE = "Untuk keperluan apa? Tulis satu baris saja, misalnya: rapat tim gim, 2 jam\n[Tidak jadi]"
NAME = "Atas nama siapa? Tulis namanya, atau tekan tombol di bawah.\n[Pakai “Ani”]\n[Tidak jadi]"
PHONE = (
    "Nomor telepon yang bisa dihubungi? Tekan tombol di bawah, atau ketik, misalnya: 0812 3456 7890. "
    "Kalau tidak jadi: /batal"
)


def contact(number: str, whose: int | None) -> dict[str, Any]:
    return {"contact": {"phone_number": number, "first_name": "Ani"} | ({"user_id": whose} if whose else {})}


def test_purpose_and_contact_are_asked_where_the_slot_needs_them(rooms: Rooms, ani: Somebody) -> None:
    asks = Asks(approval=True, purpose=True, contact=True)
    slot = rooms.slot(rooms.space(address="Jalan Semeru 1"), 20, asks=asks, title="Kelas batik")
    ani.says("/ruang")
    ani.press(f"v1:book:slot:{slot.id}")
    assert ani.presses("5") == PURPOSE
    assert ani.sends(**STICKER) == f"{NOT_WORDS}\n[Tidak jadi]"
    assert ani.says("x" * 201) == "Tulis satu baris saja, paling panjang 200 huruf, ya.\n[Tidak jadi]"
    assert ani.says("rapat\ntim  <gim>") == NAME
    ani.presses("Pakai “Ani”")
    assert ani.seen[-1] == PHONE
    asked = ani.desk.chats[7][-1]["reply_markup"]["keyboard"]
    assert asked == [[{"text": "Kirim nomor saya", "request_contact": True}]]
    other = "Itu kontak orang lain. Kirim nomormu sendiri dengan tombol di bawah, atau ketik nomornya."
    assert [ani.sends(**contact("+628123456789", whose)) for whose in (99, None)] == [other, other]
    bad = "Nomornya belum benar. Tulis 8–15 angka, misalnya: 0812 3456 7890."
    assert [ani.says(words) for words in ("12", "0812x345678", "٠٨١٢٣٤٥٦٧٨٩")] == [bad] * 3
    assert ani.says("/batal") == "Baik, yang tadi dibatalkan. Kembali ke menu: /start"
    assert ani.desk.chats[7][-1]["reply_markup"] == {"remove_keyboard": True}
    ani.press(f"v1:book:go:{slot.id}:5:s", ani.desk.chats[7][0])
    ani.says("rapat tim <gim>")
    ani.presses("Pakai “Ani”")
    noted, _, consent = ani.sends(**contact("+6281234567890", 7)).partition("\n---\n")
    assert noted == "Terima kasih, nomornya saya catat untuk pendaftaran ini."
    assert consent == f"Kelas batik · {CONSENT}"
    assert presses(ani, "Setuju, daftarkan saya", "Lanjut tanpa berbagi") == ASKED
    first = "Tinggal satu langkah: tekan tombol di pesan terakhir, atau /batal kalau tidak jadi."
    assert ani.says("halo?") == first
    waiting = booked(
        5,
        head="Pendaftaranmu sudah masuk dan menunggu persetujuan pengelola. Kursinya saya simpankan dulu.",
        seat=f"Kelas batik · {SEAT}",
    )
    assert coded(ani.presses("Pesan sekarang")) == waiting.replace("sudah pasti", "menunggu persetujuan")
    assert (rooms.states(), ani.seen[-1]) == ([("pending", 5)], first)


def test_a_form_may_be_left_and_asks_anew_when_it_is_gone(desk: Desk, rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    ani.says("/ruang")
    ani.press(f"v1:book:slot:{slot.id}")
    assert ani.says("/batal") == "Baik, yang tadi dibatalkan.\n[‹ Menu]"
    assert ani.presses("Tidak jadi") == ("Baik, tidak jadi. Kapan saja bisa dicoba lagi.\n[Cari jadwal lain]\n[‹ Menu]")
    asking = rooms.slot(rooms.space("Ruang Dua"), 5, asks=Asks(purpose=True), ahead=50)
    ani.press(f"v1:book:go:{asking.id}:1:s")
    ani.says("belajar")
    presses(ani, "Setuju, daftarkan saya", "Boleh dilihat pengelola")
    desk.later(hours=2)
    assert ani.presses("Pesan sekarang") == PURPOSE
    assert rooms.states() == []


def test_who_goes_elsewhere_is_in_no_form_any_more(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    ani.says("/ruang")
    for way in ("v1:ruang:show", "v1:mine:show", "v1:ruang:in:klojen", f"v1:ruang:open:{slot.space_id}", "v1:near:ask"):
        ani.press(f"v1:book:slot:{slot.id}")
        ani.press(way, ani.desk.chats[7][0])
        assert ani.says("halo").splitlines()[0] == "Halo! Mau tanya apa? Ketik saja di sini, atau pilih tombol."


FULL = f"""\
{WHERE}

Jadwal ini sudah penuh.

Pada waktu yang sama masih ada tempat di sini, atau pilih yang lain:
[Antre untuk 2 orang]
[Sukun · Rab, 25 Nov 10.00–14.00 · 8 kursi]
[Tidak jadi]"""
PARTLY = f"""\
{WHERE}

Untuk 3 orang belum cukup: sisanya 1 kursi.

Pada waktu itu di tempat lain juga belum ada yang cukup. Mau bagaimana?
[Ambil 1, antre untuk 2]
[Antre untuk 3 orang]
[Ambil 1 saja]
[Tidak jadi]"""


def test_full_is_the_line_or_the_same_time_elsewhere(rooms: Rooms, slot: Slot, ani: Somebody, desk: Desk) -> None:
    elsewhere = rooms.slot(rooms.space("Ruang Dua", "sukun"), 8)
    books(ani, slot, 3)
    cici = desk.person("Cici", number=9)
    cici.says("/ruang")
    cici.press(f"v1:book:slot:{slot.id}")
    assert cici.presses("2") == FULL
    presses(cici, "Sukun · Rab, 25 Nov 10.00–14.00 · 8 kursi", "Setuju, daftarkan saya", "Lanjut tanpa berbagi")
    cici.presses("Pesan sekarang")
    assert (rooms.fresh(elsewhere).free, rooms.states()) == (6, [("confirmed", 3), ("confirmed", 2)])


def test_waiting_shows_ones_rank(rooms: Rooms, slot: Slot, ani: Somebody, desk: Desk) -> None:
    books(ani, slot, 3)
    for number, name in ((9, "Cici"), (10, "Dedi")):
        waits = desk.person(name, number=number)
        waits.says("/ruang")
        waits.press(f"v1:book:go:{slot.id}:2:s")
        presses(waits, "Antre untuk 2 orang", "Setuju, daftarkan saya", "Lanjut tanpa berbagi", "Masuk antrean")
        rank = number - 8
        place = f"""\
{WHERE}
Antre untuk 2 orang · urutan ke-{rank}
[Ubah jumlah] [Keluar dari antrean]
[Kursiku]"""
        said = "Kamu sudah masuk antrean. Begitu ada kursi yang cukup, saya tawarkan kepadamu."
        assert waits.seen == [f"{said}\n\n{place}"]
        waits.press(f"v1:book:slot:{slot.id}")
        assert waits.seen == [f"Kamu memang sudah ada di antrean ini.\n\n{place}"]
    assert rooms.line() == [("waiting", 2), ("waiting", 2)]


def test_a_party_is_split_between_seats_and_the_line(rooms: Rooms, slot: Slot, ani: Somebody, desk: Desk) -> None:
    books(ani, slot, 2)
    cici = desk.person("Cici", number=9)
    cici.says("/ruang")
    cici.press(f"v1:book:slot:{slot.id}")
    assert cici.presses("3") == PARTLY
    presses(cici, "Ambil 1, antre untuk 2", "Setuju, daftarkan saya", "Lanjut tanpa berbagi", "Ambil 1, antre 2")
    rest = booked(1).replace("Kode: CODE", "Kode: CODE\n\nAntre untuk 2 orang · urutan ke-1")
    assert [coded(one) for one in cici.seen] == [rest, QR, CALENDAR]
    assert (rooms.states(), rooms.line()) == ([("confirmed", 2), ("confirmed", 1)], [("waiting", 2)])


def test_the_last_seat_goes_once_and_the_other_is_offered_the_line(
    rooms: Rooms, slot: Slot, ani: Somebody, desk: Desk
) -> None:
    cici = desk.person("Cici", number=9)
    cici.says("/ruang")
    cici.press(f"v1:book:go:{slot.id}:3:s")
    presses(cici, "Setuju, daftarkan saya", "Lanjut tanpa berbagi")
    books(ani, slot, 3)
    cici.presses("Pesan sekarang")
    assert cici.seen[0].splitlines()[4:] == [
        "Jadwal ini sudah penuh.",
        "",
        "Pada waktu itu di tempat lain juga belum ada yang cukup. Mau bagaimana?",
        "[Antre untuk 3 orang]",
        "[Tidak jadi]",
    ]
    assert rooms.states() == [("confirmed", 3)]


def test_two_at_the_same_time_one_is_kept(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    other = rooms.slot(rooms.space("Ruang Dua", "sukun"), 8, ahead=26)
    books(ani, slot)
    ani.says("/ruang")
    ani.press(f"v1:book:go:{other.id}:1:s")
    assert (
        ani.presses("Pesan sekarang")
        == """\
Waktunya bertabrakan dengan kursimu yang lain: Ruang Satu (Rab, 25 Nov 10.00–14.00).
Mau pakai yang mana?
[Yang baru, lepas yang lama]
[Tetap yang lama]"""
    )
    assert coded(ani.presses("Yang baru, lepas yang lama")) == (
        """\
Kursimu sudah dipesan. Sampai jumpa di sana!

Ruang Dua
Sukun
Rabu, 25 November 2026, 12.00–16.00 WIB
Untuk 1 orang · sudah pasti
Kode: CODE

Yang lama sudah saya lepas: Ruang Satu (Rab, 25 Nov 10.00–14.00)
[Kursiku] [Batalkan]
[‹ Menu]"""
    )
    assert rooms.states() == [("cancelled", 1), ("confirmed", 1)]


def test_old_and_forged_buttons_are_refused_kindly(rooms: Rooms, slot: Slot, ani: Somebody, desk: Desk) -> None:
    gone = "Itu tidak saya temukan, mungkin sudah tidak ada. Cari lagi lewat /ruang, ya.\n[Cari jadwal lain]\n[‹ Menu]"
    ani.says("/ruang")
    for forged in ("slot:999", "go:999:1:s", "do:999:1:s", "instead:999:1:w", "agree:999:1:s:seat"):
        ani.press(f"v1:book:{forged}")
        assert ani.seen == [gone]
    many = "Jumlahnya antara 1 dan 50 orang, ya. Tulis angkanya, misalnya: 3.\n[Cari jadwal lain]\n[‹ Menu]"
    ani.press(f"v1:book:do:{slot.id}:99:s")
    assert ani.seen == [many]
    assert ani.press(f"v1:book:do:{slot.id}:1:x") == "Tombol ini sudah tidak berlaku."
    desk.later(days=2)
    ani.press(f"v1:book:slot:{slot.id}", desk.chats[7][0])
    over = "Jadwal ini sudah selesai. Pilih jadwal lain, ya.\n[Cari jadwal lain]\n[‹ Menu]"
    assert ani.seen[0] == over
    assert rooms.states() == []


def test_an_edited_message_is_not_taken_and_the_form_stays(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    ani.says("/ruang")
    ani.press(f"v1:book:slot:{slot.id}")
    ani.says("0")
    edited: dict[str, Any] = {"message_id": 3, "date": 1_790_000_000, "edit_date": 1_790_000_001}
    ani.desk.handle(edited_message={**edited, "chat": ani.private, "from": ani.user, "text": "2"})
    assert ani.seen[-1] == (
        "Pesan yang diubah tidak saya baca lagi selama kamu sedang mengisi sesuatu. Kirim saja yang benar sebagai "
        "pesan baru, atau /batal untuk berhenti."
    )
    assert ani.says("2") == CONSENT
