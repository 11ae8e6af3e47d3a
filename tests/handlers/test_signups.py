"""/pendaftar: a ketua sees how slots stand and who is in them, checks in, takes a file, sets the digest."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

import render
from jobs import keeping as jobs
from models import AuditEntry
from services.coworking.slots import Asks
from services.coworking.values import Seat, Slot
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody

WHEN = "Selasa, 24 November 2026, 10.30–13.30 WIB"
SHORT = "Sel, 24 Nov 10.30–13.30 · Ruang Uji"
BUTTON = "Sel, 24 Nov 10.30 · Ruang Uji"
GONE = "Tidak ketemu. Mungkin sudah dihapus, atau bukan di kecamatanmu."
REFUSED = "Bagian ini untuk ketua. Kalau kamu mestinya ketua, minta undangan kepada satgas, ya."
HOME = f"""\
Pendaftar
Slot terdekat di ruang yang kamu urus. Tekan satu untuk melihat orangnya.

{SHORT}
Terdaftar 4/4 · antre 3
[{BUTTON}]
[Cari nama/kode] [Kabar pendaftar]
[‹ Menu]"""


def card(taken: int = 4, booked: int = 4, parties: int = 2, come: int = 0, waiting: int = 3) -> str:
    """The card of the slot."""
    return f"""\
Ruang Uji
{WHEN}

Kursi terpakai: {taken} dari 4
Terdaftar: {booked} orang dalam {parties} pendaftaran
Sudah check-in: {come} orang
Tidak datang: 0 orang
Antre: {waiting} orang

Angka di pesan ini ikut berubah sendiri.
[Daftar nama] [Antrean]
[Daftarkan orang] [Tulis pesan]
[Unduh XLSX] [Unduh CSV]
[Atur slot] [‹ Pendaftar]"""


def seen(seat: Seat, state: str = "terdaftar", deeds: str = "[Check-in] [Batalkan kursi]") -> str:
    """Ani's seat."""
    return f"""\
Ruang Uji
{WHEN}

Ani · 2 orang
Status: {state}
Kode: {seat.code}
Mendaftar: 24 November 2026, 10.00 WIB
{deeds}
[‹ Daftar nama] [‹ Slot]"""


@pytest.fixture
def slot(counter: Counter, rini: Somebody) -> Slot:
    return counter.slot(counter.space())


def fill(counter: Counter, slot: Slot) -> tuple[Seat, Seat]:
    """Ani and Budi have seats, Budi without his name; Cici waits."""
    ani, budi, cici = (counter.desk.person(name, number=at) for at, name in enumerate(("Ani", "Budi", "Cici"), start=7))
    seats = counter.seat(slot, ani, 2), counter.seat(slot, budi, 2, shares=False)
    counter.wait(slot, cici, 3)
    return seats


def entries(desk: Desk) -> list[tuple[str, str, dict[str, Any]]]:
    """The audit trail of looks."""
    wanted = select(AuditEntry.deed, AuditEntry.subject, AuditEntry.detail).order_by(AuditEntry.id)
    with desk.database() as db:
        rows = [(deed, subject, json.loads(detail)) for deed, subject, detail in db.execute(wanted)]
    return [row for row in rows if row[0].split(".")[1] in ("list", "find", "look", "export")]


def test_a_ketua_sees_a_slot_its_people_and_checks_somebody_in(
    desk: Desk, counter: Counter, rini: Somebody, slot: Slot
) -> None:
    seat, other = fill(counter, slot)
    assert rini.says("/pendaftar") == HOME
    assert rini.presses(BUTTON) == card()
    assert (
        rini.presses("Daftar nama")
        == f"""\
Ruang Uji
{WHEN}

Pendaftaran: 2

• Ani · 2 orang · terdaftar · {seat.code}
• Nama tidak dibagikan · 2 orang · terdaftar · {other.code}
[Ani · 2] [{other.code} · 2]
[‹ Slot]"""
    )
    assert rini.presses("Ani · 2") == seen(seat)
    assert rini.toast("Check-in") == "Check-in berhasil."
    assert rini.seen[-1] == seen(seat, "sudah check-in", "[Batalkan check-in]")
    assert rini.presses("‹ Slot") == card(come=2)
    rini.presses("Daftar nama")
    rini.presses("✓ Ani · 2")
    assert rini.toast("Batalkan check-in") == "Check-in dibatalkan."
    assert rini.seen[-1] == seen(seat)
    rini.presses("‹ Slot")
    assert (
        rini.presses("Antrean")
        == f"""\
Ruang Uji
{WHEN}

Antrean: 1

1. Cici · 3 orang
[‹ Slot]"""
    )
    assert entries(desk) == [
        ("seats.list", f"slot:{slot.id}", {"rows": 2}),
        ("seat.look", f"seat:{seat.id}", {"rows": 1}),
        ("seat.look", f"seat:{seat.id}", {"rows": 1}),
        ("seats.list", f"slot:{slot.id}", {"rows": 2}),
        ("seat.look", f"seat:{seat.id}", {"rows": 1}),
        ("seat.look", f"seat:{seat.id}", {"rows": 1}),
        ("line.list", f"slot:{slot.id}", {"rows": 1}),
    ]


def test_a_seat_is_found_by_its_code_or_a_shared_name(desk: Desk, counter: Counter, rini: Somebody, slot: Slot) -> None:
    seat, other = fill(counter, slot)
    none = (
        "Tidak ada pendaftar yang cocok dengan {}. Coba ketik kodenya persis seperti di layar orangnya.\n[‹ Pendaftar]"
    )
    assert rini.says(f"/pendaftar {seat.code.lower()[:4]} {seat.code[4:]}") == seen(seat)
    rini.says("/pendaftar")
    assert (
        rini.presses("Cari nama/kode")
        == """\
Ketik kode, atau sebagian nama. Nama hanya ketemu kalau orangnya setuju membagikannya kepada pengelola.
[‹ Pendaftar]"""
    )
    assert rini.says("budi") == none.format("budi")
    assert rini.says("ANI") == seen(seat)
    assert rini.sends(sticker={"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "type": "regular",
                               "is_animated": False, "is_video": False}) == (
        "Yang dicari harus kode atau nama yang diketik. Coba tulis, misalnya: BCDF GHJK, atau: Ani.\n[‹ Pendaftar]"
    )  # fmt: skip
    rini.presses("‹ Pendaftar")
    dewi = desk.person("Dewi Ani", number=19)
    counter.seat(counter.slot(counter.space(name="Lain"), capacity=9, title="Kelas <kopi>"), dewi)
    rini.presses("Cari nama/kode")
    found = rini.says("ani").splitlines()
    assert found[0] == "Hasil untuk ani: 2. Pilih satu, atau ketik kata lain."
    assert found[2:4] == [f"• Ani · 2 orang · terdaftar · {seat.code}", "Sel, 24 Nov 10.30–13.30 · Ruang Uji"]
    assert found[6:] == ["Sel, 24 Nov 10.30–13.30 · Kelas <kopi> · Lain", "[Ani · 2] [Dewi Ani · 1]", "[‹ Pendaftar]"]
    assert other.code not in "\n".join(found)


def test_another_kecamatan_is_as_if_it_were_not_there(desk: Desk, counter: Counter, slot: Slot) -> None:
    seat, _ = fill(counter, slot)
    sukma = counter.ketua("Sukma", "sukun", number=202)
    assert (
        sukma.says("/pendaftar")
        == """\
Pendaftar
Belum ada slot yang akan datang. Buka slot baru lewat /slot, ya.
[Cari nama/kode] [Kabar pendaftar]
[‹ Menu]"""
    )
    pressed = ["signups:slot:{}", "signups:list:{}:0", "signups:line:{}:0", "signups:xlsx:{}", "signups:csv:{}"]
    told = [sukma.press(f"v1:{one.format(number)}") for one in pressed for number in (slot.id, 999)]
    told += [sukma.press(f"v1:signup:{deed}:{n}") for deed in ("see", "approve", "in", "undo") for n in (seat.id, 999)]
    assert set(told) == {GONE}
    assert sukma.says(f"/pendaftar {seat.code}").startswith("Tidak ada pendaftar yang cocok")
    assert [row[2] for row in entries(desk)] == [{"rows": 0}]


def test_only_ketua_and_satgas_come_in(desk: Desk, counter: Counter, slot: Slot, ani: Somebody, sari: Somebody) -> None:
    assert ani.says("/pendaftar") == f"{REFUSED}\n[‹ Menu]"
    assert ani.press(f"v1:signups:slot:{slot.id}") == REFUSED
    assert sari.says("/pendaftar").splitlines()[3:] == [
        SHORT,
        "Terdaftar 0/4",
        f"[{BUTTON}]",
        "[✓ Semua] [Klojen]",
        "[Blimbing] [Lowokwaru]",
        "[Sukun] [Kedungkandang]",
        "[Cari nama/kode] [Kabar pendaftar]",
        "[‹ Menu]",
    ]
    assert sari.presses("Sukun").splitlines()[1].startswith("Belum ada slot")
    assert sari.presses("Klojen").splitlines()[3] == SHORT
    assert "[✓ Jangan dikabari]" in sari.presses("Kabar pendaftar").splitlines()


def test_an_approval_is_given_and_told(desk: Desk, counter: Counter, rini: Somebody, ani: Somebody) -> None:
    slot = counter.slot(counter.space(), asks=Asks(approval=True))
    seat = counter.seat(slot, ani, 2)
    assert rini.says("/pendaftar").splitlines()[4] == ("Terdaftar 2/4 · 2 menunggu persetujuan")
    rini.presses(BUTTON)
    rini.presses("Daftar nama")
    assert rini.presses("Ani · 2") == seen(seat, "menunggu persetujuan", "[Setujui] [Tolak]")
    assert rini.press(f"v1:signup:in:{seat.id}") == ("Pendaftaran ini belum disetujui. Setujui dulu, lalu check-in.")
    assert rini.toast("Setujui") == "Disetujui. Orangnya dikabari."
    assert rini.seen[-1] == seen(seat)
    assert len(ani.seen) == 1
    assert rini.press(f"v1:signup:approve:{seat.id}") == "Sudah begitu dari tadi."
    assert len(ani.seen) == 1


def test_the_count_in_the_chat_follows(desk: Desk, counter: Counter, rini: Somebody, slot: Slot) -> None:
    rini.says("/pendaftar")
    assert rini.presses(BUTTON) == card(0, 0, 0, waiting=0)
    fill(counter, slot)
    tick(desk, jobs.renew_counts)
    assert rini.seen == [card()]
    tick(desk, jobs.renew_counts)
    assert rini.seen == [card()]
    names = rini.presses("Daftar nama")
    counter.wait(slot, desk.person("Eka", number=11), 2)
    tick(desk, jobs.renew_counts)
    assert rini.seen == [names]


def test_new_sign_ups_are_told_together_as_often_as_the_ketua_likes(
    desk: Desk, counter: Counter, rini: Somebody, slot: Slot
) -> None:
    rini.says("/pendaftar")
    rini.presses("Kabar pendaftar")
    assert rini.toast("Tiap jam") == "Tersimpan."
    assert (
        rini.seen[-1]
        == """\
Seberapa sering kamu mau dikabari soal pendaftar baru? Kalau tidak ada yang baru, tidak ada kabar.
[Jangan dikabari]
[✓ Tiap jam]
[Tiap hari pukul 17.00]
[Tiap Minggu pukul 17.00]
[‹ Pendaftar]"""
    )
    desk.later(minutes=1)
    fill(counter, slot)
    tick(desk, jobs.tell_digests)
    assert len(rini.seen) == 1
    desk.later(hours=1)
    tick(desk, jobs.tell_digests)
    tick(desk, jobs.tell_digests)
    assert rini.seen[1:] == [
        """\
Pendaftar baru sejak kabar terakhir:

Sel, 24 Nov 10.30–13.30 · Ruang Uji
2 pendaftaran, 4 orang
[Sel, 24 Nov 10.30–13.30]
[Kabar pendaftar]"""
    ]
    assert rini.presses("Sel, 24 Nov 10.30–13.30") == card()


def files(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files that are made from here on."""
    made: list[bytes] = []

    def make(name: str, values: Any) -> render.File:
        made.append((file := render.MAKERS[name](values)).content)
        return file

    monkeypatch.setattr(render, "make", make)
    return made


def test_the_file_holds_only_what_the_slot_needs(
    desk: Desk, counter: Counter, rini: Somebody, slot: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = files(monkeypatch)
    seat, other = fill(counter, slot)
    asking = counter.slot(counter.space(), asks=Asks(purpose=True, contact=True), title="Kelas")
    told = counter.seat(asking, desk.person("Fitri", number=12), purpose="=1+1", contact_phone="0812")
    rini.says("/pendaftar")
    assert rini.press(f"v1:signups:csv:{slot.id}") == ""
    assert rini.seen[-1] == (
        "(document pendaftar-ruang-uji-2026-11-24.csv) Pendaftar di slot ini: 2. Berisi data orang: simpan baik-baik, "
        "jangan diteruskan ke grup. Unduhan ini tercatat."
    )
    rini.press(f"v1:signups:csv:{asking.id}")
    rini.press(f"v1:signups:xlsx:{asking.id}")
    assert made[0].decode("utf-8-sig").splitlines() == [
        "No;Kode;Nama;Orang;Status;Mendaftar",
        f"1;{seat.code};Ani;2;terdaftar;2026-11-24 10:00",
        f"2;{other.code};;2;terdaftar;2026-11-24 10:00",
    ]
    assert made[1].decode("utf-8-sig").splitlines() == [
        "No;Kode;Nama;Orang;Status;Telepon;Keperluan;Mendaftar",
        f"1;{told.code};Fitri;1;terdaftar;'0812;'=1+1;2026-11-24 10:00",
    ]
    with ZipFile(BytesIO(made[2])) as book:
        strings, sheet = (book.read(f"xl/{name}.xml").decode() for name in ("sharedStrings", "worksheets/sheet1"))
    assert "<t>0812</t>" in strings and "<t>=1+1</t>" in strings and "<f>" not in sheet
    assert entries(desk) == [
        ("seats.export", f"slot:{slot.id}", {"rows": 2}),
        ("seats.export", f"slot:{asking.id}", {"rows": 1}),
        ("seats.export", f"slot:{asking.id}", {"rows": 1}),
    ]


def tick(desk: Desk, job: Any) -> None:
    """What a job says arrives."""
    with desk.database() as db:
        drafts = job(db, teller=desk.house.teller, now=desk.now)
    for draft in drafts:
        desk._show(replace(draft, due_at=None))


def test_pages_are_turned(desk: Desk, counter: Counter, rini: Somebody) -> None:
    space = counter.space()
    slots = [counter.slot(space, starts=desk.now + timedelta(days=day), capacity=30) for day in range(1, 10)]
    for number in range(9):
        counter.seat(slots[0], desk.person(f"Warga {number}", number=500 + number))
    assert rini.says("/pendaftar").splitlines()[-12:-10] == [
        "Halaman 1 dari 2",
        "[Rab, 25 Nov 10.00 · Ruang Uji]",
    ]
    assert rini.presses("›").splitlines()[-4:-2] == ["[Kam, 3 Des 10.00 · Ruang Uji]", "[‹]"]
    rini.presses("‹")
    rini.presses("Rab, 25 Nov 10.00 · Ruang Uji")
    assert rini.presses("Daftar nama").splitlines()[-2:] == ["[›]", "[‹ Slot]"]
    assert rini.presses("›").splitlines()[-3:] == ["[Warga 8 · 1]", "[‹]", "[‹ Slot]"]
