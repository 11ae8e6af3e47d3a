"""Pictures, files, albums, places and contacts."""

from typing import Any

from sandbox.errors import bad
from sandbox.methods.common import after_send, caption_of, chat_for_writing, count, reply_to, send
from sandbox.methods.uploads import media_of
from sandbox.spec import Params
from sandbox.state import Raw, World

ALBUM = {"photo", "video", "document", "audio"}
ALONE = {"document", "audio"}
MAX_ALBUM = 10


def send_photo(world: World, params: Params) -> Raw:
    """One picture."""
    content = media_of(world, params, params.get("photo"), "photo", "there is no photo in the request")
    spoiler = {"has_media_spoiler": True} if params.get("has_spoiler") else {}
    return send(world, params, {**content, **caption_of(params), **spoiler})


def send_document(world: World, params: Params) -> Raw:
    """One file."""
    content = media_of(world, params, params.get("document"), "document", "there is no document in the request")
    return send(world, params, {**content, **caption_of(params)})


def send_media_group(world: World, params: Params) -> list[Raw]:
    """An album; it counts as many messages as it has items."""
    items = params.get("media")
    if not isinstance(items, list):
        raise bad("expected an Array of InputMedia")
    contents = [input_media(world, params, item, for_album=True) for item in items]
    _check_album(contents)
    chat = chat_for_writing(world, params)
    reply = reply_to(chat, params)
    count(world, chat.id, params, len(contents))
    group = {"media_group_id": world.number()}
    messages = [world.post(chat, world.bot, {**reply, **group, **content}) for content in contents]
    for message in messages:
        after_send(world, chat, params, message)
    return messages


def input_media(world: World, params: Params, item: Any, *, for_album: bool = False) -> Raw:
    """The message fields for one InputMedia."""
    prefix = "can't parse InputMedia: "
    if not isinstance(item, dict):
        raise bad(f"{prefix}expected an Object")
    if "type" not in item:
        raise bad(f'{prefix}Can\'t find field "type"')
    kind = item["type"]
    if kind == "animation" and for_album:
        raise bad(f'{prefix}type "animation" can\'t be used in sendMediaGroup')
    if kind not in {*ALBUM, "animation"}:
        raise bad(f'{prefix}type "{kind}" is unsupported')
    content = media_of(world, params, item.get("media"), kind, f"{prefix}media not found")
    spoiler = {"has_media_spoiler": True} if item.get("has_spoiler") else {}
    return {**content, **caption_of(item), **spoiler}


def _check_album(contents: list[Raw]) -> None:
    if not contents:
        raise bad("there are no messages to send")
    if len(contents) > MAX_ALBUM:
        raise bad("too many messages to send as an album")
    kinds = {kind for content in contents for kind in ALBUM if kind in content}
    for kind in ALONE & kinds:
        if len(kinds) > 1:
            raise bad(f"{kind} can't be mixed with other media types")


def send_location(world: World, params: Params) -> Raw:
    """A point on the map."""
    return send(world, params, {"location": _location(params)})


def send_venue(world: World, params: Params) -> Raw:
    """A named place."""
    location = _location(params)
    for key in ("title", "address"):
        if not params.get(key):
            raise bad(f"{key} is empty")
    venue = {"location": location, "title": params["title"], "address": params["address"]}
    return send(world, params, {"location": location, "venue": venue})


def _location(params: Params) -> Raw:
    for key, most in (("latitude", 90), ("longitude", 180)):
        if key not in params:
            raise bad(f"{key} is empty")
        if not -most <= params[key] <= most:
            raise bad("wrong location coordinates specified")
    return {"latitude": params["latitude"], "longitude": params["longitude"]}


def send_contact(world: World, params: Params) -> Raw:
    """Somebody's number."""
    if not params.get("phone_number"):
        raise bad("phone number must be non-empty")
    if not params.get("first_name"):
        raise bad("first name must be non-empty")
    fields = ("phone_number", "first_name", "last_name", "vcard")
    return send(world, params, {"contact": {key: params[key] for key in fields if key in params}})


METHODS: dict[str, Any] = {
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendmediagroup": send_media_group,
    "sendlocation": send_location,
    "sendvenue": send_venue,
    "sendcontact": send_contact,
}
