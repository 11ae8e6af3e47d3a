"""Charts: numbers become pictures that show what they were given, whatever letters stand in it."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

import render
from render import style
from render.charts import MOST
from render.file import File

HOSTILE = "<b>A</b> $x_1$ \\frac _*[ \u202egnip\u202c 🎨 e\u0301 日本 ن"


def chart(maker: str, rows: list[tuple[str, list[float]]], **more: Any) -> File:
    shown = [[label, numbers, [f"{number:g}" for number in numbers]] for label, numbers in rows]
    return render.make(maker, {"title": "Ide per kecamatan", "rows": shown, **more})


def drawn(file: File, hue: str = style.HUES[0]) -> Any:
    """Where the picture has exactly this hue: rows of columns."""
    pixels = np.asarray(Image.open(BytesIO(file.content)).convert("RGB"))
    return (pixels == list(bytes.fromhex(hue[1:]))).all(axis=2)


def lengths(file: File, hue: str = style.HUES[0]) -> list[int]:
    """How many pixels long each lying bar of this hue is, from the top."""
    counts = [int(count) for count in drawn(file, hue).sum(axis=1)]
    tops = [y for y, count in enumerate(counts) if count and not counts[y - 1]]
    return [max(counts[top : top + 30]) for top in tops]


def test_bars_are_as_long_as_their_numbers() -> None:
    file = chart("bars", [("Klojen", [8]), ("Sukun", [4]), ("Blimbing", [0])])
    assert (file.name, file.media) == ("grafik.png", "image/png")
    assert drawn(file).shape[1] == style.WIDE
    long, half = lengths(file)
    assert abs(half * 2 - long) <= 4


def test_two_series_stand_below_each_other_with_their_names() -> None:
    rows = [("Klojen", [8.0, 4.0]), ("Sukun", [2.0, 2.0])]
    both = chart("bars", rows, series=["Dipesan", "Dipakai"])
    legend, *bars = lengths(both)
    assert legend == 30 and len(bars) == 2
    assert len(lengths(both, style.HUES[1])) == 3


def test_columns_are_as_high_as_their_numbers() -> None:
    columns = drawn(chart("columns", [("9 Nov", [0]), ("16 Nov", [5]), ("23 Nov", [10])]))
    third = (style.WIDE - 2 * style.EDGE) / 3
    middles = [round(style.EDGE + third * (at + 0.2)) for at in range(3)]
    none, half, whole = (int(columns[:, x].sum()) for x in middles)
    assert none == 0 and abs(half * 2 - whole) <= 4


@pytest.mark.parametrize("maker", ["bars", "columns"])
def test_the_same_values_are_the_same_bytes(maker: str) -> None:
    assert chart(maker, [("Klojen", [1])]).content == chart(maker, [("Klojen", [1])]).content


def test_whatever_is_written_is_drawn_literally(recwarn: pytest.WarningsRecorder) -> None:
    chart("bars", [(HOSTILE, [1])], subtitle=HOSTILE, foot=HOSTILE)
    chart("columns", [(HOSTILE * 9, [1])], subtitle=HOSTILE * 9)
    assert list(recwarn) == []
    assert style.literal(HOSTILE) == "<b>A</b> $x_1$ \\frac _*[ gnip · é · ن"
    assert style.literal("👩\u200d🎨🎉") == "·" and style.literal("a\nb\u200fc\0") == "a bc"


def test_what_is_too_long_is_cut_where_it_fits() -> None:
    told = style.fitted("Kedungkandang " * 20, 300, style.LABEL)
    assert told.endswith("…") and style.width(told, style.LABEL) <= 300
    lines = style.wrapped("Desain komunikasi visual " * 9, 330, style.LABEL)
    assert len(lines) == 2 and all(style.width(line, style.LABEL) <= 330 for line in lines)


@pytest.mark.parametrize(
    "rows", [[], [("a", [1.0, 2.0])], [("a", [-1.0])], [("a", [1.0])] * (MOST + 1)], ids=["none", "odd", "less", "many"]
)
@pytest.mark.parametrize("maker", ["bars", "columns"])
def test_what_is_no_chart_is_refused(maker: str, rows: list[tuple[str, list[float]]]) -> None:
    with pytest.raises(ValueError, match=r"chart has|less than nothing"):
        chart(maker, rows)
