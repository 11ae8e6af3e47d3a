"""What every handler is handed: the person, the services' door, and the ways to say something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from telegram import Message, Update
from telegram.ext import CallbackContext, ExtBot

from handlers.giving import Giving
from notices import quoting
from notices.teller import Teller
from services import menu, people, roles
from services.city import City, Source
from services.facts import Fact
from services.knowledge import Article, Library, empty_library
from services.people import Person
from services.roles import Rights
from texts import Texts
from wire import keys as reply_keys, outbox
from wire.keys import Key, Keys
from wire.outbox import Button, Buttons, Draft
from wire.turn import TURN, PressAnswer, Turn

__all__ = ["Button", "Buttons", "Connection", "Context", "Draft", "House", "Key", "Person", "Update"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class House:
    """What is handed in and only read. `library`, `ideas`: today's indexes; `inline`: it is on; `send_rate`."""

    texts: Texts
    city: City
    library: Library
    satgas_ids: frozenset[int]
    timezone: str
    bot_id: int
    bot_username: str
    ideas: Library = field(default_factory=empty_library)
    inline: bool = False
    send_rate: int = 30

    @cached_property
    def teller(self) -> Teller:
        """Words notices, here and in the jobs."""
        return Teller(self.texts, self.city, self.timezone, self.bot_username, self.satgas_ids)


class Context(Giving, CallbackContext[ExtBot[None], Any, Any, Any]):
    """One update's context; everything said here is written to the outbox with the data it belongs to."""

    turn: Turn
    happened: Update

    @classmethod
    def from_update(cls, update: object, application: Any) -> "Context":
        context = super().from_update(update, application)
        assert isinstance(update, Update)
        context.turn = TURN.get()
        context.turn.handled = True
        context.happened = update
        return context

    @property
    def house(self) -> House:
        house: House = self.bot_data["house"]
        return house

    @property
    def now(self) -> datetime:
        return self.turn.now

    @property
    def in_group(self) -> bool:
        """Not in the private chat: in a group, or wherever somebody uses inline mode."""
        chat = self.happened.effective_chat
        return chat is None or chat.type != "private"

    @property
    def person(self) -> Person:
        """Who did it; met on first use in the private chat, only recognised in a group."""
        return who_did(self.turn, self.happened)

    def is_now(self, person: Person) -> None:
        """The person changed in this update: their language, their rights, and with them their menu."""
        self.turn.kept["person"] = person
        self.turn.kept.pop("rights", None)
        self.menu_may_change(person)

    def menu_may_change(self, person: Person) -> None:
        """Have the person's own menu looked at when everything else is done (handlers/menu.py)."""
        _menu_may_change(self.turn, person)

    @property
    def language(self) -> str:
        return self.person.speaks

    @property
    def rights(self) -> Rights:
        """What the person may do now; read once an update."""
        if "rights" not in self.turn.kept:
            self.turn.kept["rights"] = self.run(
                roles.of,
                person_id=self.person.id,
                telegram_id=self.person.telegram_id,
                satgas_ids=self.house.satgas_ids,
            )
        rights: Rights = self.turn.kept["rights"]
        return rights

    @property
    def pressed(self) -> tuple[str, ...]:
        """The parts of the pressed button's data that its pattern names; () for a command."""
        return self.match.groups() if self.match else ()

    @property
    def words(self) -> str:
        """What was written; '' where there are no words."""
        message = self.happened.message
        return (message.text or "") if message else ""

    def run(self, service: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a service inside this update's transaction."""
        return service(self.turn.db, *args, **kwargs)

    def text(self, key: str, **values: object) -> str:
        """A sentence with its values escaped, ready for say(text=…)."""
        return self.house.texts.say(self.language, key, **values)

    def label(self, key: str, **values: object) -> str:
        """A plain piece of text: a button, a toast."""
        return self.house.texts.plain(self.language, key, **values)

    def say(
        self,
        key: str | None = None,
        *,
        text: str | None = None,
        buttons: Buttons = (),
        keys: Keys | None = None,
        beneath: bool = False,
        **values: object,
    ) -> None:
        """Reply: sentence `key`, or `text` in HTML; `keys` () take a reply keyboard away; `beneath` what was said."""
        if self.happened.effective_chat is None and not self.person.known:
            return  # a stranger, out of sight: nowhere to say it
        message = self.happened.message or self.happened.edited_message
        reply_to = message.message_id if message and (beneath or self.in_group) else None
        drafts = outbox.say(self._words(key, text, values), buttons=buttons, reply_to=reply_to, **self.here())
        self.turn.drafts += drafts if keys is None else reply_keys.beneath(drafts, keys)

    def here(self) -> dict[str, Any]:
        """What a reply is: its kind, its chat, and whose it is."""
        chat = self.happened.effective_chat
        chat_id = chat.id if chat else self.person.telegram_id
        person_id = None if self.in_group else self.person.id or None
        return {"kind": "reply", "chat_id": chat_id, "person_id": person_id}

    def say_to(
        self,
        person: Person,
        key: str,
        *,
        buttons: Callable[[str], Buttons] | None = None,
        not_after: datetime | None = None,
        **values: object,
    ) -> None:
        """A notice to somebody else, in their language and not at night; `buttons` is given that language."""
        told = self.house.teller.notice(person, key, now=self.now, buttons=buttons, not_after=not_after, **values)
        self.turn.drafts += told

    def change(
        self, key: str | None = None, *, text: str | None = None, buttons: Buttons = (), **values: object
    ) -> None:
        """Make the message whose button was pressed say this, below its picture if it has one; else say it anew."""
        press, words = self.happened.callback_query, self._words(key, text, values)
        if press and press.inline_message_id:
            where = press.inline_message_id
            self.turn.drafts += outbox.change_inline(words, inline_message_id=where, buttons=buttons)
            return
        message = press.message if press else None
        if not isinstance(message, Message) or (message.effective_attachment and not self.recaption(words, buttons)):
            self.say(text=words, buttons=buttons)
        elif not message.effective_attachment:
            change = partial(outbox.change, words, buttons=buttons, message_id=message.message_id)
            self.turn.drafts += change(chat_id=message.chat.id, person_id=self.here()["person_id"])

    def toast(self, key: str, *, alert: bool = False, **values: object) -> None:
        """What the press is answered with, in a few words; without it, it is answered silently."""
        self.turn.answer = PressAnswer(self.label(key, **values)[:200], alert)

    def lead(self, payload: str) -> None:
        """The press itself leads to the private chat, as a link with this payload does."""
        self.turn.answer = PressAnswer(url=self.link(payload))

    def link(self, payload: str) -> str:
        """The link that opens the private chat with this payload."""
        return f"https://t.me/{self.house.bot_username}?start={payload}"

    def doors(self) -> Buttons:
        """What the person can do here, as buttons, two in a row."""
        doors = [
            Button(self.label(f"door.{command.name}"), command.press)
            for command in menu.commands(self.rights)
            if command.press
        ]
        return [doors[at : at + 2] for at in range(0, len(doors), 2)]

    def way_back(self) -> Buttons:
        """The row that leads back to the menu; none in a group."""
        return () if self.in_group else [[Button(self.label("start.back"), "v1:start:show")]]

    def role(self, role: str, kecamatan: Sequence[str] = (), language: str | None = None) -> str:
        """A role in words: satgas, or ketua of these kecamatan."""
        where = self.where(kecamatan)
        key = "role.ketua_of" if where else f"role.{role}"
        return self.house.texts.plain(language or self.language, key, kecamatan=where)

    def quote(self, told: Article | Fact, *, sentence: str = "", language: str | None = None) -> str:
        """An article or a live fact as it is told: what it says, what is doubtful, where it was read."""
        return quoting.quote(self.house.texts, language or self.language, told, sentence=sentence)

    def source(self, source: Source) -> str:
        """The line that says where something was read, and when it was written there."""
        return quoting.source(self.house.texts, self.language, source)

    def where(self, kecamatan: Sequence[str]) -> str:
        """The names of these kecamatan."""
        names = {one.id: one.name for one in self.house.city.kecamatan}
        return ", ".join(names.get(one, one) for one in kecamatan if one)

    def setting(self, method: str, **payload: object) -> None:
        """A setting of the bot at Telegram (a person's own menu)."""
        self.turn.drafts.append(Draft("setting", method, payload))

    def _words(self, key: str | None, text: str | None, values: dict[str, object]) -> str:
        return text if text is not None else self.text(key or "", **values)


def who_did(turn: Turn, happened: Update) -> Person:
    """Who did it, met once a turn: before any handler is chosen, where that depends on who it is."""
    if "person" not in turn.kept:
        turn.kept["person"] = _met_before(turn) or _meet(turn, happened)
    person: Person = turn.kept["person"]
    return person


def _met_before(turn: Turn) -> Person | None:
    """The person as their update just before this one left them, where they were met for both (meeting.py)."""
    person: Person | None = turn.kept.get("before", {}).get("person")
    if person is not None and person.menu:
        _menu_may_change(turn, person)
    return person and replace(person, is_new=False)


def _meet(turn: Turn, happened: Update) -> Person:
    user, chat = happened.effective_user, happened.effective_chat
    if user is None:
        return Person(0, 0, "")
    who: dict[str, Any] = {
        "telegram_id": user.id,
        "name": user.full_name or "",
        "username": user.username,
        "telegram_language": user.language_code,
    }
    if chat is None or chat.type != "private":
        return people.recognise(turn.db, **who)
    person = people.meet(turn.db, now=turn.now, **who)
    if person.is_new or person.menu:
        _menu_may_change(turn, person)
    return person


def _menu_may_change(turn: Turn, person: Person) -> None:
    turn.kept.setdefault("menus", {})[person.id] = person
