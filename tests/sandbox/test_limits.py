"""How fast is too fast, and who sent before they might."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, strategies as st

from sandbox.errors import Refused
from sandbox.limits import ROUNDING, Limits
from sandbox.people import Person
from sandbox.server import BotApi
from tests.sandbox.conftest import Ask


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server that refuses what is too fast."""
    api = BotApi(strict_limits=True)
    await api.start()
    yield api
    await api.stop()


def accepted(limits: Limits, chat: int, at: float, weight: int = 1, *, edit: bool = False) -> bool:
    try:
        limits.admit(chat, at, weight, edit=edit)
    except Refused:
        return False
    return True


async def test_a_429_says_how_long_to_wait_in_body_and_header(api: BotApi, ask: Ask, ani: Person) -> None:
    for _ in range(3):
        assert (await ask("sendMessage", chat_id=ani.id, text="hai"))["ok"]
    refused = await ask("sendMessage", chat_id=ani.id, text="hai")
    assert (refused["status"], refused["description"]) == (429, "Too Many Requests: retry after 1")
    assert (refused["parameters"], refused["headers"]["Retry-After"]) == ({"retry_after": 1}, "1")
    assert api.violations == ["more than 1 a second (burst 3) to chat 1001"]
    assert ani.seen == ["hai"] * 3


async def test_the_sandbox_only_watches_when_not_strict(ask: Ask, api: BotApi, ani: Person) -> None:
    api.limits.strict = False
    answers = await asyncio.gather(*(ask("sendMessage", chat_id=ani.id, text="hai") for _ in range(40)))
    assert all(answer["ok"] for answer in answers)
    assert api.busiest_second() == api.limits.by_chat[ani.id] == 40
    assert (api.busiest(60.0, ani.id), api.busiest(60.0, 5), api.violations) == (40, 0, [])


def test_a_private_chat_takes_three_at_once_and_then_one_a_second() -> None:
    limits = Limits(strict=True)
    assert [accepted(limits, 1, 10.0) for _ in range(4)] == [True, True, True, False]
    assert [accepted(limits, 1, at) for at in (11.01, 11.02)] == [True, False]


def test_edits_are_free_in_a_private_chat_but_not_in_total() -> None:
    limits = Limits(strict=True)
    assert all(accepted(limits, 1, 10.0, edit=True) for _ in range(30))
    assert not accepted(limits, 1, 10.0, edit=True)


def test_an_album_waits_for_the_whole_burst_and_costs_its_items() -> None:
    limits = Limits(strict=True)
    assert accepted(limits, 1, 10.0, 10)
    assert not accepted(limits, 1, 17.0)
    assert accepted(limits, 1, 18.1)
    spent = Limits(strict=True)
    assert accepted(spent, 1, 10.0)
    assert not accepted(spent, 1, 10.0, 3)


def test_a_group_takes_twenty_a_minute_edits_included() -> None:
    limits = Limits(strict=True)
    assert all(accepted(limits, -5, 10.0 + number, edit=number % 2 == 0) for number in range(20))
    assert not accepted(limits, -5, 69.0)
    assert accepted(limits, -5, 70.1)


def test_thirty_a_second_to_all_chats_together_paid_ones_apart() -> None:
    limits = Limits(strict=True)
    assert all(accepted(limits, chat, 10.0) for chat in range(1, 31))
    limits.admit(40, 10.0, paid=True)
    assert not accepted(limits, 41, 10.5)
    assert accepted(limits, 41, 11.5)


def test_nobody_may_send_before_the_wait_is_over() -> None:
    limits = Limits(strict=False)
    limits.held_back.append((1, 3))
    assert not accepted(limits, 1, 10.0)
    assert not accepted(limits, 1, 10.05)
    assert limits.violations == []
    assert not accepted(limits, 1, 12.0)
    assert limits.violations == ["sent to chat 1 1.00 s before retry_after had passed"]
    assert accepted(limits, 2, 12.0)
    assert accepted(limits, 1, 13.0)


def test_after_a_second_refused_chat_the_bot_must_know_that_all_are_held() -> None:
    limits = Limits(strict=False)
    limits.held_back.append((None, 5))
    assert not accepted(limits, 1, 10.0)
    assert not accepted(limits, 2, 11.0)
    assert limits.violations == []
    assert not accepted(limits, 3, 12.0)
    assert limits.violations == ["sent to all chats 3.00 s before retry_after had passed"]
    assert accepted(limits, 1, 15.0)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 10)), max_size=60))
def test_the_busiest_second_is_the_fullest_window(arrivals: list[tuple[float, int]]) -> None:
    limits = Limits(strict=False)
    for at, weight in arrivals:
        limits.admit(1, at, weight)
    windows = [sum(w for other, w in arrivals if at - 1.0 + ROUNDING < other <= at) for at, _ in arrivals]
    assert limits.busiest() == max(windows, default=0)


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(1, 3), st.booleans()), max_size=150))
def test_a_strict_server_never_lets_too_many_through(tries: list[tuple[float, int, bool]]) -> None:
    limits = Limits(strict=True, rate=10)
    for at, chat, edit in sorted(tries):
        accepted(limits, chat, at, edit=edit)
    assert limits.busiest() <= 10


async def test_presses_are_answered_once_and_in_time(api: BotApi, ask: Ask, ani: Person) -> None:
    buttons = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}
    await ask("sendMessage", chat_id=ani.id, text="Mau?", reply_markup=buttons)
    ani.presses("Ya")
    first = (await ask("getUpdates"))["result"][-1]["callback_query"]["id"]
    assert [press.data for press in api.unanswered()] == ["ya"]
    await ask("answerCallbackQuery", callback_query_id=first, text="Baik", show_alert=True)
    second = (await ask("answerCallbackQuery", callback_query_id=first))["description"]
    assert second == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (ani.toasts, ani.alerts, api.unanswered()) == (["Baik"], ["Baik"], [])
    ani.presses("Ya")
    late = api.unanswered()[0]
    api.clock.move(31)
    assert not (await ask("answerCallbackQuery", callback_query_id=late.id))["ok"]
    assert api.violations == [f"press {first} answered twice", f"press {late.id} never answered"]


async def test_the_words_of_an_answer_are_short(api: BotApi, ask: Ask, ani: Person) -> None:
    ani.presses(data="v1:apa")
    answer = await ask("answerCallbackQuery", callback_query_id=api.presses[-1].id, text="a" * 201)
    assert answer["description"] == "Bad Request: MESSAGE_TOO_LONG"


@pytest.mark.parametrize(
    "url",
    ["https://example.com", "https://t.me/{bot}", "https://t.me/other_bot?start=a", "https://t.me/{bot}?start=a.b"],
)
async def test_a_press_leads_to_the_private_chat_only(api: BotApi, ask: Ask, ani: Person, url: str) -> None:
    ani.presses(data="x")
    link = url.format(bot=api.world.bot["username"])
    refused = await ask("answerCallbackQuery", callback_query_id=api.presses[-1].id, url=link)
    assert (refused["description"], ani.opened) == ("Bad Request: URL_INVALID", [])


async def test_a_press_leads_to_the_start_button(api: BotApi, ask: Ask, ani: Person) -> None:
    ani.presses(data="x")
    link = f"https://t.me/{api.world.bot['username']}?start=ide-2026-0001"
    assert (await ask("answerCallbackQuery", callback_query_id=api.presses[-1].id, url=link))["ok"]
    assert (ani.opened, ani.toasts) == ([link], [])
