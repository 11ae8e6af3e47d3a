"""Copies: one person's announcement on its way, made of the calls that were made ready for all who speak like them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import Any

from wire.files import wanted
from wire.outbox import Row
from wire.outcomes import Outcome, Verdict
from wire.transport import Answer

HOME = "id"
NAME, KECAMATAN = "{nama}", "{kecamatan}"
LONGEST_NAME = 64
_VARIABLE = re.compile(f"({re.escape(NAME)}|{re.escape(KECAMATAN)})")
_numbers = count(-1, -1)


@dataclass(frozen=True, slots=True)
class Call:
    """One call to Telegram for everybody: `payload` is JSON without the chat, `parts`: cut where variables stand."""

    method: str
    payload: str
    items: int
    parts: tuple[str, ...]
    wants: tuple[Any, ...]


@dataclass(slots=True)
class Reader:
    """Somebody an announcement goes to: `number` is a person's, or negative a chat's; `message_id`: of their copy."""

    number: int
    chat_id: int
    name: str
    language: str
    home: str
    message_id: int = 0
    more: str | None = None


@dataclass(slots=True, eq=False)
class Copy(Row):
    """A row of `deliveries`, claimed there before it is here. `part`: the next call; `fixes`: a correction's number."""

    announcement: int = 0
    reader: int = 0
    version: int = 0
    fixes: int = 0
    calls: tuple[Call, ...] = ()
    part: int = 0
    ids: list[int] = field(default_factory=list)
    poll: int | None = None
    values: tuple[str, str] = ("", "")

    def heard(self, answer: Answer) -> None:
        """What an answer tells beside the message ids: the number of a poll."""
        if answer.ok and self.method == "sendPoll" and isinstance(answer.result, dict):
            told = answer.result.get("poll") or {}
            self.poll = int(told["id"]) if str(told.get("id", "")).isdecimal() else None

    @property
    def worded(self) -> dict[str, Any]:
        """The payload as it goes out, not packed."""
        told: dict[str, Any] = json.loads(self.payload)
        return told

    def goes_on(self, ids: Sequence[int] | None) -> bool:
        """Note what the call just made became; True when another one follows."""
        self.ids += ids or ()
        self.part += 1
        if self.part >= len(self.calls):
            return False
        self.take(self.calls[self.part])
        return True

    def take(self, call: Call) -> None:
        """This is the call to make next."""
        payload = call.payload
        if call.parts:
            told = {NAME: self.values[0], KECAMATAN: self.values[1]}
            payload = "".join([told.get(part, part) for part in call.parts])
        self.method, self.payload, self.items, self.wants = call.method, payload, call.items, call.wants


class Ready:
    """What an announcement was made into: calls by language, calls by chat, names of kecamatan."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._people = {language: tuple(map(_call, calls)) for language, calls in told.get("people", {}).items()}
        self._chats = {int(chat): tuple(map(_call, calls)) for chat, calls in told.get("chats", {}).items()}
        self._kecamatan: Mapping[str, Mapping[str, str]] = told.get("kecamatan", {})

    def calls(self, reader: Reader) -> tuple[Call, ...]:
        """What this reader is sent; Indonesian where nothing was made ready for them."""
        if reader.number < 0:
            return self._chats.get(reader.number, ())
        return self._people.get(reader.language) or self._people.get(HOME, ())

    def copy(self, announcement: int, version: int, reader: Reader) -> Copy | None:
        """The row that brings it to a reader; None where there is nothing for them."""
        calls = self.calls(reader)
        if not calls:
            return None
        row = _row("announcement", announcement, version, reader, calls)
        row.values = self._values(reader)
        row.take(calls[0])
        return row

    def correction(self, announcement: int, number: int, reader: Reader) -> Copy | None:
        """The row that changes the copy a reader has, or deletes it."""
        calls = self.calls(reader)
        if not calls or not reader.message_id:
            return None
        row = _row("correction", announcement, number, reader, calls)
        row.values = self._values(reader)
        row.take(calls[0])
        ids = [*unpack(reader.more, reader.message_id), reader.message_id]
        if row.method == "deleteMessage" and len(ids) > 1:
            row.method, row.payload = "deleteMessages", json.dumps({"message_ids": ids})
        else:
            head = f'{{"message_id":{reader.message_id}'
            row.payload = f"{head}}}" if row.payload == "{}" else f"{head},{row.payload[1:]}"
        return row

    def _values(self, reader: Reader) -> tuple[str, str]:
        names = self._kecamatan.get(reader.language) or self._kecamatan.get(HOME, {})
        where = names.get(reader.home) or names.get("", "")
        return _inside(escape(reader.name[:LONGEST_NAME])), _inside(escape(where))


def _row(kind: str, announcement: int, version: int, reader: Reader, calls: tuple[Call, ...]) -> Copy:
    number = next(_numbers)
    person = reader.number if reader.number > 0 else None
    return Copy(
        number,
        kind,
        "",
        "",
        reader.chat_id,
        person,
        turn=(2, -number),
        announcement=announcement,
        reader=reader.number,
        version=version,
        calls=calls,
    )


def _call(told: Sequence[Any]) -> Call:
    method, payload, items = told
    packed = json.dumps(payload, separators=(",", ":"))
    parts = tuple(_VARIABLE.split(packed))
    return Call(method, packed, items, parts if len(parts) > 1 else (), wanted(Row(0, "", method, packed)))


def _inside(text: str) -> str:
    """As it stands between the quotes of a JSON string."""
    return json.dumps(text)[1:-1]


def pack(ids: Sequence[int]) -> tuple[int | None, str | None]:
    """Message ids as a delivery keeps them: the last one, and how many stand right before it, or which."""
    if len(ids) < 2:
        return (ids[0] if ids else None), None
    *others, last = ids
    if others == list(range(last - len(others), last)):
        return last, f"-{len(others)}"
    return last, ",".join(map(str, others))


def unpack(more: str | None, last: int) -> list[int]:
    """The ids before the last one."""
    if not more:
        return []
    if more.startswith("-"):
        return list(range(last - int(more[1:]), last))
    return [int(one) for one in more.split(",")]


def of_copy(copy: Copy, verdict: Verdict) -> Verdict:
    """What an answer means for a copy: one that is to be deleted and is gone is deleted."""
    gone = copy.fixes and copy.method.startswith("delete") and "to delete not found" in (verdict.error or "").lower()
    return Verdict(Outcome.SENT) if gone else verdict
