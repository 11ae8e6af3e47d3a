"""Disk full, database read-only or away: who writes hears so once, nothing is confirmed, and it heals by itself."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError

from models import Outbox
from tests.support.town import Town, town, until
from wire import busy, intake, polling, station, unwritten
from wire.busy import Busy
from wire.limits import NoPermits, Permits
from wire.transport import Answer
from wire.unwritten import Unwritten

ID = "Bot sedang penuh, coba lagi beberapa menit lagi. Pesanmu tidak hilang: begitu bot lancar, pesan itu dibaca."
EN = (
    "The bot is full just now, please try again in a few minutes. "
    "Your message is not lost: it is read as soon as things run again."
)


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """The disk is full: SQLite may not add a page."""
    with engine.connect() as db:
        db.exec_driver_sql("COMMIT")
        db.exec_driver_sql("VACUUM")
        db.exec_driver_sql("BEGIN")
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
    with _pragma(engine, f"max_page_count={pages}", "max_page_count=4294967294"):
        yield


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    with _pragma(engine, "query_only=ON", "query_only=OFF"):
        yield


@contextmanager
def gone(engine: Engine) -> Iterator[None]:
    """The server cannot be reached."""
    real = engine.begin

    def fail() -> Any:
        raise OperationalError("BEGIN", {}, Exception("connection refused"))

    engine.begin = fail  # type: ignore[method-assign]
    try:
        yield
    finally:
        engine.begin = real  # type: ignore[method-assign]


@contextmanager
def _pragma(engine: Engine, on: str, off: str) -> Iterator[None]:
    now = on

    def tell(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA {now}")

    event.listen(engine, "checkout", tell)
    try:
        yield
    finally:
        now = off


def polls(place: Town) -> list[dict[str, Any]]:
    """The polls from here on, as they go out."""
    asked, real = list[dict[str, Any]](), place.station.transport.call

    async def call(method: str, body: bytes, **more: Any) -> Answer:
        if method == "getUpdates":
            asked.append(json.loads(body))
        return await real(method, body, **more)

    place.station.transport.call = call  # type: ignore[method-assign,assignment]
    return asked


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "AFTER", 0.3)
    monkeypatch.setattr(station, "DATABASE_PATIENCE", 0.3)
    monkeypatch.setattr(polling, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(intake, "AGAIN_MOST", 0.5)


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        pytest.param("sqlite_url", full, id="full"),
        pytest.param("sqlite_url", read_only, id="read-only", marks=pytest.mark.long),
        pytest.param("postgres_url", gone, id="gone", marks=pytest.mark.postgres),
    ],
)
async def test_told_once_kept_and_answered_when_it_heals(
    request: pytest.FixtureRequest, url: str, trouble: Any
) -> None:
    async with town(request.getfixturevalue(url)) as place:
        ani, budi, citra = place.person("Ani"), place.person("Budi", "en"), place.person("Citra")
        await citra.asks("/start")
        rows = await place.look(lambda db: db.execute(select(func.count()).select_from(Outbox)).scalar())
        with trouble(place.station.thread.engine):
            for _ in range(9):
                ani.person.says("/bantuan")
            await until(lambda: ani.seen)
            budi.person.says("/start")
            await until(lambda: budi.seen)
            citra.person.says("/bantuan")
            await until(lambda: len(citra.seen) == 2)
            ani.person.says("/bantuan")
            assert (ani.seen, budi.seen, citra.seen[1:]) == ([ID], [EN], [ID])
            assert place.api.pending == 12
            assert "updates" in place.station.troubles()
        await place.settled(60)
        assert place.station.troubles() == {}
        assert (ani.seen[0], budi.seen[0], citra.seen[1]) == (ID, EN, ID)
        assert [len(one.seen) for one in (ani, budi, citra)] == [1 + 10, 2, 3]
        assert place.api.violations == []
        assert await place.look(lambda db: db.execute(select(func.count()).select_from(Outbox)).scalar()) > rows


async def test_a_group_hears_only_what_was_asked_there(sqlite_url: str) -> None:
    async with town(sqlite_url) as place:
        ani = place.person("Ani")
        group = place.group("Warga Klojen", [ani])
        await place.settled()
        with full(place.station.thread.engine), read_only(place.station.thread.engine):
            ani.person.says("selamat pagi semua", to=group)
            ani.person.says("/roadmap", to=group)
            ani.person.says("/roadmap", to=group)
            await until(lambda: group.seen)
            assert group.seen == [ID]
        await place.settled(60)
        assert group.seen.count(ID) == 1 and len(group.seen) >= 3


async def test_polls_slow_down_while_it_lasts(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "AWAY_LONG", 0.6)
    monkeypatch.setattr(polling, "AWAY_EVERY", 3600.0)
    async with town(sqlite_url) as place:
        ani = place.person("Ani")
        with read_only(place.station.thread.engine):
            asked = polls(place)
            ani.person.says("/start")
            poller = place.station.poller
            assert poller is not None
            await until(lambda: poller._look_every() == 3600.0)
            assert len(asked) > 2 and len({one.get("offset") for one in asked}) == 1
        await place.settled()
        assert ani.seen[0] == ID and len(ani.seen) == 2


class Wire:
    """Telegram at the other end of a busy word."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.sent = list(answers), list[tuple[float, int]]()

    async def call(self, method: str, body: bytes, **_: Any) -> Answer:
        self.sent.append((time.monotonic(), json.loads(body)["chat_id"]))
        return self.answers.pop(0) if self.answers else Answer(200, {}, "")


def messages(*chats: int) -> list[dict[str, Any]]:
    return [{"message": {"chat": {"id": chat}}} for chat in chats]


def told_by(wire: Wire, permits: Permits) -> Busy:
    said = Unwritten(transport=wire, permits=permits)  # type: ignore[arg-type]
    return Busy(unwritten=said, word=lambda raw: (raw["message"]["chat"]["id"], "penuh"))


async def test_a_short_hiccup_is_not_spoken_of() -> None:
    wire = Wire()
    one = told_by(wire, NoPermits())
    one.failed(time.monotonic(), messages(1))
    assert (one.away_for(), wire.sent, one.unwritten._task) == (0.0, [], None)


async def test_the_limit_of_all_chats_holds_for_it_too() -> None:
    wire, permits = Wire(Answer(200, {}, ""), Answer(429, retry_after=0.5)), Permits(100)
    one = told_by(wire, permits)
    one.failed(time.monotonic() - 5, messages(*range(1, 41), 1, 2))
    await until(lambda: len(wire.sent) == 40)
    times = [at for at, _ in wire.sent]
    assert sorted({chat for _, chat in wire.sent}) == list(range(1, 41))
    assert times[2] - times[1] >= 0.5 and times[-1] - times[2] >= 37 / 100 - 0.03


async def test_memory_stays_flat_and_is_told_again_after_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unwritten, "CHATS_MOST", 10)
    wire = Wire()
    one = told_by(wire, NoPermits())
    one.failed(time.monotonic() - 5, messages(*range(1, 100)))
    await until(lambda: len(wire.sent) == 10)
    said = one.unwritten
    said._told = {chat: at - unwritten.ONCE_IN for chat, at in said._told.items()}
    one.expect(messages(1)[0])
    await until(lambda: len(wire.sent) == 11)
    assert (wire.sent[-1][1], len(said._told)) == (1, 1)
