"""The roadmap's picture: the same from the same, as high as it needs to be, whatever stands in names."""

import struct
from typing import Any

import pytest

from render import make
from render.style import HUES, PAPER, WIDE
from render.timeline import STATES, STEPS


def values(**changed: Any) -> dict[str, Any]:
    step = ["22 Sep 2023", "MCC diresmikan", "done", ""]
    point = {"title": "3. MCC", "percent": 50, "shown": "50%", "note": "1 dari 2 tonggak selesai", "steps": [step]}
    return {"title": "Roadmap Kota Malang", "subtitle": "Tiap poin", "foot": "Data 2026", "points": [point | changed]}


def size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def test_the_same_roadmap_is_the_same_picture() -> None:
    one, same = make("timeline", values()), make("timeline", values())
    assert (one.name, one.media) == ("roadmap.png", "image/png")
    assert one.content == same.content
    assert one.content != make("timeline", values(percent=60)).content


def test_it_is_as_high_as_its_milestones_need_and_fits_telegram() -> None:
    few, many = values(), values()
    many["points"] = [many["points"][0] | {"steps": [["2021", "Nama " * 30, "late", "Terlambat"]] * STEPS}] * 4
    small, tall = size(make("timeline", few).content), size(make("timeline", many).content)
    assert small[0] == tall[0] == WIDE
    assert small[1] < tall[1] < 10_000 - WIDE
    assert tall[1] < 20 * WIDE


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_drawn(state: str) -> None:
    told = [["2026", "Satu", state, "Catatan"], ["", "Dua", state, ""]]
    assert size(make("timeline", values(steps=told)).content)[0] == WIDE


@pytest.mark.parametrize(
    "name", ["$x^2$ \\frac{a}{b}", "<b>&amp;", "🎮 gim ✨", "\u202eterbalik", "", "a" * 400, "漢字\n\tbaris"]
)
def test_a_name_is_shown_as_it_is_whatever_it_is(name: str) -> None:
    named = make(
        "timeline", values(title=name, shown="–", percent=None, note=name, steps=[[name, name, "going", name]])
    )
    nameless = make("timeline", values(title="", shown="–", percent=None, note="", steps=[["", "", "going", ""]]))
    assert (named.content != nameless.content) == bool(name)


def test_progress_is_as_wide_as_it_is() -> None:
    """The bar's own colour, counted in one line of the picture."""

    def coloured(percent: int) -> int:
        picture = drawn(values(percent=percent, shown="", note="", steps=[]))
        return max(sum(pixel == HUES[0] for pixel in line) for line in picture)

    assert coloured(0) == 0
    assert coloured(25) == pytest.approx(coloured(100) / 4, abs=6)


def drawn(told: dict[str, Any]) -> list[list[str]]:
    """Each line of the picture, each pixel as #rrggbb."""
    from io import BytesIO

    from matplotlib.image import imread

    shown = imread(BytesIO(make("timeline", told).content), format="png")
    lines = [
        [f"#{int(r * 255 + 0.5):02x}{int(g * 255 + 0.5):02x}{int(b * 255 + 0.5):02x}" for r, g, b, *_ in line[::2]]
        for line in shown[::4]
    ]
    assert lines[0][0] == PAPER
    return lines


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": []},
        {"points": values()["points"] * 9},
        values(percent=101),
        values(steps=[["2026", "Satu", "sideways", ""]]),
        values(steps=[["2026", "Satu", "done", ""]] * (STEPS + 1)),
    ],
)
def test_what_is_no_roadmap_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"roadmap|milestone|point"):
        make("timeline", values() | wrong)
