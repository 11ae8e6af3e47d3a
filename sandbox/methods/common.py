"""What many methods share: finding the chat, replying, keyboards, counting, posting."""

from typing import Any

from sandbox import keyboards, markup
from sandbox.errors import bad, forbidden
from sandbox.spec import Params
from sandbox.state import KICKED, LEFT, Chat, Raw, World
from sandbox.utf16 import units

MAX_TEXT = 4096
MAX_CAPTION = 1024


def chat_known(world: World, params: Params, key: str = "chat_id") -> Chat:
    """The chat of that id or @name, whether the bot may write there or not."""
    chat_id = params.get(key)
    if chat_id is None:
        raise bad(f"{key} is empty")
    if isinstance(chat_id, str):
        chat_id = _by_name(world, chat_id)
    chat = world.chats.get(chat_id)
    if chat is None and chat_id == world.bot["id"]:
        raise forbidden("the bot can't send messages to the bot")
    if chat is None:
        raise bad("chat not found")
    return chat


def chat_for_writing(world: World, params: Params, key: str = "chat_id") -> Chat:
    """The chat, if the bot may write there; else Telegram's refusal."""
    chat = chat_known(world, params, key)
    if chat.private:
        _check_private(chat)
    else:
        _check_group(chat)
    return chat


def _by_name(world: World, name: str) -> int:
    for chat in world.chats.values():
        if not chat.private and f"@{chat.raw.get('username')}".lower() == name.lower():
            return chat.id
    return 0


def _check_private(chat: Chat) -> None:
    if chat.deactivated:
        raise forbidden("user is deactivated")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.bot_status == KICKED:
        raise forbidden("bot was blocked by the user")


def _check_group(chat: Chat) -> None:
    kind = chat.raw["type"]
    if chat.upgraded_to:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.upgraded_to)
    if chat.bot_status == KICKED:
        raise forbidden(f"bot was kicked from the {kind} chat")
    if chat.bot_status == LEFT:
        raise forbidden(f"bot is not a member of the {kind} chat")


def text_of(params: Params, key: str = "text", *, editing: bool = False) -> Raw:
    """The text fields of a message: plain text and entities; length is counted after the markup is gone."""
    raw = params.get(key)
    if raw is None:
        raise bad("message text is empty")
    text, entities = markup.parse(raw, params.get("parse_mode"), params.get("entities"))
    if not text.strip():
        raise bad("text must be non-empty")
    if len(text) > MAX_TEXT or units(text) > MAX_TEXT:
        raise bad("MESSAGE_TOO_LONG" if editing else "message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_of(params: Raw) -> Raw:
    """The caption fields of a message; empty when there is none."""
    text, entities = markup.parse(params.get("caption") or "", params.get("parse_mode"), params.get("caption_entities"))
    if units(text) > MAX_CAPTION:
        raise bad("message caption is too long")
    above = {"show_caption_above_media": True} if params.get("show_caption_above_media") else {}
    if not text:
        return above
    return {"caption": text, **({"caption_entities": entities} if entities else {}), **above}


def send(world: World, params: Params, content: Raw) -> Raw:
    """Checks chat, reply and keyboard, counts the send, posts it."""
    chat = chat_for_writing(world, params)
    kind, keyboard = keyboards.read(params.get("reply_markup"), chat.private)
    reply = reply_to(chat, params)
    count(world, chat.id, params)
    if kind == "inline_keyboard":
        content = {**content, "reply_markup": keyboard}
    message = world.post(chat, world.bot, {**reply, **content})
    after_send(world, chat, params, message)
    if kind and kind != "inline_keyboard":
        chat.frozen.add(message["message_id"])
        world.keyboard(chat, None if kind == "remove_keyboard" else keyboard)
    return message


def after_send(world: World, chat: Chat, params: Params, message: Raw) -> None:
    """What every sent message does: it ends the typing sign and may be protected."""
    chat.action_until = 0.0
    if params.get("protect_content"):
        message["has_protected_content"] = True
        chat.protected.add(message["message_id"])


def count(world: World, chat_id: int, params: Params, weight: int = 1, *, edit: bool = False) -> None:
    """Counts a send or an edit against the limits, or raises 429; chat 0 is somewhere the bot does not see."""
    paid = bool(params.get("allow_paid_broadcast"))
    world.limits.admit(chat_id, params.at, weight, edit=edit, paid=paid)


def reply_to(chat: Chat, params: Params) -> Raw:
    """The reply_to_message field; refused when that message is gone and no allowance is made."""
    wanted: Any = params.get("reply_parameters")
    if wanted is None:
        return {}
    if not isinstance(wanted, dict):
        raise bad("object expected as reply parameters")
    message_id = str(wanted.get("message_id", ""))
    message = chat.messages.get(int(message_id) if message_id.isdecimal() else 0)
    if message is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    return {"reply_to_message": {key: value for key, value in message.items() if key != "reply_to_message"}}


def own_message(world: World, chat: Chat, params: Params, what: str) -> Raw:
    """The bot's message that an edit names."""
    message_id = params.get("message_id")
    if not message_id:
        raise bad("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad(f"message to {what} not found")
    own = message["from"] is world.bot or message.get("via_bot") is world.bot
    if not own or message_id in chat.frozen:
        raise bad(f"message can't be {what}ed")
    return message
