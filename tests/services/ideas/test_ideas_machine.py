"""Whatever residents and satgas do with ideas in any order: one support each, each change heard once, none missed."""

import sqlite3
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, StaticPool, create_engine, select

from models import Base, IdeaNews as Rows, Support as Supports
from services.ideas import browsing, deciding, editing, merging, news, reviewing, supports
from services.ideas.news import TOGETHER, UNDO
from services.ideas.sending import Draft
from services.ideas.values import GONE, Done, Idea, Outcome, Status, Verdict, Visibility
from services.people import Person
from tests.services.ideas.agora import Agora

PEOPLE = st.integers(0, 4)
WHICH = st.integers(0, 30)
SEEN = Counter[str]()
REACHED = set(Outcome) - {
    Outcome.NO_CONSENT, Outcome.EMPTY, Outcome.FILE_TOO_BIG, Outcome.TOO_MANY_FILES, Outcome.NOT_ALLOWED, Outcome.NOTED,
    Outcome.LINKED, Outcome.UNLINKED, Outcome.NEEDS_TEXT, Outcome.NEEDS_REASON, Outcome.NEEDS_DESK, Outcome.NOT_BY_HAND,
    Outcome.NEEDS_TARGET, Outcome.TOO_MANY,
}  # fmt: skip
"""What many walks meet; the rest has tests of its own."""
OFTEN = {
    Outcome.SENT, Outcome.CHANGED, Outcome.SUPPORTED, Outcome.ALREADY, Outcome.OWN, Outcome.DECIDED, Outcome.PUBLISHED,
    Outcome.STALE,
}  # fmt: skip
"""What a few walks meet already."""


@dataclass(frozen=True)
class Beginning:
    """Where every walk begins: five people, a satgas, three ideas that are shown, two of them with a crowd behind."""

    database: sqlite3.Connection
    people: tuple[Person, ...]
    satgas: Person
    ids: tuple[int, ...]
    pressed: frozenset[tuple[int, int]]


@cache
def beginning() -> Beginning:
    """Made once; every walk copies it."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    agora = Agora(engine.connect())
    people = tuple(agora.person() for _ in range(5))
    ideas = [agora.idea(people[who]) for who in (0, 1, 2)]
    pressed = {(one.id, person.id) for one in ideas[:2] for person in people if person.id != one.author_id}
    for number, person in sorted(pressed):
        agora.do(supports.support, idea_id=number, person_id=person)
    satgas = agora.satgas
    agora.db.commit()
    connection = engine.raw_connection().driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return Beginning(connection, people, satgas, tuple(one.id for one in ideas), frozenset(pressed))


def copied() -> Connection:
    """A database in memory of the walk's own."""

    def copy() -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        beginning().database.backup(connection)
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    return create_engine("sqlite://", creator=copy, poolclass=StaticPool).connect()


class Ideas(RuleBasedStateMachine):
    """Five people, a satgas, some ideas; beside them what ought to be: who pressed under what, what leads where."""

    def __init__(self) -> None:
        super().__init__()
        begun = beginning()
        self.agora = Agora(copied(), met=len(begun.people) + 1, _satgas=begun.satgas)
        self.people, self.ids, self.pressed = begun.people, list(begun.ids), set(begun.pressed)
        self.heard = Counter[tuple[int, int]]()
        self.due: dict[int, set[int]] = {}
        self.undone: set[int] = set()

    def teardown(self) -> None:
        self.agora.later(days=1)
        while self.waiting():
            self.take_news()
            self.agora.later(hours=12)
        missed = {answer: who for answer, who in self.due.items() if who}
        self.agora.db.close()
        assert missed == {}

    # What residents do.

    @rule(who=PEOPLE)
    def send(self, who: int) -> None:
        if len(self.ids) > 6:
            return
        done = self.did(self.agora.send(self.people[who]))
        if done.idea:
            self.ids.append(done.idea.id)

    @rule(who=PEOPLE, own=st.booleans(), which=WHICH, words=st.sampled_from(["Kelas gim.", "Kelas animasi."]))
    def change(self, who: int, own: bool, which: int, words: str) -> None:
        before = self.idea(which)
        author = before.author_id if own else self.people[who].id
        done = self.did(self.agora.do(editing.change, idea_id=before.id, author_id=author, draft=Draft(words, "Kelas")))
        if done.outcome is Outcome.CHANGED:
            assert editing.can_change(before, self.agora.now)
            assert self.fresh(before).visibility is Visibility.WAITING
        else:
            assert self.fresh(before) == before

    @rule(who=PEOPLE, own=st.booleans(), which=WHICH)
    def withdraw(self, who: int, own: bool, which: int) -> None:
        idea = self.idea(which)
        author = idea.author_id if own else self.people[who].id
        if which % 3 == 0:
            self.did(self.agora.do(editing.withdraw, idea_id=idea.id, author_id=author))

    @rule(who=PEOPLE, which=WHICH, deed=st.sampled_from([supports.support, supports.take_back, supports.toggle]))
    def press(self, who: int, which: int, deed: Any) -> None:
        idea, person = self.idea(which), self.people[who].id
        root = self.fresh(self.root(idea))
        done = self.did(self.agora.do(deed, idea_id=idea.id, person_id=person))
        if not root.public:
            assert done.outcome is Outcome.NOT_FOUND
        elif done.outcome is Outcome.SUPPORTED:
            assert root.author_id != person
            self.pressed.add((idea.id, person))
            again = self.did(self.agora.do(supports.support, idea_id=idea.id, person_id=person))
            assert again.outcome is Outcome.ALREADY
        elif done.outcome is Outcome.TAKEN_BACK:
            ideas = {one.id: one for one in self.all()}
            mine = {home for home, who_pressed in self.pressed if who_pressed == person}
            self.pressed -= {(home, person) for home in mine if self.root_of(home, ideas) == root.id}

    @rule(which=WHICH, but=PEOPLE)
    def crowd(self, which: int, but: int) -> None:
        """Most people press under the same one."""
        for who in set(range(5)) - {but}:
            self.press(who, which, supports.support)

    # What satgas do.

    @rule(which=WHICH, old=st.booleans(), deed=st.sampled_from(["show", "show", "show", "show", "hold", "put_back"]))
    def review(self, which: int, old: bool, deed: str) -> None:
        idea = self.idea(which)
        told: dict[str, Any] = {"idea_id": idea.id, "revision": idea.revision - old}
        told |= {"reason": "Nama orang"} if deed == "hold" else {}
        done = self.did(self.agora.keep(getattr(reviewing, deed), **told))
        assert not old or done.outcome in (Outcome.STALE, Outcome.GONE)

    @rule(which=WHICH, status=st.sampled_from(["considered", "planned", "done", "declined"]), old=st.booleans())
    def decide(self, which: int, status: str, old: bool) -> None:
        idea = self.idea(which)
        verdict = Verdict(Status(status), "Begini.", milestone="Kelas" if which % 2 else "")
        seen = idea.revision - old
        done = self.did(self.agora.keep(deciding.decide, idea_id=idea.id, revision=seen, verdict=verdict))
        assert self.fresh(idea).status is idea.status
        assert not old or done.outcome in (Outcome.STALE, Outcome.GONE, Outcome.NEEDS_MILESTONE)

    @rule(which=WHICH, into=WHICH, now=st.booleans())
    def merge(self, which: int, into: int, now: bool) -> None:
        idea, target = self.idea(which), self.idea(into)
        verdict = Verdict(Status.MERGED, "Mirip.", target_id=target.id)
        self.did(self.agora.keep(deciding.decide, idea_id=idea.id, revision=idea.revision, verdict=verdict))
        if now:
            self.publish(3)

    @rule(most=st.integers(1, 3))
    def publish(self, most: int) -> None:
        answers = [answer for _, answer in self.agora.keep(deciding.pending)][:most]
        follow = {one.id: self.followers(one.idea_id, one.target_id) for one in answers}
        for done in self.agora.keep(deciding.publish, answer_ids=[one.id for one in answers]):
            self.did(done)
            if done.outcome is Outcome.PUBLISHED and done.answer:
                self.due[done.answer.id] = follow[done.answer.id]

    @rule(latest=st.integers(0, 2), minutes=st.sampled_from([0, 0, 1, 2]))
    def undo(self, latest: int, minutes: int) -> None:
        self.agora.later(minutes=minutes)
        if self.due:
            number = sorted(self.due)[-1 - latest % len(self.due)]
            done = self.did(self.agora.keep(deciding.undo, answer_id=number))
            if done.outcome is Outcome.UNDONE:
                assert not [one for one in self.heard if one[1] == number]
                self.due[number] = set()
                self.undone.add(number)

    @rule(which=WHICH)
    def unmerge(self, which: int) -> None:
        merged = [idea for idea in self.all() if idea.status is Status.MERGED]
        if merged:
            idea = merged[which % len(merged)]
            waits = self.waiting()
            self.did(self.agora.keep(merging.unmerge, idea_id=idea.id))
            for answer, person in waits - self.waiting():
                self.due[answer].discard(person)

    @rule()
    def drop(self) -> None:
        for _, answer in self.agora.keep(deciding.pending)[:1]:
            self.did(self.agora.keep(deciding.drop, answer_id=answer.id))

    # Time.

    @rule(minutes=st.sampled_from([1, 3, 11, 61, 700]))
    def later(self, minutes: int) -> None:
        self.agora.later(minutes=minutes)

    @rule()
    def take_news(self) -> None:
        for digest in self.agora.do(news.take):
            assert self.agora.now - digest.news[0].at >= TOGETHER
            for one in digest.news:
                assert self.agora.now - one.at >= UNDO
                if one.answer:
                    assert one.answer.id not in self.undone
                    self.heard[digest.person.id, one.answer.id] += 1
                    self.due.get(one.answer.id, set()).discard(digest.person.id)

    # What is always so.

    @invariant()
    def all_is_as_it_ought_to_be(self) -> None:
        """One support a person, counted where it was merged to; lists hold what is shown; no change is heard twice."""
        ideas = {idea.id: idea for idea in self.all()}
        expected = {(self.root_of(home, ideas), person) for home, person in self.pressed}
        rows = self.agora.db.execute(select(Supports.idea_id, Supports.person_id).where(Supports.counts)).all()
        assert sorted(map(tuple, rows)) == sorted(expected)
        counts = Counter(idea_id for idea_id, _ in expected)
        assert {one.id: one.supports for one in ideas.values()} == {number: counts[number] for number in ideas}
        shown = [one.id for one in ideas.values() if one.visibility is Visibility.SHOWN and one.status not in GONE]
        page = browsing.page(self.agora.db, person_id=0, size=100)
        assert [one.idea.id for one in page.items] == sorted(shown, reverse=True)
        assert [one for one, times in self.heard.items() if times > 1] == []

    # Helpers.

    def did(self, done: Done) -> Done:
        SEEN[done.outcome] += 1
        return done

    def all(self) -> list[Idea]:
        return browsing.read(self.agora.db, ids=self.ids)

    def idea(self, which: int) -> Idea:
        return self.all()[which % len(self.ids)]

    def fresh(self, idea: Idea) -> Idea:
        return self.agora.fresh(idea)

    def root(self, idea: Idea) -> Idea:
        return self.fresh(idea) if idea.target_id is None else self.root(self.one(idea.target_id))

    def one(self, number: int) -> Idea:
        (idea,) = browsing.read(self.agora.db, ids=[number])
        return idea

    def root_of(self, number: int, ideas: dict[int, Idea]) -> int:
        target = ideas[number].target_id
        return self.root_of(target, ideas) if target else number

    def followers(self, *ids: int | None) -> set[int]:
        """Who sent or supports these, or what was merged into them."""
        here, ideas = {one for one in ids if one}, {idea.id: idea for idea in self.all()}
        authors = {one.author_id for one in ideas.values() if here & set(self.way(one.id, ideas)) and one.author_id}
        return authors | {person for home, person in self.pressed if self.root_of(home, ideas) in here}

    def way(self, number: int, ideas: dict[int, Idea]) -> list[int]:
        """The idea and all it leads through."""
        target = ideas[number].target_id
        return [number, *(self.way(target, ideas) if target else [])]

    def waiting(self) -> set[tuple[int, int]]:
        rows = self.agora.db.execute(select(Rows.answer_id, Rows.person_id).where(Rows.answer_id.is_not(None)))
        return {(answer, person) for answer, person in rows if answer}


WALK = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def test_walks() -> None:
    SEEN.clear()
    run_state_machine_as_test(Ideas, settings=settings(WALK, max_examples=12, stateful_step_count=40, derandomize=True))
    assert {outcome for outcome in OFTEN if not SEEN[outcome]} == set()


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_long_walks() -> None:
    SEEN.clear()
    run_state_machine_as_test(Ideas, settings=settings(WALK, max_examples=400, stateful_step_count=80))
    assert {outcome for outcome in REACHED if not SEEN[outcome]} == set()
