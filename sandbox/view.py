"""What the chat page shows: the world as small named parts, each as JSON, so that only what changed is sent."""

import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from sandbox.state import KICKED, Call, Chat, Raw, World

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.server import BotApi

MAX_PEOPLE = 12
MAX_MESSAGES = 150
MAX_CALLS = 40
MAX_VIOLATIONS = 20

Key = tuple[str | int, ...]
Parts = dict[Key, str]


@dataclass(slots=True)
class Notes:
    """What only the page knows: people's roles, a hint for some, and which update a message became."""

    roles: dict[int, str] = field(default_factory=dict)
    hints: dict[int, str] = field(default_factory=dict)
    updates: dict[tuple[int, int], int] = field(default_factory=dict)
    busiest: tuple[int, int] = (0, 0)
    made: dict[tuple[int, int], tuple[Any, str]] = field(default_factory=dict)


def parts(api: "BotApi", notes: Notes, polling: bool) -> Parts:
    """Everything on the page, by key: bot, people, tools, (chat, id), (message, chat, id)."""
    world = api.world
    people = list(islice(world.people.values(), MAX_PEOPLE))
    ids = {person.id for person in people}
    chats = [chat for chat in world.chats.values() if ids & chat.members.keys() and not chat.upgraded_to]
    shown: Parts = {
        ("bot",): _json(_bot(world)),
        ("people",): _json([_person(world, person, chats, notes) for person in people]),
        ("tools",): _json(_tools(api, notes, polling)),
    }
    first_waiting = min((item.update_id for item in world.queue.waiting.values()), default=None)
    for chat in chats:
        shown["chat", chat.id] = _json(_chat(chat, ids))
        for message in list(chat.messages.values())[-MAX_MESSAGES:]:
            shown["message", chat.id, message["message_id"]] = _message(world, chat, message, notes, first_waiting)
    return shown


def difference(old: Parts, new: Parts) -> str | None:
    """The change from one to the other as JSON {"set": [[key, value]…], "gone": [key…]}; None when there is none."""
    fresh = [f"[{_json(key)},{value}]" for key, value in new.items() if old.get(key) != value]
    gone = [_json(key) for key in old if key not in new]
    return f'{{"set":[{",".join(fresh)}],"gone":[{",".join(gone)}]}}' if fresh or gone else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bot(world: World) -> Raw:
    texts = {
        name: world.menus.texts.get((name, "id")) or world.menus.texts.get((name, ""))
        for name in ("name", "description")
    }
    return {
        "id": world.bot["id"],
        "username": world.bot["username"],
        "name": texts["name"] or world.bot["first_name"],
        "description": texts["description"] or "",
    }


def _person(world: World, person: "Person", chats: list[Chat], notes: Notes) -> Raw:
    language = person.user.get("language_code", "")
    described = world.menus.texts.get(("description", language))
    return {
        "id": person.id,
        "name": " ".join(filter(None, (person.user["first_name"], person.user.get("last_name")))),
        "role": notes.roles.get(person.id, ""),
        "hint": notes.hints.get(person.id, ""),
        "language": language,
        "blocked": person.chat.bot_status == KICKED,
        "description": described or "",
        "commands": {chat.id: world.menu_for(person, chat) for chat in chats if person.id in chat.members},
    }


def _chat(chat: Chat, ids: set[int]) -> Raw:
    title = chat.raw.get("title") or chat.raw.get("first_name", "")
    members = [member for member in chat.members if member in ids]
    return {
        "id": chat.id,
        "type": chat.raw["type"],
        "title": title,
        "members": members,
        "started": chat.started,
        "keyboard": chat.keyboard,
    }


def _message(world: World, chat: Chat, message: Raw, notes: Notes, first_waiting: int | None) -> str:
    """Its JSON, made anew only when an event has told of an edit or the bot has seen it meanwhile."""
    key = (chat.id, message["message_id"])
    update = notes.updates.get(key)
    seen = update is not None and (first_waiting is None or update < first_waiting)
    made = notes.made.get(key)
    if made is None or made[0] != (update, seen):
        notes.made[key] = made = ((update, seen), _json(_marked(world, message, update is not None, seen)))
    return made[1]


def _marked(world: World, message: Raw, heard: bool, seen: bool) -> Raw:
    votes = world.polls.get(message["poll"]["id"], {}).get("votes", {}) if "poll" in message else {}
    return {**message, "heard": heard, "seen": seen, **({"votes": votes} if votes else {})}


def _tools(api: "BotApi", notes: Notes, polling: bool) -> Raw:
    world, violations = api.world, api.violations
    count = len(world.calls)
    if notes.busiest[0] != count:
        notes.busiest = (count, api.busiest_second())
    return {
        "offline": api.faults.is_offline,
        "delay": api.faults.latency,
        "polling": polling,
        "pending": api.pending,
        "calls": count,
        "busiest": notes.busiest[1],
        "violations": violations[-MAX_VIOLATIONS:],
        "violation_count": len(violations),
        "clock_offset": world.clock.shift,
        "log": [_call(world, call) for call in world.calls[-MAX_CALLS:]],
    }


def _call(world: World, call: Call) -> Raw:
    at = world.clock.now() - (world.monotonic() - call.at_monotonic)
    return {"at": round(at), "method": call.method, "chat": call.chat_id, "ok": call.ok, "error": call.error}
