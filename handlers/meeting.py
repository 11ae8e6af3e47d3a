"""Meeting people: whoever writes words in the private chat is known before the update is looked at, several at once."""

from collections import Counter
from datetime import datetime
from typing import Any

from handlers.context import Connection, Person
from services import people


def beforehand(db: Connection, raws: list[dict[str, Any]], now: datetime) -> dict[int, dict[str, Any]]:
    """What each turn begins with. Nobody with two updates among these: the first may change who the second is of."""
    senders = {raw["update_id"]: _sender(raw) for raw in raws}
    times = Counter(sender["id"] for sender in senders.values() if sender)
    alone = {number: one for number, one in senders.items() if one and times[one["id"]] == 1}
    writing = {raw["update_id"] for raw in raws if _writes(raw)} & set(alone)
    met = people.meet_all(db, told=[_told(alone[number]) for number in sorted(writing)], now=now)
    return {number: begin(met[alone[number]["id"]]) for number in writing}


def begin(person: Person) -> dict[str, Any]:
    """What a turn keeps of a person just met: them, and whether their own menu must be looked at."""
    return {"person": person, **({"menus": {person.id: person}} if person.is_new or person.menu else {})}


def _sender(raw: dict[str, Any]) -> dict[str, Any] | None:
    what = next((value for name, value in raw.items() if name != "update_id"), None)
    sender = what.get("from") if isinstance(what, dict) else None
    return sender if isinstance(sender, dict) and isinstance(sender.get("id"), int) else None


def _writes(raw: dict[str, Any]) -> bool:
    message = raw.get("message")
    return isinstance(message, dict) and "text" in message and message.get("chat", {}).get("type") == "private"


def _told(user: dict[str, Any]) -> tuple[int, str, str | None, str | None]:
    name = " ".join(part for part in (user.get("first_name"), user.get("last_name")) if part)
    return user["id"], name, user.get("username"), user.get("language_code")
