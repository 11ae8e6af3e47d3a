"""Deleting, copying, forwarding and pinning."""

from typing import Any

from sandbox.errors import bad
from sandbox.methods.common import caption_of, chat_for_writing, chat_known, send
from sandbox.spec import Params
from sandbox.state import ADMIN, Chat, Raw, World

TWO_DAYS = 48 * 3600
NOT_COPIED = (
    "message_id", "from", "chat", "date", "edit_date", "reply_to_message", "reply_markup", "via_bot",
    "forward_origin", "media_group_id", "has_protected_content",
)  # fmt: skip
SERVICE = (
    "new_chat_members", "left_chat_member", "pinned_message", "migrate_to_chat_id", "migrate_from_chat_id",
    "group_chat_created",
)  # fmt: skip


def delete_message(world: World, params: Params) -> bool:
    """One message, for everyone, within 48 hours."""
    chat = chat_for_writing(world, params)
    if not params.get("message_id"):
        raise bad("message identifier is not specified")
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad("message to delete not found")
    _may_delete(world, chat, message)
    _delete(world, chat, [params["message_id"]])
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Up to 100 messages; unknown ones are skipped."""
    ids = params.get("message_ids")
    if not ids:
        raise bad("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad("expected an Array of message identifiers")
    if len(ids) > 100:
        raise bad("too many message identifiers specified")
    if not all(isinstance(message_id, int) for message_id in ids):
        raise bad("message identifier must be a Number")
    chat = chat_for_writing(world, params)
    known = [message_id for message_id in ids if message_id in chat.messages]
    for message_id in known:
        _may_delete(world, chat, chat.messages[message_id])
    _delete(world, chat, known)
    return True


def _may_delete(world: World, chat: Chat, message: Raw) -> None:
    own = message["from"] is world.bot
    if not own and not chat.private and chat.bot_status != ADMIN:
        raise bad("message can't be deleted")
    if message["date"] < world.clock.now() - TWO_DAYS and chat.bot_status != ADMIN:
        raise bad("message can't be deleted for everyone")


def _delete(world: World, chat: Chat, ids: list[int]) -> None:
    for message_id in ids:
        chat.messages.pop(message_id, None)
    chat.pinned = [message_id for message_id in chat.pinned if message_id in chat.messages]
    world.changed("deleted", chat_id=chat.id, message_ids=ids)


def copy_message(world: World, params: Params) -> Raw:
    """The same content as a message of the bot; the caption may be another."""
    message = _source(world, params, "copy")
    if any(key in message for key in SERVICE) or "poll" in message:
        raise bad("message can't be copied")
    content = {key: value for key, value in message.items() if key not in NOT_COPIED}
    if "caption" in params and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")} | caption_of(params)
    return {"message_id": send(world, params, content)["message_id"]}


def forward_message(world: World, params: Params) -> Raw:
    """The same message, with its origin."""
    message = _source(world, params, "forward")
    if any(key in message for key in SERVICE):
        raise bad("message can't be forwarded")
    content = {key: value for key, value in message.items() if key not in NOT_COPIED}
    origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    return send(world, params, {"forward_origin": message.get("forward_origin", origin), **content})


def _source(world: World, params: Params, what: str) -> Raw:
    chat = chat_known(world, params, "from_chat_id")
    message = chat.messages.get(params.get("message_id", 0))
    if message is None:
        raise bad(f"message to {what} not found")
    if message["message_id"] in chat.protected:
        raise bad("message has protected content and can't be forwarded")
    return message


def pin_chat_message(world: World, params: Params) -> bool:
    """To the top of the chat; a service message says so."""
    chat = chat_for_writing(world, params)
    message = chat.messages.get(params.get("message_id", 0))
    if message is None:
        raise bad("message to pin not found")
    if any(key in message for key in SERVICE):
        raise bad("service messages can't be pinned")
    _may_pin(chat)
    chat.pinned = [each for each in chat.pinned if each != message["message_id"]] + [message["message_id"]]
    short = {key: value for key, value in message.items() if key != "reply_to_message"}
    world.post(chat, world.bot, {"pinned_message": short})
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """The named pin, or the newest."""
    chat = chat_for_writing(world, params)
    _may_pin(chat)
    message_id = params.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(message_id)
    world.changed("unpinned", chat_id=chat.id, message_id=message_id)
    return True


def _may_pin(chat: Chat) -> None:
    if not chat.private and chat.bot_status != ADMIN:
        raise bad("not enough rights to manage pinned messages in the chat")


METHODS: dict[str, Any] = {
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "copymessage": copy_message,
    "forwardmessage": forward_message,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
}
