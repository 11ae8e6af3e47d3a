"""Everything in the sandbox as JSON-able dictionaries, for the chat page."""

from typing import TYPE_CHECKING, Any

from sandbox.state import Chat

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.server import BotApi


def snapshot(api: "BotApi") -> dict[str, Any]:
    """people, groups, chats, faults, clock, bot, pending, violations."""
    world = api.world
    chats = list(world.chats.values())
    now = world.monotonic()
    return {
        "bot": {**world.bot, **{"_".join(key): text for key, text in world.menus.texts.items()}},
        "now": world.clock.now(),
        "clock_shift": world.clock.shift,
        "people": [_person(api, person) for person in world.people.values()],
        "groups": [_group(chat) for chat in chats if not chat.private and not chat.upgraded_to],
        "chats": {chat.id: _chat(chat, now) for chat in chats},
        "faults": api.faults.snapshot(),
        "pending": api.pending,
        "violations": api.violations,
    }


def _person(api: "BotApi", person: "Person") -> dict[str, Any]:
    chat = person.chat
    return {
        "user": person.user,
        "started": chat.started,
        "blocked": chat.bot_status == "kicked",
        "deactivated": chat.deactivated,
        "toasts": list(person.toasts),
        "menu": api.menu_for(person),
        "menu_button": api.world.menus.button(person.id),
    }


def _group(chat: Chat) -> dict[str, Any]:
    return {"chat": chat.raw, "members": list(chat.members), "bot_status": chat.bot_status}


def _chat(chat: Chat, now: float) -> dict[str, Any]:
    return {
        "chat": chat.raw,
        "messages": list(chat.messages.values()),
        "keyboard": chat.keyboard,
        "typing": chat.action if chat.action_until > now else "",
        "typing_seconds": max(0.0, chat.action_until - now),
        "pinned": list(chat.pinned),
    }
