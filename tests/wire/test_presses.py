"""A press is answered exactly once, first of all, and soon, whatever happens to the database."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

import bot
from handlers.context import Context, Update
from handlers.listening import App, on_press
from sandbox.people import Person
from sandbox.server import BotApi
from tests.support.office import Office
from tests.support.town import Town, town, until
from wire import expiring, outbox
from wire.metrics import Metrics
from wire.presses import Presses
from wire.transport import Answer, NotSent
from wire.turn import PressAnswer

WAIT = "Sebentar ya, sedang saya kerjakan."
BOTH_WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


async def _busy(update: Update, context: Context) -> None:
    """Says a lot: two messages, and an edit of the one whose button was pressed."""
    context.toast("cancel.nothing")
    context.say("cancel.nothing")
    context.change("start.menu")
    context.say("cancel.nothing")


async def _quiet(update: Update, context: Context) -> None:
    """Says nothing at all."""


async def _broken(update: Update, context: Context) -> None:
    context.say("cancel.nothing")
    raise ValueError


def _add_to(app: App) -> None:
    for name, deed in {"busy": _busy, "quiet": _quiet, "broken": _broken}.items():
        on_press(app, f"v1:test:{name}", deed)


def _features() -> tuple[ModuleType, ...]:
    test = ModuleType("presses_of_a_test")
    test.add_to = _add_to  # type: ignore[attr-defined]
    return (test, *bot.features())


def calls(api: BotApi) -> list[str]:
    """Methods that reached Telegram, settings aside."""
    return [call.method for call in api.calls if not call.method.startswith(("set", "get", "delete"))]


@contextmanager
def blocked(place: Town) -> Iterator[None]:
    """The database thread does nothing meanwhile."""
    done = threading.Event()
    place.station.thread._pool.submit(done.wait)
    try:
        yield
    finally:
        done.set()


@contextmanager
def away(place: Town) -> Iterator[None]:
    """Every transaction fails meanwhile, as when the database is away."""
    engine, real = place.station.thread.engine, place.station.thread.engine.begin

    def fail() -> Any:
        raise OperationalError("BEGIN", {}, Exception("away"))

    engine.begin = fail  # type: ignore[method-assign]
    try:
        yield
    finally:
        engine.begin = real  # type: ignore[method-assign]


@BOTH_WAYS
async def test_answered_before_anything_else_of_its_update(database_url: str, webhook: bool) -> None:
    async with town(database_url, features=_features(), webhook=webhook) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        for delay in (0.0, 0.03):
            place.api.faults.delay(delay)
            place.api.calls.clear()
            await ani.presses(data="v1:test:busy")
            assert calls(place.api) == ["answerCallbackQuery", "sendMessage", "editMessageText", "sendMessage"]
        assert len(ani.toasts) == 2
        assert place.api.violations == []


async def test_answered_even_when_there_is_nothing_to_say(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        assert await ani.presses(data="v1:test:quiet") == []
        (press,) = place.api.presses
        assert press.answered_at is not None
        assert (press.text, place.api.violations) == ("", [])


async def test_many_at_once_are_answered_once_each(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        people = [place.person(f"Warga {n}") for n in range(30)]
        for one in people:
            one.person.says("/start")
        await place.settled()
        for one in people * 3:
            one.person.presses(data="v1:test:busy")
        await place.settled()
        assert [len(one.toasts) for one in people] == [3] * 30
        assert place.api.violations == []


@pytest.mark.parametrize(("trouble", "webhook"), [(blocked, False), (away, True)], ids=["blocked", "away"])
async def test_a_general_word_while_the_database_is_away(database_url: str, webhook: bool, trouble: Any) -> None:
    """For the one it was taken with, and for those who press while that one is in hand; none hears it again."""
    async with town(database_url, features=_features(), webhook=webhook) as place:
        ani, budi, citra = (place.person(name) for name in ("Ani", "Budi", "Citra"))
        for one in (ani, budi, citra):
            await one.asks("/start")
        with trouble(place):
            ani.person.presses(data="v1:test:busy")
            await until(lambda: ani.toasts)
            budi.person.presses(data="v1:test:quiet")
            citra.person.says("halo")
            await until(lambda: budi.toasts)
            assert (ani.toasts, budi.toasts) == ([WAIT], [WAIT])
            assert max((one.answered_at or 0) - one.at for one in place.api.presses) < 2.5
            shown = len(ani.seen)
        await place.settled()
        assert len(ani.seen) == shown + 2
        assert len(citra.seen) == 2
        assert (ani.toasts, budi.toasts, place.api.violations) == ([WAIT], [WAIT], [])
        assert calls(place.api).count("answerCallbackQuery") == 2


async def test_a_poison_press_is_answered_with_its_number(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        (apology,) = await ani.presses(data="v1:test:broken")
        assert "{number}" not in apology and re.search(r"\b1\b", apology)
        assert ani.toasts == ["Maaf, ada yang salah di pihak saya. Coba lagi nanti, ya. Nomor: 1"]
        assert ani.person.alerts == ani.toasts
        assert place.api.violations == []


@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "500", "429"])
async def test_answered_when_the_first_try_fails(sqlite_url: str, fault: str) -> None:
    async with town(sqlite_url, features=_features()) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        if fault.isdigit():
            body = {"ok": False, "error_code": int(fault), "description": "x", "parameters": {"retry_after": 1}}
            place.api.faults.status("answerCallbackQuery", int(fault), body)
        else:
            getattr(place.api.faults, fault)("answerCallbackQuery")
        await ani.presses(data="v1:test:busy")
        assert len(ani.toasts) == 1
        assert calls(place.api).count("answerCallbackQuery") == 2


async def test_an_answer_lost_for_ever_is_tried_twice(sqlite_url: str) -> None:
    async with town(sqlite_url, features=_features()) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        place.api.faults.cut_before("answerCallbackQuery", n=9)
        ani.person.presses(data="v1:test:busy")
        await until(lambda: len(ani.seen) == 3, why="the messages, though the press has no answer")
        assert calls(place.api).count("answerCallbackQuery") == 2


async def test_an_answer_that_never_left_is_tried_until_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiring, "AGAIN", 0.001)
    tries: list[str] = []

    class Away:
        async def call(self, method: str, body: bytes, *, timeout: float) -> Answer:
            tries.append(method)
            if len(tries) < 6:
                raise NotSent("away")
            return Answer(200, True)

    opened: list[int] = []
    one = Presses(
        transport=Away(),  # type: ignore[arg-type]
        metrics=Metrics(),
        opened=opened.append,
        general=lambda press: PressAnswer(WAIT),
    )
    one.expect({"update_id": 5, "callback_query": {"id": "77"}})
    one.answer(5, None)
    await until(lambda: opened)
    assert (tries, opened) == (["answerCallbackQuery"] * 6, [5])


@BOTH_WAYS
async def test_a_repeated_update_is_not_answered_again(database_url: str, webhook: bool) -> None:
    async with town(database_url, features=_features(), webhook=webhook) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        number = ani.person.presses(data="v1:test:busy")
        raw = next(item.body for item in place.api.world.queue.waiting.values() if item.update_id == number)
        await place.settled()
        shown = len(ani.seen)
        for _ in range(3):
            place.api.world.queue.append(number, "callback_query", json.loads(raw), (1, ani.id))
            await place.settled()
        with blocked(place):
            place.api.world.queue.append(number, "callback_query", json.loads(raw), (1, ani.id))
            budi = place.person("Budi")
            budi.person.presses(data="v1:test:quiet")
            await until(lambda: budi.toasts)
        await place.settled()
        assert len(ani.seen) == shown
        assert calls(place.api).count("answerCallbackQuery") == 2
        assert place.api.violations == []


DATA = ["x", "v0:ask", "v1:", "v1:nobody:knows:this", "v1:roadmap:point:99999999999999999999", "ÿ" * 32, "😀" * 16]
DATA += ["v1:test:busy\n", "' OR 1=1 --", "v1:invite:accept:-1", "{}", "null"]


@pytest.mark.parametrize("group", [False, True])
async def test_old_and_forged_buttons_are_answered(database_url: str, group: bool) -> None:
    async with town(database_url, features=_features()) as place:
        ani = place.person("Ani")
        await ani.asks("/start")
        where = place.group("Warga", [ani]) if group else None
        for number, data in enumerate(DATA, start=1):
            await ani.presses(data=data, to=where)
            assert len(place.api.presses) == number and not place.api.unanswered(), data
        assert len(ani.toasts) == len(DATA)
        assert place.api.violations == []
        raw = {
            "id": "4242",
            "from": ani.person.user,
            "chat_instance": "1",
            "inline_message_id": "abc",
            "game_short_name": "x",
        }
        place.api.inject({"callback_query": raw})
        await place.settled()
        answered = [call.params.get("callback_query_id") for call in place.api.calls]
        assert answered.count("4242") == 1


# Gates: what an update said waits for its press to be answered


async def test_a_gated_row_waits_also_where_the_chat_was_lined_up_before(post: Office, ani: Person) -> None:
    now = asyncio.get_running_loop().time
    post.sender.lanes.open(ani.id).held_until = now() + 1.0
    await post.says(ani, "kabar", kind="notice")
    await post.writes(*outbox.say("balasan", kind="reply", chat_id=ani.id), gate=77)
    end = now() + 1.2
    await until(lambda: now() > end)
    assert ani.seen == []
    post.sender.open_gate(77)
    await post.idle()
    assert ani.seen == ["balasan", "kabar"]


async def test_a_gate_opens_by_itself(post: Office, ani: Person) -> None:
    await post.writes(*outbox.say("balasan", kind="reply", chat_id=ani.id), gate=77)
    assert ani.seen == []
    await post.idle()
    assert ani.seen == ["balasan"]


async def test_a_gate_opened_before_its_rows_came(post: Office, ani: Person) -> None:
    post.sender.open_gate(77)
    await post.writes(*outbox.say("balasan", kind="reply", chat_id=ani.id), gate=77)
    await until(lambda: ani.seen == ["balasan"], seconds=1.5)


async def test_a_gate_holds_its_chat_only(post: Office, ani: Person, budi: Person) -> None:
    await post.writes(*outbox.say("balasan", kind="reply", chat_id=ani.id), gate=77)
    await post.says(budi, "halo")
    await until(lambda: budi.seen == ["halo"], seconds=1.5)
    assert ani.seen == []


async def test_a_gate_follows_a_group_to_its_new_id(post: Office, api: BotApi, ani: Person) -> None:
    group = api.group("Warga", [ani])
    old, _ = group.id, group.upgrade()
    drafts = [*outbox.say("kabar", kind="notice", chat_id=old), *outbox.say("balasan", kind="reply", chat_id=old)]
    api.faults.delay(0.05)
    await post.writes(drafts[0])
    await until(lambda: post.sender.permits.in_flight)
    await post.writes(drafts[1], gate=77)
    await until(lambda: api.calls)
    post.sender.open_gate(77)
    await post.idle()
    assert sorted(group.seen) == ["balasan", "kabar"]
