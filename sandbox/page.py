"""The chat page: its files, what happens as server-sent events, and what people do as POSTs; for this machine only."""

import asyncio
import json
import math
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from sandbox import deeds
from sandbox.guard import HEADERS, guarded, refused
from sandbox.state import Raw
from sandbox.view import Notes, Parts, difference, parts

if TYPE_CHECKING:
    from sandbox.server import BotApi

FILES = Path(__file__).parent / "page"
MAX_UPLOAD = 20 * 1024 * 1024
MAX_ACTION = 64 * 1024
SHOWN_INLINE = {"image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg"}
LOOK_AGAIN = 0.5
POLL_LASTS = 55.0
GATHER = 0.05


class Stream:
    """One open page: what it has been told, and what it must hear next."""

    def __init__(self) -> None:
        self.told: Parts = {}
        self.words: list[tuple[str, Raw]] = []
        self.wake = asyncio.Event()


class Page:
    """The page over one Bot API; on a port of its own, so that it stays when the Bot API goes offline."""

    def __init__(self, api: "BotApi", roles: dict[int, str] | None = None) -> None:
        self.api = api
        self.world = api.world
        self.notes = Notes(roles=roles or {})
        self.streams: set[Stream] = set()
        self.closing = False
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._polled = (0, -math.inf)

    async def start(self, port: int = 0) -> str:
        """Listens on loopback, on this port or, when it is taken, on any free one; returns the url."""
        app = web.Application()
        self.add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        self.url = await _listen(self._runner, port)
        self.world.listen(self._heard)
        return self.url

    async def stop(self) -> None:
        """Ends every stream and the server."""
        if self._runner is not None:
            self.world.unlisten(self._heard)
            await self._runner.cleanup()
            self._runner = None

    def add_to(self, app: web.Application) -> None:
        """Adds the page's routes; they answer to this machine's own names only."""
        app.router.add_get("/", guarded(self._index))
        app.router.add_get("/page/events", guarded(self._events))
        app.router.add_get("/page/file/{file_id}", guarded(self._file))
        app.router.add_post("/page/act", guarded(self._act))
        app.router.add_post("/page/upload", guarded(self._upload))
        app.router.add_get("/page/{name}", guarded(self._static))
        app.on_shutdown.append(self._close)

    async def _close(self, app: web.Application) -> None:
        self.closing = True
        for stream in self.streams:
            stream.wake.set()

    def _polling(self) -> bool:
        """Whether the bot has asked for updates lately (a long poll lasts 50 s at most), or has a webhook."""
        count, since = self._polled
        now = self.world.monotonic()
        if self.api.polling.count != count:
            self._polled = (self.api.polling.count, since := now)
        return self.api.polling.webhook_active or now - since < POLL_LASTS

    def _heard(self, event: Raw) -> None:
        if event["kind"] == "edited":
            self.notes.made.pop((event["chat_id"], event["message"]["message_id"]), None)
        for stream in self.streams:
            if event["kind"] in ("toast", "typing", "inline"):
                stream.words.append((event["kind"], event))
            stream.wake.set()

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(FILES / "index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = FILES / request.match_info["name"]
        if path.parent != FILES or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        stream = Stream()
        self.streams.add(stream)
        try:
            while not self.closing:
                await self._tell(stream, response)
                await _woken(stream)
        except ConnectionResetError:
            pass
        finally:
            self.streams.discard(stream)
        return response

    async def _tell(self, stream: Stream, response: web.StreamResponse) -> None:
        """Writes what changed, then the passing words."""
        now = parts(self.api, self.notes, self._polling())
        kind = "patch" if stream.told else "state"
        change = difference(stream.told, now)
        stream.told = now
        words, stream.words = stream.words, []
        lines = [(kind, change)] if change else []
        lines += [(name, json.dumps(word, ensure_ascii=False)) for name, word in words]
        text = "".join(f"event: {name}\ndata: {data}\n\n" for name, data in lines)
        await response.write((text or ":\n\n").encode())

    async def _act(self, request: web.Request) -> web.StreamResponse:
        body = await request.content.read(MAX_ACTION + 1)
        if len(body) > MAX_ACTION:
            return refused("Terlalu besar.", 413)
        try:
            return web.json_response(deeds.do(self, json.loads(body)))
        except (json.JSONDecodeError, UnicodeDecodeError):
            return refused("Ini bukan JSON.", 400)
        except deeds.NotDone as reason:
            return refused(str(reason), 400)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "multipart/form-data":
            return refused("Berkas tidak ada.", 400)
        try:
            body = await _form(request)
            return web.json_response(deeds.send_file(self, body))
        except deeds.NotDone as reason:
            return refused(str(reason), 413 if "besar" in str(reason) else 400)
        except (KeyError, TypeError, ValueError):
            return refused("Berkas ini tidak lengkap atau keliru.", 400)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self.world.files.by_id.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        inline = file.mime in SHOWN_INLINE
        kind = file.mime if inline else "application/octet-stream"
        headers = {
            "Cache-Control": "private, max-age=86400",
            "Content-Disposition": "inline" if inline else "attachment",
        }
        return web.Response(body=file.data, content_type=kind, headers=headers)


async def _listen(runner: web.AppRunner, port: int) -> str:
    for wanted in (port, 0):
        try:
            await web.TCPSite(runner, "127.0.0.1", wanted).start()
        except OSError:
            if not wanted:
                raise
        else:
            break
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def _woken(stream: Stream) -> None:
    """Waits for news, lets it gather for a moment; looks again now and then for what nobody tells (counters)."""
    try:
        async with asyncio.timeout(LOOK_AGAIN):
            await stream.wake.wait()
        await asyncio.sleep(GATHER)
    except TimeoutError:
        pass
    stream.wake.clear()


async def _form(request: web.Request) -> dict[str, Any]:
    """The fields of an upload; the file's content under `data`."""
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = await _content(part)
        if part.name == "file":
            name = part.filename or "berkas"
            mime = part.headers.get("Content-Type") or mimetypes.guess_type(name)[0] or "application/octet-stream"
            fields |= {"data": content, "name": name, "mime": mime}
        else:
            fields[part.name] = content.decode()
    if "data" not in fields:
        raise deeds.NotDone("Berkas tidak ada.")
    return fields


async def _content(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        content += chunk
        if len(content) > MAX_UPLOAD:
            raise deeds.NotDone("Berkas ini terlalu besar: paling banyak 20 MB.")
    return bytes(content)
