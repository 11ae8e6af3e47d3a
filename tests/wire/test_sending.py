"""The sender at work: who goes first, in what order, how fast, and what it holds in memory."""

import asyncio
import random
import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from models import Hold, Outbox
from sandbox.people import Person
from sandbox.server import BotApi
from sandbox.state import Call
from tests.support.office import Office, office
from tests.support.town import until
from tests.wire.conftest import newcomer
from wire import books, lanes, ledger, outbox, reading, sender
from wire.lanes import telegram_budget
from wire.limits import FOREVER, NoPermits, Permits
from wire.outbox import Draft
from wire.thread import DatabaseThread


def say(who: Person, text: str, kind: str = "reply") -> Draft:
    (draft,) = outbox.say(text, kind=kind, chat_id=who.id)
    return draft


def tries(api: BotApi, who: Person) -> list[Call]:
    return [call for call in api.calls if call.chat_id == who.id]


# Too many requests


@pytest.mark.parametrize("kind", ["reply", "notice"])
async def test_too_many_in_one_chat_holds_that_chat_only(
    post: Office, api: BotApi, ani: Person, budi: Person, kind: str
) -> None:
    api.faults.too_many(ani.id, retry_after=1)
    await post.writes(*(say(who, f"{n}", kind) for n in range(3) for who in (ani, budi)))
    await until(lambda: len(budi.seen) == 3)
    assert ani.seen == []
    await post.idle()
    assert ani.seen == budi.seen == ["0", "1", "2"]
    refused, *accepted = tries(api, ani)
    assert (refused.ok, [call.ok for call in accepted]) == (False, [True] * 3)
    assert accepted[0].at_monotonic - refused.at_monotonic >= 1
    assert api.violations == []


async def test_a_second_chat_refused_meanwhile_holds_all(post: Office, api: BotApi, ani: Person, budi: Person) -> None:
    citra = newcomer(api, "Citra")
    for who in (ani, budi):
        api.faults.too_many(who.id, retry_after=1)
        await post.says(who, "halo")
        await until(partial(tries, api, who))
    await until(lambda: not post.sender.permits.in_flight)
    await post.says(citra, "halo")
    await post.idle()
    assert tries(api, citra)[0].at_monotonic - tries(api, budi)[0].at_monotonic >= 1
    assert ani.seen == budi.seen == citra.seen == ["halo"]
    assert api.violations == []


async def test_too_many_without_a_time_waits_a_second(post: Office, api: BotApi, ani: Person) -> None:
    api.faults.status("sendMessage", 429, {"ok": False, "error_code": 429, "description": "Too Many Requests"})
    await post.says(ani, "halo")
    await post.idle()
    refused, sent = tries(api, ani)
    assert sent.ok and sent.at_monotonic - refused.at_monotonic >= 1
    assert ani.seen == ["halo"]


async def test_a_restart_forgets_no_hold(database_url: str, api: BotApi, ani: Person, budi: Person) -> None:
    async with office(api, database_url) as before:
        api.faults.too_many(ani.id, retry_after=2)
        await before.says(ani, "halo")
        await until(partial(tries, api, ani))
        await until(lambda: before.look(select(Hold.chat_id)))
    async with office(api, database_url, start=False) as after:
        await after.sender.start()
        await after.says(budi, "halo")
        await after.idle()
    refused, sent = tries(api, ani)
    assert (sent.ok, sent.at_monotonic - refused.at_monotonic >= 2) == (True, True)
    assert tries(api, budi)[0].at_monotonic < sent.at_monotonic
    assert api.violations == []


async def test_a_restart_forgets_no_hold_of_all(database_url: str, api: BotApi, ani: Person, budi: Person) -> None:
    citra = newcomer(api, "Citra")
    async with office(api, database_url) as before:
        for who in (ani, budi):
            api.faults.too_many(who.id, retry_after=2)
            await before.says(who, "halo")
            await until(partial(tries, api, who))
        all_held = select(Hold.seconds).where(Hold.chat_id == ledger.ALL)
        await until(lambda: before.look(all_held))
    async with office(api, database_url, start=False) as after:
        await after.sender.start()
        await after.says(citra, "halo")
        await after.idle()
    assert tries(api, citra)[0].at_monotonic - tries(api, budi)[0].at_monotonic >= 2
    assert api.violations == []


def test_a_hold_is_never_shortened_nor_made_longer_by_the_clock(engine: Engine) -> None:
    now = datetime(2026, 11, 24, 5, tzinfo=UTC)
    with engine.begin() as db:
        ledger.hold(db, chat_id=7, person_id=None, seconds=30, now=now)
        ledger.hold(db, chat_id=7, person_id=None, seconds=5, now=now)
        assert ledger.held(db, now=now + timedelta(seconds=10)) == {7: 20}
        assert ledger.held(db, now=now - timedelta(days=1)) == {7: 30}
        assert ledger.held(db, now=now + timedelta(seconds=30)) == {}


# Who goes first


async def test_replies_overtake_notices_and_these_announcements(post: Office, api: BotApi) -> None:
    people = [newcomer(api, f"Warga {n}") for n in range(9)]
    post.sender.permits = NoPermits(in_flight=1)
    post.sender.permits.hold(asyncio.get_running_loop().time() + 0.1)
    kinds = ["announcement", "notice", "reply"] * 3
    await post.writes(*(say(who, kind, kind) for who, kind in zip(people, kinds, strict=True)))
    assert api.calls == []
    await post.idle()
    assert post.sends() == ["reply"] * 3 + ["notice"] * 3 + ["announcement"] * 3


async def test_the_same_within_one_chat(post: Office, api: BotApi, ani: Person) -> None:
    post.sender.permits.hold(asyncio.get_running_loop().time() + 0.1)
    kinds = ["announcement", "notice", "reply"] * 2
    await post.writes(*(say(ani, f"{kind} {n}", kind) for n, kind in enumerate(kinds)))
    await post.idle()
    assert ani.seen == ["reply 2", "reply 5", "notice 1", "notice 4", "announcement 0", "announcement 3"]


async def test_settings_need_no_permit(post: Office, api: BotApi, ani: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting is no message: none of the permits is spent on it."""
    spent: list[int] = []
    monkeypatch.setattr(post.sender.permits, "take", lambda now, items, bulk: spent.append(items))
    monkeypatch.setattr(post.sender.permits, "answered", lambda now, items, trip: None)
    await post.writes(*(Draft("setting", "setMyDescription", {"description": f"{n}"}) for n in range(5)))
    await post.writes(say(ani, "halo"))
    await post.idle()
    assert len(api.calls) == 6
    assert spent == [1]


# Order, and memory


async def test_order_in_every_chat_under_a_thousand_rows(post: Office, api: BotApi) -> None:
    api.faults.delay(0.0, jitter=0.004)
    post.sender.permits = NoPermits(in_flight=32)
    people = [newcomer(api, f"Warga {n}") for n in range(40)]
    order = [(who, n) for n in range(25) for who in people]
    for start in range(0, 1000, 100):
        await post.writes(*(say(who, f"{n}") for who, n in order[start : start + 100]))
    await post.idle()
    assert all(who.seen == [f"{n}" for n in range(25)] for who in people)
    assert set(await post.states()) == {"sent"}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kinds", [("reply",), ("reply", "notice", "announcement")], ids=["replies", "all kinds"])
async def test_more_rows_than_memory_holds(
    api: BotApi, database_url: str, monkeypatch: pytest.MonkeyPatch, seed: int, kinds: tuple[str, ...]
) -> None:
    """Rows that waited at the start and rows that come while the table is read: all sent, once, each kind in order."""
    monkeypatch.setattr(reading, "MEMORY_MOST", 12)
    monkeypatch.setattr(reading, "REPLIES_MORE", 4)
    monkeypatch.setattr(lanes, "LANE_MOST", 3)
    monkeypatch.setattr(ledger, "LANE_MOST", 3)
    chance = random.Random(seed)
    people = [newcomer(api, f"Warga {n}") for n in range(12)]
    said: dict[tuple[int, str], list[str]] = {(who.id, kind): [] for who in people for kind in kinds}

    def some(most: int) -> list[Draft]:
        drafts = []
        for _ in range(chance.randint(1, most)):
            who = people[min(chance.randrange(12), chance.randrange(12))]
            kind = chance.choice(kinds)
            before = said[who.id, kind]
            before.append(f"{kind} {len(before)}")
            drafts.append(say(who, before[-1], kind))
        return drafts

    async with office(api, database_url, permits=NoPermits(in_flight=4), start=False) as post:
        await post.writes(*some(60), fed=False)
        await post.sender.start()
        for _ in range(40):
            await post.writes(*some(9))
            await asyncio.sleep(chance.choice((0, 0, 0.001, 0.004)))
            assert max((len(lane.rows) for lane in post.sender.lanes), default=0) <= 3
        await post.idle()
        heard = {(who.id, kind): [one for one in who.seen if one.startswith(kind)] for who in people for kind in kinds}
        assert heard == said
        assert set(await post.states()) == {"sent"}


async def test_memory_does_not_grow_with_what_waits(post: Office, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MEMORY_MOST", 12)
    people = [newcomer(api, f"Warga {n}") for n in range(40)]
    post.sender.permits.hold(asyncio.get_running_loop().time() + 0.3)
    for kind in ("announcement", "notice"):
        await post.writes(*(say(who, kind, kind) for who in people))
    assert post.sender.lanes.size <= 24
    await post.idle()
    assert all(sorted(who.seen) == ["announcement", "notice"] for who in people)


class Paused:
    """A reading of the ledger that has read, and is not back yet."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, job: str) -> None:
        self.real, self.has_read, self.may_return = getattr(ledger, job), threading.Event(), threading.Event()
        monkeypatch.setattr(ledger, job, self)

    def __call__(self, db: Connection, **more: object) -> object:
        found = self.real(db, **more)
        self.has_read.set()
        self.may_return.wait(20)
        return found


@pytest.mark.postgres
@pytest.mark.parametrize("reading_of", ["page", "of_chat"])
async def test_rows_that_come_during_a_reading_are_not_missed(
    api: BotApi, postgres_url: str, ani: Person, budi: Person, monkeypatch: pytest.MonkeyPatch, reading_of: str
) -> None:
    """Where writer and sender have threads of their own, rows come between a reading and its result."""
    monkeypatch.setattr(lanes, "LANE_MOST", 2)
    monkeypatch.setattr(ledger, "LANE_MOST", 2)
    paused = Paused(monkeypatch, reading_of)
    async with office(api, postgres_url, start=False) as post:
        await post.writes(*(say(ani, f"{n}") for n in range(4)), fed=False)
        await post.sender.start()
        await until(paused.has_read.is_set)
        await post.writes(say(ani, "4"), say(budi, "0"))
        await post.writes(say(ani, "5"), say(budi, "1"))
        paused.may_return.set()
        await post.idle(10)
        assert ani.seen == [f"{n}" for n in range(6)]
        assert budi.seen == ["0", "1"]


@pytest.mark.postgres
async def test_no_notice_overtakes_one_that_came_during_a_reading(
    api: BotApi, postgres_url: str, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older notice is in the table only, an announcement is in memory, and another notice comes."""
    monkeypatch.setattr(lanes, "LANE_MOST", 2)
    monkeypatch.setattr(ledger, "LANE_MOST", 2)
    paused = Paused(monkeypatch, "of_chat")
    async with office(api, postgres_url, start=False) as post:
        await post.writes(*(say(ani, f"reply {n}") for n in range(2)), fed=False)
        await post.writes(*(say(ani, f"announcement {n}", "announcement") for n in range(2)), fed=False)
        await post.sender.start()
        await until(paused.has_read.is_set)
        await post.writes(say(ani, "notice 0", "notice"))
        post.sender.permits.hold(asyncio.get_running_loop().time() + 0.5)
        paused.may_return.set()
        await until(lambda: post.sender.lanes.size == 2)
        await post.writes(say(ani, "notice 1", "notice"))
        await post.idle(10)
        assert [one for one in ani.seen if one.startswith("notice")] == ["notice 0", "notice 1"]
        assert len(ani.seen) == 6


async def test_a_chat_with_many_rows_does_not_starve_the_others(
    post: Office, api: BotApi, ani: Person, budi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LANE_MOST", 3)
    monkeypatch.setattr(ledger, "LANE_MOST", 3)
    monkeypatch.setattr(reading, "MEMORY_MOST", 6)
    post.sender.permits = NoPermits(in_flight=1)
    await post.writes(*(say(ani, f"{n}") for n in range(60)))
    await post.says(budi, "halo")
    await until(lambda: budi.seen)
    assert len(ani.seen) < 30
    await post.idle()
    assert ani.seen == [f"{n}" for n in range(60)]


async def test_what_left_the_table_behind_is_found_by_a_sweep(post: Office, ani: Person) -> None:
    await post.writes(say(ani, "tak diberitahukan"), fed=False)
    post.sender.sweep()
    await post.idle()
    assert ani.seen == ["tak diberitahukan"]


async def test_idle_chats_are_forgotten(
    api: BotApi, database_url: str, ani: Person, budi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "SWEEP_SECONDS", 0.02)
    async with office(api, database_url) as post:
        api.faults.too_many(budi.id, 1)
        await post.writes(say(ani, "halo"), say(budi, "halo"))
        await until(lambda: ani.seen and [lane.chat_id for lane in post.sender.lanes] == [budi.id])
        await post.idle()
        await until(lambda: not list(post.sender.lanes))
        assert budi.seen == ["halo"]


async def test_who_sends_again_after_another_did_forgets_what_it_held(
    api: BotApi, database_url: str, ani: Person, budi: Person
) -> None:
    """The lock went to another sender and came back: what that one has sent is not sent again."""
    async with office(api, database_url) as first:
        first.sender.permits.hold(FOREVER)
        await first.writes(*(say(who, f"{n}") for n in range(3) for who in (ani, budi)))
        assert first.sender.lanes.size == 6
        await first.sender.stop(1.0)
        async with office(api, database_url) as second:
            await second.idle()
        first.sender.permits.held_until = 0.0
        await first.sender.start()
        await first.idle()
        await first.says(ani, "3")
        await first.idle()
        assert await first.states() == ["sent"] * 7
    assert ani.seen == ["0", "1", "2", "3"]
    assert budi.seen == ["0", "1", "2"]


# Marks


class Failing:
    """Makes a job of the ledger fail as a database that is away does, so many times."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, job: str, times: int) -> None:
        self.left, self.real = times, getattr(ledger, job)
        monkeypatch.setattr(ledger, job, self)

    def __call__(self, db: Connection, **more: object) -> object:
        if self.left > 0:
            self.left -= 1
            raise OperationalError("UPDATE …", {}, Exception("away"))
        return self.real(db, **more)


async def test_marks_are_put_back_when_the_database_fails(
    post: Office, api: BotApi, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "AGAIN", 0.02)
    failing = Failing(monkeypatch, "mark", 3)
    for n in range(5):
        await post.says(ani, f"{n}")
    await until(lambda: failing.left == 0 and not post.books.unwritten())
    post.sender.sweep()
    await post.idle()
    assert ani.seen == ["0", "1", "2", "3", "4"]
    assert await post.states() == ["sent"] * 5


async def test_a_reading_meanwhile_sends_nothing_twice(
    post: Office, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sent but not yet marked still waits in the table; it is known all the same."""
    monkeypatch.setattr(books, "AGAIN", 0.3)
    Failing(monkeypatch, "mark", 2)
    rows = await post.says(ani, "sekali")
    await until(lambda: ani.seen)
    for _ in range(5):
        post.sender.sweep()
        await until(lambda: post.sender.reader.idle)
        post.sender.feed(await post.books.run(ledger.rows, ids=[row.id for row in rows], now=post.clock.now()))
    await until(lambda: not post.books.unwritten())
    assert ani.seen == ["sekali"]
    assert await post.states() == ["sent"]


async def test_a_notice_whose_claim_fails_is_tried_again(
    post: Office, api: BotApi, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    Failing(monkeypatch, "claim", 1)
    await post.says(ani, "kabar", kind="notice")
    await post.idle()
    assert ani.seen == ["kabar"]
    assert await post.states() == ["sent"]


async def test_only_notices_and_announcements_are_claimed(
    post: Office, api: BotApi, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the moment Telegram accepts them, replies still wait in the table, these are already marked."""
    seen: list[str] = []
    real = post.transport.call

    async def call(method: str, body: bytes = b"{}", **more: float) -> object:
        seen.append(await post.look(select(Outbox.state).order_by(Outbox.id.desc()).limit(1)))
        return await real(method, body, **more)

    monkeypatch.setattr(post.transport, "call", call)
    for kind in ("reply", "notice", "announcement"):
        await post.says(ani, kind, kind=kind)
        await post.idle()
    assert seen == ["waiting", "sending", "sending"]


async def test_a_crash_before_the_marks_doubles_no_more_than_was_on_the_wire(
    api: BotApi, database_url: str, ani: Person
) -> None:
    async with office(api, database_url) as post:
        await post.says(ani, "satu")
        await post.idle()
        await post.thread.transaction(
            lambda db: db.execute(Outbox.__table__.update().values(state="waiting", payload='{"text":"satu"}'))  # type: ignore[attr-defined]
        )
    async with office(api, database_url) as post:
        await post.idle()
    assert ani.seen == ["satu", "satu"]


# At Telegram's pace


async def test_never_more_than_the_rate_and_nothing_too_fast_for_a_chat(sqlite_url: str) -> None:
    """A strict Telegram counts what arrives, over a network that jitters."""
    api = BotApi(strict_limits=True, rate=30)
    await api.start()
    api.faults.delay(0.0, jitter=0.06)
    people = [newcomer(api, f"Warga {n}") for n in range(45)]
    try:
        async with office(api, sqlite_url, permits=Permits(30), budget=telegram_budget) as post:
            await post.writes(*(say(who, f"{n}") for n in range(2) for who in people))
            await post.idle()
            assert set(await post.states()) == {"sent"}
        assert api.violations == []
        assert 20 <= api.busiest_second() <= 30
    finally:
        await api.stop()


async def test_a_sender_that_takes_over_does_not_add_to_the_last_second(sqlite_url: str) -> None:
    """It cannot know what the last second sent, so it is silent for one."""
    api = BotApi(strict_limits=True, rate=20)
    await api.start()
    people = [newcomer(api, f"Warga {n}") for n in range(24)]
    now = asyncio.get_running_loop().time
    try:
        for half in (people[:12], people[12:]):
            began = now()
            async with office(api, sqlite_url, permits=Permits(20), budget=telegram_budget) as post:
                await post.writes(*(say(who, "halo") for who in half))
                await post.idle()
                assert min(call.at_monotonic for call in api.calls[-12:]) >= began + 1.0
        assert api.violations == []
        assert all(who.seen == ["halo"] for who in people)
    finally:
        await api.stop()


async def test_albums_count_as_their_items(sqlite_url: str) -> None:
    api = BotApi(strict_limits=True)
    await api.start()
    ani = newcomer(api, "Ani")
    photos = [api.world.files.keep("photo", f"{n}.jpg", "image/jpeg", b"photo", (640, 480)) for n in range(2)]
    media = [{"type": "photo", "media": one.raw()["file_id"]} for one in photos]
    try:
        async with office(api, sqlite_url, permits=Permits(30), budget=telegram_budget) as post:
            await post.writes(Draft("reply", "sendMediaGroup", {"media": media}, ani.id, items=2), say(ani, "lalu"))
            await post.idle()
            assert await post.states() == ["sent", "sent"]
        album, text = (call.at_monotonic for call in api.calls)
        assert text - album >= 2
        assert api.violations == []
    finally:
        await api.stop()


async def test_marks_and_claims_of_many_share_transactions(
    post: Office, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks are written every 50 ms, claims that come together at once: not one transaction a message."""
    jobs: list[str] = []
    real = DatabaseThread.transaction

    async def counted(self: DatabaseThread, job: object, *args: object, **kwargs: object) -> object:
        jobs.append(getattr(job, "__name__", ""))
        return await real(self, job, *args, **kwargs)  # type: ignore[arg-type]

    people = [newcomer(api, f"Warga {n}") for n in range(60)]
    monkeypatch.setattr(DatabaseThread, "transaction", counted)
    await post.writes(*(say(who, "kabar", "notice") for who in people))
    await post.idle()
    assert jobs.count("mark") <= 20
    assert jobs.count("claim") <= 20
