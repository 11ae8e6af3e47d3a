"""An inline query is answered once, while somebody looks, whatever happens; a message sent via the bot is changed."""

import asyncio
import json
import re
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs
from telegram.ext import InlineQueryHandler

import bot
from handlers.context import Button, Context, Update
from handlers.listening import App, on_press
from models import Outbox, Person as Known, SetAside
from sandbox.server import BotApi
from sandbox.shown import shown
from tests.support.office import Office
from tests.support.town import Town, town, until
from tests.wire.test_presses import away, blocked
from wire import expiring, outbox, queries
from wire.metrics import Metrics
from wire.queries import NOTHING, Queries
from wire.transport import Answer, AnswerLost, NotSent
from wire.turn import InlineAnswer, InlineResult

METHOD = "answerInlineQuery"
COUNT = [[Button("Tambah", "v1:test:more")], [Button("Kabari", "v1:test:tell")]]
BOTH_WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


async def _find(update: Update, context: Context) -> None:
    """Finds what was asked for; "rusak" breaks, "buruk" finds what Telegram does not take."""
    assert update.inline_query
    words = update.inline_query.query
    if words == "rusak":
        raise ValueError
    text = "<b>tanpa akhir" if words == "buruk" else f"Isi <b>{words}</b>"
    found = InlineResult("1", words.title(), f"tentang {words}", text, COUNT)
    context.turn.inline = InlineAnswer([found], cache_time=5, next_offset="10", button=("Tanya", "ask"))


async def _more(update: Update, context: Context) -> None:
    context.toast("cancel.nothing")
    context.change(text="Isi, ditambah", buttons=COUNT)


async def _tell(update: Update, context: Context) -> None:
    context.say("cancel.nothing")


def _add_to(app: App) -> None:
    app.add_handler(InlineQueryHandler(_find))
    on_press(app, "v1:test:more", _more, in_groups=True)
    on_press(app, "v1:test:tell", _tell, in_groups=True)
    on_press(app, "v1:test:private", _more)


def _features() -> tuple[ModuleType, ...]:
    test = ModuleType("queries_of_a_test")
    test.add_to = _add_to  # type: ignore[attr-defined]
    return (test, *bot.features())


def answers(api: BotApi) -> list[tuple[int, int]]:
    """What was found, and kept for how long, by each answer that arrived."""
    return [
        (len(call.params["results"]), call.params["cache_time"])
        for call in api.calls
        if call.method == METHOD and call.ok
    ]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiring, "AGAIN", 0.01)


@BOTH_WAYS
async def test_answered_with_what_was_found(database_url: str, webhook: bool) -> None:
    async with town(database_url, features=_features(), webhook=webhook) as place:
        ani = place.person("Ani")
        assert await ani.types_inline("mcc") == ["[Tanya]", "Mcc: tentang mcc"]
        (call,) = [one for one in place.api.calls if one.method == METHOD]
        content = {
            "message_text": "Isi <b>mcc</b>",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        found = {"type": "article", "id": "1", "title": "Mcc", "input_message_content": content}
        found |= {"description": "tentang mcc", "reply_markup": outbox.keyboard(COUNT)}
        told = {"results": [found], "cache_time": 5, "is_personal": True, "next_offset": "10"}
        told["button"] = {"text": "Tanya", "start_parameter": "ask"}
        assert {key: value for key, value in call.params.items() if key != "inline_query_id"} == told
        assert await place.look(lambda db: db.execute(select(func.count(Known.id))).scalar_one()) == 0
        assert place.api.violations == []


async def test_answered_after_its_commit_only(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        ani = place.person("Ani")
        with blocked(place):
            ani.person.asks_inline("mcc")
            await until(lambda: _expected(place))
            assert answers(place.api) == []
        await place.settled()
        assert answers(place.api) == [(1, 5)]


def _expected(place: Town) -> int:
    assert place.station.answers is not None
    return len(place.station.answers.queries._waiting)


async def test_many_at_once_are_answered_once_each(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        people = [place.person(f"Warga {number}") for number in range(60)]
        for number, one in enumerate(people):
            one.person.asks_inline(f"kata {number}")
        await place.settled()
        assert answers(place.api) == [(1, 5)] * 60
        assert place.api.violations == []


async def test_of_what_one_person_types_only_the_newest_is_looked_up(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        ani, budi = place.person("Ani"), place.person("Budi")
        with blocked(place):
            budi.person.asks_inline("kpi")
            await until(lambda: _expected(place) == 1)
            for words in ("r", "ro", "roadmap"):
                ani.person.asks_inline(words)
        await place.settled()
        assert sorted(answers(place.api)) == [(0, 0), (0, 0), (1, 5), (1, 5)]
        assert [one["title"] for one in ani.person.inline_results] == ["Roadmap"]
        assert place.api.violations == []


@BOTH_WAYS
async def test_a_broken_query_finds_nothing_and_stops_nobody(database_url: str, webhook: bool) -> None:
    async with town(database_url, features=_features(), webhook=webhook) as place:
        ani, budi = place.person("Ani"), place.person("Budi")
        ani.person.asks_inline("rusak")
        assert await budi.types_inline("mcc") == ["[Tanya]", "Mcc: tentang mcc"]
        assert sorted(answers(place.api)) == [(0, 0), (1, 5)]
        assert await place.look(lambda db: db.execute(select(func.count(SetAside.id))).scalar_one()) == 1
        assert (
            await place.look(
                lambda db: db.execute(select(func.count(Outbox.id)).where(Outbox.chat_id > 0)).scalar_one()
            )
            == 0
        )
        page = place.station.metrics.page().decode()
        assert 'bot_inline_answers_total{result="empty"} 1.0' in page
        assert 'bot_updates_total{kind="inline_query",result="set_aside"} 1.0' in page


async def test_what_telegram_does_not_take_becomes_nothing(sqlite_url: str) -> None:
    async with town(sqlite_url, features=_features()) as place:
        ani = place.person("Ani")
        with capture_logs() as logs:
            assert await ani.types_inline("buruk") == []
        assert answers(place.api) == [(0, 0)]
        assert [one["log_level"] for one in logs if one["event"] == "the answer was refused"] == ["error"]


@pytest.mark.parametrize(("trouble", "webhook"), [(blocked, False), (away, True)], ids=["blocked", "away"])
async def test_nothing_is_found_while_the_database_is_away(
    database_url: str, webhook: bool, trouble: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PATIENCE", 0.05)
    async with town(database_url, features=_features(), webhook=webhook) as place:
        ani = place.person("Ani")
        with trouble(place):
            ani.person.asks_inline("mcc")
            await until(lambda: not place.api.unanswered_queries())
        await place.settled()
        assert answers(place.api) == [(0, 0)]
        monkeypatch.undo()
        assert await ani.types_inline("mcc") == ["[Tanya]", "Mcc: tentang mcc"]
        assert place.api.violations == []


async def test_too_late_is_no_error(sqlite_url: str) -> None:
    async with town(sqlite_url, features=_features()) as place:
        ani = place.person("Ani")
        with capture_logs() as logs, blocked(place):
            ani.person.asks_inline("mcc")
            await until(lambda: _expected(place))
            place.api.clock.move(31)
        with capture_logs() as more:
            await until(lambda: [one for one in logs + more if one["event"] == "the answer was refused"])
            await place.settled()
        told = [(one["event"], one["log_level"]) for one in logs + more if "answer" in one["event"]]
        assert told == [("the answer was refused", "info")]
        assert [call.method for call in place.api.calls].count(METHOD) == 1


@BOTH_WAYS
async def test_a_repeated_query_is_not_answered_again(database_url: str, webhook: bool) -> None:
    async with town(database_url, features=_features(), webhook=webhook) as place:
        ani = place.person("Ani")
        number = ani.person.asks_inline("mcc")
        raw = next(item.body for item in place.api.world.queue.waiting.values() if item.update_id == number)
        await place.settled()
        for _ in range(3):
            place.api.world.queue.append(number, "inline_query", json.loads(raw), (2, ani.id))
            await place.settled()
        assert answers(place.api) == [(1, 5)]
        assert place.api.violations == []


@pytest.mark.parametrize("query", ["x", {}, {"id": 5}, {"id": "5", "from": []}, {"id": "5", "from": {"id": None}}])
async def test_a_malformed_query_stops_nobody(sqlite_url: str, query: Any) -> None:
    async with town(sqlite_url, features=_features()) as place:
        place.api.inject({"inline_query": query})
        await place.settled()
        assert await place.person("Ani").types_inline("mcc") == ["[Tanya]", "Mcc: tentang mcc"]


# How often it is tried


class Wire:
    """Answers as told, one after the other, the last one for ever."""

    def __init__(self, *outcomes: Answer | type[Exception]) -> None:
        self.outcomes, self.bodies = list(outcomes), list[dict[str, Any]]()

    async def call(self, method: str, body: bytes, *, timeout: float) -> Answer:
        assert method == METHOD and 0 < timeout <= queries.WORTHWHILE
        self.bodies.append(json.loads(body))
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Answer):
            return outcome
        raise outcome("away")


async def tries(*outcomes: Answer | type[Exception]) -> int:
    """How often one answer goes to the wire."""
    wire = Wire(*outcomes)
    desk = Queries(transport=wire, metrics=Metrics())  # type: ignore[arg-type]
    desk.expect({"update_id": 5, "inline_query": {"id": "77", "from": {"id": 1}}})
    for _ in range(2):
        desk.answer(5, InlineAnswer())
    await desk.stop(5.0)
    assert not desk._tasks
    return len(wire.bodies)


async def test_tried_again_only_where_it_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    done, refused = Answer(200, True), Answer(400, description="Bad Request: QUERY IS TOO OLD")
    assert await tries(done) == 1
    assert await tries(refused) == 1
    assert await tries(NotSent, NotSent, NotSent, done) == 4
    assert await tries(AnswerLost, done) == 2
    assert await tries(AnswerLost) == 2
    assert await tries(Answer(502)) == 2
    assert await tries(Answer(429, retry_after=0.01), done) == 2
    assert await tries(Answer(429, retry_after=9.0), done) == 1
    monkeypatch.setattr(queries, "WORTHWHILE", 0.05)
    began = asyncio.get_running_loop().time()
    assert 1 < await tries(NotSent) < 8
    assert asyncio.get_running_loop().time() - began < 4


async def test_nothing_stays_behind() -> None:
    desk = Queries(transport=Wire(Answer(200, True)), metrics=Metrics())  # type: ignore[arg-type]
    for number in range(9):
        desk.expect({"update_id": number, "inline_query": {"id": str(number), "from": {"id": number % 2}}})
    assert [desk.outdated(number) for number in range(9)] == [True] * 7 + [False] * 2
    desk.drop(8)
    for number in range(8):
        desk.answer(number, NOTHING)
    assert (desk._waiting, desk._newest) == ({}, {})
    await desk.stop(1.0)


# Messages sent via the bot


async def _sent(place: Town) -> Any:
    """Ani sends a result to Budi's chat with her; the message."""
    ani, budi = place.person("Ani"), place.person("Budi")
    await ani.types_inline("mcc")
    await ani.chooses("Mcc", to=budi)
    (message,) = place.api.world.between(ani.person, budi.person).messages.values()
    return ani, budi, message


async def test_a_press_changes_it_where_it_stands(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        ani, budi, message = await _sent(place)
        chat = place.api.world.between(ani.person, budi.person)
        place.api.calls.clear()
        budi.person.presses("Tambah", to=chat)
        await place.settled()
        assert shown(message) == "Isi, ditambah\n[Tambah]\n[Kabari]"
        assert [call.method for call in place.api.calls] == ["answerCallbackQuery", "editMessageText"]
        assert "chat_id" not in place.api.calls[1].params
        assert await place.look(lambda db: db.execute(select(func.count(Known.id))).scalar_one()) == 0
        assert (len(budi.toasts), place.api.violations) == (1, [])


@pytest.mark.parametrize("data", ["v1:test:private", "v1:nothing", "v1:test:tell"])
async def test_other_presses_of_it_are_only_answered(database_url: str, data: str) -> None:
    async with town(database_url, features=_features()) as place:
        ani, budi, _ = await _sent(place)
        place.api.calls.clear()
        budi.person.presses(data=data, to=place.api.world.between(ani.person, budi.person))
        await place.settled()
        assert [call.method for call in place.api.calls] == ["answerCallbackQuery"]
        assert await place.look(lambda db: db.execute(select(func.count(Known.id))).scalar_one()) == 0


async def test_what_is_said_to_somebody_known_goes_to_their_private_chat(database_url: str) -> None:
    async with town(database_url, features=_features()) as place:
        ani, budi, _ = await _sent(place)
        await budi.asks("/start")
        budi.person.presses("Kabari", to=place.api.world.between(ani.person, budi.person))
        await place.settled()
        assert (len(budi.seen), len(ani.seen)) == (2, 0)


async def test_edits_out_of_sight_cost_a_permit_and_no_chat(post: Office, api: BotApi) -> None:
    ani = api.person("Ani")
    group = api.group("Warga", [ani])
    message = api.world.post(group.chat, ani.user, {"text": "0", "via_bot": api.world.bot})
    api.world.inline_messages["7"] = (group.chat, message["message_id"])
    for number in range(30):
        await post.writes(*outbox.change_inline(f"{number + 1}", inline_message_id="7"))
    await post.idle()
    assert (message["text"], await post.states()) == ("30", ["sent"] * 30)
    lane = post.sender.lanes.open(None)
    (row,) = await post.writes(*outbox.change_inline("31", inline_message_id="7"), fed=False)
    assert (lane.cost(row), row.items) == (0, 1)


async def test_what_cannot_be_changed_is_let_go(post: Office, api: BotApi) -> None:
    ani = api.person("Ani")
    group = api.group("Warga", [ani])
    message = api.world.post(group.chat, ani.user, {"text": "0", "via_bot": api.world.bot})
    api.world.inline_messages["7"] = (group.chat, message["message_id"])
    with capture_logs() as logs:
        await post.writes(*outbox.change_inline("satu", inline_message_id="8"))
        await post.writes(*outbox.change_inline("<b>dua", inline_message_id="7"))
        await post.writes(*outbox.change_inline("x" * 5000, inline_message_id="7"))
        await post.idle()
    assert await post.states() == ["refused", "sent", "sent"]
    assert re.fullmatch("x{4096}", message["text"])
    assert [one["event"] for one in logs] == ["the message to change is gone", "bad markup, sent as plain text"]
    assert api.calls[-1].chat_id is None
