"""Editing: within an hour and before the first support or decision; withdrawing: whenever."""

from dataclasses import replace

import pytest

from services.ideas import browsing, deciding, editing, reviewing
from services.ideas.sending import Draft
from services.ideas.values import Attachment, Done, Idea, Outcome, Status, Visibility
from services.people import Person
from tests.services.ideas.agora import Agora

NEW = Draft("Bikin kelas gim dan animasi gratis.", "Kelas gim dan animasi", "film", "sukun")


@pytest.fixture
def ani(agora: Agora) -> Person:
    return agora.person("Ani")


def change(agora: Agora, idea: Idea, person: Person, draft: Draft = NEW) -> Done:
    return agora.do(editing.change, idea_id=idea.id, author_id=person.id, draft=draft)


def test_the_author_changes_it_within_an_hour(agora: Agora, ani: Person) -> None:
    idea = agora.idea(ani, shown=False)
    agora.later(minutes=59)
    done = change(agora, idea, ani)

    assert done.outcome is Outcome.CHANGED
    changed = agora.fresh(idea)
    assert (changed.text, changed.title, changed.sector, changed.kecamatan) == (
        NEW.text,
        NEW.title,
        "film",
        "sukun",
    )
    assert (changed.code, changed.review_by, changed.edited_at) == (idea.code, idea.review_by, agora.now)
    assert change(agora, idea, ani).outcome is Outcome.UNCHANGED
    agora.later(minutes=1)
    assert change(agora, idea, ani, replace(NEW, title="Lain")).outcome is Outcome.TOO_LATE
    assert agora.fresh(idea) == changed


def test_not_while_somebody_supports_it(agora: Agora, ani: Person) -> None:
    idea = agora.idea(ani)
    assert editing.can_change(idea, agora.now)
    agora.support(idea)
    assert not editing.can_change(agora.fresh(idea), agora.now)
    assert change(agora, idea, ani).outcome is Outcome.TOO_LATE


def test_not_after_it_was_decided_or_held_back(agora: Agora, ani: Person) -> None:
    decided, held = agora.idea(ani), agora.idea(ani)
    agora.answer(decided)
    agora.keep(reviewing.hold, idea_id=held.id, revision=held.revision, reason="Nama orang")
    for idea in (decided, held):
        assert not editing.can_change(agora.fresh(idea), agora.now)
        assert change(agora, idea, ani).outcome is Outcome.TOO_LATE


def test_what_was_shown_waits_again_with_a_new_clock(agora: Agora, ani: Person) -> None:
    agora.later(hours=14, minutes=30)
    idea = agora.idea(ani)
    assert idea.visibility is Visibility.SHOWN
    agora.later(minutes=45)
    change(agora, idea, ani)

    again = agora.fresh(idea)
    assert (again.visibility, again.reviewed_at) == (Visibility.WAITING, None)
    assert again.review_by > idea.review_by
    assert browsing.card(agora.db, idea_id=idea.id, person_id=0) is None


def test_who_saw_the_old_words_decides_nothing_on_the_new_ones(agora: Agora, ani: Person) -> None:
    idea = agora.idea(ani, shown=False)
    answer = agora.decide(idea).answer
    assert answer is not None
    change(agora, idea, ani)
    assert agora.keep(reviewing.show, idea_id=idea.id, revision=idea.revision).outcome is Outcome.STALE
    assert agora.keep(deciding.pending) == ()
    assert agora.keep(deciding.publish, answer_ids=[answer.id])[0].outcome is Outcome.UNCHANGED


def test_somebody_elses_is_not_found(agora: Agora, ani: Person) -> None:
    idea, budi = agora.idea(ani), agora.person("Budi")
    assert change(agora, idea, budi).outcome is Outcome.NOT_FOUND
    assert agora.do(editing.withdraw, idea_id=idea.id, author_id=budi.id).outcome is Outcome.NOT_FOUND
    assert agora.do(editing.withdraw, idea_id=999, author_id=ani.id).outcome is Outcome.NOT_FOUND
    assert agora.fresh(idea) == idea


def test_the_rest_of_an_album_is_added(agora: Agora, ani: Person) -> None:
    idea = agora.idea(ani, shown=False)
    photos = [Attachment("photo", f"AgAC{number}") for number in range(3)]
    for one in photos:
        done = agora.do(editing.add_file, idea_id=idea.id, author_id=ani.id, file=one)
        assert done.outcome is Outcome.CHANGED
    assert agora.fresh(idea).files == tuple(photos)


def test_an_empty_change_changes_nothing(agora: Agora, ani: Person) -> None:
    idea = agora.idea(ani, shown=False)
    assert change(agora, idea, ani, Draft(" ")).outcome is Outcome.EMPTY
    assert agora.fresh(idea) == idea


def test_withdrawn_whenever_and_its_supporters_hear(agora: Agora, ani: Person) -> None:
    idea = agora.idea(ani)
    agora.support(idea, agora.person("Budi"))
    agora.answer(idea, Status.DONE)
    agora.decide(idea)
    agora.later(days=90)
    agora.hear()
    outcomes = [agora.do(editing.withdraw, idea_id=idea.id, author_id=ani.id).outcome for _ in range(2)]

    assert outcomes == [Outcome.WITHDRAWN, Outcome.UNCHANGED]
    assert agora.fresh(idea).status is Status.WITHDRAWN
    assert agora.keep(deciding.pending) == ()
    assert browsing.card(agora.db, idea_id=idea.id, person_id=0) is None
    assert agora.do(browsing.page, person_id=0).items == ()
    assert agora.support(idea).outcome is Outcome.NOT_FOUND
    assert agora.decide(idea).outcome is Outcome.GONE
    agora.later(minutes=10)
    assert agora.hear() == {"Budi": [("withdrawn", idea.title)]}
