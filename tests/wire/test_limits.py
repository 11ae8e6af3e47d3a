"""The limits, against a simulated Telegram behind any network: it never counts more than it allows."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, given, settings, strategies as st

from sandbox.errors import Refused
from sandbox.limits import Limits
from wire.lanes import Budget, Lane, telegram_budget
from wire.limits import FOREVER, LEAST_IN_FLIGHT, SLACK, WINDOW, GroupChat, Permits, PrivateChat
from wire.outbox import Row

NOW = 1000.0
EPSILON = 1e-9
delays = st.integers(0, 3 * 1024).map(lambda number: number / 1024)
"""Seconds without rounding errors."""
quick = settings(max_examples=120, deadline=None)


class FromTheSend(Permits):
    """The usual limiter, and the negative control: a permit comes back one second after the send."""

    def take(self, now: float, items: int = 1, *, bulk: bool = False) -> None:
        super().take(now, items, bulk=bulk)
        self._returns.append((now + WINDOW, self.cost(items)))

    def answered(self, now: float, items: int, round_trip: float | None) -> None:
        self.in_flight -= 1


@dataclass
class Network:
    """Carries each message to Telegram and its answer back, as slowly as it is told."""

    permits: Permits
    trips: list[tuple[float, float]]
    items: list[int] = field(default_factory=list)
    bulk: list[bool] = field(default_factory=list)
    arrivals: list[tuple[float, int]] = field(default_factory=list)
    most_in_flight: int = 0

    def run(self, messages: int, until: float = FOREVER) -> None:
        now, answers, costs, trips = (
            NOW,
            list[tuple[float, int, float]](),
            itertools.cycle(self.items or [1]),
            itertools.cycle(self.trips),
        )
        for cost, bulk in zip(itertools.islice(costs, messages), itertools.cycle(self.bulk or [False]), strict=False):
            while (at := self.permits.ready_at(now, cost, bulk=bulk)) > now:
                at = min(at, answers[0][0] if answers else FOREVER)
                assert at < FOREVER, "waits for nothing"
                now = max(now, at)
                while answers and answers[0][0] <= now:
                    when, items, trip = heapq.heappop(answers)
                    self.permits.answered(when, items, trip)
            if now > until:
                return
            there, back = next(trips)
            self.permits.take(now, cost, bulk=bulk)
            self.most_in_flight = max(self.most_in_flight, self.permits.in_flight)
            self.arrivals.append((now + there, cost))
            heapq.heappush(answers, (now + there + back, cost, there + back))

    def busiest_second(self) -> int:
        """The most that arrived in any window of a second."""
        arrivals = sorted(self.arrivals)
        return max(
            sum(cost for at, cost in arrivals if start <= at < start + WINDOW - EPSILON) for start, _ in arrivals
        )


def never_more(
    make: Callable[[int], Permits],
    rate: int,
    trips: list[tuple[float, float]],
    items: list[int],
    bulk: list[bool] | None = None,
) -> None:
    network = Network(make(rate), trips, items, bulk or [])
    network.run(4 * rate + 20)
    assert network.busiest_second() <= max(rate, *items)


@quick
@given(st.integers(1, 40), st.lists(st.tuples(delays, delays), min_size=1, max_size=30))
def test_never_more_than_the_rate_in_a_second_at_the_receiver(rate: int, trips: list[tuple[float, float]]) -> None:
    never_more(Permits, rate, trips, [1])


@quick
@given(
    st.integers(10, 40),
    st.lists(st.tuples(delays, delays), min_size=1, max_size=20),
    st.lists(st.integers(1, 10), min_size=1, max_size=8),
)
def test_an_album_counts_as_its_items(rate: int, trips: list[tuple[float, float]], items: list[int]) -> None:
    never_more(Permits, rate, trips, items)


@quick
@given(
    st.integers(10, 40),
    st.lists(st.tuples(delays, delays), min_size=1, max_size=20),
    st.lists(st.integers(1, 10), min_size=1, max_size=8),
    st.lists(st.booleans(), min_size=1, max_size=12),
)
def test_nor_with_an_announcement_between(
    rate: int, trips: list[tuple[float, float]], items: list[int], bulk: list[bool]
) -> None:
    never_more(Permits, rate, trips, items, bulk)


@pytest.mark.parametrize("rate", [2, 30, 1000])
@pytest.mark.parametrize("trip", [0.0, 0.02, 0.2])
def test_a_reply_goes_at_once_while_an_announcement_runs_at_full_speed(rate: int, trip: float) -> None:
    """One a second, at whatever moment: the announcement has left a permit."""
    permits, answers, now, waits, bulk = Permits(rate), list[float](), NOW, list[float](), 0
    for number in range(6000):
        now = NOW + number / 1000
        while answers and answers[0] <= now:
            permits.answered(heapq.heappop(answers), 1, trip)
        while permits.ready_at(now, bulk=True) <= now:
            permits.take(now, bulk=True)
            heapq.heappush(answers, now + trip)
            bulk += 1
        if number % 1737 == 1736:
            waits.append(permits.ready_at(now) - now)
            permits.take(now)
            heapq.heappush(answers, now + trip)
    assert max(waits) <= 0
    assert (bulk + len(waits)) / 6 >= 0.85 * (rate - permits.kept) / (1 + trip)


def test_negative_control_a_limiter_anchored_at_the_send_lets_more_in() -> None:
    """The first ones are held up on their way: they and those of the next second arrive together."""
    trips = [(1.0, 0.05)] * 30 + [(0.0, 0.05)] * 30
    with pytest.raises(AssertionError, match="30"):
        never_more(FromTheSend, 30, trips, [1])
    never_more(Permits, 30, trips, [1])


def test_negative_control_is_found_by_the_same_search() -> None:
    @settings(max_examples=400, deadline=None, database=None, phases=[Phase.generate])
    @given(st.integers(1, 40), st.lists(st.tuples(delays, delays), min_size=1, max_size=30))
    def search(rate: int, trips: list[tuple[float, float]]) -> None:
        never_more(FromTheSend, rate, trips, [1])

    with pytest.raises(AssertionError):
        search()


@pytest.mark.parametrize("rate", [1, 30, 300, 1000])
@pytest.mark.parametrize("trip", [0.0, 0.05, 0.3, 1.0])
def test_what_the_limit_allows_is_used(rate: int, trip: float) -> None:
    """At least 0.95 × rate / (1 + round trip), as long as something waits; and no burst to begin with."""
    network = Network(Permits(rate), [(trip / 2, trip / 2)])
    seconds = 30
    network.run(rate * seconds, until=NOW + seconds)
    later = [at for at, _ in network.arrivals if NOW + 10 <= at < NOW + 30]
    assert len(later) / 20 >= 0.95 * rate / (1 + trip)
    first = [at for at, _ in network.arrivals if at < NOW + trip / 2 + 0.1]
    assert len(first) <= max(4, rate * (0.1 + SLACK) + 3)


@pytest.mark.parametrize(("rate", "trip", "most"), [(30, 0.0, 4), (30, 0.05, 4), (30, 1.0, 31), (1000, 0.05, 80)])
def test_few_are_in_flight(rate: int, trip: float, most: int) -> None:
    """What is in flight is what a crash can double: rate × (round trip + 0.03 s), and four at least."""
    network = Network(Permits(rate), [(trip / 2, trip / 2)])
    network.run(rate * 20, until=NOW + 20)
    assert LEAST_IN_FLIGHT <= max(network.most_in_flight, LEAST_IN_FLIGHT) <= most


def test_without_answers_nothing_more_goes() -> None:
    permits = Permits(30)
    for n in range(LEAST_IN_FLIGHT):
        assert permits.ready_at(NOW + n) <= NOW + n
        permits.take(NOW + n)
    assert permits.ready_at(NOW + 3600) == FOREVER
    permits.answered(NOW + 3600, 1, None)
    assert permits.ready_at(NOW + 3600) <= NOW + 3600


def test_a_permit_of_what_never_left_is_free_at_once() -> None:
    permits = Permits(1)
    permits.take(NOW)
    permits.untaken(1)
    assert permits.ready_at(NOW + 1) <= NOW + 1
    permits.take(NOW + 1)
    permits.answered(NOW + 1.5, 1, 0.5)
    assert permits.ready_at(NOW + 2.4) == NOW + 2.5


def test_silent_and_held() -> None:
    permits = Permits(30)
    permits.begin(NOW)
    assert permits.ready_at(NOW) == NOW + 1
    permits.hold(NOW + 5)
    permits.hold(NOW + 3)
    assert permits.ready_at(NOW + 2) == NOW + 5


# One chat. The receiver is the sandbox's, which was written from Telegram's side.

trips_and_pauses = st.lists(st.tuples(delays, delays, delays, st.integers(1, 10)), min_size=1, max_size=60)


def receives(budget: Budget, chat_id: int, steps: list[tuple[float, float, float, int]]) -> list[float]:
    """Send one after the other as soon as the budget lets; Refused when the receiver counts too much."""
    telegram, now, arrivals = Limits(strict=True, rate=10**6), NOW, list[float]()
    for there, back, pause, items in steps:
        now = max(now + pause, budget.ready_at(now + pause, items))
        telegram.admit(chat_id, now + there, items)
        arrivals.append(now + there)
        now += there + back
        budget.answered(now, items)
    return arrivals


@quick
@given(trips_and_pauses)
def test_a_private_chat_gets_one_a_second_and_three_at_once(steps: list[tuple[float, float, float, int]]) -> None:
    receives(PrivateChat(), 7, steps)


@quick
@given(trips_and_pauses)
def test_a_group_gets_twenty_a_minute(steps: list[tuple[float, float, float, int]]) -> None:
    receives(GroupChat(), -7, steps)


def test_negative_control_a_chat_without_a_budget_gets_too_much() -> None:
    class Careless(PrivateChat):
        def ready_at(self, now: float, items: int) -> float:
            return now

    for chat_id, messages in ((7, 4), (-7, 21)):
        with pytest.raises(Refused):
            receives(Careless(), chat_id, [(0.0, 0.0, 0.0, 1)] * messages)


def test_a_private_chat_uses_what_it_may() -> None:
    """Three at once, then one a second; an album waits for the whole burst, the next message a second an item."""
    assert receives(PrivateChat(), 7, [(0, 0, 0, 1)] * 6) == [NOW, NOW, NOW, NOW + 1, NOW + 2, NOW + 3]
    assert receives(PrivateChat(), 7, [(0, 0, 0, 1), (0, 0, 0, 4), (0, 0, 0, 1)]) == [NOW, NOW + 1, NOW + 5]


def test_a_group_uses_what_it_may() -> None:
    arrivals = receives(GroupChat(), -7, [(0, 0, 0, 1)] * 41)
    assert arrivals == [NOW] * 20 + [NOW + 60] * 20 + [NOW + 120]


def test_idle_budgets_may_be_forgotten_and_busy_ones_not() -> None:
    for budget, full in ((PrivateChat(), 3.0), (GroupChat(), 60.0)):
        assert budget.idle(NOW)
        for _ in range(3):
            budget.answered(NOW, 1)
        assert not budget.idle(NOW + full - 0.1)
        assert budget.idle(NOW + full)


@pytest.mark.parametrize(
    ("chat_id", "kind", "cost"),
    [(7, "reply", 3), (7, "edit", 0), (7, "deletion", 0), (-7, "edit", 3), (-7, "reply", 3), (7, "setting", 0)],
)
def test_what_counts_in_which_chat(chat_id: int, kind: str, cost: int) -> None:
    """An edit counts in a group, not in a private chat."""
    assert Lane(chat_id, telegram_budget(chat_id)).cost(Row(1, kind, "m", "{}", chat_id, items=3)) == cost


def test_whose_budget() -> None:
    assert [type(telegram_budget(one)) for one in (7, -7, None)] == [PrivateChat, GroupChat, PrivateChat]
