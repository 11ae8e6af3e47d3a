"""Sending one of the results of an inline query."""

from typing import TYPE_CHECKING

from sandbox.state import Chat, Raw

if TYPE_CHECKING:
    from sandbox.people import Person


def pick(person: "Person", chat: Chat, title: str) -> Raw:
    """Posts it as the person's message via the bot; the bot hears of it only as chosen_inline_result."""
    world = person.world
    results = person.inline_results
    for result in results:
        if title in result.get("title", ""):
            break
    else:
        raise LookupError(f"no result {title!r} in {[result.get('title') for result in results]}")
    message = world.post(chat, person.user, {**result["message"], "via_bot": world.bot})
    inline_id = world.number()
    world.inline_messages[inline_id] = (chat, message["message_id"])
    query = next(q["query"] for q in reversed(world.inline.values()) if q["person_id"] == person.id)
    chosen = {"result_id": result["id"], "from": person.user, "query": query, "inline_message_id": inline_id}
    if world.inline_feedback:
        world.queue.put("chosen_inline_result", chosen, (2, person.id))
    return message
