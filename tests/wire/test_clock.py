"""The wall clock: a jump forward or back while the bot runs is survived; replies go, ticks come."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any, Self

import apscheduler.executors.base
import apscheduler.schedulers.base
import apscheduler.triggers.interval
import pytest
from sqlalchemy import Connection, func, select

from jobs.schedule import TIMETABLE, Tick, Timetable
from models import Outbox, TakenUpdate
from notices.teller import Teller
from services.citypack import read_city
from tests.support.town import CITY, town, until
from texts import Texts
from wire.clock import JUMP, Clock
from wire.outbox import Draft

DAYS = 3.0 * 86400
TELLER = Teller(Texts.load(), read_city(CITY), "Asia/Jakarta", "malang_bot")


def nothing(db: Connection, *, teller: Teller, now: datetime) -> Sequence[Draft]:
    """A job that has nothing to say."""
    return ()


class Wall:
    """A wall clock that a test moves, for our Clock and for APScheduler, which reads its own."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return self.ahead

    def also_in(self, monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
        wall = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return super().now(tz) + timedelta(seconds=wall.ahead)

        monkeypatch.setattr(module, "datetime", Moved)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()
    for module in (apscheduler.schedulers.base, apscheduler.executors.base, apscheduler.triggers.interval):
        wall.also_in(monkeypatch, module)
    return wall


def test_now_is_aware_and_in_utc() -> None:
    now = Clock().now()
    assert now.tzinfo is UTC
    assert abs((now - datetime.now(UTC)).total_seconds()) < 60
    assert 3500 < (Clock(lambda: 3600.0).now() - now).total_seconds() < 3700


@pytest.mark.parametrize(
    ("by", "jumped"), [(0.0, False), (JUMP - 1, False), (1 - JUMP, False), (JUMP + 1, True), (-JUMP - 1, True)]
)
def test_a_jump_is_seen_once(by: float, jumped: bool) -> None:
    wall = Wall()
    clock = Clock(wall)
    wall.ahead = by
    assert [clock.jumped(), clock.jumped()] == [jumped, False]


async def test_replies_go_on_whatever_the_clock_says(database_url: str, wall: Wall) -> None:
    async with town(database_url, clock=Clock(wall)) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        for ahead in (DAYS, -DAYS, 0.0):
            wall.ahead = ahead
            assert len(await ani.asks("apa aja isi roadmap malang?")) == 1
            place.api.calls.clear()
            await ani.presses(data="v1:nothing")
            assert [call.method for call in place.api.calls][:1] == ["answerCallbackQuery"]
            assert len(await ani.asks("/batal")) == 1
            await place.station.say(lambda db: [_notice(ani.id)])
            await place.settled()
            assert ani.seen[-1] == "kabar"
        assert place.api.violations == []
        assert place.station.troubles() == {}


def _notice(chat_id: int) -> Draft:
    return Draft("notice", "sendMessage", {"text": "kabar"}, chat_id)


async def test_what_waits_at_a_jump_is_sent(database_url: str, wall: Wall) -> None:
    async with town(database_url, clock=Clock(wall)) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        place.api.faults.too_many(ani.id, 1)
        await place.station.say(lambda db: [_notice(ani.id)])
        for ahead in (DAYS, -DAYS):
            wall.ahead = ahead
            await place.station.say(lambda db: [_notice(ani.id)])
        await place.settled()
        assert ani.seen[1:] == ["kabar"] * 3


async def test_a_restart_after_a_jump_back(database_url: str, wall: Wall) -> None:
    """The machine's clock was ahead, and is right again at the next start."""
    wall.ahead = DAYS
    async with town(database_url, clock=Clock(wall)) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        await place.stop()
        wall.ahead = 0.0
        ani.person.says("/batal")
        await place.restart()
        await place.settled()
        assert len(ani.seen) == 2


async def test_ticks_go_on_whatever_the_clock_says(wall: Wall) -> None:
    """APScheduler plans by the wall clock: after a jump back it would wait for as long as the jump was."""
    ticks: list[datetime] = []

    async def say(job: Callable[..., Sequence[Draft]], *, teller: Teller, now: datetime) -> None:
        ticks.append(now)

    table = Timetable(say=say, clock=Clock(wall), teller=TELLER, ticks=(Tick("often", 1, nothing),))
    table.start()
    try:
        await until(lambda: ticks)
        for ahead in (DAYS, -DAYS):
            wall.ahead = ahead
            seen = len(ticks)
            await until(partial(_more_than, ticks, seen + 1), seconds=15)
            expected = datetime.now(UTC) + timedelta(seconds=ahead)
            assert abs((ticks[-1] - expected).total_seconds()) < 60
    finally:
        table.stop()


def _more_than(found: list[datetime], number: int) -> bool:
    return len(found) > number


async def test_a_tick_that_fails_comes_again(wall: Wall) -> None:
    ticks: list[datetime] = []

    async def say(job: Callable[..., Sequence[Draft]], *, teller: Teller, now: datetime) -> None:
        ticks.append(now)
        raise RuntimeError("away")

    table = Timetable(say=say, clock=Clock(wall), teller=TELLER, ticks=(Tick("failing", 1, nothing),))
    table.start()
    await until(lambda: len(ticks) >= 2, seconds=15)
    table.stop()


async def test_the_purge_forgets_what_has_had_its_time(database_url: str, wall: Wall) -> None:
    """Update ids after two days, rows of the outbox after thirty; what waits stays, however old."""
    (purge,) = [tick for tick in TIMETABLE if tick.name == "purge"]
    async with town(database_url, clock=Clock(wall)) as place:
        ani = place.person("Ani")
        await ani.asks("/start")

        def left(db: Connection) -> tuple[int, int]:
            ids, rows = (select(func.count()).select_from(table) for table in (TakenUpdate, Outbox))
            return db.execute(ids).scalar_one(), db.execute(rows).scalar_one()

        async def purged() -> Any:
            await place.station.say(purge.job, teller=TELLER, now=place.bot.clock.now())
            return await place.look(left)

        _, rows = await place.look(left)
        assert await purged() == (1, rows)
        wall.ahead = 2.1 * 86400
        assert await purged() == (0, rows)
        wall.ahead = 30.1 * 86400
        assert await purged() == (0, 0)
