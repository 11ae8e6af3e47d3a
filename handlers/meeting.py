"""Meeting people: whoever writes words in the private chat is known before the update is looked at, several at once."""

from datetime import datetime
from typing import Any, TypeAlias

from handlers.context import Connection
from services import people

Told: TypeAlias = tuple[int, str, str | None, str | None]
"""What Telegram tells of somebody: id, name, username, language."""


def beforehand(db: Connection, raws: list[dict[str, Any]], now: datetime) -> dict[int, dict[str, Any]]:
    """What each turn begins with: the person, or the turn before it that knows how that left them."""
    by_sender: dict[Any, list[dict[str, Any]]] = {}
    for raw in raws:
        by_sender.setdefault(_sender(raw), []).append(raw)
    writers = {user: told for user, theirs in by_sender.items() if (told := _told_by_all(theirs)) and user == told[0]}
    met = people.meet_all(db, told=list(writers.values()), now=now)
    begun = {}
    for user, person in met.items():
        kept: dict[str, Any] = {"person": person}
        if person.is_new or person.menu:
            kept["menus"] = {person.id: person}
        for raw in by_sender[user]:
            begun[raw["update_id"]] = kept
            kept = {"before": kept}
    return begun


def _told_by_all(raws: list[dict[str, Any]]) -> Told | None:
    """What these updates of one sender tell of them; None unless all are words in the private chat, and agree."""
    told = [_told(raw["message"]["from"]) if _writes(raw) else None for raw in raws]
    return told[0] if all(one == told[0] for one in told) else None


def _sender(raw: dict[str, Any]) -> int | None:
    what = next((value for name, value in raw.items() if name != "update_id"), None)
    sender = what.get("from") if isinstance(what, dict) else None
    user = sender.get("id") if isinstance(sender, dict) else None
    return user if isinstance(user, int) else None


def _writes(raw: dict[str, Any]) -> bool:
    message = raw.get("message")
    if not isinstance(message, dict) or not isinstance(message.get("from"), dict):
        return False
    return "text" in message and message.get("chat", {}).get("type") == "private"


def _told(user: dict[str, Any]) -> Told:
    name = " ".join(part for part in (user.get("first_name"), user.get("last_name")) if part)
    return user["id"], name, user.get("username"), user.get("language_code")
