"""Inline mode: what follows @bot in any chat, its strict answers, and messages sent via the bot."""

from pathlib import Path
from typing import Any

import pytest

from sandbox import run
from sandbox.methods import METHODS
from sandbox.people import Person
from sandbox.server import BotApi
from sandbox.shown import shown
from tests.sandbox.conftest import Ask

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def article(title: str = "Roadmap", *, text: str = "<b>Empat</b> poin", **more: Any) -> dict[str, Any]:
    content = {"message_text": text, "parse_mode": "HTML"}
    return {"type": "article", "id": title, "title": title, "input_message_content": content, **more}


def keys(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"v1:{label}"} for label in labels]]}


async def updates(ask: Ask) -> list[dict[str, Any]]:
    """What waits, confirmed."""
    found: list[dict[str, Any]] = (await ask("getUpdates"))["result"]
    if found:
        await ask("getUpdates", offset=found[-1]["update_id"] + 1)
    return found


async def asked(ask: Ask) -> dict[str, Any]:
    query: dict[str, Any] = (await updates(ask))[-1]["inline_query"]
    return query


async def answered(ask: Ask, person: Person, words: str, *results: dict[str, Any], **more: Any) -> None:
    """Somebody asks, the bot answers."""
    person.asks_inline(words)
    query = await asked(ask)
    answer = await ask("answerInlineQuery", inline_query_id=query["id"], results=list(results), **more)
    assert answer["ok"], answer["description"]


async def test_what_the_bot_is_asked(api: BotApi, ask: Ask, ani: Person) -> None:
    budi, group = api.person("Budi"), api.group("Warga", [ani], supergroup=True)
    kinds = []
    for number, where in enumerate((None, group, budi)):
        ani.asks_inline(f" kata {number} ", to=where, offset="10")
        query = await asked(ask)
        kinds.append(query.pop("chat_type"))
        assert query.pop("id").isdigit()
        assert query == {"from": ani.user, "query": f"kata {number}", "offset": "10"}
    assert kinds == ["sender", "supergroup", "private"]


async def test_a_result_is_sent_and_its_buttons_work(api: BotApi, ask: Ask, ani: Person) -> None:
    api.world.inline_feedback = True
    await answered(ask, ani, "roadmap", article(reply_markup=keys("Lanjut")))
    message = ani.picks("Road")
    assert (shown(message), message["via_bot"]["username"]) == ("Empat poin\n[Lanjut]", "malang_bot")
    chosen, heard = await updates(ask)
    told = chosen["chosen_inline_result"]
    assert (told["query"], told["result_id"], heard["message"]["via_bot"]) == ("roadmap", "Roadmap", api.world.bot)
    ani.presses("Lanjut")
    press = (await updates(ask))[-1]["callback_query"]
    assert (press["inline_message_id"], "message" in press) == (told["inline_message_id"], False)
    edit = await ask("editMessageText", inline_message_id=press["inline_message_id"], text="Lima")
    assert (edit["result"], shown(message)) == (True, "Lima")
    again = await ask("editMessageText", inline_message_id=press["inline_message_id"], text="Lima")
    assert again["description"].startswith("Bad Request: message is not modified")
    ani.deletes(message["message_id"])
    gone = await ask("editMessageText", inline_message_id=press["inline_message_id"], text="Enam")
    assert gone["description"] == "Bad Request: MESSAGE_ID_INVALID"


async def test_where_the_bot_hears_what_was_sent_via_it(api: BotApi, ask: Ask, ani: Person) -> None:
    budi, group = api.person("Budi"), api.group("Warga", [ani])
    await answered(ask, ani, "roadmap", article())
    for where in (group, budi, None):
        ani.picks("Roadmap", to=where)
    heard = [update["message"]["chat"]["type"] for update in await updates(ask)]
    assert heard == ["group", "private"]
    assert budi.messages == [] and api.world.inline_messages == {}
    elsewhere = api.world.between(ani, budi)
    assert [shown(message) for message in elsewhere.messages.values()] == ["Empat poin"]
    assert not (await ask("sendMessage", chat_id=elsewhere.id, text="hai"))["ok"]


async def test_an_edit_out_of_sight_counts_in_the_total_only() -> None:
    api = BotApi(strict_limits=True)
    ani = api.person("Ani")
    group = api.group("Warga", [ani])
    api.world.inline_messages["7"] = (group.chat, api.world.post(group.chat, ani.user, {"text": "0"})["message_id"])
    find = api.world.spec.find("editMessageText")
    for number in range(1, 26):
        params = api.world.spec.read(find, {"inline_message_id": "7", "text": str(number)}, {})
        METHODS["editmessagetext"](api.world, params)
    assert (api.busiest_second(), api.violations) == (25, [])


async def test_an_answer_may_be_shown_again_for_its_time(api: BotApi, ask: Ask, ani: Person) -> None:
    budi = api.person("Budi")
    await answered(ask, ani, "mcc", article("MCC"), cache_time=5, is_personal=True)
    assert (ani.asks_inline("mcc"), [one["title"] for one in ani.inline_results]) == (0, ["MCC"])
    assert ani.asks_inline("mcc", offset="10") and budi.asks_inline("mcc")
    api.clock.move(6)
    assert ani.asks_inline("mcc")
    await updates(ask)
    await answered(ask, ani, "kpi", article("KPI"))
    assert (budi.asks_inline("kpi"), [one["title"] for one in budi.inline_results]) == (0, ["KPI"])


async def test_a_bot_without_inline_mode_is_not_asked(api: BotApi, ask: Ask, ani: Person) -> None:
    assert (await ask("getMe"))["result"]["supports_inline_queries"]
    api.world.inline_mode = False
    assert (ani.asks_inline("roadmap"), ani.inline_results) == (0, [])
    assert not (await ask("getMe"))["result"]["supports_inline_queries"]


async def test_an_answer_comes_once_and_in_time(api: BotApi, ask: Ask, ani: Person) -> None:
    await answered(ask, ani, "roadmap", article())
    (query,) = api.world.inline.values()
    again = await ask("answerInlineQuery", inline_query_id=query.id, results=[])
    assert (again["description"], api.violations) == (TOO_OLD, [f"inline query {query.id} answered twice"])
    ani.asks_inline("mcc")
    late = await asked(ask)
    api.clock.move(31)
    assert (await ask("answerInlineQuery", inline_query_id=late["id"], results=[]))["description"] == TOO_OLD


START = "unallowed characters in start parameter are used"
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"results": "x"}, "can't parse results JSON object"),
    ({"results": {}}, "expected an Array of inline query results"),
    ({"results": [[]]}, "can't parse inline query result: Inline query result must be an object"),
    ({"results": [article(id="")]}, "RESULT_ID_INVALID"),
    ({"results": [article("a" * 65)]}, "RESULT_ID_INVALID"),
    ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
    ({"results": [article(text="")]}, "can't parse inline query result: Text must be non-empty"),
    ({"results": [article(text="x" * 4097)]}, "MESSAGE_TOO_LONG"),
    (
        {"results": [article(text="<b>x")]},
        "can't parse inline query result: Can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        {"results": [{"type": "essay", "id": "1", "title": "a"}]},
        'can\'t parse inline query result: type "essay" is unsupported for the inline query result',
    ),
    (
        {"results": [{"type": "article", "id": "1", "title": "a"}]},
        "can't parse inline query result: Input message content is not specified",
    ),
    ({"results": [article(reply_markup=keys("x" * 70))]}, "BUTTON_DATA_INVALID"),
    ({"next_offset": "é" * 33}, "NEXT_OFFSET_INVALID"),
    ({"button": {"start_parameter": "a"}}, "can't parse inline query results button: Can't find field \"text\""),
    (
        {"button": {"text": "Tanya"}},
        "can't parse inline query results button: InlineQueryResultsButton must have exactly one optional field",
    ),
    ({"button": {"text": " ", "start_parameter": "a"}}, "SWITCH_PM_TEXT_EMPTY"),
    ({"button": {"text": "Tanya", "start_parameter": ""}}, "can't use empty start parameter"),
    ({"button": {"text": "Tanya", "start_parameter": "a" * 65}}, "too long start parameter specified"),
    ({"button": {"text": "Tanya", "start_parameter": "apa saja"}}, START),
    ({"button": {"text": "Tanya", "start_parameter": "é"}}, START),
]


@pytest.mark.parametrize(("params", "words"), REFUSED)
async def test_what_telegram_would_not_take(ask: Ask, ani: Person, params: dict[str, Any], words: str) -> None:
    ani.asks_inline("roadmap")
    query = await asked(ask)
    answer = await ask("answerInlineQuery", **{"inline_query_id": query["id"], "results": [], **params})
    assert (answer["status"], answer["description"]) == (400, f"Bad Request: {words}")


async def test_what_was_sent_via_the_bot_is_known_after_a_restart(tmp_path: Path) -> None:
    sandbox = await run.start(data_dir=tmp_path, page_port=0)
    world = sandbox.api.world
    sari = world.people[run.RESIDENT]
    message = world.post(sari.chat, sari.user, {"text": "0", "via_bot": world.bot, "reply_markup": keys("Dukung")})
    world.inline_messages["7"] = (sari.chat, message["message_id"])
    await sandbox.stop()

    sandbox = await run.start(data_dir=tmp_path, page_port=0)
    world = sandbox.api.world
    world.people[run.RESIDENT].presses("Dukung")
    (press,) = [item.body for item in world.queue.waiting.values() if item.kind == "callback_query"]
    assert '"inline_message_id": "7"' in press
    await sandbox.stop()
