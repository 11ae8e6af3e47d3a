"""How every chart looks: a light card with room around it, so that it reads on light and dark chats and on a phone."""

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from render.file import File

WIDE = 1080
"""Pixels: what a phone shows side by side with nothing."""
DPI = 100
EDGE = 56
"""Pixels of paper left and right of everything."""
PAPER, INK, SOFT, LINE, TRACK = "#fbfaf7", "#16253a", "#5a6676", "#d9d6ce", "#ebe8e0"
HUES = ("#0b6e75", "#e08a1e", "#7a4b9d", "#3f7d3a", "#b8433a", "#4a6fa5")
"""Series in their order; the first two differ in lightness too, for who sees no colours."""
TITLE, SUBTITLE, LABEL, SMALL = 46, 30, 30, 25
"""Sizes of letters in pixels; on a phone a third of it."""
_MARK = "·"
"""Stands for what the typeface cannot draw, an emoji say: never an empty box."""
_SHAPELESS = ("Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me")
"""Kinds of characters that have no shape of their own; an accent that belongs to its letter is part of it."""
_ONE_AT_A_TIME = threading.Lock()


@cache
def library() -> Any:
    """matplotlib, imported on first use and told once how the house writes; its own typeface, whatever is installed."""
    import matplotlib as found

    found.use("agg")
    found.rcParams["text.parse_math"] = False
    return found


@cache
def _typeface(bold: bool) -> Path:
    named = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return Path(library().get_data_path()) / "fonts" / "ttf" / named


def missing_typefaces() -> list[str]:
    """The typefaces that pictures need and this machine lacks, by file name."""
    return [file.name for file in (_typeface(False), _typeface(True)) if not file.is_file()]


@cache
def _drawable() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    known = (set(FT2Font(str(_typeface(bold))).get_charmap()) for bold in (False, True))
    return frozenset(set.intersection(*known))


def letters(size: float, *, bold: bool = False) -> dict[str, Any]:
    """What a text is given: the typeface, its size in pixels, and that nothing in it is a formula."""
    from matplotlib.font_manager import FontProperties

    face = FontProperties(fname=str(_typeface(bold)), size=size * 72 / DPI)
    return {"fontproperties": face, "parse_math": False}


def literal(text: str) -> str:
    """The text as it can be drawn on one line: nothing that turns its direction, nothing without a shape."""
    kept: list[str] = []
    for one in unicodedata.normalize("NFC", " ".join(str(text).split())):
        if unicodedata.category(one) in _SHAPELESS:
            continue
        mark = one if ord(one) in _drawable() else _MARK
        if mark != _MARK or kept[-1:] != [_MARK]:
            kept.append(mark)
    return "".join(kept).strip()


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that the text takes on its line."""
    from matplotlib.textpath import TextToPath

    face = letters(size, bold=bold)["fontproperties"]
    wide, _, _ = TextToPath().get_text_width_height_descent(text, face, False)
    return float(wide) * DPI / 72


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, cut with … where it is wider than `room` pixels."""
    told = literal(text)
    if width(told, size, bold=bold) <= room:
        return told
    while told and width(f"{told}…", size, bold=bold) > room:
        told = told[:-1].rstrip()
    return f"{told}…"


def wrapped(text: str, room: float, size: float, *, most: int = 2, bold: bool = False) -> list[str]:
    """The text on at most so many lines of `room` pixels, cut with … at the end of the last."""
    lines: list[str] = []
    words = literal(text).split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size, bold=bold) <= room:
            taken += 1
        lines.append(fitted(" ".join(words[:taken]), room, size, bold=bold))
        words = words[taken:]
    return lines + ([fitted(" ".join(words), room, size, bold=bold)] if words else [])


class Card:
    """A picture being drawn, in pixels from its top left; `at`: how far down it is drawn already."""

    def __init__(self, height: int) -> None:
        from matplotlib.figure import Figure

        self.height, self.at = height, float(EDGE)
        self.figure: Any = Figure(figsize=(WIDE / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, WIDE)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = LABEL,
        bold: bool = False,
        color: str = INK,
        align: str = "left",
        room: float | None = None,
    ) -> None:
        """Words on one line, their middle at `y`; cut where they are wider than `room`."""
        told = literal(words) if room is None else fitted(words, room, size, bold=bold)
        self.axes.text(x, y, told, color=color, ha=align, va="center_baseline", **letters(size, bold=bold))

    def box(self, x: float, y: float, wide: float, high: float, *, color: str, round_by: float = 8) -> None:
        """A rectangle with round corners; nothing where it has no width."""
        from matplotlib.patches import FancyBboxPatch

        if wide <= 0 or high <= 0:
            return
        by = min(round_by, wide / 2, high / 2)
        style = f"round,pad=0,rounding_size={by}"
        self.axes.add_patch(FancyBboxPatch((x, y), wide, high, boxstyle=style, facecolor=color, linewidth=0))

    def line(
        self, points: Sequence[tuple[float, float]], *, color: str = LINE, thick: float = 2, dashed: bool = False
    ) -> None:
        """A line through these points, `thick` pixels."""
        xs, ys = zip(*points, strict=True)
        dashes = (0, (4, 3)) if dashed else "solid"
        self.axes.plot(xs, ys, color=color, linewidth=thick * 72 / DPI, linestyle=dashes, solid_capstyle="round")

    def dot(self, x: float, y: float, *, radius: float = 9, color: str = HUES[0], hollow: bool = False) -> None:
        """A point."""
        from matplotlib.patches import Circle

        face = PAPER if hollow else color
        self.axes.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=color, linewidth=3 * 72 / DPI, zorder=3))

    def head(self, title: str, subtitle: str = "") -> None:
        """Title and what is below it; `at` is then below both."""
        for line in wrapped(title, WIDE - 2 * EDGE, TITLE, bold=True):
            self.text(EDGE, self.at + TITLE / 2, line, size=TITLE, bold=True)
            self.at += TITLE * 1.3
        for line in wrapped(subtitle, WIDE - 2 * EDGE, SUBTITLE) if subtitle else []:
            self.text(EDGE, self.at + SUBTITLE / 2 + 4, line, size=SUBTITLE, color=SOFT)
            self.at += SUBTITLE * 1.4
        self.at += 28

    def foot(self, words: str) -> None:
        """A small line at the bottom: where it is from, and of when."""
        self.text(EDGE, self.height - EDGE + 6, words, size=SMALL, color=SOFT, room=WIDE - 2 * EDGE)

    def file(self, name: str = "grafik.png") -> File:
        """The picture, the same values to the same bytes."""
        content = BytesIO()
        self.figure.savefig(content, format="png", dpi=DPI, facecolor=PAPER, metadata={"Software": None})
        return File(name, "image/png", content.getvalue())


def head_height(title: str, subtitle: str = "") -> float:
    """Pixels that `head` takes, the edge above it counted: to know how high a card must be."""
    library()
    lines = len(wrapped(title, WIDE - 2 * EDGE, TITLE, bold=True)) * TITLE * 1.3
    return EDGE + lines + (len(wrapped(subtitle, WIDE - 2 * EDGE, SUBTITLE)) * SUBTITLE * 1.4 if subtitle else 0) + 28


@contextmanager
def drawing(height: float) -> Iterator[Card]:
    """A card so many pixels high to draw on; one at a time, since matplotlib's library of letters is shared."""
    library()
    with _ONE_AT_A_TIME:
        yield Card(round(height))
