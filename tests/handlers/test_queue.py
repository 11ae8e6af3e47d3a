"""/antrean: satgas see what waits, hold it, answer, keep or decline it; everybody who asked hears of it once."""

from typing import Any

import pytest
from sqlalchemy import insert, select

from models import Article, Form, Outbox, Person, Question
from services import knowledge, people
from tests.handlers.test_team import REFUSED
from tests.support.desk import Desk, Somebody

PARKING = "kapan parkir motor gratis?"
ANSWER = "Gratis tiap <Minggu> & hari libur."
ENTRY = """\
TANYA-0001 · penanya: 1 · sejak 24 November 2026

kapan parkir motor gratis?
[Jawab] [Tutup tanpa jawaban]
[‹ Antrean]"""
WRITE = """\
Ketik jawabanmu untuk TANYA-0001 di sini, paling panjang 3000 huruf. \
Sebelum dikirim, kamu lihat dulu seperti apa jadinya.
[Batal]"""
TOLD = """\
Pertanyaanmu TANYA-0001 dijawab satgas.

kapan parkir motor gratis?

Gratis tiap <Minggu> & hari libur.

Sumber: Satgas Kota Malang, 24 November 2026"""
PREVIEW = f"""\
Beginilah yang diterima penanya:

{TOLD}

Penerima: 1. Tidak bisa dihubungi: 0.
[Kirim saja]
[Kirim dan simpan sebagai artikel ›]
[Ubah jawaban] [Batal]"""
KEPT = TOLD.replace("Satgas Kota Malang, 24 November 2026", "Dinas Perhubungan, 20 November 2026")
KEPT_PREVIEW = f"""\
Beginilah yang diterima penanya:

{KEPT}

Disimpan juga sebagai artikel: Parkir motor

Penerima: 1. Tidak bisa dihubungi: 0.
[Kirim dan simpan sebagai artikel]
[Ubah jawaban]
[Ubah judul] [Ubah sumber]
[Tanpa artikel] [Batal]"""
SENT = "Jawaban untuk TANYA-0001 dikirim ke 1 orang; 0 tidak bisa dihubungi.\n[Lihat apakah sampai]\n[‹ Antrean]"
NONE = "Antrean pertanyaan\nTidak ada yang menunggu. Semua pertanyaan sudah ditanggapi.\n[‹ Menu]"
OLDER = "Naskahnya sudah berubah sejak pesan ini. Pakai tombol di pesan yang terbaru, ya."
GONE = (
    "Naskah ini sudah tidak ada: mungkin sudah terkirim, dibatalkan, atau lewat satu jam. Buka lagi lewat /antrean, ya."
)


@pytest.fixture
def tono(desk: Desk, sari: Somebody) -> Somebody:
    """Another satgas."""
    desk.change_settings(satgas_ids=frozenset({101, 102}))
    tono = desk.person("Tono", number=102)
    tono.says("/start")
    return tono


def pass_on(somebody: Somebody, words: str = PARKING) -> None:
    somebody.says(words)
    label = "Teruskan ke satgas" if somebody.user["language_code"] == "id" else "Pass on to the task force"
    somebody.presses(label)


def to_preview(sari: Somebody, words: str = ANSWER) -> str:
    sari.says("/antrean 1")
    sari.presses("Jawab")
    return sari.says(words)


def test_a_question_is_answered_and_its_asker_told(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    assert sari.says("/antrean") == NONE
    pass_on(ani)
    assert sari.presses("Buka") == ENTRY
    assert sari.presses("Jawab") == WRITE
    assert sari.says(ANSWER) == PREVIEW
    assert len(ani.seen) == 1
    assert sari.presses("Kirim saja") == SENT
    assert ani.seen[1:] == [TOLD]
    assert sari.presses("‹ Antrean") == NONE
    assert (
        sari.says("/antrean tanya-0001")
        == """\
TANYA-0001 · penanya: 1 · sejak 24 November 2026

kapan parkir motor gratis?

Dijawab Sari, 24 November 2026, 10.00 WIB. Dikirim ke 1 orang, 0 tidak bisa dihubungi.

Gratis tiap <Minggu> & hari libur.
[‹ Antrean]"""
    )
    with desk.database() as db:
        assert db.execute(select(Article.origin)).scalars().all() == ["pack"] * 3


def test_the_article_is_asked_for_part_by_part(sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    assert (
        sari.presses("Kirim dan simpan sebagai artikel ›")
        == """\
Artikelnya mau diberi judul apa? Satu baris, paling panjang 120 huruf.
[Pakai pertanyaannya]
[Tanpa artikel]
[Batal]"""
    )
    assert (
        sari.says("Parkir motor")
        == """\
Dari mana keterangan ini? Tulis nama sumbernya, misalnya: siaran pers Dinas Koperasi.
[Tanpa artikel]
[Batal]"""
    )
    assert (
        sari.says("Dinas Perhubungan")
        == """\
Ada tautannya? Tempel di sini, misalnya: https://contoh.go.id/berita. Kalau tidak ada, tekan Tanpa tautan.
[Tanpa tautan]
[Tanpa artikel]
[Batal]"""
    )
    dated = "[Hari ini]\n[Tanpa artikel]\n[Batal]"
    assert sari.says("https://dishub.contoh.go.id/parkir") == (
        "Sumber itu dari tanggal berapa? Misalnya: 24 November 2026, 24-11-2026, November 2026, atau hari ini."
        f"\n{dated}"
    )
    assert sari.says("31 Februari 2026") == (
        f"Tanggal itu tidak ada di kalender. Coba periksa lagi, lalu tulis seperti ini: 24 November 2026.\n{dated}"
    )
    assert sari.says("20 November 2026") == KEPT_PREVIEW


def keep(sari: Somebody, *parts: str) -> str:
    """From the preview on: title, source, link and date; the preview."""
    sari.presses("Kirim dan simpan sebagai artikel ›")
    return [sari.says(part) for part in parts][-1]


def test_an_answer_kept_as_an_article_reaches_everybody_and_the_next_asker(
    desk: Desk, sari: Somebody, ani: Somebody, budi: Somebody
) -> None:
    pass_on(ani)
    pass_on(budi, "parkir motor kapan gratis")
    to_preview(sari)
    preview = keep(sari, "Parkir motor", "Dinas Perhubungan", "dishub.contoh.go.id", "20 November 2026")
    assert preview == KEPT_PREVIEW.replace("Penerima: 1", "Penerima: 2")
    assert (
        sari.presses("Kirim dan simpan sebagai artikel")
        == """\
Jawaban untuk TANYA-0001 dikirim ke 2 orang; 0 tidak bisa dihubungi.

Disimpan sebagai artikel: Parkir motor
Yang bertanya sesudah ini langsung mendapatnya.
[Lihat apakah sampai]
[‹ Antrean]"""
    )
    assert ani.seen[1:] == [KEPT]
    assert budi.seen[1:] == [
        """\
The task force answered your question TANYA-0001.

parkir motor kapan gratis

Gratis tiap <Minggu> & hari libur.

(I have this answer only in Indonesian.)

Source: Dinas Perhubungan, 20 November 2026"""
    ]
    with desk.database() as db:
        index = knowledge.open_library(db, city=desk.house.city, now=desk.now)
    desk.house.library.renew(index.index, index.edition)
    citra = desk.person("Citra", number=9)
    assert citra.says("parkir motor gratisnya kapan ya").splitlines()[0] == "Parkir motor"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("24 November 2026", "24 November 2026"),
        ("24-11-2026", "24 November 2026"),
        ("hari ini", "24 November 2026"),
        ("November 2026", "November 2026"),
    ],
)
def test_dates_are_understood_as_they_are_typed(sari: Somebody, ani: Somebody, typed: str, shown: str) -> None:
    pass_on(ani)
    to_preview(sari)
    sari.presses("Kirim dan simpan sebagai artikel ›")
    sari.presses("Pakai pertanyaannya")
    sari.says("Dishub")
    sari.presses("Tanpa tautan")
    preview = sari.presses("Hari ini") if typed == "hari ini" else sari.says(typed)
    assert f"\nSumber: Dishub, {shown}\n" in preview
    assert "\nDisimpan juga sebagai artikel: Kapan parkir motor gratis?\n" in preview


def test_every_part_can_be_written_anew(sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    assert sari.presses("Ubah jawaban") == WRITE
    assert "\nHanya Minggu.\n" in sari.says("Hanya Minggu.")
    sari.presses("Kirim dan simpan sebagai artikel ›")
    for words in ("Judul satu", "Sumber satu", "contoh.go.id", "2026"):
        preview = sari.says(words)
    assert "\nSumber: Sumber satu, 2026\n" in preview
    sari.presses("Ubah judul")
    assert "artikel: Judul dua\n" in sari.says("Judul dua")
    sari.presses("Ubah sumber")
    sari.says("Sumber dua")
    sari.presses("Tanpa tautan")
    preview = sari.presses("Hari ini")
    assert "\nHanya Minggu.\n\nSumber: Sumber dua, 24 November 2026\n" in preview
    assert "artikel: Judul dua\n" in preview
    assert sari.presses("Tanpa artikel") == PREVIEW.replace(ANSWER, "Hanya Minggu.")


def test_a_button_of_an_older_text_sends_nothing(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari, "Lama.")
    old = desk.chats[101][-1]
    data = old["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    sari.presses("Ubah jawaban")
    sari.says("Baru.")
    assert sari.press(data, old) == OLDER
    assert len(ani.seen) == 1
    assert sari.presses("Kirim saja") == SENT
    assert sari.press(data, old) == GONE
    assert "\nBaru.\n" in ani.seen[1]
    assert len(ani.seen) == 2


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}], "caption": "jawaban"},
        {"sticker": {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "type": "regular",
                     "is_animated": False, "is_video": False}},
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    ],
)  # fmt: skip
def test_what_is_no_text_gets_a_hint_and_the_form_stays(sari: Somebody, ani: Somebody, content: dict[str, Any]) -> None:
    pass_on(ani)
    sari.says("/antrean 1")
    sari.presses("Jawab")
    assert sari.sends(**content) == (
        "Di sini hanya tulisan yang bisa saya terima; yang kamu kirim tadi tidak ikut terkirim. "
        "Ketik saja, atau tekan Batal.\n[Batal]"
    )
    assert sari.says(ANSWER) == PREVIEW


def test_words_at_the_preview_are_not_taken_for_the_answer(sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    assert sari.says("oh ya, juga Sabtu") == (
        "Naskahnya sudah siap, jadi tulisan barumu tidak saya pakai. Pilih salah satu tombol; "
        "untuk mengubahnya, tekan Ubah.\n[Kirim saja]\n[Kirim dan simpan sebagai artikel ›]\n[Ubah jawaban] [Batal]"
    )
    assert sari.presses("Kirim saja") == SENT
    assert ani.seen[1:] == [TOLD]


def test_an_answer_too_long_is_asked_for_again(sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    again = "Isi itu berupa tulisan, paling panjang 3000 huruf. Coba ringkas, lalu kirim lagi, ya.\n[Batal]"
    assert to_preview(sari, "panjang " * 400) == again
    assert sari.says("🙏") == again
    assert sari.says(ANSWER) == PREVIEW


def test_the_first_holds_it_and_the_second_sees_who(desk: Desk, sari: Somebody, tono: Somebody, ani: Somebody) -> None:
    sari.says("/start")
    pass_on(ani)
    tono.presses("Buka")
    sari.says("/antrean 1")
    sari.presses("Jawab")
    assert tono.toast("Jawab") == "TANYA-0001 sedang dijawab Sari."
    assert tono.toast("Tutup tanpa jawaban") == "TANYA-0001 sedang dijawab Sari."
    assert (
        tono.says("/antrean")
        == """\
Antrean pertanyaan
Belum dijawab: 1. Yang paling banyak ditanyakan ada di atas.

TANYA-0001 · penanya: 1 · sejak 24 November 2026
kapan parkir motor gratis?
sedang dijawab Sari
[TANYA-0001]
[‹ Menu]"""
    )
    assert (
        tono.presses("TANYA-0001")
        == """\
TANYA-0001 · penanya: 1 · sejak 24 November 2026

kapan parkir motor gratis?

Sedang dijawab Sari. Kalau tidak jadi, pertanyaan ini kembali ke antrean paling lama satu jam lagi.
[‹ Antrean]"""
    )
    assert sari.presses("Batal") == "Tidak jadi. TANYA-0001 kembali ke antrean.\n[‹ Antrean]"
    tono.says("/antrean 1")
    assert tono.presses("Jawab") == WRITE


@pytest.mark.parametrize("leave", ["/batal", "/start", "an hour"])
def test_a_question_falls_back(desk: Desk, sari: Somebody, tono: Somebody, ani: Somebody, leave: str) -> None:
    pass_on(ani)
    to_preview(sari)
    preview = desk.chats[101][-1]
    data = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    desk.later(hours=1) if leave == "an hour" else sari.says(leave)
    assert tono.says("/antrean 1") == ENTRY
    assert tono.presses("Jawab") == WRITE
    assert sari.press(data, preview) == GONE
    assert len(ani.seen) == 1


def test_two_who_had_it_send_once(desk: Desk, sari: Somebody, tono: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    desk.later(minutes=61)
    assert to_preview(tono) == PREVIEW
    assert sari.toast("Kirim saja") == GONE
    assert tono.presses("Kirim saja") == SENT
    assert ani.seen[1:] == [TOLD]


def test_blocked_askers_are_counted(desk: Desk, sari: Somebody, ani: Somebody, budi: Somebody) -> None:
    pass_on(ani)
    pass_on(budi, "parkir motor gratis kapan")
    with desk.database() as db:
        people.lose(db, telegram_id=8, reach="blocked")
    assert "\nPenerima: 1. Tidak bisa dihubungi: 1.\n" in to_preview(sari)
    assert sari.presses("Kirim saja").splitlines()[0] == (
        "Jawaban untuk TANYA-0001 dikirim ke 1 orang; 1 tidak bisa dihubungi."
    )
    assert (len(ani.seen), len(budi.seen)) == (2, 1)


def test_a_question_is_declined_with_a_reason_of_the_house(
    desk: Desk, sari: Somebody, ani: Somebody, budi: Somebody
) -> None:
    pass_on(ani)
    pass_on(budi, "parkir motor gratis kapan")
    sari.says("/antrean 1")
    assert (
        sari.presses("Tutup tanpa jawaban")
        == """\
Kenapa TANYA-0001 ditutup tanpa jawaban? Pilih alasannya, atau ketik sendiri. Penanya membaca alasan ini, \
jadi tulislah dengan ramah.
[Bukan urusan kami]
[Kurang jelas]
[Kurang pantas]
[Batal]"""
    )
    told = """\
Soal pertanyaanmu TANYA-0001:

kapan parkir motor gratis?

Maaf, satgas tidak bisa menjawabnya. Hal ini bukan urusan satgas roadmap. Untuk layanan kota, coba SP4N-LAPOR! \
di lapor.go.id."""
    assert (
        sari.presses("Bukan urusan kami")
        == f"""\
Beginilah yang diterima penanya:

{told}

Penerima: 2. Tidak bisa dihubungi: 0.
[Tutup dan kabari penanya]
[Ubah alasan] [Batal]"""
    )
    assert sari.presses("Tutup dan kabari penanya") == (
        "TANYA-0001 ditutup, alasannya dikirim ke 2 orang; 0 tidak bisa dihubungi.\n[Lihat apakah sampai]\n[‹ Antrean]"
    )
    assert ani.seen[1:] == [told]
    assert budi.seen[1:] == [
        """\
About your question TANYA-0001:

parkir motor gratis kapan

Sorry, the task force cannot answer it. This is not a matter of the roadmap's task force. For city services, \
try SP4N-LAPOR! at lapor.go.id."""
    ]
    assert "\nDitutup Sari, 24 November 2026, 10.00 WIB." in sari.says("/antrean 1")


def test_a_question_is_declined_in_own_words(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    sari.says("/antrean 1")
    sari.presses("Tutup tanpa jawaban")
    sari.says("Tanyakan ke <Dishub>, ya.")
    sari.presses("Ubah alasan")
    assert sari.says(".").splitlines()[0] == "Alasannya berupa tulisan, paling panjang 3000 huruf. Coba tulis lagi, ya."
    sari.says("Tanyakan ke Dishub, ya.")
    sari.presses("Tutup dan kabari penanya")
    assert ani.seen[-1].splitlines()[-1] == "Maaf, satgas tidak bisa menjawabnya. Tanyakan ke Dishub, ya."


def test_pressing_answer_again_goes_on_where_it_was(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    assert sari.says("/antrean 1") == ENTRY.replace("[Jawab]", "\nSedang kamu jawab.\n[Jawab]")
    assert sari.presses("Jawab") == PREVIEW


def test_a_question_withdrawn_by_all_is_not_waiting(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    ani.presses("Tarik kembali")
    assert sari.presses("Kirim saja").splitlines()[0] == (
        "Jawaban untuk TANYA-0001 dikirim ke 0 orang; 0 tidak bisa dihubungi."
    )
    assert len(ani.seen) == 1


def test_a_long_queue_is_shown_in_pages_most_asked_first(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    animals = ["kuda", "sapi", "ular", "gajah", "macan", "rusa"]
    for animal in animals:
        pass_on(ani, f"berapa harga {animal} di Mars?")
    pass_on(desk.person("Citra", number=9), "harga gajah di Mars berapa")
    first = sari.says("/antrean").splitlines()
    assert first[:4] == [
        "Antrean pertanyaan",
        "Belum dijawab: 6. Yang paling banyak ditanyakan ada di atas.",
        "",
        "TANYA-0004 · penanya: 2 · sejak 24 November 2026",
    ]
    assert first[-6:] == [
        "Halaman 1 dari 2",
        "[TANYA-0004] [TANYA-0001]",
        "[TANYA-0002] [TANYA-0003]",
        "[TANYA-0005]",
        "[›]",
        "[‹ Menu]",
    ]
    second = sari.presses("›")
    assert second.splitlines()[3:] == [
        "TANYA-0006 · penanya: 1 · sejak 24 November 2026",
        "berapa harga rusa di Mars?",
        "",
        "Halaman 2 dari 2",
        "[TANYA-0006]",
        "[‹]",
        "[‹ Menu]",
    ]
    sari.press("v1:queue:show:9999")
    assert sari.seen[-1] == second


def test_at_night_the_satgas_is_told_when_it_arrives(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    desk.later(hours=12)
    to_preview(sari)
    assert sari.presses("Kirim saja") == (
        "Jawaban untuk TANYA-0001 dikirim ke 1 orang; 0 tidak bisa dihubungi.\n\n"
        "Sekarang jam tenang, jadi baru sampai di penanya 25 November 2026, 06.00 WIB.\n"
        "[Lihat apakah sampai]\n[‹ Antrean]"
    )


def spoken(desk: Desk, **of: str) -> None:
    """The outbox as the sender would leave it: to each of these people a notice, with this state."""
    with desk.database() as db:
        for name, state in of.items():
            person = db.execute(select(Person.id).where(Person.name == name)).scalar_one()
            told = {
                "kind": "notice",
                "method": "sendMessage",
                "payload": "",
                "person_id": person,
                "created_at": desk.now,
            }
            db.execute(insert(Outbox).values(state=state, **told))


CLOSED = "Dijawab Sari, 24 November 2026, 10.00 WIB. "


def test_whether_an_answer_arrived_is_seen_at_the_question_and_said_again_where_it_is_not_sure(
    desk: Desk, sari: Somebody, ani: Somebody, budi: Somebody
) -> None:
    citra = desk.person("Citra", number=9)
    for one in (ani, budi, citra):
        pass_on(one)
    to_preview(sari)
    sari.presses("Kirim saja")
    spoken(desk, Ani="sent", Budi="unknown", Citra="refused")
    seen = sari.presses("Lihat apakah sampai")
    assert (
        CLOSED
        + (
            "Sampai ke 1 orang, 1 tidak bisa dihubungi. Belum pasti sampai: 1, karena Telegram tidak memberi kabar. "
            "Kalau dikirim lagi, bisa saja mereka menerimanya dua kali."
        )
        in seen.splitlines()
    )
    assert seen.splitlines()[-2:] == ["[Kirim lagi ke yang belum pasti]", "[‹ Antrean]"]
    assert sari.toast("Kirim lagi ke yang belum pasti") == "Dikirim lagi ke 1 orang."
    assert [len(one.seen) for one in (ani, budi, citra)] == [2, 3, 2]
    assert budi.seen[2] == budi.seen[1]
    spoken(desk, Budi="sent")
    assert CLOSED + "Sampai ke 2 orang, 1 tidak bisa dihubungi." in sari.says("/antrean 1").splitlines()


def test_what_is_not_sure_is_said_again_by_day_only(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    to_preview(sari)
    sari.presses("Kirim saja")
    spoken(desk, Ani="unknown")
    sari.presses("Lihat apakah sampai")
    desk.later(hours=12)
    assert sari.toast("Kirim lagi ke yang belum pasti") == (
        "Sekarang jam tenang. Coba lagi sesudah 25 November 2026, 06.00 WIB, ya."
    )
    assert len(ani.seen) == 2


@pytest.mark.parametrize(
    "data",
    [
        "v1:queue:again:1", "v1:queue:show", "v1:queue:show:1", "v1:queue:see:1", "v1:queue:take:1", "v1:queue:close:1",
        "v1:queue:why:1:unclear", "v1:queue:edit:1:body", "v1:queue:skip:1", "v1:queue:today:1", "v1:queue:asked:1",
        "v1:queue:keep:1:1", "v1:queue:only:1:1", "v1:queue:send:1:1", "v1:queue:drop:1",
    ],
)  # fmt: skip
def test_every_press_is_authorised_anew(desk: Desk, sari: Somebody, ani: Somebody, data: str) -> None:
    pass_on(ani)
    to_preview(sari)
    desk.change_settings(satgas_ids=frozenset())
    before = sari.seen
    assert sari.press(data) == REFUSED
    assert sari.seen == before
    assert len(ani.seen) == 1
    with desk.database() as db:
        assert db.execute(select(Question.closed_at)).scalars().all() == [None]
        assert db.execute(select(Form.person_id)).scalars().all() == []


def test_words_of_somebody_no_longer_satgas_are_refused(desk: Desk, sari: Somebody, ani: Somebody) -> None:
    pass_on(ani)
    sari.says("/antrean 1")
    sari.presses("Jawab")
    desk.change_settings(satgas_ids=frozenset())
    assert sari.says(ANSWER) == f"{REFUSED}\n[‹ Menu]"
    assert ani.says("/antrean") == f"{REFUSED}\n[‹ Menu]"


@pytest.mark.parametrize("data", ["v1:queue:see:999", "v1:queue:take:999999999999999999", "v1:queue:close:7"])
def test_numbers_that_are_none_are_told_kindly(sari: Somebody, data: str) -> None:
    before = sari.says("/antrean")
    assert sari.press(data) == "Pertanyaan itu tidak ada."
    assert sari.seen == [before]
    assert sari.says("/antrean 9") == "Pertanyaan itu tidak ada.\n[‹ Antrean]"
