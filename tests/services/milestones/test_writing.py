"""Milestones as satgas keep them: nobody else may, nobody overwrites, what moved is in its history and heard of."""

import json
from typing import Any

from sqlalchemy import select

from models import AuditEntry
from services.ideas import milestones as linked, news
from services.milestones import reading, writing
from services.milestones.values import Milestone, Outcome, Status
from tests.services.ideas.agora import KLOJEN, NOBODY
from tests.services.milestones.board import TOMORROW, Board


def history(board: Board, one: Milestone) -> list[tuple[str, str, dict[str, object], dict[str, object]]]:
    return [(told.kind, told.text, dict(told.before), dict(told.after)) for told in board.updates(one)]


def audit(board: Board) -> list[tuple[str, object]]:
    rows = board.db.execute(select(AuditEntry).where(AuditEntry.deed.startswith("milestone.")).order_by(AuditEntry.id))
    return [(row.deed, json.loads(row.detail)) for row in rows]


def follow(board: Board, one: Milestone) -> None:
    """Ani's idea belongs to it; nobody has anything to hear yet."""
    idea = board.agora.idea(board.agora.person("Ani"))
    told: dict[str, Any] = {
        "idea_id": idea.id,
        "revision": idea.revision,
        "milestone_id": one.id,
        "milestone": one.title["id"],
    }
    assert board.agora.keep(linked.link, **told).idea is not None


def heard(board: Board) -> list[dict[str, object]]:
    """What Ani hears ten minutes later."""
    board.agora.later(minutes=10)
    return [dict(one.told) for digest in board.agora.do(news.take) for one in digest.news]


def test_a_draft_is_seen_by_satgas_only_until_it_is_published(board: Board) -> None:
    one = board.draft()
    assert (one.status, one.progress, one.publish_at, one.origin) == (Status.PLANNED, 0, None, "satgas")
    assert reading.public_milestones(board.db, now=board.agora.now) == ()
    assert reading.milestones_of(board.db, point="mcc") == (one,)

    shown = board.publish(one)
    assert reading.public_milestones(board.db, now=board.agora.now) == (shown,)
    assert history(board, one) == [("public", "", {}, {})]
    assert board.try_publish(one).outcome is Outcome.ALREADY_PUBLIC
    assert audit(board) == [("milestone.write", {}), ("milestone.publish", {})]


def test_only_satgas_may(board: Board) -> None:
    one = board.public()
    for rights in (NOBODY, KLOJEN):
        who = board.who(rights)
        seen: dict[str, Any] = {"milestone_id": one.id, "revision": one.revision}
        assert writing.draft(board.db, point="mcc", title="Tol", **who).outcome is Outcome.NOT_ALLOWED
        assert board.change(one, rights=rights, progress=5).outcome is Outcome.NOT_ALLOWED
        assert writing.publish(board.db, **seen, at=None, **who).outcome is Outcome.NOT_ALLOWED
        assert writing.unschedule(board.db, **seen, **who).outcome is Outcome.NOT_ALLOWED
        assert writing.discard(board.db, **seen, **who).outcome is Outcome.NOT_ALLOWED
        assert (
            writing.correct(board.db, update_id=board.updates(one)[0].id, text="x", **who).outcome
            is Outcome.NOT_ALLOWED
        )
    assert board.fresh(one) == one


def test_two_satgas_do_not_overwrite_each_other(board: Board) -> None:
    one = board.public()
    assert board.change(one, status=Status.AT_RISK).outcome is Outcome.SAVED
    late = board.change(one, revision=one.revision, target="2027")
    assert late.outcome is Outcome.OLDER
    assert late.milestone == board.fresh(one)
    assert (board.fresh(one).status, board.fresh(one).target) == (Status.AT_RISK, "")
    assert board.change(one, status=Status.AT_RISK).outcome is Outcome.UNCHANGED


def test_what_moves_is_in_its_history_and_heard_by_who_follows_its_ideas(board: Board) -> None:
    one = board.public(target="2026-Q4")
    follow(board, one)
    board.change(one, status=Status.DELAYED, target="2027-Q1")
    assert history(board, one)[1:] == [
        ("moved", "", {"status": "planned", "target": "2026-Q4"}, {"status": "delayed", "target": "2027-Q1"})
    ]
    assert heard(board) == [{"milestone": "MCC diresmikan", "status": "milestonestatus.delayed"}]
    board.change(one, owner="Disporapar", weight=3, about={"id": "Untuk semua."})
    assert len(board.updates(one)) == 2
    assert heard(board) == []
    assert audit(board)[-1] == ("milestone.change", {"fields": ["about", "owner", "weight"]})


def test_what_nobody_sees_moves_without_a_word(board: Board) -> None:
    one = board.draft()
    follow(board, one)
    board.change(one, status=Status.ON_TRACK, progress=40)
    assert (history(board, one), heard(board)) == ([], [])


def test_status_and_progress_agree(board: Board) -> None:
    one = board.public()
    assert board.change(one, progress=30).changed == {"status": Status.ON_TRACK, "progress": 30}
    assert board.change(one, status=Status.DONE, reached="2026-11").changed["progress"] == 100
    again = board.change(one, progress=90).milestone
    assert again is not None
    assert (again.status, again.progress, again.reached) == (Status.ON_TRACK, 90, "")
    assert board.change(one, status=Status.PLANNED).changed == {"status": Status.PLANNED, "progress": 0}
    assert board.change(one, reached="2026").outcome is Outcome.UNCHANGED


def test_a_scheduled_one_becomes_public_once_by_the_clock(board: Board) -> None:
    one = board.publish(board.draft(), TOMORROW)
    follow(board, one)
    assert board.tick() == ()
    assert not one.is_public(board.agora.now)
    board.agora.now = TOMORROW
    (opened,) = board.tick()
    assert (opened.id, opened.public_at, board.tick()) == (one.id, TOMORROW, ())
    assert history(board, one) == [("public", "", {}, {})]
    assert heard(board) == [{"milestone": "MCC diresmikan", "status": "milestonestatus.planned"}]


def test_a_scheduled_one_can_be_a_draft_again_and_a_draft_thrown_away(board: Board) -> None:
    one = board.publish(board.draft(), TOMORROW)
    seen: dict[str, Any] = {"milestone_id": one.id, **board.who()}
    assert writing.discard(board.db, revision=one.revision, **seen).outcome is Outcome.OLDER
    back = writing.unschedule(board.db, revision=one.revision, **seen).milestone
    assert back is not None
    assert back.publish_at is None
    board.agora.now = TOMORROW
    assert board.tick() == ()
    follow(board, one)
    assert writing.discard(board.db, revision=back.revision, **seen).outcome is Outcome.LINKED
    other = board.draft()
    gone = writing.discard(board.db, milestone_id=other.id, revision=other.revision, **board.who())
    assert gone.outcome is Outcome.DISCARDED
    assert reading.read_milestone(board.db, milestone_id=other.id) is None
    shown = board.public()
    kept = writing.discard(board.db, milestone_id=shown.id, revision=shown.revision, **board.who())
    assert kept.outcome is Outcome.ALREADY_PUBLIC


def test_an_update_carries_words_pictures_and_what_it_moves(board: Board) -> None:
    assert board.tell(board.draft()).outcome is Outcome.NOT_PUBLIC
    one = board.public()
    follow(board, one)
    assert board.tell(one, photos=("AgAC1", "AgAC2"), progress=60).outcome is Outcome.TOLD
    told = board.updates(one)[-1]
    assert (told.text, told.photos, told.dated, told.by) == (
        "Atap selesai dipasang.", ("AgAC1", "AgAC2"), "2026-11-24", "Satgas",
    )  # fmt: skip
    assert (told.before, told.after) == ({"status": "planned", "progress": 0}, {"status": "on_track", "progress": 60})
    assert heard(board) == [{"milestone": "MCC diresmikan", "status": "milestonestatus.on_track"}]
    assert board.tell(one, "Masih berjalan.").outcome is Outcome.TOLD
    assert heard(board) == []


def test_a_correction_stays_visible_below_what_it_puts_right(board: Board) -> None:
    one = board.public()
    board.tell(one, "Selesai 80%.")
    board.tell(one, "Lampu menyala.")
    wrong = board.updates(one)[1]
    assert board.correct(wrong.id, "Selesai 60%.").outcome is Outcome.CORRECTED
    texts = ["", "Selesai 80%.", "Selesai 60%.", "Lampu menyala."]
    assert [told.text for told in board.updates(one)] == texts
    assert board.correct(wrong.id, "Selesai 70%.").outcome is Outcome.OLDER
    newest = board.updates(one)[2]
    assert (newest.kind, newest.corrects_id) == ("correction", wrong.id)
    assert board.correct(newest.id, "Selesai 65%.").outcome is Outcome.CORRECTED
    assert [told.text for told in board.updates(one)] == [*texts[:3], "Selesai 65%.", "Lampu menyala."]
    assert board.correct(board.updates(one)[0].id, "x").outcome is Outcome.GONE
