"""The Bot API's methods: each takes the world and typed parameters, and returns what Telegram would."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import answers, edits, messages, profile
from sandbox.spec import Params
from sandbox.state import World

Deed = Callable[[World, Params], Any]

METHODS: dict[str, Deed] = {**profile.METHODS, **messages.METHODS, **edits.METHODS, **answers.METHODS}
