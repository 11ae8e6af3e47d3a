"""What a KPI's chart is made of: points, the way to the target, and each figure and date as it is written."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from notices import figures
from notices.kpis import KpiWords
from services.kpis.values import Kpi, Reading

DAYS, MONTHS = 4, 150
"""So many dates below the chart; over more days than MONTHS only months."""
NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST = 120
"""So many numbers are drawn, the newest."""


def drawable(one: Kpi, readings: Sequence[Reading]) -> bool:
    """Whether there is anything to see: a number, or the way from the first one to the target."""
    return bool(readings) or (one.baseline is not None and one.target is not None)


def drawn(words: KpiWords, one: Kpi, readings: Sequence[Reading]) -> dict[str, Any]:
    """The values of render/kpi.py."""
    shown = readings[-MOST:]
    first, last = _days(one, shown)
    numbers = [each.value for each in shown] + [value for value in (one.baseline, one.target) if value is not None]
    ticks = _ticks(min(numbers), max(numbers))
    plain = words.texts.plain
    return {
        "title": one.named(words.language),
        "subtitle": _subtitle(words, one),
        "points": [[each.as_of.toordinal(), float(each.value)] for each in shown],
        "way": _way(one, shown, last),
        "across": [[day.toordinal(), _day(words, day, first, last)] for day in _dates(first, last)],
        "up": [[float(value), figures.brief(words.language, value, one.unit)] for value in ticks],
        "span": [first.toordinal(), last.toordinal()],
        "labels": [plain(words.language, "kpi.chart_read"), plain(words.language, "kpi.chart_way")],
        "target": words.figure(one, one.target) if one.target is not None else "",
        "foot": _foot(words, one),
    }


def _subtitle(words: KpiWords, one: Kpi) -> str:
    """The newest number, and that it is overdue where it is."""
    if one.last is None:
        return ""
    when = words.texts.date(words.language, one.last.as_of)
    told = words.texts.plain(words.language, "kpi.chart_now", value=words.figure(one, one.last.value), when=when)
    return told + (words.texts.plain(words.language, "kpi.chart_stale") if words.stale(one) else "")


def _days(one: Kpi, readings: Sequence[Reading]) -> tuple[date, date]:
    days = [each.as_of for each in readings] + [day for day in (one.baseline_on, one.due) if day]
    first, last = min(days), max(days)
    return (first, last) if first < last else (first - timedelta(days=15), last + timedelta(days=15))


def _way(one: Kpi, readings: Sequence[Reading], last: date) -> list[list[float]]:
    """From the first number that is known to the target; without a day for it, along the whole chart."""
    if one.target is None:
        return []
    end = [float((one.due or last).toordinal()), float(one.target)]
    if one.baseline is not None and one.baseline_on:
        return [[float(one.baseline_on.toordinal()), float(one.baseline)], end]
    if one.due is not None and readings and readings[0].as_of < one.due:
        return [[float(readings[0].as_of.toordinal()), float(readings[0].value)], end]
    return [end]


def _dates(first: date, last: date) -> list[date]:
    span = (last - first).days
    steps = max(1, min(DAYS - 1, span))
    return [first + timedelta(days=span * at // steps) for at in range(steps + 1)]


def _day(words: KpiWords, day: date, first: date, last: date) -> str:
    return words.texts.brief(words.language, day, month=(last - first).days > MONTHS)


def _ticks(least: Decimal, most: Decimal) -> list[Decimal]:
    """Round numbers that hold all of them; from 0 where that is not far."""
    if least > 0 and least < most * Decimal("0.7"):
        least = Decimal(0)
    if least == most:
        least, most = (min(least, Decimal(0)), max(most, Decimal(0))) if least else (Decimal(0), Decimal(1))
    raw = (most - least) / 4
    power = Decimal(10) ** math.floor(math.log10(raw))
    step = next(nice * power for nice in NICE if nice * power >= raw)
    low = math.floor(least / step)
    return [step * at for at in range(low, math.ceil(most / step) + 1)]


def _foot(words: KpiWords, one: Kpi) -> str:
    if one.last is None:
        return ""
    name = one.last.note or words.texts.plain(words.language, "kpi.by_satgas")
    return words.texts.plain(words.language, "kpi.chart_source", name=name)
