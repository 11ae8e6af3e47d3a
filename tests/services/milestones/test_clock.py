"""Two ticks at once: a scheduled milestone becomes public once, and would twice without its guard."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, func, select, true

from models import MilestoneUpdate as Updates
from services.milestones import clock
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
