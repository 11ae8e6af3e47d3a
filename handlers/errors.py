"""When something went wrong on our side: one apology, with a number; and a general word for a press that waits."""

from typing import Any

from sqlalchemy import Connection

from handlers.context import House
from services import people
from services.people import Person
from wire import outbox
from wire.intake import Apology
from wire.raws import FILE
from wire.turn import PressAnswer


def apologise(db: Connection, house: House, raw: dict[str, Any], number: int) -> Apology:
    """To whoever sent update `raw`, in the chat it came from; nothing where nobody waits for an answer."""
    chat_id = _chat(raw)
    user = _sender(raw)
    if user is None:
        return Apology()
    person = people.recognise(
        db, telegram_id=user["id"], name="", username=None, telegram_language=user.get("language_code")
    )
    press = PressAnswer(house.texts.plain(person.speaks, "surprise.press", number=number), alert=True)
    if chat_id is None:
        return Apology(answer=press, person_id=person.id or None)
    text = house.texts.say(person.speaks, "surprise.apology", number=number)
    drafts = outbox.say(text, kind="reply", chat_id=chat_id, person_id=person.id or None)
    return Apology(drafts, press, person.id or None)


def general_word(house: House, press: dict[str, Any]) -> PressAnswer:
    """A press that has no answer of its own yet."""
    told = _user(press.get("from"))
    person = Person(0, 0, "", telegram_language=told.get("language_code") if told else None)
    return PressAnswer(house.texts.plain(person.speaks, "surprise.wait"))


def word(house: House, key: str, raw: dict[str, Any]) -> tuple[int, str] | None:
    """For whoever sent what cannot be handled now: where and what; None where nobody waits for an answer."""
    chat_id, user = _chat(raw), _sender(raw)
    if chat_id is None or user is None:
        return None
    person = Person(0, 0, "", telegram_language=user["language_code"])
    return chat_id, house.texts.plain(person.speaks, key)


def _content(raw: dict[str, Any]) -> dict[str, Any]:
    for kind in ("callback_query", "message", FILE):
        content = raw.get(kind)
        if isinstance(content, dict):
            return content
    return {}


def _sender(raw: dict[str, Any]) -> dict[str, Any] | None:
    return _user(_content(raw).get("from"))


def _user(user: Any) -> dict[str, Any] | None:
    if not isinstance(user, dict) or not isinstance(user.get("id"), int) or user.get("is_bot") is True:
        return None
    language = user.get("language_code")
    return {"id": user["id"], "language_code": language if isinstance(language, str) else None}


def _chat(raw: dict[str, Any]) -> int | None:
    """Where the apology goes: the private chat, or the group where a command or a press was meant for the bot."""
    content = _content(raw)
    told = content.get("message", content) if "callback_query" in raw else content
    chat = told.get("chat") if isinstance(told, dict) else None
    if not isinstance(chat, dict) or not isinstance(chat.get("id"), int):
        return None
    meant = "callback_query" in raw or str(content.get("text", "")).startswith("/")
    return chat["id"] if chat.get("type") == "private" or meant else None
