"""The words around groups and channels: satgas are asked whether announcements may go there, and look after them."""

from datetime import datetime

from notices.teller import Teller
from services.chats import Destination
from services.people import Person
from texts import Texts
from wire.outbox import Button, Draft

Rows = list[list[Button]]
_ASK = {"group": "chats.ask_group", "channel": "chats.ask_channel"}
_STATE = {"asked": "chats.waits", "accepted": "chats.receives", "refused": "chats.receives_none"}


def ask(teller: Teller, satgas: Person, chat: Destination, adder: str, *, now: datetime) -> list[Draft]:
    """May announcements go there?"""

    def buttons(language: str) -> Rows:
        yes = Button(teller.texts.plain(language, "chats.accept"), f"v1:chat:accept:{chat.id}")
        return [[yes, Button(teller.texts.plain(language, "chats.refuse"), f"v1:chat:refuse:{chat.id}")]]

    return teller.notice(satgas, _ASK[chat.kind], now=now, buttons=buttons, title=title(chat), name=adder)


def title(chat: Destination) -> str:
    """What the chat is called."""
    return chat.title or str(chat.id)


def line(texts: Texts, language: str, chat: Destination) -> str:
    """The chat and how it stands, and who decided so."""
    stands = texts.plain(language, _STATE[chat.state])
    if chat.by and chat.decided_at and chat.state != "asked":
        when = texts.date(language, chat.decided_at)
        return texts.say(language, "chats.decided", title=title(chat), stands=stands, by=chat.by, when=when)
    return texts.say(language, "chats.line", title=title(chat), stands=stands)


def choices(texts: Texts, language: str, chat: Destination) -> Rows:
    """What may be decided of it now."""
    yes = Button(texts.plain(language, "chats.accept"), f"v1:chats:set:{chat.id}:accepted")
    no = "chats.take_back" if chat.state == "accepted" else "chats.refuse"
    refuse = Button(texts.plain(language, no), f"v1:chats:set:{chat.id}:refused")
    row = [yes] * (chat.state != "accepted") + [refuse] * (chat.state != "refused")
    return [row, [Button(texts.plain(language, "chats.back"), "v1:chats:show")]]
