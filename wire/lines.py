"""Lines to a server: kept-alive connections that post small bodies, read answers, and do nothing else."""

import asyncio
import ssl
import time
import zlib
from collections import deque
from urllib.parse import urlsplit

IDLE = 55.0
"""Seconds after which a line is not used again: the server may be about to hang up."""
BIGGEST = 64 * 2**20


class HungUp(Exception):
    """The line was cut before the answer was whole, or the answer is none."""


class Line(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._wire: asyncio.Transport | None = None
        self.since = 0.0
        self.open = True
        self._until_close = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport

    def ask(self, request: bytes) -> asyncio.Future[tuple[int, bytes]]:
        """Write a request; its status and body come."""
        assert self._wire is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._wire.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if self._answer is None or len(self._buffer) > BIGGEST:
            self.hang_up()
            return
        try:
            self._read()
        except (ValueError, IndexError, zlib.error):
            self.hang_up()

    def _read(self) -> None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        status = int(self._buffer[9:12])
        head = _fields(self._buffer[:end])
        if status < 200:
            self._buffer = self._buffer[end + 4 :]
            self._read()
            return
        if head.get(b"transfer-encoding", b"").endswith(b"chunked"):
            self._finish(status, head, _unchunked(self._buffer, end + 4))
        elif b"content-length" in head:
            length = int(head[b"content-length"])
            whole = len(self._buffer) >= end + 4 + length
            self._finish(status, head, (self._buffer[end + 4 : end + 4 + length], end + 4 + length) if whole else None)
        elif status in (204, 304):
            self._finish(status, head, (b"", end + 4))
        else:
            self._until_close = True

    def _finish(self, status: int, head: dict[bytes, bytes], found: tuple[bytes, int] | None) -> None:
        """The answer is whole, unless there is none yet; what follows it is nothing we asked for."""
        if found is None:
            return
        body, end = found
        if head.get(b"content-encoding", b"identity") != b"identity":
            body = zlib.decompress(body, zlib.MAX_WBITS | 32)
        answer, self._answer = self._answer, None
        if head.get(b"connection") == b"close" or self._buffer.startswith(b"HTTP/1.0") or len(self._buffer) > end:
            self.hang_up()
        self._buffer = b""
        if answer is not None and not answer.done():
            answer.set_result((status, body))

    def connection_lost(self, error: Exception | None) -> None:
        self.open = False
        answer, self._answer = self._answer, None
        if answer is None or answer.done():
            return
        end = self._buffer.find(b"\r\n\r\n")
        if self._until_close and error is None:
            answer.set_result((int(self._buffer[9:12]), self._buffer[end + 4 :]))
        else:
            answer.set_exception(HungUp())

    def hang_up(self) -> None:
        self.open = False
        if self._wire is not None:
            self._wire.abort()


def _fields(head: bytes) -> dict[bytes, bytes]:
    """Header fields, names and values in lower case."""
    told = (line.partition(b":") for line in head.lower().split(b"\r\n")[1:])
    return {name.strip(): value.strip() for name, _, value in told}


def _unchunked(buffer: bytes, at: int) -> tuple[bytes, int] | None:
    """The body of a chunked answer and where it ends; None while it is not whole."""
    body = b""
    while (end := buffer.find(b"\r\n", at)) >= 0:
        size = int(buffer[at:end].split(b";", 1)[0], 16)
        at = end + 2
        if size == 0:
            last = buffer.find(b"\r\n", at)
            return (body, last + 2) if last >= 0 else None
        body += buffer[at : at + size]
        at += size + 2
        if at > len(buffer):
            return None
    return None


class Lines:
    """Up to `most` lines to the server at `root`; who asks when all are taken waits for one."""

    def __init__(self, root: str, *, most: int, connect_timeout: float) -> None:
        parts = urlsplit(root)
        self._host, self._path = parts.hostname or "", parts.path.encode()
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._secure, self._tls = parts.scheme == "https", None if parts.scheme != "https" else _context()
        kind = b"\r\nContent-Type: application/json\r\nContent-Length: "
        self._head = b" HTTP/1.1\r\nHost: " + parts.netloc.encode() + b"\r\nAccept-Encoding: gzip, deflate" + kind
        self._most, self._connect_timeout = most, connect_timeout
        self._free: deque[Line] = deque()
        self._taken: set[Line] = set()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._busy = 0

    async def post(self, method: str, body: bytes, timeout: float) -> tuple[int, bytes]:
        """Status and body of the answer; OSError when no line could be had, HungUp or TimeoutError after that."""
        while self._busy >= self._most:
            await self._one_freed()
        self._busy += 1
        try:
            line = self._kept() or await self._connected()
            return await self._asked(line, method, body, timeout)
        finally:
            self._busy -= 1
            if self._waiting:
                self._wake()

    async def _asked(self, line: Line, method: str, body: bytes, timeout: float) -> tuple[int, bytes]:
        self._taken.add(line)
        answer = line.ask(b"POST " + self._path + method.encode() + self._head + b"%d\r\n\r\n" % len(body) + body)
        late = asyncio.get_running_loop().call_later(timeout, _give_up, answer)
        try:
            found = await answer
        except BaseException:
            line.hang_up()
            raise
        finally:
            late.cancel()
            self._taken.discard(line)
        if line.open:
            line.since = time.monotonic()
            self._free.append(line)
        return found

    def _kept(self) -> Line | None:
        while self._free:
            line = self._free.pop()
            if line.open and time.monotonic() - line.since < IDLE:
                return line
            line.hang_up()
        return None

    async def _connected(self) -> Line:
        loop = asyncio.get_running_loop()
        name = self._host if self._secure else None
        made = loop.create_connection(
            Line, self._host, self._port, ssl=self._tls, server_hostname=name, happy_eyeballs_delay=0.25
        )
        try:
            _, line = await asyncio.wait_for(made, self._connect_timeout)
        except TimeoutError:
            raise ConnectionError("no connection in time") from None
        return line

    async def _one_freed(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._wake()
            raise

    def _wake(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def close(self) -> None:
        """Hang up everywhere."""
        for line in (*self._free, *self._taken):
            line.hang_up()
        self._free.clear()


def _give_up(answer: "asyncio.Future[tuple[int, bytes]]") -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
