"""Opening: what a ketua says of new slots, step by step: one of a day, a long one, or weekly ones."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from services.coworking import patterns, slots
from services.coworking.hours import Hours
from services.coworking.patterns import Pattern
from services.coworking.slots import A_DAY, FARTHEST, MOST_CAPACITY, TITLE, Asks, Change, Changed
from services.coworking.values import Told
from services.dates import WrongDate
from services.roles import Rights
from services.times import WrongTime, parse_coming_day, parse_span

MIDNIGHT = time(0)
_STEPS = {
    "day": ("day", "times", "capacity", "title"),
    "weekly": ("weekdays", "times", "capacity", "title"),
    "long": ("first", "last", "capacity", "title"),
}
Times = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known so far, in ISO; `asks`: bits of approval, purpose, contact; `pattern`: the opening it changes."""

    space_id: int
    kind: str
    day: str = ""
    first: str = ""
    last: str = ""
    weekdays: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    capacity: int = 0
    title: str | None = None
    asks: int = 0
    pattern: int = 0

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Plan":
        lists = {name: tuple(told.get(name, ())) for name in ("weekdays", "times")}
        return cls(**{**told, **lists})

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON."""
        return asdict(self)

    def missing(self) -> str | None:
        """The step whose value is not known yet."""
        empty = {
            "day": not self.day,
            "first": not self.first,
            "last": not self.last,
            "weekdays": not self.weekdays,
            "times": not self.times,
            "capacity": not self.capacity,
            "title": self.title is None,
        }
        return next((step for step in self.steps() if empty[step]), None)

    def steps(self) -> tuple[str, ...]:
        """What is asked, in this order."""
        return _STEPS[self.kind]

    def toggle(self, weekday: int) -> "Plan":
        """A day of the week more or less."""
        days = set(self.weekdays) ^ {weekday}
        return replace(self, weekdays=tuple(sorted(days)))

    def put(self, step: str, value: Any) -> "Plan":
        """The value of a step, as read() gives it."""
        if step == "times":
            value = tuple(one.isoformat() for one in value)
        elif isinstance(value, date):
            value = value.isoformat()
        told: dict[str, Any] = {step: value}
        return replace(self, **told)

    def moments(self, hours: Hours) -> tuple[datetime, datetime]:
        """When a slot of its own begins and ends."""
        if self.kind == "long":
            return moments(date.fromisoformat(self.first), date.fromisoformat(self.last), hours=hours)
        return moments(date.fromisoformat(self.day), self.clocks(), hours=hours)

    def clocks(self) -> Times:
        """From and until, of a day."""
        first, last = (time.fromisoformat(one) for one in self.times)
        return first, last

    def wants(self) -> Asks:
        """What it asks of who comes."""
        return asks(self.asks)


def plan_of(pattern: Pattern) -> Plan:
    """A weekly opening as a plan to change it."""
    asked = (pattern.asks.approval, pattern.asks.purpose, pattern.asks.contact)
    bits = sum(bit for on, bit in zip(asked, (1, 2, 4), strict=True) if on)
    plan = Plan(pattern.space_id, "weekly", weekdays=(pattern.weekday,), capacity=pattern.capacity, asks=bits)
    return replace(plan, title=pattern.title, pattern=pattern.id).put("times", (pattern.starts, pattern.ends))


def asks(bits: int) -> Asks:
    """Approval, purpose, contact, a bit each."""
    return Asks(*(bool(bits & bit) for bit in (1, 2, 4)))


def moments(first: date, until: date | Times, *, hours: Hours) -> tuple[datetime, datetime]:
    """From a time to another of one day, or from the beginning of the first day to the end of the last."""
    if isinstance(until, date):
        return hours.at(first, MIDNIGHT), hours.at(until + timedelta(days=1), MIDNIGHT)
    return hours.at(first, until[0]), hours.at(first, until[1])


@dataclass(frozen=True, slots=True)
class Wrong:
    """The key of why something that was typed will not do, and how long or many it may be."""

    key: str
    most: int = 0


def read(step: str, typed: str, *, today: date) -> date | Times | int | str | Wrong:
    """The value that was typed for a step; '' is what was no words."""
    if not typed:
        return Wrong("keeping.words_only")
    if step == "title":
        title = " ".join(typed.split())
        return title if len(title) <= TITLE else Wrong("keeping.too_long", TITLE)
    if step == "capacity":
        number = "".join(typed.split())
        capacity = int(number) if number.isdecimal() and len(number) < 9 else 0
        return capacity if 1 <= capacity <= MOST_CAPACITY else Wrong(Change.WRONG_CAPACITY, MOST_CAPACITY)
    found = parse_span(typed) if step == "times" else parse_coming_day(typed, today=today)
    return Wrong(found) if isinstance(found, WrongTime | WrongDate) else found


def wrong(plan: Plan, *, hours: Hours, now: datetime) -> Change | WrongTime | None:
    """Why such a slot cannot be opened, as far as it is known."""
    if plan.kind == "day" and plan.day and plan.times:
        _, ends = plan.moments(hours)
        return Change.PAST if ends <= now else Change.TOO_FAR if ends - now > FARTHEST else None
    if plan.kind == "long" and plan.first and plan.last:
        starts, ends = plan.moments(hours)
        if ends - starts <= A_DAY:
            return WrongTime.TOO_SHORT
        return Change.TOO_FAR if ends - now > FARTHEST else None
    return None


def open_plan(db: Connection, *, plan: Plan, rights: Rights, actor_id: int, hours: Hours, now: datetime) -> Changed:
    """A slot of its own, as it was planned."""
    starts_at, ends_at = plan.moments(hours)
    return slots.open_slot(
        db,
        space_id=plan.space_id,
        rights=rights,
        actor_id=actor_id,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=plan.capacity,
        hours=hours,
        now=now,
        title=plan.title or "",
        asks=plan.wants(),
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of weekly openings; `kept`: slots in use that stay as they were; who is to be told."""

    outcome: Change
    kept: int = 0
    told: tuple[Told, ...] = ()


def save_patterns(db: Connection, *, plan: Plan, rights: Rights, actor_id: int, hours: Hours, now: datetime) -> Saved:
    """A weekly opening for each day that was chosen, the one to change on its own day; with the slots that come."""
    starts, ends = plan.clocks()
    who: dict[str, Any] = {"rights": rights, "actor_id": actor_id, "now": now}
    says: dict[str, Any] = {"starts": starts, "ends": ends, "capacity": plan.capacity, "asks": plan.wants()}
    says["title"] = plan.title or ""
    before = patterns.kept_pattern(db, pattern_id=plan.pattern, rights=rights) if plan.pattern else None
    if plan.pattern and before is None:
        return Saved(Change.NOT_FOUND)
    kept = 0
    for weekday in plan.weekdays:
        made: Any
        if before and weekday == before.weekday:
            made = patterns.change_pattern(db, pattern_id=before.id, hours=hours, **says, **who)
            kept = getattr(made, "kept", 0)
        else:
            made = patterns.add_pattern(db, space_id=plan.space_id, weekday=weekday, **says, **who)
        if isinstance(made, Change):
            return Saved(made)
    if before and before.weekday not in plan.weekdays:
        patterns.end_pattern(db, pattern_id=before.id, **who)
    return Saved(Change.DONE, kept, patterns.make_slots(db, hours=hours, now=now))
