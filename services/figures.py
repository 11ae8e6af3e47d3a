"""Figures as people type them, Indonesian first: "1.250,5", "45%", "Rp1,5 jt", "2 rb"; what may mean two is asked."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

PERCENT, RUPIAH = "%", "Rp"
WHOLE, FINE = 18, 6
"""So many digits before and after the comma at most."""
_SCALE = {
    "rb": 3, "ribu": 3, "ewu": 3, "k": 3, "thousand": 3, "jt": 6, "juta": 6, "yuta": 6, "million": 6, "mio": 6,
    "miliar": 9, "milyar": 9, "mlr": 9, "billion": 9, "bn": 9, "triliun": 12, "trilyun": 12, "trillion": 12,
}  # fmt: skip
_MILLION_OR_MILLIARD = "m"
"""M is miliar where Indonesian is written, a million where English is."""
_DIGITS = r"[0-9][0-9., ]*"
_FIGURE = re.compile(
    rf"(?P<minus>-)? ?(?P<money>rp\.?|idr)? ?(?P<inner>[-+])? ?(?P<digits>{_DIGITS}?) ?"
    rf"(?P<scale>{'|'.join(sorted(_SCALE, key=len, reverse=True))}|m)?\.? ?"
    r"(?P<unit>%|persen|prosen|percent|pct|rupiah)?(?: ?,-)?"
)
_GROUPS = re.compile(r"[0-9]{1,3}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")
_ONE_MARK = re.compile(r"([0-9]+)([.,])([0-9]+)")
_TWO_MARKS = re.compile(r"([0-9]{1,3}(?:([. ])[0-9]{3})+),([0-9]+)|([0-9]{1,3}(?:([, ])[0-9]{3})+)\.([0-9]+)")


class Wrong(StrEnum):
    """Why what was typed is no figure; the value is the key of the text that says how it should be."""

    UNREADABLE = "figure.unreadable"
    TOO_BIG = "figure.too_big"
    TOO_FINE = "figure.too_fine"
    NOT_PERCENT = "figure.not_percent"
    NOT_MONEY = "figure.not_money"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, exact, and the unit that was typed with it ("": none)."""

    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """What was typed may mean either of these."""

    values: tuple[Decimal, ...]
    unit: str = ""


def parse(typed: str, *, english: bool = False) -> Figure | Unclear | Wrong:
    """One figure; "1.250" is 1250 unless the typist writes English, "1,250" is asked back."""
    found = _FIGURE.fullmatch(_plain(typed))
    if found is None or (found["minus"] and found["inner"]):
        return Wrong.UNREADABLE
    minus = {"-": -1, "+": 1, None: 1}
    sign = minus[found["minus"]] * minus[found["inner"]]
    read = [sign * number * scale for number in _numbers(found["digits"], english) for scale in _scales(found["scale"])]
    if not read:
        return Wrong.UNREADABLE
    wrong = next((why for one in read if (why := _absurd(one))), None)
    if wrong:
        return wrong
    values, unit = tuple(dict.fromkeys(map(tidy, read))), _unit(found["money"], found["unit"])
    return Figure(values[0], unit) if len(values) == 1 else Unclear(values, unit)


def parse_as(typed: str, unit: str, *, english: bool = False) -> Figure | Unclear | Wrong:
    """The same of something counted in `unit`; the word of the unit itself may stand behind the number."""
    words = typed.strip()
    if unit not in ("", PERCENT, RUPIAH) and words.casefold().endswith(unit.casefold()):
        words = words[: -len(unit)]
    told = parse(words, english=english)
    if isinstance(told, Wrong) or told.unit in ("", unit):
        return told
    return Wrong.NOT_PERCENT if told.unit == PERCENT else Wrong.NOT_MONEY


def tidy(value: Decimal) -> Decimal:
    """The same number without zeros behind the comma, never in powers of ten."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) + 0 if value == whole else value.normalize()


def of_text(written: str) -> Decimal | None:
    """A number as str() writes it, as buttons carry it; None where it is none or too big."""
    if not re.fullmatch(rf"-?[0-9]{{1,{WHOLE}}}(?:\.[0-9]{{1,{FINE}}})?", written):
        return None
    return tidy(Decimal(written))


def _plain(typed: str) -> str:
    letters = unicodedata.normalize("NFKC", typed).casefold()
    return " ".join(re.sub(r"[−–—‒]", "-", letters).split())


def _numbers(digits: str, english: bool) -> list[Decimal]:
    """What the digits with their marks may mean; [] where they mean nothing."""
    bare = digits.strip()
    if bare.isdigit():
        return [Decimal(bare)]
    if found := _TWO_MARKS.fullmatch(bare):
        whole, part = (found[1], found[3]) if found[1] else (found[4], found[6])
        return [Decimal(f"{re.sub('[., ]', '', whole)}.{part}")]
    grouped = [Decimal(re.sub("[., ]", "", bare))] if _GROUPS.fullmatch(bare) and bare[0] != "0" else []
    one = _ONE_MARK.fullmatch(bare)
    if one is None:
        return grouped
    exact = [Decimal(f"{one[1]}.{one[3]}")]
    if not grouped:
        return exact
    if one[2] == ",":
        return exact + grouped
    return exact + grouped if english else grouped


def _scales(word: str | None) -> list[Decimal]:
    if word == _MILLION_OR_MILLIARD:
        return [Decimal(10) ** 9, Decimal(10) ** 6]
    return [Decimal(10) ** (_SCALE[word] if word else 0)]


def _absurd(value: Decimal) -> Wrong | None:
    if abs(value) >= Decimal(10) ** WHOLE:
        return Wrong.TOO_BIG
    return Wrong.TOO_FINE if value != round(value, FINE) else None


def _unit(money: str | None, unit: str | None) -> str:
    if money or unit == "rupiah":
        return RUPIAH
    return PERCENT if unit else ""
