"""Deciding: status and words together, inside first, then published at one moment, undone within a minute."""

import pytest

from services.ideas import deciding, reading, reviewing
from services.ideas.values import Outcome, Status, Verdict
from tests.services.ideas.agora import KLOJEN, NOBODY, Agora


def test_a_decision_is_internal_until_it_is_published(agora: Agora) -> None:
    idea = agora.idea(agora.person("Ani"))
    decided = agora.decide(idea, text="Kami pelajari dulu.")

    assert decided.outcome is Outcome.DECIDED
    assert agora.fresh(idea).status is Status.RECEIVED
    assert reading.answers(agora.db, idea_id=idea.id) == ()
    agora.later(minutes=11)
    assert agora.hear() == {}

    assert decided.answer is not None
    (done,) = agora.keep(deciding.publish, answer_ids=[decided.answer.id])
    assert (done.outcome, done.idea and done.idea.status) == (Outcome.PUBLISHED, Status.CONSIDERED)
    (story,) = reading.answers(agora.db, idea_id=idea.id)
    assert (story.status, story.text, story.by, story.published_at) == (
        Status.CONSIDERED,
        "Kami pelajari dulu.",
        "Satgas",
        agora.now,
    )
    agora.later(minutes=10)
    assert agora.hear() == {"Ani": [("answer", idea.title)]}


def test_many_answers_are_published_at_one_moment(agora: Agora) -> None:
    ideas = [agora.idea() for _ in range(3)]
    for one in ideas:
        agora.decide(one)
    waiting = [answer.id for _, answer in agora.keep(deciding.pending)]
    agora.later(hours=1)
    done = agora.keep(deciding.publish, answer_ids=waiting)

    assert [one.outcome for one in done] == [Outcome.PUBLISHED] * 3
    assert {one.answer.published_at for one in done if one.answer} == {agora.now}
    assert agora.keep(deciding.pending) == ()
    again = agora.keep(deciding.publish, answer_ids=[*waiting, 999])
    assert [one.outcome for one in again] == [Outcome.UNCHANGED] * 3 + [Outcome.NOT_FOUND]


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        (Verdict(Status.CONSIDERED, " \u200b\n"), Outcome.NEEDS_TEXT),
        (Verdict(Status.DECLINED, ""), Outcome.NEEDS_REASON),
        (Verdict(Status.PLANNED, "Siap"), Outcome.NEEDS_MILESTONE),
        (Verdict(Status.MERGED, "Mirip"), Outcome.NEEDS_TARGET),
        (Verdict(Status.MERGED, "Mirip", target_id=999), Outcome.NEEDS_TARGET),
        (Verdict(Status.PASSED_ON, "Diteruskan"), Outcome.NEEDS_DESK),
        (Verdict(Status.RECEIVED, "x"), Outcome.NOT_BY_HAND),
        (Verdict(Status.WITHDRAWN, "x"), Outcome.NOT_BY_HAND),
    ],
)
def test_a_decision_says_what_it_lacks(agora: Agora, verdict: Verdict, why: Outcome) -> None:
    idea = agora.idea()
    done = agora.keep(deciding.decide, idea_id=idea.id, revision=idea.revision, verdict=verdict)
    assert done.outcome is why
    assert agora.keep(deciding.pending) == ()


def test_what_a_status_needs_is_kept_with_it(agora: Agora) -> None:
    idea = agora.idea()
    agora.answer(idea, Status.PLANNED, "Masuk rencana.", milestone_id=4, milestone="Kelas gim")
    planned = agora.fresh(idea)
    assert (planned.status, planned.milestone_id, planned.milestone) == (Status.PLANNED, 4, "Kelas gim")
    agora.answer(idea, Status.IN_PROGRESS, "Jalan.")
    assert agora.fresh(idea).milestone_id == 4
    agora.answer(idea, Status.PASSED_ON, "Bukan di kami.", desk="Dinas Pendidikan")
    passed = agora.fresh(idea)
    assert (passed.desk, passed.milestone_id, passed.milestone) == ("Dinas Pendidikan", None, "")


def test_of_two_satgas_the_first_wins_and_the_second_sees_the_new_state(agora: Agora) -> None:
    idea = agora.idea()
    first = agora.keep(
        deciding.decide, idea_id=idea.id, revision=idea.revision, verdict=Verdict(Status.CONSIDERED, "Ya")
    )
    second = agora.keep(
        deciding.decide, idea_id=idea.id, revision=idea.revision, verdict=Verdict(Status.DECLINED, "Tidak")
    )
    assert first.outcome is Outcome.DECIDED
    assert second.outcome is Outcome.STALE
    assert second.answer is not None
    assert (second.answer.status, second.answer.text) == (Status.CONSIDERED, "Ya")
    # Seeing that, the second may decide anew: theirs takes its place.
    agora.decide(idea, Status.DECLINED, "Tidak")
    assert [answer.text for _, answer in agora.keep(deciding.pending)] == ["Tidak"]


def test_a_ketua_reads_and_notes_their_kecamatan_and_decides_nothing(agora: Agora) -> None:
    here, there = agora.idea(kecamatan="klojen"), agora.idea(kecamatan="sukun")
    verdict = Verdict(Status.CONSIDERED, "Ya")
    for idea, why in ((here, Outcome.NOT_ALLOWED), (there, Outcome.NOT_FOUND)):
        told = {"idea_id": idea.id, "revision": idea.revision}
        assert agora.keep(deciding.decide, KLOJEN, **told, verdict=verdict).outcome is why
        assert agora.keep(reviewing.hold, KLOJEN, **told, reason="x").outcome is why
        assert agora.keep(deciding.decide, NOBODY, **told, verdict=verdict).outcome is Outcome.NOT_FOUND
    ketua, words = agora.person("Ketua").id, "Warga RW 3 siap."
    for idea, came in ((here, Outcome.NOTED), (there, Outcome.NOT_FOUND)):
        done = agora.keep(reviewing.add_note, KLOJEN, idea_id=idea.id, text=words, author_id=ketua)
        assert done.outcome is came
    dossier = agora.keep(reviewing.look, KLOJEN, idea_id=here.id, person_id=0)
    assert dossier is not None
    assert ([(one.by, one.text) for one in dossier.notes], dossier.decides) == ([("Ketua", "Warga RW 3 siap.")], False)
    assert agora.keep(reviewing.look, KLOJEN, idea_id=there.id, person_id=0) is None
    queue = agora.keep(reviewing.queue, KLOJEN)
    assert [one.idea.id for one in queue.items] == [here.id]
    answer = agora.decide(here).answer
    assert answer is not None
    for rights in (KLOJEN, NOBODY):
        assert agora.keep(deciding.publish, rights, answer_ids=[answer.id])[0].outcome is Outcome.NOT_FOUND
        assert agora.keep(deciding.drop, rights, answer_id=answer.id).outcome is Outcome.NOT_FOUND
        assert agora.keep(deciding.undo, rights, answer_id=answer.id).outcome is Outcome.NOT_FOUND


def test_within_a_minute_a_decision_never_was(agora: Agora) -> None:
    idea = agora.idea(agora.person("Ani"))
    agora.answer(idea, Status.PLANNED, "Rencana.", milestone="Kelas gim")
    agora.later(minutes=10)
    agora.hear()
    before = agora.fresh(idea)
    answer = agora.answer(idea, Status.DECLINED, "Salah pencet.")
    agora.later(seconds=60)

    done = agora.keep(deciding.undo, answer_id=answer.id)
    assert done.outcome is Outcome.UNDONE
    after = agora.fresh(idea)
    assert (after.status, after.milestone, after.answered_at) == (before.status, before.milestone, before.answered_at)
    assert [one.status for one in reading.answers(agora.db, idea_id=idea.id)] == [Status.PLANNED]
    agora.later(minutes=20)
    assert agora.hear() == {}
    assert agora.keep(deciding.undo, answer_id=answer.id).outcome is Outcome.NOT_FOUND


def test_after_a_minute_or_another_change_it_stands(agora: Agora) -> None:
    idea = agora.idea()
    first = agora.answer(idea)
    agora.later(seconds=61)
    assert agora.keep(deciding.undo, answer_id=first.id).outcome is Outcome.UNDO_OVER
    second = agora.answer(idea, Status.DONE)
    agora.keep(reviewing.hold, idea_id=idea.id, revision=agora.fresh(idea).revision, reason="Nama orang")
    assert agora.keep(deciding.undo, answer_id=second.id).outcome is Outcome.UNDO_OVER
    assert agora.fresh(idea).status is Status.DONE


def test_what_was_decided_inside_can_be_dropped_once(agora: Agora) -> None:
    idea = agora.idea()
    answer = agora.decide(idea).answer
    assert answer is not None
    dropped = [agora.keep(deciding.drop, answer_id=answer.id).outcome for _ in range(2)]
    assert dropped == [Outcome.UNDONE, Outcome.NOT_FOUND]
    assert agora.keep(deciding.publish, answer_ids=[answer.id])[0].outcome is Outcome.UNCHANGED
    assert agora.fresh(idea).status is Status.RECEIVED


def test_what_became_public_together_is_undone_together(agora: Agora) -> None:
    first, second, third = (agora.idea() for _ in range(3))
    for idea in (first, second):
        agora.decide(idea)
    ids = [answer.id for _, answer in agora.keep(deciding.pending)]
    moment = agora.now
    agora.keep(deciding.publish, answer_ids=ids)
    agora.later(seconds=20)
    agora.answer(third)
    assert agora.keep(deciding.undo_together, NOBODY, published_at=moment) == ()
    done = agora.keep(deciding.undo_together, published_at=moment)
    assert [(one.outcome, one.idea and one.idea.id) for one in done] == [
        (Outcome.UNDONE, first.id),
        (Outcome.UNDONE, second.id),
    ]
    assert [agora.fresh(one).status for one in (first, second, third)] == [
        Status.RECEIVED,
        Status.RECEIVED,
        Status.CONSIDERED,
    ]
