"""/tim: satgas invite, see and take back; the others are kindly refused and hear what concerns them."""

import json
import re

import pytest
from sqlalchemy import select

from models import AuditEntry, Form, Invite
from tests.handlers.test_people import MENU
from tests.support.desk import Desk, Somebody

REFUSED = "Bagian ini untuk satgas. Kalau kamu mestinya satgas, minta undangan kepada satgas lain, ya."
TEAM = """\
Tim
Satgas bisa mengurus semua kecamatan; ketua hanya kecamatannya sendiri.

• Sari: satgas (dari pengaturan)
[Sari]
[Undang ketua] [Undang satgas]
[Undangan belum dipakai]
[‹ Menu]"""


def link(somebody: Somebody) -> str:
    """The payload of the newest link shown to somebody."""
    found = re.findall(r"https://t\.me/malang_bot\?start=(\S+)", "\n".join(somebody.seen))
    return str(found[-1])


def invite(sari: Somebody, *kecamatan: str) -> str:
    """Sari makes a link, without a note."""
    sari.says("/tim")
    sari.presses("Undang ketua" if kecamatan else "Undang satgas")
    for name in kecamatan:
        sari.presses(name)
    if kecamatan:
        sari.presses("Lanjut ›")
    sari.presses("Lewati")
    return link(sari)


def deeds(desk: Desk) -> list[tuple[str, str, object]]:
    with desk.database() as db:
        entries = db.execute(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [(one.deed, one.subject, json.loads(one.detail)) for one in entries]


def test_a_ketua_is_invited_for_several_kecamatan_with_a_note(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    assert sari.says("/tim") == TEAM
    assert (
        sari.presses("Undang ketua")
        == """\
Ketua untuk kecamatan mana? Boleh lebih dari satu; tekan lagi untuk membatalkan.
[Klojen]
[Blimbing]
[Lowokwaru]
[Sukun]
[Kedungkandang]
[‹ Tim] [Lanjut ›]"""
    )
    assert sari.toast("Lanjut ›") == "Pilih dulu paling sedikit satu kecamatan."
    sari.presses("Klojen")
    sari.presses("Blimbing")
    sari.presses("✓ Blimbing")
    assert (
        sari.presses("Sukun")
        == """\
Ketua untuk kecamatan mana? Boleh lebih dari satu; tekan lagi untuk membatalkan.
[✓ Klojen]
[Blimbing]
[Lowokwaru]
[✓ Sukun]
[Kedungkandang]
[‹ Tim] [Lanjut ›]"""
    )
    assert (
        sari.presses("Lanjut ›")
        == """\
Undangan untuk ketua Klojen, Sukun. Mau diberi catatan, misalnya untuk siapa? Ketik di sini (paling panjang 64 huruf), \
atau tekan Lewati. Catatan ini dilihat sesama satgas dan orang yang diundang.
[Lewati] [Batal]"""
    )
    told = sari.says("Bu Ani,\n  RW <3>")
    secret = link(sari)
    assert (
        told
        == f"""\
Undangan untuk ketua Klojen, Sukun sudah jadi. Teruskan tautan ini kepada orangnya:
https://t.me/malang_bot?start={secret}

Berlaku sekali, sampai 26 November 2026, 10.00 WIB.
Catatan: Bu Ani, RW <3>
[‹ Tim]"""
    )
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", secret)

    ani.says(f"/start {secret}")
    assert len(ani.seen) == 1
    assert ani.seen[0].split("\n\n")[1] == "Selamat bergabung! Mulai sekarang kamu ketua untuk Klojen, Sukun."
    assert sari.seen[-1] == "Kabar tim: Ani sekarang ketua Klojen, Sukun, lewat undangan."
    assert ani.says("/bantuan").splitlines()[-2] == "Peranmu: ketua Klojen, Sukun."
    given = {"role": "ketua", "kecamatan": ["klojen", "sukun"]}
    assert deeds(desk) == [
        ("invite.make", "invite:1", given),
        ("invite.redeem", "invite:1", given | {"person": 2}),
    ]


def test_a_satgas_is_invited_and_has_the_menu_of_one(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    secret = invite(sari)
    told = ani.says(f"/start {secret}")

    assert told.split("\n\n")[1] == "Selamat bergabung! Mulai sekarang kamu satgas."
    assert told.endswith("[Tim] [Blokir]\n[Statistik]")
    method, menu = desk.settings[-1]
    assert (method, menu["scope"]) == ("setMyCommands", {"type": "chat", "chat_id": 7})
    assert "tim" in [command["command"] for command in menu["commands"]]


@pytest.mark.parametrize("hours", [0, 48])
def test_a_link_that_does_not_count_is_one_kind_message(desk: Desk, sari: Somebody, ani: Somebody, hours: int) -> None:
    secret = invite(sari, "Klojen")
    payload = secret if hours else f"{secret}x"
    desk.later(hours=hours)

    told = ani.says(f"/start {payload}")
    assert len(ani.seen) == 1
    assert told.split("\n\n")[1] == (
        "Tautan undangan ini tidak berlaku: mungkin sudah dipakai, sudah lewat 48 jam, atau ditarik kembali. "
        "Kalau kamu memang diundang, minta tautan baru kepada satgas, ya."
    )
    assert ani.says("/tim") == f"{REFUSED}\n[‹ Menu]"


def test_ones_own_link_does_not_count(sari: Somebody) -> None:
    secret = invite(sari, "Klojen")
    assert "Tautan undangan ini tidak berlaku" in sari.says(f"/start {secret}")


def test_an_open_invitation_is_listed_and_withdrawn(sari: Somebody, ani: Somebody) -> None:
    secret = invite(sari, "Klojen")
    sari.presses("‹ Tim")
    assert (
        sari.presses("Undangan belum dipakai")
        == """\
Undangan yang belum dipakai
1. ketua Klojen, dari Sari, sampai 26 November 2026, 10.00 WIB
[Tarik nomor 1]
[‹ Tim]"""
    )
    assert sari.toast("Tarik nomor 1") == "Undangannya sudah ditarik."
    assert sari.seen[-1] == "Tidak ada undangan yang menunggu.\n[‹ Tim]"
    assert sari.press("v1:invite:withdraw:1") == "Undangan itu sudah dipakai, ditarik, atau lewat waktunya."
    assert "Tautan undangan ini tidak berlaku" in ani.says(f"/start {secret}")


def test_a_role_is_taken_back_with_one_confirmation(desk: Desk, sari: Somebody, ani: Somebody, budi: Somebody) -> None:
    ani.says(f"/start {invite(sari, 'Klojen', 'Sukun')}")
    budi.says(f"/start {invite(sari)}")
    sari.says("/tim")
    assert sari.presses("Ani") == "Ani\nketua Klojen, Sukun\n[Cabut: ketua Klojen]\n[Cabut: ketua Sukun]\n[‹ Tim]"
    question = "Cabut peran ketua Klojen dari Ani? Berlaku seketika.\n[Ya, cabut] [Tidak jadi]"
    assert sari.presses("Cabut: ketua Klojen") == question
    sari.presses("Tidak jadi")
    sari.presses("Cabut: ketua Klojen")
    assert sari.toast("Ya, cabut") == "Perannya sudah dicabut."

    assert sari.seen[-1].splitlines()[3:6] == [
        "• Budi: satgas",
        "• Sari: satgas (dari pengaturan)",
        "• Ani: ketua Sukun",
    ]
    assert ani.seen[-1] == (
        "Peranmu sebagai ketua Klojen sudah berakhir; satgas mencabutnya. Terima kasih atas bantuanmu. "
        "Kamu tetap bisa bertanya dan memakai bot ini."
    )
    assert budi.seen[-1] == "Team news: Sari took the role ketua of Klojen back from Ani."
    assert deeds(desk)[-1] == ("role.take_back", "person:2", {"role": "ketua", "kecamatan": "klojen"})


def test_a_satgas_taken_back_is_a_resident_at_once(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    ani.says(f"/start {invite(sari)}")
    ani.says("/tim")
    sari.says("/tim")
    sari.presses("Ani")
    sari.presses("Cabut: satgas")
    sari.presses("Ya, cabut")

    assert ani.toast("Undang satgas") == REFUSED
    assert desk.settings[-1] == ("deleteMyCommands", {"scope": {"type": "chat", "chat_id": 7}})


def test_a_satgas_may_leave_by_themselves(sari: Somebody, ani: Somebody) -> None:
    ani.says(f"/start {invite(sari)}")
    ani.says("/tim")
    ani.presses("Ani")
    ani.presses("Cabut: satgas")
    assert ani.presses("Ya, cabut") == MENU
    assert sari.seen[-1] == "Kabar tim: Ani mencabut peran satgas dari Ani."


def test_a_satgas_by_the_settings_stays(sari: Somebody) -> None:
    sari.says("/tim")
    assert (
        sari.presses("Sari")
        == """\
Sari
satgas (dari pengaturan)

Peran satgas ini datang dari pengaturan SATGAS_IDS, jadi tidak bisa dicabut di sini. \
Hapus nomornya dari pengaturan, lalu jalankan ulang bot.
[‹ Tim]"""
    )


def test_the_last_satgas_stays(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    ani.says(f"/start {invite(sari)}")
    desk.change_settings(satgas_ids=frozenset())
    ani.says("/tim")
    ani.presses("Ani")
    ani.presses("Cabut: satgas")
    last = "Ini satgas terakhir, jadi tidak bisa dicabut. Undang satgas lain dulu, ya."
    assert ani.toast("Ya, cabut") == last
    assert ani.says("/tim").splitlines()[3] == "• Ani: satgas"


@pytest.mark.parametrize(
    "data",
    [
        "v1:team:show", "v1:team:show:3", "v1:team:member:1", "v1:team:ask:1", "v1:team:end:1", "v1:invite:ketua:3",
        "v1:invite:for:3", "v1:invite:satgas", "v1:invite:skip", "v1:invite:cancel", "v1:invite:list",
        "v1:invite:withdraw:1",
    ],
)  # fmt: skip
def test_every_press_is_authorised_anew(desk: Desk, sari: Somebody, ani: Somebody, data: str) -> None:
    invite(sari, "Klojen")
    before = ani.says("/start")
    assert ani.press(data) == REFUSED
    assert ani.seen == [before]
    with desk.database() as db:
        assert len(db.execute(select(Invite.id)).all()) == 1


@pytest.mark.parametrize(
    "data", ["v1:team:member:999", "v1:team:ask:999999999999999999", "v1:team:end:999", "v1:team:show:9999"]
)
def test_forged_numbers_lead_back_to_the_team(sari: Somebody, data: str) -> None:
    sari.says("/tim")
    assert sari.press(data) in ("Peran itu sudah tidak ada.", "")
    assert sari.seen == [TEAM]


def test_a_ketua_of_nowhere_cannot_be_forged(sari: Somebody) -> None:
    sari.says("/tim")
    assert sari.press("v1:invite:for:32") == "Pilih dulu paling sedikit satu kecamatan."


def test_a_note_too_long_is_asked_for_again(desk: Desk, sari: Somebody) -> None:
    sari.says("/tim")
    sari.presses("Undang satgas")
    again = (
        "Catatannya berupa teks, paling panjang 64 huruf. Coba tulis lebih pendek, atau tekan Lewati, ya."
        "\n[Lewati] [Batal]"
    )
    assert sari.says("x" * 65) == again
    assert sari.says("x" * 64).splitlines()[-2] == "Catatan: " + "x" * 64


@pytest.mark.parametrize("leave", ["/batal", "/start", "Batal"])
def test_the_form_is_left(desk: Desk, sari: Somebody, leave: str) -> None:
    sari.says("/tim")
    sari.presses("Undang satgas")
    sari.presses(leave) if leave == "Batal" else sari.says(leave)

    assert sari.says("isi roadmap").startswith("Isi roadmap Malang")
    assert sari.press("v1:invite:skip") == "Tombol ini sudah tidak berlaku."
    with desk.database() as db:
        assert db.execute(select(Form.person_id)).all() == []


def test_the_form_is_forgotten_after_an_hour(desk: Desk, sari: Somebody) -> None:
    sari.says("/tim")
    sari.presses("Undang satgas")
    desk.later(hours=1)
    assert sari.says("isi roadmap").startswith("Isi roadmap Malang")


def test_the_form_survives_a_restart_and_belongs_to_its_person(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    sari.says("/tim")
    sari.presses("Undang satgas")
    desk.change_settings()
    assert ani.says("isi roadmap").startswith("Isi roadmap Malang")
    assert sari.says("isi roadmap").splitlines()[-2] == "Catatan: isi roadmap"


def test_a_press_twice_makes_one_invitation(desk: Desk, sari: Somebody) -> None:
    invite(sari)
    assert sari.press("v1:invite:skip") == "Tombol ini sudah tidak berlaku."
    with desk.database() as db:
        assert len(db.execute(select(Invite.id)).all()) == 1


def test_a_large_team_is_shown_in_pages(desk: Desk, sari: Somebody) -> None:
    for number in range(10):
        desk.person(f"Ketua {number}", number=200 + number).says(f"/start {invite(sari, 'Klojen')}")

    told = sari.says("/tim").splitlines()
    assert told[-9:] == [
        "Halaman 1 dari 2",
        "[Sari] [Ketua 0]",
        "[Ketua 1] [Ketua 2]",
        "[Ketua 3] [Ketua 4]",
        "[Ketua 5] [Ketua 6]",
        "[›]",
        "[Undang ketua] [Undang satgas]",
        "[Undangan belum dipakai]",
        "[‹ Menu]",
    ]
    assert sari.presses("›").splitlines()[3:8] == [
        "• Ketua 7: ketua Klojen",
        "• Ketua 8: ketua Klojen",
        "• Ketua 9: ketua Klojen",
        "Halaman 2 dari 2",
        "[Ketua 7] [Ketua 8]",
    ]
