"""A KPI as a picture: its numbers through time, and dashed beside them the way to the target."""

from typing import NamedTuple

from render.file import File, Values
from render.style import (
    EDGE,
    HUES,
    INK,
    LABEL,
    SMALL,
    SOFT,
    WIDE,
    Card,
    drawing,
    head_height,
    library,
    literal,
    width,
)

HIGH, FOOT, LEGEND = 620, 96, 1.6
"""Pixels of the chart itself and of the small line at the bottom; line height of the legend."""
RIGHT = 44
READ, WAY = HUES[0], HUES[1]


class Frame(NamedTuple):
    """Where days and numbers are on the card."""

    left: float
    top: float
    right: float
    bottom: float
    days: tuple[float, float]
    numbers: tuple[float, float]

    def at(self, day: float, number: float) -> tuple[float, float]:
        across = (day - self.days[0]) / ((self.days[1] - self.days[0]) or 1)
        up = (number - self.numbers[0]) / ((self.numbers[1] - self.numbers[0]) or 1)
        return self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top)


def make(values: Values) -> File:
    """`title`, `subtitle`, `points` [[day, number]], `way`, `across` and `up` [[at, label]], `span`, `labels`."""
    if len(values["up"]) < 2 or (not values["points"] and not values["way"]):
        raise ValueError("a KPI's chart has numbers, and at least two lines to read them by")
    library()
    legend = _legend(values)
    head = head_height(values["title"], values.get("subtitle", ""))
    with drawing(head + len(legend) * LABEL * LEGEND + 20 + HIGH + 2.5 * SMALL + FOOT) as card:
        card.head(values["title"], values.get("subtitle", ""))
        for color, words, dashed in legend:
            _key(card, color, words, dashed)
        frame = _frame(card, values)
        _grid(card, frame, values)
        _way(card, frame, values)
        _numbers(card, frame, values)
        card.foot(values.get("foot", ""))
        return card.file("kpi.png")


def _legend(values: Values) -> list[tuple[str, str, bool]]:
    read, way = values["labels"]
    told = [(READ, read, False)] if values["points"] else []
    return told + ([(WAY, f"{way}: {values['target']}", True)] if values["way"] else [])


def _key(card: Card, color: str, words: str, dashed: bool) -> None:
    y = card.at + LABEL / 2
    card.line([(EDGE, y), (EDGE + 64, y)], color=color, thick=6, dashed=dashed)
    card.text(EDGE + 84, y, words, room=WIDE - 2 * EDGE - 84)
    card.at += LABEL * LEGEND


def _frame(card: Card, values: Values) -> Frame:
    left = EDGE + max(width(literal(label), SMALL) for _, label in values["up"]) + 20
    first, last = values["span"]
    numbers = values["up"][0][0], values["up"][-1][0]
    top = card.at + 20
    return Frame(left, top, WIDE - EDGE - RIGHT, top + HIGH - 20, (first, last), numbers)


def _grid(card: Card, frame: Frame, values: Values) -> None:
    for number, label in values["up"]:
        _, y = frame.at(frame.days[0], number)
        card.line([(frame.left, y), (WIDE - EDGE, y)])
        card.text(frame.left - 16, y, label, size=SMALL, color=SOFT, align="right")
    for at, (day, label) in enumerate(values["across"]):
        x, _ = frame.at(day, frame.numbers[0])
        align = "left" if at == 0 else "right" if at == len(values["across"]) - 1 else "center"
        x = x if align != "right" else WIDE - EDGE
        card.text(x, frame.bottom + SMALL * 1.3, label, size=SMALL, color=SOFT, align=align)


def _way(card: Card, frame: Frame, values: Values) -> None:
    way = [frame.at(*one) for one in values["way"]]
    if not way:
        return
    x, y = way[-1]
    points = way if len(way) > 1 else [(frame.left, y), (frame.right, y)]
    card.line(points, color=WAY, thick=4, dashed=True)
    card.dot(x, y, radius=13, color=WAY, hollow=True)


def _numbers(card: Card, frame: Frame, values: Values) -> None:
    points = [frame.at(*one) for one in values["points"]]
    if len(points) > 1:
        card.line(points, color=READ, thick=6)
    few = len(points) <= 40
    for x, y in points[:-1] if few else []:
        card.dot(x, y, radius=7, color=READ)
    if points:
        card.dot(*points[-1], radius=13, color=READ)
        card.dot(*points[-1], radius=4, color=INK)
