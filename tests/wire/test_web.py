"""The bot's own door: what the webhook takes and refuses, /healthz and /metrics."""

import asyncio
import gzip
import io
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from models import Outbox, SetAside, TakenUpdate
from sandbox.server import BotApi
from tests.support.town import Town, town, until
from tests.support.trouble import features
from wire import polling, station, web
from wire.web import BODY_MOST, SECRET_HEADER


@pytest.fixture
async def place(database_url: str) -> AsyncIterator[Town]:
    """A bot that is called by webhook."""
    async with town(database_url, webhook=True, features=features()) as one:
        yield one


def update(number: int, text: str = "/batal", user_id: int = 42) -> dict[str, Any]:
    user = {"id": user_id, "is_bot": False, "first_name": "Ani", "language_code": "id"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
    chat = {"id": user_id, "type": "private", "first_name": "Ani"}
    message = {"message_id": 900 + number, "date": 1_790_000_000, "chat": chat, "from": user}
    return {"update_id": number, "message": {**message, "text": text, "entities": entities}}


async def post(place: Town, body: bytes | dict[str, Any], secret: str | None = "right", **headers: str) -> int:
    """POST to the webhook; the status."""
    told = place.bot.settings
    if secret is not None:
        headers[SECRET_HEADER] = told.webhook_secret if secret == "right" else secret
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    async with (
        aiohttp.ClientSession() as session,
        session.post(told.webhook_url, data=data, headers={"Content-Type": "application/json", **headers}) as response,
    ):
        return response.status


async def get(place: Town, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(place.url + path) as response:
        return response.status, await response.text()


def count(table: Any) -> Callable[[Connection], int]:
    return lambda db: db.execute(select(func.count()).select_from(table)).scalar_one()


# Who may call


async def test_the_secret(place: Town) -> None:
    assert await post(place, update(1), None) == 401
    for secret in ("", "wrong", "S3cret-of-the-towN", "sécrét", "😀"):
        assert await post(place, update(1), secret) == 403, secret
    assert await place.look(count(TakenUpdate)) == 0
    assert await post(place, update(1)) == 200
    assert await place.look(count(TakenUpdate)) == 1


async def test_a_secret_of_bytes_that_are_no_text(place: Town) -> None:
    """Not a client's words but a socket's: bytes that are no UTF-8."""
    host, port = "127.0.0.1", place.station.port
    reader, writer = await asyncio.open_connection(host, port)
    head = (
        b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
        + SECRET_HEADER.encode()
        + b": \xff\xfe\xe9\r\n\r\n{}"
    )
    writer.write(head)
    assert (await reader.readline()).split()[1] == b"403"
    writer.close()


async def test_the_secret_is_looked_at_before_the_body(place: Town) -> None:
    assert await post(place, b"x" * (BODY_MOST + 10), None) == 401
    assert await post(place, b"{", "wrong") == 403


async def test_other_doors(place: Town) -> None:
    assert (await get(place, "/telegram"))[0] == 405
    assert (await get(place, "/nothing"))[0] == 404


# What may come

BROKEN = {
    "nothing": b"",
    "broken JSON": b'{"update_id": 1',
    "no UTF-8": b'{"update_id": 1, "x": "\xff"}',
    "an array": b'[{"update_id": 1}]',
    "a number": b"5",
    "null": b"null",
    "no update_id": b'{"message": {}}',
    "a word for update_id": b'{"update_id": "1"}',
    "a fraction": b'{"update_id": 1.5}',
    "true": b'{"update_id": true}',
    "beyond 64 bits": b'{"update_id": 9223372036854775808}',
    "without end": b'{"update_id": 1e999}',
    "too many digits": b'{"update_id": ' + b"9" * 5000 + b"}",
    "too many digits elsewhere": b'{"update_id": 1, "x": ' + b"9" * 5000 + b"}",
    "deep": b'{"update_id": 1, "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep and open": b"[" * 500_000,
}


async def test_what_is_no_update_is_refused(place: Town) -> None:
    for name, body in BROKEN.items():
        assert await post(place, body) == 400, name
    assert await place.look(count(TakenUpdate)) == 0


async def test_a_body_of_one_mebibyte_and_more(place: Town) -> None:
    frame = json.dumps(update(1)).encode()[:-1] + b', "pad": "'
    most = frame + b"x" * (BODY_MOST - len(frame) - 2) + b'"}'
    assert len(most) == BODY_MOST
    assert await post(place, most) == 200
    assert await post(place, most + b" ") == 413
    assert await post(place, b"[" * (8 * BODY_MOST)) == 413


async def test_packed_bodies(place: Town) -> None:
    """Telegram packs nothing; nothing is unpacked."""
    for encoding in ("gzip", "deflate", "br", "nonsense"):
        for body in (b"no such packing", gzip.compress(b" " * (60 * BODY_MOST)), gzip.compress(b"{}")):
            assert await post(place, body, **{"Content-Encoding": encoding}) == 400, encoding


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
FIELDS = (
    "from",
    "chat",
    "text",
    "message",
    "data",
    "id",
    "date",
    "message_id",
    "entities",
    "reply_to_message",
    "photo",
)
almost_updates = st.dictionaries(
    st.sampled_from(("message", "edited_message", "callback_query", "my_chat_member", "poll", "channel_post")),
    st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=6) | json_values,
    max_size=2,
)


async def test_almost_updates_are_taken_and_never_a_500(sqlite_url: str) -> None:
    """Whatever a body holds: 200, the next person is answered, and nobody is heard twice."""
    found: list[dict[str, Any]] = []

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(almost_updates, st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=3))
    def collect(raw: dict[str, Any], more: dict[str, Any]) -> None:
        real = update(0)["message"]
        found.extend(
            ({**raw}, {"message": {**real, **more}}, {"callback_query": {"id": "7", "from": real["from"], **more}})
        )

    collect()
    async with town(sqlite_url, webhook=True) as place:
        told, headers = place.bot.settings, {SECRET_HEADER: place.bot.settings.webhook_secret}
        async with aiohttp.ClientSession() as session:

            async def send(number: int, raw: dict[str, Any]) -> int:
                async with session.post(
                    told.webhook_url, json={"update_id": number, **raw}, headers=headers
                ) as response:
                    return response.status

            statuses = await asyncio.gather(*(send(number, raw) for number, raw in enumerate(found, start=1)))
        assert set(statuses) == {200}
        assert await place.look(count(TakenUpdate)) == len(found)
        assert len(await place.person("Budi").asks("/batal")) == 1


ODD = ["nul \x00 di sini", "\ud800 sendiri", "\u202e terbalik", "e" + "\u0301" * 500, "😀" * 2048]


async def test_text_of_any_kind_is_answered(place: Town) -> None:
    ani = place.person("Ani", user_id=42)
    ani.person.says("/start")
    await place.settled()
    for number, words in enumerate(ODD, start=1):
        before = len(ani.seen)
        assert await post(place, update(number, words)) == 200, number
        await place.settled()
        assert len(ani.seen) == before + 1, number


# When it answers


async def test_200_only_once_it_is_committed(place: Town) -> None:
    done = threading.Event()
    place.station.thread._pool.submit(done.wait)
    calling = asyncio.ensure_future(post(place, update(1)))
    assert place.station.webhook is not None
    await until(lambda: place.station.webhook and place.station.webhook.intake.thread._pool._work_queue.qsize() > 0)
    assert not calling.done()
    done.set()
    assert await calling == 200
    assert await place.look(count(TakenUpdate)) == 1


async def test_what_cannot_be_committed_is_not_confirmed(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with away(place), monkeypatch.context() as impatient:
        impatient.setattr(web, "HOLD", 0.2)
        assert await post(place, update(1)) == 503
        assert await post(place, update(2)) == 503
    await until(lambda: place.station.thread.failing_since is None)
    assert [await post(place, update(number)) for number in (1, 2)] == [200, 200]
    await place.settled()
    replies = await place.look(lambda db: db.execute(select(func.count()).where(Outbox.kind == "reply")).scalar())
    assert replies == 2


@contextmanager
def away(place: Town) -> Iterator[None]:
    """Every transaction of the bot fails meanwhile."""
    engine, real = place.station.thread.engine, place.station.thread.engine.begin

    def fail() -> Any:
        raise OperationalError("BEGIN", {}, Exception("away"))

    engine.begin = fail  # type: ignore[method-assign]
    try:
        yield
    finally:
        engine.begin = real  # type: ignore[method-assign]


async def test_the_same_update_twice_has_one_effect(place: Town) -> None:
    ani = place.person("Ani", user_id=42)
    ani.person.says("/start")
    await place.settled()
    before = len(ani.seen)
    assert await asyncio.gather(*(post(place, update(7)) for _ in range(5))) == [200] * 5
    assert await post(place, update(7)) == 200
    await place.settled()
    assert len(ani.seen) == before + 1


async def test_poison_is_confirmed_and_set_aside(place: Town) -> None:
    ani = place.person("Ani", user_id=42)
    ani.person.says("/start")
    await place.settled()
    assert await post(place, update(7, "/trouble_raise")) == 200
    await place.settled()
    assert "ada yang salah" in ani.seen[-1]
    assert await place.look(count(SetAside)) == 1


# How it is


async def test_health_is_200_when_all_is_well(database_url: str) -> None:
    for webhook in (False, True):
        async with town(database_url, webhook=webhook) as place:
            assert await get(place, "/healthz") == (200, '{"ok": true, "reasons": {}}')


async def reasons(place: Town) -> list[str]:
    """What /healthz complains of; [] when it says 200."""
    status, body = await get(place, "/healthz")
    told = json.loads(body)
    assert (status, told["ok"]) == ((503, False) if told["reasons"] else (200, True))
    return sorted(told["reasons"])


async def test_health_turns_red_at_a_409_and_green_after_it(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "CONFLICT_WAIT", 0.3)
    async with town(sqlite_url) as place:
        place.api.polling.conflict_wait = 0.0
        place.api.faults.conflict(2)

        async def says(wanted: list[str]) -> bool:
            return await reasons(place) == wanted

        await until(lambda: says(["polling"]))
        await until(lambda: says([]))


async def test_health_turns_red_when_telegram_is_silent(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with town(sqlite_url) as place:
        assert place.station.poller is not None
        place.station.poller.last_answer -= polling.LONG + 25
        assert await reasons(place) == ["polling"]


@pytest.mark.parametrize("how", ["hangs", "fails"])
async def test_health_turns_red_when_the_database_is_stuck(
    database_url: str, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(station, "DATABASE_PATIENCE", 0.1)
    async with town(database_url) as place:

        async def red() -> bool:
            return "database" in await reasons(place)

        done = threading.Event()
        if how == "hangs":
            hanging = asyncio.ensure_future(place.station.thread.run(done.wait))
            await until(red)
            done.set()
            await hanging
        else:
            with away(place):
                place.person("Ani").person.says("/batal")
                await until(red)
        await place.settled()
        await place.look(count(Outbox))
        assert await reasons(place) == []


async def test_health_turns_red_when_nothing_can_be_sent(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station, "SENDER_PATIENCE", 0.2)
    async with town(sqlite_url) as place:
        ani = place.person("Ani")
        ani.person.says("/batal")
        await place.settled()
        place.api.faults.status("sendMessage", 200, "", n=0)
        place.api.faults.offline()
        await place.station.say(lambda db: [_notice(ani.id)])

        async def red() -> bool:
            return "sender" in await reasons(place)

        await until(red)
        place.api.faults.offline(False)
        await place.settled()
        assert await reasons(place) == []


def _notice(chat_id: int) -> Any:
    from wire import outbox

    return outbox.say("kabar", kind="reply", chat_id=chat_id)[0]


async def test_health_before_telegram_answers(sqlite_url: str) -> None:
    api = BotApi()
    await api.start()
    api.faults.status("getMe", 502, "", n=1000)
    async with town(sqlite_url, api=api, start=False) as place:
        starting = asyncio.ensure_future(place.start())
        await until(lambda: place.bot.station is not None and place.station.port)
        assert await reasons(place) == ["start"]
        api.faults.calm()
        await starting
        assert await reasons(place) == []
    await api.stop()


async def test_health_after_the_token_was_revoked(sqlite_url: str) -> None:
    async with town(sqlite_url) as place:
        place.api.faults.revoke_token()
        place.api.polling.stop_waiting()
        await until(place.station.revoked.is_set)
        assert "token" in await reasons(place)


async def test_metrics_are_ours_and_count(place: Town) -> None:
    ani = place.person("Ani", user_id=8_765_432_109_876)
    await ani.asks("/start")
    await ani.presses("Roadmap")
    status, page = await get(place, "/metrics")
    assert status == 200
    names = [name.removesuffix("_created") for name in re.findall(r"^(\w+)(?:\{| )", page, re.MULTILINE)]
    assert names and all(name.startswith("bot_") for name in names)
    assert 'bot_updates_total{kind="message",result="handled"} 1.0' in page
    assert 'bot_updates_total{kind="callback_query",result="handled"} 1.0' in page
    assert 'bot_press_answers_total{result="own"} 1.0' in page
    assert "bot_outbox_depth 0.0" in page
    assert "bot_healthy 1.0" in page
    assert str(ani.id) not in page and "Ani" not in page


async def test_metrics_while_the_database_is_away(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station, "FIGURES_PATIENCE", 0.1)
    done = threading.Event()
    place.station.thread._pool.submit(done.wait)
    status, page = await get(place, "/metrics")
    done.set()
    assert (status, "bot_outbox_depth" in page) == (200, True)
    with away(place):
        assert (await get(place, "/metrics"))[0] == 200
