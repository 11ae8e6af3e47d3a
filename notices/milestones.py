"""Milestones in words: a line, a page with what was told of it, a point's progress; for residents and for satgas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from notices import quoting
from services.city import City, Point
from services.milestones.targets import first_day
from services.milestones.values import Milestone, Status, Update, rolled_up
from services.people import HOME
from texts import Texts

ICONS = {
    Status.PLANNED: "⚪",
    Status.ON_TRACK: "🔵",
    Status.AT_RISK: "🟠",
    Status.DELAYED: "🔴",
    Status.DONE: "✅",
    Status.DROPPED: "✖️",
}
T = TypeVar("T")
BLOCKS = 10
PAGE = 4
"""So many updates stand on a page: what people wrote fits one message."""
_CHANGED = {
    "status": "milestone.changed_status",
    "progress": "milestone.changed_progress",
    "target": "milestone.changed_target",
    "reached": "milestone.changed_reached",
    "title": "milestone.changed_title",
}


@dataclass(frozen=True, slots=True)
class MilestoneWords:
    """How milestones are told in one language, of one city, at one moment."""

    texts: Texts
    language: str
    city: City
    timezone: str
    now: datetime

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """The city's day of a moment."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def bar(self, percent: int) -> str:
        """Ten blocks; the last one only for 100, the first one as soon as anything is done."""
        full = percent // BLOCKS or int(percent > 0)
        return "▰" * full + "▱" * (BLOCKS - full)

    def status(self, status: Status) -> str:
        return self.texts.plain(self.language, status.key)

    def marked(self, status: Status) -> str:
        """The same with its sign."""
        return f"{ICONS[status]} {self.status(status)}"

    def state(self, one: Milestone) -> str:
        """How it stands, in words: status, progress, date."""
        word = self.status(one.status)
        if one.status is Status.DONE and one.reached:
            return self._plain("milestone.reached", status=word, when=self.dated(one.reached))
        if one.progress and one.status not in (Status.DONE, Status.DROPPED):
            word = self._plain("milestone.with_progress", status=word, progress=one.progress)
        if not one.target:
            return word
        key = "milestone.late" if one.is_late(self.today) else "milestone.target"
        return f"{word} · {self._plain(key, when=self.dated(one.target))}"

    def dated(self, written: str) -> str:
        return self.texts.dated(self.language, written)

    def short(self, written: str) -> str:
        """A date for a narrow place: 22 Sep 2023, Des 2022, 2022; "" where nobody knows."""
        first = first_day(written)
        if first is None or written == str(first.year):
            return written
        if "-Q" in written:
            return self._plain("milestone.short_quarter", quarter=written[-1], year=first.year)
        return self.texts.brief(self.language, first, month=len(written) < len("2026-06-20"))

    def line(self, one: Milestone) -> str:
        """One of a list."""
        told = {"icon": ICONS[one.status], "title": one.named(self.language), "state": self.state(one)}
        return self.texts.say(self.language, "milestone.line", **told)

    def point(self, several: Sequence[Milestone]) -> str:
        """A point's progress, and how many of its milestones are done; "" where it has none."""
        percent = rolled_up(several, now=self.now)
        if percent is None:
            return ""
        counted = [one for one in several if one.status is not Status.DROPPED]
        done = sum(one.status is Status.DONE for one in counted)
        told = {"bar": self.bar(percent), "percent": percent, "done": done, "count": len(counted)}
        return self.texts.say(self.language, "milestone.point", **told)

    def page(self, one: Milestone, updates: Sequence[Update], page: int) -> str:
        """The milestone as residents see it, with this page of its updates."""
        say, language = self.texts.say, self.language
        head = [say(language, "milestone.title", title=one.named(language))]
        head += [say(language, "milestone.about", about=one.told(language))] if one.told(language) else []
        facts = [say(language, "milestone.state", icon=ICONS[one.status], state=self.state(one))]
        facts += [f"{self.bar(one.progress)} {one.progress}%"] if one.status is not Status.DROPPED else []
        facts.append(self._belongs(one))
        facts += [say(language, "milestone.owner", owner=one.owner)] if one.owner else []
        parts = ["\n".join(head), "\n".join(facts)]
        if updates:
            shown = self.of_page(self.updates(updates), page)
            parts.append("\n".join([say(language, "milestone.news"), *shown]))
        parts += [quoting.source(self.texts, language, one.source)] if one.source else []
        return "\n\n".join(parts)

    def of_page(self, told: Sequence[T], page: int) -> Sequence[T]:
        """What stands on a page of updates; page 0 has the newest."""
        end = len(told) - page * PAGE
        return told[max(0, end - PAGE) : end]

    def told_on(self, one: Update) -> str:
        """When that was so, else when it was told."""
        return self.dated(one.dated or self.day(one.at).isoformat())

    def caption(self, one: Milestone, told: Update) -> str:
        """What stands below the picture of an update."""
        title = self.texts.say(self.language, "milestone.title", title=one.named(self.language))
        return f"{title}\n{self._update(told, struck=False)}"

    def updates(self, updates: Sequence[Update]) -> list[str]:
        """Each in a paragraph; what was corrected is struck out, the correction named as one."""
        last = {one.corrects_id or one.id: one.id for one in updates}
        return [self._update(one, struck=last[one.corrects_id or one.id] != one.id) for one in updates]

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
        """What is another one now: "status: berjalan → berisiko; target: 2026 → 2027"."""
        words = [
            self._plain(key, old=self._value(name, before.get(name)), new=self._value(name, after[name]))
            for name, key in _CHANGED.items()
            if name in after
        ]
        return "; ".join(words)

    def numbered(self, point_id: str) -> tuple[int, Point | None]:
        """A point's number and what it is; (0, None) where the city has it no more."""
        found = ((number, one) for number, one in enumerate(self.city.points, start=1) if one.id == point_id)
        return next(found, (0, None))

    def _belongs(self, one: Milestone) -> str:
        number, point = self.numbered(one.point)
        title = (point.title.get(self.language) or point.title[HOME]) if point else one.point
        told = self.texts.say(self.language, "milestone.of_point", number=number, title=title)
        name = next((each.name for each in self.city.kecamatan if each.id == one.kecamatan), one.kecamatan)
        return f"{told} · {self.texts.say(self.language, 'milestone.in', kecamatan=name)}" if name else told

    def _update(self, one: Update, *, struck: bool) -> str:
        changes = self.changes(one.before, one.after)
        told = {"when": self.told_on(one), "text": one.text, "changes": changes}
        line = self.texts.say(self.language, _key(one, struck), **told, **self._read(one))
        also = self.texts.say(self.language, "milestone.also", changes=changes) if changes and one.text else ""
        return line + also + self._pictures(one)

    def _pictures(self, one: Update) -> str:
        return f" 📷{len(one.photos)}" if one.photos else ""

    def _read(self, one: Update) -> dict[str, str]:
        return {"name": one.source.name if one.source else "", "link": one.source.link if one.source else ""}

    def _value(self, name: str, value: Any) -> str:
        if name == "status":
            return self.status(Status(value))
        if name in ("target", "reached"):
            return self.dated(value) if value else self._plain("milestone.no_date")
        if name == "title":
            return str((value or {}).get(self.language) or (value or {}).get(HOME, ""))
        return f"{value}%"

    def _plain(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, key, **values)


def _key(one: Update, struck: bool) -> str:
    """The sentence for an update of its kind."""
    if one.kind == "public":
        return "milestone.became_public"
    if one.kind == "moved":
        return "milestone.moved"
    if one.kind == "correction":
        return "milestone.correction_struck" if struck else "milestone.correction"
    if struck:
        return "milestone.told_struck"
    if one.source:
        return "milestone.told_read" if one.source.link else "milestone.told_heard"
    return "milestone.told"


def pages(updates: Sequence[Update]) -> int:
    """How many pages they make, at least one."""
    return max(1, -(-len(updates) // PAGE))
