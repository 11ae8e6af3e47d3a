"""The transport: kept-alive connections, uploads, and an honest word on what became of a request."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, NetworkError, RetryAfter

from sandbox.people import Person
from sandbox.server import BotApi
from tests.support.town import until
from wire.transport import Answer, AnswerLost, NotSent, Transport

TOKEN = "123456:TEST-sandbox-canary-token-AAAA"


class Wire:
    """A server of bare bytes: `answer` is given each request's head and body, and returns what goes back."""

    def __init__(self, answer: Callable[[bytes], Awaitable[bytes | None]]) -> None:
        self.answer = answer
        self.connections = 0
        self.requests: list[bytes] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.writers: list[asyncio.StreamWriter] = []
        self.url = ""

    def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        self.tasks.append(asyncio.get_running_loop().create_task(self.serve(reader, writer)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (
                        int(line.split(b":")[1])
                        for line in head.lower().split(b"\r\n")
                        if line.startswith(b"content-length")
                    ),
                    0,
                )
                self.requests.append(head + await reader.readexactly(length))
                told = await self.answer(self.requests[-1])
                if told is None:
                    break
                writer.write(told)
                await writer.drain()
        writer.transport.abort()


def http(body: bytes, status: str = "200 OK", kind: str = "application/json", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n".encode() + body


@asynccontextmanager
async def talking_to(answer: Callable[[bytes], Awaitable[bytes | None]]) -> AsyncIterator[tuple[Wire, Transport]]:
    wire = Wire(answer)
    server = await asyncio.start_server(wire.meet, "127.0.0.1", 0)
    wire.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    transport = Transport(wire.url, TOKEN)
    await transport.initialize()
    try:
        yield wire, transport
    finally:
        await transport.shutdown()
        server.close()
        await asyncio.gather(*wire.tasks)


def always(body: bytes, **more: Any) -> Callable[[bytes], Awaitable[bytes | None]]:
    async def answer(request: bytes) -> bytes | None:
        return http(body, **more)

    return answer


OK = always(b'{"ok":true,"result":{"message_id":7}}')


async def test_connections_are_kept_alive() -> None:
    async with talking_to(OK) as (wire, transport):
        for _ in range(20):
            assert await transport.call("getMe") == Answer(200, {"message_id": 7})
        assert (wire.connections, len(wire.requests)) == (1, 20)
        await asyncio.gather(*(transport.call("getMe") for _ in range(8)))
        assert wire.connections <= 8
        assert all(b"accept-encoding" in one.lower() for one in wire.requests)


async def test_a_connection_dropped_while_idle_is_not_used_again() -> None:
    """Otherwise a notice written to a dead connection would be unknown, though it never left."""
    async with talking_to(OK) as (wire, transport):
        for number in range(1, 4):
            assert (await transport.call("sendMessage")).ok
            assert wire.connections == number
            wire.writers[-1].close()
            await until(wire.tasks[-1].done)


async def test_no_cookies_and_no_redirects_are_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"

    async def answer(request: bytes) -> bytes | None:
        return moved

    async with talking_to(answer) as (wire, transport):
        for _ in range(2):
            assert (await transport.call("getMe")).code == 302
        assert len(wire.requests) == 2
        assert b"cookie:" not in wire.requests[1].lower()


async def test_nobody_listens_is_surely_not_sent() -> None:
    async with talking_to(OK) as (wire, _):
        url = wire.url
    transport = Transport(url, TOKEN)
    with pytest.raises(NotSent, match="closed"):
        await transport.call("sendMessage")
    await transport.initialize()
    with pytest.raises(NotSent) as caught:
        await transport.call("sendMessage")
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert caught.value.__suppress_context__
    await transport.shutdown()


async def test_an_unknown_host_is_surely_not_sent() -> None:
    transport = Transport("http://nowhere.invalid", TOKEN)
    await transport.initialize()
    with pytest.raises(NotSent):
        await transport.call("sendMessage")
    await transport.shutdown()


async def test_cut_after_the_request_is_an_answer_lost() -> None:
    async def hang_up(request: bytes) -> bytes | None:
        return None

    async with talking_to(hang_up) as (wire, transport):
        with pytest.raises(AnswerLost) as caught:
            await transport.call("sendMessage", b'{"text":"x"}')
        assert len(wire.requests) == 1, "not repeated by itself"
        assert TOKEN not in repr(caught.value)


async def test_a_slow_answer_is_an_answer_lost() -> None:
    patience = asyncio.Event()

    async def sleepy(request: bytes) -> bytes | None:
        await patience.wait()
        return None

    async with talking_to(sleepy) as (_, transport):
        with pytest.raises(AnswerLost):
            await transport.call("sendMessage", timeout=0.05)
        patience.set()


async def test_an_answer_torn_in_the_middle_is_lost() -> None:
    async def torn(request: bytes) -> bytes | None:
        return http(b'{"ok":true,"resu', length=500)

    async with talking_to(torn) as (_, transport):
        with pytest.raises(AnswerLost):
            await transport.call("sendMessage", timeout=0.1)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"ok":false}', b"{", b"null", b"\xff\xfe"])
async def test_a_200_that_cannot_be_read_was_accepted_and_is_lost(body: bytes) -> None:
    async with talking_to(always(body)) as (_, transport):
        with pytest.raises(AnswerLost):
            await transport.call("sendMessage")


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b"", b"[1]", b"\xff", b'{"ok":false,"description":5}'])
async def test_any_502_is_an_answer_with_its_code(body: bytes) -> None:
    async with talking_to(always(body, status="502 Bad Gateway", kind="text/html")) as (_, transport):
        answer = await transport.call("sendMessage")
        assert (answer.code, answer.ok, answer.result) == (502, False, None)


@pytest.mark.parametrize(
    ("parameters", "retry_after", "migrated_to"),
    [
        (b'{"retry_after":7}', 7.0, None),
        (b'{"migrate_to_chat_id":-1001}', None, -1001),
        (b'{"retry_after":"soon","migrate_to_chat_id":"x"}', None, None),
        (b"null", None, None),
        (b"[]", None, None),
    ],
)
async def test_what_a_refusal_carries(parameters: bytes, retry_after: float | None, migrated_to: int | None) -> None:
    body = b'{"ok":false,"error_code":400,"description":"no","parameters":' + parameters + b"}"
    async with talking_to(always(body, status="400 Bad Request")) as (_, transport):
        answer = await transport.call("sendMessage")
        assert answer == Answer(400, None, "no", retry_after, migrated_to)


async def test_the_token_is_in_the_path_only() -> None:
    async with talking_to(OK) as (wire, transport):
        await transport.call("sendMessage", b"{}")
        assert wire.requests[0].startswith(f"POST /bot{TOKEN}/sendMessage HTTP/1.1".encode())
        assert wire.requests[0].count(TOKEN.encode()) == 1
        assert TOKEN not in repr(transport) + str(transport)


# Stock python-telegram-bot over it


@pytest.fixture
async def stock(api: BotApi) -> AsyncIterator[Bot]:
    """python-telegram-bot's own Bot, over our transport."""
    request = Transport(api.url, api.token)
    bot = Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot", request=request)
    async with bot:
        yield bot


async def test_a_stock_bot_talks_over_it(stock: Bot, api: BotApi, ani: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    message = await stock.send_message(ani.id, "<b>halo</b>", parse_mode="HTML")
    await stock.edit_message_text("hai", ani.id, message.message_id)
    assert ani.seen == ["hai"]
    ani.says("apa kabar")
    (update,) = await stock.get_updates(offset=-1, timeout=0)
    assert update.message is not None and update.message.text == "apa kabar"
    with pytest.raises(BadRequest, match="Chat not found"):
        await stock.send_message(987654, "halo")
    api.faults.too_many(ani.id, 3)
    with pytest.raises(RetryAfter):
        await stock.send_message(ani.id, "halo")
    api.faults.status("sendMessage", 502, "<html>")
    with pytest.raises(NetworkError):
        await stock.send_message(ani.id, "halo")


@pytest.mark.parametrize("size", [1, 70_000, 3_000_000])
async def test_files_go_up_and_come_down_again(stock: Bot, api: BotApi, ani: Person, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    message = await stock.send_document(
        ani.id, io.BytesIO(content), filename="daftar “hadir”.csv", caption="<i>ini</i>", parse_mode="HTML"
    )
    assert message.document is not None
    assert (message.document.file_size, message.document.file_name) == (size, "daftar “hadir”.csv")
    file = await stock.get_file(message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content
    again = await stock.send_document(ani.id, message.document.file_id)
    assert again.document is not None and again.document.file_size == size


async def test_an_album_goes_up_in_one_request(stock: Bot, api: BotApi, ani: Person) -> None:
    photos = [InputMediaPhoto(_png(n), caption=f"foto {n}") for n in range(3)]
    messages = await stock.send_media_group(ani.id, photos)
    assert [one.caption for one in messages] == ["foto 0", "foto 1", "foto 2"]
    assert [call.method for call in api.calls if call.method.startswith("send")] == ["sendMediaGroup"]


async def test_our_own_upload(api: BotApi, ani: Person) -> None:
    transport = Transport(api.url, api.token)
    await transport.initialize()
    fields = {
        "chat_id": ani.id,
        "media": [{"type": "document", "media": "attach://a"}, {"type": "document", "media": "attach://b"}],
    }
    files = {"a": ("a.ics", b"BEGIN:VCALENDAR", "text/calendar"), "b": ("b.csv", b"x;y", "text/csv")}
    answer = await transport.upload("sendMediaGroup", fields, files)
    assert [one["document"]["file_name"] for one in answer.result] == ["a.ics", "b.csv"]
    single = await transport.upload("sendDocument", {"chat_id": ani.id}, {"document": ("c.txt", b"isi", "text/plain")})
    assert single.result["document"]["mime_type"] == "text/plain"
    await transport.shutdown()


@pytest.mark.parametrize("heard", [0, 200_000])
async def test_an_upload_cut_on_its_way_is_an_answer_lost(heard: int) -> None:
    """Nobody can know how far it came; it is not begun again by itself."""
    requests: list[bytes] = []

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await reader.readuntil(b"\r\n\r\n") + await reader.read(heard))
        writer.transport.abort()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    transport = Transport(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", TOKEN)
    await transport.initialize()
    with pytest.raises(AnswerLost) as caught:
        await transport.upload("sendDocument", {"chat_id": 1}, {"document": ("x.xlsx", b"x" * 5_000_000, "x/y")})
    assert TOKEN not in repr(caught.value)
    assert len(requests) == 1
    assert b"content-length: 5" in requests[0].lower(), "one body of a known length, no chunks"
    await transport.shutdown()
    server.close()


async def test_an_upload_does_not_hold_the_loop(api: BotApi, ani: Person) -> None:
    """While a large file goes up, other calls are made and answered."""
    transport = Transport(api.url, api.token)
    await transport.initialize()
    large = transport.upload("sendDocument", {"chat_id": ani.id}, {"document": ("x.bin", bytes(40_000_000), "x/y")})
    task = asyncio.ensure_future(large)
    answered = 0
    while not task.done():
        assert (await transport.call("getMe")).ok
        answered += 1
    assert (await task).result["document"]["file_size"] == 40_000_000
    assert answered > 1
    await transport.shutdown()


def test_the_bot_is_known_by_its_token() -> None:
    assert [Transport("http://x", token).bot_id for token in ("123456:AAA", "nonsense", ":x")] == [123456, 0, 0]


def _png(number: int) -> bytes:
    """A picture of one pixel."""
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes([0, number])))
        + chunk(b"IEND", b"")
    )
