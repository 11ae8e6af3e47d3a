"""News: nobody hears anything without having said so; what audiences are made of; each change on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, StaticPool, create_engine, event, select, update

from models import Base, Consent, News, Person
from services import consents, news, newschoice, people
from services.consents import Purpose
from services.newschoice import Choice

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
CITY = "Asia/Jakarta"
NUMBERS = count(1)


def meet(db: Connection, *, wants: bool = True, now: datetime = NOW) -> int:
    """Somebody new, who said yes unless told otherwise."""
    number = next(NUMBERS)
    person = people.meet(db, telegram_id=number, name="Ani", username=None, telegram_language="id", now=now)
    if wants:
        newschoice.agree(db, person_id=person.id, language="id", now=now)
    return person.id


def heard_by(db: Connection, *where: Any, now: datetime = NOW, every: str | None = None) -> set[int]:
    rows = db.execute(news.receivers(now=now, timezone=CITY, every=every).where(*where)).all()
    assert len(rows) == len({row.person_id for row in rows})
    return {row.person_id for row in rows}


def test_only_who_said_yes_and_that_once(db: Connection) -> None:
    ani, budi = meet(db, wants=False), meet(db)
    assert heard_by(db) == {budi}
    assert newschoice.agree(db, person_id=budi, language="id", now=NOW) is False
    assert newschoice.agree(db, person_id=ani, language="en", now=NOW) is True
    assert heard_by(db) == {ani, budi}
    assert newschoice.stop(db, person_id=budi, now=NOW) is True
    assert newschoice.stop(db, person_id=budi, now=NOW) is False
    assert heard_by(db) == {ani}


def test_asked_once(db: Connection) -> None:
    ani = meet(db, wants=False)
    assert [newschoice.ask_once(db, person_id=ani, now=NOW) for _ in range(3)] == [True, False, False]
    assert [newschoice.ask_once(db, person_id=meet(db), now=NOW) for _ in range(2)] == [False, False]
    budi = meet(db, wants=False)
    newschoice.live_in(db, person_id=budi, kecamatan="klojen")
    assert [newschoice.ask_once(db, person_id=budi, now=NOW) for _ in range(2)] == [True, False]


def test_an_older_wording_does_not_count(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    ani = meet(db)
    monkeypatch.setitem(consents.VERSIONS, Purpose.NEWS, 2)
    assert heard_by(db) == set()
    assert newschoice.of(db, person_id=ani, now=NOW, timezone=CITY).wants is False
    newschoice.agree(db, person_id=ani, language="id", now=NOW)
    assert heard_by(db) == {ani}
    rows = db.execute(select(Consent.version, Consent.how).order_by(Consent.id)).all()
    assert rows == [(1, "renewed"), (2, None)]


def test_another_consent_is_none_for_news(db: Connection) -> None:
    ani = meet(db, wants=False)
    newschoice.ask_once(db, person_id=ani, now=NOW)
    for purpose in set(Purpose) - {Purpose.NEWS}:
        consents.give(db, person_id=ani, purpose=purpose, language="id", now=NOW)
    assert heard_by(db) == set()


def test_topics_and_kecamatan_narrow(db: Connection) -> None:
    ani, budi, citra = meet(db), meet(db), meet(db)
    newschoice.hear_of(db, person_id=ani, topic="ideas", hears=False)
    newschoice.hear_of(db, person_id=ani, topic="ideas", hears=False)
    newschoice.hear_of(db, person_id=budi, topic="ideas", hears=False)
    newschoice.hear_of(db, person_id=budi, topic="events", hears=False)
    assert heard_by(db, news.hears_of(["ideas"])) == {citra}
    assert heard_by(db, news.hears_of(["ideas", "events"])) == {ani, citra}
    assert heard_by(db, news.hears_of([])) == {ani, budi, citra}
    newschoice.hear_of(db, person_id=ani, topic="ideas", hears=True)
    assert heard_by(db, news.hears_of(["ideas"])) == {ani, citra}

    newschoice.live_in(db, person_id=ani, kecamatan="klojen")
    newschoice.follow(db, person_id=budi, kecamatan="klojen", follows=True)
    newschoice.follow(db, person_id=budi, kecamatan="sukun", follows=True)
    assert heard_by(db, news.looks_to(["klojen"])) == {ani, budi}
    assert heard_by(db, news.looks_to(["klojen", "sukun"])) == {ani, budi}
    assert heard_by(db, news.looks_to(["blimbing"])) == set()
    assert heard_by(db, news.looks_to([])) == set()
    newschoice.follow(db, person_id=budi, kecamatan="klojen", follows=False)
    newschoice.live_in(db, person_id=ani, kecamatan=None)
    assert heard_by(db, news.looks_to(["klojen"])) == set()


def test_each_or_weekly(db: Connection) -> None:
    ani, budi = meet(db), meet(db)
    newschoice.pace(db, person_id=budi, every="week", now=NOW)
    assert heard_by(db, every="update") == {ani}
    assert heard_by(db, every="week") == {budi}
    assert heard_by(db) == {ani, budi}


def test_a_limit_counts_from_when_it_is_set_and_for_its_month(db: Connection) -> None:
    ani, budi = meet(db), meet(db)

    def one_more(now: datetime) -> None:
        news.count_as_got(db, person_ids=[ani, budi], now=now, timezone=CITY)

    one_more(NOW)
    newschoice.limit(db, person_id=ani, cap=2)
    assert heard_by(db) == {ani, budi}
    one_more(NOW)
    newschoice.limit(db, person_id=ani, cap=4)
    one_more(NOW)
    newschoice.limit(db, person_id=ani, cap=2)
    assert heard_by(db) == {budi}
    end = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # midnight in the city
    assert heard_by(db, now=end - timedelta(seconds=1)) == {budi}
    assert heard_by(db, now=end) == {ani, budi}
    one_more(end)
    assert newschoice.of(db, person_id=ani, now=end, timezone=CITY).got == 1
    newschoice.limit(db, person_id=ani, cap=None)
    assert newschoice.of(db, person_id=ani, now=end, timezone=CITY) == Choice(True, True, got=1)
    assert db.execute(select(News.got).where(News.person_id == budi)).scalar_one() == 0


def test_nobody_has_chosen_anything_at_first(db: Connection) -> None:
    assert newschoice.of(db, person_id=meet(db, wants=False), now=NOW, timezone=CITY) == Choice()


class Wishes(RuleBasedStateMachine):
    """Three people do what they like; a model says who may be written to."""

    WHO = st.integers(0, 2)

    def __init__(self) -> None:
        super().__init__()
        engine = create_engine("sqlite://", poolclass=StaticPool)
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
        Base.metadata.create_all(engine)
        self.db, self.now = engine.connect(), NOW
        self.people = [meet(self.db, wants=False) for _ in range(3)]
        self.said = [False] * 3
        self.rests: list[datetime | None] = [None] * 3
        self.shut = [set[str]() for _ in range(3)]
        self.caps: list[int | None] = [None] * 3
        self.got: list[tuple[int, int]] = [(0, 0)] * 3

    def teardown(self) -> None:
        self.db.close()

    def month(self) -> int:
        return news.month_of(self.now, CITY)

    @rule(who=WHO)
    def says_yes(self, who: int) -> None:
        fresh = newschoice.agree(self.db, person_id=self.people[who], language="id", now=self.now)
        assert fresh is not self.said[who]
        self.rests[who] = None if fresh else self.rests[who]
        self.said[who] = True

    @rule(who=WHO, deed=st.sampled_from([newschoice.stop, consents.withdraw]))
    def says_no(self, who: int, deed: Callable[..., bool]) -> None:
        purpose = {"purpose": Purpose.NEWS} if deed is consents.withdraw else {}
        assert deed(self.db, person_id=self.people[who], now=self.now, **purpose) is self.said[who]
        self.said[who] = False

    @rule(who=WHO, days=st.sampled_from([0, *newschoice.PAUSES]))
    def rests_for(self, who: int, days: int) -> None:
        until = self.now + timedelta(days=days) if days else None
        newschoice.snooze(self.db, person_id=self.people[who], until=until, now=self.now)
        self.rests[who] = until

    @rule(who=WHO, cap=st.sampled_from([None, *newschoice.CAPS]))
    def sets_a_limit(self, who: int, cap: int | None) -> None:
        newschoice.limit(self.db, person_id=self.people[who], cap=cap)
        self.got[who] = self.got[who] if self.caps[who] else (0, 0)
        self.caps[who] = cap

    @rule(who=WHO, times=st.integers(1, 4))
    def is_sent_some(self, who: int, times: int) -> None:
        for _ in range(times):
            news.count_as_got(self.db, person_ids=[self.people[who]], now=self.now, timezone=CITY)
        month, got = self.got[who]
        if self.caps[who]:
            self.got[who] = (self.month(), (got if month == self.month() else 0) + times)

    @rule(who=WHO, reach=st.sampled_from(["open", "blocked", "gone"]))
    def comes_or_goes(self, who: int, reach: str) -> None:
        self.db.execute(update(Person).where(Person.id == self.people[who]).values(reach=reach))
        self.shut[who] = self.shut[who] - {"reach"} | ({"reach"} if reach != "open" else set())

    @rule(who=WHO, banned=st.booleans())
    def is_banned(self, who: int, banned: bool) -> None:
        at = self.now if banned else None
        self.db.execute(update(Person).where(Person.id == self.people[who]).values(banned_at=at))
        self.shut[who] = self.shut[who] - {"ban"} | ({"ban"} if banned else set())

    @rule(who=WHO, place=st.sampled_from(["klojen", None]), topic=st.sampled_from(["ideas", "events"]))
    def chooses(self, who: int, place: str | None, topic: str) -> None:
        newschoice.live_in(self.db, person_id=self.people[who], kecamatan=place)
        newschoice.hear_of(self.db, person_id=self.people[who], topic=topic, hears=place is None)
        newschoice.ask_once(self.db, person_id=self.people[who], now=self.now)
        newschoice.pace(self.db, person_id=self.people[who], every="week" if place else "update", now=self.now)

    @rule(days=st.sampled_from([1, 7, 31]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def only_who_may_be_written_to(self) -> None:
        expected = {self.people[who] for who in range(3) if self.may(who)}
        assert heard_by(self.db, now=self.now) == expected
        narrowed = news.hears_of(["ideas"]), news.looks_to(["klojen"])
        assert heard_by(self.db, *narrowed, now=self.now) <= expected
        weekly = heard_by(self.db, now=self.now, every="week")
        assert weekly | heard_by(self.db, now=self.now, every="update") == expected

    def may(self, who: int) -> bool:
        rest, (month, got), cap = self.rests[who], self.got[who], self.caps[who]
        awake = rest is None or rest <= self.now
        full = cap is not None and month == self.month() and got >= cap
        return self.said[who] and awake and not full and not self.shut[who]


WALK = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def test_whatever_people_choose_nobody_else_hears() -> None:
    """The same walks each time."""
    run_state_machine_as_test(
        Wishes, settings=settings(WALK, max_examples=12, stateful_step_count=30, derandomize=True)
    )
