"""/ide: one message, its preview, parts changed by buttons, consent once; the like of it, complaints, five a day."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from models import Idea as Ideas
from models.database import open_engine
from services import consents
from services.city import PackArticle, Source
from services.citypack import read_city
from services.consents import Purpose
from services.ideas import reviewing
from services.questions import shortened
from services.roles import Rights
from tests.support.desk import ARTICLES, CITY, Desk, Somebody, small_city

WORDS = "Bikin kelas gim gratis tiap Sabtu untuk anak SMK di Sukun. Gurunya dari studio gim Malang."
ASK = """\
💡 Punya ide untuk ekonomi kreatif Kota Malang? Tulis saja di sini dengan bahasamu sendiri. Satu pesan sudah cukup; \
foto atau berkas boleh ikut.

Misalnya: Kelas bikin gim gratis tiap Sabtu untuk anak SMK di Sukun.

Belum langsung terkirim: nanti saya perlihatkan dulu.
[Tidak jadi]"""
HEAD = "Begini idemu nanti. Belum terkirim."
TITLE = "Bikin kelas gim gratis tiap Sabtu untuk anak SMK di Sukun"
AROUND = "Sub-sektor: Gim\nUntuk: Kecamatan Sukun"
MORE = "Ada yang kurang? Ketik tambahannya atau kirim fotonya sekarang."
CONSENT = """\
Boleh? Saya tanyakan sekali ini saja. Satgas membaca idemu, lalu siapa saja bisa membaca dan mendukungnya lewat bot \
ini. Idemu saya simpan selama masih ada; kamu bisa menariknya kapan saja. Namamu di Telegram hanya tampil kalau kamu \
mau. \
Selengkapnya: /privasi"""
AGREE = "[Setuju, kirim dengan nama saya]\n[Setuju, kirim tanpa nama]"
PARTS = "[Ubah judul] [Tulis ulang]\n[Ubah sub-sektor] [Ubah kecamatan]\n[Tidak jadi]"
PREVIEW = f"{HEAD}\n\n{TITLE}\n{WORDS}\n\n{AROUND}\n\n{MORE}\n\n{CONSENT}\n{AGREE}\n{PARTS}"
NEXT = """\
Selanjutnya:
• satgas membacanya paling lambat 27 November 2026, lalu warga lain bisa mendukung;
• jawabannya paling lambat 8 Desember 2026. Saya kabari di sini.

Sampai pukul 11.00 masih bisa kamu ubah, selama belum ada yang mendukung. Menariknya bisa kapan saja.
[Lihat idenya] [Ide saya]
[‹ Menu]"""
SENT = f"✅ Terkirim, terima kasih!\nIDE-2026-0001 · {TITLE}\nStatus: menunggu dibaca satgas\n\n{NEXT}"
CLOSED = (
    "Ide itu sudah tidak sedang ditulis: mungkin sudah terkirim atau dibatalkan. "
    "Lihat /ideku, atau mulai lagi dengan /ide."
)
SMALL = {"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1}
PHOTO = [SMALL, {"file_id": "big", "file_unique_id": "b", "width": 9, "height": 9, "file_size": 9}]
NAMED = "Setuju, kirim dengan nama saya"
NAMELESS = "Setuju, kirim tanpa nama"


def ideas(desk: Desk) -> list[tuple[Any, ...]]:
    """What stands in the table."""
    columns = (Ideas.title, Ideas.text, Ideas.sector, Ideas.kecamatan, Ideas.named)
    with desk.database() as db:
        return [tuple(row) for row in db.execute(select(*columns).order_by(Ideas.id))]


def files(desk: Desk) -> list[list[str]]:
    """The files of each idea."""
    with desk.database() as db:
        return [[one["file_id"] for one in row] for row in db.execute(select(Ideas.files).order_by(Ideas.id)).scalars()]


def sends_idea(somebody: Somebody, words: str = WORDS, button: str = NAMELESS) -> None:
    """An idea, sent."""
    somebody.says(f"/ide {words}")
    somebody.presses(button)


def shows(desk: Desk, number: int) -> None:
    """A satgas lets everybody see it."""
    with desk.database() as db:
        told: dict[str, Any] = {"rights": Rights(satgas=True), "actor_id": 1, "now": desk.now}
        reviewing.show(db, idea_id=number, revision=0, **told)
    desk.find_ideas()


def test_one_message_is_enough_and_consent_is_asked_once(desk: Desk, ani: Somebody) -> None:
    assert ani.says("/ide") == ASK
    assert ani.says(WORDS) == PREVIEW
    assert ani.presses(NAMED) == SENT
    assert ideas(desk) == [(TITLE, WORDS, "games", "sukun", True)]
    again = PREVIEW.replace(f"\n\n{CONSENT}\n{AGREE}", "\n[Kirim]\n[Sembunyikan nama saya]")
    assert ani.says(f"/ide {WORDS}") == again.replace(AROUND, f"{AROUND}\nPengirim: Ani")
    nameless = again.replace(AROUND, f"{AROUND}\nPengirim: tanpa nama").replace("Sembunyikan", "Tampilkan")
    assert ani.presses("Sembunyikan nama saya") == nameless
    ani.presses("Kirim")
    assert ani.says(f"/ide {WORDS}") == nameless
    assert [one[4] for one in ideas(desk)] == [True, False]


def test_who_took_their_consent_back_is_asked_again(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani, button=NAMED)
    for purpose in (Purpose.IDEA_NAME, Purpose.IDEA):
        with desk.database() as db:
            consents.withdraw(db, person_id=1, purpose=purpose, now=desk.now)
        assert CONSENT in ani.says(f"/ide {WORDS}")


def test_the_menu_leads_there_and_batal_leaves(desk: Desk, ani: Somebody) -> None:
    ani.says("/start")
    assert ani.presses("Kirim ide") == ASK
    left = "Baik, idenya tidak saya kirim. Kalau berubah pikiran, kirim lagi lewat /ide, ya.\n[‹ Menu]"
    assert ani.presses("Tidak jadi") == left
    ani.says("/ide")
    ani.says(WORDS)
    assert ani.says("/batal") == "Baik, yang tadi dibatalkan.\n[‹ Menu]"
    assert ani.toast(NAMED) == CLOSED
    assert ideas(desk) == []


@pytest.mark.parametrize("content", [{"photo": PHOTO}, {"document": PHOTO[1] | {"file_name": "denah.pdf"}}])
def test_a_picture_with_its_words_is_an_idea_too(desk: Desk, ani: Somebody, content: dict[str, Any]) -> None:
    preview = PREVIEW.replace(WORDS, f"{WORDS}\n📎 Foto atau berkasmu ikut.")
    assert ani.sends(**content, caption=f"/ide {WORDS}") == preview
    ani.presses("Tidak jadi")
    ani.says("/ide")
    assert ani.sends(**content, caption=WORDS) == preview
    ani.presses("Tidak jadi")
    ani.says("/ide")
    kept = "Foto atau berkasnya sudah saya simpan. Sekarang tulis idemu dengan kata-kata, satu-dua kalimat juga cukup."
    assert ani.sends(**content) == f"{kept}\n[Tidak jadi]"
    assert ani.says(WORDS) == preview
    ani.presses(NAMELESS)
    assert files(desk) == [["big"]]


def test_what_comes_later_is_added_and_an_album_is_one_thing(desk: Desk, ani: Somebody) -> None:
    ani.says("/ide")
    ani.says(WORDS)
    added = f"Sudah saya tambahkan.\n\n{PREVIEW}".replace(WORDS, f"{WORDS}\n\nJuga di Klojen.")
    assert ani.says("Juga di Klojen.") == added.replace("Untuk: Kecamatan Sukun", "Untuk: seluruh kota")
    ani.presses("Ubah kecamatan")
    ani.presses("Sukun")
    album: dict[str, Any] = {"photo": PHOTO, "media_group_id": "9"}
    whole = added.replace("Klojen.", "Klojen.\n📎 Foto atau berkasmu ikut.")
    assert ani.sends(**album) == whole
    assert [ani.sends(**album) for _ in range(3)] == ["", "", ""]
    for _ in range(6):
        ani.sends(photo=PHOTO)
    full = "Paling banyak 10 foto atau berkas untuk satu ide, jadi yang ini tidak ikut; yang lain tetap ada."
    assert ani.sends(photo=PHOTO, media_group_id="10").split("\n\n")[0] == full
    assert ani.sends(photo=PHOTO, media_group_id="10") == ""
    ani.presses(NAMELESS)
    assert [len(one) for one in files(desk)] == [10]


def test_an_album_that_brings_the_whole_idea(desk: Desk, ani: Somebody) -> None:
    album: dict[str, Any] = {"photo": PHOTO, "media_group_id": "9"}
    preview = PREVIEW.replace(WORDS, f"{WORDS}\n📎 Foto atau berkasmu ikut.")
    assert ani.sends(**album, caption=f"/ide {WORDS}") == preview
    assert ani.sends(**album) == ""
    ani.presses(NAMELESS)
    assert files(desk) == [["big", "big"]]


def test_every_part_changes_by_a_button(desk: Desk, ani: Somebody) -> None:
    ani.says(f"/ide {WORDS}")
    where = """\
Idemu untuk kecamatan mana?
[Klojen] [Blimbing]
[Lowokwaru] [✓ Sukun]
[Kedungkandang]
[Seluruh kota]
[‹ Kembali]"""
    assert ani.presses("Ubah kecamatan") == where
    assert ani.presses("‹ Kembali") == PREVIEW
    ani.presses("Ubah kecamatan")
    assert ani.presses("Seluruh kota") == PREVIEW.replace("Untuk: Kecamatan Sukun", "Untuk: seluruh kota")
    ani.presses("Ubah kecamatan")
    assert ani.presses("Klojen") == PREVIEW.replace("Untuk: Kecamatan Sukun", "Untuk: Kecamatan Klojen")
    choices = ani.presses("Ubah sub-sektor").splitlines()
    assert choices[0] == "Idemu paling dekat dengan sub-sektor ekonomi kreatif yang mana?"
    assert sum(line.count("[") for line in choices) == 17 + 2
    assert choices[-3:] == ["[✓ Gim]", "[Tidak ada yang cocok]", "[‹ Kembali]"]
    now = PREVIEW.replace("Untuk: Kecamatan Sukun", "Untuk: Kecamatan Klojen")
    assert ani.presses("Tidak ada yang cocok") == now.replace("Sub-sektor: Gim", "Sub-sektor: belum dipilih")
    ani.presses("Ubah sub-sektor")
    assert ani.presses("Aplikasi") == now.replace("Sub-sektor: Gim", "Sub-sektor: Aplikasi")
    ask = "Judulnya mau apa? Ketik satu baris, paling panjang 120 huruf.\n[‹ Kembali]"
    assert ani.presses("Ubah judul") == ask
    assert ani.says("Sekolah\ngim").split("\n\n")[1] == f"Sekolah gim\n{WORDS}"
    ani.presses(NAMELESS)
    assert ideas(desk) == [("Sekolah gim", WORDS, "apps", "klojen", False)]


def test_writing_it_anew_keeps_the_old_words_until_then(desk: Desk, ani: Somebody) -> None:
    ani.sends(photo=PHOTO, caption=f"/ide {WORDS}")
    ask = (
        "Tulis lagi idemu dari awal. Yang lama tetap saya simpan sampai yang baru datang; "
        "foto dan berkasnya tetap ikut."
    )
    assert ani.presses("Tulis ulang") == f"{ask}\n[‹ Kembali]"
    assert ani.presses("‹ Kembali") == PREVIEW.replace(WORDS, f"{WORDS}\n📎 Foto atau berkasmu ikut.")
    ani.presses("Tulis ulang")
    shown = ani.says("Festival topeng di Klojen.").split("\n\n")
    assert shown[:4] == [
        "Isinya sudah saya ganti.",
        HEAD,
        "Festival topeng di Klojen\n📎 Foto atau berkasmu ikut.",
        "Sub-sektor: Seni pertunjukan\nUntuk: Kecamatan Klojen",
    ]


def test_the_newest_message_counts_and_a_second_press_sends_nothing(desk: Desk, ani: Somebody) -> None:
    ani.says("/ide")
    ani.says(WORDS)
    (old,) = [row[0]["callback_data"] for row in keyboard(ani) if row[0]["text"] == NAMED]
    ani.says("Dan di Klojen.")
    older = "Idemu sudah berubah sejak pesan itu. Lihat dulu yang terbaru, ya."
    assert (ani.press(old), ideas(desk)) == (older, [])
    (new,) = [row[0]["callback_data"] for row in keyboard(ani) if row[0]["text"] == NAMED]
    ani.press(new)
    assert (ani.press(new), len(ideas(desk))) == (CLOSED, 1)


def keyboard(somebody: Somebody) -> list[Any]:
    """The buttons of the newest message."""
    rows: list[Any] = somebody.desk.chats[somebody.number][-1]["reply_markup"]["inline_keyboard"]
    return rows


def test_what_waits_is_shown_again(ani: Somebody) -> None:
    ani.says("/ide")
    ani.says(WORDS)
    assert ani.says("/ide") == f"Idemu yang tadi masih ada, belum terkirim.\n\n{PREVIEW}"
    assert ani.says("/ide Festival topeng di Klojen.").split("\n\n")[1] == "Festival topeng di Klojen"


def test_an_idea_that_is_told_without_the_command(desk: Desk, ani: Somebody) -> None:
    words = f"Halo min, saya punya ide: {WORDS[0].lower()}{WORDS[1:]}"
    assert ani.says(words) == PREVIEW.replace(WORDS, words)
    ani.presses(NAMELESS)
    assert [one[:2] for one in ideas(desk)] == [(TITLE, words)]


def test_the_like_of_it_is_offered_in_the_same_message(desk: Desk, ani: Somebody) -> None:
    cici = desk.person("Cici", number=9)
    sends_idea(cici)
    shows(desk, 1)
    like = "kelas nggawe gim gratis gawe arek SMK"
    ani.says("/ide")
    similar = f"""\
Sudah ada ide yang mirip. Kalau maksudmu sama, dukung yang itu saja supaya suaranya makin kuat:
1. {TITLE}
sudah masuk · 0 dukungan"""
    support = "[👍 Dukung yang ini saja]"
    expected = f"""\
{HEAD}

Kelas nggawe gim gratis gawe arek SMK

Sub-sektor: Gim
Untuk: seluruh kota

{MORE}

{similar}

{CONSENT}
{support}
{AGREE}
{PARTS}"""
    assert ani.says(like) == expected
    supported = (
        f"👍 Dukunganmu untuk IDE-2026-0001 “{TITLE}” sudah dihitung, sekarang 1. Kabarnya saya kirim ke sini. "
        "Idemu sendiri tidak saya kirim.\n[Ide saya]\n[Tetap kirim ide saya]\n[‹ Menu]"
    )
    assert ani.presses("👍 Dukung yang ini saja") == supported
    assert ani.says("isi roadmap").splitlines()[0] == "Isi roadmap Malang"
    assert ani.presses("Tetap kirim ide saya") == expected.replace("0 dukungan", "1 dukungan")
    assert ani.presses("👍 Dukung yang ini saja").startswith("👍 IDE-2026-0001")
    ani.presses("Tetap kirim ide saya")
    assert ani.presses(NAMELESS).splitlines()[1] == "IDE-2026-0002 · Kelas nggawe gim gratis gawe arek SMK"


def test_unrelated_words_and_the_idea_itself_are_never_the_like_of_it(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani)
    shows(desk, 1)
    assert "mirip" not in ani.says("/ide Festival topeng Malangan di alun-alun")
    ani.presses("Tidak jadi")
    ani.says("/ideku")
    ani.presses(shortened(f"IDE-2026-0001 · {TITLE}", 48))
    assert "mirip" not in ani.presses("Ubah")
    ani.presses("Tidak jadi diubah")
    assert "1. " + TITLE + "\nini idemu sendiri · sudah masuk · 0 dukungan" in ani.says(f"/ide {WORDS}")
    assert ani.presses("Lihat idemu nomor 1").startswith("IDE-2026-0001")


def test_what_cannot_be_supported_any_more_leaves_the_idea_where_it_is(desk: Desk, ani: Somebody) -> None:
    ani.says(f"/ide {WORDS}")
    assert ani.press("v1:ide:support:7") == "Ide itu sudah tidak bisa didukung. Idemu sendiri masih ada di sini."
    assert ani.seen[-1] == PREVIEW


def test_five_a_day(desk: Desk, ani: Somebody) -> None:
    sends_idea(ani)
    for number in range(4):
        ani.says(f"/ide {WORDS} {number}")
        ani.presses("Kirim")
    enough = (
        "Hari ini kamu sudah mengirim 5 ide, terima kasih! Supaya semua terbaca baik-baik, paling banyak 5 sehari. "
        "Simpan dulu tulisanmu, dan kirim lagi besok, ya.\n[Ide saya]\n[‹ Menu]"
    )
    assert ani.says("/ide") == enough
    assert ani.says(f"/ide {WORDS}") == enough
    desk.later(days=1)
    assert ani.says("/ide") == ASK
    assert len(ideas(desk)) == 5


DOUBT = "Apakah SAMBAT Online masih aktif belum diketahui."
WHERE = PackArticle(
    "aduan.ke-mana", "id", "Melapor jalan rusak", "Lapor ke SP4N-LAPOR!.", (Source("Tirto", "", "2020"),), DOUBT,
    (), (), None, ("lampu jalan mati lapor ke mana", "lampu jalan mati"),
)  # fmt: skip


@pytest.fixture
def complaining(sqlite_url: str) -> Iterator[Desk]:
    """A city that knows where complaints go."""
    engine = open_engine(sqlite_url)
    yield Desk(engine, city=replace(small_city(), articles=(*ARTICLES, WHERE), complaints=read_city(CITY).complaints))
    engine.dispose()


def test_a_complaint_is_shown_its_doors_and_may_still_be_sent(complaining: Desk) -> None:
    ani = complaining.person("Ani", number=7)
    shown = ani.says("/ide lampu jalan mati di Klojen")
    assert (
        shown
        == f"""\
{HEAD}

Lampu jalan mati di Klojen

Sub-sektor: belum dipilih
Untuk: Kecamatan Klojen

{MORE}

Kelihatannya ini keluhan. Supaya ada petugas yang menangani, laporkan lewat kanal resmi di bawah. \
Kalau memang ide, kirim saja.
{DOUBT}

{CONSENT}
[SP4N-LAPOR!] [SAMBAT Online]
[Cara melapor]
{AGREE}
{PARTS}"""
    )
    (doors, how, *_) = keyboard(ani)
    assert [one["url"] for one in doors] == ["https://www.lapor.go.id", "https://sambat.malangkota.go.id"]
    ani.press(how[0]["callback_data"])
    assert ani.seen[-1].splitlines()[0] == "Melapor jalan rusak"
    ani.presses(NAMELESS)
    assert len(ideas(complaining)) == 1
