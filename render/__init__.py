"""From plain values to the bytes of a file, the same values to the same bytes; knows nothing else of this house."""

from collections.abc import Callable

from render import calendar, charts, kpi, qr, tables, timeline
from render.file import File, Values

__all__ = ["MAKERS", "File", "Values", "make"]

MAKERS: dict[str, Callable[[Values], File]] = {
    "qr": qr.make,
    "event": calendar.make,
    "xlsx": tables.make_xlsx,
    "csv": tables.make_csv,
    "bars": charts.make_bars,
    "columns": charts.make_columns,
    "timeline": timeline.make,
    "kpi": kpi.make,
}
"""Who makes what. Each imports its library on first use, so that a bot that makes nothing carries nothing."""


def make(name: str, values: Values) -> File:
    """The file that maker `name` makes of `values`; KeyError or ValueError when they are not what it needs."""
    return MAKERS[name](values)
