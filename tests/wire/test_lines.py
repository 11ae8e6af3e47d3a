"""Lines: answers in every shape a server may give them, few connections, and the truth when one is cut."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from wire import lines
from wire.lines import HungUp, Line, Lines

OK = b"HTTP/1.1 200 OK\r\n"
BODY = b'{"ok":true}'
SIZED = OK + b"Content-Length: 11\r\n\r\n" + BODY
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n4;a=b\r\n" + BODY[:4] + b"\r\n7\r\n" + BODY[4:] + b"\r\n0\r\n\r\n"
PACKED = gzip.compress(BODY)
ZIPPED = OK + b"content-encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(PACKED) + PACKED
BARE = OK + b"transfer-encoding:chunked\r\nX-Content-Length: 3\r\n\r\nb\r\n" + BODY + b"\r\n0\r\n\r\n"
SHAPES = {
    "bare": BARE,
    "sized": SIZED,
    "chunked": CHUNKED,
    "zipped": ZIPPED,
    "hinted": b"HTTP/1.1 103 Early Hints\r\n\r\n" + SIZED,
}


class Server:
    """Answers each request with these bytes, in these pieces; None hangs up."""

    def __init__(self, answer: Callable[[int], list[bytes] | None]) -> None:
        self.answer, self.connections, self.asked, self.at_once, self.most = answer, 0, 0, 0, 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await reader.readexactly(2)
                self.asked += 1
                self.at_once += 1
                self.most = max(self.most, self.at_once)
                pieces = self.answer(self.asked)
                await asyncio.sleep(0.005)
                self.at_once -= 1
                if pieces is None:
                    break
                for piece in pieces:
                    writer.write(piece)
                    await asyncio.sleep(0)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


@asynccontextmanager
async def talking(server: Server, *, most: int = 4) -> AsyncIterator[Lines]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    made = Lines(f"http://127.0.0.1:{port}/bot1:x/", most=most, connect_timeout=2)
    try:
        yield made
    finally:
        made.close()
        listening.close()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("shape", SHAPES)
async def test_an_answer_is_read_in_every_shape(shape: str) -> None:
    server = Server(lambda _: [SHAPES[shape]])
    async with talking(server) as made:
        assert [await made.post("getMe", b"{}", 5) for _ in range(3)] == [(200, BODY)] * 3
    assert server.connections == 1


async def test_an_answer_without_a_length_ends_with_the_line() -> None:
    line = Line()
    answer = line._answer = asyncio.get_running_loop().create_future()
    for piece in (OK + b"\r\n", BODY):
        line.data_received(piece)
    assert not answer.done()
    line.connection_lost(None)
    assert await answer == (200, BODY)


@given(cuts=st.lists(st.integers(1, 200), max_size=6), shape=st.sampled_from(sorted(SHAPES)))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_however_it_is_cut_it_is_the_same(cuts: list[int], shape: str) -> None:
    async def read() -> tuple[int, bytes]:
        line, whole = Line(), SHAPES[shape]
        answer: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        line._answer = answer
        places = [0, *sorted({cut for cut in cuts if cut < len(whole)}), len(whole)]
        for first, last in pairwise(places):
            assert not answer.done()
            line.data_received(whole[first:last])
        return await answer

    assert asyncio.run(read()) == (200, BODY)


@pytest.mark.parametrize("garbage", [b"\0" * 20 + b"\r\n\r\n", OK + b"Content-Length: x\r\n\r\n", SIZED[:-3]])
async def test_what_is_no_answer_is_a_lost_one(garbage: bytes) -> None:
    server = Server(lambda number: [garbage] if number == 1 else [SIZED])
    async with talking(server) as made:
        with pytest.raises((HungUp, TimeoutError)):
            await made.post("getMe", b"{}", 0.2)
        assert await made.post("getMe", b"{}", 5) == (200, BODY)
    assert server.connections == 2


async def test_who_asks_when_all_lines_are_taken_waits() -> None:
    server = Server(lambda _: [SIZED])
    async with talking(server, most=2) as made:
        asked = [asyncio.ensure_future(made.post("getMe", b"{}", 5)) for _ in range(12)]
        asked[5].cancel()
        found = await asyncio.gather(*asked, return_exceptions=True)
    assert [one for one in found if one != (200, BODY)] == [found[5]]
    assert (server.most, server.connections) == (2, 2)


async def test_an_idle_line_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(lambda _: [SIZED])
    async with talking(server) as made:
        await made.post("getMe", b"{}", 5)
        monkeypatch.setattr(lines, "IDLE", -1.0)
        await made.post("getMe", b"{}", 5)
    assert server.connections == 2


async def test_a_server_that_hangs_up_between_is_met_anew() -> None:
    server = Server(lambda _: [OK + b"Connection: close\r\nContent-Length: 11\r\n\r\n" + BODY])
    async with talking(server) as made:
        assert [await made.post("getMe", b"{}", 5) for _ in range(3)] == [(200, BODY)] * 3
    assert server.connections == 3
