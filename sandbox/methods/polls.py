"""Polls: asking, closing; people vote with ani.votes(…)."""

from typing import Any

from sandbox import keyboards, markup
from sandbox.errors import bad
from sandbox.methods.common import chat_for_writing, count, send
from sandbox.spec import Params
from sandbox.state import Raw, World

MAX_OPTIONS = 12
TYPES = ("regular", "quiz")


def send_poll(world: World, params: Params) -> Raw:
    """A question with options."""
    poll = {
        "id": world.number(),
        "question": _words(params.get("question", ""), 300, "poll question length must not exceed 300"),
        "options": _options(params.get("options")),
        "total_voter_count": 0,
        "is_closed": params.get("is_closed", False),
        "is_anonymous": params.get("is_anonymous", True),
        "type": params.get("type", "regular"),
        "allows_multiple_answers": params.get("allows_multiple_answers", False),
        "allows_revoting": params.get("allows_revoting", params.get("type") != "quiz"),
        "members_only": params.get("members_only", False),
    }
    _check(params, poll)
    message = send(world, params, {"poll": poll})
    world.polls[poll["id"]] = {"poll": poll, "chat_id": message["chat"]["id"], "votes": {}}
    return message


def _check(params: Params, poll: Raw) -> None:
    if poll["type"] not in TYPES:
        raise bad("unsupported poll type specified")
    for key in ("open_period", "close_date", "explanation"):
        if key in params:
            poll[key] = params[key]
    if poll["type"] == "quiz":
        right = params.get("correct_option_ids") or [params.get("correct_option_id", -1)]
        if not all(isinstance(one, int) and 0 <= one < len(poll["options"]) for one in right):
            raise bad("wrong correct option ID specified")
        poll["correct_option_ids"] = right


def _options(options: Any) -> list[Raw]:
    if not isinstance(options, list):
        raise bad("expected an Array of String as options")
    if not options:
        raise bad("poll must have at least one answer option")
    if len(options) > MAX_OPTIONS:
        raise bad(f"poll can't have more than {MAX_OPTIONS} options")
    return [_option(number, option) for number, option in enumerate(options)]


def _option(number: int, option: Any) -> Raw:
    text = option.get("text") if isinstance(option, dict) else option
    if not isinstance(text, str):
        raise bad("expected an option to be of type String")
    words = _words(text, 100, "poll options length must not exceed 100")
    return {"persistent_id": str(number), "text": words, "voter_count": 0}


def _words(text: str, most: int, too_long: str) -> str:
    text = markup.clean(text).strip()
    if not text:
        raise bad("text must be non-empty")
    if len(text) > most:
        raise bad(too_long)
    return text


def stop_poll(world: World, params: Params) -> Raw:
    """No more votes; the result."""
    chat = chat_for_writing(world, params)
    message = chat.messages.get(params.get("message_id", 0))
    if message is None or "poll" not in message:
        raise bad("message with poll to stop not found")
    if message["from"] is not world.bot:
        raise bad("poll can't be stopped")
    if message["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    markup = keyboards.inline(params.get("reply_markup"))
    count(world, chat.id, params, edit=True)
    poll: Raw = message["poll"]
    poll["is_closed"] = True
    message.pop("reply_markup", None)
    if markup:
        message["reply_markup"] = markup
    world.changed("edited", chat_id=chat.id, message=message)
    world.queue.put("poll", poll, (3, int(poll["id"])))
    return poll


METHODS: dict[str, Any] = {"sendpoll": send_poll, "stoppoll": stop_poll}
