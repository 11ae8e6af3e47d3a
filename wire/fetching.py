"""Files that people sent: fetched when a handler asks for one, and brought in by intake as an update of our own."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Chat, Update, User

from wire.outbox import Draft, Row
from wire.raws import FILE, Raw
from wire.transport import Answer, AnswerLost, TooBig, Transport

METHOD = "getFile"
MOST = 20 * 1024 * 1024
"""Bytes that Telegram hands out at most."""
AT_ONCE = 2
LAST_TRY = 5
"""After so many tries without an answer it is said that the file cannot be had."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that somebody sent, or the `problem`: too_big, gone (send it again), lost (no connection)."""

    name: str
    content: bytes = b""
    problem: str = ""


class Arrival(Raw):
    """The raw update of ours; its content is beside it, so that a failing one is kept for repair without it."""

    content: bytes = b""


class Arrived(Update):
    """The update that handlers see: from whom, in which chat, for what `purpose`, and what was `brought`."""

    __slots__ = ("_brought", "_chat", "_purpose", "_user")

    def __init__(self, raw: Arrival, bot: Bot) -> None:
        super().__init__(raw["update_id"])
        told = raw[FILE]
        self._user, self._chat = User.de_json(told["from"], bot), Chat.de_json(told["chat"], bot)
        self._purpose = str(told["purpose"])
        self._brought = Brought(told["name"], raw.content, told["problem"])

    @property
    def effective_user(self) -> User:
        return self._user

    @property
    def effective_chat(self) -> Chat:
        return self._chat

    @property
    def purpose(self) -> str:
        return self._purpose

    @property
    def brought(self) -> Brought:
        return self._brought


def fetch(
    file_id: str,
    *,
    purpose: str,
    name: str,
    user: dict[str, Any],
    chat: dict[str, Any],
    person_id: int | None,
    most: int = MOST,
) -> Draft:
    """A draft that brings a file of at most `most` bytes to whoever listens for `purpose`."""
    told = {"file_id": file_id, "purpose": purpose, "name": name, "most": most, "from": user, "chat": chat}
    return Draft("setting", METHOD, told, chat["id"], person_id)


class Fetcher:
    """`take` is the intake's; a file is brought once, however often its row is tried."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.take: Callable[[list[Raw]], Awaitable[None]] | None = None
        self.under_way = 0
        self._room = asyncio.Semaphore(AT_ONCE)

    async def call(self, row: Row) -> Answer:
        """Fetch the row's file and bring it; the answer says what became of the row."""
        told = json.loads(row.payload)
        self.under_way += 1
        try:
            async with self._room:
                return await self._fetch(row, told)
        finally:
            self.under_way -= 1

    async def _fetch(self, row: Row, told: dict[str, Any]) -> Answer:
        try:
            answer = await self.transport.call(METHOD, json.dumps({"file_id": told["file_id"]}).encode())
            if answer.code in (401, 429):
                return answer
            if answer.code >= 500:
                raise AnswerLost(f"{answer.code}")
            content, problem = await self._content(answer, told["most"])
        except AnswerLost:
            if row.tries < LAST_TRY:
                raise
            content, problem = b"", "lost"
        await self._bring(row, told, content, problem)
        return Answer(200)

    async def _content(self, answer: Answer, most: int) -> tuple[bytes, str]:
        if not answer.ok:
            return b"", "too_big" if "too big" in answer.description.lower() else "gone"
        if (answer.result.get("file_size") or 0) > most:
            return b"", "too_big"
        try:
            content = await self.transport.download(answer.result.get("file_path") or "", most)
        except TooBig:
            return b"", "too_big"
        return (content, "") if content is not None else (b"", "gone")

    async def _bring(self, row: Row, told: dict[str, Any], content: bytes, problem: str) -> None:
        assert self.take is not None, "a sender that fetches has an intake"
        file = {name: told[name] for name in ("from", "chat", "purpose", "name")}
        raw = Arrival({"update_id": -row.id, FILE: {**file, "problem": problem}})
        raw.content = content
        await self.take([raw])
