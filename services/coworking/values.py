"""What coworking's services return: frozen spaces, slots, seats, places in line, and what is to be told to whom."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.city import Source

MOST_PEOPLE = 50
"""The biggest party; a class that is bigger comes as several."""


class SeatState(StrEnum):
    """Where a seat stands; the first three hold their people's places."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class PlaceState(StrEnum):
    """Where a place in line stands; the first two are live, an offer holds its people's places."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    PASSED = "passed"
    EXPIRED = "expired"
    LEFT = "left"
    CLOSED = "closed"


LIVE_SEATS = (SeatState.PENDING, SeatState.CONFIRMED, SeatState.CHECKED_IN)
LIVE_PLACES = (PlaceState.WAITING, PlaceState.OFFERED)


@dataclass(frozen=True, slots=True)
class Space:
    """A coworking place; `doubt`: what is not sure about it; `door_code` is shown to who looks after it only."""

    id: int
    kecamatan: str
    name: str
    address: str
    latitude: float | None
    longitude: float | None
    picture: str | None
    facilities: tuple[str, ...]
    sub_sectors: tuple[str, ...]
    opening: str
    doubt: str
    source: Source | None
    no_show_release: bool
    example: bool
    door_code: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """An opening of a space (its name: `space`); `day`: the city's; `long`: more than a day; counts are of people."""

    id: int
    space_id: int
    space: str
    kecamatan: str
    example: bool
    title: str
    starts_at: datetime
    ends_at: datetime
    day: date
    long: bool
    capacity: int
    taken: int
    approval: bool
    asks_purpose: bool
    asks_contact: bool
    waitlist_paused: bool
    closed: bool
    closed_reason: str

    @property
    def free(self) -> int:
        """How many more people fit; live offers and pending seats hold theirs."""
        return max(0, self.capacity - self.taken)

    @property
    def too_many(self) -> int:
        """By how many people it is over-full, after its capacity was lowered."""
        return max(0, self.taken - self.capacity)

    def open_at(self, now: datetime) -> bool:
        """Whether one may still come: neither closed nor over."""
        return not self.closed and now < self.ends_at

    def runs_at(self, now: datetime) -> bool:
        return not self.closed and self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Seat:
    """A party's place in a slot; of a guest without Telegram (`guest`: the name) as long as `person_id` is None."""

    id: int
    slot_id: int
    person_id: int | None
    guest: str
    party: int
    state: SeatState
    code: str
    purpose: str
    contact_name: str
    contact_phone: str
    made_at: datetime

    @property
    def live(self) -> bool:
        return self.state in LIVE_SEATS


@dataclass(frozen=True, slots=True)
class Place:
    """A place in line; `seat_id`: the seat its party was split from; an offer holds `offer_from` … `offer_until`."""

    id: int
    slot_id: int
    person_id: int | None
    seat_id: int | None
    party: int
    turn: int
    state: PlaceState
    joined_at: datetime
    offer_from: datetime | None
    offer_until: datetime | None

    @property
    def live(self) -> bool:
        return self.state in LIVE_PLACES


@dataclass(frozen=True, slots=True)
class Details:
    """What a slot may ask beside the party: a purpose in one line, a name, a phone number."""

    purpose: str = ""
    contact_name: str = ""
    contact_phone: str = ""


class Outcome(StrEnum):
    """What came of a deed; the value is also the text's key."""

    TAKEN = "seat.taken"
    AWAITING = "seat.awaiting"
    ALREADY = "seat.already"
    FULL = "seat.full"
    PARTLY = "seat.partly"
    OVERLAPS = "seat.overlaps"
    NO_CONSENT = "seat.no_consent"
    WRONG_PARTY = "seat.wrong_party"
    TOO_MANY = "seat.too_many"
    NOT_FOUND = "seat.not_found"
    SLOT_CLOSED = "seat.slot_closed"
    SLOT_OVER = "seat.slot_over"
    SLOT_NOT_YET = "seat.slot_not_yet"
    CHANGED = "seat.changed"
    UNCHANGED = "seat.unchanged"
    CANCELLED = "seat.cancelled"
    GONE = "seat.gone"
    KEPT = "seat.kept"
    CHECKED_IN = "seat.checked_in"
    ALREADY_IN = "seat.already_in"
    UNDONE = "seat.undone"
    APPROVED = "seat.approved"
    REJECTED = "seat.rejected"
    CLAIMED = "seat.claimed"
    WAITING = "wait.waiting"
    ALREADY_WAITING = "wait.already"
    ROOM = "wait.room"
    PAUSED = "wait.paused"
    LEFT = "wait.left"
    OFFERED = "offer.offered"
    PASSED = "offer.passed"
    OFFER_OVER = "offer.over"


class News(StrEnum):
    """What somebody is to be told that they did not do themselves; the value is also the text's key."""

    OFFER = "told.offer"
    OFFER_EXPIRED = "told.offer_expired"
    APPROVED = "told.approved"
    REJECTED = "told.rejected"
    CANCELLED = "told.cancelled"
    UNANSWERED = "told.unanswered"
    NO_SHOW = "told.no_show"
    SLOT_CLOSED = "told.slot_closed"
    LINE_CLOSED = "told.line_closed"
    SLOT_MOVED = "told.slot_moved"
    SLOT_OVER = "told.slot_over"
    TOMORROW = "told.tomorrow"
    SOON = "told.soon"
    NEW_SLOTS = "told.new_slots"


@dataclass(frozen=True, slots=True)
class Told:
    """Tell this person this; not at all after `not_after`. An offer ends then; `reason` is a person's words."""

    person_id: int
    news: News
    slot: Slot
    party: int = 0
    seat_id: int | None = None
    place_id: int | None = None
    not_after: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a deed, on what, and who is to be told. `others`: seats that overlap in time, with their slots."""

    outcome: Outcome
    slot: Slot | None = None
    seat: Seat | None = None
    place: Place | None = None
    told: tuple[Told, ...] = ()
    others: tuple[tuple[Seat, Slot], ...] = ()
