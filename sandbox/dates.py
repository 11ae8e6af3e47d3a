"""How a date in a message may be written: the formats of tg-time."""

import re
from typing import Any

from sandbox.errors import bad

_FORMAT = re.compile(r"[rR]?|[tTdDwW]*")


def date_time(unix: str, form: str) -> dict[str, Any]:
    """The fields of a date_time entity."""
    if not _FORMAT.fullmatch(form):
        raise bad("can't parse entities: Invalid date format used")
    return {"unix_time": int(unix), **({"date_time_format": form} if form else {})}
