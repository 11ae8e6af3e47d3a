"""The people of the sandbox: what they do, and what they see."""

from typing import Any

from sandbox import inline, links, markup
from sandbox.pressing import press
from sandbox.shown import shown
from sandbox.state import KICKED, MEMBER, Chat, Raw, World
from sandbox.voting import vote


class Person:
    """Somebody with Telegram; talks to the bot alone or in groups."""

    def __init__(self, world: World, user: Raw) -> None:
        self.world = world
        self.user = user
        self.id: int = user["id"]
        self.toasts: list[str] = []
        self.alerts: list[str] = []
        self.opened: list[str] = []
        names = ("first_name", "last_name", "username")
        raw = {"id": self.id, **{key: user[key] for key in names if key in user}, "type": "private"}
        self.chat = Chat(self.id, raw, members={self.id: self})
        world.people[self.id] = self
        world.chats[self.id] = self.chat
        world.changed("person", person=self.user)

    @property
    def name(self) -> str:
        """As shown above the chat."""
        return str(self.user["first_name"])

    @property
    def messages(self) -> list[Raw]:
        """Every message of the private chat as it is now, both sides."""
        return list(self.chat.messages.values())

    @property
    def seen(self) -> list[str]:
        """What the bot has said in the private chat, as now shown."""
        return [shown(message) for message in self.chat.messages.values() if message["from"] is self.world.bot]

    @property
    def menu(self) -> list[dict[str, str]]:
        """The commands menu of the private chat."""
        return self.world.menu_for(self, None)

    def says(self, text: str, to: Any = None, reply_to: int | None = None) -> int:
        """Writes a message; returns the update's id (0 when the bot does not get it)."""
        text = markup.clean(text).strip(markup.SPACES)
        return self._sends(_text(text), to, reply_to)

    def edits(self, message_id: int, text: str, to: Any = None) -> int:
        """Changes the text of an own message."""
        chat = self._chat(to)
        message = chat.messages[message_id]
        message.pop("entities", None)
        message.update(_text(text), edit_date=self.world.clock.stamp())
        self.world.changed("edited", chat_id=chat.id, message=message)
        if not self.world.hears(chat, message):
            return 0
        return self.world.queue.put("edited_message", message, (0, chat.id))

    def deletes(self, message_id: int, to: Any = None) -> None:
        """Takes back an own message; the bot is not told."""
        chat = self._chat(to)
        del chat.messages[message_id]
        self.world.changed("deleted", chat_id=chat.id, message_ids=[message_id])

    def presses(
        self, label: str | None = None, data: str | None = None, to: Any = None, message_id: int | None = None
    ) -> int:
        """Presses the newest button whose label holds this text, or sends this callback data as any client could."""
        return press(self, self._chat(to), label, data, message_id)

    def votes(self, *labels: str, to: Any = None, message_id: int | None = None) -> int:
        """Votes in the newest poll for the options holding these texts; without any, takes the vote back."""
        return vote(self, self._chat(to), labels, message_id)

    @property
    def inline_results(self) -> list[Raw]:
        """What the bot has answered to the newest inline query of this person."""
        asked = inline.newest(self)
        return list(asked.results or ()) if asked else []

    def picks(self, title: str, to: Any = None) -> Raw:
        """Sends the inline result whose title holds this text; returns the message."""
        return inline.pick(self, self._chat(to), title)

    def opens(self, link: str) -> int:
        """Follows a link; one to the bot presses its start button with the payload."""
        self.opened.append(link)
        payload = links.start_payload(link, self.world.bot["username"])
        return 0 if payload is None else self.says(f"/start {payload}".strip())

    def asks_inline(self, query: str, to: Any = None, offset: str = "") -> int:
        """Writes "@bot query" in some chat and waits for results."""
        return inline.ask(self, self._chat(to), query, offset)

    def sends_photo(self, caption: str = "", data: bytes = b"", to: Any = None, reply_to: int | None = None) -> int:
        """Sends a picture."""
        file = self.world.files.keep("photo", "photo.jpg", "image/jpeg", data or b"photo", (640, 480))
        sizes = [{**file.raw(), "width": 640, "height": 480}]
        return self._sends({"photo": sizes, **_caption(caption)}, to, reply_to)

    def sends_document(
        self,
        name: str = "berkas.txt",
        data: bytes = b"isi",
        mime: str = "text/plain",
        caption: str = "",
        to: Any = None,
        reply_to: int | None = None,
    ) -> int:
        """Sends a file."""
        file = self.world.files.keep("document", name, mime, data)
        document = {**file.raw(), "file_name": name, "mime_type": mime}
        return self._sends({"document": document, **_caption(caption)}, to, reply_to)

    def sends_voice(self, seconds: int = 3, to: Any = None) -> int:
        """Sends a voice message."""
        file = self.world.files.keep("voice", "voice.ogg", "audio/ogg", b"voice")
        return self._sends({"voice": {**file.raw(), "duration": seconds, "mime_type": "audio/ogg"}}, to)

    def sends_sticker(self, emoji: str = "👍", to: Any = None) -> int:
        """Sends a sticker."""
        file = self.world.files.keep("sticker", "sticker.webp", "image/webp", emoji.encode(), (512, 512))
        sticker = {**file.raw(), "width": 512, "height": 512, "emoji": emoji, "type": "regular"}
        return self._sends({"sticker": {**sticker, "is_animated": False, "is_video": False}}, to)

    def sends_contact(
        self, phone: str = "+628123456789", first_name: str | None = None, user_id: int | None = None, to: Any = None
    ) -> int:
        """Shares a contact; the own one unless another user_id is given."""
        contact = {"phone_number": phone, "first_name": first_name or self.name, "user_id": user_id or self.id}
        return self._sends({"contact": contact}, to)

    def sends_location(self, latitude: float = -7.9666, longitude: float = 112.6326, to: Any = None) -> int:
        """Shares a place; Malang's alun-alun by default."""
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}}, to)

    def sends_forwarded(self, text: str, sender: str = "Seseorang", to: Any = None) -> int:
        """Forwards a text that somebody hidden has written."""
        origin = {"type": "hidden_user", "sender_user_name": sender, "date": self.world.clock.stamp()}
        return self._sends({"forward_origin": origin, **_text(text)}, to)

    def sends_raw(self, content: Raw, to: Any = None, reply_to: int | None = None) -> int:
        """Sends a message with any content fields."""
        return self._sends(content, to, reply_to)

    def renames(self, name: str, username: str | None = None) -> None:
        """Goes by another name from now on; the bot sees it with the next update."""
        first, _, last = name.partition(" ")
        for raw in (self.user, self.chat.raw):
            given = {"first_name": first, "last_name": last, "username": username}
            raw.update(given)
            for key in [key for key, value in given.items() if not value]:
                del raw[key]
        self.world.changed("person", person=self.user)

    def blocks(self) -> int:
        """Blocks the bot."""
        return self._becomes(KICKED)

    def unblocks(self) -> int:
        """Lets the bot write again."""
        return self._becomes(MEMBER)

    def deactivates(self) -> None:
        """Deletes the account; the bot only finds out by sending."""
        self.chat.deactivated = True
        self.world.changed("person", person=self.user)

    def _becomes(self, status: str) -> int:
        old, self.chat.bot_status = self.chat.bot_status, status
        if old == status:
            return 0
        self.world.changed("person", person=self.user)
        return self.world.membership(self.chat, self.user, old, status)

    def _chat(self, to: Any) -> Chat:
        if isinstance(to, Person) and to is not self:
            return self.world.between(self, to)
        chat: Chat = self.chat if to is None else getattr(to, "chat", to)
        return chat

    def _sends(self, content: Raw, to: Any, reply_to: int | None = None) -> int:
        chat = self._chat(to)
        if chat is self.chat:
            chat.started = True
            self.unblocks()
        if reply_to is not None:
            content["reply_to_message"] = _without_reply(chat.messages[reply_to])
        message = self.world.post(chat, self.user, content)
        if not self.world.hears(chat, message):
            return 0
        return self.world.queue.put("message", message, (0, chat.id))


def _text(text: str, name: str = "text", entities: str = "entities") -> Raw:
    found = markup.detect(text)
    return {name: text, entities: found} if found else {name: text}


def _caption(text: str) -> Raw:
    return _text(text, "caption", "caption_entities") if text else {}


def _without_reply(message: Raw) -> Raw:
    return {key: value for key, value in message.items() if key != "reply_to_message"}
