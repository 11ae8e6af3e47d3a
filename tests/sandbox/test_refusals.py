"""Every refusal in Telegram's words."""

from typing import Any

import aiohttp
import pytest

from sandbox.people import Person
from sandbox.server import BotApi
from tests.sandbox.conftest import Ask

LONG = "x" * 4097
HTML = {"parse_mode": "HTML"}


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[fields]]}


SENDS: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": "  \n"}, "text must be non-empty"),
    ({"text": "<b> </b>", **HTML}, "text must be non-empty"),
    ({"text": LONG}, "message is too long"),
    ({"text": "é" * 16385}, "text is too long"),
    ({"text": "hai", "parse_mode": "XML"}, "unsupported parse_mode"),
    ({"text": "<x>a</x>", **HTML}, 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
    ({"text": "é</b>", **HTML}, "can't parse entities: Unexpected end tag at byte offset 2"),
    ({"text": "1 < 2", **HTML}, 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    ({"text": "a <b", **HTML}, "can't parse entities: Unclosed start tag at byte offset 2"),
    ({"text": "<b>a</b", **HTML}, "can't parse entities: Unclosed end tag at byte offset 4"),
    ({"text": "<b>a", **HTML}, "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    (
        {"text": "<b><i>a</b></i>", **HTML},
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ({"text": "<a =x>a</a>", **HTML}, 'can\'t parse entities: Empty attribute name in the tag "a" at byte offset 0'),
    ({"text": "<a href=x/y>a</a>", **HTML}, "can't parse entities: Unexpected end of name token at byte offset 8"),
    ({"text": '<a href="x', **HTML}, "can't parse entities: Unclosed start tag at byte offset 0"),
    ({"text": "<a href ", **HTML}, 'can\'t parse entities: Unclosed start tag "a" at byte offset 0'),
    (
        {"text": "<span>a</span>", **HTML},
        'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    (
        {"text": "<tg-emoji emoji-id=x>a</tg-emoji>", **HTML},
        "can't parse entities: Invalid custom emoji identifier specified",
    ),
    (
        {"text": "a.", "parse_mode": "MarkdownV2"},
        "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    (
        {"text": "a *b", "parse_mode": "MarkdownV2"},
        "can't parse entities: Can't find end of Bold entity at byte offset 2",
    ),
    (
        {"text": "[a](b", "parse_mode": "MarkdownV2"},
        "can't parse entities: Can't find end of a URL at byte offset 4",
    ),
    (
        {"text": "a *b", "parse_mode": "Markdown"},
        "can't parse entities: Can't find end of the entity starting at byte offset 2",
    ),
    ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "a", "reply_markup": "[]"}, "object expected as reply markup"),
    (
        {"text": "a", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    ({"text": "a", "reply_markup": button(text="a", callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "reply_markup": button(text="a", callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    (
        {"text": "a", "reply_markup": button(text="a")},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "a", "reply_markup": button(text="a", callback_data="")},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "a", "reply_markup": button(callback_data="a")},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        {"text": "a", "reply_markup": button(text="a", url="tanpa titik")},
        "inline keyboard button URL 'tanpa titik' is invalid: Wrong HTTP URL",
    ),
    (
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 101]}},
        "reply markup is too long",
    ),
    ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
]


@pytest.mark.parametrize(("params", "words"), SENDS)
async def test_send_message_is_refused(ask: Ask, ani: Person, params: dict[str, Any], words: str) -> None:
    answer = await ask("sendMessage", chat_id=ani.id, **params)
    assert (answer["ok"], answer["error_code"], answer["status"]) == (False, 400, 400)
    assert answer["description"] == f"Bad Request: {words}"
    assert ani.seen == []


OTHERS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "a"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 5, "text": "a"}, "chat not found"),
    ("sendMessage", {"chat_id": "@tidakada", "text": "a"}, "chat not found"),
    ("sendChatAction", {"chat_id": 1001, "action": "menari"}, "wrong parameter action in request"),
    ("editMessageText", {"chat_id": 1001, "message_id": 99, "text": "a"}, "message to edit not found"),
    ("editMessageText", {"chat_id": 1001, "text": "a"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": 1001, "message_id": 1, "text": "a"}, "message can't be edited"),
    ("editMessageText", {"chat_id": 1001, "message_id": 2, "text": LONG}, "MESSAGE_TOO_LONG"),
    (
        "editMessageText",
        {"chat_id": 1001, "message_id": 2, "text": "halo"},
        "message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message",
    ),
    (
        "editMessageText",
        {"chat_id": 1001, "message_id": 2, "text": "a", "reply_markup": {"keyboard": [["a"]]}},
        "inline keyboard expected",
    ),
    ("editMessageText", {"chat_id": 1001, "message_id": 3, "text": "a"}, "there is no text in the message to edit"),
    ("editMessageCaption", {"chat_id": 1001, "message_id": 2}, "there is no caption in the message to edit"),
    ("deleteMessage", {"chat_id": 1001, "message_id": 99}, "message to delete not found"),
    ("deleteMessage", {"chat_id": 1001}, "message identifier is not specified"),
    ("deleteMessages", {"chat_id": 1001}, "message identifiers are not specified"),
    ("deleteMessages", {"chat_id": 1001, "message_ids": [1] * 101}, "too many message identifiers specified"),
    ("copyMessage", {"chat_id": 1001, "from_chat_id": 1001, "message_id": 99}, "message to copy not found"),
    ("forwardMessage", {"chat_id": 1001, "from_chat_id": 1001, "message_id": 99}, "message to forward not found"),
    ("pinChatMessage", {"chat_id": 1001, "message_id": 99}, "message to pin not found"),
    ("unpinChatMessage", {"chat_id": 1001}, "message to unpin not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": []},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [{"type": "article", "id": "1", "title": "a"}] * 51},
        "too many inline query results specified",
    ),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [{"type": "article"}]},
        "can't parse inline query result: Can't find field \"id\"",
    ),
    (
        "answerInlineQuery",
        {
            "inline_query_id": "1",
            "results": [
                {"type": "article", "id": "é" * 33, "title": "a", "input_message_content": {"message_text": "a"}}
            ],
        },
        "RESULT_ID_INVALID",
    ),
    (
        "answerInlineQuery",
        {
            "inline_query_id": "1",
            "results": [{"type": "article", "id": "1", "title": "a", "input_message_content": {"message_text": "a"}}]
            * 2,
        },
        "RESULT_ID_DUPLICATE",
    ),
    ("sendPhoto", {"chat_id": 1001}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": 1001, "photo": "https://contoh.id/a.png"}, "failed to get HTTP URL content"),
    ("sendPhoto", {"chat_id": 1001, "photo": "abc"}, "wrong file identifier/HTTP URL specified"),
    ("sendDocument", {"chat_id": 1001}, "there is no document in the request"),
    ("sendMediaGroup", {"chat_id": 1001, "media": []}, "there are no messages to send"),
    (
        "sendMediaGroup",
        {"chat_id": 1001, "media": [{"type": "animation", "media": "a"}]},
        "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
    ),
    ("sendMediaGroup", {"chat_id": 1001, "media": [{"type": "photo"}]}, "can't parse InputMedia: media not found"),
    ("sendLocation", {"chat_id": 1001, "latitude": 1}, "longitude is empty"),
    ("sendContact", {"chat_id": 1001, "first_name": "a"}, "phone number must be non-empty"),
    (
        "sendPoll",
        {"chat_id": 1001, "question": "a" * 301, "options": ["a"]},
        "poll question length must not exceed 300",
    ),
    ("sendPoll", {"chat_id": 1001, "question": "a", "options": []}, "poll must have at least one answer option"),
    ("sendPoll", {"chat_id": 1001, "question": "a", "options": ["a"] * 13}, "poll can't have more than 12 options"),
    ("sendPoll", {"chat_id": 1001, "question": "a", "options": ["a" * 101]}, "poll options length must not exceed 100"),
    ("sendPoll", {"chat_id": 1001, "question": "a", "options": [1]}, "expected an option to be of type String"),
    ("sendPoll", {"chat_id": 1001, "question": " ", "options": ["a"]}, "text must be non-empty"),
    ("sendPoll", {"chat_id": 1001, "question": "a", "options": ["a"], "type": "x"}, "unsupported poll type specified"),
    ("stopPoll", {"chat_id": 1001, "message_id": 2}, "message with poll to stop not found"),
    ("setMyCommands", {"commands": [{"command": "Besar", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "a"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    (
        "setMyCommands",
        {"commands": [{"command": "a" * 33, "description": "a"}]},
        "command length must not exceed 32",
    ),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "command description must be non-empty"),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "a" * 257}]},
        "command description length must not exceed 256",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a"}]},
        "can't parse BotCommand: Can't find field \"description\"",
    ),
    ("setMyCommands", {"scope": {"type": "x"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ("setMyCommands", {"scope": {"type": "chat"}}, "can't parse BotCommandScope: Empty chat_id specified"),
    (
        "setMyCommands",
        {"scope": {"type": "chat_member", "chat_id": 1001}},
        "can't parse BotCommandScope: Invalid user_id specified",
    ),
    ("setMyCommands", {"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ("setMyCommands", {"language_code": "indonesia"}, "invalid language code specified"),
    ("setMyDescription", {"description": "a" * 513}, "bot description is too long"),
    ("setChatMenuButton", {"chat_id": -5}, "invalid chat_id specified"),
    (
        "setChatMenuButton",
        {"menu_button": {"type": "x"}},
        "can't parse menu button: MenuButton has unsupported type",
    ),
    ("getFile", {}, "file_id not specified"),
    ("getFile", {"file_id": "abc"}, "invalid file_id"),
    ("getChatMember", {"chat_id": 1001}, "invalid user_id specified"),
    ("getChatMember", {"chat_id": 1001, "user_id": 55}, "member not found"),
    ("setWebhook", {"url": "bukan alamat"}, "invalid webhook URL specified"),
    ("setWebhook", {"url": "https://a.id/", "secret_token": "a" * 257}, "secret token is too long"),
    ("setWebhook", {"url": "https://a.id/", "secret_token": "é"}, "secret token contains unallowed characters"),
]


@pytest.mark.parametrize(("method", "params", "words"), OTHERS)
async def test_other_methods_refuse(ask: Ask, ani: Person, method: str, params: dict[str, Any], words: str) -> None:
    await ask("sendMessage", chat_id=ani.id, text="halo")
    await ask("sendLocation", chat_id=ani.id, latitude=1, longitude=2)
    answer = await ask(method, **params)
    assert (answer["ok"], answer["error_code"], answer["status"]) == (False, 400, 400)
    assert answer["description"] == f"Bad Request: {words}"


@pytest.mark.parametrize("scheme", ["http://contoh.id/", "https://contoh.id:8081/"])
async def test_a_strict_webhook_wants_https_and_four_ports(api: BotApi, ask: Ask, scheme: str) -> None:
    api.webhook.https_only = True
    answer = await ask("setWebhook", url=scheme)
    assert answer["description"].startswith("Bad Request: bad webhook: ")


async def test_who_cannot_be_written_to(api: BotApi, ask: Ask, ani: Person) -> None:
    budi, citra = api.person("Budi"), api.person("Citra")
    citra.says("hai")
    citra.deactivates()
    ani.blocks()
    for person, words in (
        (ani.id, "bot was blocked by the user"),
        (budi.id, "bot can't initiate conversation with a user"),
        (citra.id, "user is deactivated"),
        (api.world.bot["id"], "the bot can't send messages to the bot"),
    ):
        answer = await ask("sendMessage", chat_id=person, text="hai")
        assert (answer["status"], answer["description"]) == (403, f"Forbidden: {words}")
    ani.unblocks()
    assert (await ask("sendMessage", chat_id=ani.id, text="hai"))["ok"]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_groups_that_do_not_want_the_bot(api: BotApi, ask: Ask, ani: Person, kind: str) -> None:
    group = api.group("Warga", [ani], supergroup=kind == "supergroup")
    group.kicks_bot()
    answer = await ask("sendMessage", chat_id=group.id, text="hai")
    assert (answer["status"], answer["description"]) == (403, f"Forbidden: bot was kicked from the {kind} chat")
    group.adds_bot()
    await ask("leaveChat", chat_id=group.id)
    answer = await ask("sendMessage", chat_id=group.id, text="hai")
    assert (answer["status"], answer["description"]) == (403, f"Forbidden: bot is not a member of the {kind} chat")


async def test_an_upgraded_group_says_where_it_went(api: BotApi, ask: Ask, ani: Person) -> None:
    group = api.group("Warga", [ani])
    old = group.id
    new = group.upgrade()
    answer = await ask("sendMessage", chat_id=old, text="hai")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new}
    assert (await ask("sendMessage", chat_id=new, text="hai"))["ok"]
    assert group.seen == ["hai"]


async def test_methods_and_parameters_that_are_not_in_the_bot_api(api: BotApi, ask: Ask, ani: Person) -> None:
    unknown = await ask("sendGreeting")
    assert (unknown["status"], unknown["description"]) == (404, "Not Found: method not found")
    extra = await ask("sendMessage", chat_id=ani.id, text="a", colour="red")
    assert extra["description"] == 'Bad Request: unknown parameter "colour" in sendMessage'
    deep = await ask("sendMessage", chat_id=ani.id, text="a", reply_markup=button(text="a", callbackdata="b"))
    assert deep["description"] == 'Bad Request: unknown field "reply_markup.inline_keyboard.callbackdata"'
    await ask("sendDice", chat_id=ani.id)
    assert api.violations == [
        "unknown method sendGreeting",
        f"sendMessage: {extra['description']}",
        f"sendMessage: {deep['description']}",
        "sendDice: Bad Request: the sandbox does not know how to sendDice",
    ]


async def test_method_names_are_read_without_regard_to_case(ask: Ask) -> None:
    assert (await ask("GETME"))["result"]["username"] == "malang_bot"


async def test_wrong_tokens(api: BotApi, ask: Ask) -> None:
    for token, words in (("nonsense", "Unauthorized: invalid token specified"), ("1:x", "Unauthorized")):
        async with aiohttp.ClientSession() as session, session.get(f"{api.url}/bot{token}/getMe") as response:
            assert (response.status, (await response.json())["description"]) == (401, words)
    api.faults.revoke_token()
    assert (await ask("getMe"))["description"] == "Unauthorized"
