"""Check-in by the code on the door and by a seat's own; a seat on the spot; a guest's seat claimed."""

import pytest
from sqlalchemy import select

from models import AuditEntry, Person as People
from services.coworking import checkin, keeping, reading, spaces
from services.coworking.slots import Asks
from services.coworking.values import Slot, Space
from tests.support.desk import Desk, Somebody
from tests.support.rooms import Rooms, books, coded, known

WHERE = """\
Ruang Satu
Klojen
Selasa, 24 November 2026, 13.00–17.00 WIB"""
SEAT = f"""\
{WHERE}
Untuk {{party}} orang · {{state}}
Kode: CODE"""
ON = "[Cari jadwal lain]\n[‹ Menu]"
SEE = "[Lihat kursinya]\n[‹ Menu]"
UNKNOWN = f"Kode ini tidak saya kenal, atau bukan milikmu. Lihat kursimu lewat /kursiku.\n{ON}"


@pytest.fixture
def ani(desk: Desk) -> Somebody:
    """A resident who was here before."""
    return known(desk, "Ani", 7)


@pytest.fixture
def space(rooms: Rooms) -> Space:
    return rooms.space()


@pytest.fixture
def slot(rooms: Rooms, space: Space) -> Slot:
    """Three seats, in three hours."""
    return rooms.slot(space, 3, ahead=3)


@pytest.fixture
def cici(desk: Desk) -> Somebody:
    """Another one."""
    return known(desk, "Cici", 9)


def at_door(somebody: Somebody, space: Space) -> str:
    return coded(somebody.says(f"/start d-{space.door_code}"))


def test_the_door_checks_in_while_the_slot_runs(
    desk: Desk, rooms: Rooms, space: Space, slot: Slot, ani: Somebody
) -> None:
    books(ani, slot, 2)
    not_yet = "Belum ada jadwal yang berjalan di sini. Check-in bisa begitu jadwalnya mulai. Yang berikutnya:"
    assert at_door(ani, space) == f"{not_yet}\n\n{WHERE}\n[Pesan kursi]\n{ON}"
    desk.later(hours=3)
    seat = SEAT.format(party=2, state="sudah check-in")
    assert at_door(ani, space) == f"Selamat datang! Kamu sudah check-in.\n\n{seat}\n{SEE}"
    assert at_door(ani, space) == f"Kamu sudah check-in. Selamat bekerja!\n\n{seat}\n{SEE}"
    assert rooms.states() == [("checked_in", 2)]


def test_room_is_offered_on_the_spot(desk: Desk, rooms: Rooms, space: Space, slot: Slot, cici: Somebody) -> None:
    desk.later(hours=4)
    assert (
        at_door(cici, space)
        == f"""\
Kamu belum punya kursi di jadwal yang sedang berjalan, tetapi masih ada 3 kursi kosong.

{WHERE}

Mau langsung dipakai? Tekan jumlah orangnya.
[1] [2] [3]
[‹ Menu]"""
    )
    cici.presses("2")
    cici.presses("Setuju, daftarkan saya")
    assert (
        cici.presses("Lanjut tanpa berbagi")
        == f"""\
{WHERE}

Kursi untuk 2 orang

Pengelola tempat tidak melihat namamu, hanya kode kursinya.

Sudah benar?
[Pakai sekarang]
[Tidak jadi]"""
    )
    seat = SEAT.format(party=2, state="sudah check-in")
    assert coded(cici.presses("Pakai sekarang")) == (
        f"Selamat datang! Kamu sudah check-in.\n\n{seat}\n[Kursiku] [Batalkan]\n[‹ Menu]"
    )
    assert rooms.states() == [("checked_in", 2)]


def test_a_door_that_was_not_scanned_checks_nobody_in(
    desk: Desk, rooms: Rooms, space: Space, slot: Slot, ani: Somebody
) -> None:
    desk.later(hours=4)
    books(ani, rooms.slot(rooms.space("Ruang Dua"), 3, ahead=30))
    ani.says("/ruang")
    ani.press(f"v1:book:do:{slot.id}:1:dBCDFGHJKMNPQ")
    assert rooms.states() == [("confirmed", 1), ("confirmed", 1)]


def test_full_leads_to_the_same_time_elsewhere(
    desk: Desk, rooms: Rooms, space: Space, slot: Slot, ani: Somebody, cici: Somebody
) -> None:
    rooms.slot(rooms.space("Ruang Dua", "sukun"), 8, ahead=3)
    books(ani, slot, 3)
    desk.later(hours=3)
    full = "Jadwal yang sedang berjalan sudah penuh, dan kamu belum punya kursi di sini."
    assert at_door(cici, space) == f"{full}\n\n{WHERE}\n[Sukun · Sel, 24 Nov 13.00–17.00 · 8 kursi]\n{ON}"


def test_nobody_came_so_the_seat_goes_on(
    desk: Desk, rooms: Rooms, space: Space, slot: Slot, ani: Somebody, cici: Somebody
) -> None:
    books(ani, slot, 3)
    cici.says("/ruang")
    cici.press(f"v1:book:go:{slot.id}:3:w")
    for label in ("Setuju, daftarkan saya", "Lanjut tanpa berbagi", "Masuk antrean"):
        cici.presses(label)
    desk.later(hours=3.4)
    rooms.tick()
    released = (
        "Jadwalnya sudah berjalan 20 menit dan kamu belum check-in, jadi kursimu saya lepas untuk yang menunggu. "
        "Masih mau datang? Pindai saja QR di pintu: kalau masih ada tempat, bisa langsung dipakai."
    )
    assert ani.seen[-1] == f"{released}\n\n{WHERE}\n[Cari jadwal lain]"
    offered = f"""\
Ada kursi yang saya simpankan untukmu di jadwal ini:

{WHERE}
Ditawarkan untukmu: 3 kursi, sampai 24 November 2026, 13.39 WIB
[Ambil] [Lewati]
[Kursiku]"""
    assert at_door(cici, space) == offered
    assert rooms.states() == [("no_show", 3)]


def test_an_old_door_code_counts_no_more(rooms: Rooms, space: Space, slot: Slot, ani: Somebody) -> None:
    rooms.keep(spaces.renew_door_code, space_id=space.id)
    old = "Kode pintu ini sudah tidak berlaku. Pindai QR terbaru yang terpasang di pintu, ya."
    assert at_door(ani, space) == f"{old}\n{ON}"
    closed = rooms.space("Ruang Dua", "sukun")
    assert at_door(ani, closed) == f"Belum ada jadwal yang dibuka di tempat ini.\n{ON}"


def test_a_seat_that_waits_for_approval_is_not_in(desk: Desk, rooms: Rooms, space: Space, ani: Somebody) -> None:
    books(ani, rooms.slot(space, 3, ahead=3, asks=Asks(approval=True)))
    desk.later(hours=3)
    head = "Pendaftaranmu sudah masuk dan menunggu persetujuan pengelola. Kursinya saya simpankan dulu."
    assert at_door(ani, space) == f"{head}\n\n{SEAT.format(party=1, state='menunggu persetujuan')}\n{SEE}"


def test_who_looks_after_it_checks_in_by_the_seats_code(
    desk: Desk, rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody, sari: Somebody
) -> None:
    books(ani, slot)
    link = f"/start s-{rooms.codes()[0]}"
    own = SEAT.format(party=1, state="sudah pasti")
    assert coded(ani.says(link)) == f"{own}\n{SEE}"
    assert cici.says(link) == UNKNOWN
    sign_up = "[Lihat pendaftarnya]\n[‹ Menu]"
    early = "Terlalu awal: check-in dibuka satu jam sebelum mulai."
    assert coded(sari.says(link)) == f"{early}\n\nAtas nama: Ani\n\n{own}\n{sign_up}"
    desk.later(hours=2)
    come = SEAT.format(party=1, state="sudah check-in")
    assert coded(sari.says(link)) == f"Check-in berhasil.\n\nAtas nama: Ani\n\n{come}\n{sign_up}"
    assert coded(sari.says(link.lower())).splitlines()[0] == "Kursi ini sudah check-in."
    assert rooms.states() == [("checked_in", 1)]
    with desk.database() as db:
        looks = db.execute(select(AuditEntry.actor_id).where(AuditEntry.deed == "seat.look")).scalars().all()
        keeper = db.execute(select(People.id).where(People.telegram_id == sari.number)).scalar_one()
    assert looks == [keeper] * 3
    assert rooms.keep(checkin.undo_check_in, seat_id=1, hours=rooms.hours).outcome.name == "UNDONE"


def test_a_guests_seat_is_claimed_by_its_code_once(
    desk: Desk, rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody
) -> None:
    guest = rooms.keep(
        keeping.sign_up_guest, slot_id=slot.id, asker="Rini", guest="Pak Tono", party=2, language="id"
    ).seat
    assert guest is not None
    link = f"/start s-{guest.code}"
    ask = "Kursi ini didaftarkan untuk seseorang yang waktu itu belum memakai Telegram. Apakah itu kamu?"
    assert cici.says(link) == f"{ask}\n\n{WHERE}\n[Ya, ini kursi saya]\n[‹ Menu]"
    assert cici.says(f"/kursiku {guest.code.lower()}") == cici.seen[0]
    assert cici.says("/kursiku BBBBBBBB") == UNKNOWN
    assert cici.presses("Ya, ini kursi saya").splitlines()[-2:] == ["[Setuju, daftarkan saya]", "[‹ Menu]"]
    seat = SEAT.format(party=2, state="sudah pasti")
    assert coded(cici.presses("Setuju, daftarkan saya")) == (
        f"Kursi ini sekarang jadi kursimu.\n\n{seat}\n[Kursiku] [Batalkan]\n[‹ Menu]"
    )
    assert ani.says(link) == UNKNOWN
    gone = "Itu tidak saya temukan, mungkin sudah tidak ada. Cari lagi lewat /ruang, ya."
    assert ani.press(f"v1:claim:do:{guest.code}") == gone
    with desk.database() as db:
        found = reading.read_seat(db, seat_id=guest.id)
    assert found is not None
    assert (found.person_id is not None, found.guest) == (True, "Pak Tono")
