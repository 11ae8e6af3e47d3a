"""What the bot is and says about itself: name, descriptions, commands, menu button."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.errors import bad
from sandbox.menus import Scope
from sandbox.methods.common import chat_known
from sandbox.spec import Params
from sandbox.state import Raw, World

LANGUAGE = re.compile(r"[a-z]{2}")
COMMAND = re.compile(r"[a-z0-9_]+")
TEXTS = {"name": 64, "description": 512, "short_description": 120}
MAX_COMMANDS = 100
MAX_MENU_CHARS = 4096
PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def get_me(world: World, params: Params) -> Raw:
    """The bot as a user."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": world.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    """A menu for a scope and a language; without commands it is cleared."""
    commands = _commands(params.get("commands", []))
    key = (_scope(world, params.get("scope")), _language(params))
    if commands:
        world.menus.commands[key] = commands
    else:
        world.menus.commands.pop(key, None)
    world.changed("menu")
    return True


def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    """The menu set for exactly this scope and language."""
    return world.menus.commands.get((_scope(world, params.get("scope")), _language(params)), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Back to the wider scope."""
    world.menus.commands.pop((_scope(world, params.get("scope")), _language(params)), None)
    world.changed("menu")
    return True


def _language(params: Params) -> str:
    code: str = params.get("language_code", "")
    if code and not LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def _commands(commands: Any) -> list[dict[str, str]]:
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(command) for command in commands]
    if sum(len(one["command"]) + len(one["description"]) for one in checked) > MAX_MENU_CHARS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return checked


def _command(command: Any) -> dict[str, str]:
    prefix = "can't parse BotCommand: "
    if not isinstance(command, dict):
        raise bad(f"{prefix}expected an Object")
    for key in ("command", "description"):
        if key not in command:
            raise bad(f'{prefix}Can\'t find field "{key}"')
    name, description = str(command["command"]).removeprefix("/"), str(command["description"]).strip()
    _check_length("command", name, 32)
    _check_length("command description", description, 256)
    if not COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _check_length(what: str, text: str, most: int) -> None:
    if not text:
        raise bad(f"{what} must be non-empty")
    if len(text) > most:
        raise bad(f"{what} length must not exceed {most}")


def _scope(world: World, scope: Any) -> Scope:
    if scope is None:
        return ("default",)
    prefix = "can't parse BotCommandScope: "
    if not isinstance(scope, dict):
        raise bad(f"{prefix}BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind in PLAIN_SCOPES:
        return (kind,)
    if kind not in CHAT_SCOPES:
        raise bad(f"{prefix}Unsupported type specified" if kind else f'{prefix}Can\'t find field "type"')
    if not scope.get("chat_id"):
        raise bad(f"{prefix}Empty chat_id specified")
    chat = chat_known(world, Params({"chat_id": _number(scope["chat_id"])}))
    if kind != "chat_member":
        return (kind, chat.id)
    if not isinstance(scope.get("user_id"), int) or scope["user_id"] <= 0:
        raise bad(f"{prefix}Invalid user_id specified")
    return (kind, chat.id, scope["user_id"])


def _number(value: Any) -> Any:
    return int(value) if str(value).lstrip("-").isdigit() else value


def _setter(key: str) -> Callable[[World, Params], bool]:
    def set_text(world: World, params: Params) -> bool:
        text = params.get(key, "")
        if len(text) > TEXTS[key]:
            raise bad(f"bot {key.replace('_', ' ')} is too long")
        world.menus.texts[key, _language(params)] = text
        world.changed("profile")
        return True

    return set_text


def _getter(key: str) -> Callable[[World, Params], Raw]:
    def get_text(world: World, params: Params) -> Raw:
        texts = world.menus.texts
        fallback = world.bot["first_name"] if key == "name" else ""
        return {key: texts.get((key, _language(params))) or texts.get((key, "")) or fallback}

    return get_text


def set_chat_menu_button(world: World, params: Params) -> bool:
    """The button beside the writing line, for one private chat or for all."""
    chat_id = _private(world, params)
    button = params.get("menu_button") or {"type": "default"}
    if not isinstance(button, dict):
        raise bad("can't parse menu button: MenuButton must be an Object")
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad("can't parse menu button: MenuButton has unsupported type")
    url = button.get("web_app", {}).get("url", "")
    if button["type"] == "web_app" and not url.startswith("https://"):
        raise bad(f"menu button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    if button["type"] == "default":
        world.menus.buttons.pop(chat_id, None)
    else:
        world.menus.buttons[chat_id] = button
    world.changed("menu")
    return True


def get_chat_menu_button(world: World, params: Params) -> Raw:
    """The button as this chat has it."""
    return world.menus.button(_private(world, params))


def _private(world: World, params: Params) -> int | None:
    chat_id = params.get("chat_id")
    if chat_id is None:
        return None
    if chat_id <= 0:
        raise bad("invalid chat_id specified")
    return chat_known(world, params).id


METHODS: dict[str, Any] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
    **{f"setmy{key.replace('_', '')}": _setter(key) for key in TEXTS},
    **{f"getmy{key.replace('_', '')}": _getter(key) for key in TEXTS},
}
