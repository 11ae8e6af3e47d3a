"""/kursiku: seats, places and offers; other parties, cancelling once, QR again; offers taken, passed, expired."""

from datetime import timedelta

import pytest

from services.coworking import keeping, slots
from services.coworking.slots import Asks
from services.coworking.values import Slot
from tests.support.desk import Desk, Somebody
from tests.support.rooms import Rooms, books, coded

WHERE = """\
Ruang Satu
Klojen
Rabu, 25 November 2026, 10.00–14.00 WIB"""
SEAT = WHERE.replace("Klojen", "Jalan Semeru 1, Klojen")
LINE = "[Rab, 25 Nov 10.00 · Ruang Satu]"
ON = "[Cari jadwal lain]\n[‹ Menu]"
CARD = f"""\
{SEAT}
Untuk 1 orang · sudah pasti
Kode: CODE
[QR dan kalender] [Tentang tempatnya]
[Ubah jumlah] [Batalkan]
[Kursiku]
[‹ Menu]"""
QR = "(photo) QR kursimu. Tunjukkan kalau pengelola memintanya.\nKode: CODE"
CALENDAR = "(document kursi-CODE.ics) Buka berkas ini untuk memasukkan jadwalnya ke kalendermu."
OFFER = f"""\
Ada kursi kosong untukmu: {{party}} kursi. Saya simpankan sampai 24 November 2026, {{until}} WIB. Mau diambil?

{WHERE}
[Ambil] [Lewati]"""
DROPPED = f"""\
Kursimu sudah dilepas. Terima kasih sudah memberi tahu: orang lain jadi bisa memakainya.

{WHERE}
[Kursiku]
{ON}"""


@pytest.fixture
def slot(rooms: Rooms) -> Slot:
    """Three seats, tomorrow."""
    return rooms.slot(rooms.space(address="Jalan Semeru 1"), 3)


@pytest.fixture
def cici(desk: Desk) -> Somebody:
    """Somebody else who speaks Indonesian."""
    return desk.person("Cici", number=9)


def waits(somebody: Somebody, slot: Slot, party: int) -> None:
    """In line for a full slot."""
    somebody.says("/ruang")
    somebody.press(f"v1:book:go:{slot.id}:{party}:w")
    for label in ("Setuju, daftarkan saya", "Lanjut tanpa berbagi", "Masuk antrean"):
        somebody.presses(label)


def drops(somebody: Somebody, seat: int) -> str:
    """Give a seat up, by the buttons."""
    somebody.says("/kursiku")
    somebody.press(f"v1:mine:cancel:{seat}")
    return somebody.presses("Ya, lepas kursinya")


def test_nothing_yet(ani: Somebody) -> None:
    assert ani.says("/kursiku") == f"Kamu belum punya kursi atau antrean. Mau cari tempat?\n{ON}"


def test_everything_of_ones_own_and_only_that(rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody) -> None:
    books(ani, slot)
    other = rooms.slot(rooms.space("Ruang Dua", "sukun"), 1, ahead=48)
    books(cici, other)
    waits_for = f"v1:book:go:{other.id}:1:w"
    ani.says("/ruang")
    ani.press(waits_for)
    ani.presses("Masuk antrean")
    assert (
        coded(ani.says("/kursiku"))
        == f"""\
Kursi dan antreanmu

{SEAT}
Untuk 1 orang · sudah pasti
Kode: CODE

Ruang Dua
Sukun
Kamis, 26 November 2026, 10.00–14.00 WIB
Antre untuk 1 orang · urutan ke-1
{LINE}
[Kam, 26 Nov 10.00 · Ruang Dua]
{ON}"""
    )
    gone = "Itu tidak saya temukan, mungkin sudah tidak ada. Cari lagi lewat /ruang, ya."
    for forged in ("mine:seat:2", "mine:qr:2", "mine:party:2", "mine:cancel:2", "line:see:9", "line:party:9"):
        assert ani.press(f"v1:{forged}") == gone
    for forged in ("mine:drop:2", "mine:resize:2:1", "mine:rest:2:1", "line:leave:9", "offer:take:9", "offer:pass:9"):
        ani.press(f"v1:{forged}")
        assert ani.seen[-1].splitlines()[0] == gone
    assert rooms.states() == [("confirmed", 1), ("confirmed", 1)]


def test_the_qr_and_the_calendar_file_come_again(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    books(ani, slot)
    ani.says("/kursiku")
    assert coded(ani.presses(LINE[1:-1])) == CARD
    before = len(ani.seen)
    ani.presses("QR dan kalender")
    assert [coded(one) for one in ani.seen[before:]] == [QR, CALENDAR]
    shown = ani.desk.chats[7][-2:]
    code = rooms.codes()[0]
    assert shown[0]["caption"].endswith(f"Kode: <code>{code}</code>")
    assert shown[1]["document"]["file_name"] == f"kursi-{code}.ics"


def test_a_seat_that_waits_for_approval_has_no_qr_before(rooms: Rooms, ani: Somebody) -> None:
    slot = rooms.slot(rooms.space(address="Jalan Semeru 1"), 3, asks=Asks(approval=True))
    books(ani, slot)
    assert ani.press("v1:mine:qr:1") == "QR-nya baru ada sesudah kursinya pasti."
    ani.says("/kursiku")
    assert coded(ani.presses(LINE[1:-1])) == CARD.replace("sudah pasti", "menunggu persetujuan").replace(
        "[QR dan kalender] ", ""
    )


def test_cancelling_asks_once_and_frees_once(rooms: Rooms, slot: Slot, ani: Somebody) -> None:
    books(ani, slot)
    ani.says("/kursiku")
    ani.presses(LINE[1:-1])
    sure = f"Yakin kursi ini mau dilepas?\n\n{SEAT}\nUntuk 1 orang · sudah pasti\nKode: CODE"
    assert coded(ani.presses("Batalkan")) == f"{sure}\n[Ya, lepas kursinya]\n[Tidak, tetap saya pakai]"
    assert coded(ani.presses("Tidak, tetap saya pakai")) == CARD
    assert rooms.states() == [("confirmed", 1)]
    ani.presses("Batalkan")
    assert ani.presses("Ya, lepas kursinya") == DROPPED
    ani.press("v1:mine:drop:1")
    assert ani.seen[-1] == f"Kursi ini sudah dilepas sebelumnya.\n\n{WHERE}\n[Kursiku]\n{ON}"
    assert ani.press("v1:mine:cancel:1") == "Kursi ini sudah dilepas sebelumnya."
    assert (rooms.states(), rooms.fresh(slot).free) == ([("cancelled", 1)], 3)


def test_the_party_grows_as_far_as_there_is_room(rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody) -> None:
    books(ani, slot)
    books(cici, slot)
    ani.says("/kursiku")
    ani.presses(LINE[1:-1])
    keep = "[‹ Biarkan begitu]"
    ask = "Sekarang untuk 1 orang. Mau jadi berapa? Tekan jumlahnya, atau ketik angkanya.\n[1] [2] [3]"
    assert ani.presses("Ubah jumlah") == f"{ask}\n{keep}"
    assert ani.says("0") == f"Jumlahnya antara 1 dan 50 orang, ya. Tulis angkanya, misalnya: 3.\n{keep}"
    assert ani.says("banyak").splitlines()[1:] == [keep]
    assert ani.says("4").splitlines()[1:] == [keep]
    no_room = "Untuk 2 orang lagi belum cukup: sisanya 1 kursi. Kursimu yang sekarang tetap ada. Mau bagaimana?"
    assert ani.says("3") == f"{no_room}\n[Jadikan 2 orang]\n[Antre untuk 2 orang lagi]\n{keep}"
    assert (
        ani.presses("Antre untuk 2 orang lagi")
        == f"""\
Kamu sudah masuk antrean. Begitu ada kursi yang cukup, saya tawarkan kepadamu.

{WHERE}
Antre untuk 2 orang · urutan ke-1
[Ubah jumlah] [Keluar dari antrean]
[Kursiku]"""
    )
    drops(cici, 2)
    ani.presses("Ambil")
    assert rooms.states() == [("confirmed", 3), ("cancelled", 1)]
    ani.says("/kursiku")
    ani.presses(LINE[1:-1])
    ani.presses("Ubah jumlah")
    assert coded(ani.presses("2")) == "Jumlahnya sudah diubah.\n\n" + CARD.replace("1 orang", "2 orang")
    assert (rooms.states()[0], rooms.fresh(slot).free) == (("confirmed", 2), 1)


def test_a_smaller_party_in_line_may_fit_at_once(rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody) -> None:
    books(ani, slot, 2)
    waits(cici, slot, 3)
    cici.says("/kursiku")
    cici.presses(LINE[1:-1])
    cici.presses("Ubah jumlah")
    assert (
        cici.presses("1")
        == f"""\
Jumlahnya sudah diubah.

{WHERE}
Ditawarkan untukmu: 1 kursi, sampai 24 November 2026, 12.00 WIB
[Ambil] [Lewati]
[Kursiku]"""
    )


def test_a_freed_seat_is_offered_taken_and_passed_on(
    rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody, desk: Desk
) -> None:
    books(ani, slot, 3)
    waits(cici, slot, 2)
    dedi, eka = desk.person("Dedi", number=10), desk.person("Eka", number=11)
    waits(dedi, slot, 2)
    waits(eka, slot, 1)
    drops(ani, 1)
    assert (cici.seen[-1], eka.seen[-1]) == (
        OFFER.format(party=2, until="12.00"),
        OFFER.format(party=1, until="12.00"),
    )
    assert cici.presses("Lewati") == (
        f"Baik, saya tawarkan kepada yang berikutnya. Terima kasih sudah menjawab!\n\n{WHERE}\n[Kursiku]\n{ON}"
    )
    assert dedi.seen[-1] == OFFER.format(party=2, until="12.00")
    taken = dedi.presses("Ambil")
    assert coded(taken).splitlines()[0] == "Kursimu sudah dipesan. Sampai jumpa di sana!"
    assert [coded(one) for one in dedi.seen[-2:]] == [QR, CALENDAR]
    assert dedi.press("v1:offer:take:2") == "Kamu sudah punya kursi di jadwal ini. Lihat di Kursiku."
    desk.later(hours=3)
    rooms.tick()
    over = "Waktu untuk mengambil kursi ini sudah lewat, jadi saya tawarkan kepada yang berikutnya. "
    assert eka.seen[-1] == (f"{over}Tidak apa-apa, kamu bisa mendaftar lagi kapan saja.\n\n{WHERE}\n[Cari jadwal lain]")
    eka.press("v1:offer:take:3")
    too_late = "Tawaran ini sudah tidak berlaku: waktunya lewat, atau sudah kamu jawab."
    assert eka.seen[-1] == f"{too_late}\n\n{WHERE}\n[Kursiku]\n{ON}"
    assert rooms.line() == [("passed", 2), ("taken", 2), ("expired", 1)]
    assert rooms.states() == [("cancelled", 3), ("confirmed", 2)]


def test_leaving_the_line(rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody) -> None:
    books(ani, slot, 3)
    waits(cici, slot, 1)
    assert cici.presses("Keluar dari antrean") == (f"Kamu sudah keluar dari antrean.\n\n{WHERE}\n[Kursiku]\n{ON}")
    assert rooms.line() == [("left", 1)]


def test_an_offer_at_the_same_time_as_another_seat(rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody) -> None:
    books(ani, slot, 3)
    waits(cici, slot, 1)
    other = rooms.slot(rooms.space("Ruang Dua", "sukun"), 2, ahead=26)
    books(cici, other)
    drops(ani, 1)
    assert (
        cici.presses("Ambil")
        == """\
Waktunya bertabrakan dengan kursimu yang lain: Ruang Dua (Rab, 25 Nov 12.00–16.00).
Mau pakai yang mana?
[Yang baru, lepas yang lama]
[Tetap yang lama]"""
    )
    kept = coded(cici.presses("Yang baru, lepas yang lama"))
    assert "Yang lama sudah saya lepas: Ruang Dua (Rab, 25 Nov 12.00–16.00)" in kept.splitlines()
    assert rooms.states() == [("cancelled", 3), ("cancelled", 1), ("confirmed", 1)]


def test_of_seats_that_came_to_overlap_one_is_kept(
    rooms: Rooms, slot: Slot, ani: Somebody, cici: Somebody, desk: Desk
) -> None:
    """A keeper moves a slot: it is said with the news, asked in /kursiku, and who waits gets what is given up."""
    other = rooms.slot(rooms.space("Ruang Dua", "sukun"), 1, ahead=48)
    rooms.slot(rooms.space("Ruang Tiga", "sukun"), 4, ahead=30)
    books(ani, slot)
    books(ani, other)
    waits(cici, other, 1)
    begins = desk.now + timedelta(hours=26)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=4)}
    rooms.tell(rooms.keep(slots.move_slot, slot_id=other.id, hours=rooms.hours, **times))
    assert (
        ani.seen[-1]
        == """\
Jadwalmu pindah waktu. Sekarang menjadi seperti di bawah ini. Kalau tidak cocok, batalkan saja lewat Kursiku.

Ruang Dua
Sukun
Rabu, 25 November 2026, 12.00–16.00 WIB

Sekarang waktunya bertabrakan dengan kursimu yang lain: Ruang Satu (Rab, 25 Nov 10.00–14.00). \
Pilih lewat Kursiku yang mana yang kamu pakai, ya.
[Kursiku]"""
    )
    assert "bertabrakan" not in cici.seen[-1]
    two, one = "Rab, 25 Nov 12.00 · Ruang Dua", LINE[1:-1]
    dropped = "Ruang Dua (Rab, 25 Nov 12.00–16.00)"
    asked = ani.says("/kursiku")
    both = f"Ruang Satu (Rab, 25 Nov 10.00–14.00); {dropped}"
    ask = f"⚠️ Waktunya bertabrakan: {both}. Mau pakai yang mana? Yang lain saya lepas."
    assert asked.splitlines()[-8:] == [
        "",
        ask,
        f"[Pakai {one}]",
        f"[Pakai {two}]",
        f"[{one}]",
        f"[{two}]",
        *ON.splitlines(),
    ]
    kept = f"Baik, ini yang kamu pakai.\n\n{CARD}".replace("Kode: CODE", f"Kode: CODE\n\nSudah saya lepas: {dropped}")
    assert coded(ani.presses(f"Pakai {one}")) == kept
    assert (rooms.states(), rooms.line()) == ([("confirmed", 1), ("cancelled", 1)], [("offered", 1)])
    assert "[Ambil] [Lewati]" in cici.seen[-1]
    assert "bertabrakan" not in ani.says("/kursiku")
    ani.press("v1:mine:keep:2")
    assert ani.seen[-1].splitlines()[0] == "Kursi ini sudah dilepas sebelumnya."
    cici.press("v1:mine:keep:1")
    assert cici.seen[-1].splitlines()[0].startswith("Itu tidak saya temukan")


def test_what_a_keeper_decides_is_told_with_what_is_free_instead(rooms: Rooms, ani: Somebody) -> None:
    slot = rooms.slot(rooms.space(), 3, asks=Asks(approval=True))
    rooms.slot(rooms.space("Ruang Dua", "sukun"), 8)
    books(ani, slot)
    rooms.tell(rooms.keep(keeping.reject_seat, seat_id=1, reason="Khusus <tim> gim", hours=rooms.hours))
    assert (
        ani.seen[-1]
        == f"""\
Maaf, pendaftaranmu kali ini belum bisa diterima.

Alasannya: Khusus <tim> gim

{WHERE}

Pada waktu yang sama masih ada tempat di sini:
[Sukun · Rab, 25 Nov 10.00–14.00 · 8 kursi]
[Cari jadwal lain]"""
    )
    books(ani, slot)
    rooms.tell(rooms.keep(keeping.approve_seat, seat_id=2))
    assert (
        coded(ani.seen[-1])
        == f"""\
Kabar baik: pendaftaranmu disetujui. Sampai jumpa di sana!

{WHERE}

Kode: CODE
[QR dan kalender] [Batalkan]
[Kursiku]"""
    )
