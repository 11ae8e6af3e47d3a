"""What moved since: net of what was taken back, with its words, only what residents see, only where asked for."""

from datetime import timedelta

from services.milestones import moving
from services.milestones.values import Status
from tests.services.milestones.board import TOMORROW, Board


def test_what_moved_since_is_told_net(board: Board) -> None:
    one, other = board.public("Atap", target="2026"), board.public("Lampu", "coworking")
    board.agora.later(days=1)
    since = board.agora.now
    board.agora.later(hours=1)
    board.change(one, status=Status.AT_RISK)
    board.change(other, progress=40)
    board.agora.later(hours=1)
    board.change(one, status=Status.DELAYED, target="2027")
    board.change(other, status=Status.PLANNED)
    board.draft("Rahasia")

    (told,) = board.moved(since)
    assert told.milestone == board.fresh(one)
    assert told.before == {"status": "planned", "target": "2026"}
    assert told.after == {"status": "delayed", "target": "2027"}
    assert (told.new, told.texts, told.at) == (False, (), board.agora.now)
    assert board.moved(board.agora.now) == ()


def test_what_is_new_and_what_was_told_counts_with_corrections_in_place(board: Board) -> None:
    start = board.agora.now - timedelta(hours=1)
    one = board.public("Atap")
    (told,) = board.moved(start)
    assert (told.new, told.before, told.texts) == (True, {}, ())
    board.agora.later(days=1)
    since = board.agora.now - timedelta(hours=1)
    board.tell(one, "Selesai 80%.")
    board.correct(board.updates(one)[-1].id, "Selesai 60%.")
    (told,) = board.moved(since)
    assert ([each.text for each in told.texts], told.new) == (["Selesai 60%."], False)


def test_only_where_and_of_what_it_is_asked_for(board: Board) -> None:
    since = board.agora.now - timedelta(hours=1)
    board.public("Kota")
    board.public("Klojen", "coworking", kecamatan="klojen")
    board.public("Sukun", "coworking", kecamatan="sukun")
    board.publish(board.draft("Besok"), TOMORROW)

    def titles(**which: list[str]) -> set[str]:
        return {told.milestone.title["id"] for told in board.moved(since, **which)}

    assert titles() == {"Kota", "Klojen", "Sukun"}
    assert titles(kecamatan=["klojen"]) == {"Kota", "Klojen"}
    assert titles(points=["coworking"], kecamatan=["sukun"]) == {"Sukun"}
    assert titles(points=[]) == set()


def test_a_snapshot_is_what_an_announcement_stands_on(board: Board) -> None:
    one = board.public(target="2027-Q1", status=Status.AT_RISK)
    then = moving.snapshot(board.db, milestone_id=one.id)
    assert then is not None
    assert (then.status, then.target, then.title, then.point) == (
        Status.AT_RISK,
        "2027-Q1",
        {"id": "MCC diresmikan"},
        "mcc",
    )
    assert moving.snapshot(board.db, milestone_id=one.id) == then
    board.change(one, target="2027-Q2")
    assert moving.snapshot(board.db, milestone_id=one.id) != then
    assert moving.snapshot(board.db, milestone_id=one.id + 99) is None
