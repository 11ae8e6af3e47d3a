"""Booking a seat: how many people, what the slot needs to know, consent, a last look, done; or the line instead."""

from dataclasses import replace
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import seating
from handlers.context import Buttons, Context, Update
from handlers.listening import App, OpenForm, on_press
from handlers.seating import NUMBER
from notices import bookwords, seatwords
from services import consents, forms
from services.consents import Purpose
from services.coworking import booking as steps, checkin, reading, seats, slots, waitlist
from services.coworking.booking import FORM, Booking, Step
from services.coworking.making import refusal
from services.coworking.values import Done, Outcome, PlaceState, Slot

WAY = "(s|w|p[0-9]{1,2}|d[A-Z]{12})"
BOOKED = f"{NUMBER}:([0-9]{{1,2}}):{WAY}"
_LOST = (Outcome.NOT_FOUND, Outcome.SLOT_CLOSED, Outcome.SLOT_OVER)


def add_to(app: App) -> None:
    """Listen to the buttons of a booking, and to what is typed while one is open."""
    on_press(app, f"v1:book:slot:{NUMBER}", start)
    on_press(app, f"v1:book:go:{BOOKED}", go)
    on_press(app, f"v1:book:agree:{BOOKED}:(seat|keeper)", agree)
    on_press(app, f"v1:book:do:{BOOKED}", do)
    on_press(app, f"v1:book:instead:{BOOKED}", instead)
    on_press(app, f"v1:book:name:{NUMBER}", own_name)
    on_press(app, f"v1:book:leave:{NUMBER}", leave)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), take))


async def start(update: Update, context: Context) -> None:
    """A slot was chosen: for how many people?"""
    _advance(context, Booking(int(context.pressed[0])))


async def go(update: Update, context: Context) -> None:
    """For so many people, in this way: what is still missing?"""
    _advance(context, _pressed(context))


async def agree(update: Update, context: Context) -> None:
    """One purpose more is agreed to; with both, on to the last look."""
    booking, purpose = _pressed(context), context.pressed[3]
    who: dict[str, Any] = {"person_id": context.person.id, "language": context.language, "now": context.now}
    context.run(consents.give, purpose=purpose, **who)
    context.toast("book.agreed")
    held = context.run(consents.held, person_id=context.person.id)
    both = {Purpose.SEAT, Purpose.KEEPER} <= held
    _advance(context, booking, consenting=not both)


async def do(update: Update, context: Context) -> None:
    """Everything is known: the seat, or the place in line."""
    _do(context, _pressed(context))


async def instead(update: Update, context: Context) -> None:
    """This one, and not those at the same time."""
    _do(context, _pressed(context), instead=True)


async def own_name(update: Update, context: Context) -> None:
    """The name as Telegram shows it."""
    booking = _open(context, int(context.pressed[0]))
    if booking and booking.step is Step.NAME:
        _advance(context, booking.put(context.person.name[: steps.NAME] or "-"))
    else:
        context.toast("fallback.old_button")


async def leave(update: Update, context: Context) -> None:
    """No booking after all."""
    seating.leave(context)
    slot = context.run(reading.read_slot, slot_id=int(context.pressed[0]))
    context.change("book.left", buttons=seating.other_slots(context, slot))


async def take(update: Update, context: Context) -> None:
    """What was typed is taken; else one hears how it should be, and may try again."""
    booking = _open(context)
    message = update.message
    if booking is None or message is None:
        return
    slot = context.run(reading.read_slot, slot_id=booking.slot_id)
    if slot is None:
        seating.leave(context)
        context.say(Outcome.NOT_FOUND, buttons=seating.other_slots(context))
        return
    words = "" if message.forward_origin else context.words
    if booking.step is Step.PHONE and message.contact and not message.forward_origin:
        _phone(context, booking, slot, message.contact.phone_number, message.contact.user_id)
    elif booking.step in (Step.CONSENT, Step.SUMMARY):
        context.say("book.press_first")
    elif not words:
        _again(context, booking, slot, "book.not_words")
    elif booking.step is Step.PARTY:
        _party(context, booking, slot, words)
    else:
        _line(context, booking, slot, words)


def _party(context: Context, booking: Booking, slot: Slot, words: str) -> None:
    party = steps.read_party(words)
    if party is None:
        _again(context, booking, slot, "book.no_number")
        return
    wrong = refusal(slot, party=party, agreed=True, now=context.now)
    if wrong in (Outcome.WRONG_PARTY, Outcome.TOO_MANY):
        _again(context, booking, slot, wrong)
    else:
        _advance(context, Booking(slot.id, party, booking.way, details=booking.details))


def _line(context: Context, booking: Booking, slot: Slot, words: str) -> None:
    """A purpose, a name or a number."""
    if booking.step is Step.PHONE:
        _phone(context, booking, slot, words, context.person.telegram_id)
        return
    most = steps.PURPOSE if booking.step is Step.PURPOSE else steps.NAME
    line = steps.read_line(words, most)
    if line is None:
        _again(context, booking, slot, "book.too_long")
    else:
        _advance(context, booking.put(line))


def _phone(context: Context, booking: Booking, slot: Slot, words: str, whose: int | None) -> None:
    if whose != context.person.telegram_id:
        _again(context, booking, slot, "book.not_yours")
        return
    phone = steps.read_phone(words)
    if phone is None:
        _again(context, booking, slot, "book.no_phone")
        return
    context.say("book.phone_kept", keys=())
    booking = booking.put(phone)
    told: dict[str, Any] = {"form": FORM, "step": booking.step.value, "data": booking.as_dict()}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)
    _advance(context, booking)


def _pressed(context: Context) -> Booking:
    """The booking that a button carries, with what was typed for it."""
    slot_id, party, way = context.pressed[:3]
    known = _open(context, int(slot_id))
    booking = Booking(int(slot_id), int(party), way)
    return Booking(booking.slot_id, booking.party, way, details=known.details) if known else booking


def _open(context: Context, slot_id: int | None = None) -> Booking | None:
    """The booking one is in the middle of, if it is of this slot."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    found = Booking.from_dict(form.data) if form and form.form == FORM else None
    return found if found and slot_id in (None, found.slot_id) else None


def _advance(context: Context, booking: Booking, *, consenting: bool = False) -> None:
    """Ask for what is missing next, or show all of it for a last look."""
    slot, seat, place = context.run(reading.mine_there, slot_id=booking.slot_id, person_id=context.person.id)
    wrong = refusal(slot, party=booking.party or 1, agreed=True, now=context.now)
    if slot is None or wrong:
        _refuse(context, slot, wrong or Outcome.NOT_FOUND)
    elif seat:
        context.toast(Outcome.ALREADY, alert=True)
        seating.show_seat(context, seat, slot)
    elif place and (place.state is PlaceState.OFFERED or booking.way == "w" or not booking.party):
        seating.show_place(context, place.id)
    elif booking.party and not _fits(booking, slot):
        _choose(context, slot, booking.party)
    else:
        _ask(context, booking, slot, consenting)


def _ask(context: Context, booking: Booking, slot: Slot, consenting: bool) -> None:
    held = context.run(consents.held, person_id=context.person.id)
    step = steps.next_step(booking, slot=slot, agreed=held)
    booking = booking.at(Step.CONSENT if consenting and step is Step.SUMMARY else step)
    typed = slot.asks_purpose or slot.asks_contact
    if booking.step is Step.PARTY or typed:
        data = {**booking.as_dict(), forms.KEYS: booking.step is Step.PHONE}
        told: dict[str, Any] = {"form": FORM, "step": booking.step.value, "data": data}
        context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)
    else:
        seating.leave(context)
    _show(context, booking, slot, held)


def _show(context: Context, booking: Booking, slot: Slot, held: frozenset[str]) -> None:
    """The screen of a step."""
    words = bookwords.Screen(context.house.texts, context.language, context.house.city, slot, booking)
    if booking.step is Step.PHONE:
        context.say(text=words.question(), keys=words.keys())
    elif booking.step is Step.CONSENT:
        context.change(text=words.consent(held), buttons=words.consents(held))
    elif booking.step is Step.SUMMARY:
        context.change(text=words.summary(shared=Purpose.KEEPER in held), buttons=words.last_look())
    else:
        context.change(text=words.question(), buttons=words.choices(context.person.name))


def _again(context: Context, booking: Booking, slot: Slot, why: str) -> None:
    """It was not what is needed: say how it should be; the form stays where it was."""
    words = bookwords.Screen(context.house.texts, context.language, context.house.city, slot, booking)
    text = context.text(why, most=steps.PURPOSE if booking.step is Step.PURPOSE else steps.NAME, capacity=slot.capacity)
    if booking.step is Step.PHONE:
        context.say(text=text, keys=words.keys())
    else:
        context.say(text=text, buttons=words.choices(context.person.name))


def _fits(booking: Booking, slot: Slot) -> bool:
    """Whether the booking can go on in its way; who waits is not in the way of waiting."""
    if booking.way == "w":
        return slot.free < booking.party and not slot.waitlist_paused
    if booking.way.startswith("p"):
        return slot.free >= int(booking.way[1:]) >= 1 and not slot.waitlist_paused
    return slot.free >= booking.party


def _do(context: Context, booking: Booking, *, instead: bool = False) -> None:
    slot = context.run(reading.read_slot, slot_id=booking.slot_id)
    held = context.run(consents.held, person_id=context.person.id)
    if slot and steps.next_step(booking, slot=slot, agreed=held) is not Step.SUMMARY:
        _advance(context, booking)
        return
    done = _ask_for(context, booking, instead)
    seating.tell(context, done.told)
    _answer(context, booking, done)


def _ask_for(context: Context, booking: Booking, instead: bool) -> Done:
    """The one call that gives a seat or a place in line."""
    who: dict[str, Any] = {
        "slot_id": booking.slot_id,
        "person_id": context.person.id,
        "party": booking.party,
        "now": context.now,
    }
    if booking.way == "w":
        return context.run(waitlist.join_waitlist, details=booking.details, **who)
    more: dict[str, Any] = {"details": booking.details, "hours": seating.hours(context), "instead": instead}
    if booking.way.startswith("p"):
        return context.run(seats.split_party, at_least=int(booking.way[1:]), **who, **more)
    return context.run(seats.take_seat, **who, **more)


def _answer(context: Context, booking: Booking, done: Done) -> None:
    """What came of it."""
    outcome, slot = done.outcome, done.slot
    if outcome in (Outcome.TAKEN, Outcome.AWAITING):
        seating.leave(context)
        _seated(context, booking, done)
    elif outcome is Outcome.ALREADY:
        context.toast(outcome, alert=True)
    elif done.place:
        seating.leave(context)
        seating.show_place(context, done.place.id, outcome)
    elif outcome is Outcome.OVERLAPS:
        words = bookwords.Screen(context.house.texts, context.language, context.house.city, done.slot, booking)
        context.change(text=seating.overlapping(context, done), buttons=words.which_one())
    elif slot is None or outcome in _LOST:
        _refuse(context, slot, outcome)
    else:
        context.toast(outcome, alert=True, capacity=slot.capacity)
        _advance(context, booking)


def _seated(context: Context, booking: Booking, done: Done) -> None:
    """At the door one is in at once."""
    if booking.way.startswith("d") and done.outcome is Outcome.TAKEN:
        told: dict[str, Any] = {"door_code": booking.way[1:], "person_id": context.person.id, "now": context.now}
        come = context.run(checkin.check_in_at_door, hours=seating.hours(context), **told)
        done = replace(done, outcome=come.outcome, seat=come.seat) if come.outcome is Outcome.CHECKED_IN else done
    context.toast(done.outcome)
    seating.seated(context, done, done.outcome)


def _choose(context: Context, slot: Slot, party: int) -> None:
    """They do not all fit: take what there is and wait, wait, go elsewhere, or pass."""
    found = context.run(slots.free_elsewhere, slot=slot, party=party, now=context.now)
    words = bookwords.Screen(context.house.texts, context.language, context.house.city, slot, Booking(slot.id, party))
    texts, language, city = context.house.texts, context.language, context.house.city
    others: Buttons = seatwords.elsewhere(texts, language, found, party, city)
    seating.leave(context)
    context.change(text=words.does_not_fit(bool(found)), buttons=[*words.line(), *others, words.pass_row()])


def _refuse(context: Context, slot: Slot | None, why: Outcome) -> None:
    """There is no such slot, it is closed or over, or it never holds so many."""
    text = context.text(why, capacity=slot.capacity if slot else 0)
    context.change(text=text, buttons=seating.other_slots(context, slot))
