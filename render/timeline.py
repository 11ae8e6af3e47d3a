"""The roadmap as a picture: each point with its progress, below it its milestones on a line through time."""

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
    TRACK,
    WIDE,
    Card,
    drawing,
    head_height,
    library,
    width,
    wrapped,
)

POINTS, STEPS = 8, 12
"""So many points, and milestones of one, at most: more is no picture for a phone."""
STATES = ("done", "going", "warn", "late", "ahead", "gone")
"""How a milestone stands: reached, on its way, at risk, delayed, not begun, dropped."""
WARN, LATE = "#b26a00", "#b8433a"
BAR, FOOT, BETWEEN = 22, 96, 44
"""Pixels: the bar of a point's progress, the small line at the bottom, between two points."""
RAIL, WORDS = EDGE + 216, EDGE + 256
"""Where the line through time runs, and where titles begin; dates stand left of it."""
ROW, GAP = 1.3, 22
"""Line height of a title, and pixels between two milestones."""


class Step(NamedTuple):
    """A milestone: its date as written, its title's lines, how it stands, a note below ("": none)."""

    date: str
    lines: list[str]
    state: str
    note: str

    @property
    def height(self) -> float:
        return len(self.lines) * LABEL * ROW + (SMALL * ROW if self.note else 0) + GAP


class Point(NamedTuple):
    """A point: its title's lines, percent (None: nothing counted yet) and as written, what is below, its steps."""

    lines: list[str]
    percent: int | None
    shown: str
    note: str
    steps: list[Step]
    color: str

    @property
    def head(self) -> float:
        return len(self.lines) * LABEL * 1.25 + 14 + BAR + (SMALL * 1.6 if self.note else 8) + GAP

    @property
    def height(self) -> float:
        return self.head + sum(step.height for step in self.steps)


def make(values: Values) -> File:
    """`title`, `points` [{title, percent, shown, note, steps [[date, title, state, note]]}]; may have a `foot`."""
    library()
    points = [_point(told, number) for number, told in enumerate(values["points"])]
    if not 1 <= len(points) <= POINTS:
        raise ValueError(f"a roadmap has 1 to {POINTS} points")
    title, subtitle = values["title"], values.get("subtitle", "")
    high = head_height(title, subtitle) + sum(one.height + BETWEEN for one in points) + FOOT - BETWEEN / 2
    with drawing(high) as card:
        card.head(title, subtitle)
        for one in points:
            _draw(card, one)
            card.at += BETWEEN
        card.foot(values.get("foot", ""))
        return card.file("roadmap.png")


def _point(told: dict[str, Any], number: int) -> Point:
    percent, steps = told["percent"], told["steps"]
    if len(steps) > STEPS or (percent is not None and not 0 <= percent <= 100):
        raise ValueError(f"a point has at most {STEPS} milestones, and 0 to 100 percent")
    room = WIDE - 2 * EDGE - width(told["shown"], 40, bold=True) - 24
    lines = wrapped(told["title"], room, LABEL + 4, bold=True)
    return Point(lines, percent, told["shown"], told["note"], list(map(_step, steps)), HUES[number % len(HUES)])


def _step(told: list[str]) -> Step:
    date, title, state, note = told
    if state not in STATES:
        raise ValueError(f"a milestone stands in none of {STATES}: {state}")
    return Step(date, wrapped(title, WIDE - EDGE - WORDS, LABEL) or ["–"], state, note)


def _draw(card: Card, point: Point) -> None:
    top = card.at
    for at, line in enumerate(point.lines):
        card.text(EDGE, top + (at + 0.5) * LABEL * 1.25, line, size=LABEL + 4, bold=True)
    card.text(WIDE - EDGE, top + LABEL * 0.6, point.shown, size=40, bold=True, color=point.color, align="right")
    below = top + len(point.lines) * LABEL * 1.25 + 14
    wide = WIDE - 2 * EDGE
    card.box(EDGE, below, wide, BAR, color=TRACK, round_by=BAR / 2)
    card.box(EDGE, below, wide * (point.percent or 0) / 100, BAR, color=point.color, round_by=BAR / 2)
    if point.note:
        card.text(EDGE, below + BAR + SMALL, point.note, size=SMALL, color=SOFT, room=wide)
    card.at = top + point.head
    _rail(card, point.steps)
    for step in point.steps:
        _show(card, step, point.color)
        card.at += step.height


def _rail(card: Card, steps: list[Step]) -> None:
    """The line through time, from the first milestone to the last."""
    if len(steps) > 1:
        first = card.at + LABEL * ROW / 2
        last = card.at + sum(step.height for step in steps[:-1]) + LABEL * ROW / 2
        card.line([(RAIL, first), (RAIL, last)], color=LINE, thick=5)


def _show(card: Card, step: Step, color: str) -> None:
    middle = card.at + LABEL * ROW / 2
    hue = {"warn": WARN, "late": LATE, "gone": SOFT}.get(step.state, color)
    card.text(RAIL - 34, middle, step.date, size=SMALL, color=SOFT, align="right", room=RAIL - 34 - EDGE)
    card.dot(RAIL, middle, radius=12, color=hue, hollow=step.state != "done")
    if step.state in ("going", "warn", "late"):
        card.dot(RAIL, middle, radius=3, color=hue)
    for at, line in enumerate(step.lines):
        card.text(WORDS, middle + at * LABEL * ROW, line, color=SOFT if step.state == "gone" else INK)
    if step.note:
        below = middle + (len(step.lines) - 0.5) * LABEL * ROW + SMALL * ROW / 2
        told = hue if step.state in ("warn", "late") else SOFT
        card.text(WORDS, below, step.note, size=SMALL, color=told, room=WIDE - EDGE - WORDS)
