"""Whatever people, the clock and the sender do in whatever order: the counts add up to the audience, and are true."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, create_engine, func, select, update
from sqlalchemy.pool import StaticPool

from models import Base, Delivery, News, Person as People
from models.announcements import DeliveryState as State
from services import consents
from services.announcements import results
from services.announcements.claiming import Claiming
from services.announcements.values import Announcement, Result
from tests.services.announcements.readers import City
from wire import deliveries
from wire.copies import Reader
from wire.deliveries import Claim, Claims, Turn
from wire.ends import End
from wire.runs import FIRST

MANY = 12
OUTCOMES = st.sampled_from(["sent", "unknown", "blocked", "held", "failed a", "failed b", "back"])


class Sending(RuleBasedStateMachine):
    """One announcement, its sender's own statements on one side, people and the clock on the other."""

    def __init__(self) -> None:
        super().__init__()
        self.engine: Engine = create_engine("sqlite://", poolclass=StaticPool)
        Base.metadata.create_all(self.engine)
        self.db = self.engine.connect()
        self.city = City(self.db)
        self.claims = Claims(Claiming("Asia/Jakarta"))
        self.out: list[Reader] = []
        self.after, self.messages = FIRST, 0
        self.got: Counter[int] = Counter()
        self.allowed: Counter[int] = Counter()

    @initialize(weekly=st.integers(0, 3))
    def begin(self, weekly: int) -> None:
        self.people = self.city.crowd(MANY)
        self.people += [self.city.reader(2000 + number, every="week") for number in range(weekly)]
        self.one: Announcement = self.city.begun()
        self.allowed.update(dict.fromkeys(self.people, 1))

    def turn(self, **more: Any) -> list[Reader]:
        return deliveries.turn(self.db, turn=Turn(**more), claims=self.claims, now=self.city.now)

    @rule(most=st.integers(1, 5), from_the_start=st.booleans())
    def claim(self, most: int, from_the_start: bool) -> None:
        claim = Claim(self.one.id, FIRST if from_the_start else self.after, most)
        self.out += self.turn(claim=claim)
        self.after = claim.after

    @precondition(lambda self: self.out)
    @rule(data=st.data(), outcome=OUTCOMES)
    def ends(self, data: st.DataObject, outcome: str) -> None:
        reader = self.out.pop(data.draw(st.integers(0, len(self.out) - 1)))
        if outcome == "back":
            self.turn(back=[(self.one.id, reader.number)])
            return
        state = {"sent": State.SENT, "unknown": State.UNKNOWN, "blocked": State.BLOCKED, "held": State.UNMARKED}
        self.messages += 1
        self.got[reader.number] += outcome == "sent"
        words = outcome if outcome.startswith("failed") else ""
        reach = "blocked" if outcome == "blocked" else ""
        end = End(self.one.id, reader.number, state.get(outcome, State.FAILED), self.messages, words=words, reach=reach)
        self.turn(ends=[end])

    @rule()
    def dies(self) -> None:
        """Everything claimed and not written down is unknown after a restart."""
        lost = deliveries.orphaned(self.db, now=self.city.now)
        assert lost == len(self.out)
        self.out, self.after = [], FIRST

    @rule(name=st.sampled_from(["pause", "resume", "cancel"]))
    def turned(self, name: str) -> None:
        self.city.deed(name, self.one)

    @rule(failed=st.booleans(), unknown=st.booleans(), unmarked=st.booleans())
    def again(self, failed: bool, unknown: bool, unmarked: bool) -> None:
        rows = select(Delivery.person_id, Delivery.state).where(Delivery.announcement_id == self.one.id)
        before = {row.person_id: row.state for row in self.db.execute(rows)}
        self.city.deed("send_again", self.one, failed=failed, unknown=unknown, unmarked=unmarked)
        after = {row.person_id: row.state for row in self.db.execute(rows)}
        self.allowed.update(person for person, state in after.items() if before[person] != state)

    @rule(data=st.data(), what=st.sampled_from(["stops", "snoozes", "blocks"]))
    def changes_mind(self, data: st.DataObject, what: str) -> None:
        person = data.draw(st.sampled_from(self.people))
        if what == "stops":
            consents.withdraw(self.db, person_id=person, purpose="news", now=self.city.now)
        elif what == "snoozes":
            later = self.city.now.replace(year=2030)
            self.db.execute(update(News).where(News.person_id == person).values(snoozed_until=later))
        else:
            self.db.execute(update(People).where(People.id == person).values(reach="blocked"))

    @rule()
    def ticks(self) -> None:
        self.city.tick()

    @invariant()
    def counts_add_up(self) -> None:
        if not hasattr(self, "one"):
            return
        told = results.result(self.db, announcement=self.city.again(self.one))
        rows = select(Delivery.state, func.count()).where(Delivery.announcement_id == self.one.id)
        true = Counter({row[0]: row[1] for row in self.db.execute(rows.group_by(Delivery.state))})
        assert true.total() == told.people == len(self.people)
        assert told.waiting == true[State.WAITING] + true[State.SENDING]
        assert true[State.SENDING] == len(self.out)
        assert _counts(told) == [true[state] for state in NAMED]
        assert told.refused == sum(many for state, many in true.items() if state >= State.FAILED)
        assert told.done + told.waiting == told.people
        assert all(many <= self.allowed[person] for person, many in self.got.items())

    def teardown(self) -> None:
        self.db.close()
        self.engine.dispose()


NAMED = (
    State.SENT, State.UNKNOWN, State.BLOCKED, State.UNMARKED, State.UNWANTED, State.UNREACHABLE, State.WEEKLY,
)  # fmt: skip


def _counts(told: Result) -> list[int]:
    return [told.sent, told.unknown, told.blocked, told.unmarked, told.unwanted, told.unreachable, told.weekly]


FEW = settings(max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
MANY_EXAMPLES = settings(FEW, max_examples=60, stateful_step_count=60)


@pytest.mark.parametrize("how", [FEW, pytest.param(MANY_EXAMPLES, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_the_counts_always_add_up_to_the_audience(how: settings) -> None:
    run_state_machine_as_test(Sending, settings=how)
