"""What the operator reads in docs/operations.md is what the bot shows."""

import re
from pathlib import Path

from wire.metrics import Metrics

PAGE = Path(__file__).parent.parent / "docs" / "operations.md"


def test_every_figure_is_in_the_operators_page_and_no_other() -> None:
    shown = re.findall(rb"^# TYPE (\S+) ", Metrics().page(), re.MULTILINE)
    told = re.findall(r"^\| `(bot_\w+)` ", PAGE.read_text(), re.MULTILINE)
    assert sorted(name.decode() for name in shown if not name.endswith(b"_created")) == sorted(told)


def test_every_figure_begins_with_bot() -> None:
    shown = re.findall(rb"^# TYPE (\S+) ", Metrics().page(), re.MULTILINE)
    assert [name for name in shown if not name.startswith(b"bot_")] == []
