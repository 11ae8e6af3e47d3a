"""What the page can do: one function a deed, from checked JSON to the people and the switches of the sandbox."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox import inline, markup
from sandbox.state import Chat, Raw
from sandbox.utf16 import units

if TYPE_CHECKING:
    from sandbox.page import Page
    from sandbox.people import Person

MAX_TEXT = 4096
MAX_CAPTION = 1024
ZONE = ZoneInfo("Asia/Jakarta")
LANGUAGES = ("id", "jv", "en", "ms")


class NotDone(Exception):
    """What was asked cannot be done; the text is for the person at the page."""


Deed = Callable[["Page", Mapping[str, Any]], Raw]


def do(page: "Page", body: Any) -> Raw:
    """Does what the JSON asks; NotDone says why not."""
    if not isinstance(body, dict) or body.get("do") not in DEEDS:
        raise NotDone("Perintah ini tidak dikenal.")
    try:
        return DEEDS[body["do"]](page, body)
    except (LookupError, TypeError, ValueError) as error:
        raise NotDone("Perintah ini tidak lengkap atau keliru.") from error


def say(page: "Page", body: Mapping[str, Any]) -> Raw:
    """A message in words."""
    person, chat = _who(page, body), _where(page, body)
    text = _text(body["text"], MAX_TEXT)
    reply_to = body.get("reply_to")
    if reply_to is not None and reply_to not in chat.messages:
        raise NotDone("Pesan yang dibalas sudah tidak ada.")
    return _sent(page, chat, person.says(text, to=_to(chat), reply_to=reply_to))


def edit(page: "Page", body: Mapping[str, Any]) -> Raw:
    """Other words for an own message."""
    person, chat = _who(page, body), _where(page, body)
    message = chat.messages.get(body["message"])
    if message is None or message["from"]["id"] != person.id or "text" not in message:
        raise NotDone("Hanya pesan teks sendiri yang bisa diedit.")
    update = person.edits(message["message_id"], _text(body["text"], MAX_TEXT), to=_to(chat))
    page.notes.updates[chat.id, message["message_id"]] = update
    return {}


def press(page: "Page", body: Mapping[str, Any]) -> Raw:
    """A button under a message."""
    person, chat = _who(page, body), _where(page, body)
    if body["message"] not in chat.messages:
        raise NotDone("Pesan ini sudah tidak ada.")
    person.presses(data=str(body["data"]), to=_to(chat), message_id=body["message"])
    return {}


def vote(page: "Page", body: Mapping[str, Any]) -> Raw:
    """An option of a poll, or not any more when it was chosen before."""
    person, chat = _who(page, body), _where(page, body)
    poll = chat.messages[body["message"]]["poll"]
    option = int(body["option"])
    before = page.world.polls[poll["id"]]["votes"].get(person.id, [])
    others = [each for each in before if each != option] if poll.get("allows_multiple_answers") else []
    chosen = others if option in before else [*others, option]
    person.votes(*(poll["options"][each]["text"] for each in chosen), to=_to(chat), message_id=body["message"])
    return {}


def ask(page: "Page", body: Mapping[str, Any]) -> Raw:
    """What follows @bot in any chat; the results come as an event."""
    person, chat = _who(page, body), _where(page, body)
    inline.ask(person, chat, _text(body["query"], 256, empty=True), str(body.get("offset") or ""))
    return {}


def pick(page: "Page", body: Mapping[str, Any]) -> Raw:
    """One of the results, sent."""
    person, chat = _who(page, body), _where(page, body)
    return _sent(page, chat, inline.pick_by_id(person, chat, str(body["query"]), str(body["result"])))


def contact(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The own number, made up from the id."""
    person, chat = _who(page, body), _where(page, body)
    return _sent(page, chat, person.sends_contact(phone=f"+62800{person.id % 10**8:08d}", to=_to(chat)))


def location(page: "Page", body: Mapping[str, Any]) -> Raw:
    """A place on earth."""
    person, chat = _who(page, body), _where(page, body)
    latitude, longitude = float(body["latitude"]), float(body["longitude"])
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and math.isfinite(longitude) and abs(longitude) <= 180):
        raise NotDone("Koordinat ini tidak ada di bumi.")
    return _sent(page, chat, person.sends_location(latitude, longitude, to=_to(chat)))


def send_file(page: "Page", body: Mapping[str, Any]) -> Raw:
    """A picture or a document; `data`, `name` and `mime` come from the upload."""
    person, chat = _who(page, body), _where(page, body)
    caption = _text(body.get("caption") or "", MAX_CAPTION, empty=True)
    if body["kind"] != "photo":
        return _sent(page, chat, person.sends_document(body["name"], body["data"], body["mime"], caption, to=_to(chat)))
    return _sent(page, chat, person.sends_raw(_photo(page, body, caption), to=_to(chat)))


def _photo(page: "Page", body: Mapping[str, Any], caption: str) -> Raw:
    width, height = (min(10_000, max(1, int(body.get(name) or 640))) for name in ("width", "height"))
    file = page.world.files.keep("photo", body["name"], body["mime"], body["data"], (width, height))
    words = {"caption": caption, "caption_entities": markup.detect(caption)} if caption else {}
    return {"photo": [{**file.raw(), "width": width, "height": height}], **words}


def block(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The person wants no more from the bot."""
    _who(page, body).blocks()
    return {}


def unblock(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The person lets the bot write again."""
    _who(page, body).unblocks()
    return {}


def add_person(page: "Page", body: Mapping[str, Any]) -> Raw:
    """Somebody new."""
    language = body["language"] if body.get("language") in LANGUAGES else "id"
    username = body.get("username") or None
    if username and any(one.user.get("username", "").lower() == username.lower() for one in page.world.people.values()):
        raise NotDone("Nama pengguna ini sudah dipakai.")
    person = page.api.person(_text(body["name"], 64), language=language, username=username)
    return {"person": person.id}


def add_group(page: "Page", body: Mapping[str, Any]) -> Raw:
    """A group with the bot in it."""
    members = [page.world.people[int(each)] for each in body["members"]]
    group = page.api.group(_text(body["title"], 128), members)
    return {"chat": group.chat.id}


def offline(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The Bot API refuses connections, or takes them again."""
    page.api.faults.offline(bool(body["value"]))
    return {}


def delay(page: "Page", body: Mapping[str, Any]) -> Raw:
    """Every answer of the Bot API comes this much later."""
    page.api.faults.delay(min(10.0, max(0.0, float(body["seconds"]))))
    return {}


def too_many(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The next send is refused with a 429."""
    page.api.faults.too_many(body.get("chat"), min(600, max(1, int(body["seconds"]))))
    return {}


def clock(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The clock jumps by so many seconds."""
    seconds = float(body["seconds"])
    if not abs(page.world.clock.shift + seconds) <= 10 * 366 * 86400:
        raise NotDone("Jam tidak bisa digeser sejauh itu.")
    page.world.clock.move(seconds)
    return {}


def clock_to(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The clock jumps to the next time it is this hour in Malang."""
    now = datetime.fromtimestamp(page.world.clock.now(), ZONE)
    then = now.replace(hour=int(body["hour"]), minute=0, second=0, microsecond=0)
    page.world.clock.move((then - now + timedelta(days=then <= now)).total_seconds())
    return {}


def clock_reset(page: "Page", body: Mapping[str, Any]) -> Raw:
    """The clock is right again."""
    page.world.clock.move(-page.world.clock.shift)
    return {}


DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        say, edit, press, vote, ask, pick, contact, location, block, unblock, add_person, add_group,
        offline, delay, too_many, clock, clock_to, clock_reset,
    )
}  # fmt: skip


def _who(page: "Page", body: Mapping[str, Any]) -> "Person":
    person = page.world.people.get(int(body["person"]))
    if person is None:
        raise NotDone("Orang ini tidak ada.")
    return person


def _where(page: "Page", body: Mapping[str, Any]) -> Chat:
    chat = page.world.chats.get(int(body["chat"]))
    if chat is None or int(body["person"]) not in chat.members:
        raise NotDone("Percakapan ini tidak ada.")
    return chat


def _to(chat: Chat) -> Chat | None:
    return None if chat.private else chat


def _text(value: Any, most: int, *, empty: bool = False) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text and not empty:
        raise NotDone("Tulis sesuatu dulu.")
    if units(text) > most:
        raise NotDone(f"Terlalu panjang: paling banyak {most} huruf.")
    return text


def _sent(page: "Page", chat: Chat, update: int) -> Raw:
    """Remembers which update the chat's newest message became, for its ticks."""
    message_id = next(reversed(chat.messages))
    if update:
        page.notes.updates[chat.id, message_id] = update
    return {"message": message_id, "update": update}
