"""Similar ideas: what is told again in other words is found, what is about none is not; and the words of a search."""

import pytest

from finder import Index, Passage
from services import knowledge
from services.ideas import editing, reviewing, similar
from services.ideas.values import Idea, Status
from services.knowledge import Library
from tests.services.ideas.agora import Agora, hours
from tests.services.ideas.crowd import TOLD_AGAIN, UNRELATED, crowd

OTHERS = 600
"""The same among 5,000, and how fast: python -m benchmarks.ideas."""


@pytest.fixture(scope="module")
def many() -> Index:
    told = [Passage(f"idea:{number}", title, text) for number, (title, text, _) in enumerate(TOLD_AGAIN)]
    others = [Passage(f"idea:{number}", *one) for number, one in enumerate(crowd(OTHERS), start=1000)]
    return knowledge.build_index([*others, *told], words=hours().city.words)


def test_what_is_told_again_brings_the_first_into_the_top_three(many: Index) -> None:
    found = {number: [hit.id for hit in many.similar(again, 3)] for number, (*_, again) in enumerate(TOLD_AGAIN)}
    assert [TOLD_AGAIN[number][2] for number, ids in found.items() if f"idea:{number}" not in ids] == []


def test_what_is_about_none_shows_none(many: Index) -> None:
    assert {text: hits for text in UNRELATED if (hits := many.similar(text, 3))} == {}


@pytest.fixture
def three(agora: Agora) -> list[Idea]:
    return [agora.idea(title=title, text=text) for title, text, _ in TOLD_AGAIN[:3]]


def library(agora: Agora) -> Library:
    return similar.open_library(agora.db, city=hours().city)


def near(agora: Agora, text: str, but: tuple[int, ...] = ()) -> list[int]:
    """What is shown before somebody sends this."""
    found = similar.similar(agora.db, library=library(agora), text=text, person_id=0, but=but)
    return [one.idea.id for one in found]


def test_done_and_declined_ones_are_shown_too(agora: Agora, three: list[Idea]) -> None:
    agora.answer(three[0], Status.DONE)
    agora.answer(three[1], Status.DECLINED)
    assert [near(agora, TOLD_AGAIN[number][2]) for number in range(3)] == [[one.id] for one in three]


def test_an_idea_is_never_similar_to_itself(agora: Agora, three: list[Idea]) -> None:
    assert near(agora, three[0].text) == [three[0].id]
    assert near(agora, three[0].text, but=(three[0].id,)) == []


def test_what_nobody_may_see_is_not_found(agora: Agora, three: list[Idea]) -> None:
    before = library(agora)
    held, withdrawn, _ = three
    agora.keep(reviewing.hold, idea_id=held.id, revision=held.revision, reason="Nama orang")
    author = withdrawn.author_id
    assert author is not None
    agora.do(editing.withdraw, idea_id=withdrawn.id, author_id=author)
    agora.idea(text=TOLD_AGAIN[3][1], shown=False)
    for books in (before, library(agora)):
        for number in (0, 1, 3):
            text = TOLD_AGAIN[number][2]
            assert similar.similar(agora.db, library=books, text=text, person_id=0) == ()
            assert similar.search(agora.db, library=books, words=text, person_id=0)[0] == ()


def test_the_words_of_what_was_merged_lead_to_its_target(agora: Agora, three: list[Idea]) -> None:
    target = agora.idea(text="Kursus menjahit sepatu.")
    agora.merge(three[0], target)
    assert near(agora, TOLD_AGAIN[0][2]) == [target.id]
    assert near(agora, TOLD_AGAIN[0][2], but=(target.id,)) == []


def test_the_edition_changes_with_what_can_be_found_and_not_with_supports(agora: Agora, three: list[Idea]) -> None:
    editions = [similar.edition(agora.db)]
    agora.support(three[0])
    editions.append(similar.edition(agora.db))
    agora.later(seconds=1)
    agora.idea(shown=False)
    editions.append(similar.edition(agora.db))
    assert len(set(editions)) == 1
    agora.idea()
    assert similar.edition(agora.db) != editions[0]


def test_words_search_and_a_code_finds_its_idea(agora: Agora, three: list[Idea]) -> None:
    books = library(agora)

    def found(words: str, start: int = 0, size: int = 5) -> tuple[list[int], int | None]:
        items, further = similar.search(agora.db, library=books, words=words, person_id=0, start=start, size=size)
        return [one.idea.id for one in items], further

    assert found("kuliner") == ([three[1].id], None)
    assert found("IDE-2026-0003") == found("ide 2026 3") == ([three[2].id], None)
    assert found("naga terbang") == found("") == found("IDE-2026-9999") == ([], None)
    for number in range(6):
        agora.idea(title=f"Kelas keramik {number}", text="Kelas keramik untuk warga.")
    books = library(agora)
    first, further = found("keramik", size=4)
    rest, end = found("keramik", start=further or 0, size=4)
    assert (len(first), further, len(rest), end, len({*first, *rest})) == (4, 4, 2, None, 6)
