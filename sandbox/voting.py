"""A person's vote in a poll."""

from typing import TYPE_CHECKING, Any

from sandbox.state import Chat, Raw

if TYPE_CHECKING:
    from sandbox.people import Person


def vote(person: "Person", chat: Chat, labels: tuple[str, ...], message_id: int | None) -> int:
    """Votes for the options holding these texts (none: takes the vote back); the update's id, 0 when anonymous."""
    world = person.world
    message = _poll_message(chat, message_id)
    poll = message["poll"]
    if poll["is_closed"]:
        raise LookupError("the poll is closed")
    chosen = [_find(poll, label) for label in labels]
    world.polls[poll["id"]]["votes"][person.id] = chosen
    _recount(poll, world.polls[poll["id"]]["votes"])
    world.changed("edited", chat_id=chat.id, message=message)
    world.queue.put("poll", poll, (3, int(poll["id"])))
    if poll["is_anonymous"]:
        return 0
    ids = [poll["options"][number]["persistent_id"] for number in chosen]
    answer = {"poll_id": poll["id"], "user": person.user, "option_ids": chosen, "option_persistent_ids": ids}
    return world.queue.put("poll_answer", answer, (4, int(poll["id"])))


def _poll_message(chat: Chat, message_id: int | None) -> Raw:
    if message_id is not None:
        return chat.messages[message_id]
    for message in reversed(chat.messages.values()):
        if "poll" in message:
            return message
    raise LookupError("no poll in this chat")


def _find(poll: Raw, label: str) -> int:
    for number, option in enumerate(poll["options"]):
        if label in option["text"]:
            return number
    raise LookupError(f"no option {label!r} in {[option['text'] for option in poll['options']]}")


def _recount(poll: Raw, votes: dict[int, Any]) -> None:
    for number, option in enumerate(poll["options"]):
        option["voter_count"] = sum(number in chosen for chosen in votes.values())
    poll["total_voter_count"] = sum(bool(chosen) for chosen in votes.values())
