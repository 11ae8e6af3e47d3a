"""Pressing buttons, inline ones and those of a reply keyboard."""

from typing import TYPE_CHECKING

from sandbox.shown import shown
from sandbox.state import Chat, Press, Raw

if TYPE_CHECKING:
    from sandbox.people import Person


def press(person: "Person", chat: Chat, label: str | None, data: str | None, message_id: int | None) -> int:
    """Finds the button and does what a client does; LookupError names what is there when it is not found."""
    if data is not None:
        return call_back(person, chat, data, _carrier(person, chat, message_id))
    if label is None:
        raise TypeError("a label or data is needed")
    for message in _candidates(person, chat, message_id):
        for button in _inline(message):
            if label in button["text"]:
                return _do(person, chat, message, button)
    for button in _reply_buttons(chat):
        if label in button["text"]:
            return _reply(person, chat, button)
    there = "\n".join(shown(message) for message in chat.messages.values())
    raise LookupError(f"no button {label!r} in:\n{there}")


def call_back(person: "Person", chat: Chat, data: str, message: Raw) -> int:
    """Delivers a callback query."""
    world = person.world
    query_id = world.number()
    press = Press(query_id, person.id, data, chat.id, message["message_id"], world.monotonic(), world.clock.now())
    world.presses[query_id] = press
    world.changed("press", person_id=person.id, chat_id=chat.id, message_id=message["message_id"], data=data)
    query = {
        "id": query_id,
        "from": person.user,
        **_origin(person, message),
        "chat_instance": str(chat.id * 7919),
        "data": data,
    }
    return world.queue.put("callback_query", query, (1, person.id))


def _origin(person: "Person", message: Raw) -> Raw:
    """Where the button stands: a message, or one sent by inline mode, which the bot only knows by its id."""
    for inline_id, (chat, message_id) in person.world.inline_messages.items():
        if chat.messages.get(message_id) is message:
            return {"inline_message_id": inline_id}
    return {"message": message}


def _candidates(person: "Person", chat: Chat, message_id: int | None) -> list[Raw]:
    if message_id is not None:
        return [chat.messages[message_id]]
    return [m for m in reversed(chat.messages.values()) if m["from"] is person.world.bot or "via_bot" in m]


def _carrier(person: "Person", chat: Chat, message_id: int | None) -> Raw:
    """The message a raw press claims to come from: the newest with buttons, or one no longer accessible."""
    candidates = _candidates(person, chat, message_id)
    for message in candidates:
        if "reply_markup" in message:
            return message
    return candidates[0] if candidates else {"message_id": 1, "chat": chat.raw, "date": 0}


def _inline(message: Raw) -> list[Raw]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button for row in rows for button in row]


def _reply_buttons(chat: Chat) -> list[Raw]:
    rows = (chat.keyboard or {}).get("keyboard", ())
    return [button if isinstance(button, dict) else {"text": button} for row in rows for button in row]


def _do(person: "Person", chat: Chat, message: Raw, button: Raw) -> int:
    if "callback_data" in button:
        return call_back(person, chat, button["callback_data"], message)
    if "url" in button:
        return person.opens(button["url"])
    if "switch_inline_query_current_chat" in button:
        return person.asks_inline(button["switch_inline_query_current_chat"])
    if "switch_inline_query" in button:
        return person.asks_inline(button["switch_inline_query"])
    person.opened.append(str(button.get("copy_text", {}).get("text") or button.get("web_app", {}).get("url", "")))
    return 0


def _reply(person: "Person", chat: Chat, button: Raw) -> int:
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        person.world.keyboard(chat, None)
    if button.get("request_contact"):
        return person.sends_contact()
    if button.get("request_location"):
        return person.sends_location()
    return person.says(button["text"], to=None if chat.private else chat)
