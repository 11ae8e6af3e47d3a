"""What the sandbox holds: the bot, people's chats, groups, messages, files, presses."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.clock import Clock
from sandbox.files import Files
from sandbox.limits import Limits
from sandbox.menus import Menus, scopes_of
from sandbox.queue import Queue
from sandbox.spec import Spec
from sandbox.utf16 import cut

if TYPE_CHECKING:
    from sandbox.people import Person

Raw = dict[str, Any]
Listener = Callable[[Raw], None]
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages",
)  # fmt: skip
LEFT, MEMBER, KICKED, ADMIN = "left", "member", "kicked", "administrator"
STANDING: dict[str, Raw] = {
    KICKED: {"until_date": 0},
    ADMIN: {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS, True)},
}


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat or a group, with everything said in it; raw is its Chat object in the Bot API."""

    id: int
    raw: Raw
    members: dict[int, "Person"] = field(default_factory=dict)
    messages: dict[int, Raw] = field(default_factory=dict)
    bot_status: str = MEMBER
    started: bool = False
    deactivated: bool = False
    upgraded_to: int = 0
    pinned: list[int] = field(default_factory=list)
    protected: set[int] = field(default_factory=set)
    frozen: set[int] = field(default_factory=set)
    keyboard: Raw | None = None
    action: str = ""
    action_until: float = 0.0
    last_id: int = 0

    @property
    def private(self) -> bool:
        """Whether this is one person's chat with the bot."""
        return self.id > 0


@dataclass(slots=True, eq=False)
class Press:
    """One press of a callback button, and how the bot answered it."""

    id: str
    person_id: int
    data: str
    chat_id: int
    message_id: int
    at: float
    clock_at: float
    answered_at: float | None = None
    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class Asked:
    """One inline query, what the bot found (None: no answer yet), and until when Telegram may show it again."""

    id: str
    person_id: int
    query: str
    offset: str
    at: float
    results: list[Raw] | None = None
    button: Raw | None = None
    next_offset: str = ""
    personal: bool = False
    kept_until: float = 0.0


@dataclass(slots=True, eq=False)
class Call:
    """One request of the bot, getUpdates aside; at_monotonic is its arrival on the monotonic clock."""

    at_monotonic: float
    method: str
    params: Raw
    chat_id: int | str | None
    ok: bool
    error: str | None
    result: Any = None


class World:
    """Everything there is. Changes are told to listeners as small dictionaries with a "kind"."""

    def __init__(self, token: str, username: str, limits: Limits) -> None:
        self.token = token
        self.clock = Clock()
        self.spec = Spec.load()
        self.limits = limits
        self.bot: Raw = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": username,
            "username": username,
        }
        self.privacy_mode = True
        self.inline_mode = True
        self.inline_feedback = False
        self.answer_window = 30.0
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.elsewhere: dict[frozenset[int], Chat] = {}
        self.queue = Queue(self.clock, self.spec.update_kinds)
        self.files = Files()
        self.menus = Menus()
        self.presses: dict[str, Press] = {}
        self.inline: dict[str, Asked] = {}
        self.inline_messages: dict[str, tuple[Chat, int]] = {}
        self.polls: dict[str, Raw] = {}
        self.calls: list[Call] = []
        self.violations: list[str] = limits.violations
        self._listeners: list[Listener] = []
        self._last_message_id = 0
        self._last_number = 0

    def listen(self, listener: Listener) -> None:
        """From now on every change is told to this callback, in the loop's thread."""
        self._listeners.append(listener)

    def unlisten(self, listener: Listener) -> None:
        """No more."""
        self._listeners.remove(listener)

    def changed(self, kind: str, **what: Any) -> None:
        """Tells the listeners."""
        for listener in tuple(self._listeners):
            listener({"kind": kind, **what})

    def number(self) -> str:
        """A fresh identifier for queries and polls."""
        self._last_number += 1
        return str(4_000_000_000_000_000 + self._last_number)

    def between(self, one: "Person", other: "Person") -> Chat:
        """The private chat of two people, which the bot neither sees nor can write to."""
        both = frozenset((one.id, other.id))
        if both not in self.elsewhere:
            number = -(10**14) - len(self.elsewhere)
            chat = Chat(number, {"id": number, "type": "private"}, {one.id: one, other.id: other}, bot_status=LEFT)
            self.elsewhere[both] = chat
        return self.elsewhere[both]

    def post(self, chat: Chat, sender: Raw, content: Raw) -> Raw:
        """Puts a message into a chat and returns it; nothing is delivered."""
        message_id = self._next_id(chat)
        message = {"message_id": message_id, "from": sender, "chat": chat.raw, "date": self.clock.stamp(), **content}
        chat.messages[message_id] = message
        if self._listeners:
            self.changed("message", chat_id=chat.id, message=message)
        return message

    def _next_id(self, chat: Chat) -> int:
        """Supergroups count their own messages; all other chats of the bot share one counter."""
        if chat.raw["type"] == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self._last_message_id += 1
        return self._last_message_id

    def service(self, chat: Chat, sender: Raw, content: Raw) -> Raw:
        """A service message; the bot always gets it."""
        message = self.post(chat, sender, content)
        self.queue.put("message", message, (0, chat.id))
        return message

    def hears(self, chat: Chat, message: Raw) -> bool:
        """Whether the bot is told of this message (in a group, privacy mode keeps most from it)."""
        if chat.private or chat.bot_status not in (MEMBER, ADMIN):
            return chat.private
        if chat.bot_status == ADMIN or not self.privacy_mode:
            return True
        if message.get("via_bot") is self.bot or message.get("reply_to_message", {}).get("from") is self.bot:
            return True
        return any(self._meant_for_bot(message, entity) for entity in message.get("entities", ()))

    def _meant_for_bot(self, message: Raw, entity: Raw) -> bool:
        if entity["type"] != "bot_command":
            return False
        addressed = cut(message["text"], entity["offset"], entity["length"]).partition("@")[2]
        return addressed.lower() in ("", self.bot["username"].lower())

    def membership(self, chat: Chat, by: Raw, old: str, new: str) -> int:
        """Tells the bot that its own place in a chat has changed."""
        change = {
            "chat": chat.raw,
            "from": by,
            "date": self.clock.stamp(),
            "old_chat_member": self.standing(old),
            "new_chat_member": self.standing(new),
        }
        return self.queue.put("my_chat_member", change, (5, chat.id))

    def standing(self, status: str) -> Raw:
        """The bot as a ChatMember."""
        return {"user": self.bot, "status": status, **STANDING.get(status, {})}

    def keyboard(self, chat: Chat, keyboard: Raw | None) -> None:
        """Shows, changes or hides the reply keyboard of a chat."""
        chat.keyboard = keyboard
        self.changed("keyboard", chat_id=chat.id, keyboard=keyboard)

    def menu_for(self, person: "Person", chat: Chat | None) -> list[dict[str, str]]:
        """The commands this person is offered in this chat (their private one by default)."""
        scopes = scopes_of(person.id, chat.id if chat else person.id)
        return self.menus.effective(scopes, person.user.get("language_code", ""))

    def monotonic(self) -> float:
        """The clock nobody moves."""
        return time.monotonic()
