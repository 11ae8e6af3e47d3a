"""HTTP to the Bot API: calls over lines of our own, files over aiohttp, and an honest word on what became of each."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import IO, Any

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from wire.lines import HungUp, Lines

CONNECT_TIMEOUT = 5.0
ANSWER_TIMEOUT = 30.0
_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """The request was surely never written: trying again cannot double anything."""


class TooBig(Exception):
    """There is more of it than was asked for."""


class AnswerLost(TimedOut):
    """The request may have arrived; its answer did not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Bot API said. `code` is the HTTP status; `result` only when it is 200."""

    code: int
    result: Any = None
    description: str = ""
    retry_after: float | None = None
    migrated_to: int | None = None

    @property
    def ok(self) -> bool:
        return self.code == 200


Upload = tuple[str, bytes, str]
"""Name, content and MIME type of something to upload."""


class Transport(BaseRequest):
    """One pool of kept-alive connections to one Bot API server; `root` is TELEGRAM_API_URL without `/bot`."""

    def __init__(self, root: str, token: str, *, connections: int = 256) -> None:
        self._base, self._files = f"{root}/bot{token}/", f"{root}/file/bot{token}/"
        number = token.partition(":")[0]
        self.bot_id = int(number) if number.isdecimal() else 0
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._lines = Lines(self._base, most=connections, connect_timeout=CONNECT_TIMEOUT)

    def __repr__(self) -> str:
        return "Transport(…)"

    @property
    def read_timeout(self) -> float:
        return ANSWER_TIMEOUT

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
            self._lines.close()

    async def call(self, method: str, body: bytes = b"{}", *, timeout: float = ANSWER_TIMEOUT) -> Answer:
        """Call a Bot API method with a JSON body; NotSent or AnswerLost when there is no answer."""
        if self._session is None:
            raise NotSent("the transport is closed")
        try:
            return _read(*await self._lines.post(method, body, timeout))
        except (HungUp, TimeoutError) as error:
            raise AnswerLost(type(error).__name__) from None
        except OSError as error:
            raise NotSent(type(error).__name__) from None

    async def upload(self, method: str, fields: Mapping[str, Any], files: Mapping[str, Upload]) -> Answer:
        """Call a method with files; a file is named in a field by `attach://` and its key, or is the field itself."""
        told = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        return _read(*await self._post(self._base + method, _form(told, files), None, 4 * ANSWER_TIMEOUT))

    async def download(self, path: str, most: int) -> bytes | None:
        """The file at getFile's `path`, TooBig when it has more than `most` bytes; None when it cannot be had there."""
        if self._session is None:
            raise NotSent("the transport is closed")
        content, limits = bytearray(), _timeout(4 * ANSWER_TIMEOUT)
        with _told_honestly():
            async with self._session.get(self._files + path, timeout=limits, allow_redirects=False) as response:
                if response.status >= 500:
                    raise AnswerLost(f"{response.status}")
                if response.status != 200:
                    return None
                async for chunk in response.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > most:
                        raise TooBig
        return bytes(content)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """python-telegram-bot's own door to the same pool."""
        wait = read_timeout if isinstance(read_timeout, int | float) else ANSWER_TIMEOUT
        if method == "GET":
            return await self._exchange("GET", url, None, None, wait)
        if request_data is None or not request_data.contains_files:
            return await self._post(url, request_data.json_payload if request_data else b"{}", _JSON, wait)
        form = _form(request_data.json_parameters, request_data.multipart_data)
        return await self._post(url, form, None, 4 * wait)

    async def _post(
        self, url: str, body: bytes | aiohttp.FormData, headers: dict[str, str] | None, timeout: float
    ) -> tuple[int, bytes]:
        return await self._exchange("POST", url, body, headers, timeout)

    async def _exchange(
        self, verb: str, url: str, body: bytes | aiohttp.FormData | None, headers: dict[str, str] | None, timeout: float
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("the transport is closed")
        limits = _timeout(timeout)
        with _told_honestly():
            async with self._session.request(
                verb, url, data=body, headers=headers, timeout=limits, allow_redirects=False
            ) as response:
                return response.status, await response.read()


@contextmanager
def _told_honestly() -> Iterator[None]:
    """What went wrong on the wire, as NotSent or AnswerLost; the address, which holds the token, is not told."""
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSent(type(error).__name__) from None
    except (AnswerLost, NotSent):
        raise
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise AnswerLost(type(error).__name__) from None


def _form(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes | IO[bytes], str]]) -> aiohttp.FormData:
    """File names go as they are, in UTF-8: Telegram would show a quoted one with its quotes."""
    form = aiohttp.FormData(fields, quote_fields=False)
    for name, (filename, content, mime) in files.items():
        body = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=mime)
    return form


@cache
def _timeout(total: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total, sock_connect=CONNECT_TIMEOUT)


def _read(code: int, payload: bytes) -> Answer:
    """The answer in `payload`; AnswerLost when a 200 cannot be read (it was accepted, its content is lost)."""
    try:
        told = json.loads(payload)
    except ValueError:
        told = None
    if code == 200:
        if not isinstance(told, dict) or told.get("ok") is not True:
            raise AnswerLost("unreadable answer")
        return Answer(200, told.get("result"))
    if not isinstance(told, dict):
        return Answer(code)
    parameters = told.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    wait = parameters.get("retry_after")
    moved = parameters.get("migrate_to_chat_id")
    return Answer(
        code,
        None,
        str(told.get("description", "")),
        float(wait) if isinstance(wait, int | float) else None,
        moved if isinstance(moved, int) else None,
    )
