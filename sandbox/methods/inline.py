"""Answering inline queries; people pick a result with ani.picks(…)."""

import re
from typing import Any

from sandbox import inline, keyboards
from sandbox.errors import Refused, bad
from sandbox.methods.answers import TOO_OLD
from sandbox.methods.common import text_of
from sandbox.spec import Params
from sandbox.state import Raw, World

WINDOW = 30
MAX_RESULTS = 50
MOST_KEPT = 86400
CONTENT = "input_message_content"
KINDS = (
    "article", "audio", "contact", "document", "game", "gif", "location", "mpeg4_gif", "photo", "sticker", "venue",
    "video", "voice",
)  # fmt: skip
RESULT = "can't parse inline query result: "
BUTTON = "can't parse inline query results button: "


def answer_inline_query(world: World, params: Params) -> bool:
    """Up to 50 results, once, in time."""
    button = _button(params.get("button"))
    checked = _results(params.get("results"))
    if len(params.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    asked = world.inline.get(params.get("inline_query_id", ""))
    if asked is None or world.clock.now() > asked.at + WINDOW:
        raise bad(TOO_OLD)
    if asked.results is not None:
        world.violations.append(f"inline query {asked.id} answered twice")
        raise bad(TOO_OLD)
    asked.results, asked.button, asked.next_offset = checked, button, params.get("next_offset", "")
    asked.personal = params.get("is_personal", False)
    asked.kept_until = world.clock.now() + min(max(params.get("cache_time", 300), 0), MOST_KEPT)
    inline.tell(world, asked)
    return True


def _button(button: Any) -> Raw | None:
    """The button above the results: into the private chat, or to a Web App."""
    if button is None:
        return None
    if not isinstance(button, dict):
        raise bad(f"{BUTTON}InlineQueryResultsButton must be an Object")
    if "text" not in button:
        raise bad(f'{BUTTON}Can\'t find field "text"')
    if "start_parameter" not in button and "web_app" not in button:
        raise bad(f"{BUTTON}InlineQueryResultsButton must have exactly one optional field")
    if not str(button["text"]).strip():
        raise bad("SWITCH_PM_TEXT_EMPTY")
    if "start_parameter" in button:
        _check_start(str(button["start_parameter"]))
    return button


def _check_start(payload: str) -> None:
    if not payload:
        raise bad("can't use empty start parameter")
    if len(payload.encode()) > 64:
        raise bad("too long start parameter specified")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", payload):
        raise bad("unallowed characters in start parameter are used")


def _results(results: Any) -> list[Raw]:
    if not isinstance(results, list):
        raise bad("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad("too many inline query results specified")
    checked = [_result(result) for result in results]
    ids = [result["id"] for result in checked]
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    return checked


def _result(result: Any) -> Raw:
    if not isinstance(result, dict):
        raise bad(f"{RESULT}Inline query result must be an object")
    for key in ("type", "id", *(("title",) if result.get("type") == "article" else ())):
        if key not in result:
            raise bad(f'{RESULT}Can\'t find field "{key}"')
    if result["type"] not in KINDS:
        raise bad(f'{RESULT}type "{result["type"]}" is unsupported for the inline query result')
    if result["type"] == "article" and not isinstance(result.get(CONTENT), dict):
        raise bad(f"{RESULT}Input message content is not specified")
    content = result.get(CONTENT) or {}
    message = _message(content) if "message_text" in content else dict(content)
    markup = keyboards.inline(result.get("reply_markup"))
    _check_words(result)
    return {**result, "message": {**message, **({"reply_markup": markup} if markup else {})}}


def _check_words(result: Raw) -> None:
    if not 1 <= len(str(result["id"]).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if result["type"] == "article" and not str(result["title"]).strip():
        raise bad("ARTICLE_TITLE_EMPTY")


def _message(content: Raw) -> Raw:
    """The message it becomes; what is wrong with its words is said of the result."""
    try:
        return text_of(Params(content), "message_text", editing=True)
    except Refused as refused:
        words = refused.description.removeprefix("Bad Request: ")
        if words.isupper():
            raise
        raise bad(f"{RESULT}{words[:1].upper()}{words[1:]}") from None


METHODS: dict[str, Any] = {"answerinlinequery": answer_inline_query}
