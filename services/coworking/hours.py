"""Hours: the city's days and nights, and how long an offer holds."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services import quiet
from services.city import City
from services.coworking.values import Slot
from services.times import END_OF_DAY

LONGEST = timedelta(hours=2)
SHORTEST = timedelta(minutes=15)
SHARE = 3
"""An offer takes at most this part of the waking time until the slot starts."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The city's clock: its quiet hours, and the time zone people live in."""

    city: City
    timezone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def day(self, moment: datetime) -> date:
        """The city's date at that moment."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """The moment of a time of day in the city, in UTC; END_OF_DAY is the next day's midnight."""
        if clock == END_OF_DAY:
            day, clock = day + timedelta(days=1), time()
        return datetime.combine(day, clock, self.zone).astimezone(ZoneInfo("UTC"))

    def is_quiet(self, moment: datetime) -> bool:
        return quiet.is_quiet(self.city, now=moment, timezone=self.timezone)

    def awake(self, moment: datetime) -> datetime:
        """That moment, or the end of the night it falls into."""
        return quiet.morning(self.city, now=moment, timezone=self.timezone) or moment

    def evening(self, moment: datetime) -> datetime:
        """When the next night begins; in a year where there is none."""
        if self.city.quiet_from == self.city.quiet_until:
            return moment + timedelta(days=366)
        tonight = self.at(self.day(moment), self.city.quiet_from)
        return tonight if tonight > moment else self.at(self.day(moment) + timedelta(days=1), self.city.quiet_from)

    def after(self, moment: datetime, length: timedelta) -> datetime:
        """The moment when that much time has passed, nights not counted."""
        moment = self.awake(moment)
        while (today := self.evening(moment) - moment) < length:
            length -= today
            moment = self.awake(moment + today)
        return moment + length

    def between(self, first: datetime, last: datetime, most: timedelta) -> timedelta:
        """How much time lies between, nights not counted, `most` at the utmost."""
        passed, moment = timedelta(), self.awake(first)
        while passed < most and moment < last:
            evening = self.evening(moment)
            passed += min(evening, last) - moment
            moment = self.awake(evening)
        return min(passed, most)


def offer_window(hours: Hours, *, slot: Slot, now: datetime) -> tuple[datetime, datetime] | None:
    """From when until when an offer made now holds; None when the slot is over before anybody could be told."""
    begins = hours.awake(now)
    if not slot.open_at(begins):
        return None
    length = SHORTEST
    if begins < slot.starts_at:
        length = max(SHORTEST, hours.between(begins, slot.starts_at, LONGEST * SHARE) / SHARE)
    elif slot.long:
        length = LONGEST
    return begins, min(hours.after(begins, length), slot.ends_at)
