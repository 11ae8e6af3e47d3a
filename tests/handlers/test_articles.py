"""/artikel: satgas find, open, retire and bring back knowledge; nobody else does."""

from typing import Any

import pytest
from sqlalchemy import select

from models import Article, AuditEntry
from services import articles as deeds, articletyped as typed, people
from services.articles import Content
from services.city import Source
from tests.handlers.test_team import REFUSED
from tests.support.desk import Desk, Somebody

HOME = """\
Artikel
Ini pengetahuan yang dipakai bot untuk menjawab warga. Setiap artikel punya sumber dan tanggal; semua perubahan \
tercatat dan bisa dikembalikan.

Mau apa?
[Cari] [Tulis baru]
[Terbaru diubah] [Dipensiunkan]
[‹ Menu]"""
MCC = """\
MCC

MCC sudah berdiri di Blimbing.

Sumber: Memontum, 22 September 2023
Sumber: Indiekraf, sekitar 2021"""
DEEDS = """\
[Ubah judul] [Ubah isi]
[Ubah sumber] [Ubah keraguan]
[Ubah cara bertanya] [Kecamatan dan topik]
[Bahasa lain]
[Pensiunkan] [Riwayat]"""
FACTS = """\
Untuk satgas
Bahasa: Bahasa Indonesia
Kunci: roadmap.mcc
Asal: paket kota
Terakhir diubah: 24 November 2026, 10.00 WIB, paket kota
Cara bertanya: 2"""
OPENED = f"{MCC}\n\n{FACTS}\n{DEEDS}\n[‹ Hasil] [‹ Artikel]"


def write(desk: Desk, by: Somebody, content: Content) -> int:
    """An article of this content."""
    told: dict[str, Any] = {name: getattr(content, name) for name in ("language", *deeds.FIELDS)}
    who: dict[str, Any] = {"telegram_id": by.number, "name": by.user["first_name"], "username": None}
    with desk.database() as db:
        person = people.meet(db, telegram_language=by.user["language_code"], now=desk.now, **who)
        return deeds.write(db, by=person, now=desk.now, **told)


def open_mcc(sari: Somebody) -> str:
    """Sari looks for the article and opens it."""
    sari.says("/artikel")
    sari.presses("Cari")
    sari.says("mcc")
    return sari.presses("MCC")


def test_an_article_is_found_by_words_and_opened_as_residents_see_it(sari: Somebody) -> None:
    assert sari.says("/artikel") == HOME
    assert (
        sari.presses("Cari")
        == """\
Cari artikel apa? Ketik beberapa kata dari judul atau isinya, misalnya: jam buka mcc.
[‹ Artikel]"""
    )
    found = """\
Hasil untuk mcc: 2 artikel. Pilih satu, atau ketik kata lain untuk mencari lagi.
[MCC]
[MCC (en)]
[‹ Artikel]"""
    assert sari.says("  mcc ") == found
    assert sari.presses("MCC") == OPENED
    assert sari.presses("‹ Hasil") == found
    assert (
        sari.says("gajah <b>")
        == """\
Tidak ada artikel yang cocok dengan gajah <b>. Coba ketik kata lain, atau tulis artikel baru dari ‹ Artikel.
[‹ Artikel]"""
    )
    assert sari.presses("‹ Artikel") == HOME
    assert sari.says("/artikel mcc") == found


def test_what_is_no_word_is_not_looked_for(sari: Somebody) -> None:
    sari.says("/artikel")
    sari.presses("Cari")
    hint = "Yang dicari harus berupa kata-kata yang diketik. Coba tulis satu atau dua kata, ya.\n[‹ Artikel]"
    origin = {"type": "hidden_user", "sender_user_name": "X", "date": 1_790_000_000}

    assert sari.sends(voice={"file_id": "a", "file_unique_id": "b", "duration": 1}) == hint
    assert sari.sends(text="mcc", forward_origin=origin) == hint
    assert sari.says("isi roadmap").splitlines()[1] == "[Isi roadmap Malang]"
    assert sari.says("/batal").splitlines()[0] == "Baik, yang tadi dibatalkan."


def test_a_search_that_is_over_leads_home(desk: Desk, sari: Somebody) -> None:
    for number in range(9):
        write(desk, sari, Content("id", f"Halaman {number}", "Isi.", (Source("Humas", "", "2026"),)))
    sari.says("/artikel")
    sari.presses("Cari")
    assert sari.says("halaman").splitlines()[:3] == [
        "Hasil untuk halaman: 9 artikel. Pilih satu, atau ketik kata lain untuk mencari lagi.",
        "Halaman 1 dari 2",
        "[Halaman 8]",
    ]
    assert sari.presses("›").splitlines()[1:] == ["Halaman 2 dari 2", "[Halaman 0]", "[‹]", "[‹ Artikel]"]
    desk.later(hours=1)
    assert sari.toast("‹") == "Pencarian tadi sudah ditutup."


def test_lists_show_what_changed_last_and_what_is_retired(desk: Desk, sari: Somebody) -> None:
    sari.says("/artikel")
    assert sari.presses("Dipensiunkan") == "Belum ada artikel di sini.\n[‹ Artikel]"
    desk.later(minutes=5)
    open_mcc(sari)
    assert sari.toast("Pensiunkan") == "Artikel dipensiunkan. Bisa dihidupkan lagi kapan saja."
    assert (
        sari.seen[-1]
        == f"""\
{MCC}

Dipensiunkan sejak 24 November 2026, 10.05 WIB: warga tidak menemukannya lagi.
Untuk satgas
Bahasa: Bahasa Indonesia
Kunci: roadmap.mcc
Asal: paket kota, lalu diubah satgas
Terakhir diubah: 24 November 2026, 10.05 WIB, Sari
Cara bertanya: 2
{DEEDS.replace("Pensiunkan", "Hidupkan lagi")}
[‹ Hasil] [‹ Artikel]"""
    )
    sari.says("/artikel")
    assert (
        sari.presses("Dipensiunkan")
        == """\
Dipensiunkan
Warga tidak menemukan artikel ini lagi. Buka satu untuk menghidupkannya.
[MCC, dipensiunkan]
[‹ Artikel]"""
    )
    sari.presses("MCC, dipensiunkan")
    assert sari.toast("Hidupkan lagi") == "Artikel hidup lagi. Warga menemukannya beberapa detik lagi."
    assert sari.press("v1:article:revive:3") == "Sudah begitu dari tadi."
    sari.says("/artikel")
    assert (
        sari.presses("Terbaru diubah")
        == """\
Terbaru diubah
Pilih artikel untuk membukanya.
[MCC]
[MCC (en)]
[Isi roadmap Malang]
[‹ Artikel]"""
    )
    with desk.database() as db:
        told = db.execute(select(AuditEntry.deed, AuditEntry.subject).order_by(AuditEntry.id)).all()
    assert [tuple(one) for one in told] == [("article.retire", "article:3"), ("article.revive", "article:3")]


def test_a_retired_article_answers_nobody(sari: Somebody, ani: Somebody) -> None:
    assert ani.says("di mana mcc").startswith(MCC)
    open_mcc(sari)
    sari.presses("Pensiunkan")
    assert not ani.says("di mana mcc").startswith(MCC)


def test_history_tells_who_changed_what_and_brings_it_back(desk: Desk, sari: Somebody) -> None:
    open_mcc(sari)
    assert sari.presses("Riwayat") == "Artikel ini belum pernah diubah satgas.\n[‹ Artikel ini]"
    assert sari.presses("‹ Artikel ini") == OPENED
    desk.later(minutes=2)
    sari.presses("Ubah judul")
    sari.says("Malang Creative Center")
    sari.presses("✓ Simpan")
    sari.presses("Buka artikelnya")
    assert (
        sari.presses("Riwayat")
        == """\
Riwayat
1. 24 November 2026, 10.02 WIB, Sari: judul
[Sebelum nomor 1]
[‹ Artikel ini]"""
    )
    assert (
        sari.presses("Sebelum nomor 1")
        == f"""\
Begini isinya sebelum perubahan nomor 1 (24 November 2026, 10.02 WIB, Sari: judul):

{MCC}
[Pakai lagi yang ini]
[‹ Riwayat]"""
    )
    assert sari.presses("Pakai lagi yang ini").splitlines()[-6] == "Berubah: judul. Tadinya: Malang Creative Center"
    assert sari.presses("✓ Simpan").splitlines()[0] == "Tersimpan. Beberapa detik lagi warga sudah menemukannya."
    assert sari.presses("Buka artikelnya").startswith(MCC)
    assert (
        sari.presses("Riwayat")
        == """\
Riwayat
2. 24 November 2026, 10.02 WIB, Sari: judul
1. 24 November 2026, 10.02 WIB, Sari: judul
[Sebelum nomor 2] [Sebelum nomor 1]
[‹ Artikel ini]"""
    )


PRESSES = [
    "article:home", "article:find", "article:found:0", "article:recent:0", "article:retired:0", "article:show:3",
    "article:retire:3", "article:revive:3", "article:languages:3", "article:history:3:0", "article:past:1",
    "draft:new", "draft:open:3:title", "draft:translate:3:jv", "draft:restore:1", "draft:go:preview", "draft:on",
    "draft:source:name:0", "draft:source:add", "draft:asked:asked_as", "draft:none:link", "draft:today",
    "draft:kecamatan:klojen", "draft:topics:events", "draft:save", "draft:cancel",
]  # fmt: skip


@pytest.mark.parametrize("data", PRESSES)
def test_nobody_else_may_press_anything_of_it(desk: Desk, sari: Somebody, ani: Somebody, data: str) -> None:
    open_mcc(sari)
    ani.says("/start")
    before = ani.seen
    assert ani.press(f"v1:{data}") == REFUSED
    assert ani.seen == before
    with desk.database() as db:
        assert db.execute(select(AuditEntry)).all() == []


def test_nobody_else_may_command_it(ani: Somebody, budi: Somebody) -> None:
    assert ani.says("/artikel") == f"{REFUSED}\n[‹ Menu]"
    assert budi.says("/artikel").startswith("This part is for satgas.")


def test_who_ceased_to_be_satgas_changes_nothing_more(desk: Desk, sari: Somebody) -> None:
    open_mcc(sari)
    sari.presses("Ubah judul")
    sari.says("Judul baru")
    desk.change_settings(satgas_ids=frozenset())

    assert sari.toast("✓ Simpan") == REFUSED
    assert not sari.says("Judul lain").startswith("Begini")
    with desk.database() as db:
        assert db.execute(select(Article.title).where(Article.id == 3)).scalar_one() == "MCC"


@pytest.mark.parametrize(
    ("data", "toast"),
    [
        ("show:99", "Artikel itu tidak ada."),
        ("show:" + "9" * 18, "Artikel itu tidak ada."),
        ("retire:99", "Artikel itu tidak ada."),
        ("languages:99", "Artikel itu tidak ada."),
        ("past:99", "Tombol ini sudah tidak berlaku."),
        ("found:3", "Pencarian tadi sudah ditutup."),
    ],
)
def test_a_number_that_is_not_there_is_met_kindly(sari: Somebody, data: str, toast: str) -> None:
    sari.says("/artikel")
    assert sari.press(f"v1:article:{data}") == toast
    assert sari.seen == [HOME]


@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_the_longest_article_is_one_message_everywhere(desk: Desk, language: str) -> None:
    sari = desk.person("S" * 64, language, number=101)
    title = "x" * typed.TITLE
    room = typed.WHOLE - typed.TITLE - typed.NAME - typed.BODY - typed.A_SOURCE
    longest = Content("id", title, "y" * typed.BODY, (Source("z" * typed.NAME, "", "±2025-09-24"),), "d" * room)
    assert typed.fits(longest)
    number = write(desk, sari, longest)
    sari.says("/artikel")

    sari.press(f"v1:article:retire:{number}")
    assert len(sari.seen) == 1
    sari.press(f"v1:draft:open:{number}:title")
    sari.says("w" * typed.TITLE)
    assert len(sari.seen) == 2
