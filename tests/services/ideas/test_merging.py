"""Merging: supporters keep one support each, both sides are told, and it is undone exactly."""

import pytest
from sqlalchemy import select

from models import Support
from services.ideas import browsing, deciding, editing, merging, mine, supports
from services.ideas.values import Idea, Outcome, Status, Verdict
from services.people import Person
from tests.services.ideas.agora import KLOJEN, NOBODY, Agora, miscounted


def rows(agora: Agora) -> set[tuple[int, int, int | None, bool]]:
    """Every support, as it stands."""
    columns = (Support.home_id, Support.idea_id, Support.person_id, Support.counts)
    return {tuple(row) for row in agora.db.execute(select(*columns))}  # type: ignore[misc]


@pytest.fixture
def crowd(agora: Agora) -> dict[str, Person]:
    return {name: agora.person(name) for name in ("Ani", "Budi", "Citra", "Dewi", "Eka")}


@pytest.fixture
def pair(agora: Agora, crowd: dict[str, Person]) -> tuple[Idea, Idea]:
    """Two ideas: Citra and Dewi support the first, Dewi and Eka the second."""
    first, second = agora.idea(crowd["Ani"], title="Kelas gim"), agora.idea(crowd["Budi"], title="Sekolah gim")
    for idea, names in ((first, ("Citra", "Dewi")), (second, ("Dewi", "Eka"))):
        for name in names:
            assert agora.support(idea, crowd[name]).outcome is Outcome.SUPPORTED
    return first, second


def test_everybody_keeps_one_support(agora: Agora, pair: tuple[Idea, Idea]) -> None:
    first, second = pair
    agora.merge(first, second)

    assert agora.supporters(second) == {"Citra", "Dewi", "Eka"}
    assert agora.supporters(first) == set()
    assert (agora.fresh(first).status, agora.fresh(first).target_id) == (Status.MERGED, second.id)
    listed = agora.do(browsing.page, person_id=0).items
    assert [one.idea.id for one in listed] == [second.id]
    card = agora.do(browsing.card, idea_id=first.id, person_id=0)
    assert card is not None
    assert (card.target, card.counted.supports) == (agora.fresh(second), 3)


def test_both_sides_are_told_once(agora: Agora, pair: tuple[Idea, Idea]) -> None:
    agora.merge(*pair)
    agora.later(minutes=10)
    assert agora.hear() == {
        "Ani": [("answer", "Kelas gim")],
        "Budi": [("joined", "Sekolah gim")],
        "Citra": [("answer", "Kelas gim")],
        "Dewi": [("answer", "Kelas gim")],
        "Eka": [("joined", "Sekolah gim")],
    }


def test_a_merge_is_undone_exactly(agora: Agora, pair: tuple[Idea, Idea]) -> None:
    first, second = pair
    agora.answer(first, Status.PLANNED, "Rencana.", milestone_id=7, milestone="Kelas")
    before = rows(agora)
    agora.merge(first, second)
    assert rows(agora) != before
    agora.later(days=3)
    agora.hear()

    done = agora.keep(merging.unmerge, idea_id=first.id)
    assert (done.outcome, done.other) == (Outcome.UNMERGED, agora.fresh(second))
    assert rows(agora) == before
    back = agora.fresh(first)
    assert (back.status, back.milestone_id, back.target_id, back.supports) == (Status.PLANNED, 7, None, 2)
    agora.later(minutes=10)
    assert {name: what for name, ((what, _),) in agora.hear().items()} == dict.fromkeys(
        ("Ani", "Budi", "Citra", "Dewi", "Eka"), "unmerged"
    )
    assert agora.keep(merging.unmerge, idea_id=first.id).outcome is Outcome.UNCHANGED


def test_within_a_minute_nobody_hears_of_it(agora: Agora, pair: tuple[Idea, Idea]) -> None:
    before = rows(agora)
    answer = agora.merge(*pair)
    agora.later(seconds=59)
    assert agora.keep(deciding.undo, answer_id=answer.id).outcome is Outcome.UNDONE
    assert rows(agora) == before
    agora.later(minutes=20)
    assert agora.hear() == {}


def test_who_heard_nothing_of_the_merge_hears_nothing_of_its_end(agora: Agora, pair: tuple[Idea, Idea]) -> None:
    agora.merge(*pair)
    agora.later(minutes=2)
    agora.keep(merging.unmerge, idea_id=pair[0].id)
    agora.later(minutes=10)
    assert agora.hear() == {}


def test_supporting_what_was_merged_goes_to_its_target_and_comes_back(
    agora: Agora, crowd: dict[str, Person], pair: tuple[Idea, Idea]
) -> None:
    first, second = pair
    agora.merge(first, second)
    gita, hadi = agora.person("Gita"), agora.person("Hadi")
    pressed = agora.support(first, gita)
    assert (pressed.outcome, pressed.idea) == (Outcome.SUPPORTED, agora.fresh(second))
    assert agora.support(second, gita).outcome is Outcome.ALREADY
    agora.support(second, hadi)
    # Dewi supported both: taken back, it is taken back from both.
    dewi = crowd["Dewi"].id
    assert agora.do(supports.take_back, idea_id=first.id, person_id=dewi).outcome is Outcome.TAKEN_BACK
    assert agora.supporters(second) == {"Citra", "Eka", "Gita", "Hadi"}

    agora.keep(merging.unmerge, idea_id=first.id)
    assert agora.supporters(first) == {"Citra", "Gita"}
    assert agora.supporters(second) == {"Eka", "Hadi"}
    assert agora.do(supports.toggle, idea_id=first.id, person_id=dewi).outcome is Outcome.SUPPORTED


def test_chains_are_followed_and_parted_in_any_order(
    agora: Agora, crowd: dict[str, Person], pair: tuple[Idea, Idea]
) -> None:
    first, second = pair
    third = agora.idea(crowd["Eka"], title="Kampus gim")
    agora.support(third, crowd["Citra"])
    before = rows(agora)
    agora.merge(first, second)
    agora.merge(second, third)
    assert agora.supporters(third) == {"Citra", "Dewi", "Eka"}
    agora.later(minutes=10)
    agora.hear()
    agora.answer(third)
    agora.later(minutes=10)
    assert set(agora.hear()) == {"Ani", "Budi", "Citra", "Dewi", "Eka"}

    agora.keep(merging.unmerge, idea_id=first.id)
    assert agora.supporters(first) == {"Citra", "Dewi"}
    assert agora.supporters(third) == {"Citra", "Dewi", "Eka"}
    agora.keep(merging.unmerge, idea_id=second.id)
    assert rows(agora) == before
    assert miscounted(agora.db) == []


def test_what_cannot_be_merged(agora: Agora, pair: tuple[Idea, Idea]) -> None:
    first, second = pair
    hidden = agora.idea(shown=False)

    def tries(idea: Idea, target: Idea) -> Outcome:
        verdict = Verdict(Status.MERGED, "Mirip.", target_id=target.id)
        seen = agora.fresh(idea).revision
        return agora.keep(deciding.decide, idea_id=idea.id, revision=seen, verdict=verdict).outcome

    assert tries(first, first) is Outcome.SAME
    assert tries(first, hidden) is Outcome.TARGET_GONE
    assert tries(hidden, first) is Outcome.DECIDED
    agora.merge(first, second)
    assert tries(second, first) is Outcome.TARGET_GONE
    assert tries(first, hidden) is Outcome.TARGET_GONE
    agora.keep(merging.unmerge, KLOJEN, idea_id=first.id)
    assert agora.keep(merging.unmerge, NOBODY, idea_id=first.id).outcome is Outcome.NOT_FOUND
    assert agora.fresh(first).status is Status.MERGED


def test_two_decided_to_become_each_other_do_not(agora: Agora, pair: tuple[Idea, Idea]) -> None:
    first, second = pair
    answers = [
        agora.decide(one, Status.MERGED, "Mirip.", target_id=other.id).answer for one, other in (pair, (second, first))
    ]
    done = agora.keep(deciding.publish, answer_ids=[one.id for one in answers if one])
    assert [one.outcome for one in done] == [Outcome.PUBLISHED, Outcome.TARGET_GONE]
    assert (agora.fresh(first).status, agora.fresh(second).status) == (Status.MERGED, Status.RECEIVED)


def test_a_merged_idea_may_be_withdrawn_and_its_supports_stay(
    agora: Agora, crowd: dict[str, Person], pair: tuple[Idea, Idea]
) -> None:
    first, second = pair
    agora.merge(first, second)
    assert agora.do(editing.withdraw, idea_id=first.id, author_id=crowd["Ani"].id).outcome is Outcome.WITHDRAWN
    assert agora.supporters(second) == {"Citra", "Dewi", "Eka"}
    assert agora.keep(merging.unmerge, idea_id=first.id).outcome is Outcome.UNCHANGED
    assert [one.idea.id for one in agora.do(mine.supported, person_id=crowd["Citra"].id).items] == [second.id]
