"""The kind of answer a question wants: a date, a number, a place, a person, a cause, a definition."""

import pytest

from finder.kinds import defines, head, subjects, tells, tells_birth, turned, unit_of
from finder.sentences import sentences


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("?kapan", "Gudang itu berdiri sejak 1931.", True),
        ("?kapan", "Rapat tiap Jumat pagi.", True),
        ("?kapan", "Dibuka 4 Maret.", True),
        ("?kapan", "Gudang itu berdiri sejak dulu.", False),
        ("?berapa", "Ada tujuh kios.", True),
        ("?berapa", "Biayanya Rp9.000.", True),
        ("?berapa", "Masuknya gratis.", True),
        ("?berapa", "Ada beberapa kios.", False),
        ("?mana", "Letaknya di Blimbing.", True),
        ("?mana", "Letaknya di sana.", False),
        ("?mengapa", "Tutup karena hujan.", True),
        ("?mengapa", "Tutup sampai sore.", False),
        ("?siapa", "Pendirinya Bu Wati.", False),  # a name has no form of its own
    ],
)
def test_a_text_tells_the_kind_that_is_wanted(kind: str, text: str, told: bool) -> None:
    assert tells(kind, text, ()) is told


def test_what_the_question_brought_along_is_no_answer() -> None:
    assert not tells("?kapan", "Pawai 1987 meriah.", {"pawai", "1987"})
    assert tells("?kapan", "Pawai 1987 diulang 1990.", {"pawai", "1987"})


@pytest.mark.parametrize(
    ("question", "tells_it", "does_not"),
    [
        ("berapa luas kebun", "Kebunnya 3 hektare.", "Kebunnya punya 3 pintu."),
        ("berapa tinggi menara", "Menara itu 40 meter.", "Menara itu punya 40 jendela."),
        ("berapa harga karcis", "Karcisnya Rp5.000.", "Karcisnya 5 warna."),
        ("berapa lama perjalanan", "Perjalanan 2 jam.", "Perjalanan lewat 2 kota."),
        ("berapa usia pohon", "Usia pohon itu tua.", "Pohon itu rindang."),
    ],
)
def test_what_is_counted_has_its_unit(question: str, tells_it: str, does_not: str) -> None:
    unit = unit_of(question)
    assert unit is not None
    assert unit.search(tells_it)
    assert not unit.search(does_not)


def test_a_question_that_counts_nothing_special_has_no_unit() -> None:
    assert unit_of("berapa kursi") is None


@pytest.mark.parametrize(
    ("words", "text", "is_turned"),
    [
        ({"boleh", "tidak"}, "Sepeda boleh masuk.", True),
        ({"boleh", "tidak"}, "Sepeda belum boleh masuk.", False),
        ({"boleh", "tidak"}, "Sepeda terletak di dalam.", True),  # "tak" is no word of it
        ({"boleh"}, "Sepeda tidak boleh masuk.", False),
        ({"pasar", "terbesar"}, "Pasar ini besar.", True),
        ({"pasar", "terbesar"}, "Pasar terbesar di sini.", False),
        ({"pasar", "pertama"}, "Pasar perdana di desa.", False),
    ],
)
def test_a_question_that_denies_or_asks_for_the_most_wants_a_text_that_says_so(
    words: set[str], text: str, is_turned: bool
) -> None:
    assert turned(words, text) is is_turned


@pytest.mark.parametrize(
    "question", ["apa itu gamelan", "apa artinya gotong royong", "what is a becak", "definisi usaha"]
)
def test_asks_what_a_thing_is(question: str) -> None:
    assert defines(question)
    assert not defines("di mana gamelan itu dibuat")


def test_what_a_passage_is_about_stands_before_its_is() -> None:
    assert subjects("Kopi tubruk atau kopi jawa adalah minuman.") == ["Kopi tubruk", "kopi jawa"]
    assert subjects("Kopi tubruk (kopi kental) merupakan minuman.") == ["Kopi tubruk"]
    assert subjects("Kopi diseduh pagi hari.") == []
    assert head("Kopi tubruk, diseduh panas") == "Kopi tubruk"
    assert head("Kopi diseduh pagi hari") == ""


def test_a_birth_is_told_by_a_word_or_in_a_bracket() -> None:
    assert tells_birth("Sari lahir di desa.")
    assert tells_birth("Sari (Turen, 3 Mei 1970) seorang penari.")
    assert not tells_birth("Sari menari sejak 1990.")


def test_sentences_end_where_one_ends_and_not_at_a_short_form() -> None:
    text = "Kantor di Jl. Melati 30. Buka pukul 8! Tutup kapan? Pukul 15.30 sore.\n\nBaris lain tanpa titik"
    assert sentences(text) == [
        "Kantor di Jl. Melati 30.", "Buka pukul 8!", "Tutup kapan?", "Pukul 15.30 sore.", "Baris lain tanpa titik",
    ]  # fmt: skip
    assert sentences(" \n ") == []
