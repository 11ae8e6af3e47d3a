"""What a ketua does for people of a slot: rejects and cancels for a reason, signs up a guest, writes to them."""

from typing import Any

import pytest
from sqlalchemy import select

from models import AuditEntry, Consent, Seat as Seats
from services.coworking.slots import Asks
from services.coworking.values import Seat, Slot, Space
from tests.handlers.test_signups import WHEN
from tests.support.counter import Counter
from tests.support.desk import Desk, Somebody

NONE = (
    "[Tempatnya dipakai acara lain]\n[Keperluannya kurang cocok di ruang ini]\n"
    "[Isian pendaftarannya belum lengkap]\n[Tidak jadi]"
)
CLOSED = "Isian ini sudah ditutup. Buka lagi dari awal, ya."
CONSENT = """\
Bacakan kepada orangnya: namanya dan yang ia ceritakan di sini disimpan supaya kursinya siap, sampai 90 hari sesudah \
slotnya selesai. Tandai hanya yang ia setujui."""


@pytest.fixture
def space(counter: Counter, rini: Somebody) -> Space:
    return counter.space()


@pytest.fixture
def slot(counter: Counter, space: Space) -> Slot:
    return counter.slot(space)


def open_slot(rini: Somebody, slot: Slot) -> None:
    """The slot's card."""
    rini.says("/pendaftar")
    rini.press(f"v1:signups:slot:{slot.id}")


def state(desk: Desk, seat: Seat) -> str:
    with desk.database() as db:
        return db.execute(select(Seats.state).where(Seats.id == seat.id)).scalar_one()


def test_a_seat_is_cancelled_for_a_reason_and_goes_to_who_waits(
    desk: Desk, counter: Counter, rini: Somebody, slot: Slot, ani: Somebody
) -> None:
    seat = counter.seat(slot, ani, 4)
    budi = desk.person("Budi", number=8)
    counter.wait(slot, budi, 2)
    open_slot(rini, slot)
    rini.presses("Daftar nama")
    rini.presses("Ani · 4")
    about = f"Ruang Uji\n{WHEN}\n• Ani · 4 orang · terdaftar · {seat.code}"
    ask = (
        "Batalkan kursi ini? Ketik alasannya atau tekan satu; orangnya membaca alasan itu, dan kursinya ditawarkan "
        "kepada yang antre."
    )
    assert rini.presses("Batalkan kursi") == f"{about}\n\n{ask}\n{NONE}"
    assert rini.says("x" * 201) == f"Terlalu panjang: paling banyak 200 huruf. Coba tulis lebih pendek, ya.\n{NONE}"
    assert rini.sends(contact={"phone_number": "1", "first_name": "X"}).splitlines()[-4:] == NONE.splitlines()
    assert rini.presses("Tidak jadi") == "Baik, yang tadi dibatalkan.\n[‹ Pendaftaran ini]"
    rini.presses("‹ Pendaftaran ini")
    rini.presses("Batalkan kursi")
    assert rini.says("ruang <dipakai> dinas") == "Kursinya dibatalkan. Orangnya dikabari.\n[‹ Pendaftaran ini]"
    assert state(desk, seat) == "cancelled"
    assert (len(ani.seen), "ruang <dipakai> dinas" in ani.seen[0]) == (1, True)
    assert (len(budi.seen), "[Ambil] [Lewati]" in budi.seen[0]) == (1, True)
    assert rini.press("v1:why:none") == CLOSED
    assert rini.presses("‹ Pendaftaran ini").splitlines()[4:6] == ["Status: dibatalkan", f"Kode: {seat.code}"]


def test_a_sign_up_is_rejected(desk: Desk, counter: Counter, rini: Somebody, space: Space, ani: Somebody) -> None:
    seat = counter.seat(counter.slot(space, asks=Asks(approval=True)), ani)
    rini.says("/pendaftar")
    rini.press(f"v1:signup:see:{seat.id}")
    rini.presses("Tolak")
    assert rini.press("v1:why:none") == "Tombol ini sudah tidak berlaku."
    assert rini.presses("Isian pendaftarannya belum lengkap") == (
        "Pendaftarannya ditolak. Orangnya dikabari.\n[‹ Pendaftaran ini]"
    )
    assert (state(desk, seat), len(ani.seen)) == ("rejected", 1)
    assert "Alasannya: Isian pendaftarannya belum lengkap" in ani.seen[0].splitlines()
    rini.press(f"v1:why:reject:{seat.id}")
    assert rini.says("salah pilih") == "Sudah begitu dari tadi.\n[‹ Pendaftaran ini]"
    assert len(ani.seen) == 1


def test_somebody_without_telegram_is_signed_up_and_later_claims_the_seat(
    desk: Desk, counter: Counter, rini: Somebody, space: Space, ani: Somebody
) -> None:
    slot = counter.slot(space, asks=Asks(purpose=True, contact=True))
    open_slot(rini, slot)
    assert rini.presses("Daftarkan orang") == (
        "Siapa namanya? Ketik nama orang yang mau didaftarkan. Kalau punya Telegram, lebih baik ia mendaftar sendiri.\n"
        "[Tidak jadi]"
    )
    ask = "Berapa orang yang datang, termasuk dirinya? Tekan, atau ketik angkanya (paling banyak 50)."
    sizes = "[1] [2] [3] [4]\n[5] [6] [7] [8]\n[Tidak jadi]"
    assert rini.says("Bu <Tini>") == f"{ask}\n{sizes}"
    wrong = f"Jumlahnya antara 1 dan 50 orang. Ketik angkanya, misalnya: 3.\n{sizes}"
    assert [rini.says(words) for words in ("0", "-1", "10.000", "banyak")] == [wrong] * 4
    assert rini.presses("2") == (
        "Berapa nomor teleponnya? Ketik, atau kirim kontaknya. Boleh dilewati.\n[Lewati] [Tidak jadi]"
    )
    assert rini.says("12") == (
        "Nomor itu sepertinya belum lengkap. Tulis seperti ini: 0812 3456 7890.\n[Lewati] [Tidak jadi]"
    )
    contact = {"phone_number": "+62 812-3456-7890", "first_name": "Tini"}
    assert rini.sends(contact=contact) == "Untuk keperluan apa? Satu kalimat saja.\n[Lewati] [Tidak jadi]"
    whole = f"""\
Ruang Uji
{WHEN}

Bu <Tini> · 2 orang

Telepon: +6281234567890

Keperluan: jahit

Yang menanyai: {{}}

{CONSENT}
[☐ Ia setuju didaftarkan]
[☐ Ia setuju dilihat pengelola ruang]
[Daftarkan]
[Ubah nama] [Ubah jumlah] [Ubah penanya]
[Tidak jadi]"""
    assert rini.says("jahit") == whole.format("Rini")
    assert rini.toast("Daftarkan") == ("Tandai dulu bahwa orangnya setuju didaftarkan. Tanpa persetujuan, tidak bisa.")
    rini.presses("Ubah penanya")
    assert rini.says("Pak RT") == whole.format("Pak RT")
    assert rini.presses("☐ Ia setuju didaftarkan").splitlines()[-5] == "[✓ Ia setuju didaftarkan]"
    rini.presses("Daftarkan")
    with desk.database() as db:
        code = db.execute(select(Seats.code)).scalar_one()
        kept = db.execute(select(Consent.purpose, Consent.asker, Consent.channel, Consent.asked_by)).one()
    assert tuple(kept) == ("seat", "Pak RT", "in_person", counter.known(rini).id)
    link = f"https://t.me/malang_bot?start=s-{code}"
    assert rini.seen[-2:] == [
        f"""\
Ruang Uji
{WHEN}

Bu <Tini> sudah terdaftar untuk 2 orang.
Kode: {code}

Berikan kode ini kepada orangnya; dengan kode itu ia check-in. Kalau nanti punya Telegram, kursinya bisa diambil alih \
lewat tautan ini, atau dengan mengetik /kursiku {code} di sini:
{link}
[Daftarkan lagi] [‹ Pendaftaran ini]
[‹ Slot]""",
        f"(photo) QR kursi Bu <Tini>, kode {code}. Boleh dicetak atau difoto orangnya.",
    ]
    assert rini.press("v1:guest:save") == CLOSED
    assert "Belum punya Telegram; didaftarkan ketua." in rini.presses("‹ Pendaftaran ini")
    ani.says(f"/start s-{code}")
    assert any("v1:claim:do:" in button for button in data(desk, ani))


def data(desk: Desk, somebody: Somebody) -> list[str]:
    """What the buttons of the newest message hold."""
    rows: list[list[dict[str, Any]]] = desk.chats[somebody.number][-1]["reply_markup"]["inline_keyboard"]
    return [button.get("callback_data", "") for row in rows for button in row]


def test_a_guest_who_does_not_fit_stays_in_the_form(
    desk: Desk, counter: Counter, rini: Somebody, slot: Slot, ani: Somebody
) -> None:
    counter.seat(slot, ani, 2)
    open_slot(rini, slot)
    rini.presses("Daftarkan orang")
    rini.says("Pak Budi")
    rini.presses("3")
    rini.presses("☐ Ia setuju didaftarkan")
    assert rini.toast("Daftarkan") == "Kursi yang kosong tinggal 2. Ubah jumlah orangnya, ya."
    rini.presses("Ubah jumlah")
    assert rini.says("6").splitlines()[3] == "Pak Budi · 6 orang"
    assert rini.toast("Daftarkan") == "Lebih banyak daripada kursi di slot ini. Ubah jumlah orangnya, ya."
    rini.presses("Ubah jumlah")
    rini.says("dua")
    rini.presses("Daftarkan")
    assert rini.seen[-1].startswith("(photo) QR kursi Pak Budi")
    rini.presses("‹ Pendaftaran ini")
    rini.presses("Batalkan kursi")
    assert rini.presses("Tempatnya dipakai acara lain").splitlines()[0] == (
        "Kursinya sudah dilepas. Orangnya tidak punya Telegram: kabari langsung, ya."
    )


def test_people_of_a_slot_are_written_to_once(
    desk: Desk, counter: Counter, rini: Somebody, slot: Slot, ani: Somebody
) -> None:
    counter.seat(slot, ani, 3, shares=False)
    budi = desk.person("Budi", "en", number=8)
    counter.wait(slot, budi, 2)
    open_slot(rini, slot)
    choose = (
        f"Ruang Uji\n{WHEN}\n\nPesan ini untuk siapa? Yang tanpa Telegram tidak terjangkau.\n"
        "[Yang terdaftar (1)]\n[Yang antre (1)]\n[Semuanya (2)]\n[‹ Slot]"
    )
    assert rini.presses("Tulis pesan") == choose
    assert rini.presses("Semuanya (2)") == (
        "Ketik pesannya, paling panjang 1000 huruf. Sebelum dikirim, kamu lihat dulu jadinya.\n[Tidak jadi]"
    )
    words = "Bawa <laptop>\nya & charger"
    seen = f"Pesan dari pengelola Ruang Uji\n{WHEN}\n\n{words}"
    preview = (
        f"Beginilah yang mereka baca:\n\n{seen}\n\nPenerima: 2 orang. Di jam tenang, pesannya menunggu sampai pagi.\n"
        "[Kirim]\n[Tidak jadi]"
    )
    assert rini.says(words) == preview
    assert rini.presses("Kirim") == "Pesan dikirim kepada 2 orang.\n[‹ Slot]"
    assert ani.seen == [seen]
    assert budi.seen == [
        f"A message from the keepers of Ruang Uji\nTuesday, 24 November 2026, 10:30–13:30 WIB\n\n{words}"
    ]
    assert rini.press("v1:letter:send") == CLOSED
    assert len(ani.seen) == 1
    with desk.database() as db:
        trail = db.execute(select(AuditEntry.detail).where(AuditEntry.deed == "slot.write")).scalars().all()
    assert trail == ['{"booked": true, "waiting": true, "people": 2}']


def test_nobody_to_write_to(desk: Desk, rini: Somebody, slot: Slot) -> None:
    open_slot(rini, slot)
    rini.presses("Tulis pesan")
    assert rini.toast("Semuanya (0)") == "Tidak ada penerimanya."


@pytest.mark.parametrize("leave", ["/batal", "Tidak jadi"])
def test_a_form_is_left(desk: Desk, rini: Somebody, slot: Slot, leave: str) -> None:
    open_slot(rini, slot)
    rini.presses("Daftarkan orang")
    rini.says("Bu Tini")
    said = rini.says(leave) if leave.startswith("/") else rini.presses(leave)
    assert said.splitlines()[0] == "Baik, yang tadi dibatalkan."
    assert rini.press("v1:guest:size:2") == CLOSED
