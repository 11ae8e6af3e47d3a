"""Milestones of the pack: put in, brought up to date, never over what satgas changed; what the pack moves is told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import Milestone as Milestones
from services.city import City, PackMilestone
from services.citypack import read_city
from services.milestones import packs, reading
from services.milestones.values import Milestone, Outcome, Status
from tests.services.milestones.board import Board

MALANG = read_city(Path(__file__).parents[3] / "content" / "malang")
FIRST = MALANG.milestones[0].key


def pack(**changed: Any) -> City:
    """Malang's pack, its first milestone changed."""
    first, *others = MALANG.milestones
    return replace(MALANG, milestones=(replace(first, **changed), *others))


def start(board: Board, city: City = MALANG) -> int:
    board.agora.later(hours=1)
    return packs.fill_from_pack(board.db, pack=city, now=board.agora.now)


def first(board: Board) -> Milestone:
    number = board.db.execute(select(Milestones.id).where(Milestones.key == FIRST)).scalar_one()
    found = reading.read_milestone(board.db, milestone_id=number)
    assert found is not None
    return found


def kinds(board: Board) -> list[str]:
    return [told.kind for told in board.updates(first(board))]


def test_everything_is_put_in_once_and_is_no_news(board: Board) -> None:
    before = board.agora.now
    assert start(board) == len(MALANG.milestones)
    assert start(board) == 0
    public = reading.public_milestones(board.db, now=board.agora.now)
    assert {one.key for one in public} == {one.key for one in MALANG.milestones}
    assert board.moved(before) == ()
    unesco = next(one for one in public if one.key == "development.unesco")
    assert [(told.dated, told.source and told.source.name) for told in board.updates(unesco)] == [
        ("2024-09-23", "Tugu Satu"),
        ("2024-11-11", "InfoPublik/MC Kota Malang"),
        ("2025-11-01", "Surya Malang"),
    ]


def test_what_the_pack_moves_is_in_the_history_and_told(board: Board) -> None:
    start(board)
    since = board.agora.now
    assert start(board, pack(status="at_risk", progress=70, reached="", target="2027")) == 1
    (told,) = board.moved(since)
    assert told.before == {"status": "done", "progress": 100, "target": "", "reached": "2017"}
    assert told.after == {"status": "at_risk", "progress": 70, "target": "2027", "reached": ""}
    assert (kinds(board), first(board).revision) == (["moved"], 1)
    start(board, pack(about={"id": "Lain."}, status="at_risk", progress=70, reached="", target="2027"))
    assert (kinds(board), first(board).about) == (["moved"], {"id": "Lain."})


@pytest.mark.parametrize("deed", ["change", "tell"])
def test_what_satgas_did_is_not_overwritten_by_a_later_start(board: Board, deed: str) -> None:
    start(board)
    one = first(board)
    if deed == "change":
        board.change(one, status=Status.DELAYED)
    else:
        assert board.tell(one, "Kami cek lagi.").outcome is Outcome.TOLD
    mine = first(board)
    assert start(board, pack(title={"id": "Dari paket"}, updates=())) == 1
    assert start(board, pack(title={"id": "Dari paket"}, updates=())) == 0
    assert replace(first(board), pack_print="") == replace(mine, pack_print="")
    assert len(board.updates(one)) == 1


def test_what_the_pack_leaves_out_is_hidden_and_may_come_back(board: Board) -> None:
    start(board)
    without: tuple[PackMilestone, ...] = MALANG.milestones[1:]
    start(board, replace(MALANG, milestones=without))
    assert not first(board).is_public(board.agora.now)
    start(board)
    assert first(board).is_public(board.agora.now)


def test_what_satgas_changed_stays_though_the_pack_leaves_it_out(board: Board) -> None:
    start(board)
    board.change(first(board), owner="Diskominfo")
    start(board, replace(MALANG, milestones=MALANG.milestones[1:]))
    assert first(board).is_public(board.agora.now)
