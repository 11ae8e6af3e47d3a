"""Statistics as words and as what a chart is made of, in one language; whoever draws knows no language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from services import sectors
from services.city import City
from services.statistics import Figures
from texts import Texts

VIEWS = {
    "week": "stats.view_week",
    "place": "stats.view_place",
    "sector": "stats.view_sector",
    "days": "stats.view_days",
    "ask": "stats.view_ask",
    "seat": "stats.view_seat",
}
"""What can be looked at, and what its button says."""
PERIODS = {30: "stats.period_month", 90: "stats.period_quarter", 0: "stats.period_ever"}
"""Of how many days, 0: of ever."""
SHORT = {30: "stats.short_month", 90: "stats.short_quarter", 0: "stats.short_ever"}
"""The same on a button."""
_TITLES = {
    "week": "stats.title_week",
    "place": "stats.title_place",
    "sector": "stats.title_sector",
    "days": "stats.title_days",
    "ask": "stats.title_ask",
    "seat": "stats.title_seat",
}
_LOCALES = {"en": "en_GB"}
Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class StatWords:
    """Figures in one language, for one city."""

    texts: Texts
    language: str
    city: City

    def caption(self, told: Figures, *, days: int) -> str:
        """All numbers, as Telegram's HTML."""
        ideas, asked, seats = told.ideas, told.questions, told.seats
        parts = [
            self.texts.say(self.language, "stats.head", period=self._label(PERIODS[days])),
            self._say(
                "stats.ideas",
                sent=ideas.sent,
                supports=ideas.supports,
                answered=ideas.answered,
                late=ideas.late,
                median=self._days(ideas.days),
            ),
            self._say(
                "stats.questions",
                asked=asked.asked,
                found=asked.found,
                passed=asked.passed_on,
                answered=asked.answered,
                waiting=asked.waiting,
            ),
            self._say(
                "stats.seats",
                places=seats.places,
                booked=seats.booked,
                used=seats.used,
                full=self._share(seats.booked, seats.places),
                come=self._share(seats.used, seats.booked),
            ),
        ]
        return "\n\n".join(parts)

    def chart(self, told: Figures, view: str, *, days: int, now: datetime) -> tuple[str, dict[str, Any]]:
        """Which maker draws it, and of what."""
        period = self._label("stats.last_weeks" if view == "week" else PERIODS[days])
        made = self._label("stats.made", when=self.texts.date(self.language, now))
        values: dict[str, Any] = {"title": self._label(_TITLES[view]), "subtitle": period, "foot": made}
        if view == "seat":
            names = ("stats.booked", "stats.used")
            values["series"] = [self._label(one) for one in names]
        rows = {
            "week": self._weeks,
            "place": self._places,
            "sector": self._sectors,
            "days": self._took,
            "ask": self._asked,
            "seat": self._seats,
        }[view](told)
        return ("columns" if view == "week" else "bars"), {**values, "rows": rows}

    def _weeks(self, told: Figures) -> Rows:
        return [self._row(self._day(week), count) for week, count in told.ideas.weeks]

    def _places(self, told: Figures) -> Rows:
        rows = [self._row(one.name, told.ideas.kecamatan.get(one.id, 0)) for one in self.city.kecamatan]
        return [*rows, *self._none(told.ideas.kecamatan, "stats.whole_city")]

    def _sectors(self, told: Figures) -> Rows:
        """Only those with ideas, the most first: 17 empty bars tell nothing."""
        counts = sorted(told.ideas.sectors.items(), key=lambda one: (-one[1], one[0] or ""))
        rows = [self._row(sectors.name(one, self.language) or one, count) for one, count in counts if one]
        rows += self._none(told.ideas.sectors, "stats.no_sector")
        return rows or [self._row(self._label("stats.no_ideas"), 0)]

    def _took(self, told: Figures) -> Rows:
        found = told.ideas.days_of
        rows = [self._day_row(one.name, found.get(one.id)) for one in self.city.kecamatan]
        whole = [self._day_row(self._label("stats.whole_city"), found[None])] if None in found else []
        return [*rows, *whole, self._day_row(self._label("stats.together"), told.ideas.days)]

    def _asked(self, told: Figures) -> Rows:
        asked = told.questions
        counts = {
            "stats.asked": asked.asked,
            "stats.found": asked.found,
            "stats.passed": asked.passed_on,
            "stats.by_satgas": asked.answered,
            "stats.waiting": asked.waiting,
        }
        return [self._row(self._label(key), count) for key, count in counts.items()]

    def _seats(self, told: Figures) -> Rows:
        found = [(one.name, told.seats.of.get(one.id, (0, 0))) for one in self.city.kecamatan]
        return [[name, list(both), [self._number(each) for each in both]] for name, both in found]

    def _none(self, counts: Mapping[str | None, int], key: str) -> Rows:
        return [self._row(self._label(key), counts[None])] if counts.get(None) else []

    def _row(self, label: str, count: int) -> list[Any]:
        return [label, [count], [self._number(count)]]

    def _day_row(self, label: str, days: float | None) -> list[Any]:
        return [label, [days or 0], [self._days(days)]]

    def _days(self, days: float | None) -> str:
        if days is None:
            return self._label("stats.no_answers")
        return self._label("stats.days", days=format_decimal(days, "#,##0.#", locale=self._locale))

    def _number(self, count: int) -> str:
        return str(format_decimal(count, locale=self._locale))

    def _share(self, part: int, whole: int) -> str:
        return str(format_percent(part / whole, locale=self._locale)) if whole else "–"

    def _day(self, day: date) -> str:
        return format_date(day, "d MMM", locale=self._locale)

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.language, self.language)

    def _label(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, key, **values)

    def _say(self, key: str, **values: object) -> str:
        told = {name: self._number(one) if isinstance(one, int) else one for name, one in values.items()}
        return self.texts.say(self.language, key, **told)


def pairs(buttons: Sequence[Any]) -> list[Sequence[Any]]:
    """Two in a row."""
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
