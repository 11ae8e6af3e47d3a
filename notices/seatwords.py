"""How seats, slots and places in line are worded, and the buttons that lead to them; for whoever shows one."""

from collections.abc import Sequence
from datetime import datetime, time

from services.city import City
from services.coworking.mine import MyPlace, MySeat
from services.coworking.values import PlaceState, SeatState, Slot, Space
from services.times import END_OF_DAY
from texts import Texts
from wire.outbox import Button

Rows = list[list[Button]]
SEAT_LINK, DOOR_LINK = "s-", "d-"
"""Payloads of /start: a seat's code, and the code on a door."""
_STATE = {
    SeatState.PENDING: "seatword.pending",
    SeatState.CONFIRMED: "seatword.confirmed",
    SeatState.CHECKED_IN: "seatword.checked_in",
    SeatState.NO_SHOW: "seatword.no_show",
    SeatState.CANCELLED: "seatword.cancelled",
    SeatState.REJECTED: "seatword.rejected",
}


def seat_link(bot_username: str, code: str) -> str:
    """What a seat's QR holds: who looks after the space checks it in by it, its own person sees the seat."""
    return f"https://t.me/{bot_username}?start={SEAT_LINK}{code}"


def door_link(bot_username: str, door_code: str) -> str:
    """What the QR on a door holds."""
    return f"https://t.me/{bot_username}?start={DOOR_LINK}{door_code}"


def kecamatan(city: City, wanted: str) -> str:
    """The name of a kecamatan."""
    return next((one.name for one in city.kecamatan if one.id == wanted), wanted)


def slot(texts: Texts, language: str, one: Slot, city: City, *, space: Space | None = None) -> str:
    """Where and when, as Telegram's HTML; `space` adds its address; an example is said to be one."""
    told = {"what": called(one), "where": address(space.address if space else "", kecamatan(city, one.kecamatan))}
    lines = [texts.say(language, "seatword.slot", when=texts.span(language, one.starts_at, one.ends_at), **told)]
    lines += [texts.say(language, "seatword.example")] if one.example else []
    return "\n".join(lines)


def address(written: str, where: str) -> str:
    """An address with its kecamatan, named once."""
    return written if where.casefold() in written.casefold() else ", ".join(part for part in (written, where) if part)


def called(one: Slot) -> str:
    """What a slot is called: its title, if it has one, at its space."""
    return f"{one.title} · {one.space}" if one.title else one.space


def hours(texts: Texts, language: str, one: Slot) -> str:
    """When a slot is on its day, or its dates."""
    if one.long:
        return texts.span(language, one.starts_at, one.ends_at)
    return f"{texts.clock(language, one.starts_at)}–{texts.clock(language, one.ends_at)}"


def clock(language: str, when: time) -> str:
    """A time of day of a weekly opening; END_OF_DAY is midnight."""
    when = time() if when == END_OF_DAY else when
    return f"{when:%H:%M}" if language == "en" else f"{when:%H.%M}"


def on_day(texts: Texts, language: str, one: Slot) -> str:
    """The short day and hours of a slot."""
    return (
        hours(texts, language, one)
        if one.long
        else f"{texts.day(language, one.day, short=True)} {hours(texts, language, one)}"
    )


def named(texts: Texts, language: str, one: Slot) -> str:
    """A slot in a line."""
    return f"{called(one)} ({on_day(texts, language, one)})"


def brief(texts: Texts, language: str, one: Slot) -> str:
    """A slot as a button, which a phone cuts off at its end: when it begins stands first."""
    when = hours(texts, language, one) if one.long else texts.day(language, one.day, short=True)
    begins = "" if one.long else f" {texts.clock(language, one.starts_at)}"
    return f"{when}{begins} · {called(one)}"[:60]


def room(texts: Texts, language: str, one: Slot) -> str:
    """How much is free."""
    return texts.plain(language, "seatword.free", free=one.free) if one.free else texts.plain(language, "seatword.full")


def elsewhere(texts: Texts, language: str, found: Sequence[Slot], party: int, city: City) -> Rows:
    """Where a party fits at the same time, a button each."""
    return [[_elsewhere(texts, language, one, max(1, party), city)] for one in found]


def _elsewhere(texts: Texts, language: str, one: Slot, party: int, city: City) -> Button:
    when, left = on_day(texts, language, one), room(texts, language, one)
    where = kecamatan(city, one.kecamatan)
    label = texts.plain(language, "seatword.elsewhere", where=where, when=when, room=left)
    return Button(label, f"v1:book:go:{one.id}:{party}:s")


def seat(texts: Texts, language: str, mine: MySeat, city: City, *, space: Space | None = None) -> str:
    """A seat: where, when, for how many, its state and its code."""
    told = {"party": mine.seat.party, "code": mine.seat.code, "state": texts.plain(language, _STATE[mine.seat.state])}
    return "\n".join(
        [slot(texts, language, mine.slot, city, space=space), texts.say(language, "seatword.seat", **told)]
    )


def place(texts: Texts, language: str, mine: MyPlace, city: City) -> str:
    """A place in line with its rank, or an offer with its end."""
    return "\n".join([slot(texts, language, mine.slot, city), standing(texts, language, mine)])


def standing(texts: Texts, language: str, mine: MyPlace) -> str:
    """How far a place in line is."""
    one = mine.place
    if one.state is PlaceState.OFFERED and one.offer_until:
        until = texts.moment(language, one.offer_until)
        return texts.say(language, "seatword.offered", party=one.party, until=until)
    if one.state is not PlaceState.WAITING:
        return texts.say(language, "seatword.line_over")
    return texts.say(language, "seatword.waiting", party=one.party, rank=mine.rank)


def offer(texts: Texts, language: str, place_id: int) -> Rows:
    """Take what is offered, or pass."""
    take = Button(texts.plain(language, "seatword.take"), f"v1:offer:take:{place_id}")
    return [[take, Button(texts.plain(language, "seatword.pass"), f"v1:offer:pass:{place_id}")]]


def under_seat(texts: Texts, language: str, seat_id: int) -> Rows:
    """What a seat's own person can do from a notice."""
    cancel = Button(texts.plain(language, "seatword.cancel"), f"v1:mine:cancel:{seat_id}")
    return [[Button(texts.plain(language, "seatword.qr"), f"v1:mine:qr:{seat_id}"), cancel]]


def qr(bot_username: str, mine: MySeat) -> dict[str, str]:
    """What the maker of QR codes needs."""
    return {"url": seat_link(bot_username, mine.seat.code)}


def event(
    texts: Texts, language: str, mine: MySeat, bot_username: str, timezone: str, *, space: Space | None
) -> dict[str, object]:
    """What the maker of calendar files needs; the same seat is the same event."""
    link = seat_link(bot_username, mine.seat.code)
    told: dict[str, object] = {
        "uid": f"seat-{mine.seat.code}@{bot_username}",
        "title": called(mine.slot),
        "start": _iso(mine.slot.starts_at),
        "end": _iso(mine.slot.ends_at),
        "made": _iso(mine.seat.made_at),
        "place": ", ".join(part for part in (mine.slot.space, space.address if space else "") if part),
        "text": texts.plain(language, "seatword.event", code=mine.seat.code, party=mine.seat.party, link=link),
        "url": link,
        "timezone": timezone,
    }
    if space and space.latitude is not None and space.longitude is not None:
        told["at"] = [space.latitude, space.longitude]
    return told


def _iso(when: datetime) -> str:
    return when.isoformat()
