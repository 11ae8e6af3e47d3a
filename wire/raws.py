"""A raw update as it came: what may be known of it before anybody reads it."""

import re
from typing import Any

Raw = dict[str, Any]
FILE = "file"
"""The kind of the one update that is ours: a file that was fetched. Its id is minus that of its outbox row."""


def usable(raw: Any) -> bool:
    """Whether it is an update at all: an object with a number that a database can keep."""
    return isinstance(raw, dict) and type(raw.get("update_id")) is int and abs(raw["update_id"]) < 2**63


def kind_of(raw: Raw) -> str:
    """What kind of update it is, for counting."""
    kind = next((key for key in raw if key != "update_id"), "empty")[:32]
    return kind if re.fullmatch("[a-z_]+", kind) else "other"
