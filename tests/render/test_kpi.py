"""A KPI's chart: the same from the same, whatever stands in names, however few numbers there are."""

import struct
from typing import Any

import pytest

from render import make
from render.style import WIDE


def values(**changed: Any) -> dict[str, Any]:
    told = {
        "title": "Startup gim",
        "subtitle": "27,5 startup, per 30 September 2026",
        "points": [[739000, 12.0], [739060, 15.0], [739120, 27.5]],
        "way": [[739000, 10.0], [739400, 60.0]],
        "across": [[739000, "Jan 2026"], [739400, "Feb 2027"]],
        "up": [[0.0, "0"], [30.0, "30"], [60.0, "60"]],
        "span": [739000, 739400],
        "labels": ["Angka yang tercatat", "Jalan menuju target"],
        "target": "60 startup",
        "foot": "Sumber: Dinas",
    }
    return told | changed


def size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def test_the_same_numbers_are_the_same_picture() -> None:
    one, same = make("kpi", values()), make("kpi", values())
    assert (one.name, one.media, one.content) == ("kpi.png", "image/png", same.content)
    assert one.content != make("kpi", values(points=[[739000, 12.0], [739120, 27.0]])).content


@pytest.mark.parametrize(
    "changed",
    [{"points": [[739000, 5.0]]}, {"points": []}, {"way": []}, {"way": [[739400, 60.0]]}, {"subtitle": "", "foot": ""}],
)
def test_few_numbers_are_drawn_too(changed: dict[str, Any]) -> None:
    wide, high = size(make("kpi", values(**changed)).content)
    assert wide == WIDE
    assert 600 < high < 2 * WIDE


@pytest.mark.parametrize("changed", [{"points": [], "way": []}, {"up": [[0.0, "0"]]}])
def test_nothing_is_no_chart(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="numbers"):
        make("kpi", values(**changed))


@pytest.mark.parametrize("name", ["$x^2$", "<b>&amp;", "🎮 gim ✨", "\u202eterbalik", "a" * 400, "漢字\n\tbaris"])
def test_a_name_is_shown_as_it_is_whatever_it_is(name: str) -> None:
    named = make("kpi", values(title=name, subtitle=name, labels=[name, name], target=name, foot=name))
    nameless = make("kpi", values(title="", subtitle="", labels=["", ""], target="", foot=""))
    assert named.content != nameless.content
