"""Questions and the roadmap, in the private chat."""

import pytest

from tests.handlers.test_people import DOORS
from tests.support.desk import Somebody

ANSWER = """\
Isi roadmap Malang

Ada empat poin:
1. development
2. Task Force <KPI>

Catatan: Halaman sumbernya tanpa tanggal.

Sumber: Indiekraf, sekitar 2021"""
UNKNOWN = """\
Maaf, saya belum tahu jawabannya. Saya hanya menjawab dari sumber yang bisa disebut, supaya tidak mengarang.

Yang bisa kamu coba:
• tanya lagi dengan kata lain, singkat saja
• lihat /roadmap atau /bantuan
• untuk keluhan soal layanan kota: LAPOR! di lapor.go.id
[Roadmap]
[‹ Menu]"""
ASK = """\
Silakan, mau tanya apa? Ketik saja di sini, misalnya:
apa saja isi roadmap?
[‹ Menu]"""


@pytest.mark.parametrize("words", ["apa saja isi roadmap malang?", "/tanya isi roadmap malang", "ISI ROADMAP"])
def test_a_question_is_answered_with_its_source(ani: Somebody, words: str) -> None:
    assert ani.says(words) == ANSWER
    assert len(ani.seen) == 1


def test_the_source_is_a_link(ani: Somebody) -> None:
    ani.says("isi roadmap")
    html = ani.desk.chats[7][-1]["text"]
    assert '\nSumber: <a href="https://indiekraf.com/roadmap/?a=1&amp;b=2">Indiekraf</a>, sekitar 2021' in html


def test_an_answer_in_english_has_its_source_in_english(budi: Somebody) -> None:
    assert (
        budi.says("where is MCC?")
        == """\
MCC

MCC stands in Blimbing.

Note: Only one source.

Source: Memontum, 22 September 2023"""
    )
    assert budi.says("apa saja isi roadmap malang").splitlines()[6:8] == [
        "(I have this answer only in Indonesian.)",
        "",
    ]


@pytest.mark.parametrize("words", ["berapa harga emas hari ini", "halo, harga emas?", "zq" * 2048, "la la la " * 400])
def test_what_is_not_known_is_said_so(ani: Somebody, words: str) -> None:
    assert ani.says(words) == UNKNOWN


@pytest.mark.parametrize(
    "words", ["halo", "Selamat pagi kak", "makasih ya", "apa kabar?", "🙂🙂🙂", "?", "/", "/tanya halo"]
)
def test_a_greeting_or_thanks_is_met_kindly(ani: Somebody, words: str) -> None:
    assert (
        ani.says(words)
        == f"""\
Saya siap membantu. Kalau ada yang mau ditanyakan, ketik saja, misalnya:
apa saja isi roadmap?
{DOORS}"""
    )


def test_tanya_alone_asks_for_the_question(ani: Somebody) -> None:
    assert ani.says("/tanya") == ASK
    assert ani.says("isi roadmap") == ANSWER


def test_an_edited_question_is_left_alone(ani: Somebody) -> None:
    ani.says("isi roadmap")
    edited = {"message_id": 1, "date": 1_790_000_000, "chat": ani.private, "from": ani.user, "text": "isi roadmap"}
    ani.desk.handle(edited_message=edited)
    assert ani.seen == [ANSWER]


def test_the_roadmap_opens_point_by_point_in_place(ani: Somebody) -> None:
    whole = ani.says("/roadmap")
    assert whole.startswith("Roadmap ekonomi kreatif Kota Malang\nIni poin-poin utamanya:\n\n1. Tahap development\n")
    assert whole.endswith(
        """\
Tekan satu poin untuk membacanya.
[1. Tahap development]
[2. Task Force dan KPI]
[3. Malang Creative Center (MCC)]
[4. Coworking space di 5 kecamatan]
[‹ Menu]"""
    )
    assert (
        ani.presses("3. Malang Creative Center (MCC)")
        == """\
MCC

MCC sudah berdiri di Blimbing.

Sumber: Memontum, 22 September 2023
Sumber: Indiekraf, sekitar 2021
[‹ Semua poin]
[‹ Menu]"""
    )
    assert ani.presses("‹ Semua poin") == whole
    assert ani.seen == [whole]


def test_a_point_without_an_article_tells_itself(ani: Somebody) -> None:
    ani.says("/roadmap")
    told = ani.presses("2. Task Force dan KPI").splitlines()
    assert (told[0], told[-2:]) == ("Task Force dan KPI", ["[‹ Semua poin]", "[‹ Menu]"])


def test_a_point_that_is_not_there(ani: Somebody) -> None:
    whole = ani.says("/roadmap")
    assert ani.press("v1:roadmap:point:monorail") == "Tombol ini sudah tidak berlaku."
    assert ani.seen == [whole]
