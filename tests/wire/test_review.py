"""What a reviewer broke: each test here failed once."""

import asyncio
import gc
import io
import logging
import random
import socket
import time
from typing import Any

import pytest
import structlog
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError

import house
import settings
from models import Attempt, SetAside, database
from sandbox.people import Person
from sandbox.server import BotApi
from tests.support.office import Office, office
from tests.support.town import Town, town as a_town, until
from tests.wire.conftest import newcomer
from wire import connection, lanes, ledger, logs, outbox, presses, reading
from wire.lanes import telegram_budget
from wire.limits import NoPermits, Permits
from wire.outbox import Button, Draft
from wire.road import Road


def _words(chat_id: int, user_id: int, words: str = "/bantuan") -> dict[str, Any]:
    user = {"id": user_id, "is_bot": False, "first_name": "Ani", "language_code": "id"}
    chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup", "title": "Warga"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    message = {"message_id": 900, "date": 1_790_000_000, "chat": chat, "from": user}
    return {"message": message | {"text": words, "entities": entities}}


def _nested(levels: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for _ in range(levels):
        made = {"a": made}
    return made


UNKEEPABLE = {
    "chat": _words(-(2**70), 777),
    "person": _words(2**70, 2**70),
    "kind": {"\ud800": {}},
    "text": _words(777, 777, "/start \ud800\x00"),
    "depth": {"message": _nested(900)},
}


@pytest.mark.parametrize("raw", UNKEEPABLE.values(), ids=UNKEEPABLE)
@pytest.mark.parametrize("beside", [False, True])
async def test_what_no_table_can_hold_stops_nobody(database_url: str, raw: dict[str, Any], beside: bool) -> None:
    async with a_town(database_url, start=not beside) as town:
        ani = town.person("Ani")
        if beside:
            ani.person.says("/batal")
        town.api.inject(dict(raw))
        if beside:
            await town.start()
        assert len(await ani.asks("/batal")) == (2 if beside else 1)
        assert town.station.troubles() == {}
        assert b"bot_updates_total" in town.station.metrics.page()


async def test_a_failing_database_is_no_deadly_update(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an unclean stop, tries that failed because of the database do not count as deaths."""
    async with a_town(database_url) as town:
        ani = town.person("Ani")
        await town.stop()
        await _leave_unclean(town)
        await town.restart()
        assert town.station.poller is not None
        intake, failures = town.station.poller.intake, iter(range(4))
        handle = intake.handle

        def stumble(raw: dict[str, Any], turn: Any) -> None:
            if next(failures, None) is not None:
                raise OperationalError("SELECT 1", {}, Exception("the database is away"))
            handle(raw, turn)

        monkeypatch.setattr(intake, "handle", stumble)
        assert len(await ani.asks("/batal")) == 1
        assert await town.look(_count(SetAside)) == 0
        assert await town.look(_count(Attempt)) == 0


async def test_the_general_word_goes_before_what_its_update_says(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the update commits while that word is on the wire."""
    async with a_town(sqlite_url) as town:
        ani = town.person("Ani")
        await ani.asks("/start")
        assert town.station.poller is not None
        intake = town.station.poller.intake
        handle = intake.handle

        def slow(raw: dict[str, Any], turn: Any) -> None:
            time.sleep(presses.PATIENCE + 0.15)
            handle(raw, turn)

        monkeypatch.setattr(intake, "handle", slow)
        town.api.faults.delay(0.4)
        ani.person.presses(data="v1:start:show")
        await town.settled()
        last = [call.method for call in town.api.calls if call.method != "getUpdates"][-2:]
        assert last == ["answerCallbackQuery", "editMessageText"]
        gap = [call.at_monotonic for call in town.api.calls if call.method in last]
        assert gap[-1] - gap[-2] > 0.3


async def test_health_is_about_now(post: Office, api: BotApi, ani: Person) -> None:
    """A long silence before a send is no trouble; answers that never come are, however many are given up."""
    await asyncio.sleep(0.8)
    api.faults.delay(0.4)
    await post.says(ani, "halo")
    await asyncio.sleep(0.2)
    assert 0 < post.sender.stuck_for() < 0.5
    await post.idle()
    assert post.sender.stuck_for() == 0
    api.faults.calm()
    api.faults.cut_after("sendMessage", 3)
    await post.says(ani, "satu")
    await post.says(ani, "dua")
    since = time.monotonic()
    await until(lambda: sum(call.method == "sendMessage" for call in api.calls) == 4)
    assert post.sender.stuck_for() > (time.monotonic() - since) / 2


async def test_an_edit_that_becomes_a_message_keeps_to_the_chats_budget(
    api: BotApi, database_url: str, ani: Person
) -> None:
    async with office(api, database_url, budget=telegram_budget) as post:
        (gone,) = await post.writes(Draft("deletion", "deleteMessage", {"message_id": 999_999}, ani.id))
        await post.idle()
        for number in range(3):
            await post.says(ani, str(number))
        await until(lambda: len(ani.seen) == 3)
        await post.writes(*outbox.change("baru", chat_id=ani.id, row_id=gone.id))
        began = time.monotonic()
        await post.idle()
        assert ani.seen == ["0", "1", "2", "baru"]
        assert time.monotonic() - began > 0.8


def test_a_long_change_loses_no_line_end() -> None:
    lines = [f"baris {number} " + "x" * 60 for number in range(200)]
    drafts = outbox.change("\n".join(lines), chat_id=5, message_id=9, buttons=[[Button("ya", "v1:a:b:c")]])
    assert "\n".join(draft.payload["text"] for draft in drafts).split("\n") == lines
    assert ["reply_markup" in draft.payload for draft in drafts] == [False] * (len(drafts) - 1) + [True]


async def test_a_moment_offline_is_not_counted_once_a_chat(
    post: Office, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "OFFLINE_MOST", 15.0)
    api.faults.offline()
    crowd = [newcomer(api, f"Warga {number}") for number in range(6)]
    for one in crowd:
        await post.says(one, "halo")
    await until(lambda: post.sender.connection.offline_since is not None)
    await asyncio.sleep(0.02)
    assert post.sender.connection._back_off <= 4 * connection.OFFLINE_FIRST


async def test_strangers_words_on_the_channel_stop_no_feed(postgres_url: str) -> None:
    async with a_town(postgres_url) as town:
        ani = town.person("Ani")
        await town.look(
            lambda db: db.execute(text("SELECT pg_notify('outbox', 'halo'), pg_notify('outbox', 'gate:x')"))
        )
        began = time.monotonic()
        assert len(await ani.asks("/batal")) == 1
        assert time.monotonic() - began < 3


async def test_what_asyncio_would_quote_is_not_in_the_log() -> None:
    stream = io.StringIO()
    before = logging.getLogger().handlers[:]
    logs.set_up("DEBUG", stream=stream)
    try:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(house._surprised)
        loop.call_soon(_fail, "a name", {"text": "what somebody wrote"})
        failed = loop.create_task(_fails("what somebody wrote"))
        await asyncio.wait({failed})
        del failed
        gc.collect()
        await asyncio.sleep(0)
    finally:
        loop.set_exception_handler(None)
        logging.getLogger().handlers[:] = before
        structlog.reset_defaults()
    said = stream.getvalue()
    assert said.count("ValueError") == 2
    assert "wrote" not in said and "name" not in said


def _fail(*words: Any) -> None:
    raise ValueError(*words)


async def _fails(words: str) -> None:
    raise ValueError(words)


def _count(table: Any) -> Any:
    return lambda db: db.execute(select(func.count()).select_from(table)).scalar_one()


async def _leave_unclean(town: Town) -> None:
    from models.database import open_engine

    engine = open_engine(town.bot.settings.database_url)
    with engine.begin() as db:
        db.execute(text("INSERT INTO marks (name, value) VALUES ('running', 'yes')"))
    engine.dispose()


async def test_what_an_earlier_process_sent_counts(database_url: str) -> None:
    """Twenty a minute in a group and one a second in a private chat also hold across a restart."""
    api = BotApi(strict_limits=False)
    await api.start()
    ani = newcomer(api, "Ani")
    group = api.group("Warga", [ani])
    async with office(api, database_url, budget=telegram_budget) as first:
        for number in range(25):
            await first.says(group, str(number))
        await until(lambda: len(first.sends(group)) == 20)
        for number in range(3):
            await first.says(ani, str(number))
        await until(lambda: len(ani.seen) == 3)
        await first.says(ani, "3")
        last = time.monotonic()
    async with office(api, database_url, budget=telegram_budget, start=False) as second:
        await second.sender.start()
        await until(lambda: len(ani.seen) == 4)
        assert time.monotonic() - last > 0.8
        assert len(second.sends(group)) == 20
    await api.stop()


async def test_a_reply_overtakes_also_what_is_not_in_memory(
    api: BotApi, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News for thousands waits in the table; somebody presses a button: the answer does not wait behind it."""
    monkeypatch.setattr(reading, "MEMORY_MOST", 40)
    monkeypatch.setattr(reading, "REPLIES_MORE", 20)
    crowd = [newcomer(api, f"Warga {number}") for number in range(200)]
    async with office(api, database_url, permits=Permits(100)) as post:
        news = [outbox.say("kabar", kind="notice", chat_id=one.id)[0] for one in crowd]
        await post.writes(*news)
        for number in range(3):
            for one in crowd[-40:]:
                await post.says(one, f"jawaban {number}")
        await until(lambda: sum(text.startswith("jawaban") for text in post.sends()) == 120)
        assert len(post.sends()) < 170
        await post.idle()
        assert all(one.seen == ["jawaban 0", "jawaban 1", "jawaban 2", "kabar"] for one in crowd[-40:])
        assert set(await post.states()) == {"sent"}


@pytest.mark.parametrize("seed", range(4))
async def test_replies_and_notices_keep_their_own_order(
    api: BotApi, database_url: str, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever comes while whatever is read."""
    monkeypatch.setattr(reading, "MEMORY_MOST", 10)
    monkeypatch.setattr(reading, "REPLIES_MORE", 4)
    monkeypatch.setattr(lanes, "LANE_MOST", 3)
    monkeypatch.setattr(ledger, "LANE_MOST", 3)
    chance = random.Random(seed)
    people = [newcomer(api, f"Warga {number}") for number in range(8)]
    said: dict[int, dict[str, list[str]]] = {one.id: {"reply": [], "notice": []} for one in people}

    def some(most: int) -> list[Draft]:
        drafts = []
        for _ in range(chance.randint(1, most)):
            who, kind = people[min(chance.randrange(8), chance.randrange(8))], chance.choice(("reply", "notice"))
            said[who.id][kind].append(f"{kind} {len(said[who.id][kind])}")
            drafts += outbox.say(said[who.id][kind][-1], kind=kind, chat_id=who.id)
        return drafts

    async with office(api, database_url, permits=NoPermits(in_flight=3), start=False) as post:
        await post.writes(*some(60), fed=False)
        await post.sender.start()
        for _ in range(40):
            await post.writes(*some(8))
            await asyncio.sleep(chance.choice((0, 0, 0.001, 0.004)))
        await post.idle()
        for one in people:
            for kind, texts in said[one.id].items():
                assert [text for text in one.seen if text.startswith(kind)] == texts
        assert set(await post.states()) == {"sent"}


async def test_a_reply_overtakes_more_notices_than_a_lane_holds(
    api: BotApi, database_url: str, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LANE_MOST", 3)
    monkeypatch.setattr(ledger, "LANE_MOST", 3)
    async with office(api, database_url, permits=NoPermits(in_flight=1)) as post:
        await post.writes(*(outbox.say(f"kabar {n}", kind="notice", chat_id=ani.id)[0] for n in range(30)))
        for number in range(8):
            await post.says(ani, str(number))
        await post.idle()
        assert [text for text in ani.seen if len(text) == 1] == [str(number) for number in range(8)]
        assert [text for text in ani.seen if len(text) > 1] == [f"kabar {number}" for number in range(30)]
        assert ani.seen.index("7") < 24


async def test_a_webhook_that_comes_again_waits_once(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away Telegram calls again and again; memory does not grow by that."""
    monkeypatch.setattr("wire.web.HOLD", 0.05)
    async with a_town(sqlite_url, webhook=True) as town:
        hook = town.station.webhook
        assert hook is not None
        monkeypatch.setattr(hook.intake, "take", lambda raws: asyncio.sleep(0.6))
        answers = []
        for _ in range(10):
            answers += [(await hook._committed({"update_id": number})).status for number in range(3)]
        assert answers == [503] * 30
        assert len(hook._waiting) <= 3


async def test_replicas_that_wait_for_the_lock_keep_their_connection(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(postgres_url):
        second = Road(url=postgres_url, sender=None)  # type: ignore[arg-type]
        made = []

        def count(*words: Any, **more: Any) -> Any:
            made.append(words)
            return create_engine(*words, **more)

        monkeypatch.setattr(database, "create_engine", count)
        trying = asyncio.create_task(second.run())
        await asyncio.sleep(1.8)
        second.stop()
        await trying
        second.close()
    assert len(made) == 1


@pytest.mark.postgres
async def test_the_lock_of_the_one_who_polls_is_taken_again(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restart of PostgreSQL ends its session; a second bot must not be able to start after that."""
    monkeypatch.setattr(house, "LOCK_EVERY", 0.3)
    held = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = :key"
    key = {"key": database.POLL_LOCK}
    async with a_town(postgres_url) as town:
        first = await town.look(lambda db: db.execute(text(held), key).scalar())
        await town.look(lambda db: db.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({held}) AS it"), key))

        async def again() -> bool:
            now = await town.look(lambda db: db.execute(text(held), key).scalar())
            return now not in (None, first)

        await until(again, 10)


@pytest.mark.parametrize("answers", [False, True])
def test_a_database_that_hangs_stops_the_start_in_time(answers: bool) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1 if answers else 0)
        url = f"postgresql+psycopg://bot@127.0.0.1:{silent.getsockname()[1]}/bot"
        began = time.monotonic()
        with pytest.raises(settings.WrongSetting, match="DATABASE_URL"):
            settings._try_server(url)
        assert time.monotonic() - began < 1.8
