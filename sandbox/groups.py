"""Groups: people and the bot together."""

from typing import TYPE_CHECKING

from sandbox.shown import shown
from sandbox.state import ADMIN, KICKED, LEFT, MEMBER, Chat, Raw, World

if TYPE_CHECKING:
    from sandbox.people import Person


class Group:
    """A group the bot is in; people write to it with ani.says(text, to=group)."""

    def __init__(
        self, world: World, chat_id: int, title: str, people: "list[Person]", supergroup: bool = False
    ) -> None:
        self.world = world
        kind = "supergroup" if supergroup else "group"
        chat_id = _super(chat_id) if supergroup else chat_id
        self.chat = Chat(chat_id, {"id": chat_id, "title": title, "type": kind}, bot_status=LEFT)
        self.chat.members = {person.id: person for person in people}
        world.chats[chat_id] = self.chat
        world.changed("group", chat=self.chat.raw)
        self.adds_bot(people[0] if people else None)

    @property
    def id(self) -> int:
        """The chat's id; changes with upgrade()."""
        return self.chat.id

    @property
    def messages(self) -> list[Raw]:
        """Every message as it is now."""
        return list(self.chat.messages.values())

    @property
    def seen(self) -> list[str]:
        """What the bot has said here, as now shown."""
        return [shown(message) for message in self.chat.messages.values() if message["from"] is self.world.bot]

    def adds_bot(self, by: "Person | None" = None) -> int:
        """Somebody brings the bot in."""
        user = self._user(by)
        update_id = self._bot_becomes(MEMBER, user)
        self.world.service(self.chat, user, {"new_chat_members": [self.world.bot]})
        return update_id

    def kicks_bot(self, by: "Person | None" = None) -> int:
        """Somebody throws the bot out."""
        return self._bot_becomes(KICKED, self._user(by))

    def promotes_bot(self, by: "Person | None" = None) -> int:
        """The bot becomes an administrator, and hears everything."""
        return self._bot_becomes(ADMIN, self._user(by))

    def adds(self, person: "Person") -> None:
        """Somebody joins."""
        self.chat.members[person.id] = person
        self.world.service(self.chat, person.user, {"new_chat_members": [person.user]})

    def removes(self, person: "Person") -> None:
        """Somebody leaves."""
        del self.chat.members[person.id]
        self.world.service(self.chat, person.user, {"left_chat_member": person.user})

    def upgrade(self) -> int:
        """Becomes a supergroup with another id; the old one refuses. Returns the new id."""
        old, new_id = self.chat, _super(self.chat.id)
        self.chat = Chat(new_id, {**old.raw, "id": new_id, "type": "supergroup"}, dict(old.members))
        self.chat.bot_status = old.bot_status
        self.world.chats[new_id] = self.chat
        old.upgraded_to = new_id
        user = self._user(None)
        self.world.changed("group", chat=self.chat.raw)
        self.world.service(old, user, {"migrate_to_chat_id": new_id})
        self.world.service(self.chat, user, {"migrate_from_chat_id": old.id})
        return new_id

    def _user(self, person: "Person | None") -> Raw:
        first = person or next(iter(self.chat.members.values()), None)
        return first.user if first else {"id": 777000, "is_bot": False, "first_name": "Telegram"}

    def _bot_becomes(self, status: str, by: Raw) -> int:
        old, self.chat.bot_status = self.chat.bot_status, status
        return self.world.membership(self.chat, by, old, status)


def _super(chat_id: int) -> int:
    return -1_000_000_000_000 + chat_id
