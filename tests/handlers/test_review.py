"""/tinjau: the queue with its clocks and filters, an idea whole, shown or held back, notes, milestone, files."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

import render
from jobs.ideas import nudge, tell_news
from models import AuditEntry
from services.ideas.values import Attachment, Idea, Status
from tests.handlers.test_team import REFUSED as SATGAS_ONLY
from tests.support.desk import Desk, Somebody
from tests.support.plaza import Plaza

ONE, TWO, THREE = (f"IDE-2026-000{number}" for number in (1, 2, 3))
REFUSED = "Bagian ini untuk ketua. Kalau kamu mestinya ketua, minta undangan kepada satgas, ya."
NOT_FOUND = "Idenya tidak ketemu. Mungkin bukan di kecamatanmu. Cek kodenya, misalnya IDE-2026-0012."
SENT = "Dari warga (nama tidak ditampilkan), 24 November 2026, 10.00 WIB"
READ_BY = "Dibaca paling lambat 27 November 2026 (3 hari kerja lagi)"
ANSWER_BY = "Dijawab paling lambat 8 Desember 2026 (10 hari kerja lagi)"
BELOW = "[Catatan] [Riwayat]\n[Blokir pengirim]\n[‹ Antrean ide]"
SAVED = "Tersimpan. Pengirimnya dikabari."


def card(
    *standing: str,
    title: str = "Kelas gim",
    code: str = ONE,
    about: str = "Klojen · Gim",
    deeds: str = "",
    more: str = "",
) -> str:
    """An idea's card: what is said of how it stands, what follows that, and its buttons."""
    words = f"{title}, untuk semua warga."
    parts = [f"{title}\n{code} · {about} · 0 dukungan\n{SENT}", words, "\n".join(standing), *([more] if more else [])]
    return "\n\n".join(parts) + "\n" + (f"{deeds}\n" if deeds else "") + BELOW


WAITING = card(
    "Tampilan: menunggu dibaca",
    "Status: sudah masuk",
    READ_BY,
    ANSWER_BY,
    deeds="[Tampilkan] [Tahan]\n[Jawab] [Tonggak]",
)
SHOWN = card(
    "Tampilan: tampil untuk semua",
    "Status: sudah masuk",
    ANSWER_BY,
    deeds="[Tahan] [Tandai baru]\n[Jawab] [Tonggak]",
)


@pytest.fixture
def plaza(desk: Desk) -> Plaza:
    return Plaza(desk)


@pytest.fixture
def idea(plaza: Plaza, ani: Somebody) -> Idea:
    """Ani's, which nobody looked at yet."""
    author = plaza.known(ani, "idea")
    return plaza.idea("Kelas gim", author, shown=False, kecamatan="klojen", sector="games")


def entries(desk: Desk, deed: str) -> list[dict[str, Any]]:
    wanted = select(AuditEntry.detail).where(AuditEntry.deed == deed).order_by(AuditEntry.id)
    with desk.database() as db:
        return [json.loads(detail) for detail in db.execute(wanted).scalars()]


def test_an_idea_is_read_and_shown_and_its_author_hears_so(
    desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody, ani: Somebody
) -> None:
    assert (
        sari.says("/tinjau")
        == f"""\
Tinjau ide
Menunggu kita: 1 · terlambat: 0

Yang tampil: menunggu (1), paling lama di atas

{ONE} Kelas gim
Klojen · Gim · 0 dukungan
Dibaca: 3 hari kerja lagi · Dijawab: 10 hari kerja lagi
[{ONE}]
[Saring] [Batas waktu]
[Unduh XLSX] [Unduh CSV]
[‹ Menu]"""
    )
    assert sari.presses(ONE) == WAITING
    assert sari.toast("Tampilkan") == SAVED
    assert sari.seen[-1] == SHOWN
    desk.later(minutes=10)
    desk.tick(tell_news)
    assert ani.seen == [
        f"💡 Idemu {ONE}: Kelas gim\nSudah dibaca satgas dan sekarang tampil. Warga lain bisa mendukungnya.\n"
        "[Lihat idenya]"
    ]
    assert sari.toast("Tandai baru") == SAVED
    assert sari.seen[-1] == WAITING
    assert [one["from"] for one in entries(desk, "idea.shown")] == ["waiting"]


def test_an_idea_is_held_back_for_a_reason_its_author_reads(
    desk: Desk, plaza: Plaza, ani: Somebody, sari: Somebody
) -> None:
    links = "Ayo ke https://a.example, www.b.example, dan t.me/judi"
    plaza.idea("Promo", plaza.known(ani, "idea"), shown=False, text=links)
    assert sari.says("/tinjau").splitlines()[5:9] == [
        f"{ONE} Promo", "0 dukungan", "Dibaca: 3 hari kerja lagi · Dijawab: 10 hari kerja lagi", "⚠️ Banyak tautan",
    ]  # fmt: skip
    sari.presses(ONE)
    assert (
        sari.presses("Tahan")
        == f"""\
{ONE} Promo

Kenapa ditahan? Pilih satu alasan, atau ketik sendiri. Pengirimnya akan membaca alasan ini.
[Banyak tautan]
[Ada data pribadi orang]
[Kata-katanya kasar]
[Belum jelas maksudnya]
[Tidak jadi]"""
    )
    assert sari.toast("Banyak tautan") == SAVED
    why = "Ada banyak tautan. Tulis idemu dengan kata-kata sendiri, tautannya cukup satu atau dua."
    assert f"Tampilan: ditahan\nAlasan: {why}\nStatus: sudah masuk\n⚠️ Banyak tautan\n[Tampilkan]" in sari.seen[-1]
    sari.presses("Tampilkan")
    sari.presses("Tahan")
    assert sari.says("Tolong <b>tanpa</b> tautan =1+1").startswith("Tersimpan. Pengirimnya dikabari.\n\nPromo\n")
    desk.later(minutes=10)
    desk.tick(tell_news)
    assert ani.seen == [
        f"💡 Idemu {ONE}: Promo\nBelum bisa ditampilkan. Alasan satgas: Tolong <b>tanpa</b> tautan =1+1\n"
        "Kamu boleh mengirim ide baru yang sudah diperbaiki dengan /ide.\n[Lihat idenya]"
    ]


def test_what_is_typed_must_be_words_and_not_too_many(idea: Idea, sari: Somebody) -> None:
    sari.says(f"/tinjau {ONE}")
    ask = f"{ONE} Kelas gim\n\nKetik catatanmu. Yang membaca hanya satgas dan ketua kecamatannya.\n[Tidak jadi]"
    assert sari.presses("Catatan") == ask
    words = "Tulis dengan kata-kata dalam satu pesan, atau tekan tombol.\n[Tidak jadi]"
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    assert [sari.sends(photo=photo), sari.says(" \n ")] == [words, words]
    assert sari.says("a" * 1001) == (
        "Terlalu panjang: 1001 huruf, paling banyak 1000. Ringkas sedikit, lalu kirim lagi.\n[Tidak jadi]"
    )
    assert sari.presses("Tidak jadi") == WAITING
    assert sari.says("halo") != ""
    assert sari.press("v1:reviewform:leave") == "Isian ini sudah selesai. Buka lagi dari /tinjau, ya."
    assert sari.press("v1:hold:for:rude") == "Isian ini sudah selesai. Buka lagi dari /tinjau, ya."


def test_an_idea_belongs_to_a_milestone(plaza: Plaza, idea: Idea, sari: Somebody) -> None:
    sari.says(f"/tinjau {ONE}")
    assert sari.presses("Tonggak").splitlines()[-2:] == ["[Bukan bagian tonggak mana pun]", "[Tidak jadi]"]
    assert sari.says("Kelas kreatif 2027").startswith("Terhubung ke tonggak itu.\n\nKelas gim\n")
    assert plaza.fresh(idea).milestone == "Kelas kreatif 2027"
    assert "\nTonggak: Kelas kreatif 2027\n" in sari.seen[-1]
    sari.presses("Tonggak")
    assert sari.toast("Bukan bagian tonggak mana pun") == "Tidak terhubung ke tonggak lagi."
    assert sari.seen[-1] == WAITING
    assert (
        sari.presses("Riwayat")
        == f"""\
Riwayat {ONE}
Kelas gim

24 November 2026, 10.00 WIB: dikirim
24 November 2026, 10.00 WIB: dihubungkan ke tonggak (Sari) – Kelas kreatif 2027
24 November 2026, 10.00 WIB: dilepas dari tonggak (Sari)
[‹ Kembali ke ide]"""
    )
    assert sari.presses("‹ Kembali ke ide") == WAITING


def test_a_ketua_reads_and_notes_those_of_their_kecamatan_and_decides_nothing(
    plaza: Plaza, idea: Idea, sari: Somebody, rini: Somebody
) -> None:
    plaza.idea("Taman baca", kecamatan="sukun")
    assert (
        rini.says("/tinjau")
        == f"""\
Tinjau ide
Menunggu kita: 1 · terlambat: 0

Yang tampil: menunggu (1), paling lama di atas

{ONE} Kelas gim
Klojen · Gim · 0 dukungan
Dibaca: 3 hari kerja lagi · Dijawab: 10 hari kerja lagi
[{ONE}]
[Saring]
[Unduh XLSX] [Unduh CSV]
[‹ Menu]"""
    )
    bare = WAITING.split("\n[")[0]
    assert rini.presses(ONE) == f"{bare}\n[Catatan] [Riwayat]\n[‹ Antrean ide]"
    rini.presses("Catatan")
    note = "Catatan dalam (1)\n• Rini, 24 November 2026: Ruangnya ada di sini"
    assert rini.says("Ruangnya ada di sini") == (
        f"Catatan tersimpan.\n\n{bare}\n\n{note}\n[Catatan] [Riwayat]\n[‹ Antrean ide]"
    )
    sari.says(f"/tinjau {ONE}")
    assert note in sari.seen[-1]
    look = "o.0.0.0"
    mine = f"{idea.id}:{idea.revision}:{look}"
    not_allowed = "Yang bisa memutuskan hanya satgas. Kamu bisa menulis catatan untuk mereka."
    assert [rini.press(f"v1:review:{deed}:{mine}") for deed in ("show", "back")] == [not_allowed] * 2
    asked = [f"v1:hold:ask:{mine}", f"v1:ideamark:ask:{mine}", f"v1:verdict:new:{mine}", "v1:verdicts:show"]
    asked += ["v1:verdicts:go:9:1", "v1:verdict:publish:1:o.0.0.0", "v1:review:clocks:5:9", f"v1:ban:author:{idea.id}"]
    assert {rini.press(one) for one in asked} == {SATGAS_ONLY}
    there = [f"v1:review:{one}:2:{look}" for one in ("see", "story")] + [f"v1:note:ask:2:{look}", "v1:review:whole:2"]
    assert {rini.press(one) for one in there} == {NOT_FOUND}
    assert rini.says(f"/tinjau {TWO}") == f"{NOT_FOUND}\n[‹ Antrean ide]"
    assert plaza.fresh(idea).revision == idea.revision


def test_residents_do_not_come_in(idea: Idea, ani: Somebody) -> None:
    assert ani.says("/tinjau") == f"{REFUSED}\n[‹ Menu]"
    pressed = [f"v1:review:see:{idea.id}:o.0.0.0", "v1:review:list", "v1:review:xlsx:o.0.0.0", "v1:note:ask:1:o.0.0.0"]
    assert {ani.press(one) for one in pressed} == {REFUSED}


def test_the_queue_is_filtered_and_what_is_late_stands_out(desk: Desk, plaza: Plaza, sari: Somebody) -> None:
    plaza.idea("Mural gang", kecamatan="sukun", sector="art", shown=False)
    desk.later(days=7)
    plaza.idea("Panggung", kecamatan="klojen", sector="music")
    plaza.idea("Kopi", kecamatan="klojen", sector="culinary", shown=False)
    plaza.answer(plaza.idea("Selesai", kecamatan="klojen", sector="music"), Status.DONE)
    whole = sari.says("/tinjau")
    assert whole.splitlines()[1] == "Menunggu kita: 3 · terlambat: 1"
    assert f"⏰ {ONE} Mural gang\nSukun · Seni rupa · 0 dukungan\nDibaca: TERLAMBAT 2 hari kerja · " in whole
    assert f"[{ONE}] [{TWO}]\n[{THREE}]\n" in whole
    filters = """\
Ide yang mana? Pilih bagiannya, lalu boleh dipersempit.
[✓ menunggu (3)] [belum dibaca (2)]
[belum dijawab (3)] [terlambat (1)]
[belum terbit (0)] [tampil (2)]
[ditahan (0)] [semua (4)]
[Persempit: semua kecamatan]
[Persempit: semua bidang]
[Persempit: semua status]
[‹ Antrean ide]"""
    assert sari.presses("Saring") == filters
    late = sari.presses("terlambat (1)")
    assert late.splitlines()[3] == "Yang tampil: terlambat (1), paling lama di atas"
    assert codes(late) == [ONE]
    sari.presses("Saring")
    sari.presses("semua (4)")
    sari.presses("Saring")
    assert (
        sari.presses("Persempit: semua kecamatan")
        == """\
Pilih satu.
[✓ semua kecamatan] [Klojen]
[Blimbing] [Lowokwaru]
[Sukun] [Kedungkandang]
[‹ Saring]"""
    )
    assert codes(sari.presses("Klojen")) == [TWO, THREE, "IDE-2026-0004"]
    sari.presses("Saring")
    sari.presses("Persempit: semua bidang")
    found = sari.presses("Musik")
    assert codes(found) == [TWO, "IDE-2026-0004"]
    assert found.splitlines()[3] == "Yang tampil: semua (2) · Klojen · Musik, paling lama di atas"
    sari.presses("IDE-2026-0004")
    sari.presses("‹ Antrean ide")
    sari.presses("Saring")
    sari.presses("Persempit: semua status")
    done = sari.presses("selesai")
    assert done.splitlines()[3].endswith("Klojen · Musik · selesai, paling lama di atas")
    assert codes(done) == ["IDE-2026-0004"]


def codes(shown: str) -> list[str]:
    """The ideas that a page of the queue has buttons for."""
    words = shown.replace("]", " ").split("[")
    return [one.strip() for one in words if one.startswith("IDE-")]


def test_the_queue_is_turned_page_by_page(plaza: Plaza, sari: Somebody) -> None:
    for number in range(8):
        plaza.idea(f"Ide {number}")
    assert codes(sari.says("/tinjau")) == [f"IDE-2026-000{number}" for number in range(1, 7)]
    assert codes(sari.presses("Berikutnya ›")) == ["IDE-2026-0007", "IDE-2026-0008"]
    assert codes(sari.presses("« Awal")) == [f"IDE-2026-000{number}" for number in range(1, 7)]
    assert sari.presses("Saring").splitlines()[-1] == "[‹ Antrean ide]"
    assert "Tidak ada ide di bagian ini." in sari.presses("ditahan (0)")


def test_files_are_shown_as_they_were_given(plaza: Plaza, sari: Somebody) -> None:
    photos = tuple(Attachment("photo", f"photo{number}") for number in range(2))
    plaza.idea("Taman", files=(*photos, Attachment("document", "plan", name="denah.pdf")))
    plaza.idea("Denah", files=photos[:1])
    sari.says(f"/tinjau {ONE}")
    assert "\nLampiran: 3\n" in sari.seen[-1]
    before = len(sari.seen)
    sari.presses("Lampiran (3)")
    album = [f"(photo) Lampiran {ONE}", "(photo)"]
    assert sari.seen[before:] == [*album, f"(document) Lampiran {ONE}"]
    sari.says(f"/tinjau {TWO}")
    sari.presses("Lampiran (1)")
    assert sari.seen[-1] == f"(photo) Lampiran {TWO}"
    assert sari.press("v1:review:files:99") == "Ide ini tidak punya lampiran."


def test_a_long_idea_is_cut_on_its_card_and_read_whole(plaza: Plaza, sari: Somebody) -> None:
    plaza.idea("Panjang", text="💥" * 2048)
    assert sari.says(f"/tinjau {ONE}").count("💥") == 599
    before = len(sari.seen)
    sari.presses("Baca utuh")
    whole = "\n".join(sari.seen[before:])
    assert whole.startswith(f"Panjang\n{ONE}\n\n💥") and whole.count("💥") == 2048


def test_the_time_limits_are_set_for_what_comes(desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody) -> None:
    sari.says("/tinjau")
    text = """\
Batas waktu ide baru
Dibaca dalam {} hari kerja, dijawab dalam {} hari kerja. Sabtu, Minggu, dan hari libur tidak dihitung. Ide yang sudah \
masuk tetap memakai batasnya yang lama.
[Dibaca −1] [Dibaca +1]
[Dijawab −1] [Dijawab +1]
[‹ Antrean ide]"""
    assert sari.presses("Batas waktu") == text.format(3, 10)
    assert sari.toast("Dibaca +1") == "Batas waktu ide baru diubah."
    assert sari.seen[-1] == text.format(4, 10)
    sari.presses("Dijawab −1")
    assert sari.press("v1:review:clocks:9:2") == (
        "Tidak bisa: membaca 1–90 hari kerja, dan menjawab tidak lebih cepat dari membaca."
    )
    plaza.idea("Baru", shown=False)
    assert sari.says(f"/tinjau {ONE}") == WAITING
    assert "\nDibaca paling lambat 30 November 2026 (4 hari kerja lagi)\n" in sari.says(f"/tinjau {TWO}")
    assert entries(desk, "ideas.clocks") == [{"review": 4, "answer": 10}, {"review": 4, "answer": 9}]


def test_ideas_are_taken_as_a_file_and_that_is_kept_in_mind(
    desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody, rini: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    plaza.answer(plaza.idea("=1+1", kecamatan="sukun", text="+62 <b>", named=True), Status.PLANNED, milestone="M1")
    made: list[bytes] = []
    make = render.make

    def noted(*told: Any) -> render.File:
        file = make(*told)
        made.append(file.content)
        return file

    monkeypatch.setattr(render, "make", noted)
    sari.says("/tinjau")
    sari.presses("Unduh CSV")
    told = "Isinya milik warga, jangan disebar di luar tim."
    assert sari.seen[-1] == f"(document ide-2026-11-24.csv) Ide warga: 2. {told}"
    lines = made[-1].decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[:7] == ["Kode", "Dikirim", "Judul", "Isi", "Pengirim", "Kecamatan", "Bidang"]
    assert lines[1].split(";")[:9] == [
        ONE, "2026-11-24 10:00", "Kelas gim", "Kelas gim, untuk semua warga.", "", "Klojen", "Gim", "menunggu dibaca",
        "sudah masuk",
    ]  # fmt: skip
    assert lines[2].split(";")[2:4] == ["'=1+1", "'+62 <b>"] and lines[2].split(";")[9] == "M1"
    rini.says("/tinjau")
    rini.presses("Unduh XLSX")
    assert rini.seen[-1] == f"(document ide-2026-11-24.xlsx) Ide warga: 1. {told}"
    sheet = ZipFile(BytesIO(made[-1])).read("xl/sharedStrings.xml").decode()
    assert ONE in sheet and TWO not in sheet
    assert entries(desk, "ideas.export") == [{"rows": 2, "kecamatan": []}, {"rows": 1, "kecamatan": ["klojen"]}]


def test_somebody_was_quicker_showing_it(plaza: Plaza, idea: Idea, sari: Somebody, desk: Desk) -> None:
    desk.change_settings(satgas_ids=frozenset({101, 102}))
    tono = desk.person("Tono", number=102)
    sari.says(f"/tinjau {ONE}")
    tono.says(f"/tinjau {ONE}")
    sari.presses("Tampilkan")
    tono.presses("Tahan")
    assert tono.toast("Kata-katanya kasar") == ("Baru saja diubah orang lain di tim. Ini keadaannya sekarang.")
    assert tono.seen[-1] == SHOWN
    assert tono.press(f"v1:review:show:{idea.id}:1:o.0.0.0") == "Sudah begitu dari tadi."


def test_the_longest_card_is_one_message(desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody) -> None:
    long = "ж" * 4000
    tono = desk.person("Т" * 128, number=102)
    desk.change_settings(satgas_ids=frozenset({101, 102}))
    target = plaza.idea("Ю" * 120, text="Я" * 4000, kecamatan="klojen", sector="games")
    plaza.answer(target, Status.PLANNED, long[:2000], milestone=long[:160])
    tono.says(f"/tinjau {TWO}")
    for _ in range(3):
        tono.presses("Catatan")
        tono.says(long[:1000])
    tono.presses("Jawab")
    tono.presses("diteruskan ke bagian lain")
    tono.says(long[:120])
    tono.says(long[:2000])
    tono.presses("Simpan dulu, terbit nanti")
    tono.presses("Tahan")
    tono.says(long[:1000])
    before = len(sari.seen)
    sari.says(f"/tinjau {TWO}")
    sari.presses("Riwayat")
    sari.presses("‹ Kembali ke ide")
    assert len(sari.seen) == before + 1


def test_satgas_are_told_once_a_working_day_what_waits(desk: Desk, plaza: Plaza, idea: Idea, sari: Somebody) -> None:
    sari.says("/start")
    plaza.idea("Mural gang")
    before = len(sari.seen)
    for _ in range(2):
        desk.tick(nudge)
    told = ["Ide yang menunggu satgas. Belum dibaca: 1, belum dijawab: 2.\n[Tinjau ide]"]
    assert sari.seen[before:] == told
    for _ in range(6):  # Wednesday to Monday; twice at night too
        desk.later(hours=12)
        desk.tick(nudge)
        desk.later(hours=12)
        desk.tick(nudge)
    late = "Ada ide yang melewati batas waktu: 1.\nBelum dibaca: 1 · belum dijawab: 2\n[Tinjau ide]"
    assert sari.seen[before:] == [*told * 4, late]
    sari.presses("Tinjau ide")
    sari.presses(ONE)
    sari.presses("Tampilkan")
    desk.later(days=1)
    desk.tick(nudge)
    assert len(sari.seen) == before + 5
