"""A request's parameters, whichever way they came: query string, form, JSON or multipart."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader
from aiohttp.web import BaseRequest

from sandbox.errors import Refused, bad
from sandbox.spec import Upload

MAX_PARAMETERS = 1024 * 1024
MAX_FILE = 50 * 1024 * 1024
TOO_MANY = "Request Entity Too Large: too many parameters"


async def read_parameters(request: BaseRequest, query: str) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Raw parameters and files."""
    raw: dict[str, Any] = _form(query) if query else {}
    if not request.can_read_body:
        return raw, {}
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/"):
        return await _multipart(request, raw)
    body = await request.read()
    if len(body) > MAX_PARAMETERS:
        raise Refused(413, TOO_MANY)
    raw.update(_json(body) if kind.startswith("application/json") else _form(_text(body)))
    return raw, {}


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _form(text: str) -> dict[str, Any]:
    return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))


def _json(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise bad("can't parse request body JSON object")
    return parsed


async def _multipart(request: BaseRequest, raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    files: dict[str, Upload] = {}
    reader: MultipartReader = await request.multipart()
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.filename is None:
            raw[part.name or ""] = _text(data)
            continue
        if len(data) > MAX_FILE:
            raise Refused(413, f"Request Entity Too Large: content length is {len(data)}")
        files[part.name or ""] = Upload(part.filename, part.headers.get("Content-Type", ""), data)
    if sum(len(str(value)) for value in raw.values()) > MAX_PARAMETERS:
        raise Refused(413, TOO_MANY)
    return raw, files
