"""What a file parameter may be: an upload, attach://name, a file_id; and what becomes of it."""

import mimetypes
from typing import Any

from sandbox.errors import bad
from sandbox.files import Stored
from sandbox.images import dimensions
from sandbox.spec import Params, Upload
from sandbox.state import Raw, World

MAX_PHOTO = 10 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
KINDS = ("photo", "document", "video", "animation", "audio", "voice", "sticker", "video_note")


def media_of(world: World, params: Params, value: Any, kind: str, missing: str) -> Raw:
    """The message field for a file of this kind, e.g. {"photo": [...]}."""
    stored = _stored(world, params, value, kind, missing)
    return {kind: _photo_sizes(stored) if kind == "photo" else _document(stored)}


def _stored(world: World, params: Params, value: Any, kind: str, missing: str) -> Stored:
    if isinstance(value, str) and value.startswith("attach://"):
        value = params.files.get(value.removeprefix("attach://"))
    if value is None:
        raise bad(missing)
    if isinstance(value, Upload):
        return _kept(world, value, kind)
    if value.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    return _known(world, value, kind)


def _known(world: World, file_id: str, kind: str) -> Stored:
    stored = world.files.by_id.get(file_id)
    if stored is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad(f"can't use file of type {_type(stored.kind)} as {_type(kind)}")
    return stored


def _type(kind: str) -> str:
    return "".join(part.title() for part in kind.split("_"))


def _kept(world: World, upload: Upload, kind: str) -> Stored:
    if not upload.data:
        raise bad("file must be non-empty")
    size = _photo_size(upload) if kind == "photo" else (0, 0)
    mime = upload.mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    return world.files.keep(kind, upload.name, mime, upload.data, size)


def _photo_size(upload: Upload) -> tuple[int, int]:
    if len(upload.data) > MAX_PHOTO:
        raise bad(
            f"file of size {len(upload.data)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    size = dimensions(upload.data)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return size


def _photo_sizes(stored: Stored) -> list[Raw]:
    full = {**stored.raw(), "width": stored.width, "height": stored.height}
    scale = 90 / max(stored.width, stored.height, 90)
    thumb = {"width": max(1, round(stored.width * scale)), "height": max(1, round(stored.height * scale))}
    return [{**full, **thumb}, full] if scale < 1 else [full]


def _document(stored: Stored) -> Raw:
    return {**stored.raw(), "file_name": stored.name, "mime_type": stored.mime}
