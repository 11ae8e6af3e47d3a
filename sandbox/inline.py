"""What follows @bot in any chat: asking, what Telegram keeps of an answer, and sending one of the results."""

from typing import TYPE_CHECKING

from sandbox.state import Asked, Chat, Raw, World

if TYPE_CHECKING:
    from sandbox.people import Person

LONGEST = 256
KEPT = 200


def ask(person: "Person", chat: Chat, query: str, offset: str = "") -> int:
    """Asks as a client does; the update's id, or 0: Telegram has an answer still, or the bot has inline mode off."""
    world = person.world
    if not world.inline_mode:
        return 0
    asked = Asked(world.number(), person.id, query.strip()[:LONGEST], offset, world.clock.now())
    known = _kept(world, asked)
    world.inline[asked.id] = asked
    for old in list(world.inline)[:-KEPT]:
        del world.inline[old]
    if known is not None:
        asked.results, asked.button, asked.next_offset = known.results, known.button, known.next_offset
        tell(world, asked)
        return 0
    kind = "sender" if chat is person.chat else chat.raw["type"]
    body = {"id": asked.id, "from": person.user, "query": asked.query, "offset": offset, "chat_type": kind}
    return world.queue.put("inline_query", body, (2, person.id))


def _kept(world: World, asked: Asked) -> Asked | None:
    """The answer to the same question that Telegram may still show, to this person or to everybody."""
    for one in reversed(world.inline.values()):
        same = (one.query, one.offset) == (asked.query, asked.offset) and one.results is not None
        mine = one.person_id == asked.person_id or not one.personal
        if same and mine and one.kept_until > asked.at:
            return one
    return None


def tell(world: World, asked: Asked) -> None:
    """Shows the person what was found."""
    found = [{key: one.get(key, "") for key in ("id", "title", "description")} for one in asked.results or ()]
    told = {"query_id": asked.id, "query": asked.query, "offset": asked.offset, "next_offset": asked.next_offset}
    world.changed("inline", person_id=asked.person_id, results=found, button=asked.button, **told)


def newest(person: "Person") -> Asked | None:
    """This person's newest question."""
    return next((one for one in reversed(person.world.inline.values()) if one.person_id == person.id), None)


def pick(person: "Person", chat: Chat, title: str) -> Raw:
    """Sends the result of the newest question whose title holds this text; returns the message."""
    asked = newest(person)
    results = (asked.results if asked else None) or []
    found = next((one for one in results if title in one.get("title", "")), None)
    if asked is None or found is None:
        raise LookupError(f"no result {title!r} in {[one.get('title') for one in results]}")
    return send(person, chat, asked, found)[0]


def pick_by_id(person: "Person", chat: Chat, query_id: str, result_id: str) -> int:
    """Sends this result of this question; the update's id. LookupError when it is not there."""
    asked = person.world.inline[query_id]
    found = next((one for one in asked.results or () if one["id"] == result_id), None)
    if found is None or asked.person_id != person.id:
        raise LookupError(result_id)
    return send(person, chat, asked, found)[1]


def send(person: "Person", chat: Chat, asked: Asked, result: Raw) -> tuple[Raw, int]:
    """Posts it as the person's message via the bot; the message and its update, 0 where the bot hears nothing."""
    world = person.world
    message = world.post(chat, person.user, {**result["message"], "via_bot": world.bot})
    chosen = {"result_id": result["id"], "from": person.user, "query": asked.query}
    if "reply_markup" in message:
        chosen["inline_message_id"] = inline_id = world.number()
        world.inline_messages[inline_id] = (chat, message["message_id"])
    if world.inline_feedback:
        world.queue.put("chosen_inline_result", chosen, (2, person.id))
    if not world.hears(chat, message):
        return message, 0
    chat.started = chat.started or chat.private
    return message, world.queue.put("message", message, (0, chat.id))
