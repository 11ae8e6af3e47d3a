"""KPIs in words: a line, a page with the way to the target, the numbers before; for residents and for satgas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from notices import figures, quoting
from services import dates
from services.city import City, Source
from services.figures import PERCENT, RUPIAH
from services.kpis.reading import is_stale
from services.kpis.values import Direction, Every, Kpi, Moved, Reading
from services.people import HOME
from texts import Texts

EVERY = {
    Every.WEEKLY: "kpi.every_weekly",
    Every.MONTHLY: "kpi.every_monthly",
    Every.QUARTERLY: "kpi.every_quarterly",
    Every.YEARLY: "kpi.every_yearly",
}
DIRECTION = {Direction.UP: "kpi.direction_up", Direction.DOWN: "kpi.direction_down"}
UNITS = {"": "kpi.unit_count", PERCENT: "kpi.unit_percent", RUPIAH: "kpi.unit_rupiah"}
BLOCKS = 10


@dataclass(frozen=True, slots=True)
class KpiWords:
    """How KPIs are told in one language, of one city, at one moment."""

    texts: Texts
    language: str
    city: City
    timezone: str
    now: datetime

    def figure(self, one: Kpi, value: Decimal) -> str:
        return figures.figure(self.language, value, one.unit)

    def line(self, one: Kpi) -> str:
        """One of a list."""
        parts = [self._say("kpi.line", name=one.named(self.language)), f"   {self._now(one)}"]
        parts += [f"   {self._target(one)}"] if one.target is not None else []
        parts += [f"   {self.stale(one)}"] if self.stale(one) else []
        return "\n".join(parts)

    def page(self, one: Kpi) -> str:
        """The KPI as residents see it."""
        head = [self._say("kpi.title", name=one.named(self.language))]
        head += [self._say("kpi.about", about=one.told(self.language))] if one.told(self.language) else []
        facts = [self._now(one)]
        facts += [self._target(one)] if one.target is not None else []
        facts += [self._bar(one.way)] if one.way is not None else []
        facts += self._first(one)
        facts += [self.stale(one)] if self.stale(one) else []
        facts += self._belongs(one)
        parts = ["\n".join(head), "\n".join(facts)]
        parts += [self._say("kpi.source", source=one.source)] if one.source else []
        parts += [self.source(one.last)] if one.last else []
        return "\n\n".join(parts)

    def kept(self, one: Kpi) -> str:
        """What only satgas see."""
        owner = one.owner or self._plain("kpi.no_owner")
        told = {"every": self._plain(EVERY[one.every]), "direction": self._plain(DIRECTION[one.direction])}
        lines = [self._say("kpi.kept", owner=owner, unit=self.unit(one.unit), **told)]
        lines += (
            [self._say("kpi.is_retired", when=self.texts.date(self.language, one.retired_at))] if one.retired_at else []
        )
        return "\n".join(lines)

    def unit(self, unit: str) -> str:
        return self._plain(UNITS[unit]) if unit in UNITS else unit

    def stale(self, one: Kpi) -> str:
        """That its number is overdue, and since when; "" while it is not."""
        if not is_stale(one, now=self.now, timezone=self.timezone):
            return ""
        since = one.read_on or dates.today(one.created_at, self.timezone)
        key = "kpi.stale" if one.read_on else "kpi.stale_never"
        return self._say(key, when=self.texts.date(self.language, since))

    def source(self, told: Reading) -> str:
        """Where a number is from, and of when it is."""
        return quoting.source(self.texts, self.language, read_in(self.texts, self.language, told))

    def history(self, one: Kpi, readings: Sequence[Reading]) -> str:
        """Its numbers in time order; what was corrected is struck out, the correction named as one."""
        head = self._say("kpi.history", name=one.named(self.language))
        return "\n".join([head, *(self._told(one, each) for each in readings)])

    def moved(self, told: Moved) -> str:
        """What became of it in a time."""
        one, last = told.kpi, told.kpi.last
        if not told.readings or last is None:
            return self._say("kpi.moved_new", name=one.named(self.language))
        now = self.figure(one, last.value)
        if told.before is None or told.before == last.value:
            return self._say("kpi.moved_read", name=one.named(self.language), now=now)
        return self._say("kpi.moved", name=one.named(self.language), now=now, before=self.figure(one, told.before))

    def _told(self, one: Kpi, each: Reading) -> str:
        told = {"when": self.texts.date(self.language, each.as_of), "value": self.figure(one, each.value)}
        if each.ended == "corrected":
            return self._say("kpi.number_struck", **told)
        line = self._say("kpi.number_correction" if each.corrects_id else "kpi.number", **told)
        return line + (self._say("kpi.number_note", note=each.note) if each.note else "")

    def _now(self, one: Kpi) -> str:
        if one.last is None:
            return self._say("kpi.no_number")
        value, when = self.figure(one, one.last.value), self.texts.date(self.language, one.last.as_of)
        return self._say("kpi.now", value=value, when=when)

    def _target(self, one: Kpi) -> str:
        assert one.target is not None
        value = self.figure(one, one.target)
        if one.is_reached:
            return self._say("kpi.target_reached", value=value)
        if one.due is None:
            return self._say("kpi.target", value=value)
        key = "kpi.target_late" if one.due < dates.today(self.now, self.timezone) else "kpi.target_due"
        return self._say(key, value=value, when=self.texts.date(self.language, one.due))

    def _bar(self, way: int) -> str:
        full = way // BLOCKS or int(way > 0)
        return self._say("kpi.way", bar="▰" * full + "▱" * (BLOCKS - full), percent=way)

    def _first(self, one: Kpi) -> list[str]:
        if one.baseline is None or one.baseline_on is None:
            return []
        when = self.texts.date(self.language, one.baseline_on)
        return [self._say("kpi.baseline", value=self.figure(one, one.baseline), when=when)]

    def _belongs(self, one: Kpi) -> list[str]:
        points = enumerate(self.city.points, start=1)
        found = [(number, each.title) for number, each in points if each.id == one.point]
        return [
            self._say("milestone.of_point", number=number, title=title.get(self.language) or title[HOME])
            for number, title in found
        ]

    def _plain(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, key, **values)

    def _say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)


def read_in(texts: Texts, language: str, told: Reading) -> Source:
    """A number's source; what has none was entered by satgas."""
    return Source(told.note or texts.plain(language, "kpi.by_satgas"), "", told.as_of.isoformat())
