"""Figures as Indonesians type them, as the English do where it is clear; nonsense is refused."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given, strategies as st

from services import figures
from services.figures import Figure, Unclear, Wrong

READ = {
    "1.250,5": "1250.5", "45%": "45", "Rp1,5 jt": "1500000", "1,5 juta": "1500000", "2 rb": "2000", "1.250": "1250",
    "1250": "1250", "12,5 persen": "12.5", "-3": "-3", "−3": "-3", "1,250.5": "1250.5", "1.250.000": "1250000",
    "1,250,000": "1250000", "1 250 000": "1250000", "1.5": "1.5", "0,125": "0.125", "Rp 1.500.000,-": "1500000",
    "2k": "2000", "3 miliar": "3000000000", "１２": "12", "007": "7", "-0": "0", "Rp-5": "-5",
    "2,5 ewu": "2500", "1.5 million": "1500000", " 12 ": "12", "+4": "4", "1,50": "1.5", "100,0": "100",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "value"), [(typed, value) for typed, value in READ.items() if value])
def test_figures_are_understood(typed: str, value: str) -> None:
    told = figures.parse(typed)
    assert isinstance(told, Figure), told
    assert str(told.value) == value


def test_units_are_heard() -> None:
    assert [figures.parse(one) for one in ("45%", "Rp5", "5 rupiah", "5")] == [
        Figure(Decimal(45), "%"), Figure(Decimal(5), "Rp"), Figure(Decimal(5), "Rp"), Figure(Decimal(5)),
    ]  # fmt: skip
    assert figures.parse_as("12 startup", "startup") == Figure(Decimal(12))
    assert figures.parse_as("5%", "Rp") is Wrong.NOT_PERCENT
    assert figures.parse_as("Rp5", "startup") is Wrong.NOT_MONEY


def test_what_may_mean_two_is_asked() -> None:
    assert figures.parse("1,250") == Unclear((Decimal("1.25"), Decimal(1250)))
    assert figures.parse("Rp2 M") == Unclear((Decimal(2_000_000_000), Decimal(2_000_000)), "Rp")
    assert figures.parse("1.250", english=True) == Unclear((Decimal("1.25"), Decimal(1250)))


@pytest.mark.parametrize(
    "typed",
    [
        "NaN",
        "inf",
        "1e999",
        "1e3",
        "abc",
        "",
        "  ",
        "1.2.3",
        "1,2,3",
        "1..5",
        "٣",
        "--3",
        "-Rp-3",
        "12 34",
        "%",
        "rp",
        "½",
    ],
)
def test_what_is_no_figure_is_refused(typed: str) -> None:
    assert figures.parse(typed) is Wrong.UNREADABLE


def test_what_is_absurd_is_refused() -> None:
    assert [figures.parse(one) for one in ("9" * 19, "9" * 4000, "1000000 triliun")] == [Wrong.TOO_BIG] * 3
    assert figures.parse("0,1234567") is Wrong.TOO_FINE


VALUES = st.decimals(min_value=-(10**17), max_value=10**17, places=6, allow_nan=False, allow_infinity=False)


@given(VALUES.map(figures.tidy), st.sampled_from(["id", "jv", "en_GB"]))
def test_what_is_written_is_read_again(value: Decimal, locale: str) -> None:
    written = format_decimal(value, "#,##0.######", locale=locale)
    told = figures.parse(written, english=locale == "en_GB")
    assert not isinstance(told, Wrong)
    assert value in (told.values if isinstance(told, Unclear) else (told.value,))
    assert figures.of_text(str(value)) == value


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(typed: str) -> None:
    told = figures.parse(typed)
    numbers = told.values if isinstance(told, Unclear) else (told.value,) if isinstance(told, Figure) else ()
    assert all(one.is_finite() for one in numbers)
    assert figures.of_text(typed) is None or typed.strip()
