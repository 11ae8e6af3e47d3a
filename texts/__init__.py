"""Every sentence the bot says, a folder a language, a catalogue a noun; values are escaped here and nowhere else."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names
from babel.messages.pofile import read_po

HOME = "id"
LANGUAGES = ("id", "en", "jv")
_BRITISH = {"en": "en_GB"}
_PARTS = {1: "y", 2: "MMMM y", 3: "d MMMM y"}


class Texts:
    """The catalogues, read once. A sentence missing in a language is said in Indonesian."""

    def __init__(self, catalogues: Mapping[str, Mapping[str, str]], timezone: str = "Asia/Jakarta") -> None:
        self._catalogues = catalogues
        self._zone = ZoneInfo(timezone)

    @classmethod
    def load(cls, timezone: str = "Asia/Jakarta") -> "Texts":
        """The catalogues of this folder; times are shown in `timezone`."""
        return cls({language: _read(language) for language in LANGUAGES}, timezone)

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The sentence as Telegram's HTML, its values escaped. An unknown key raises KeyError naming it."""
        return self._find(language, key).format(**{name: escape(str(value)) for name, value in values.items()})

    def plain(self, language: str, key: str, /, **values: object) -> str:
        """The sentence for buttons, toasts and menus, where nothing is markup."""
        return self._find(language, key).format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._catalogues[HOME]

    def day(self, language: str, day: date, *, short: bool = False) -> str:
        """A day with its weekday: Selasa, 24 November 2026; short: Sel, 24 Nov."""
        return format_date(day, "EEE, d MMM" if short else "EEEE, d MMMM y", locale=_BRITISH.get(language, language))

    def brief(self, language: str, day: date, *, month: bool = False) -> str:
        """A day for a narrow place: 22 Sep 2023; only its month: Sep 2023."""
        return format_date(day, "MMM y" if month else "d MMM y", locale=_BRITISH.get(language, language))

    def date(self, language: str, day: date) -> str:
        """A day in words: 24 November 2026. A moment counts in the city's time zone."""
        if isinstance(day, datetime):
            day = day.astimezone(self._zone)
        return format_date(day, "d MMMM y", locale=_BRITISH.get(language, language))

    def moment(self, language: str, when: datetime) -> str:
        """A moment in words, with its time zone: 24 November 2026, 10.30 WIB."""
        local = when.astimezone(self._zone)
        return f"{self.date(language, local)}, {self.clock(language, when)} {local.tzname()}"

    def weekday(self, language: str, number: int) -> str:
        """The name of a weekday, 0 is Monday: Senin."""
        return str(get_day_names("wide", locale=_BRITISH.get(language, language))[number])

    def clock(self, language: str, when: datetime) -> str:
        """The time of day in the city: 07.00."""
        local = when.astimezone(self._zone)
        return format_time(local, "HH:mm" if language == "en" else "HH.mm", locale=_BRITISH.get(language, language))

    def span(self, language: str, first: datetime, last: datetime) -> str:
        """From–until: Selasa, 24 November 2026, 07.00–12.00 WIB; over more than a day only the dates."""
        local = first.astimezone(self._zone)
        if last - first > timedelta(days=1):
            return f"{self.date(language, first)} – {self.date(language, last - timedelta(seconds=1))}"
        clocks = f"{self.clock(language, first)}–{self.clock(language, last)} {local.tzname()}"
        return f"{self.day(language, local)}, {clocks}"

    def dated(self, language: str, written: str) -> str:
        """A date in words, as exactly as told: `2025-08-05`, `2025-08`, `2025-Q3`, `2025`; `±`: about; else undated."""
        about = written.startswith("±")
        year, _, quarter = written.partition("-Q")
        if quarter:
            return self.plain(language, "date.quarter", quarter=quarter, year=year)
        try:
            parts = [int(part) for part in written.lstrip("±").split("-")]
            day = date(*[*parts, 1, 1][:3])
            words = format_date(day, _PARTS[len(parts)], locale=_BRITISH.get(language, language))
        except (ValueError, KeyError, TypeError):
            return self.plain(language, "date.none")
        return self.plain(language, "date.about", date=words) if about else words

    def _find(self, language: str, key: str) -> str:
        sentence = self._catalogues.get(language, {}).get(key) or self._catalogues[HOME].get(key)
        if sentence is None:
            raise KeyError(f"no sentence {key!r}")
        return sentence


def _read(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.po")):
        with path.open("rb") as file:
            found |= {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}
    return found
