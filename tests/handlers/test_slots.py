"""/slot: a ketua adds spaces and slots, changes them, closes and opens them again; everybody it touches is told."""

from typing import Any

import pytest
from sqlalchemy import select

from models import AuditEntry, Form, Pattern, Slot as Slots
from services import roles
from services.coworking import reading, slots, spaces
from services.coworking.values import Slot, Space
from services.roles import TakeBack
from tests.handlers.conftest import SARI
from tests.handlers.test_signups import GONE, REFUSED
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody

WHEN = "Selasa, 24 November 2026, 10.30–13.30 WIB"
DAY = """\
Hari apa? Ketik, misalnya: besok, Jumat, atau 24 November 2026.
[Hari ini] [Besok]
[Tidak jadi]"""
TIMES = "Jam berapa sampai jam berapa? Ketik, misalnya: 09.00–12.00, atau: 9 pagi sampai 12 siang.\n{}[Tidak jadi]"
SEATS = """\
Untuk berapa orang? Ketik angkanya, 1 sampai 5000. Kalau dikurangi, yang sudah terdaftar tetap boleh datang.
[Tidak jadi]"""
TITLE = """\
Ada judulnya? Misalnya: Kelas foto produk, atau: Keanggotaan 2027. Kalau tidak perlu, tekan tombol.
[Tanpa judul] [Tidak jadi]"""


def space_card(name: str = "Ruang Uji", **told: str) -> str:
    """A space as its ketua sees it."""
    known = {"alamat": "–", "buka": "–", "fasilitas": "–", "subsektor": "–", "peta": "belum ada", "foto": "belum ada"}
    known |= told
    return f"""\
{name}
Kecamatan Klojen
Alamat: {known["alamat"]}
Jam buka: {known["buka"]}
Fasilitas: {known["fasilitas"]}
Subsektor: {known["subsektor"]}
Lokasi di peta: {known["peta"]}
Foto: {known["foto"]}
Kursi yang tidak diklaim: {known.get("kursi", "dilepas 20 menit sesudah slot mulai")}"""


WAYS = """\
[Slot] [Pola mingguan]
[Hari tutup] [QR pintu]
[Ubah data ruang]
[‹ Semua ruang]"""
PARTS = """\
[Nama] [Alamat]
[Jam buka] [Fasilitas]
[Lokasi di peta] [Foto]
[Subsektor]
[Jangan lepas kursi yang tidak diklaim]
[Tutup untuk selamanya]
[‹ Ruang]"""


def opening(when: str = WHEN, taken: str = "0 dari 4", title: str = "", ticks: str = "☐☐☐", state: str = "") -> str:
    """A slot as it is set up."""
    head = f"{title}\n" if title else ""
    line = "Buka antrean lagi" if "dijeda" in state else "Jeda antrean"
    return f"""\
{head}Ruang Uji
{when}

Kursi terpakai: {taken}{state}
[Ubah jumlah kursi] [Ubah judul]
[Pindah waktu]
[{ticks[0]} Perlu persetujuan ketua]
[{ticks[1]} Tanya keperluan]
[{ticks[2]} Tanya nama dan telepon]
[{line}]
[Tutup slot ini]
[‹ Slot] [‹ Semua slot]"""


@pytest.fixture
def space(counter: Counter, rini: Somebody) -> Space:
    return counter.space()


def at_space(rini: Somebody) -> str:
    """The card of the one space."""
    rini.says("/slot")
    return rini.presses("Ruang Uji · Klojen")


def form(desk: Desk) -> str | None:
    """The step of the one open form."""
    with desk.database() as db:
        return db.execute(select(Form.step)).scalar()


def test_a_space_is_added_and_told_about(desk: Desk, rini: Somebody) -> None:
    assert (
        rini.says("/slot")
        == """\
Ruang dan slot
Belum ada ruang yang kamu urus. Tambahkan yang pertama, ya.
[Tambah ruang]
[‹ Menu]"""
    )
    assert rini.presses("Tambah ruang") == "Apa nama ruangnya? Ketik, paling panjang 120 huruf.\n[Tidak jadi]"
    assert (
        rini.says("x" * 121) == "Terlalu panjang: paling banyak 120 huruf. Coba tulis lebih pendek, ya.\n[Tidak jadi]"
    )
    assert (
        rini.says("Ruang <Uji>")
        == """\
Di mana alamatnya? Ketik seperti di surat, paling panjang 200 huruf.
[Kosongkan] [Tidak jadi]"""
    )
    added = "Ruangnya sudah ditambahkan. Lengkapi datanya, lalu buka slot.\n\n"
    assert rini.says("Jalan Contoh 1") == added + space_card("Ruang <Uji>", alamat="Jalan Contoh 1") + "\n" + WAYS
    assert rini.presses("Ubah data ruang") == space_card("Ruang <Uji>", alamat="Jalan Contoh 1") + "\n" + PARTS
    rini.presses("Fasilitas")
    told = {"alamat": "Jalan Contoh 1", "fasilitas": "WiFi, AC"}
    assert rini.says("WiFi,  AC,") == "Tersimpan.\n\n" + space_card("Ruang <Uji>", **told) + "\n" + PARTS
    rini.presses("Subsektor")
    rini.presses("☐ Kuliner")
    rini.presses("☐ Gim")
    rini.presses("✓ Kuliner")
    assert rini.presses("Selesai") == space_card("Ruang <Uji>", **told, subsektor="Gim") + "\n" + PARTS
    assert rini.presses("Jangan lepas kursi yang tidak diklaim").splitlines()[10:] == [
        "Kursi yang tidak diklaim: tidak dilepas",
        *PARTS.replace("Jangan lepas", "Lepas").splitlines(),
    ]


def test_a_space_gets_its_place_and_its_picture(desk: Desk, rini: Somebody, space: Space) -> None:
    at_space(rini)
    rini.presses("Ubah data ruang")
    ask = "Kirim lokasinya: tekan penjepit, pilih Lokasi, geser petanya ke ruang itu, lalu kirim."
    assert rini.presses("Lokasi di peta") == f"{ask}\n[Kosongkan] [Tidak jadi]"
    assert (
        rini.says("di sana")
        == """\
Yang ini perlu dikirim sebagai lokasi: tekan penjepit, pilih Lokasi, lalu kirim.
[Kosongkan] [Tidak jadi]"""
    )
    placed = rini.sends(location={"latitude": -7.97, "longitude": 112.63})
    assert placed == "Tersimpan.\n\n" + space_card(peta="ada") + "\n" + PARTS
    rini.presses("Foto")
    photo = [{"file_id": name, "file_unique_id": name, "width": 1, "height": 1} for name in ("small", "large")]
    assert rini.sends(photo=photo).splitlines()[-1] == "(photo) Foto yang dilihat warga."
    with desk.database() as db:
        found = spaces.read_space(db, space_id=space.id)
    assert found is not None
    assert (found.latitude, found.longitude, found.picture) == (-7.97, 112.63, "large")
    rini.presses("Foto")
    assert rini.presses("Kosongkan") == "Tersimpan.\n\n" + space_card(peta="ada") + "\n" + PARTS


def test_a_slot_is_opened_step_by_step_and_typed_wrongly_first(desk: Desk, rini: Somebody, space: Space) -> None:
    assert at_space(rini) == space_card() + "\n" + WAYS
    assert rini.presses("Slot") == "Belum ada slot di Ruang Uji.\n[Buka slot baru] [‹ Ruang]"
    assert (
        rini.presses("Buka slot baru")
        == """\
Slot seperti apa?
[Satu kali, di satu hari]
[Tiap minggu]
[Panjang, misalnya keanggotaan]
[‹ Ruang]"""
    )
    assert rini.presses("Satu kali, di satu hari") == DAY
    buttons = "\n[Hari ini] [Besok]\n[Tidak jadi]"
    assert rini.says("31 Februari") == (
        "Tanggal itu tidak ada di kalender. Coba periksa lagi, lalu tulis seperti ini: 24 November 2026." + buttons
    )
    assert rini.says("kemarin") == (
        "Tanggal itu sudah lewat. Tulis hari ini atau sesudahnya, misalnya: besok, Jumat, atau 24 November 2026."
        + buttons
    )
    voice = {"file_id": "a", "file_unique_id": "b", "duration": 1}
    assert rini.sends(voice=voice) == (
        "Yang ini perlu diketik sebagai teks, bukan gambar, stiker, suara, atau terusan. Coba ketik, ya." + buttons
    )
    assert rini.presses("Hari ini") == TIMES.format("[Ubah hari] ")
    again = "\n[Ubah hari] [Tidak jadi]"
    assert rini.says("jam 25") == (
        "Jam itu tidak ada. Sehari mulai 00.00 sampai 23.59; tulis seperti ini: 09.00–12.00." + again
    )
    assert rini.says("jam 9") == "Tulis mulai dan selesainya sekaligus, misalnya: 09.00–12.00." + again
    assert rini.says("8-9") == ("Waktu itu sudah lewat. Tulis waktu yang belum selesai, atau pilih hari lain." + again)
    assert rini.presses("Ubah hari") == DAY
    assert rini.says("besok") == TIMES.format("[Ubah hari] ")
    assert rini.says("9 pagi sampai 12 siang") == SEATS
    assert rini.says("10.000") == (
        "Jumlah kursinya antara 1 dan 5000. Ketik angkanya saja, misalnya: 12.\n[Tidak jadi]"
    )
    assert rini.says("3") == TITLE
    assert form(desk) == "title"
    plan = """\
Ruang Uji
Rabu, 25 November 2026, 09.00–12.00
Kursi: 3
Judul: Kelas <kopi>

Tandai apa saja yang diminta dari pendaftar. Kalau sudah pas, tekan Buka.
[☐ Perlu persetujuan ketua]
[☐ Tanya keperluan]
[☐ Tanya nama dan telepon]
[Ubah hari] [Ubah jam]
[Ubah jumlah kursi] [Ubah judul]
[Buka] [Tidak jadi]"""
    assert rini.says("Kelas <kopi>") == plan
    assert rini.presses("☐ Tanya keperluan") == plan.replace("☐ Tanya kep", "✓ Tanya kep")
    opened = opening("Rabu, 25 November 2026, 09.00–12.00 WIB", "0 dari 3", "Kelas <kopi>", "☐✓☐")
    assert rini.presses("Buka") == f"Slotnya sudah dibuka.\n\n{opened}"
    assert form(desk) is None
    assert rini.presses("‹ Semua slot") == (
        "Slot di Ruang Uji. Angkanya: terpakai / kursi.\n"
        "[Rab, 25 Nov 09.00–12.00 · Kelas <kopi> · 0/3]\n[Buka slot baru] [‹ Ruang]"
    )


def test_a_membership_lasts_from_its_first_day_to_its_last(desk: Desk, rini: Somebody, space: Space) -> None:
    at_space(rini)
    rini.presses("Slot")
    rini.presses("Buka slot baru")
    rini.presses("Panjang, misalnya keanggotaan")
    rini.says("1 Januari 2027")
    assert rini.says("1 Januari 2027").splitlines()[0] == (
        "Slot panjang harus lebih dari satu hari: hari terakhirnya sesudah hari pertama. Tulis lagi hari terakhirnya, "
        "ya."
    )
    assert rini.says("31 Desember 2031").splitlines()[0].startswith("Terlalu jauh: paling jauh tiga tahun")
    assert rini.says("31 Desember 2027") == SEATS
    rini.says("20")
    rini.says("Keanggotaan 2027")
    told = rini.presses("Buka").splitlines()
    assert told[2:7] == [
        "Keanggotaan 2027",
        "Ruang Uji",
        "1 Januari 2027 – 31 Desember 2027",
        "",
        "Kursi terpakai: 0 dari 20",
    ]


def test_weekly_openings_make_their_slots_and_end(desk: Desk, rini: Somebody, space: Space) -> None:
    at_space(rini)
    assert rini.presses("Pola mingguan") == (
        "Belum ada pola mingguan di Ruang Uji. Dengan pola, slot 14 hari ke depan dibuat sendiri.\n"
        "[Tambah pola mingguan]\n[‹ Ruang]"
    )
    rini.presses("Tambah pola mingguan")
    assert rini.toast("Lanjut ›") == "Pilih dulu paling sedikit satu hari."
    rini.presses("☐ Senin")
    assert (
        rini.presses("☐ Rabu")
        == """\
Tiap hari apa saja? Boleh lebih dari satu; lalu tekan Lanjut.
[✓ Senin] [☐ Selasa] [✓ Rabu] [☐ Kamis]
[☐ Jumat] [☐ Sabtu] [☐ Minggu]
[Lanjut ›] [Tidak jadi]"""
    )
    assert rini.presses("Lanjut ›") == TIMES.format("")
    rini.says("08.00-10.00")
    rini.says("10")
    assert rini.presses("Tanpa judul").splitlines()[:4] == [
        "Ruang Uji",
        "Tiap Senin, Rabu, 08.00–10.00",
        "Kursi: 10",
        "Judul: –",
    ]
    assert rini.presses("Buka") == (
        "Polanya tersimpan. Slot untuk 14 hari ke depan sudah dibuat.\n[Pola mingguan] [Slot]"
    )
    with desk.database() as db:
        days = db.execute(select(Slots.day).order_by(Slots.day)).scalars().all()
    assert [day.isoformat() for day in days] == ["2026-11-25", "2026-11-30", "2026-12-02", "2026-12-07"]
    assert rini.presses("Pola mingguan") == (
        "Pola mingguan Ruang Uji. Dari sini slot 14 hari ke depan dibuat sendiri. "
        "Tekan satu untuk mengubah atau menghentikannya.\n"
        "[Senin 08.00–10.00 · 10 kursi]\n[Rabu 08.00–10.00 · 10 kursi]\n[Tambah pola mingguan]\n[‹ Ruang]"
    )
    rini.presses("Senin 08.00–10.00 · 10 kursi")
    assert rini.presses("Hentikan pola ini") == (
        "Hentikan pola ini? Slot ke depan yang belum dipakai siapa pun ditutup; yang sudah ada orangnya tetap jalan.\n"
        "[Ya, hentikan] [Tidak jadi]"
    )
    assert rini.toast("Ya, hentikan") == "Polanya berhenti."
    assert rini.seen[-1].splitlines()[1:3] == ["[Rabu 08.00–10.00 · 10 kursi]", "[Tambah pola mingguan]"]
    with desk.database() as db:
        assert len(db.execute(select(Slots.id).where(Slots.closed_at.is_(None))).all()) == 2
        assert len(db.execute(select(Pattern.id).where(Pattern.ended_at.is_(None))).all()) == 1


def test_a_weekly_opening_changes_in_place(
    desk: Desk, counter: Counter, rini: Somebody, space: Space, ani: Somebody
) -> None:
    """Until midnight; slots that nobody took change along, the one with somebody in it stays, and none is doubled."""
    at_space(rini)
    for label in ("Pola mingguan", "Tambah pola mingguan", "☐ Rabu", "Lanjut ›"):
        rini.presses(label)
    rini.says("19-24")
    rini.says("10")
    rini.presses("Tanpa judul")
    rini.presses("Buka")
    with desk.database() as db:
        first, _ = slots.coming_slots(db, space_id=space.id, now=desk.now)
    counter.seat(first, ani)
    rini.presses("Pola mingguan")
    assert (
        rini.presses("Rabu 19.00–00.00 · 10 kursi")
        == """\
Ruang Uji
Tiap Rabu, 19.00–00.00
Kursi: 10
Judul: –

Tandai apa saja yang diminta dari pendaftar. Kalau sudah pas, tekan Simpan.
[☐ Perlu persetujuan ketua]
[☐ Tanya keperluan]
[☐ Tanya nama dan telepon]
[Ubah hari-harinya] [Ubah jam]
[Ubah jumlah kursi] [Ubah judul]
[Hentikan pola ini]
[Simpan] [Tidak jadi]"""
    )
    rini.presses("Ubah jam")
    assert rini.says("18.00–21.00").splitlines()[1] == "Tiap Rabu, 18.00–21.00"
    assert rini.presses("Simpan") == (
        "Polanya sudah diubah. Slot yang sudah berjalan atau sudah ada orangnya tetap seperti semula (1): "
        "ubah satu per satu lewat Slot.\n[Pola mingguan] [Slot]"
    )
    assert rini.presses("Slot").splitlines()[1:3] == [
        "[Rab, 25 Nov 19.00–00.00 · 1/10]",
        "[Rab, 2 Des 18.00–21.00 · 0/10]",
    ]
    assert rini.press("v1:opening:edit:1") == GONE
    rini.press("v1:opening:edit:2")
    rini.presses("☐ Tanya keperluan")
    rini.presses("Ubah hari-harinya")
    rini.presses("✓ Rabu")
    rini.presses("☐ Kamis")
    rini.presses("Lanjut ›")
    assert rini.presses("Simpan").splitlines()[0] == "Polanya sudah diubah, juga di slot yang akan datang."
    assert rini.presses("Slot").splitlines()[1:6] == [
        "[Rab, 25 Nov 19.00–00.00 · 1/10]",
        "[Kam, 26 Nov 18.00–21.00 · 0/10]",
        "[Rab, 2 Des 18.00–21.00 · ditutup]",
        "[Kam, 3 Des 18.00–21.00 · 0/10]",
        "[Buka slot baru] [‹ Ruang]",
    ]


def fresh(desk: Desk, slot: Slot) -> Slot:
    with desk.database() as db:
        found = reading.read_slot(db, slot_id=slot.id)
    assert found is not None
    return found


def test_seats_more_and_fewer(desk: Desk, counter: Counter, rini: Somebody, space: Space, ani: Somebody) -> None:
    slot = counter.slot(space)
    counter.seat(slot, ani, 3)
    budi = desk.person("Budi", number=8)
    counter.wait(slot, budi, 2)
    rini.says("/slot")
    rini.press(f"v1:opening:show:{slot.id}")
    assert rini.seen[-1] == opening(taken="3 dari 4")
    assert rini.presses("Ubah jumlah kursi") == SEATS
    over = (
        "\n\nKelebihan 1 orang sejak kursinya dikurangi. Yang sudah terdaftar tetap boleh datang; "
        "kursi baru tidak diberikan sampai muat lagi."
    )
    assert rini.says("2") == "Tersimpan.\n\n" + opening(taken="3 dari 2", state=over)
    assert budi.seen == []
    rini.presses("Ubah jumlah kursi")
    assert rini.says("5") == "Tersimpan.\n\n" + opening(taken="5 dari 5")
    assert len(budi.seen) == 1
    assert ani.seen == []
    paused = "\n\nAntrean dijeda: belum ada yang bisa ikut antre."
    assert rini.presses("Jeda antrean") == opening(taken="5 dari 5", state=paused)
    assert rini.presses("Buka antrean lagi") == opening(taken="5 dari 5")
    assert rini.presses("☐ Perlu persetujuan ketua") == opening(taken="5 dari 5", ticks="✓☐☐")
    rini.presses("Ubah judul")
    assert rini.says("Kelas").splitlines()[:3] == ["Tersimpan.", "", "Kelas"]


def test_a_slot_moves_after_it_was_asked_once_more(
    desk: Desk, counter: Counter, rini: Somebody, space: Space, ani: Somebody
) -> None:
    slot = counter.slot(space)
    counter.seat(slot, ani)
    rini.says("/slot")
    rini.press(f"v1:opening:show:{slot.id}")
    assert rini.presses("Pindah waktu") == DAY
    assert rini.says("lusa") == TIMES.format("")
    assert rini.says("13-15") == (
        "Pindah ke Kamis, 26 November 2026, 13.00–15.00 WIB? Semua yang terdaftar dan antre dikabari.\n"
        "[Ya, pindah] [Tidak jadi]"
    )
    assert rini.says("ya") == "Tekan dulu salah satu tombol di bawah ini, ya.\n[Ya, pindah]\n[Tidak jadi]"
    assert ani.seen == []
    assert rini.presses("Ya, pindah") == (
        "Waktunya sudah pindah. Semua yang terdaftar dan antre dikabari.\n\n"
        + opening("Kamis, 26 November 2026, 13.00–15.00 WIB", "1 dari 4")
    )
    assert len(ani.seen) == 1
    assert rini.press("v1:change:yes") == "Isian ini sudah ditutup. Buka lagi dari awal, ya."
    assert fresh(desk, slot).day.isoformat() == "2026-11-26"


def test_a_closed_day_is_told_to_everybody_and_opened_again(
    desk: Desk, counter: Counter, rini: Somebody, space: Space, ani: Somebody
) -> None:
    slot = counter.slot(space)
    elsewhere = counter.slot(counter.space("sukun", "Ruang Lain"))
    counter.seat(slot, ani, 4)
    budi = desk.person("Budi", number=8)
    counter.wait(slot, budi, 2)
    at_space(rini)
    rini.presses("Hari tutup")
    assert rini.presses("Tutup satu hari") == (
        "Ruang Uji\n\nTutup di hari apa? Ketik, misalnya: besok, Jumat, atau 24 November 2026.\n"
        "[Hari ini] [Besok]\n[Tidak jadi]"
    )
    assert rini.presses("Hari ini") == (
        "Selasa, 24 November 2026\n\n"
        "Kenapa tutup di hari itu? Ketik alasannya; semua yang terdaftar dan antre membaca alasan itu.\n"
        "[Tanpa alasan] [Tidak jadi]"
    )
    assert rini.says("listrik <padam>") == (
        "Ruang Uji\n\nTutup pada Selasa, 24 November 2026. Slot yang ditutup: 1. Yang terdaftar: 4 orang. "
        "Yang antre: 2 orang. Mereka dikabari dan ditunjukkan tempat lain di waktu yang sama. "
        "Yang tidak punya Telegram perlu kamu kabari sendiri.\n\nAlasan: listrik <padam>\n[Ya, tutup] [Tidak jadi]"
    )
    assert rini.presses("Ya, tutup") == "Harinya sudah ditutup. Yang dikabari: 2 orang.\n[Buka lagi]\n[‹ Ruang]"
    for told in (ani.seen, budi.seen):
        assert len(told) == 1
        assert "listrik <padam>" in told[0]
        assert "Sukun" in told[0]
    assert fresh(desk, slot).closed and not fresh(desk, elsewhere).closed
    assert rini.toast("Buka lagi") == "Harinya dibuka lagi."
    assert rini.seen[-1] == "Belum ada hari tutup yang dipasang di Ruang Uji.\n[Tutup satu hari]\n[‹ Ruang]"
    assert not fresh(desk, slot).closed


def test_a_space_is_closed_for_good_and_opened_after_all(
    desk: Desk, counter: Counter, rini: Somebody, space: Space, ani: Somebody
) -> None:
    slot = counter.slot(space)
    counter.seat(slot, ani)
    at_space(rini)
    rini.presses("Ubah data ruang")
    rini.presses("Tutup untuk selamanya")
    rini.presses("Tanpa alasan")
    assert rini.presses("Tidak jadi") == "Baik, yang tadi dibatalkan.\n[‹ Ruang]"
    rini.presses("‹ Ruang")
    rini.presses("Ubah data ruang")
    rini.presses("Tutup untuk selamanya")
    rini.says("gedungnya dijual")
    assert rini.presses("Ya, tutup") == (
        "Ruangnya sudah ditutup untuk selamanya. Yang dikabari: 1 orang.\n[Buka lagi]\n[‹ Ruang]"
    )
    assert "gedungnya dijual" in ani.seen[0]
    closed = space_card() + "\nDitutup untuk selamanya.\n[Buka ruang ini lagi]\n[Ubah data ruang]\n[‹ Semua ruang]"
    assert rini.presses("‹ Ruang") == closed
    assert rini.press(f"v1:opening:day:{space.id}") == GONE
    assert rini.toast("Buka ruang ini lagi").startswith("Ruangnya dibuka lagi.")
    assert rini.seen[-1] == space_card() + "\n" + WAYS


def test_the_code_of_the_door_is_given_and_renewed(desk: Desk, rini: Somebody, space: Space) -> None:
    at_space(rini)
    rini.presses("QR pintu")
    door = (
        "(photo) QR pintu Ruang Uji. Cetak dan tempel di pintu: siapa yang memindainya selama slot berjalan langsung "
        "check-in.\n[Ganti QR pintu]\n[‹ Ruang]"
    )
    assert rini.seen[-1] == door
    rini.presses("Ganti QR pintu")
    assert rini.seen[-1] == (
        "Ganti QR pintu? QR lama di pintu langsung tidak berlaku, jadi yang baru harus dicetak dan ditempel.\n"
        "[Ya, ganti] [Tidak jadi]"
    )
    with desk.database() as db:
        assert spaces.space_of_door(db, door_code=space.door_code) is not None
    assert rini.toast("Ya, ganti") == "QR pintunya baru. Yang lama tidak berlaku lagi."
    assert rini.seen[-1] == door
    with desk.database() as db:
        assert spaces.space_of_door(db, door_code=space.door_code) is None


def pressed(space: int, slot: int) -> list[str]:
    """Every press that names a space or a slot."""
    of_space = (
        "kept:show kept:patterns kept:days kept:door kept:renew kept:renewed kept:reopen opening:new opening:day "
    )
    of_space += (
        "opening:weekly opening:long spaceform:show spaceform:name spaceform:place spaceform:sectors why:day why:space"
    )
    of_slot = (
        "opening:show opening:capacity opening:title opening:move opening:pause opening:resume opening:reopen why:slot "
    )
    of_slot += "guest:new letter:new letter:booked"
    presses = [f"v1:{one}:{space}" for one in of_space.split()] + [f"v1:{one}:{slot}" for one in of_slot.split()]
    presses += [
        f"v1:kept:slots:{space}:0",
        f"v1:kept:end:{space}:1",
        "v1:opening:edit:1",
        f"v1:kept:openday:{space}:2026-11-24",
    ]
    return [*presses, f"v1:spaceform:releases:{space}:0", f"v1:opening:asks:{slot}:7"]


def test_another_kecamatans_things_are_as_if_they_were_not_there(
    desk: Desk, counter: Counter, space: Space, ani: Somebody
) -> None:
    slot = counter.slot(space)
    sukma = counter.ketua("Sukma", "sukun", number=202)
    assert sukma.says("/slot").splitlines()[1] == "Belum ada ruang yang kamu urus. Tambahkan yang pertama, ya."
    told = {sukma.press(one) for one in [*pressed(space.id, slot.id), *pressed(999, 999), "v1:spaceform:in:klojen"]}
    assert told == {GONE}
    assert len(sukma.seen) == 1
    with desk.database() as db:
        trail: Any = db.execute(select(AuditEntry.deed).where(AuditEntry.actor_id != counter.founder.id)).all()
    assert trail == []
    assert ani.says("/slot") == f"{REFUSED}\n[‹ Menu]"
    assert {ani.press(one) for one in pressed(space.id, slot.id)} == {REFUSED}


def test_what_was_taken_back_stops_at_the_next_press(
    desk: Desk, counter: Counter, sari: Somebody, rini: Somebody, space: Space
) -> None:
    at_space(rini)
    rini.presses("Ubah data ruang")
    rini.presses("Nama")
    satgas, ketua = counter.known(sari), counter.known(rini)
    with desk.database() as db:
        team = roles.list_team(db, satgas_ids={SARI})
        (role,) = [held.id for one in team.members if one.person.id == ketua.id for held in one.held]
        taken = roles.take_back(db, actor_id=satgas.id, role_id=role, satgas_ids={SARI}, now=desk.now)
    assert taken.outcome is TakeBack.DONE
    assert rini.says("Nama baru").splitlines()[0] == REFUSED
    assert form(desk) is None
    with desk.database() as db:
        assert [one.name for one in spaces.spaces(db)] == ["Ruang Uji"]
