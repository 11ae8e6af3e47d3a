"""What the bot is and says about itself."""

from typing import Any

from sandbox.spec import Params
from sandbox.state import Raw, World


def get_me(world: World, params: Params) -> Raw:
    """The bot as a user."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


METHODS: dict[str, Any] = {"getme": get_me}
