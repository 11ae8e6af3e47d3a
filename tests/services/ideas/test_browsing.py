"""Browsing: newest and most supported, by kecamatan and sub-sector; places in a list hold while others move."""

import pytest

from services.ideas import browsing, mine, reviewing
from services.ideas.browsing import Filter, Order, Page
from services.ideas.values import Idea, Status
from tests.services.ideas.agora import Agora


@pytest.fixture
def seven(agora: Agora) -> list[Idea]:
    """Seven ideas; number n has n supports, but the last has none."""
    ideas = [agora.idea(title=f"Ide {number}") for number in range(7)]
    for number, idea in enumerate(ideas[:6]):
        for _ in range(number):
            agora.support(idea)
    return ideas


def titles(page: Page) -> list[str]:
    return [one.idea.title for one in page.items]


def browse(agora: Agora, order: Order, **told: str | None) -> Page:
    return browsing.page(agora.db, person_id=0, order=order, size=3, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "pages"),
    [
        (Order.NEWEST, [["Ide 6", "Ide 5", "Ide 4"], ["Ide 3", "Ide 2", "Ide 1"], ["Ide 0"]]),
        (Order.SUPPORTED, [["Ide 5", "Ide 4", "Ide 3"], ["Ide 2", "Ide 1", "Ide 6"], ["Ide 0"]]),
    ],
)
def test_pages_forth_and_back(agora: Agora, seven: list[Idea], order: Order, pages: list[list[str]]) -> None:
    first = browse(agora, order)
    second = browse(agora, order, after=first.further)
    third = browse(agora, order, after=second.further)
    assert [titles(one) for one in (first, second, third)] == pages
    assert (first.back, third.further) == (None, None)
    assert titles(browse(agora, order, before=third.back)) == pages[1]
    back = browse(agora, order, before=second.back)
    assert (titles(back), back.back) == (pages[0], None)


def test_a_card_at_a_time(agora: Agora, seven: list[Idea]) -> None:
    seen, place = [], None
    while True:
        page = browsing.page(agora.db, person_id=0, after=place, size=1)
        seen += titles(page)
        place = page.further
        if place is None:
            break
    assert seen == [f"Ide {number}" for number in range(6, -1, -1)]


def test_what_comes_in_meanwhile_moves_no_place(agora: Agora, seven: list[Idea]) -> None:
    first = browse(agora, Order.NEWEST)
    agora.idea(title="Baru")
    assert titles(browse(agora, Order.NEWEST, after=first.further)) == ["Ide 3", "Ide 2", "Ide 1"]


@pytest.mark.parametrize("place", ["", "x", "-1", "1.2.3", "9" * 30, "²", "1."])
def test_a_place_nobody_can_read_is_the_beginning(agora: Agora, seven: list[Idea], place: str) -> None:
    assert titles(browse(agora, Order.SUPPORTED, after=place)) == ["Ide 5", "Ide 4", "Ide 3"]


def test_by_kecamatan_and_sub_sector(agora: Agora) -> None:
    places = [("klojen", "games"), ("klojen", "music"), ("sukun", "games"), (None, None)]
    for where, what in places:
        agora.idea(kecamatan=where, sector=what, title=f"{where} {what}")

    def found(**which: str) -> list[str]:
        page = browsing.page(agora.db, person_id=0, which=Filter(**which))
        assert browsing.count(agora.db, which=Filter(**which)) == len(page.items)
        return titles(page)

    assert found(kecamatan="klojen") == ["klojen music", "klojen games"]
    assert found(sector="games") == ["sukun games", "klojen games"]
    assert found(kecamatan="klojen", sector="games") == ["klojen games"]
    assert len(found()) == 4


def test_what_waits_or_is_held_back_is_in_no_list(agora: Agora) -> None:
    agora.idea(shown=False)
    held = agora.idea()
    agora.keep(reviewing.hold, idea_id=held.id, revision=held.revision, reason="Nama orang")
    assert browsing.page(agora.db, person_id=0).items == ()


def test_a_card_tells_its_story_and_whether_it_is_supported(agora: Agora) -> None:
    idea, budi = agora.idea(agora.person("Ani")), agora.person("Budi")
    agora.support(idea, budi)
    agora.answer(idea, Status.CONSIDERED, "Kami pelajari.")
    agora.later(days=1)
    agora.answer(idea, Status.DECLINED, "Sudah ada.")
    card = browsing.card(agora.db, idea_id=idea.id, person_id=budi.id)
    assert card is not None
    assert (card.supported, card.own, card.target, card.counted) == (True, False, None, agora.fresh(idea))
    assert [(one.status, one.text) for one in card.story] == [
        (Status.CONSIDERED, "Kami pelajari."),
        (Status.DECLINED, "Sudah ada."),
    ]
    assert [one.supported for one in browsing.page(agora.db, person_id=budi.id).items] == [True]
    assert [one.supported for one in browsing.page(agora.db, person_id=0).items] == [False]


def test_my_ideas_and_those_i_support(agora: Agora) -> None:
    ani = agora.person("Ani")
    own = [agora.idea(ani, title=f"Punyaku {number}", shown=False) for number in range(3)]
    other = agora.idea(title="Punya orang")
    agora.support(other, ani)
    agora.answer(other, Status.PLANNED, "Masuk rencana.", milestone="Kelas")

    first = mine.sent(agora.db, person_id=ani.id, size=2)
    assert ([one.idea.title for one in first.items], first.count) == (["Punyaku 2", "Punyaku 1"], 3)
    rest = mine.sent(agora.db, person_id=ani.id, before_id=first.further, size=2)
    assert ([one.idea for one in rest.items], rest.further) == ([own[0]], None)
    (supported,) = mine.supported(agora.db, person_id=ani.id).items
    assert supported.answer is not None
    assert (supported.idea.title, supported.answer.status) == ("Punya orang", Status.PLANNED)


def test_the_page_and_the_neighbours_of_an_idea(agora: Agora, seven: list[Idea]) -> None:
    """Most supported first: 5 4 3 | 2 1 6 | 0."""
    listed = {"order": Order.SUPPORTED, "which": Filter()}
    order = (5, 4, 3, 2, 1, 6, 0)
    for at, number in enumerate(order):
        idea = agora.fresh(seven[number])
        after = browsing.page_with(agora.db, idea=idea, size=3, **listed)  # type: ignore[arg-type]
        found = browse(agora, Order.SUPPORTED, after=after)
        assert titles(found) == [f"Ide {one}" for one in order[at // 3 * 3 :][:3]]
        near = browsing.neighbours(agora.db, idea=idea, **listed)  # type: ignore[arg-type]
        wanted = [seven[one].id for one in order]
        assert near == ((wanted[at - 1] if at else None), ([*wanted, None][at + 1]))


def test_how_many_there_are_of_each(agora: Agora) -> None:
    for kecamatan, sector in (("klojen", "games"), ("klojen", "art"), (None, "art"), ("sukun", None)):
        agora.idea(kecamatan=kecamatan, sector=sector)
    agora.idea(kecamatan="blimbing", sector="music", shown=False)
    assert browsing.tally(agora.db) == ({"klojen": 2, "sukun": 1}, {"games": 1, "art": 2})
