"""The listening socket: can be shut and opened again on the same port."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

MAX_BODY = 60 * 1024 * 1024
Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Listening:
    """aiohttp's low-level server: no routing, no access log."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._server: web.Server | None = None
        self._socket: asyncio.Server | None = None
        self._opening: asyncio.Task[None] | None = None
        self.host = "127.0.0.1"
        self.port = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{self.host}:{self.port}"

    async def start(self, host: str, port: int) -> None:
        """Opens the socket."""
        self.host, self.port = host, port
        await self._open()

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = self._server or _server(self._answer)
        self._socket = await loop.create_server(self._server, self.host, self.port, backlog=1024)
        self.port = self._socket.sockets[0].getsockname()[1]

    def offline(self, offline: bool) -> None:
        """Shuts the socket and cuts every connection at once; opening again takes one turn of the loop."""
        if offline:
            self._shut()
        elif self._socket is None and self.port:
            self._opening = asyncio.get_running_loop().create_task(self._open())

    def _shut(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        for connection in list(self._server.connections if self._server else ()):
            if connection.transport is not None:
                connection.transport.abort()

    async def stop(self) -> None:
        """Shuts for good."""
        if self._opening is not None:
            await self._opening
        self._shut()
        if self._server is not None:
            await self._server.shutdown(1.0)


def _server(answer: Answer) -> web.Server:
    def request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY)

    return web.Server(answer, request_factory=request, access_log=None, keepalive_timeout=3600)
