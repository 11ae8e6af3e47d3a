"""Figures as they are read: in the reader's language, with their unit, every digit that counts."""

from decimal import Decimal

from babel.numbers import format_compact_decimal, format_decimal

from services.figures import PERCENT, RUPIAH

LONG = 100_000
"""From here on a number in a narrow place is written short: 1,5 jt."""
_LOCALES = {"en": "en_GB", "jv": "id"}
"""Javanese writes numbers as Indonesian does; its short forms are not known to Babel."""


def figure(language: str, value: Decimal, unit: str) -> str:
    """1.250,5 · 45% · Rp1.500.000 · 12 startup"""
    return _with_unit(format_decimal(abs(value), "#,##0.######", locale=_locale(language)), value, unit)


def brief(language: str, value: Decimal, unit: str) -> str:
    """The same for a narrow place, without a word behind it: 1,5 jt."""
    if abs(value) < LONG:
        return figure(language, value, unit if unit in (PERCENT, RUPIAH) else "")
    short = format_compact_decimal(abs(value), locale=_locale(language), fraction_digits=2)
    return _with_unit(short, value, unit if unit in (PERCENT, RUPIAH) else "")


def _with_unit(number: str, value: Decimal, unit: str) -> str:
    minus = "−" if value < 0 else ""
    if unit == RUPIAH:
        return f"{minus}Rp{number}"
    return f"{minus}{number}%" if unit == PERCENT else f"{minus}{number} {unit}".rstrip()


def _locale(language: str) -> str:
    return _LOCALES.get(language, language)
