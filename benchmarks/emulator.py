"""A Bot API server made for load: `python -m benchmarks.emulator` prints its port; it stamps, delays and counts."""

import asyncio
import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks import telegram
from benchmarks.tally import Tally, busiest, steady_rate

LIMIT = 100
PAUSE = 0.002


@dataclass
class Network:
    """Seconds a request takes there and its answer back, each with up to `jitter` more."""

    delay: float = 0.0
    jitter: float = 0.0

    def one_way(self) -> float:
        return self.delay / 2 + (random.uniform(0.0, self.jitter) if self.jitter else 0.0)


MESSAGE, PRESS, FLOOD = range(3)
"""What an update is: a message, a press, or a message of the one who floods."""


class Telegram:
    """The updates that wait, who polls, and what came back. A chat says `burst` messages in a row."""

    def __init__(self, network: Network, *, chats: int = 500, burst: int = 1) -> None:
        self.network, self.chats, self.burst = network, chats, burst
        self.tally = Tally()
        self.presses = bytearray()
        self.made: list[float] = []
        self.confirmed = 0
        self.polls = 0
        self.round_trips: list[float] = []
        self.sends: list[float] = []
        self.copies: set[int] = set()
        self.doubled = 0
        self._poller: Callable[[bytes], None] | None = None
        self._steady: asyncio.Task[None] | None = None

    def person(self, number: int) -> int:
        """Who wrote update `number`."""
        if self.presses[number : number + 1] == bytes([FLOOD]):
            return telegram.FIRST_PERSON - 1
        return telegram.FIRST_PERSON + number // self.burst % self.chats

    def write(self, count: int, *, press: int = MESSAGE) -> None:
        """People write `count` messages, or press as many buttons, or one of them floods."""
        self.presses += bytes([press]) * count
        self.made += [asyncio.get_running_loop().time()] * count
        if self._poller is not None:
            batch = self._batch(self.confirmed)
            if batch != b"[]":
                poller, self._poller = self._poller, None
                poller(telegram.ok(batch))

    def steadily(self, *, messages: float, presses: float, seconds: float, flood: float = 0.0) -> None:
        """For a while, so many messages and presses a second, one by one; and so many of one person alone."""
        self._steady = asyncio.get_running_loop().create_task(self._steadily((messages, presses, flood), seconds))

    async def _steadily(self, rates: tuple[float, ...], seconds: float) -> None:
        loop = asyncio.get_running_loop()
        began, done = loop.time(), [0] * len(rates)
        while (now := loop.time() - began) < seconds:
            for kind, rate in enumerate(rates):
                while done[kind] < int(now * rate):
                    self.write(1, press=kind)
                    done[kind] += 1
            await asyncio.sleep(PAUSE)
        self._steady = None

    def _batch(self, first: int) -> bytes:
        numbers = range(first, min(len(self.made), first + LIMIT))
        return f"[{','.join(self._update(number) for number in numbers)}]".encode()

    def _update(self, number: int) -> str:
        worded = telegram.press if self.presses[number] == PRESS else telegram.message
        return worded(number, self.person(number))

    # What the bot asks

    def arrived(self, method: bytes, body: bytes, answer: Callable[[bytes], None]) -> None:
        """A request reached the server."""
        if method == b"getupdates":
            self._polled(body, answer)
        elif method == b"sendmessage":
            answer(self._sent(body))
        elif method == b"answercallbackquery":
            self._pressed(body)
            answer(telegram.ok(b"true"))
        else:
            answer(telegram.ok(telegram.ME if method == b"getme" else b"true"))

    def _polled(self, body: bytes, answer: Callable[[bytes], None]) -> None:
        self.polls += 1
        offset = telegram.OFFSET.search(body)
        if offset is not None:
            self.confirmed = max(self.confirmed, int(offset[1]) - telegram.FIRST_UPDATE)
        if self.confirmed >= len(self.made):
            self._poller = answer
            return
        answer(telegram.ok(self._batch(self.confirmed)))

    def _sent(self, body: bytes) -> bytes:
        self.sends.append(asyncio.get_running_loop().time())
        found = telegram.NUMBER.search(body)
        if found is None:
            return self._copied(body)
        number, now = int(found[1]), asyncio.get_running_loop().time()
        person = self.person(number)
        self.tally.answered(number, person, now)
        self.tally.waited("flood" if self.presses[number] == FLOOD else "message", now - self.made[number])
        return telegram.ok(telegram.sent(number + 2, person, found[0].decode()))

    def _copied(self, body: bytes) -> bytes:
        """A copy of an announcement: it answers no update, and counts as a message of its chat."""
        found = telegram.CHAT.search(body)
        chat = int(found[1]) if found else telegram.FIRST_PERSON
        self.doubled += chat in self.copies
        self.copies.add(chat)
        return telegram.ok(telegram.sent(len(self.copies), chat, telegram.COPY))

    def _pressed(self, body: bytes) -> None:
        found = telegram.PRESS.search(body)
        if found is not None:
            number, now = int(found[1]), asyncio.get_running_loop().time()
            self.tally.answered(number, -self.person(number), now)
            self.tally.waited("press", now - self.made[number])

    # What the benchmark asks

    def asked(self, deed: bytes, told: dict[str, Any]) -> Any:
        """A request of the benchmark itself."""
        if deed == b"write":
            self.write(**told)
        elif deed == b"steadily":
            self.steadily(**told)
        elif deed == b"forget":
            self.tally, self.round_trips, self.sends = Tally(), [], []
        elif deed == b"report":
            return self.report()
        return {
            "polls": self.polls,
            "confirmed": self.confirmed,
            "made": len(self.made),
            "answered": len(self.tally.seen),
            "copies": len(self.copies),
            "steady": self._steady is not None,
        }

    def report(self) -> dict[str, Any]:
        """Everything counted since `forget`."""
        trips = self.round_trips
        return {
            "answered": len(self.tally.seen),
            "doubled": self.tally.doubled,
            "sends_busiest": busiest(self.sends),
            "sends_rate": steady_rate(self.sends),
            "copies_doubled": self.doubled,
            "disorder": self.tally.disorder,
            "busiest": busiest(self.tally.answers),
            "rate": steady_rate(self.tally.answers),
            "round_trip": sum(trips) / len(trips) if trips else 0.0,
            "waits": self.tally.percentiles(),
        }


class Wire(asyncio.Protocol):
    """One connection: HTTP read by hand, a request at a time."""

    def __init__(self, telegram_: Telegram) -> None:
        self.telegram = telegram_
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer = self.buffer + data if self.buffer else data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            length = telegram.LENGTH.search(self.buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self.buffer) < whole:
                return
            head, body = self.buffer[:end], self.buffer[end + 4 : whole]
            self.buffer = self.buffer[whole:]
            self._request(head.split(b" ", 2)[1], body)

    def _request(self, path: bytes, body: bytes) -> None:
        if path.startswith(b"/control/"):
            told = self.telegram.asked(path[9:], json.loads(body or b"{}"))
            self._answer(telegram.respond(json.dumps(told).encode()))
            return
        method = path.rsplit(b"/", 1)[1].split(b"?")[0].lower()
        there, back = self.telegram.network.one_way(), self.telegram.network.one_way()
        if method != b"getupdates":
            self.telegram.round_trips.append(there + back)
        after(there, self.telegram.arrived, method, body, lambda answer: after(back, self._answer, answer))

    def _answer(self, answer: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(answer)


def after(seconds: float, deed: Callable[..., None], *told: Any) -> None:
    """Do it then; at once where there is nothing to wait for."""
    if seconds > 0:
        asyncio.get_running_loop().call_later(seconds, deed, *told)
    else:
        deed(*told)


async def serve(told: dict[str, Any]) -> None:
    """Serve until killed; `told` is what Network and Telegram are made of."""
    network = Network(told.pop("delay", 0.0), told.pop("jitter", 0.0))
    everything = Telegram(network, **told)
    server = await asyncio.get_running_loop().create_server(lambda: Wire(everything), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}))
