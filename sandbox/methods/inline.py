"""Answering inline queries; people pick a result with ani.picks(…)."""

from typing import Any

from sandbox import keyboards
from sandbox.errors import bad
from sandbox.methods.answers import TOO_OLD
from sandbox.methods.common import text_of
from sandbox.spec import Params
from sandbox.state import Raw, World

WINDOW = 30
MAX_RESULTS = 50
CONTENT = "input_message_content"


def answer_inline_query(world: World, params: Params) -> bool:
    """Up to 50 results, in time."""
    query = world.inline.get(params.get("inline_query_id", ""))
    results = params.get("results")
    if not isinstance(results, list):
        raise bad("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad("too many inline query results specified")
    checked = [_result(result) for result in results]
    ids = [result["id"] for result in checked]
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    if len(params.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    if query is None or world.clock.now() > query["at"] + WINDOW:
        raise bad(TOO_OLD)
    query.update(results=checked, button=params.get("button"), next_offset=params.get("next_offset", ""))
    world.changed("inline", person_id=query["person_id"], query=query["query"], results=checked)
    return True


def _result(result: Any) -> Raw:
    prefix = "can't parse inline query result: "
    if not isinstance(result, dict):
        raise bad(f"{prefix}Inline query result must be an object")
    for key in ("type", "id", *(("title",) if result.get("type") == "article" else ())):
        if key not in result:
            raise bad(f'{prefix}Can\'t find field "{key}"')
    if not 1 <= len(str(result["id"]).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if result["type"] == "article" and not isinstance(result.get(CONTENT), dict):
        raise bad(f"{prefix}Input message content is not specified")
    content = result.get(CONTENT) or {}
    message = _message(content) if "message_text" in content else dict(content)
    markup = keyboards.inline(result.get("reply_markup"))
    return {**result, "message": {**message, **({"reply_markup": markup} if markup else {})}}


def _message(content: Raw) -> Raw:
    params = Params(content)
    return text_of(params, "message_text")


METHODS: dict[str, Any] = {"answerinlinequery": answer_inline_query}
