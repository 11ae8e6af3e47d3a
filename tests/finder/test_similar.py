"""Texts that say about the same: ideas among ideas."""

from itertools import product

import pytest

from finder import Index, Passage

THINGS = "lampu taman trotoar halte perpustakaan lapangan jembatan selokan parkiran mural gapura toilet".split()
DEEDS = "perbaiki bangun bersihkan tambah pindahkan cat".split()
PLACES = tuple(
    f"{first}{last}"
    for first, last in product(
        "sum kar tlo bun low dau sin ber".split(), "anda ongso egar irejo ulur asih akan omas inang".split()
    )
)
IDEAS = tuple(
    Passage(f"{thing} {deed} {place}", f"{deed.title()} {thing} {place}", f"Tolong {deed} {thing} di kampung {place}.")
    for place, thing, deed in product(PLACES, THINGS, DEEDS)
)[:5000]
INDEX = Index.build(IDEAS)


def test_there_are_five_thousand() -> None:
    assert len({one.text for one in IDEAS}) == 5000


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("lampu di kampung sumanda mohon diperbaiki", "lampu perbaiki sumanda"),
        ("usul: perpustakaan dibangun di karasih", "perpustakaan bangun karasih"),
        ("slokan kampung tlomas dibersihno rek", "selokan bersihkan tloomas"),
        ("nambah halte nang bunulur", "halte tambah bunulur"),
    ],
)
def test_the_same_in_other_words_is_among_the_first_three(text: str, idea: str) -> None:
    assert idea in [hit.id for hit in INDEX.similar(text)]


@pytest.mark.parametrize(
    "text",
    [
        "beasiswa kuliah kedokteran gratis",
        "harga emas naik",
        "halo kak",
        "",
        "🙂",
        "siapa presiden",
        "lampu sein motorku mati",
    ],
)
def test_what_is_about_something_else_has_nothing_like_it(text: str) -> None:
    assert INDEX.similar(text) == []


def test_it_is_most_like_itself_and_never_more_than_wanted() -> None:
    one = IDEAS[1234]
    found = INDEX.similar(f"{one.title}. {one.text}", limit=5)
    assert found[0].id == one.id
    assert len(found) == 5
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(0 <= hit.score <= 1 + 1e-6 for hit in found)


def test_a_thing_not_known_is_like_nothing() -> None:
    index = Index.build(
        [Passage("a", "Lampu taman", "Lampu taman mati."), Passage("?", "Lampu taman", "", known=False)]
    )
    assert [hit.id for hit in index.similar("lampu taman mati")] == ["a"]
