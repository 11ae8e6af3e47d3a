"""Supports: one person supports an idea once; its count equals its rows, however fast and by how many it is pressed."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from models import Idea as Ideas, Support as Supports, upsert
from models.database import open_engine
from services.ideas import supports
from services.ideas.values import Outcome
from tests.services.ideas.agora import NOW, Agora, miscounted

ROOT = Path(__file__).parents[3]


def test_one_person_supports_once(agora: Agora) -> None:
    idea, ani = agora.idea(), agora.person("Ani")

    twice = [agora.support(idea, ani) for _ in range(2)]
    assert [one.outcome for one in twice] == [Outcome.SUPPORTED, Outcome.ALREADY]
    assert [one.idea and one.idea.supports for one in twice] == [1, 1]
    assert agora.do(supports.is_supported, idea_id=idea.id, person_id=ani.id)
    back = [agora.do(supports.take_back, idea_id=idea.id, person_id=ani.id) for _ in range(2)]
    assert [one.outcome for one in back] == [Outcome.TAKEN_BACK, Outcome.NOT_SUPPORTED]
    assert agora.supporters(idea) == set()


def test_ones_own_is_not_supported(agora: Agora) -> None:
    ani = agora.person("Ani")
    assert agora.support(agora.idea(ani), ani).outcome is Outcome.OWN


def test_what_nobody_sees_nobody_supports(agora: Agora) -> None:
    hidden = agora.idea(shown=False)
    for deed in (supports.support, supports.take_back, supports.toggle):
        for number in (hidden.id, 999):
            done = agora.do(deed, idea_id=number, person_id=agora.person().id)
            assert (done.outcome, done.idea) == (Outcome.NOT_FOUND, None)


# The race: three processes press at once on PostgreSQL, once with the guard and once with it removed.

PRESSER = """
import sys
from tests.services.ideas import test_supports as race
race.press_often(sys.argv[1], int(sys.argv[2]), [int(one) for one in sys.argv[3].split(",")], sys.argv[4] == "guarded")
"""


def press_often(url: str, idea_id: int, people: list[int], guarded: bool) -> None:
    """One of the processes: ready, wait for the others, then press."""
    engine = open_engine(url)
    if guarded:
        meet_the_others()
        for _ in range(20):
            for person_id in people:
                with engine.begin() as db:
                    supports.toggle(db, idea_id=idea_id, person_id=person_id, now=NOW)
    else:
        with engine.begin() as db:
            look_then_count(db, idea_id, people[0])
    engine.dispose()


def meet_the_others() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def look_then_count(db: Connection, idea_id: int, person_id: int) -> None:
    """The guard removed: the count is read, then written."""
    shown = db.execute(select(Ideas.supports).where(Ideas.id == idea_id)).scalar_one()
    meet_the_others()
    told = {"home_id": idea_id, "idea_id": idea_id, "person_id": person_id, "counts": True, "at": NOW}
    db.execute(upsert(db, Supports).values(**told).on_conflict_do_nothing())
    db.execute(update(Ideas).where(Ideas.id == idea_id).values(supports=shown + 1))


def start(url: str, idea_id: int, people: list[int], word: str) -> "subprocess.Popen[str]":
    told = [url, str(idea_id), ",".join(map(str, people)), word]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", PRESSER, *told], cwd=ROOT, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("guarded", [True, False])
def test_counts_equal_rows_after_three_processes_pressed(postgres_url: str, guarded: bool) -> None:
    engine = open_engine(postgres_url)
    with engine.begin() as db:
        agora = Agora(db)
        idea, people = agora.idea(), [agora.person().id for _ in range(3)]
    word = "guarded" if guarded else "bare"
    # Each of three people in two processes at once; without the guard each in one is enough.
    turned = [people[turn:] + people[:turn] for turn in range(3)]
    with ExitStack() as stack:
        crowd = [stack.enter_context(start(postgres_url, idea.id, one[:2], word)) for one in turned]
        assert [one.stdout.readline() for one in crowd if one.stdout] == ["ready\n"] * 3
        for process in crowd:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        assert [process.wait() for process in crowd] == [0, 0, 0]
    with engine.begin() as db:
        assert (miscounted(db) == []) is guarded
    engine.dispose()


def test_on_sqlite_two_that_looked_are_both_counted(sqlite_url: str) -> None:
    """One writer at a time: the interleaving is written out, once with the guard and once with it removed."""
    engine = open_engine(sqlite_url)
    with engine.begin() as db:
        agora = Agora(db)
        idea, pair = agora.idea(), [agora.person() for _ in range(2)]
    for guarded in (True, False):
        looks = []
        for _ in pair:
            with engine.begin() as db:
                looks.append(db.execute(select(Ideas.supports).where(Ideas.id == idea.id)).scalar_one())
        for person, shown in zip(pair, looks, strict=True):
            with engine.begin() as db:
                supports.toggle(db, idea_id=idea.id, person_id=person.id, now=NOW)
                if not guarded:
                    db.execute(update(Ideas).where(Ideas.id == idea.id).values(supports=shown - 1))
        with engine.begin() as db:
            assert (miscounted(db) == []) is guarded
    engine.dispose()
