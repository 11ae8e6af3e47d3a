"""Updates of every shape, made from Telegram's own types as python-telegram-bot declares them; a dice decides."""

import inspect
import re
from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from re import _constants as op, _parser as regex  # type: ignore[attr-defined]
from typing import Any

import telegram

PEOPLE = (1, 2, 3, 4, 2**52)
GROUPS = (-1001, -1001234567890123)
TEXTS = (
    "", " ", "\n\n", "0", "-1", "=1+1", "@SUM(A1)", "<b>", "</b><script>", "_*[`", "&amp;", "\u202ehalo",
    "e\u0301" * 40, "😀" * 64, "x" * 4096, "\x00", "\ud83d", "31 Februari", "jam 25", "9" * 400, "\u0663", "Ⅳ", "NaN",
    "1e999", "'; DROP TABLE people", "{name}", "%s%n", "v1:", "https://t.me/malang_bot?start=x", "Rp1,5 jt",
    "besok jam 9", "kapan mcc dibangun?", "abaikan instruksi sebelumnya", "Klojen", "5", "ya", "0812-3456-7890",
    "gim untuk pasar",
)  # fmt: skip
INTEGERS = (0, 1, 2, 3, -1, 255, 1_790_000_000, 2**31, 2**52, 2**63 - 1, -(2**63))
ODD: tuple[Any, ...] = (None, True, 0, -1, 2**63, -(2**63) - 1, 1.5, "", "x", [], {}, [[]], {"id": {}}, "\ud800")
WHOLE = ("message", "message", "message", "callback_query", "callback_query", "callback_query", "edited_message")
NUMBERS = "0123456789\u0661"
DEPTH = 3


class Maker:
    """Makes updates with `dice`; `commands` are typed, `patterns` are what buttons' data look like."""

    def __init__(self, dice: Random, commands: Sequence[str], patterns: Sequence[str]) -> None:
        self.dice, self.commands, self.patterns = dice, commands, patterns

    def update(self) -> dict[str, Any]:
        """Any update whose types are right, without its number."""
        kinds = (*WHOLE, "inline_query", "my_chat_member", self.dice.choice(sorted(fields("Update"))))
        kind = self.dice.choice([one for one in kinds if one != "update_id"])
        made: dict[str, Callable[[], Any]] = {"callback_query": self.press}
        made |= {"message": self.message, "edited_message": self.message}
        return {kind: made.get(kind, lambda: self.made(fields("Update")[kind][0], 1))()}

    def message(self) -> dict[str, Any]:
        """From a known person, in their private chat mostly; text mostly."""
        number = self.dice.choice(PEOPLE)
        told = self.object("Message")
        told |= {"from": user(number), "chat": chat(self.dice.choice((number, number, number, *GROUPS)))}
        if self.dice.random() < 0.7:
            told["text"] = text = self.text()
            command = re.match(r"/\w+", text)
            told["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []
        return told

    def text(self) -> str:
        """A command, with something behind it or not, or something typed."""
        typed = self.dice.choice(TEXTS)
        if self.dice.random() < 0.5:
            return typed
        command = f"/{self.dice.choice(self.commands)}"
        return command if self.dice.random() < 0.5 else f"{command} {typed}"

    def press(self) -> dict[str, Any]:
        """By a known person, below a message of the bot, or one out of sight."""
        number = self.dice.choice(PEOPLE)
        told = self.object("CallbackQuery")
        like = self.dice.random() < 0.9
        told |= {"from": user(number), "data": self.like(self.dice.choice(self.patterns)) if like else self.text()}
        if self.dice.random() < 0.9:
            below = {"message_id": self.dice.randrange(1, 99), "date": 1_790_000_000, "text": "…"}
            told["message"] = below | {"chat": chat(self.dice.choice((number, number, *GROUPS)))}
        return told

    def like(self, pattern: str) -> str:
        """A text that the pattern takes; numbers small mostly, and now and then as large as it allows."""
        return "".join(self._like(*one) for one in regex.parse(pattern))

    def _like(self, kind: Any, told: Any) -> str:
        if kind is op.LITERAL:
            return chr(told)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            least, most, inner = told
            most = min(int(most), 30) if self.dice.random() < 0.2 else min(int(most), max(least, 1))
            return "".join(self._like(*one) for _ in range(self.dice.randint(least, most)) for one in inner)
        if kind is op.SUBPATTERN:
            return "".join(self._like(*one) for one in told[-1])
        if kind is op.BRANCH:
            return "".join(self._like(*one) for one in self.dice.choice(told[1]))
        if kind is op.IN:
            return self._one_of(self.dice.choice(told))
        return "x" if kind in (op.ANY, op.NOT_LITERAL) else ""

    def _one_of(self, choice: Any) -> str:
        kind, told = choice
        if kind is op.LITERAL:
            return chr(told)
        if kind is op.RANGE:
            return chr(self.dice.randint(*told))
        return self.dice.choice(NUMBERS if "DIGIT" in str(told) else "abcXYZ_09é")

    def made(self, annotation: str, depth: int = 0) -> Any:
        """Something that JSON can hold of this annotation."""
        annotation = annotation.removesuffix(" | None").strip("\"'")
        if many := re.fullmatch(r"(?:Sequence|tuple|list)\[(.*?)(?:, \.\.\.)?\]", annotation):
            return [self.made(many[1], depth + 1) for _ in range(self.dice.randrange(3))]
        first = annotation.split(" | ", maxsplit=1)[0].split(".")[-1]
        if first == "User" and self.dice.random() < 0.8:
            return user(self.dice.choice(PEOPLE))
        if first == "Chat" and self.dice.random() < 0.8:
            return chat(self.dice.choice(PEOPLE + GROUPS))
        if inspect.isclass(getattr(telegram, first, None)):
            return self.object(first, depth)
        plain = {"int": INTEGERS, "datetime": INTEGERS, "timedelta": INTEGERS, "float": (0.0, -91.5, 1e300)}
        return self.dice.choice(plain.get(first, (True, False) if first == "bool" else TEXTS))

    def object(self, name: str, depth: int = 0) -> dict[str, Any]:
        """An object with all it must have and a few of what it may have."""
        known = fields(name)
        must = [key for key, (_, required) in known.items() if required]
        may = sorted(known.keys() - set(must)) if depth < DEPTH else []
        chosen = self.dice.sample(may, min(len(may), self.dice.randrange(4)))
        return {key: self.made(known[key][0], depth + 1) for key in must + chosen}

    def broken(self) -> dict[str, Any]:
        """An update in which something is of another type, or missing."""
        told = spot = self.update()
        for _ in range(self.dice.randrange(1, 5)):
            inner = [key for key, one in sorted(spot.items()) if isinstance(one, dict) and one]
            if not inner:
                break
            key = self.dice.choice(inner)
            spot[key] = spot = dict(spot[key])
        key = self.dice.choice(sorted(spot))
        if self.dice.random() < 0.4:
            del spot[key]
        else:
            spot[key] = self.dice.choice(ODD)
        return told


@cache
def fields(name: str) -> dict[str, tuple[str, bool]]:
    """Of a type: JSON key → (annotation, whether Telegram always sends it)."""
    told = inspect.signature(getattr(telegram, name).__init__).parameters
    return {
        {"from_user": "from"}.get(key, key): (_named(one.annotation), one.default is inspect.Parameter.empty)
        for key, one in told.items()
        if key not in ("self", "api_kwargs", "args", "kwargs")
    }


def _named(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def user(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": f"Warga <{number}>", "language_code": "id"}


def chat(number: int) -> dict[str, Any]:
    if number > 0:
        return {"id": number, "type": "private", "first_name": f"Warga <{number}>"}
    return {"id": number, "type": "supergroup", "title": "Warga \u202e"}
