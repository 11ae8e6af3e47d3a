"""The commands Telegram shows: everybody's, a group's, and a person's own where role or language ask for another."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from telegram.ext import BaseHandler

from handlers.context import Connection, Context, Draft, House, Person, Update
from handlers.listening import App
from services import menu, people, roles
from services.menu import Command
from services.people import HOME, SPOKEN
from services.roles import Rights
from wire.turn import TURN

NOBODY = Rights()


def add_to(app: App) -> None:
    """Listen after everybody else, to menus that may have changed."""
    app.add_handler(_MenusChanged(renew), group=1)


async def renew(update: Update, context: Context) -> None:
    """Give each person in question the menu of their role and language, unless they have it."""
    for person in context.turn.kept["menus"].values():
        context.turn.drafts += of_person(context.turn.db, context.house, person)


class _MenusChanged(BaseHandler[Update, Context, None]):
    """Takes an update whose handler said that a menu may have changed."""

    def check_update(self, update: object) -> bool:
        return "menus" in TURN.get().kept


def at_start(db: Connection, house: House, now: datetime) -> list[Draft]:
    """What Telegram is told at a start: menus and descriptions that changed, and satgas the settings made or unmade."""
    drafts = [draft for name, draft in _defaults(house) if menu.changed(db, name=name, value=_hash(draft.payload))]
    for person in roles.follow_settings(db, satgas_ids=house.satgas_ids, now=now):
        drafts += of_person(db, house, person)
    return drafts


def of_person(db: Connection, house: House, person: Person) -> list[Draft]:
    """The call that sets a person's own menu, or removes it where everybody's is right; none when all is well."""
    rights = roles.of(db, person_id=person.id, telegram_id=person.telegram_id, satgas_ids=house.satgas_ids)
    scope = {"type": "chat", "chat_id": person.telegram_id}
    own = _commands(house, person.speaks, menu.commands(rights))
    shown = _commands(house, _told(person), menu.commands(NOBODY))
    wanted = None if own == shown else _hash([house.bot_id, own])
    if wanted == person.menu:
        return []
    people.remember_menu(db, person_id=person.id, menu=wanted)
    if wanted is None:
        return [Draft("setting", "deleteMyCommands", {"scope": scope})]
    return [Draft("setting", "setMyCommands", {"commands": own, "scope": scope})]


def _defaults(house: House) -> list[tuple[str, Draft]]:
    """Everybody's menus and the bot's page, for each language and for those who speak none of them."""
    found = []
    for code in ("", *SPOKEN):
        language, told = code or HOME, {"language_code": code} if code else {}
        private = {
            "commands": _commands(house, language, menu.commands(NOBODY)),
            "scope": {"type": "all_private_chats"},
        }
        group = {"commands": _commands(house, language, menu.group_commands()), "scope": {"type": "all_group_chats"}}
        description = house.texts.plain(language, "bot.description", city=house.city.name)
        short = house.texts.plain(language, "bot.short", city=house.city.name)
        found += [
            (f"menu.private.{code}", Draft("setting", "setMyCommands", private | told)),
            (f"menu.group.{code}", Draft("setting", "setMyCommands", group | told)),
            (f"description.{code}", Draft("setting", "setMyDescription", {"description": description} | told)),
            (f"short.{code}", Draft("setting", "setMyShortDescription", {"short_description": short} | told)),
        ]
    return [(f"{house.bot_id}.{name}", draft) for name, draft in found]


def _commands(house: House, language: str, commands: Sequence[Command]) -> list[dict[str, str]]:
    return [
        {"command": one.name, "description": house.texts.plain(language, f"command.{one.name}")} for one in commands
    ]


def _told(person: Person) -> str:
    """The language whose menu Telegram shows this person by itself."""
    told = (person.telegram_language or "").split("-")[0].lower()
    return told if told in SPOKEN else HOME


def _hash(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
