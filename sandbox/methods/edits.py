"""Changing what was said."""

from typing import Any

from sandbox import keyboards
from sandbox.errors import bad
from sandbox.methods.common import caption_of, chat_for_writing, count, own_message, text_of
from sandbox.methods.media import input_media
from sandbox.spec import Params
from sandbox.state import Chat, Raw, World

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
CAPTION = ("caption", "caption_entities", "show_caption_above_media")
MEDIA = ("photo", "document", "video", "animation", "audio")


def edit_message_text(world: World, params: Params) -> Raw | bool:
    """New text and buttons; buttons left out are gone."""
    content = text_of(params, editing=True)
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    chat, message = _found(world, params)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _change(world, params, chat, message, content, ("text", "entities", "link_preview_options"))


def edit_message_caption(world: World, params: Params) -> Raw | bool:
    """New words under a picture or file."""
    content = caption_of(params)
    chat, message = _found(world, params)
    if not any(kind in message for kind in MEDIA):
        raise bad("there is no caption in the message to edit")
    return _change(world, params, chat, message, content, CAPTION)


def edit_message_media(world: World, params: Params) -> Raw | bool:
    """Another picture or file, with its caption."""
    content = input_media(world, params, params.get("media"))
    chat, message = _found(world, params)
    if "text" not in message and not any(kind in message for kind in MEDIA):
        raise bad("message can't be edited")
    return _change(world, params, chat, message, content, ("text", "entities", *MEDIA, *CAPTION))


def edit_message_reply_markup(world: World, params: Params) -> Raw | bool:
    """New buttons only."""
    chat, message = _found(world, params)
    return _change(world, params, chat, message, {}, ())


def _found(world: World, params: Params) -> tuple[Chat, Raw]:
    inline_id = params.get("inline_message_id")
    if inline_id:
        place = world.inline_messages.get(inline_id)
        if place is None or place[1] not in place[0].messages:
            raise bad("MESSAGE_ID_INVALID")
        return place[0], place[0].messages[place[1]]
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
    count(world, 0 if "inline_message_id" in params else chat.id, params, edit=True)
    for key in replaced:
        message.pop(key, None)
    message.update(wanted, edit_date=world.clock.stamp())
    world.changed("edited", chat_id=chat.id, message=message)
    return True if "inline_message_id" in params else message


METHODS: dict[str, Any] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
}
