"""Words: everyday forms read as what they stand for, typing mistakes put right."""

import pytest

from finder.lexicon import COMMON, ENGLISH, MEANS, STOP
from finder.typos import Typos
from finder.words import Reader, language_of, stem, surfaces

READER = Reader({"gedung warga": "balai"})
TYPOS = Typos({"coworking": 9, "pembangunan": 4, "infrastruktur": 3, "siap": 3, "tugas": 2, "force": 2}, ["kecamatan"])


def stems(text: str) -> list[str]:
    return READER.stems(surfaces(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pembangunan", "dibangun"),
        ("nang endi", "di mana"),
        ("Berapaaa??", "piro"),
        ("spaces", "space"),
        ("gedung warga", "balai"),
        ("anak2", "anak"),
        ("kos2an", "kosan"),
        ("yaopo", "gimana"),
    ],
)
def test_reads_the_same(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_small_words_are_left_out() -> None:
    assert stems("yang itu lho kak, the one") == ["1"]
    assert stems("mohon dijelaskan ya min") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cowokring", "coworking"),
        ("pmbngunan", "pembangunan"),
        ("infrstruktr", "infrastruktur"),
        ("nyiapin", "siap"),
        ("tugsa", "tugas"),
        ("kcamatan", "kecamatan"),
    ],
)
def test_puts_a_misspelt_word_right(typed: str, meant: str) -> None:
    assert TYPOS.right(typed) == meant


@pytest.mark.parametrize("word", ["menginap", "cuaca", "kolam", "xq", "2021", "zzzzzzzz", "sepatu"])
def test_leaves_a_word_of_its_own_alone(word: str) -> None:
    assert TYPOS.right(word) == word


def test_knows_in_which_language_it_was_asked() -> None:
    assert language_of(surfaces("Where is the hall?")) == "en"
    assert language_of(surfaces("balai itu di mana?")) == "id"


def test_a_stem_is_its_own_stem() -> None:
    assert all(stem(stem(word)) == stem(word) for word in (*COMMON, *STOP))


def test_the_lists_do_not_contradict_each_other() -> None:
    assert [form for form in MEANS if form == MEANS[form]] == []
    assert {"di", "yang"} & ENGLISH == set() == {"the", "what"} & STOP


def test_signs_that_hide_are_not_seen() -> None:
    assert surfaces("ba\u200blai \u202eroadmap\u202c") == ["balai", "roadmap"]
