"""What the bot has set about itself: commands by scope and language, names, descriptions, menu buttons."""

from typing import Any

Scope = tuple[Any, ...]
DEFAULT_BUTTON = {"type": "commands"}


class Menus:
    """Kept as set; the effective menu of a person is looked up in Telegram's order."""

    def __init__(self) -> None:
        self.commands: dict[tuple[Scope, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.buttons: dict[int | None, dict[str, Any]] = {}

    def button(self, chat_id: int | None) -> dict[str, Any]:
        """The menu button of a private chat."""
        return self.buttons.get(chat_id) or self.buttons.get(None) or DEFAULT_BUTTON

    def effective(self, scopes: list[Scope], language: str) -> list[dict[str, str]]:
        """The first list set in these scopes, in each the language before the one for all."""
        for scope in scopes:
            for code in (language, ""):
                if (scope, code) in self.commands:
                    return self.commands[scope, code]
        return []


def scopes_of(person_id: int, chat_id: int, admin: bool = False) -> list[Scope]:
    """Telegram's order of looking: narrowest first."""
    if chat_id > 0:
        return [("chat", chat_id), ("all_private_chats",), ("default",)]
    admins: list[Scope] = [("chat_administrators", chat_id)] if admin else []
    all_admins: list[Scope] = [("all_chat_administrators",)] if admin else []
    here: list[Scope] = [("chat_member", chat_id, person_id), *admins, ("chat", chat_id)]
    return [*here, *all_admins, ("all_group_chats",), ("default",)]
