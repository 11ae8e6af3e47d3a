"""Sending text and signs of life."""

from typing import Any

from sandbox.errors import bad
from sandbox.methods.common import chat_for_writing, send, text_of
from sandbox.spec import Params
from sandbox.state import Raw, World

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel",
)  # fmt: skip
ACTION_SECONDS = 5


def send_message(world: World, params: Params) -> Raw:
    """One text."""
    content = text_of(params)
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return send(world, params, content)


def send_chat_action(world: World, params: Params) -> bool:
    """A sign that goes away after five seconds or with the next message."""
    action = params.get("action", "").lower()
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = chat_for_writing(world, params)
    chat.action = "" if action == "cancel" else action
    chat.action_until = world.monotonic() + ACTION_SECONDS
    world.changed("typing", chat_id=chat.id, action=chat.action, seconds=ACTION_SECONDS)
    return True


METHODS: dict[str, Any] = {"sendmessage": send_message, "sendchataction": send_chat_action}
