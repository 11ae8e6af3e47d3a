"""What is more than words, as drafts: files made for the moment, files that people gave, albums, places."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wire import outbox
from wire.markup import split
from wire.outbox import Buttons, Draft, Row

CAPTION_MOST = 1024
"""Units that fit under a picture or a file."""
ALBUM = range(2, 11)
"""How many items an album may have."""
Thing = str | dict[str, Any]
"""A file: Telegram's file_id of one that somebody gave, or what `made` describes."""


def made(maker: str, values: dict[str, Any], *, name: str, otherwise: str = "") -> Thing:
    """A file that the sender's side makes (render/); `otherwise` is said (HTML) when it cannot be made."""
    return {"render": [maker, values], "name": tidy(name), "otherwise": otherwise}


def tidy(name: str) -> str:
    """A file's name as every system takes it: at most 80 characters, its ending kept."""
    clean = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+', " ", name).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 79 - len(ending)].rstrip()}{dot}{ending}" if dot and len(ending) < 10 else clean[:80]


def send_file(maker: str, values: dict[str, Any], *, name: str, otherwise: str = "", **how: Any) -> list[Draft]:
    """Drafts that send a file made of `values`; `how` as in `send`."""
    return send(made(maker, values, name=name, otherwise=otherwise), **how)


def send(
    what: Thing,
    *,
    as_photo: bool,
    kind: str,
    chat_id: int,
    person_id: int | None = None,
    caption: str = "",
    buttons: Buttons = (),
    reply_to: int | None = None,
) -> list[Draft]:
    """Drafts that send a picture or a document; a caption (HTML) that is too long follows as a message."""
    name = "photo" if as_photo else "document"
    fits = len(split(caption, CAPTION_MOST)) <= 1
    payload = {name: what, **_captioned(caption if fits else ""), **_beneath(reply_to)}
    if buttons and fits:
        payload["reply_markup"] = outbox.keyboard(buttons)
    drafts = [Draft(kind, f"send{name.title()}", payload, chat_id, person_id)]
    if not fits:
        drafts += outbox.say(caption, kind=kind, chat_id=chat_id, person_id=person_id, buttons=buttons)
    return drafts


def recaption(
    caption: str, *, chat_id: int, message_id: int, person_id: int | None = None, buttons: Buttons = ()
) -> list[Draft]:
    """A draft that says something else below a picture or a document; nothing when it is too long for that."""
    if len(split(caption, CAPTION_MOST)) > 1:
        return []
    payload: dict[str, Any] = {"message_id": message_id, **_captioned(caption)}
    if buttons:
        payload["reply_markup"] = outbox.keyboard(buttons)
    return [Draft("edit", "editMessageCaption", payload, chat_id, person_id)]


def repicture(
    what: Thing,
    *,
    chat_id: int,
    message_id: int,
    person_id: int | None = None,
    caption: str = "",
    buttons: Buttons = (),
) -> list[Draft]:
    """A draft that puts another picture in the place of one; nothing when the caption is too long for that."""
    if len(split(caption, CAPTION_MOST)) > 1:
        return []
    media = {"type": "photo", "media": what, **_captioned(caption)}
    payload: dict[str, Any] = {"message_id": message_id, "media": media}
    if buttons:
        payload["reply_markup"] = outbox.keyboard(buttons)
    return [Draft("edit", "editMessageMedia", payload, chat_id, person_id)]


def album(
    what: Sequence[Thing],
    *,
    as_photos: bool,
    kind: str,
    chat_id: int,
    person_id: int | None = None,
    caption: str = "",
) -> list[Draft]:
    """A draft that sends 2–10 pictures, or as many documents, as one album; Telegram gives it no buttons."""
    if len(what) not in ALBUM:
        raise ValueError("an album has 2 to 10 items")
    if len(split(caption, CAPTION_MOST)) > 1:
        raise ValueError("a caption has at most 1024 characters")
    media: list[dict[str, Any]] = [{"type": "photo" if as_photos else "document", "media": one} for one in what]
    media[0] |= _captioned(caption)
    return [Draft(kind, "sendMediaGroup", {"media": media}, chat_id, person_id, items=len(media))]


def place(
    latitude: float,
    longitude: float,
    *,
    kind: str,
    chat_id: int,
    person_id: int | None = None,
    title: str = "",
    address: str = "",
    buttons: Buttons = (),
) -> list[Draft]:
    """A draft that shows a point on the map, as a venue where it has a title and an address."""
    payload: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
    venue = bool(title and address)
    if venue:
        payload |= {"title": title, "address": address}
    if buttons:
        payload["reply_markup"] = outbox.keyboard(buttons)
    return [Draft(kind, "sendVenue" if venue else "sendLocation", payload, chat_id, person_id)]


def _captioned(caption: str) -> dict[str, Any]:
    return {"caption": caption, "parse_mode": "HTML"} if caption else {}


def _beneath(message_id: int | None) -> dict[str, Any]:
    if message_id is None:
        return {}
    return {"reply_parameters": {"message_id": message_id, "allow_sending_without_reply": True}}


# What a row describes, read by the sender's side

METHODS = frozenset({"sendPhoto", "sendDocument", "sendMediaGroup", "editMessageMedia"})
_MARK = '"render":['
"""Stands in no text of a payload: there its quotes would be escaped."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that has to be made: where in the payload, as what, and a key that the same description has again."""

    path: tuple[str | int, ...]
    kind: str
    key: str


def wanted(row: Row) -> tuple[Wanted, ...]:
    """The files that a row describes; read once, and kept with the row."""
    if row.wants is None:
        described = row.method in METHODS and _MARK in row.payload
        row.wants = tuple(_read(json.loads(row.payload))) if described else ()
    return row.wants


def _read(payload: dict[str, Any]) -> list[Wanted]:
    places: list[tuple[tuple[str | int, ...], str]] = [(("photo",), "photo"), (("document",), "document")]
    media = payload.get("media")
    if isinstance(media, list):
        places = [(("media", number, "media"), item["type"]) for number, item in enumerate(media)]
    elif media:
        places = [(("media", "media"), media["type"])]
    found = [(path, kind, at(payload, path)) for path, kind in places if path[0] in payload]
    return [Wanted(path, kind, _key(kind, what)) for path, kind, what in found if isinstance(what, dict)]


def at(payload: Any, path: Sequence[str | int]) -> Any:
    """What stands there."""
    for step in path:
        payload = payload[step]
    return payload


def put(payload: Any, path: Sequence[str | int], what: Any) -> None:
    """Let something else stand there."""
    at(payload, path[:-1])[path[-1]] = what


def _key(kind: str, what: dict[str, Any]) -> str:
    told = json.dumps([kind, what["name"], what["render"]], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def instead(row: Row) -> list[Draft]:
    """What is said when a file of the row cannot be made; nothing where nothing was given for that."""
    payload = json.loads(row.payload)
    words = (at(payload, one.path).get("otherwise") for one in wanted(row))
    text = next((one for one in words if one), "")
    if not text or row.chat_id is None:
        return []
    return outbox.say(
        text, kind=row.kind if row.kind != "edit" else "reply", chat_id=row.chat_id, person_id=row.person_id
    )
