"""At once: a scheduled milestone becomes public once, and nobody overwrites another; both fail without their guards."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, func, select, true

from models import Milestone as Milestones, MilestoneUpdate as Updates
from services.milestones import clock, writing
from services.milestones.values import Outcome
from tests.services.milestones.board import TOMORROW, Board


def ticked_at_once(engine: Engine, count: int = 4) -> int:
    """How often it was told that it is public."""
    with engine.begin() as db:
        board = Board(db)
        board.publish(board.draft(), TOMORROW)
    gate = threading.Barrier(count)

    def tick(opened: Callable[[Connection], object]) -> None:
        gate.wait()
        with engine.begin() as db:
            opened(db)

    crowd = [
        threading.Thread(target=tick, args=(lambda db: clock.open_scheduled(db, now=TOMORROW),)) for _ in range(count)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    with engine.begin() as db:
        return db.execute(select(func.count()).where(Updates.kind == "public")).scalar_one()


def test_it_is_told_once_however_many_tick(engine: Engine) -> None:
    assert ticked_at_once(engine) == 1


def test_without_the_guard_it_is_told_by_each(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_untold", true)
    assert ticked_at_once(engine) == 4


@pytest.mark.parametrize("guarded", [True, False])
def test_who_read_before_another_wrote_overwrites_nothing(
    db: Connection, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """Two satgas at once: both read, one writes, then the other; without the guard the first one's word is lost."""
    board = Board(db)
    one = board.public(target="2026")
    board.change(one, target="2027")
    monkeypatch.setattr(writing, "read_milestone", lambda db, *, milestone_id: one)
    if not guarded:
        monkeypatch.setattr(writing, "_seen", lambda one: (Milestones.id == one.id,))
    done = board.change(one, revision=one.revision, target="2030")
    assert done.outcome is (Outcome.OLDER if guarded else Outcome.SAVED)
    assert board.fresh(one).target == ("2027" if guarded else "2030")
