"""What a handler gives besides words, and gets: files made for the moment or given by people, albums, places."""

from collections.abc import Sequence
from typing import Any

from telegram import Message, Update

from wire import fetching, files
from wire.fetching import MOST, Arrived, Brought
from wire.outbox import Buttons
from wire.turn import Turn


class Giving:
    """Half of the context: everything given here is written to the outbox, as what is said is."""

    turn: Turn
    happened: Update

    def here(self) -> dict[str, Any]:
        """What a reply needs to know: kind, chat_id, person_id."""
        raise NotImplementedError

    def text(self, key: str, **values: object) -> str:
        raise NotImplementedError

    def send_file(
        self,
        maker: str,
        values: dict[str, Any],
        key: str | None = None,
        /,
        *,
        called: str,
        as_photo: bool = False,
        text: str | None = None,
        buttons: Buttons = (),
        **told: object,
    ) -> None:
        """Reply with a file that is made of `values` (makers: render/) and `called` so; below it the sentence `key`."""
        file = files.made(maker, values, name=called, otherwise=self.text("file.not_made"))
        self._send(file, key, text, told, as_photo=as_photo, buttons=buttons)

    def show_picture(
        self, maker: str, values: dict[str, Any], /, *, called: str, text: str = "", buttons: Buttons = ()
    ) -> None:
        """A picture made of `values`, in place of the pressed button's own, else anew; below it `text` (HTML)."""
        file = files.made(maker, values, name=called, otherwise=self.text("file.not_made"))
        press = self.happened.callback_query
        message = press.message if press else None
        drafts = []
        if isinstance(message, Message) and message.photo:
            where = {"chat_id": message.chat.id, "message_id": message.message_id}
            drafts = files.repicture(file, caption=text, buttons=buttons, person_id=self.here()["person_id"], **where)
        if drafts:
            self.turn.drafts += drafts
        else:
            self._send(file, None, text, {}, as_photo=True, buttons=buttons)

    def send_photo(
        self, file_id: str, key: str | None = None, /, *, text: str | None = None, buttons: Buttons = (), **told: object
    ) -> None:
        """Reply with a picture that somebody gave."""
        self._send(file_id, key, text, told, as_photo=True, buttons=buttons)

    def send_document(
        self, file_id: str, key: str | None = None, /, *, text: str | None = None, buttons: Buttons = (), **told: object
    ) -> None:
        """Reply with a document that somebody gave."""
        self._send(file_id, key, text, told, as_photo=False, buttons=buttons)

    def send_album(
        self, file_ids: Sequence[str], key: str | None = None, /, *, as_photos: bool = True, **told: object
    ) -> None:
        """Reply with 2–10 pictures or documents that somebody gave; an album has no buttons."""
        caption = self.text(key, **told) if key else ""
        self.turn.drafts += files.album(file_ids, as_photos=as_photos, caption=caption, **self.here())

    def send_place(
        self, latitude: float, longitude: float, *, title: str = "", address: str = "", buttons: Buttons = ()
    ) -> None:
        """Reply with a point on the map; with title and address it is a venue."""
        self.turn.drafts += files.place(
            latitude, longitude, title=title, address=address, buttons=buttons, **self.here()
        )

    def fetch(self, purpose: str, *, most: int = MOST) -> bool:
        """Have the document of this message brought to whoever listens for `purpose` (on_file); False without one."""
        message, user = self.happened.message, self.happened.effective_user
        if message is None or message.document is None or user is None:
            return False
        document, here = message.document, self.here()
        draft = fetching.fetch(
            document.file_id,
            purpose=purpose,
            name=files.tidy(document.file_name or ""),
            user=user.to_dict(),
            chat={"id": message.chat.id, "type": message.chat.type},
            person_id=here["person_id"],
            most=most,
        )
        self.turn.drafts.append(draft)
        return True

    @property
    def brought(self) -> Brought:
        """The file that was fetched, or why it was not."""
        assert isinstance(self.happened, Arrived)
        return self.happened.brought

    def recaption(self, words: str, buttons: Buttons) -> bool:
        """Say this below the picture or document whose button was pressed; False when it is none, or too long."""
        press = self.happened.callback_query
        message = press.message if press else None
        if not isinstance(message, Message) or not (message.photo or message.document):
            return False
        where = {"chat_id": message.chat.id, "message_id": message.message_id, "person_id": self.here()["person_id"]}
        drafts = files.recaption(words, buttons=buttons, **where)
        self.turn.drafts += drafts
        return bool(drafts)

    def _send(self, what: files.Thing, key: str | None, text: str | None, told: dict[str, object], **how: Any) -> None:
        caption = text if text is not None else self.text(key, **told) if key else ""
        self.turn.drafts += files.send(what, caption=caption, **how, **self.here())
