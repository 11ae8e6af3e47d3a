"""Check-in by links: the code on a door, by who comes; the code of a seat, by its person or by who looks after it."""

import re
from functools import partial
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import seating
from handlers.context import Button, Context, Update
from handlers.listening import App, on_link, on_press
from notices.seatwords import DOOR_LINK, SEAT_LINK, elsewhere
from services import consents, forms
from services.consents import Purpose
from services.coworking import checkin, keeping, overview, reading, slots
from services.coworking.reading import keeps
from services.coworking.values import Done, Outcome, Seat, Slot

SEAT_CODE, DOOR_CODE = "([A-Za-z]{8})", "([A-Za-z]{12})"
EIGHT = 8
_SCANNED = {
    Outcome.CHECKED_IN: "scan.checked_in",
    Outcome.ALREADY_IN: "scan.already_in",
    Outcome.AWAITING: "scan.awaiting",
    Outcome.GONE: "scan.gone",
    Outcome.FULL: "scan.full",
    Outcome.SLOT_NOT_YET: "scan.slot_not_yet",
    Outcome.SLOT_OVER: "scan.slot_over",
    Outcome.SLOT_CLOSED: "scan.slot_closed",
}


def add_to(app: App) -> None:
    """Listen to the links in the QR codes of doors and seats, and to a seat's code typed behind /kursiku."""
    on_link(app, DOOR_LINK + DOOR_CODE, at_door)
    on_link(app, SEAT_LINK + SEAT_CODE, seat_shown)
    typed = filters.Regex(re.compile(rf"\A/kursiku(?:@\w+)? {SEAT_CODE}\s*\Z"))
    app.add_handler(MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & typed, seat_shown))
    on_press(app, "v1:claim:(agree|do|instead):([A-Z]{8})", claim)


async def at_door(update: Update, context: Context) -> None:
    """Whoever comes is checked in, offered a seat on the spot, or told what is open; in one message."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    code, who = context.pressed[0].upper(), context.person.id
    done = context.run(
        checkin.check_in_at_door, door_code=code, person_id=who, hours=seating.hours(context), now=context.now
    )
    if done.outcome is Outcome.ROOM and done.slot:
        _offer_room(context, code, done.slot)
    elif done.outcome is Outcome.OFFERED and done.place:
        seating.show_place(context, done.place.id)
    elif done.seat and done.slot:
        see = [Button(context.label("mine.see"), f"v1:mine:seat:{done.seat.id}")]
        text = f"{context.text(done.outcome)}\n\n{seating.seat_words(context, done.seat, done.slot)}"
        context.say(text=text, buttons=[see, *context.way_back()])
    else:
        _nothing_here(context, done)


def _offer_room(context: Context, code: str, slot: Slot) -> None:
    """No seat, but room: take one on the spot, for oneself or for some more."""
    sizes = [
        Button(str(party), f"v1:book:go:{slot.id}:{party}:d{code}") for party in range(1, min(EIGHT, slot.free) + 1)
    ]
    rows = [sizes[at : at + 4] for at in range(0, len(sizes), 4)]
    text = "\n\n".join([context.text("atdoor.room", free=slot.free), seating.slot_words(context, slot)])
    text = seating.noticed(context, f"{text}\n\n{context.text('atdoor.how_many')}")
    context.say(text=text, buttons=[*rows, *context.way_back()])


def _nothing_here(context: Context, done: Done) -> None:
    """Full, nothing runs now, or not a door's code any more."""
    slot = done.slot
    keys = {Outcome.FULL: "atdoor.full", Outcome.NOT_FOUND: "atdoor.unknown"}
    key = keys.get(done.outcome, "atdoor.not_yet" if slot else "atdoor.no_slots")
    parts = [context.text(key), *([seating.slot_words(context, slot)] if slot else [])]
    rows: list[list[Button]] = []
    if slot and done.outcome is Outcome.FULL:
        found = context.run(slots.free_elsewhere, slot=slot, party=1, now=context.now)
        rows = elsewhere(context.house.texts, context.language, found, 1, context.house.city)
    elif slot:
        rows = [[Button(context.label("told.book"), f"v1:book:slot:{slot.id}")]]
    text = seating.noticed(context, "\n\n".join(parts))
    context.say(text=text, buttons=[*rows, *seating.other_slots(context, slot)])


async def seat_shown(update: Update, context: Context) -> None:
    """One's own seat is shown, a guest's may be claimed; its keeper checks it in; anybody else learns nothing."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    seat = context.run(reading.seat_by_code, code=context.pressed[0])
    slot = context.run(reading.read_slot, slot_id=seat.slot_id) if seat else None
    if seat and slot and seat.person_id == context.person.id:
        seating.show_seat(context, seat, slot)
    elif seat and slot and keeps(context.rights, slot.kecamatan):
        _check_in(context, seat)
    elif seat and slot and seat.person_id is None and seat.live:
        take = [Button(context.label("claim.do"), f"v1:claim:do:{seat.code}")]
        text = f"{context.text('claim.ask')}\n\n{seating.slot_words(context, slot)}"
        context.say(text=seating.noticed(context, text), buttons=[take, *context.way_back()])
    else:
        text = seating.noticed(context, context.text("seat.unknown_code"))
        context.say(text=text, buttons=seating.other_slots(context))


def _check_in(context: Context, seat: Seat) -> None:
    """The keeper scanned it; that they saw whose it is stands in the audit trail."""
    told: dict[str, Any] = {"rights": context.rights, "hours": seating.hours(context), "now": context.now}
    done = context.run(partial(checkin.check_in, code=seat.code, actor_id=context.person.id), **told)
    who = context.run(partial(overview.look_at_seat, seat_id=seat.id, actor_id=context.person.id), **told)
    parts = [context.text(_SCANNED.get(done.outcome, "scan.not_found"))]
    parts += [context.text("scan.who", name=who.name)] if who and who.name else []
    parts += [seating.seat_words(context, done.seat, done.slot)] if done.seat and done.slot else []
    see = [[Button(context.label("scan.see"), f"v1:signup:see:{seat.id}")]] if who else []
    context.say(text="\n\n".join(parts), buttons=[*see, *context.way_back()])


async def claim(update: Update, context: Context) -> None:
    """A seat that somebody without Telegram was signed up for becomes this person's."""
    how, code = context.pressed
    if how == "agree":
        agreed: dict[str, Any] = {"person_id": context.person.id, "language": context.language, "now": context.now}
        context.run(consents.give, purpose=Purpose.SEAT, **agreed)
    told: dict[str, Any] = {
        "code": code,
        "person_id": context.person.id,
        "now": context.now,
        "instead": how == "instead",
    }
    done = context.run(keeping.claim_seat, hours=seating.hours(context), **told)
    seating.tell(context, done.told)
    if done.outcome is Outcome.CLAIMED:
        seating.seated(context, done, done.outcome)
    elif done.outcome is Outcome.NO_CONSENT:
        agree = [Button(context.label("book.agree_seat"), f"v1:claim:agree:{code}")]
        text = "\n\n".join(context.text(key) for key in ("book.consent", "book.consent_seat", "book.consent_end"))
        context.change(text=text, buttons=[agree, *context.way_back()])
    elif done.outcome is Outcome.OVERLAPS:
        this = [Button(context.label("book.this_one"), f"v1:claim:instead:{code}")]
        back = [Button(context.label("book.the_others"), "v1:mine:show")]
        context.change(text=seating.overlapping(context, done), buttons=[this, back])
    else:
        context.toast(Outcome.NOT_FOUND if done.outcome is Outcome.NOT_FOUND else done.outcome, alert=True)
