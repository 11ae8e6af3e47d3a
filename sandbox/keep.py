"""The sandbox across restarts: all of it in one JSON file, written whole or not at all; contents of files beside it."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.files import Stored
from sandbox.people import Person
from sandbox.queue import Waiting
from sandbox.server import BotApi
from sandbox.state import Chat, Press, Raw, World
from sandbox.view import Notes

VERSION = 1
MAX_MESSAGES = 300
# Ids given out after the last save may be known to the bot already; new ones start beyond them.
SKIP = 1000
COPIED = ("bot_status", "started", "deactivated", "upgraded_to", "keyboard", "last_id", "pinned")


def dump(api: BotApi, notes: Notes) -> str:
    """Everything but the contents of files, as it is at this moment."""
    return json.dumps(_state(api, notes), ensure_ascii=False)


def write(text: str, files: list[Stored], path: Path) -> None:
    """Puts a dump on the disk; what was there before stays until the new file is complete. May run in a thread."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_files(files, _folder(path))
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def load(api: BotApi, notes: Notes, path: Path) -> None:
    """Puts back what was saved."""
    state = read(path)
    if state is None:
        raise FileNotFoundError(path)
    world = api.world
    world.clock.move(state["shift"])
    for user in state["people"]:
        Person(world, user)
    _load_files(world, state["files"], _folder(path))
    for chat in state["chats"]:
        _load_chat(world, chat)
    places = ((key, world.chats.get(chat), message) for key, chat, message in state.get("inline", ()))
    world.inline_messages = {key: (chat, message) for key, chat, message in places if chat is not None}
    _load_menus(world, state["menus"])
    _load_queue(api, state)
    notes.roles.update({int(key): role for key, role in state["roles"].items()})
    notes.updates.update({(chat, message): update for chat, message, update in state["updates"]})


def read(path: Path) -> Raw | None:
    """What was saved, or None: nothing there, broken, or of another version."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) and state.get("version") == VERSION else None


def _state(api: BotApi, notes: Notes) -> Raw:
    world = api.world
    return {
        "version": VERSION,
        "token": world.token,
        "shift": world.clock.shift,
        "people": [person.user for person in world.people.values()],
        "chats": [_chat(chat) for chat in world.chats.values()],
        "files": [_file(file) for file in world.files.by_id.values()],
        "menus": _menus(world),
        "presses": [asdict(press) for press in world.presses.values() if press.answered_at is None],
        "inline": [[key, chat.id, message] for key, (chat, message) in world.inline_messages.items()],
        "waiting": [asdict(item) for item in world.queue.waiting.values()],
        "next_update": world.queue.next_id,
        "last": [world._last_message_id, world._last_number, api._last_user, api._last_group],
        "roles": notes.roles,
        "updates": _updates(world, notes),
    }


def _updates(world: World, notes: Notes) -> list[list[int]]:
    """Which update a message became, as far as the message itself is saved."""
    saved = {(chat.id, key) for chat in world.chats.values() for key in list(chat.messages)[-MAX_MESSAGES:]}
    return [[*key, update] for key, update in notes.updates.items() if key in saved]


def _chat(chat: Chat) -> Raw:
    kept = {name: getattr(chat, name) for name in COPIED}
    messages = list(chat.messages.values())[-MAX_MESSAGES:]
    special = {"protected": sorted(chat.protected), "frozen": sorted(chat.frozen)}
    return {"raw": chat.raw, "members": list(chat.members), "messages": messages, **special, **kept}


def _load_chat(world: World, saved: Raw) -> None:
    raw = saved["raw"]
    chat = world.chats.get(raw["id"]) or Chat(raw["id"], raw)
    world.chats[chat.id] = chat
    chat.members = {each: world.people[each] for each in saved["members"]}
    chat.protected, chat.frozen = set(saved["protected"]), set(saved["frozen"])
    for name in COPIED:
        setattr(chat, name, saved[name])
    for message in saved["messages"]:
        _relink(world, message)
        message["chat"] = chat.raw
        chat.messages[message["message_id"]] = message


def _relink(world: World, message: Raw) -> None:
    """The bot and the people are told apart by being the same object, not by their ids."""
    for key in ("from", "via_bot"):
        if key in message:
            message[key] = _user(world, message[key])
    if "reply_to_message" in message:
        _relink(world, message["reply_to_message"])


def _user(world: World, user: Raw) -> Raw:
    if user["id"] == world.bot["id"]:
        return world.bot
    person = world.people.get(user["id"])
    return person.user if person else user


def _menus(world: World) -> Raw:
    menus = world.menus
    return {
        "commands": [[scope, code, commands] for (scope, code), commands in menus.commands.items()],
        "texts": [[*key, text] for key, text in menus.texts.items()],
        "buttons": list(menus.buttons.items()),
    }


def _load_menus(world: World, saved: Raw) -> None:
    menus = world.menus
    menus.commands = {(tuple(scope), code): commands for scope, code, commands in saved["commands"]}
    menus.texts = {(name, code): text for name, code, text in saved["texts"]}
    menus.buttons = dict(saved["buttons"])


def _load_queue(api: BotApi, state: Raw) -> None:
    world, queue = api.world, api.world.queue
    for saved in state["waiting"]:
        item = Waiting(**{**saved, "lane": tuple(saved["lane"])})
        queue.append(item.update_id, item.kind, json.loads(item.body), item.lane)
    queue.next_id = state["next_update"] + SKIP
    world.presses = {saved["id"]: Press(**saved) for saved in state["presses"]}
    message_id, number, api._last_user, api._last_group = state["last"]
    world._last_message_id, world._last_number = message_id + SKIP, number + SKIP


def _folder(path: Path) -> Path:
    return path.with_suffix(".files")


def _file(file: Stored) -> Raw:
    return {
        name: getattr(file, name) for name in ("id", "unique_id", "kind", "path", "name", "mime", "width", "height")
    }


def _write_files(files: list[Stored], folder: Path) -> None:
    """Each content once, under the id that depends on it alone."""
    for file in files:
        place = folder / file.unique_id
        if not place.exists():
            folder.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.data)


def _load_files(world: World, saved: list[dict[str, Any]], folder: Path) -> None:
    for fields in saved:
        place = folder / fields["unique_id"]
        file = Stored(data=place.read_bytes() if place.is_file() else b"", **fields)
        world.files.by_id[file.id] = world.files.by_path[file.path] = file
