"""What a ketua is shown of a slot, here and by the clock: its live card, the digest; and what they write to people."""

from collections.abc import Sequence
from datetime import date, datetime

from notices import seatwords
from notices.teller import Teller
from services import sectors
from services.city import City
from services.coworking.digests import Digest
from services.coworking.opening import Plan
from services.coworking.patterns import Pattern
from services.coworking.signups import Counts, SignUp, Waiting
from services.coworking.values import PlaceState, SeatState, Slot, Space
from services.people import Person
from texts import Texts
from wire import outbox
from wire.outbox import Button, Draft

Rows = list[list[Button]]
MOST = 12
"""So many slots stand in one digest; the rest is counted."""


def name(texts: Texts, language: str, one: Slot | Space) -> str:
    """What a space is called, said to be an example where it is one."""
    space = one.space if isinstance(one, Slot) else one.name
    return texts.plain(language, "keeping.example", space=space) if one.example else space


def head(texts: Texts, language: str, slot: Slot) -> str:
    """Where, what and when, as Telegram's HTML."""
    told = {"space": name(texts, language, slot), "when": texts.span(language, slot.starts_at, slot.ends_at)}
    if slot.title:
        return texts.say(language, "keeping.head_titled", title=slot.title, **told)
    return texts.say(language, "keeping.head", **told)


def card(texts: Texts, language: str, counts: Counts) -> tuple[str, Rows]:
    """How a slot stands, and what can be done with its people."""
    slot, say = counts.slot, texts.say
    lines = [say(language, "keeping.taken", taken=slot.taken, capacity=slot.capacity)]
    lines += [say(language, "keeping.booked", people=counts.booked, parties=counts.parties)]
    lines += [say(language, "keeping.pending", people=counts.pending)] if counts.pending else []
    lines += [say(language, "keeping.checked_in_count", people=counts.checked_in)]
    lines += [say(language, "keeping.no_show_count", people=counts.no_show)]
    lines += [say(language, "keeping.offered_count", people=counts.offered)] if counts.offered else []
    lines += [say(language, "keeping.waiting_count", people=counts.waiting)]
    parts = [head(texts, language, slot), "\n".join(lines), *states(texts, language, slot)]
    return "\n\n".join([*parts, say(language, "keeping.live")]), _deeds(texts, language, slot.id)


def states(texts: Texts, language: str, slot: Slot) -> list[str]:
    """What is out of the ordinary with a slot."""
    told = [texts.say(language, "keeping.too_many", people=slot.too_many)] if slot.too_many else []
    told += [texts.say(language, "keeping.paused")] if slot.waitlist_paused else []
    if slot.closed:
        told += [texts.say(language, "keeping.closed_because", reason=slot.closed_reason or "–")]
    return told


def _deeds(texts: Texts, language: str, number: int) -> Rows:
    def button(key: str, data: str) -> Button:
        return Button(texts.plain(language, key), data)

    return [
        [button("keeping.names", f"v1:signups:list:{number}:0"), button("keeping.line", f"v1:signups:line:{number}:0")],
        [button("keeping.guest", f"v1:guest:new:{number}"), button("keeping.write", f"v1:letter:new:{number}")],
        [button("keeping.xlsx", f"v1:signups:xlsx:{number}"), button("keeping.csv", f"v1:signups:csv:{number}")],
        [button("keeping.manage", f"v1:opening:show:{number}"), button("keeping.back", "v1:signups:show")],
    ]


def digest(teller: Teller, person: Person, one: Digest) -> list[Draft]:
    """New sign-ups since the last digest, a line a slot."""
    texts, language = teller.texts, person.speaks
    lines = [texts.say(language, "keeping.digest")]
    lines += [_digest_line(teller, language, *told) for told in one.slots[:MOST]]
    rest = len(one.slots) - MOST
    lines += [texts.say(language, "keeping.digest_more", count=rest)] if rest > 0 else []
    looks = [
        [Button(seatwords.on_day(texts, language, slot), f"v1:signups:slot:{slot.id}")] for slot, *_ in one.slots[:4]
    ]
    often = Button(texts.plain(language, "keeping.digest_often"), "v1:signups:digest")
    where = person.telegram_id
    text = "\n\n".join(lines)
    return outbox.say(text, kind="notice", chat_id=where, person_id=person.id, buttons=[*looks, [often]])


def _digest_line(teller: Teller, language: str, slot: Slot, parties: int, people: int, pending: int) -> str:
    line = teller.texts.say(
        language,
        "keeping.digest_line",
        space=name(teller.texts, language, slot),
        when=seatwords.on_day(teller.texts, language, slot),
        parties=parties,
        people=people,
    )
    waits = teller.texts.say(language, "keeping.digest_pending", count=pending) if pending else ""
    return f"{line}{waits}"


def live(teller: Teller, person: Person, message_id: int, counts: Counts) -> list[Draft]:
    """The card in somebody's chat, right again."""
    text, buttons = card(teller.texts, person.speaks, counts)
    told = {"chat_id": person.telegram_id, "person_id": person.id}
    return outbox.change(text, buttons=buttons, message_id=message_id, **told)


def letter(texts: Texts, language: str, slot: Slot, words: str) -> str:
    """What the people of a slot read that a ketua wrote, as Telegram's HTML."""
    told = {"space": name(texts, language, slot), "when": texts.span(language, slot.starts_at, slot.ends_at)}
    return texts.say(language, "keeping.letter", words=words, **told)


def letters(teller: Teller, people: Sequence[Person], slot: Slot, words: str, *, now: datetime) -> list[Draft]:
    """A ketua's words to people of a slot, each in their language, not at night, not after the slot."""
    drafts: list[Draft] = []
    for one in people:
        text = letter(teller.texts, one.speaks, slot, words)
        said = outbox.say(text, kind="notice", chat_id=one.telegram_id, person_id=one.id)
        drafts += teller.by_day(said, now=now, not_after=slot.ends_at)
    return drafts


_STATE = {
    SeatState.PENDING: "keeping.is_pending",
    SeatState.CONFIRMED: "keeping.is_confirmed",
    SeatState.CHECKED_IN: "keeping.is_checked_in",
    SeatState.NO_SHOW: "keeping.is_no_show",
    SeatState.CANCELLED: "keeping.is_cancelled",
    SeatState.REJECTED: "keeping.is_rejected",
}


def state(texts: Texts, language: str, one: SignUp) -> str:
    """Where a seat stands, plainly; a seat of a long slot may be checked in today."""
    here = one.checked_in and one.seat.state is SeatState.CONFIRMED
    return texts.plain(language, "keeping.is_here_today" if here else _STATE[one.seat.state])


def called(texts: Texts, language: str, one: SignUp) -> str:
    """The name somebody shared, else that they did not."""
    return one.name or texts.plain(language, "keeping.unnamed")


def line(texts: Texts, language: str, one: SignUp) -> str:
    """A seat in a list, as Telegram's HTML."""
    told = {"name": called(texts, language, one), "code": one.seat.code, "party": one.seat.party}
    return texts.say(language, "keeping.seat_line", state=state(texts, language, one), **told)


def label(one: SignUp) -> str:
    """A seat as a button."""
    mark = "✓ " if one.checked_in else ""
    return f"{mark}{one.name[:24] or one.seat.code} · {one.seat.party}"


def seat(texts: Texts, language: str, one: SignUp) -> str:
    """A seat whole, as Telegram's HTML."""
    told = {"name": called(texts, language, one), "code": one.seat.code, "party": one.seat.party}
    lines = [texts.say(language, "keeping.seat", state=state(texts, language, one), **told)]
    lines += [texts.say(language, "keeping.seat_guest")] if one.seat.person_id is None else []
    lines += [texts.say(language, "keeping.seat_phone", phone=one.phone)] if one.phone else []
    lines += [texts.say(language, "keeping.seat_purpose", purpose=one.seat.purpose)] if one.seat.purpose else []
    lines.append(texts.say(language, "keeping.seat_made", when=texts.moment(language, one.seat.made_at)))
    return "\n\n".join([head(texts, language, one.slot), "\n".join(lines)])


def waiting(texts: Texts, language: str, one: Waiting, rank: int) -> str:
    """A place in line in a list, as Telegram's HTML."""
    name = one.name or texts.plain(language, "keeping.unnamed")
    place, told = one.place, {"rank": rank, "name": name, "party": one.place.party}
    if place.state is PlaceState.OFFERED and place.offer_until:
        return texts.say(language, "keeping.line_offered", until=texts.moment(language, place.offer_until), **told)
    return texts.say(language, "keeping.line_waits", **told)


def summary(texts: Texts, language: str, one: Counts) -> str:
    """A slot in a list with its counts, as Telegram's HTML."""
    what = f"{one.slot.title} · " if one.slot.title else ""
    told = {"when": seatwords.on_day(texts, language, one.slot), "what": what + name(texts, language, one.slot)}
    counted = {
        "keeping.short_pending": one.pending,
        "keeping.short_waiting": one.waiting + one.offered,
        "keeping.short_checked_in": one.checked_in,
        "keeping.short_no_show": one.no_show,
    }
    rest = "".join(f" · {texts.plain(language, key, people=people)}" for key, people in counted.items() if people)
    return texts.say(language, "keeping.summary", **told, booked=one.booked, capacity=one.slot.capacity, rest=rest)


WEEKDAYS = (
    "weekday.monday",
    "weekday.tuesday",
    "weekday.wednesday",
    "weekday.thursday",
    "weekday.friday",
    "weekday.saturday",
    "weekday.sunday",
)
ASKS = ("opening.asks_approval", "opening.asks_purpose", "opening.asks_contact")
"""What a slot may ask, as buttons."""


def slot_label(texts: Texts, language: str, slot: Slot) -> str:
    """A slot as a button among those of its space."""
    told = {"when": seatwords.on_day(texts, language, slot), "taken": slot.taken, "capacity": slot.capacity}
    key = "kept.slot_closed" if slot.closed else "kept.slot_full" if slot.too_many else "kept.slot"
    return texts.plain(language, key, title=f" · {slot.title}"[:30] if slot.title else "", **told)


def opening(texts: Texts, language: str, slot: Slot) -> str:
    """How a slot is set up, as Telegram's HTML."""
    taken = texts.say(language, "keeping.taken", taken=slot.taken, capacity=slot.capacity)
    return "\n\n".join([head(texts, language, slot), taken, *states(texts, language, slot)])


def pattern(texts: Texts, language: str, one: Pattern) -> str:
    """A weekly opening as a button."""
    told = {"day": texts.plain(language, WEEKDAYS[one.weekday]), "capacity": one.capacity}
    hours = f"{seatwords.clock(language, one.starts)}–{seatwords.clock(language, one.ends)}"
    title = f" · {one.title}"[:30] if one.title else ""
    return texts.plain(language, "kept.pattern", hours=hours, title=title, **told)


def space(texts: Texts, language: str, one: Space, city: City) -> str:
    """A space as who looks after it sees it, as Telegram's HTML."""
    where = seatwords.kecamatan(city, one.kecamatan)
    lines = [texts.say(language, "kept.space", space=name(texts, language, one), kecamatan=where)]
    told = {
        "kept.address": one.address,
        "kept.opening": one.opening,
        "kept.facilities": ", ".join(one.facilities),
        "kept.sectors": ", ".join(sectors.name(sector, language) or sector for sector in one.sub_sectors),
    }
    lines += [texts.say(language, key, value=value or "–") for key, value in told.items()]
    lines.append(texts.say(language, "kept.place_known" if one.latitude is not None else "kept.place_unknown"))
    lines.append(texts.say(language, "kept.picture_known" if one.picture else "kept.picture_unknown"))
    lines.append(texts.say(language, "kept.releases" if one.no_show_release else "kept.releases_not"))
    lines += [texts.say(language, "kept.is_closed")] if one.closed else []
    return "\n".join(lines)


def plan(texts: Texts, language: str, one: Plan, where: Space) -> str:
    """A slot that is about to be opened, as Telegram's HTML."""
    when = {"weekly": _weekly, "long": _long, "day": _day}[one.kind](texts, language, one)
    told = {"space": name(texts, language, where), "when": when, "capacity": one.capacity}
    whole = texts.say(language, "opening.summary", title=one.title or "–", **told)
    return f"{whole}\n\n{texts.say(language, 'opening.right_change' if one.pattern else 'opening.right')}"


def _hours(language: str, one: Plan) -> str:
    return "–".join(seatwords.clock(language, time) for time in one.clocks())


def _day(texts: Texts, language: str, one: Plan) -> str:
    return f"{texts.day(language, date.fromisoformat(one.day))}, {_hours(language, one)}"


def _long(texts: Texts, language: str, one: Plan) -> str:
    return "–".join(texts.date(language, date.fromisoformat(day)) for day in (one.first, one.last))


def _weekly(texts: Texts, language: str, one: Plan) -> str:
    days = ", ".join(texts.plain(language, WEEKDAYS[day]) for day in one.weekdays)
    return texts.plain(language, "opening.every", days=days, hours=_hours(language, one))
