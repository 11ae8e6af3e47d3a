"""Whatever askers and satgas do in any order: one holder, every asker told once, nobody else told anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from models import Base
from services import desk, forms, people, questions
from services.articles import Content
from services.city import Source
from services.desk import Closed, Hold
from services.people import Person
from services.questions import MOST_OPEN, Passing, State

START = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
WORDS = ["kapan MCC buka?", "MCC buka kapan", "siapa ketua satgas", "di mana parkir"]
SAME = {word: questions.key_of(word) for word in WORDS}
ANSWER = Content("id", "Judul", "Isi jawaban.", (Source("MCC", "", "2026"),))
STRAY = 4
PICKS = st.sampled_from([0, 0, 0, 1, 2, STRAY, STRAY + 1, STRAY + 8])
askers, satgas = st.integers(0, 2), st.integers(0, 1)


@cache
def blank() -> Engine:
    """A database in memory with every table, made once."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    return engine


class Desk(RuleBasedStateMachine):
    """`open`: number → who asks; `holds`: number → who, until when; `told`: (number, asker) → how often."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = blank()
        self.now = START
        with self.db() as db:
            self.askers = [self.meet(db, 7 + number) for number in range(3)]
            self.satgas = [self.meet(db, 101 + number) for number in range(2)]
        self.keys: dict[str, int] = {}
        self.open: dict[int, set[int]] = {}
        self.holds: dict[int, tuple[int, datetime]] = {}
        self.told: dict[tuple[int, int], int] = {}
        self.due: dict[tuple[int, int], int] = {}
        self.closed: set[int] = set()

    def teardown(self) -> None:
        with self.db() as db:
            for table in reversed(Base.metadata.sorted_tables):
                db.execute(table.delete())

    @contextmanager
    def db(self) -> Iterator[Connection]:
        with self.engine.begin() as db:
            yield db

    def meet(self, db: Connection, telegram_id: int) -> Person:
        name = f"Orang {telegram_id}"
        return people.meet(db, telegram_id=telegram_id, name=name, username=None, telegram_language="id", now=self.now)

    @rule(who=askers, words=st.sampled_from(WORDS))
    def asks(self, who: int, words: str) -> None:
        with self.db() as db:
            asked = {"words": words, "language": "id", "passage": None}
            asked_id = questions.remember(db, person=self.askers[who], **asked, now=self.now)  # type: ignore[arg-type]
            twice = [questions.pass_on(db, asked_id=asked_id, person=self.askers[who], now=self.now) for _ in range(2)]
        number = twice[0].number
        assert number is not None
        known = self.keys.get(SAME[words])
        if known is None:
            assert number > max([0, *self.open, *self.closed])
            self.keys[SAME[words]], self.open[number] = number, set()
        else:
            assert number == known
        again = who in self.open[number]
        expected = Passing.NEW if known is None else Passing.AGAIN if again else Passing.JOINED
        assert [one.outcome for one in twice] == [expected, Passing.AGAIN]
        self.open[number].add(who)
        assert len(self.open) < MOST_OPEN

    @rule(who=askers, at=PICKS)
    def withdraws(self, who: int, at: int) -> None:
        number = self.pick(at)
        with self.db() as db:
            gone = questions.withdraw(db, number=number, person=self.askers[who])
        assert (gone is not None) == (who in self.open.get(number, set()))
        self.open.get(number, set()).discard(who)

    @rule(who=satgas, at=PICKS)
    def takes(self, who: int, at: int) -> None:
        number = self.pick(at)
        with self.db() as db:
            told = {"step": "body", "data": {}}
            held, _ = desk.hold(db, number=number, person=self.satgas[who], **told, now=self.now)  # type: ignore[arg-type]
        assert held is self.expected(number, who)
        if held is Hold.MINE:
            self.lets_go(who)
            self.holds[number] = (who, self.now + forms.LIFETIME)

    @rule(who=satgas)
    def leaves(self, who: int) -> None:
        with self.db() as db:
            forms.close(db, person_id=self.satgas[who].id, now=self.now)
        self.lets_go(who)

    @rule(minutes=st.sampled_from([1, 30, 60]))
    def later(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=satgas, at=PICKS, keep=st.booleans(), declines=st.booleans())
    def answers(self, who: int, at: int, keep: bool, declines: bool) -> None:
        number, person = self.pick(at), self.satgas[who]
        with self.db() as db:
            if declines:
                closed = desk.decline(db, number=number, person=person, reason="x", now=self.now)
            else:
                closed = desk.answer(db, number=number, person=person, content=ANSWER, keep=keep, now=self.now)
        assert closed.hold is self.expected(number, who)
        if closed.hold is Hold.MINE:
            self.is_closed(number, closed)
            self.lets_go(who)

    def is_closed(self, number: int, closed: Closed) -> None:
        ids = [one.id for one in self.askers]
        for asker in closed.askers:
            told = number, ids.index(asker.person.id)
            self.told[told] = self.told.get(told, 0) + 1
        self.due |= {(number, who): 1 for who in self.open.pop(number)}
        self.keys = {key: known for key, known in self.keys.items() if known != number}
        self.holds.pop(number, None)
        self.closed.add(number)

    def expected(self, number: int, who: int) -> Hold:
        if number not in self.open:
            return Hold.CLOSED if number in self.closed else Hold.GONE
        holder, until = self.holds.get(number, (who, self.now))
        return Hold.OTHER if holder != who and until > self.now else Hold.MINE

    def lets_go(self, who: int) -> None:
        self.holds = {number: held for number, held in self.holds.items() if held[0] != who}

    def pick(self, at: int) -> int:
        """Mostly an open question, sometimes any number."""
        known = sorted(self.open)
        return known[at % len(known)] if known and at < STRAY else at - STRAY + 1

    @invariant()
    def every_asker_is_told_once(self) -> None:
        assert self.told == self.due

    @invariant()
    def both_sides_see_the_same(self) -> None:
        with self.db() as db:
            waiting = desk.queue(db, page=0, size=50, now=self.now).waiting
            mine = [questions.open_of(db, person_id=one.id, now=self.now) for one in self.askers]
        assert {one.number: one.askers for one in waiting} == {
            number: len(who) for number, who in self.open.items() if who
        }
        held = {number for number, (_, until) in self.holds.items() if until > self.now}
        assert {one.number for one in waiting if one.holder} == {one for one in held if self.open.get(one)}
        for who, listed in enumerate(mine):
            states = {one.number: one.state for one in listed if one.state in (State.WAITING, State.HELD)}
            expected = {number: number in held for number, people in self.open.items() if who in people}
            assert {number: state is State.HELD for number, state in states.items()} == expected


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
