"""How people type: slips of the finger, letters left out, short forms, Javanese."""

import pytest
from hypothesis import given, settings, strategies as st

from finder.javanese import WORDS
from finder.keyboard import cost
from finder.shorthand import SHORT
from finder.typos import Typos
from finder.words import Reader, surfaces

READER = Reader({})
TYPOS = Typos({"kebun": 5, "rawat": 3, "sayur": 7, "sepeda": 2}, [])
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def stems(text: str) -> list[str]:
    return READER.stems(surfaces(text))


@pytest.mark.parametrize(
    ("likelier", "less_likely"),
    [
        ("kebin", "kebzn"),  # a key beside, or any key
        ("kbun", "keun"),  # a vowel left out, or a consonant
        ("kebbun", "kebxun"),  # a letter doubled, or one put in
        ("kbeun", "zgeun"),  # two letters turned round, or two others
        ("kebum", "lebun"),  # inside, or at the beginning
    ],
)
def test_a_likely_slip_costs_less(likelier: str, less_likely: str) -> None:
    assert 0 < cost(likelier, "kebun") < cost(less_likely, "kebun")


def test_vowels_left_out_on_purpose_cost_less() -> None:
    assert cost("kbn", "kebun", bare=True) < cost("kbn", "kebun")


@settings(max_examples=200, deadline=None)
@given(LETTERS, LETTERS)
def test_only_the_same_word_costs_nothing(typed: str, meant: str) -> None:
    assert (cost(typed, meant) == 0) == (typed == meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kbun", "kebun"),
        ("ngrawat", "rawat"),
        ("nyayur", "sayur"),
        ("sayurx", "sayur"),
        ("sayurne", "sayur"),
        ("sepedah", "sepeda"),
        ("swpeda", "sepeda"),
        ("spd", "sepeda"),
    ],
)
def test_a_word_is_put_right(typed: str, meant: str) -> None:
    assert TYPOS.right(typed) == meant


def test_of_two_words_as_near_the_commoner_one_was_meant_and_the_other_is_kept() -> None:
    for often, seldom in (("kelindu", "kalindu"), ("kalindu", "kelindu")):
        (first, sure), *others = Typos({often: 40, seldom: 1}, []).meant("kilindu")
        assert (first, sure) == (often, 1.0)
        assert 0 < dict(others)[seldom] < 1


@pytest.mark.parametrize("word", ["meja", "kb", "zzz", "1984", "k3bun"])
def test_a_word_that_nothing_comes_near_stays(word: str) -> None:
    assert TYPOS.meant(word) == ((word, 1.0),)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("jln mawar", "jalan mawar"),
        ("cpa", "siapa"),
        ("brp penduduk sby", "berapa penduduk surabaya"),
        ("kapn lhr", "kapan lahir"),
        ("bgmana caranya", "bagaimana cara"),
        ("rs jkt", "rumah sakit jakarta"),
    ],
)
def test_short_forms_are_read_in_full(typed: str, plain: str) -> None:
    assert set(stems(typed)) == set(stems(plain))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("nang ndi omahe", "di mana rumah"),
        ("banyune peteng", "air gelap"),
        ("udan bengi", "hujan malam"),
        ("bocah cilik dolan", "anak kecil main"),
        ("kreteg kulon", "jembatan barat"),
    ],
)
def test_javanese_is_read_as_indonesian(typed: str, plain: str) -> None:
    assert stems(typed) == stems(plain)


@pytest.mark.parametrize("table", [WORDS, SHORT])
def test_no_form_stands_for_two_words_and_each_is_read_as_what_it_stands_for(table: str) -> None:
    pairs = [line.split(":") for line in table.strip().splitlines()]
    forms = [(form.strip(), meaning) for meaning, found in pairs for form in found.split(",")]
    assert len({form for form, _ in forms}) == len(forms)
    assert [form for form, meaning in forms if stems(form) != stems(meaning)] == []
