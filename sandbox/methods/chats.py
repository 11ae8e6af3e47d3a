"""Asking about chats and files; leaving; ending a session."""

from typing import Any

from sandbox.errors import bad, forbidden
from sandbox.files import LINK_LIMIT
from sandbox.methods.common import chat_for_writing, chat_known
from sandbox.spec import Params
from sandbox.state import ADMIN, LEFT, MEMBER, Raw, World

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, params: Params) -> Raw:
    """Everything about a chat."""
    chat = chat_known(world, params)
    pinned = {"pinned_message": chat.messages[chat.pinned[-1]]} if chat.pinned else {}
    gifts = dict.fromkeys(GIFTS, False)
    return {**chat.raw, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts, **pinned}


def get_chat_member(world: World, params: Params) -> Raw:
    """One member and their standing."""
    user_id = params.get("user_id", 0)
    if user_id <= 0:
        raise bad("invalid user_id specified")
    chat = chat_known(world, params) if user_id == world.bot["id"] else chat_for_writing(world, params)
    if user_id == world.bot["id"]:
        return world.standing(chat.bot_status)
    if user_id in chat.members:
        return {"user": chat.members[user_id].user, "status": MEMBER}
    person = world.people.get(user_id)
    if person is None:
        raise bad("member not found")
    return {"user": person.user, "status": LEFT}


def get_chat_member_count(world: World, params: Params) -> int:
    """How many, the bot included."""
    chat = chat_for_writing(world, params)
    return len(chat.members) + (chat.private or chat.bot_status in (MEMBER, ADMIN))


def leave_chat(world: World, params: Params) -> bool:
    """Goes out of a group."""
    chat = chat_for_writing(world, params)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    if chat.bot_status == LEFT:
        raise forbidden(f"bot is not a member of the {chat.raw['type']} chat")
    old, chat.bot_status = chat.bot_status, LEFT
    world.membership(chat, world.bot, old, LEFT)
    return True


def get_file(world: World, params: Params) -> Raw:
    """Where to fetch a file, up to 20 MiB."""
    file_id = params.get("file_id")
    if not file_id:
        raise bad("file_id not specified")
    file = world.files.by_id.get(file_id)
    if file is None:
        raise bad("invalid file_id")
    if len(file.data) > LINK_LIMIT:
        raise bad("file is too big")
    return {**file.raw(), "file_path": file.path}


def end(world: World, params: Params) -> bool:
    """logOut and close."""
    return True


METHODS: dict[str, Any] = {
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatmembercount": get_chat_member_count,
    "leavechat": leave_chat,
    "getfile": get_file,
    "logout": end,
    "close": end,
}
