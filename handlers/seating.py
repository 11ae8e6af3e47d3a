"""What every handler of seats needs: the city's hours, who else is to be told, what one gets with a seat."""

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Button, Buttons, Context
from notices import coworking as news, seatwords as words
from services import forms
from services.coworking import mine as own, spaces
from services.coworking.booking import FORM
from services.coworking.hours import Hours
from services.coworking.mine import MyPlace, MySeat
from services.coworking.news import letters
from services.coworking.values import Done, Outcome, Seat, Slot, Told

NUMBER = "([0-9]{1,18})"
NEAR = "near"
"""The form of who is asked where they are."""


def hours(context: Context) -> Hours:
    """The city's clock."""
    return Hours(context.house.city, context.house.timezone)


def tell(context: Context, told: Sequence[Told]) -> None:
    """News that others get of what was done here."""
    worded = context.run(letters, told=told, now=context.now)
    context.turn.drafts += news.tell(context.house.teller, worded, now=context.now)


def leave(context: Context) -> None:
    """Who goes elsewhere is no longer in the middle of booking, nor asked for a place or a number."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form in (FORM, NEAR):
        context.run(forms.close, person_id=context.person.id, now=context.now)
        if form.data.get(forms.KEYS):
            context.say("book.keys_gone", keys=())


def noticed(context: Context, text: str) -> str:
    """The same text; for who comes by a link and was never here before, with the privacy notice of /start."""
    by_link = context.happened.message is not None
    return f"{text}\n\n{context.text('start.privacy')}" if by_link and context.person.is_new else text


def slot_words(context: Context, slot: Slot) -> str:
    """Where and when."""
    return words.slot(context.house.texts, context.language, slot, context.house.city)


def seat_words(context: Context, seat: Seat, slot: Slot) -> str:
    """A seat with its address and its code."""
    space = context.run(spaces.read_space, space_id=slot.space_id)
    return words.seat(context.house.texts, context.language, MySeat(seat, slot), context.house.city, space=space)


def place_words(context: Context, mine: MyPlace) -> str:
    """A place in line, or an offer."""
    return words.place(context.house.texts, context.language, mine, context.house.city)


def under_place(context: Context, mine: MyPlace) -> Buttons:
    """Take or pass what is offered; change or leave a place in line."""
    number, to_mine = mine.place.id, [Button(context.label("mine.back"), "v1:mine:show")]
    if mine.rank is None:
        rows = words.offer(context.house.texts, context.language, number) if mine.place.live else []
        return [*rows, to_mine]
    change = Button(context.label("mine.change"), f"v1:line:party:{number}")
    return [[change, Button(context.label("line.leave"), f"v1:line:leave:{number}")], to_mine]


def other_slots(context: Context, slot: Slot | None = None) -> Buttons:
    """The way back to what is open."""
    press = f"v1:ruang:in:{slot.kecamatan}" if slot else "v1:ruang:show"
    return [[Button(context.label("told.other_slots"), press)], *context.way_back()]


def show_seat(context: Context, seat: Seat, slot: Slot) -> None:
    """A seat that is theirs already."""
    see = [Button(context.label("mine.see"), f"v1:mine:seat:{seat.id}")]
    context.change(text=seat_words(context, seat, slot), buttons=[see, *context.way_back()])


def show_place(context: Context, place_id: int, outcome: Outcome = Outcome.ALREADY_WAITING) -> None:
    """A place in line that is theirs, or what is offered to them there."""
    mine = context.run(own.my_place, place_id=place_id, person_id=context.person.id)
    if mine is None:
        context.toast("fallback.old_button")
        return
    key = Outcome.OFFERED if mine.rank is None else outcome
    context.change(text=f"{context.text(key)}\n\n{place_words(context, mine)}", buttons=under_place(context, mine))


def seated(context: Context, done: Done, key: str) -> None:
    """The seat is theirs: sentence `key`, what it is, its code; and once it is sure, its QR and calendar file."""
    assert done.seat and done.slot
    parts = [context.text(key), seat_words(context, done.seat, done.slot)]
    rest = context.run(own.my_place, place_id=done.place.id, person_id=context.person.id) if done.place else None
    if rest and rest.place.live:
        parts.append(words.standing(context.house.texts, context.language, rest))
    parts += [context.text("book.given_up", what=_named(context, done.others))] if done.others else []
    cancel = Button(context.label("seatword.cancel"), f"v1:mine:cancel:{done.seat.id}")
    see = Button(context.label("mine.back"), "v1:mine:show")
    context.change(text="\n\n".join(parts), buttons=[[see, cancel], *context.way_back()])
    if done.outcome is not Outcome.AWAITING:
        give_files(context, MySeat(done.seat, done.slot))


def ended(context: Context, done: Done) -> None:
    """What came of it, and on to what is open."""
    capacity = done.slot.capacity if done.slot else 0
    parts = [context.text(done.outcome, capacity=capacity)]
    parts += [slot_words(context, done.slot)] if done.slot else []
    see = [Button(context.label("mine.back"), "v1:mine:show")]
    context.change(text="\n\n".join(parts), buttons=[see, *other_slots(context, done.slot)])


def give_files(context: Context, mine: MySeat) -> None:
    """The QR as a picture, and the calendar file."""
    house, code = context.house, mine.seat.code
    space = context.run(spaces.read_space, space_id=mine.slot.space_id)
    qr = words.qr(house.bot_username, mine)
    context.send_file("qr", qr, "seat.qr", called=f"kursi-{code}.png", as_photo=True, code=code)
    event = words.event(house.texts, context.language, mine, house.bot_username, house.timezone, space=space)
    context.send_file("event", event, "seat.calendar", called=f"kursi-{code}.ics")


def overlapping(context: Context, done: Done) -> str:
    """What stands at the same time, and the question which one to keep."""
    assert done.slot
    return context.text("book.overlaps", others=_named(context, done.others), what=named(context, done.slot))


def named(context: Context, slot: Slot) -> str:
    """A slot in a line."""
    return words.named(context.house.texts, context.language, slot)


def brief(context: Context, slot: Slot) -> str:
    """A slot on a button."""
    return words.brief(context.house.texts, context.language, slot)


def until(context: Context, moment: datetime) -> str:
    """A moment in words."""
    return context.house.texts.moment(context.language, moment)


def _named(context: Context, others: Sequence[tuple[Seat, Slot]]) -> str:
    return "; ".join(named(context, slot) for _, slot in others)
