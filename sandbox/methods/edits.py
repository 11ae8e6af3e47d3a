"""Changing what was said."""

from typing import Any

from sandbox import keyboards
from sandbox.errors import bad
from sandbox.methods.common import chat_for_writing, count, own_message, text_of
from sandbox.spec import Params
from sandbox.state import Chat, Raw, World

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Raw | bool:
    """New text and buttons; buttons left out are gone."""
    content = text_of(params, editing=True)
    chat, message = _found(world, params)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _change(world, params, chat, message, content, ("text", "entities"))


def edit_message_reply_markup(world: World, params: Params) -> Raw | bool:
    """New buttons only."""
    chat, message = _found(world, params)
    return _change(world, params, chat, message, {}, ())


def _found(world: World, params: Params) -> tuple[Chat, Raw]:
    chat = chat_for_writing(world, params)
    return chat, own_message(world, chat, params, "edit")


def _change(
    world: World, params: Params, chat: Chat, message: Raw, content: Raw, fields: tuple[str, ...]
) -> Raw | bool:
    markup = keyboards.inline(params.get("reply_markup"))
    wanted = {**content, **({"reply_markup": markup} if markup else {})}
    replaced = (*fields, "reply_markup")
    if wanted == {key: message[key] for key in replaced if key in message}:
        raise bad(SAME)
    count(world, chat, params, edit=True)
    for key in replaced:
        message.pop(key, None)
    message.update(wanted, edit_date=world.clock.stamp())
    world.changed("edited", chat_id=chat.id, message=message)
    return message


METHODS: dict[str, Any] = {
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
}
