"""An article on its way: written step by step, changed part by part, seen before it is kept; nothing is overwritten."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import select

from models import Article, AuditEntry
from services import articles as deeds
from services.articles import Content
from services.city import Source
from tests.handlers.test_articles import HOME, MCC, open_mcc, write
from tests.support.desk import Desk, Somebody

ASK_TITLE = "Judulnya apa? Satu baris, paling panjang 120 huruf."
ASK_BODY = "Isinya apa? Tulis jawabannya dengan kalimat yang gampang dimengerti warga, paling panjang 3000 huruf."
ASK_NAME = "Sumbernya apa? Tulis nama situs, surat, atau orangnya, misalnya: Humas Pemkot Malang."
ASK_LINK = (
    "Tautannya? Tempel alamatnya, misalnya: https://malangkota.go.id/berita. Kalau tidak ada, tekan Tanpa tautan."
)
ASK_DATED = (
    "Sumber itu dari tanggal berapa? Misalnya: 24 November 2026, 24/11/2026, November 2026, atau 2026. "
    "Kalau kira-kira, tulis sekitar 2021."
)
ASK_PHRASES = """\
Biasanya warga bertanya bagaimana? Satu pertanyaan satu baris, dengan bahasa sehari-hari, misalnya:
mcc buka jam berapa
jam piro mcc bukak"""
PARTS = """\
[✓ Simpan]
[Ubah judul] [Ubah isi]
[Ubah sumber] [Ubah keraguan]
[Ubah cara bertanya] [Kecamatan dan topik]
[Batal]"""
SAVED = """\
Tersimpan. Beberapa detik lagi warga sudah menemukannya.
[Buka artikelnya]
[‹ Artikel]"""
WORDS_ONLY = (
    "Di sini saya perlu tulisan yang kamu ketik sendiri, bukan gambar, suara, stiker, atau pesan terusan. "
    "Coba ketik, ya. Isianmu yang tadi masih ada."
)
BACK = "[‹ Pratinjau] [Batal]"
PHOTO: dict[str, Any] = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
PRESENT = {"file_id": "a", "file_unique_id": "b"}


def newest(desk: Desk) -> Content:
    """The article with the highest number."""
    with desk.database() as db:
        number = db.execute(select(Article.id).order_by(Article.id.desc())).scalars().first()
        found = deeds.content_of(db, article_id=number or 0)
    assert found is not None
    return found


def until_preview(sari: Somebody) -> str:
    """Sari writes a new article until she sees it."""
    sari.says("/artikel")
    sari.presses("Tulis baru")
    for words in ("Jam buka MCC", "Buka pukul 8.", "Humas", "https://humas.example/a"):
        sari.says(words)
    sari.presses("Hari ini")
    return sari.says("mcc buka jam berapa")


def test_an_article_is_written_step_by_step(desk: Desk, sari: Somebody) -> None:
    sari.says("/artikel")
    assert sari.presses("Tulis baru") == f"{ASK_TITLE}\n[Batal]"
    assert sari.says("Jam <b>buka</b>  MCC") == f"{ASK_BODY}\n[Batal]"
    assert sari.says("Buka pukul 8 & tutup 17.\n\n\n\nSabtu libur.") == f"{ASK_NAME}\n[Batal]"
    assert sari.says("Humas <i>") == f"{ASK_LINK}\n[Tanpa tautan]\n[Batal]"
    assert sari.says("humas.example/a?b=1&c=2") == f"{ASK_DATED}\n[Hari ini]\n[Batal]"
    assert sari.says("20 Nopember 2026") == f"{ASK_PHRASES}\n[Lewati]\n[Batal]"
    preview = """\
Begini nanti dilihat warga:

Jam <b>buka</b> MCC

Buka pukul 8 & tutup 17.

Sabtu libur.

Sumber: Humas <i>, 20 November 2026

Di balik layar, cara bertanya: mcc buka jam berapa; jam piro mcc bukak"""
    assert sari.says("mcc buka jam berapa\njam piro mcc bukak") == f"{preview}\n{PARTS}"
    assert sari.presses("✓ Simpan") == SAVED
    source = Source("Humas <i>", "https://humas.example/a?b=1&c=2", "2026-11-20")
    phrases = ("mcc buka jam berapa", "jam piro mcc bukak")
    body = "Buka pukul 8 & tutup 17.\n\nSabtu libur."
    assert newest(desk) == Content("id", "Jam <b>buka</b> MCC", body, (source,), "", phrases)
    assert (
        sari.presses("Buka artikelnya").split("Untuk satgas")[0]
        == f"{preview.removeprefix('Begini nanti dilihat warga:')}\n".split("Di balik")[0].lstrip()
    )
    with desk.database() as db:
        (entry,) = db.execute(select(AuditEntry)).all()
    assert (entry.deed, entry.subject, entry.detail) == ("article.write", "article:4", "{}")


def test_what_may_be_left_out_is_left_out(desk: Desk, sari: Somebody) -> None:
    sari.says("/artikel")
    sari.presses("Tulis baru")
    for words in ("Jam buka MCC", "Buka pukul 8.", "Pak RT"):
        sari.says(words)
    sari.presses("Tanpa tautan")
    sari.presses("Hari ini")
    assert (
        sari.presses("Lewati")
        == f"""\
Begini nanti dilihat warga:

Jam buka MCC

Buka pukul 8.

Sumber: Pak RT, 24 November 2026
{PARTS}"""
    )
    sari.presses("✓ Simpan")
    assert newest(desk) == Content("id", "Jam buka MCC", "Buka pukul 8.", (Source("Pak RT", "", "2026-11-24"),))


WRONG = {
    "title": "Judul itu satu baris tulisan, paling panjang 120 huruf. Coba tulis lagi, ya.",
    "body": "Isi itu berupa tulisan, paling panjang 3000 huruf. Coba ringkas, lalu kirim lagi, ya.",
    "name": "Nama sumber itu satu baris tulisan, paling panjang 120 huruf. Coba tulis lagi, ya.",
    "link": "Itu belum berupa alamat situs. Alamat diawali https:// atau http://, misalnya: "
    "https://malangkota.go.id/berita. Kalau tidak ada, tekan Tanpa tautan.",
    "unreadable": "Tanggalnya belum saya mengerti. Tulis seperti ini: 24 November 2026, 24/11/2026, November 2026, "
    "atau 2026.",
    "impossible": "Tanggal itu tidak ada di kalender. Coba periksa lagi, lalu tulis seperti ini: 24 November 2026.",
    "future": "Tanggal itu belum tiba. Tulis tanggal yang sudah lewat, atau hari ini.",
    "no_year": "Tahunnya belum ada. Tulis lengkap, misalnya: 24 November 2026.",
    "phrases": "Satu pertanyaan satu baris, tiap baris paling panjang 120 huruf, semuanya paling banyak 200 baris. "
    "Coba kirim lagi, ya.",
}


def test_what_cannot_be_kept_is_refused_and_the_form_stays(sari: Somebody) -> None:
    sari.says("/artikel")
    sari.presses("Tulis baru")
    for words in ("🎉", "x" * 121, " "):
        assert sari.says(words) == f"{WRONG['title']}\n[Batal]"
    assert sari.says("Jam buka") == f"{ASK_BODY}\n[Batal]"
    for words in ("…", "x" * 3001):
        assert sari.says(words) == f"{WRONG['body']}\n[Batal]"
    assert sari.says("Buka pukul 8.") == f"{ASK_NAME}\n[Batal]"
    assert sari.says("x" * 121) == f"{WRONG['name']}\n[Batal]"
    assert sari.says("Humas") == f"{ASK_LINK}\n[Tanpa tautan]\n[Batal]"
    for words in ("tidak ada", "ftp://humas.example", "javascript:alert(1)", "https://humas"):
        assert sari.says(words) == f"{WRONG['link']}\n[Tanpa tautan]\n[Batal]"
    assert sari.says("humas.example") == f"{ASK_DATED}\n[Hari ini]\n[Batal]"
    wrong = {"dulu": "unreadable", "31 Februari 2025": "impossible", "25/11/2026": "future", "24 Nov": "no_year"}
    for words, why in wrong.items():
        assert sari.says(words) == f"{WRONG[why]}\n[Hari ini]\n[Batal]"
    assert sari.says("kemarin") == f"{ASK_PHRASES}\n[Lewati]\n[Batal]"
    assert sari.says("jam buka\n???") == f"{WRONG['phrases']}\n[Lewati]\n[Batal]"
    assert sari.says("jam buka").splitlines()[6] == "Sumber: Humas, 23 November 2026"


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [PHOTO], "caption": "Judul"},
        {"sticker": {**PHOTO, "type": "regular", "is_animated": False, "is_video": False}},
        {"voice": {**PRESENT, "duration": 1}},
        {"document": PRESENT},
        {"contact": {"phone_number": "1", "first_name": "A"}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"text": "Judul", "forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1_790_000_000}},
    ],
)
def test_where_words_are_due_nothing_else_is_taken(sari: Somebody, content: dict[str, Any]) -> None:
    sari.says("/artikel")
    sari.presses("Tulis baru")
    assert sari.sends(**content) == f"{WORDS_ONLY}\n[Batal]"
    assert sari.says("Jam buka") == f"{ASK_BODY}\n[Batal]"


def test_at_the_preview_words_change_nothing(sari: Somebody) -> None:
    until_preview(sari)
    hint = "Tekan Simpan kalau sudah pas, atau pilih bagian yang mau diubah."
    assert sari.says("oke simpan") == f"{hint}\n{PARTS}"
    assert sari.sends(photo=[PHOTO]) == f"{hint}\n{PARTS}"
    assert sari.presses("✓ Simpan") == SAVED


def test_a_part_is_changed_before_it_is_kept(desk: Desk, sari: Somebody) -> None:
    until_preview(sari)
    assert (
        sari.presses("Ubah isi")
        == f"""\
{ASK_BODY}

Sekarang begini (ketuk untuk menyalin):
Buka pukul 8.
{BACK}"""
    )
    assert sari.says("Buka pukul 9.").splitlines()[4] == "Buka pukul 9."
    sari.presses("Ubah keraguan")
    assert sari.says("Belum pasti.").splitlines()[6] == "Catatan: Belum pasti."
    assert sari.presses("Ubah keraguan").splitlines()[-2:] == ["[Tidak ada keraguan]", BACK]
    assert sari.presses("Tidak ada keraguan").splitlines()[6] == "Sumber: Humas, 24 November 2026"
    sari.presses("Kecamatan dan topik")
    sari.presses("Sukun")
    sari.presses("Klojen")
    assert (
        sari.presses("Acara dan festival")
        == """\
Artikel ini tentang kecamatan dan topik mana? Tekan untuk memilih, tekan lagi untuk membatalkan. Boleh kosong.
[✓ Klojen] [Blimbing]
[Lowokwaru] [✓ Sukun]
[Kedungkandang]
[Roadmap: tahap development]
[Roadmap: Task Force dan KPI]
[Roadmap: MCC]
[Roadmap: coworking per kecamatan]
[Kursi coworking]
[Ide warga]
[✓ Acara dan festival]
[‹ Pratinjau] [Batal]"""
    )
    sari.presses("✓ Sukun")
    assert sari.presses("‹ Pratinjau").splitlines()[-8:-5] == [
        "Di balik layar, cara bertanya: mcc buka jam berapa",
        "Di balik layar, kecamatan: Klojen",
        "Di balik layar, topik: Acara dan festival",
    ]
    sari.presses("✓ Simpan")
    kept = newest(desk)
    assert (kept.body, kept.doubt, kept.kecamatan, kept.topics) == ("Buka pukul 9.", "", ("klojen",), ("events",))


def test_sources_are_added_changed_and_dropped(desk: Desk, sari: Somebody) -> None:
    open_mcc(sari)
    menu = """\
Sumber
Yang pertama menentukan tanggal jawaban. Apa yang mau diubah?
1. Memontum, 22 September 2023, Tanpa tautan
2. Indiekraf, sekitar 2021, https://indiekraf.com/roadmap/?a=1&b=2
[1 nama] [1 tautan] [1 tanggal] [1 hapus]
[2 nama] [2 tautan] [2 tanggal] [2 hapus]
[Tambah sumber]
[‹ Pratinjau] [Batal]"""
    assert sari.presses("Ubah sumber") == menu
    assert sari.presses("2 tanggal").splitlines()[-4:] == [
        "Sekarang begini (ketuk untuk menyalin):",
        "±2021",
        "[Hari ini]",
        BACK,
    ]
    assert sari.says("September 2021").splitlines()[6:9] == [
        "Sumber: Memontum, 22 September 2023",
        "Sumber: Indiekraf, September 2021",
        "",
    ]
    sari.presses("Ubah sumber")
    assert sari.presses("Tambah sumber") == f"{ASK_NAME}\n{BACK}"
    sari.says("Radar")
    assert sari.presses("‹ Pratinjau").count("Radar") == 0
    sari.presses("Ubah sumber")
    sari.presses("Tambah sumber")
    sari.says("Radar")
    sari.presses("Tanpa tautan")
    assert sari.says("2024").splitlines()[8] == "Sumber: Radar, 2024"
    sari.presses("Ubah sumber")
    assert "1. Indiekraf, September 2021" in sari.presses("1 hapus")
    sari.presses("‹ Pratinjau")
    assert sari.presses("✓ Simpan") == SAVED
    link = "https://indiekraf.com/roadmap/?a=1&b=2"
    assert newest(desk).sources == (Source("Indiekraf", link, "2021-09"), Source("Radar", "", "2024"))


def test_more_than_five_sources_are_too_many(desk: Desk, sari: Somebody) -> None:
    sources = tuple(Source(f"Koran {number}", "", "2025") for number in range(5))
    number = write(desk, sari, Content("id", "Jam", "Jam 8.", sources))
    sari.says("/artikel")
    sari.press(f"v1:draft:open:{number}:sources")
    assert sari.toast("Tambah sumber") == "Paling banyak 5 sumber. Hapus satu dulu, ya."


def test_phrasings_are_added_or_replaced(desk: Desk, sari: Somebody) -> None:
    open_mcc(sari)
    assert (
        sari.presses("Ubah cara bertanya")
        == f"""\
Cara bertanya: 2
Mau ditambah, atau diganti semua?

di mana mcc
gedung mcc
[Tambah] [Ganti semua]
{BACK}"""
    )
    sari.presses("Tambah")
    preview = sari.says("mcc nang endi\ngedung mcc").splitlines()
    assert preview[9] == "Berubah: cara bertanya. Tadinya: di mana mcc; gedung mcc"
    sari.presses("✓ Simpan")
    assert newest(desk).asked_as == ("di mana mcc", "gedung mcc", "mcc nang endi")
    sari.press("v1:draft:open:3:asked_as")
    sari.presses("Ganti semua")
    sari.says("mcc itu apa")
    sari.presses("✓ Simpan")
    assert newest(desk).asked_as == ("mcc itu apa",)


def test_a_change_shows_old_and_new_before_it_is_kept(desk: Desk, sari: Somebody) -> None:
    open_mcc(sari)
    assert (
        sari.presses("Ubah judul")
        == f"""\
{ASK_TITLE}

Sekarang begini (ketuk untuk menyalin):
MCC
{BACK}"""
    )
    assert (
        sari.says("Malang Creative Center")
        == f"""\
Begini nanti dilihat warga:

Malang Creative Center
{MCC.removeprefix("MCC")}

Berubah: judul. Tadinya: MCC
{PARTS}""".replace("Center\n\n\n", "Center\n\n")
    )
    assert sari.presses("✓ Simpan") == SAVED
    assert newest(desk).title == "Malang Creative Center"
    with desk.database() as db:
        (entry,) = db.execute(select(AuditEntry)).all()
    assert (entry.deed, entry.subject, entry.detail) == ("article.change", "article:3", '{"what": ["title"]}')


def test_what_did_not_change_is_not_saved(desk: Desk, sari: Somebody) -> None:
    open_mcc(sari)
    sari.presses("Ubah judul")
    assert sari.says("MCC").splitlines()[-6] == "Belum ada yang berubah."
    assert (
        sari.presses("✓ Simpan")
        == """\
Tidak ada yang berubah, jadi tidak ada yang disimpan.
[Buka artikelnya]
[‹ Artikel]"""
    )
    with desk.database() as db:
        assert db.execute(select(AuditEntry)).all() == []


def test_two_satgas_at_once_the_second_sees_the_first_and_may_go_on(desk: Desk, sari: Somebody) -> None:
    desk.change_settings(satgas_ids=frozenset({101, 102}))
    joko = desk.person("Joko", number=102)
    for somebody, words in ((sari, "Gedung MCC"), (joko, "Kantor MCC")):
        open_mcc(somebody)
        somebody.presses("Ubah judul")
        somebody.says(words)
    assert sari.presses("✓ Simpan") == SAVED
    assert (
        joko.presses("✓ Simpan")
        == f"""\
Sari lebih dulu menyimpan perubahan pada artikel ini, jadi yang punyamu belum disimpan. Yang terbaru sekarang begini:

Gedung {MCC}
[Terapkan perubahanku juga]
[Biarkan yang terbaru]"""
    )
    assert newest(desk).title == "Gedung MCC"
    assert joko.presses("Terapkan perubahanku juga").splitlines()[-6] == "Berubah: judul. Tadinya: Gedung MCC"
    assert joko.presses("✓ Simpan") == SAVED
    assert newest(desk).title == "Kantor MCC"
    assert joko.presses("Buka artikelnya")
    assert joko.presses("Riwayat").splitlines()[1:3] == [
        "2. 24 November 2026, 10.00 WIB, Joko: judul",
        "1. 24 November 2026, 10.00 WIB, Sari: judul",
    ]


def test_the_newest_can_be_left_as_it_is(desk: Desk, sari: Somebody) -> None:
    desk.change_settings(satgas_ids=frozenset({101, 102}))
    joko = desk.person("Joko", number=102)
    for somebody in (sari, joko):
        open_mcc(somebody)
    sari.presses("Ubah isi")
    sari.says("Isi lain.")
    joko.presses("Pensiunkan")
    told = sari.presses("✓ Simpan").splitlines()
    assert told[0].startswith("Joko lebih dulu menyimpan")
    assert told[-3] == "Dipensiunkan sejak 24 November 2026, 10.00 WIB: warga tidak menemukannya lagi."
    assert sari.presses("Biarkan yang terbaru") == "Baik, yang tadi dibatalkan.\n[Buka artikelnya]"
    assert newest(desk).body == "MCC sudah berdiri di Blimbing."


def test_a_retired_article_stays_retired_when_it_is_changed(sari: Somebody) -> None:
    open_mcc(sari)
    sari.presses("Pensiunkan")
    sari.presses("Ubah isi")
    sari.says("Isi lain.")
    assert sari.presses("✓ Simpan").splitlines()[0] == (
        "Tersimpan. Artikel ini masih dipensiunkan, jadi warga belum menemukannya; kalau sudah waktunya, hidupkan lagi."
    )


def test_another_language_is_written_under_the_same_key(desk: Desk, sari: Somebody) -> None:
    sari.says("/artikel")
    sari.press("v1:article:show:1")
    assert (
        sari.presses("Bahasa lain")
        == """\
Artikel ini dalam bahasa apa saja? Yang bertanda ✓ sudah ada; yang lain bisa kamu tulis.
[✓ Bahasa Indonesia]
[Tulis: English]
[Tulis: Boso Jowo Malangan]
[‹ Artikel ini]"""
    )
    assert (
        sari.presses("Tulis: English")
        == f"""\
Yang akan kamu tulis dalam English:

Isi roadmap Malang

Ada empat poin:
1. development
2. Task Force <KPI>

{ASK_TITLE}
[Batal]"""
    )
    assert sari.says("What the roadmap says") == f"{ASK_BODY}\n[Batal]"
    assert sari.says("Four points.") == f"{ASK_PHRASES}\n[Lewati]\n[Batal]"
    assert (
        sari.says("what is in the roadmap")
        == f"""\
Begini nanti dilihat warga:

What the roadmap says

Four points.

Source: Indiekraf, about 2021

Di balik layar, cara bertanya: what is in the roadmap
{PARTS}"""
    )
    assert sari.presses("✓ Simpan") == SAVED
    with desk.database() as db:
        rows = db.execute(select(Article.language, Article.title).where(Article.key == "roadmap.isi")).all()
    assert {row.language: row.title for row in rows} == {"id": "Isi roadmap Malang", "en": "What the roadmap says"}


def test_two_satgas_write_the_same_language_and_nothing_is_lost(desk: Desk, sari: Somebody) -> None:
    desk.change_settings(satgas_ids=frozenset({101, 102}))
    joko = desk.person("Joko", number=102)
    for somebody in (sari, joko):
        somebody.says("/artikel")
        somebody.press("v1:draft:translate:1:en")
        somebody.says(f"By {somebody.user['first_name']}")
        somebody.says("Four points.")
        somebody.presses("Lewati")
    assert sari.presses("✓ Simpan") == SAVED
    told = joko.presses("✓ Simpan")
    assert told.splitlines()[0].startswith("Sari lebih dulu menyimpan perubahan pada artikel ini")
    assert told.splitlines()[2] == "By Sari"
    joko.presses("Terapkan perubahanku juga")
    assert joko.presses("✓ Simpan") == SAVED
    assert newest(desk).title == "By Joko"


def test_a_draft_can_be_left_and_gone_on_with(desk: Desk, sari: Somebody) -> None:
    sari.says("/artikel")
    sari.presses("Tulis baru")
    sari.says("Jam buka")
    assert sari.says("/artikel") == HOME.replace("[Cari]", "[Lanjutkan isian tadi]\n[Cari]")
    assert sari.presses("Lanjutkan isian tadi") == f"{ASK_BODY}\n[Batal]"
    assert sari.presses("Batal") == "Baik, yang tadi dibatalkan.\n[‹ Artikel]"
    assert sari.presses("‹ Artikel") == HOME
    sari.presses("Tulis baru")
    assert sari.says("/batal").startswith("Baik, yang tadi dibatalkan.")
    assert sari.says("/artikel") == HOME


@pytest.mark.parametrize("button", ["✓ Simpan", "Ubah judul", "Ubah sumber", "Kecamatan dan topik", "Batal"])
def test_a_draft_that_is_over_is_kindly_said_to_be(desk: Desk, sari: Somebody, button: str) -> None:
    preview = until_preview(sari)
    desk.later(hours=1)
    assert sari.toast(button) == "Isian itu sudah ditutup. Mulai lagi dari /artikel, ya."
    assert sari.seen[-1] == preview


def test_saving_twice_keeps_one_article(desk: Desk, sari: Somebody) -> None:
    until_preview(sari)
    message = desk.chats[101][-1]
    assert sari.press("v1:draft:save", message) == ""
    assert sari.press("v1:draft:save", message) == "Isian itu sudah ditutup. Mulai lagi dari /artikel, ya."
    with desk.database() as db:
        assert len(db.execute(select(Article.id)).all()) == 4


@pytest.mark.parametrize("data", ["save", "go:title", "go:sources", "go:preview"])
def test_a_preview_of_yesterday_does_not_keep_what_is_half_written(desk: Desk, sari: Somebody, data: str) -> None:
    sari.says("/artikel")
    sari.presses("Tulis baru")
    sari.says("Jam buka")
    assert sari.press(f"v1:draft:{data}") == "Selesaikan dulu yang ini, ya."
    assert sari.says("Buka pukul 8.").splitlines()[0] == ASK_NAME
    assert newest(desk).title == "MCC"


@pytest.mark.parametrize("data", ["today", "none:doubt", "none:link", "none:asked_as"])
def test_a_button_of_another_step_does_nothing(sari: Somebody, data: str) -> None:
    sari.says("/artikel")
    sari.presses("Tulis baru")
    assert sari.press(f"v1:draft:{data}") == "Tombol ini sudah tidak berlaku."
    assert sari.says("Jam buka") == f"{ASK_BODY}\n[Batal]"


@pytest.mark.parametrize("data", ["open:99:title", "translate:99:en", "translate:3:xx", "restore:99"])
def test_what_is_not_there_is_not_changed(sari: Somebody, data: str) -> None:
    sari.says("/artikel")
    assert sari.press(f"v1:draft:{data}") == "Artikel itu tidak ada."
    assert sari.seen == [HOME]


WORDS = st.sampled_from(
    ["Jam buka", "x" * 121, "🎉", "https://x.id", "2021", "31/2/2025", "a\nb", "/artikel", "/batal"]
)
STEPS = st.lists(st.tuples(st.booleans(), WORDS, st.integers(0, 30)), max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_pressed_and_typed_ends_in_whole_articles(
    desk: Desk, sari: Somebody, steps: list[tuple[bool, str, int]]
) -> None:
    sari.says("/artikel mcc")
    for types, words, choice in steps:
        rows = desk.chats[101][-1].get("reply_markup", {}).get("inline_keyboard", [])
        pressed = [button for row in rows for button in row]
        if types or not pressed:
            sari.says(words)
        else:
            sari.press(pressed[choice % len(pressed)]["callback_data"])
    with desk.database() as db:
        kept = db.execute(select(Article.title, Article.body, Article.sources)).all()
    assert all(one.title and one.body and one.sources for one in kept)
    assert all(source["name"] and source["dated"] for one in kept for source in one.sources)
