"""A desk to talk to the handlers at: raw updates in, what the bot then shows out; no wire, a real database."""

import asyncio
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

import render
from bot import features
from handlers.context import House
from house import build_application
from sandbox.shown import shown as as_read
from services import knowledge, newschoice
from services.city import City, PackArticle, Source
from services.citypack import read_city
from services.ideas import similar
from services.people import meet
from texts import Texts
from wire.markup import plain
from wire.outbox import Draft, keyboard
from wire.stepping import Stepper
from wire.turn import InlineAnswer, PressAnswer, Turn

ME: dict[str, Any] = {"id": 5000, "is_bot": True, "first_name": "Malang", "username": "malang_bot"}
CITY = Path(__file__).parent.parent.parent / "content" / "malang"
ROADMAP = Source("Indiekraf", "https://indiekraf.com/roadmap/?a=1&b=2", "±2021")
ARTICLES = (
    PackArticle(
        "roadmap.isi", "id", "Isi roadmap Malang", "Ada empat poin:\n1. development\n2. Task Force <KPI>", (ROADMAP,),
        "Halaman sumbernya tanpa tanggal.", (), (), None, ("apa saja isi roadmap malang", "isi roadmap"),
    ),
    PackArticle(
        "roadmap.mcc", "id", "MCC", "MCC sudah berdiri di Blimbing.", (Source("Memontum", "", "2023-09-22"), ROADMAP),
        "", (), (), "mcc", ("di mana mcc", "gedung mcc"),
    ),
    PackArticle(
        "roadmap.mcc", "en", "MCC", "MCC stands in Blimbing.", (Source("Memontum", "", "2023-09-22"),),
        "Only one source.", (), (), "mcc", ("where is mcc",),
    ),
)  # fmt: skip
MORNING = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@cache
def small_city() -> City:
    """Malang with few and fixed articles, so that a better pack breaks no dialogue."""
    return replace(read_city(CITY), articles=ARTICLES, unknown=())


class Desk:
    """The bot's handlers over one database; `now` stands still until it is moved."""

    def __init__(self, engine: Engine, *, satgas_ids: frozenset[int] = frozenset(), city: City | None = None) -> None:
        self.engine, self.now = engine, MORNING
        self.numbers = itertools.count(1)
        self.inline: InlineAnswer | None = None
        self.chats: dict[int, list[dict[str, Any]]] = {}
        self.settings: list[tuple[str, dict[str, Any]]] = []
        self.sent: dict[int, dict[str, Any]] = {}
        self.elsewhere: dict[str, dict[str, Any]] = {}
        city = city or small_city()
        with engine.begin() as db:
            knowledge.fill_from_pack(db, pack=city, now=self.now)
            library = knowledge.open_library(db, city=city, now=self.now)
        self.house = House(Texts.load(), city, library, satgas_ids, "Asia/Jakarta", ME["id"], "malang_bot")
        self.step = self._stepper()

    def _stepper(self) -> Stepper:
        return Stepper(asyncio.run(build_application(self.house, ME, features())))

    def person(self, name: str, language: str | None = "id", *, number: int) -> "Somebody":
        """Somebody new, who has not written yet."""
        return Somebody(self, number, name, language)

    def asked_before(self, *people: "Somebody") -> None:
        """They wrote before, and with their first answer the question about news came and went."""
        with self.engine.begin() as db:
            for one in people:
                told = {"name": one.user["first_name"], "telegram_language": one.user.get("language_code")}
                person = meet(db, telegram_id=one.number, username=None, now=self.now, **told)
                newschoice.ask_once(db, person_id=person.id, now=self.now)

    def change_settings(self, **settings: Any) -> None:
        """Start again, with other settings."""
        self.house = replace(self.house, **settings)
        self.step = self._stepper()

    def later(self, **by: float) -> None:
        """Move the clock."""
        self.now += timedelta(**by)

    @contextmanager
    def database(self) -> Iterator[Connection]:
        """A look into the database."""
        with self.engine.begin() as db:
            yield db

    def find_ideas(self) -> None:
        """Ideas are found as they stand now, as they would be in a few seconds."""
        with self.engine.begin() as db:
            found = similar.open_library(db, city=self.house.city)
        self.house.ideas.renew(found.index, found.edition)

    def tick(self, job: Callable[..., Sequence[Draft]]) -> None:
        """What a job says now."""
        with self.engine.begin() as db:
            drafts = job(db, teller=self.house.teller, now=self.now)
        for draft in drafts:
            self._show(draft)

    def handle(self, **update: Any) -> PressAnswer | None:
        """One update's whole turn; what was said is shown afterwards."""
        number = next(self.numbers)
        with self.engine.begin() as db:
            turn = Turn(db, self.now, number)
            self.step({"update_id": number, **update}, turn)
        self.inline = turn.inline
        for draft in turn.drafts:
            self._show(draft)
        return turn.answer

    def _show(self, draft: Draft) -> None:
        if draft.kind == "setting":
            self.settings.append((draft.method, draft.payload))
            return
        if draft.chat_id is None:
            self.elsewhere[draft.payload["inline_message_id"]] = draft.payload
            return
        chat = self.chats.setdefault(draft.chat_id, [])
        if draft.method.startswith("send"):
            chat += [{"message_id": next(self.numbers), **one} for one in arrived(draft)]
        else:
            (shown,) = [one for one in chat if one["message_id"] == draft.payload["message_id"]]
            shown.pop("reply_markup", None)
            shown.update(draft.payload if draft.method != "editMessageMedia" else repictured(draft.payload))


class Somebody:
    """A person at the desk; `chat` is the private chat unless they speak in a group."""

    def __init__(self, desk: Desk, number: int, name: str, language: str | None) -> None:
        self.desk, self.number = desk, number
        self.user: dict[str, Any] = {"id": number, "is_bot": False, "first_name": name}
        self.user |= {"language_code": language} if language else {}
        self.private = {"id": number, "type": "private", "first_name": name}

    @property
    def seen(self) -> list[str]:
        """Every message of the private chat as it is shown now."""
        return shown(self.desk, self.number)

    def says(self, words: str, group: int | None = None) -> str:
        """Write; what the bot then shows last, '' when it stays silent."""
        command = re.match(r"/\w+(@\w+)?", words)
        entity = {"type": "bot_command", "offset": 0, "length": command.end()} if command else None
        return self.sends(group=group, text=words, entities=[entity] if entity else [])

    def sends(self, group: int | None = None, **content: Any) -> str:
        """Send anything; what the bot then shows last, '' when it stays silent."""
        chat_id = group or self.number
        before = len(self.desk.chats.get(chat_id, []))
        message: dict[str, Any] = {"message_id": next(self.desk.numbers), "date": 1_790_000_000, "from": self.user}
        self.desk.sent[message["message_id"]] = message = message | {"chat": self._chat(group)} | content
        self.desk.handle(message=message)
        return "\n---\n".join(shown(self.desk, chat_id)[before:])

    def types_inline(self, words: str, offset: str = "") -> InlineAnswer:
        """Type "@bot words" somewhere; what was found."""
        query = {"id": "1", "from": self.user, "query": words, "offset": offset, "chat_type": "group"}
        self.desk.handle(inline_query=query)
        assert self.desk.inline is not None
        return self.desk.inline

    def presses(self, label: str, group: int | None = None) -> str:
        """Press the newest button that reads so; the message it stands under, as it is then shown."""
        message, data = self._find(label, group or self.number)
        self.press(data, message, group)
        return read(message)

    def toast(self, label: str) -> str:
        """Press the newest button that reads so; the toast."""
        message, data = self._find(label, self.number)
        return self.press(data, message)

    def press(self, data: str, message: dict[str, Any] | None = None, group: int | None = None) -> str:
        """Press raw data, under the newest message unless another is given; the toast."""
        shown = message or self.desk.chats[group or self.number][-1]
        under: dict[str, Any] = {"message_id": shown["message_id"], "date": 1_790_000_000, "from": ME}
        media = [name for name in ("photo", "document") if name in shown]
        under |= {name: shown[name] for name in media} if media else {"text": "…"}
        original = self.desk.sent.get(shown.get("reply_parameters", {}).get("message_id"))
        under |= {"reply_to_message": original} if original else {}
        query = {"id": "1", "from": self.user, "chat_instance": "1", "data": data}
        answer = self.desk.handle(callback_query=query | {"message": under | {"chat": self._chat(group)}})
        return answer.text if answer else ""

    def chooses(self, title: str) -> str:
        """Send what was found with this in its title to another chat; the message's id there."""
        assert self.desk.inline is not None
        (found,) = [one for one in self.desk.inline.results if title in one.title]
        number = str(next(self.desk.numbers))
        keys = {"reply_markup": keyboard(found.buttons)} if found.buttons else {}
        self.desk.elsewhere[number] = {"text": found.text, **keys}
        return number

    def presses_there(self, label: str, number: str) -> PressAnswer | None:
        """Press a button of what was sent to another chat; how the press is answered."""
        rows = self.desk.elsewhere[number]["reply_markup"]["inline_keyboard"]
        (data,) = [button["callback_data"] for row in rows for button in row if button["text"] == label]
        query = {"id": "1", "from": self.user, "chat_instance": "1", "data": data, "inline_message_id": number}
        return self.desk.handle(callback_query=query)

    def moves(self, old: str, new: str, group: int | None = None) -> None:
        """The bot's own place in the chat changes: member, kicked, left."""
        until = {"until_date": 0} if "kicked" in (old, new) else {}
        places = [{"user": ME, "status": status} | (until if status == "kicked" else {}) for status in (old, new)]
        change = {"chat": self._chat(group), "from": self.user, "date": 1_790_000_000}
        self.desk.handle(my_chat_member=change | {"old_chat_member": places[0], "new_chat_member": places[1]})

    def _chat(self, group: int | None) -> dict[str, Any]:
        return {"id": group, "type": "supergroup", "title": "Warga"} if group else self.private

    def _find(self, label: str, chat_id: int) -> tuple[dict[str, Any], str]:
        for message in reversed(self.desk.chats.get(chat_id, [])):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return message, button["callback_data"]
        raise AssertionError(f"no button {label!r} in {shown(self.desk, chat_id)[-1:]}")


def shown(desk: Desk, chat_id: int) -> list[str]:
    """Every message of a chat as it is shown now."""
    return [read(message) for message in desk.chats.get(chat_id, [])]


def read(message: dict[str, Any]) -> str:
    """A message as plain text, each row of buttons a line below."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    bare = {**message, "reply_markup": {}}
    bare |= {name: plain(message[name]) for name in ("text", "caption") if name in message}
    return "\n".join([as_read(bare), *lines])


def arrived(draft: Draft) -> list[dict[str, Any]]:
    """The messages that a draft makes; a file that it describes is really made."""
    told = draft.payload
    if draft.method == "sendMediaGroup":
        return [{**one, **file(one["type"], one["media"])} for one in told["media"]]
    if draft.method == "sendVenue":
        return [{**told, "venue": {"title": told["title"], "address": told["address"]}}]
    if draft.method == "sendLocation":
        return [{**told, "location": {"latitude": told["latitude"], "longitude": told["longitude"]}}]
    kind = next((kind for kind in ("photo", "document") if kind in told), None)
    return [{**told, **file(kind, told[kind])} if kind else dict(told)]


def repictured(told: dict[str, Any]) -> dict[str, Any]:
    """A message after another picture took the place of its own."""
    media = told["media"]
    new = file(media["type"], media["media"]) | {"caption": media.get("caption", "")}
    return {**new, **{name: told[name] for name in ("reply_markup",) if name in told}}


def file(kind: str, what: Any) -> dict[str, Any]:
    """A picture or a document as it arrives."""
    made = render.make(*what["render"]) if isinstance(what, dict) else None
    named = {"file_name": what["name"]} if made else {}
    known = {"file_id": "made", "file_unique_id": "made"}
    return {"photo": [{**known, "width": 9, "height": 9}]} if kind == "photo" else {"document": {**known, **named}}
