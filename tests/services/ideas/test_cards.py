"""Cards in other chats: known from their first press, edited seldom, right in the end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Connection, Engine, insert, select, update

from models import IdeaCard as Cards, Outbox
from models.database import open_engine
from services.ideas import cards, editing, reviewing, supports
from services.ideas.cards import APART, AT_ONCE, TICK
from services.ideas.values import Idea, Status
from tests.services.ideas.agora import NOW, Agora, miscounted

LIMIT = timedelta(seconds=3)


def know(agora: Agora, idea: Idea, number: str = "m1", language: str = "id") -> None:
    cards.know(agora.db, inline_message_id=number, idea_id=idea.id, language=language, now=agora.now)


def take(agora: Agora) -> dict[str, int | None]:
    """What cards are made to show now: the count, None where the idea is gone."""
    found = cards.take_stale(agora.db, now=agora.now)
    return {one.inline_message_id: one.card.counted.supports if one.card else None for one in found}


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def idea(agora: Agora) -> Idea:
    return agora.idea()


def test_a_card_shows_what_is_so_once_it_was_pressed(agora: Agora, idea: Idea) -> None:
    agora.support(idea)
    assert take(agora) == {}
    know(agora, idea)
    assert [take(agora) for _ in range(2)] == [{"m1": 1}, {}]
    agora.support(idea)
    agora.now += APART - TICK
    assert take(agora) == {}
    agora.now += TICK
    assert [take(agora) for _ in range(2)] == [{"m1": 2}, {}]


def test_what_came_out_even_is_not_edited(agora: Agora, idea: Idea) -> None:
    know(agora, idea)
    take(agora)
    person = agora.person()
    for _ in range(20):
        agora.do(supports.toggle, idea_id=idea.id, person_id=person.id)
    agora.later(minutes=1)
    assert take(agora) == {}


def test_the_cards_of_what_was_merged_follow_too(agora: Agora, idea: Idea) -> None:
    target = agora.idea()
    for number, one in (("m1", idea), ("m2", target)):
        know(agora, one, number)
        agora.support(one)
    assert take(agora) == {"m1": 1, "m2": 1}
    agora.later(minutes=1)
    agora.merge(idea, target)
    assert take(agora) == {"m1": 2, "m2": 2}
    agora.later(minutes=1)
    agora.support(target)
    assert take(agora) == {"m1": 3, "m2": 3}


def test_an_answer_and_a_withdrawal_reach_the_cards(agora: Agora) -> None:
    author = agora.person()
    idea = agora.idea(author)
    know(agora, idea)
    take(agora)
    for withdrawn in (False, True):
        agora.later(minutes=1)
        if withdrawn:
            agora.do(editing.withdraw, idea_id=idea.id, author_id=author.id)
        else:
            agora.answer(idea, Status.DONE)
        cards.touch_changed(agora.db, now=agora.now)
        assert list(take(agora)) == ["m1"]
        agora.later(minutes=1)
        cards.touch_changed(agora.db, now=agora.now)
        assert take(agora) == {}
    assert agora.db.execute(select(Cards.shown)).scalar_one() == "gone"


def test_what_is_held_back_is_shown_no_more(agora: Agora, idea: Idea) -> None:
    know(agora, idea)
    take(agora)
    agora.later(minutes=1)
    agora.keep(reviewing.hold, idea_id=idea.id, revision=agora.fresh(idea).revision, reason="Memuat nomor orang.")
    cards.touch_changed(agora.db, now=agora.now)
    assert take(agora) == {"m1": None}


def test_many_cards_come_a_few_at_a_time_the_longest_waiting_first(agora: Agora, idea: Idea) -> None:
    for number in range(AT_ONCE + 2):
        know(agora, idea, f"m{number}")
        agora.now += timedelta(milliseconds=1)
    assert [list(take(agora)) for _ in range(3)] == [[f"m{n}" for n in range(AT_ONCE)], ["m8", "m9"], []]


def test_a_card_nobody_presses_is_forgotten(agora: Agora, idea: Idea) -> None:
    know(agora, idea)
    agora.later(days=89)
    cards.forget_old(agora.db, now=agora.now)
    know(agora, idea, "m2")
    agora.later(days=2)
    cards.forget_old(agora.db, now=agora.now)
    assert agora.db.execute(select(Cards.inline_message_id)).scalars().all() == ["m2"]


def send(db: Connection, agora: Agora) -> None:
    """An edit out of sight is written to the outbox."""
    told = {"kind": "edit", "method": "editMessageText", "payload": "{}", "created_at": agora.now}
    db.execute(insert(Outbox).values(told))


def test_while_an_edit_waits_no_other_is_drafted_and_the_time_begins_anew(agora: Agora, idea: Idea) -> None:
    know(agora, idea)
    take(agora)
    send(agora.db, agora)
    for _ in range(10):
        agora.later(seconds=1)
        agora.support(idea)
        assert take(agora) == {}
    agora.db.execute(update(Outbox).values(state="sent"))
    seen = []
    for _ in range(6):
        agora.later(seconds=1)
        seen.append(take(agora))
    assert seen == [{}, {}, {}, {"m1": 10}, {}, {}]


PRESSES = st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 2)), max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=PRESSES, delay=st.integers(0, 999))
def test_however_fast_they_press_a_card_is_edited_seldom_and_right_in_the_end(
    sqlite_engine: Engine, presses: list[tuple[int, int]], delay: int
) -> None:
    """Presses so many milliseconds apart; each second the clock looks, and Telegram hears up to a second later."""
    with sqlite_engine.connect() as db:
        agora = Agora(db)
        idea, people, number = agora.idea(), [agora.person() for _ in range(3)], "m1"
        shown, edited, looked = -1, list[datetime](), agora.now
        for apart, who in [*presses, *[(1000, 3)] * 6]:
            agora.now += timedelta(milliseconds=apart)
            while looked + TICK <= agora.now:
                looked += TICK
                for one in cards.take_stale(db, now=looked):
                    assert one.card is not None
                    late = timedelta(milliseconds=delay if len(edited) % 2 else 0)
                    shown, edited = one.card.counted.supports, [*edited, looked + late]
            if who < 3:
                agora.do(supports.toggle, idea_id=idea.id, person_id=people[who].id)
                know(agora, idea, number)
        assert all(then - now >= LIMIT for now, then in pairwise(edited))
        assert shown == (agora.fresh(idea).supports if any(who < 3 for _, who in presses) else -1)
        db.rollback()


def test_of_two_that_look_at_once_one_edits(postgres_url: str) -> None:
    engine = open_engine(postgres_url, connections=2)
    with engine.begin() as db:
        agora = Agora(db)
        know(agora, agora.idea())
    with engine.begin() as first, engine.begin() as second:
        assert [len(cards.take_stale(db, now=NOW)) for db in (first, second)] == [1, 0]
    with engine.begin() as db:
        assert cards.take_stale(db, now=NOW) == []
    engine.dispose()


def test_nobody_waits_in_a_circle(postgres_url: str) -> None:
    """Presses under cards of two ideas, presses in the private chat and the clock, all at once: no deadlock."""
    engine = open_engine(postgres_url, connections=6)
    with engine.begin() as db:
        agora = Agora(db)
        ideas, people = [agora.idea().id for _ in range(2)], [agora.person().id for _ in range(6)]
    trouble: list[str] = []

    def work(person_id: int) -> None:
        for turn in range(20):
            told: dict[str, Any] = {"idea_id": ideas[(turn + person_id) % 2], "now": NOW}
            try:
                with engine.begin() as db:
                    supports.toggle(db, person_id=person_id, **told)
                    number = f"m{told['idea_id']}.{turn % 3}"
                    cards.know(db, inline_message_id=number, language="id", **told)
                with engine.begin() as db:
                    cards.take_stale(db, now=NOW + turn * APART)
            except Exception as wrong:
                trouble.append(repr(wrong))

    threads = [Thread(target=work, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    with engine.begin() as db:
        assert miscounted(db) == []
    engine.dispose()
