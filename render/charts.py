"""Charts: bars that lie, columns that stand, each with its number beside it; nothing has to be read off an axis."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from render.file import File, Values
from render.style import (
    EDGE,
    HUES,
    INK,
    LABEL,
    LINE,
    SMALL,
    SOFT,
    WIDE,
    Card,
    drawing,
    head_height,
    library,
    literal,
    width,
    wrapped,
)

FOOT = 96
"""Pixels kept at the bottom for the small line."""
BAR, BETWEEN, GROUPS = 44, 10, 30
"""Pixels: how thick a bar is, and what is between bars and between their groups."""
COLUMNS = 520
"""Pixels of the highest column."""
MOST = 24
"""So many rows at most: more is no picture for a phone."""


class Row(NamedTuple):
    """What is counted, its numbers by series, and each as it is written."""

    label: str
    values: list[float]
    shown: list[str]


def read(values: Values) -> list[Row]:
    """`rows` [[label, [number], [as written]]]; ValueError where they are none, too many or uneven."""
    rows = [Row(label, list(map(float, numbers)), shown) for label, numbers, shown in values["rows"]]
    series = max(1, len(values.get("series", ())))
    if not 1 <= len(rows) <= MOST or any(not len(one.values) == len(one.shown) == series for one in rows):
        raise ValueError(f"a chart has 1 to {MOST} rows, each with a number for every series")
    if any(number < 0 for one in rows for number in one.values):
        raise ValueError("what is counted is never less than nothing")
    return rows


def make_bars(values: Values) -> File:
    """Lying bars. `title`, `rows` (see `read`); may have `subtitle`, `series` (up to six names), `foot`."""
    library()
    rows, series = read(values), list(values.get("series", ()))
    head = head_height(values["title"], values.get("subtitle", "")) + (_legend_height(series))
    labels = [wrapped(one.label, 330, LABEL) for one in rows]
    heights = [
        max(len(one.values) * (BAR + BETWEEN), len(lines) * LABEL * 1.2)
        for one, lines in zip(rows, labels, strict=True)
    ]
    with drawing(head + sum(heights) + GROUPS * len(rows) + FOOT) as card:
        card.head(values["title"], values.get("subtitle", ""))
        _legend(card, series)
        left = EDGE + max(width(line, LABEL) for lines in labels for line in lines) + 24
        room = WIDE - EDGE - left - max(width(literal(one), LABEL, bold=True) for row in rows for one in row.shown) - 16
        most = max([number for one in rows for number in one.values] or [0]) or 1
        for row, lines, high in zip(rows, labels, heights, strict=True):
            _label(card, lines, high)
            _bars(card, row, high, left, room / most)
            card.at += high + GROUPS
        card.foot(values.get("foot", ""))
        return card.file()


def _label(card: Card, lines: Sequence[str], high: float) -> None:
    top = card.at + high / 2 - (len(lines) - 1) * LABEL * 0.6
    for at, line in enumerate(lines):
        card.text(EDGE, top + at * LABEL * 1.2, line)


def _bars(card: Card, row: Row, high: float, left: float, scale: float) -> None:
    top = card.at + (high - len(row.values) * (BAR + BETWEEN) + BETWEEN) / 2
    for at, (number, shown) in enumerate(zip(row.values, row.shown, strict=True)):
        y, long = top + at * (BAR + BETWEEN), max(number * scale, 4 if number else 0)
        if not long:
            card.box(left, y + BAR / 2 - 2, 26, 4, color=LINE, round_by=2)
        card.box(left, y, long, BAR, color=HUES[at % len(HUES)])
        card.text(left + (long or 26) + 16, y + BAR / 2, shown, bold=True, color=INK if number else SOFT)


def make_columns(values: Values) -> File:
    """Standing columns, in time say, of one series. `title`, `rows`; may have `subtitle`, `foot`."""
    library()
    rows, head = read(values), head_height(values["title"], values.get("subtitle", ""))
    with drawing(head + LABEL * 1.4 + COLUMNS + 3 * SMALL + FOOT) as card:
        card.head(values["title"], values.get("subtitle", ""))
        floor = card.at + LABEL * 1.4 + COLUMNS
        wide = (WIDE - 2 * EDGE) / len(rows)
        most = max(one.values[0] for one in rows) or 1
        every = _every([one.label for one in rows], wide)
        for at, row in enumerate(rows):
            x, high = EDGE + at * wide, row.values[0] / most * COLUMNS
            card.box(x + wide * 0.14, floor - high, wide * 0.72, high, color=HUES[0])
            if row.values[0]:
                card.text(
                    x + wide / 2, floor - high - LABEL * 0.7, row.shown[0], bold=True, align="center", room=wide * 1.2
                )
            if (len(rows) - 1 - at) % every == 0:
                card.text(x + wide / 2, floor + SMALL, row.label, size=SMALL, color=SOFT, align="center")
        card.line([(EDGE, floor), (WIDE - EDGE, floor)])
        card.foot(values.get("foot", ""))
        return card.file()


def _every(labels: Sequence[str], wide: float) -> int:
    """Each how many-th label is written, so that none touches the next."""
    longest = max(width(literal(one), SMALL) for one in labels) + 14
    return max(1, -int(-longest // wide))


def _legend_height(series: Sequence[str]) -> float:
    return LABEL * 1.5 * len(series) + 20 if len(series) > 1 else 0


def _legend(card: Card, series: Sequence[Any]) -> None:
    if len(series) < 2:
        return
    for at, name in enumerate(series):
        card.box(EDGE, card.at, LABEL, LABEL, color=HUES[at % len(HUES)], round_by=6)
        card.text(EDGE + LABEL + 16, card.at + LABEL / 2, name, room=WIDE - 2 * EDGE - LABEL - 16)
        card.at += LABEL * 1.5
    card.at += 20
