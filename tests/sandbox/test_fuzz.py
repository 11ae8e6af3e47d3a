"""Whatever a bot sends, the sandbox answers as Telegram would: a result or a refusal, never a crash."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from sandbox import spec
from sandbox.errors import Refused
from sandbox.methods import METHODS
from sandbox.server import BotApi

TABLE = json.loads(Path(spec.__file__).with_name("spec.json").read_text(encoding="utf-8"))
ODD: list[Any] = [None, True, 0, -1, 3, 2**53, 1.5, "", "x", "😀", [], {}, [[]], [{}], {"a": 1}, "1001"]
WORDS = [
    "hai", "<b>x</b>", "*x*", "HTML", "MarkdownV2", "1001", "-4001", "@ada", "typing", "photo", "document", "article",
    "chat", "chat_member", "attach://a", "https://x.id", "v1:a", "quiz", "web_app", "commands", "id",
]  # fmt: skip
KINDS: dict[str, list[Any]] = {
    "Integer": [1001, -4001, 1, 2, 3, 0, -1],
    "Boolean": [True, False],
    "Float": [0.5, -91.0],
    "String": WORDS,
    "InputFile": WORDS,
}


def made(dice: random.Random, kind: str, depth: int = 0) -> Any:
    """Something of this type, mostly; something odd now and then."""
    if dice.random() < 0.06 or depth > 5:
        return dice.choice(ODD)
    if kind.startswith("Array of "):
        return [made(dice, kind.removeprefix("Array of "), depth + 1) for _ in range(dice.randrange(4))]
    if kind in KINDS:
        return dice.choice(KINDS[kind])
    fields = TABLE["types"].get(kind, {})
    return {name: made(dice, inner, depth + 1) for name, inner in fields.items() if dice.random() < 0.6}


@pytest.mark.parametrize("method", sorted(METHODS))
def test_any_parameters_give_a_result_or_a_refusal(method: str) -> None:
    dice = random.Random(method)
    api = BotApi()
    ani = api.person("Ani")
    ani.says("/start")
    ani.presses(data="v1:a")
    ani.asks_inline("x")
    api.group("Warga", [ani])
    found = api.world.spec.find(method)
    kinds = TABLE["methods"][found.name]
    for _ in range(150):
        names = [name for name, (_, required) in kinds.items() if dice.random() < (0.95 if required else 0.2)]
        raw = {name: made(dice, dice.choice(kinds[name][0])) for name in names}
        try:
            answer = METHODS[method](api.world, api.world.spec.read(found, raw, {}))
        except Refused as refused:
            answer = refused.description
        assert json.dumps(answer)
    assert json.dumps(api.snapshot())
