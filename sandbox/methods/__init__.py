"""The Bot API's methods: each takes the world and typed parameters, and returns what Telegram would."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import answers, chats, edits, inline, media, messages, moving, polls, profile
from sandbox.spec import Params
from sandbox.state import World

Deed = Callable[[World, Params], Any]
ROOMS = (profile, messages, media, polls, edits, moving, answers, inline, chats)

METHODS: dict[str, Deed] = {name: deed for room in ROOMS for name, deed in room.METHODS.items()}
