"""/start, /bahasa, /privasi, /bantuan, /batal: what a resident meets first."""

import pytest
from sqlalchemy import select

from models import Person
from tests.support.desk import Desk, Somebody

WELCOME = """\
Halo, Ani! Saya bot warga Kota Malang.
Mau tahu soal roadmap ekonomi kreatif, coworking, atau layanan kota? \
Langsung ketik pertanyaanmu di sini, atau pilih tombol di bawah. Punya ide untuk kota? Kirim juga, ya: \
satu pesan cukup."""
KEPT = """\
Yang saya simpan: nama, nama pengguna, nomor ID, dan bahasamu di Telegram.
Gunanya: menyapa dan menjawabmu. Selengkapnya ada di tombol Privasi."""
DOORS = """\
[Tanya] [Roadmap]
[KPI] [Ruang coworking]
[Kursiku] [Kirim ide]
[Ide saya] [Jelajahi ide]
[Kabar] [Bantuan]
[Bahasa / Language] [Privasi]"""
MENU = f"""\
Mau apa sekarang? Ketik saja pertanyaanmu, atau pilih tombol.
{DOORS}"""


def test_start_is_answered_by_exactly_one_message(ani: Somebody) -> None:
    ani.says("/start")
    assert ani.seen == [f"{WELCOME}\n\n{KEPT}\n{DOORS}"]


def test_start_speaks_the_language_of_telegram(budi: Somebody) -> None:
    assert budi.says("/start").splitlines()[0] == "Hello, Budi! I am the community bot of Kota Malang."


@pytest.mark.parametrize("language", ["de", None, "id-ID", ""])
def test_start_falls_back_to_indonesian(desk: Desk, language: str | None) -> None:
    assert desk.person("Ani", language, number=9).says("/start").startswith(WELCOME)


def test_a_name_is_only_a_name(desk: Desk) -> None:
    odd = desk.person('<b>A & "B"</b>{x}', number=9)
    assert odd.says("/start").splitlines()[0] == 'Halo, <b>A & "B"</b>{x}! Saya bot warga Kota Malang.'


@pytest.mark.parametrize("payload", ["halo", "x" * 64, "q-1"])
def test_an_unknown_link_opens_the_same_menu_with_a_hint(ani: Somebody, payload: str) -> None:
    hint = "Tautan yang kamu buka tidak saya kenali, tetapi tidak apa-apa: mulai saja dari sini."
    ani.says(f"/start {payload}")
    assert ani.seen == [f"{WELCOME}\n\n{hint}\n\n{KEPT}\n{DOORS}"]


def test_starting_again_knows_the_person_still(desk: Desk, ani: Somebody) -> None:
    ani.says("/start")
    ani.user |= {"first_name": "Ani", "last_name": "Putri", "username": "aniputri"}
    ani.says("/start")

    assert ani.seen[-1].startswith("Halo, Ani Putri!")
    with desk.database() as db:
        assert db.execute(select(Person.telegram_id, Person.name, Person.username)).all() == [
            (7, "Ani Putri", "aniputri")
        ]


def test_every_button_of_the_menu_leads_somewhere_and_back(ani: Somebody) -> None:
    ani.says("/start")
    ani.presses("Privasi")
    ani.presses("‹ Menu")
    assert ani.seen == [MENU]
    for label in ("Tanya", "Roadmap", "Bantuan", "Bahasa / Language", "Privasi"):
        assert ani.presses(label) != MENU
        assert ani.presses("‹ Menu") == MENU
    assert ani.seen == [MENU]


def test_the_language_is_chosen_and_kept(ani: Somebody, budi: Somebody) -> None:
    assert (
        ani.says("/bahasa")
        == """\
Mau pakai bahasa apa?
[✓ Bahasa Indonesia]
[English]
[Boso Jowo Malangan]
[‹ Menu]"""
    )
    assert (
        ani.presses("English")
        == """\
All right, from now on I speak English.
[Bahasa Indonesia]
[✓ English]
[Boso Jowo Malangan]
[‹ Menu]"""
    )
    assert ani.presses("‹ Menu").startswith("What would you like to do?")
    assert ani.says("/start").startswith("Hello, Ani!")
    ani.says("/bahasa")
    assert ani.presses("Boso Jowo Malangan").startswith("Yo wis, mulai saiki aku nganggo boso Jowo Malangan.")


def test_privacy_tells_what_is_kept_of_the_asker(ani: Somebody) -> None:
    told = ani.says("/privasi")

    assert told.split("\n\n")[3:] == [
        """\
Tentang kamu, saat ini tersimpan
• Nomor ID Telegram: 7
• Nama: Ani
• Bahasa di Telegram: id
• Obrolan dengan bot: terbuka
• Pertama kali menyapa: 24 November 2026, 10.00 WIB
• Terakhir menyapa: 24 November 2026, 10.00 WIB""",
        "Nama dan bahasamu ikut berubah kalau kamu mengubahnya di Telegram. "
        "Mengunduh dan menghapus data belum bisa dilakukan lewat bot ini.\n[‹ Menu]",
    ]
    assert told.startswith("Privasi\nSaya hanya menyimpan yang perlu untuk melayanimu.")


def test_help_names_what_works_for_a_resident(ani: Somebody) -> None:
    assert (
        ani.says("/bantuan")
        == """\
Bantuan
Ketik saja pertanyaanmu dengan bahasa sehari-hari. Perintah yang bisa kamu pakai:
/start – Mulai: sapaan dan menu
/tanya – Tanya sesuatu tentang kota
/roadmap – Baca poin-poin roadmap
/kpi – KPI: angka, sumber, dan targetnya
/ruang – Cari kursi coworking di kecamatanmu
/kursiku – Kursi, antrean, dan tawaranmu
/ide – Kirim ide untuk kota
/ideku – Lihat idemu dan yang kamu dukung
/jelajah – Jelajahi dan dukung ide warga
/kabar – Atur kabar untukmu, lihat yang sudah dikirim
/bantuan – Lihat apa saja yang bisa dilakukan
/bahasa – Ganti bahasa
/privasi – Lihat data tentangmu yang disimpan
/batal – Batalkan yang sedang kamu isi
[‹ Menu]"""
    )


def test_help_names_the_role(sari: Somebody) -> None:
    told = sari.says("/bantuan").splitlines()
    assert [line for line in told if "tim" in line or "Peran" in line] == [
        "/tim – Atur satgas dan ketua",
        "Peranmu: satgas.",
    ]


def test_nothing_to_cancel(ani: Somebody) -> None:
    nothing = "Tidak ada yang sedang kamu isi. Kalau mau tanya, langsung ketik saja.\n[‹ Menu]"
    assert ani.says("/batal") == nothing


def test_help_says_how_to_find_from_any_chat_where_that_is_switched_on(desk: Desk, ani: Somebody) -> None:
    line = "Di obrolan mana pun: ketik @malang_bot mcc (atau kata lain), pilih yang cocok, lalu bagikan."
    assert line not in ani.says("/bantuan").splitlines()
    desk.change_settings(inline=True)
    assert ani.says("/bantuan").splitlines()[-3:] == ["", line, "[‹ Menu]"]
