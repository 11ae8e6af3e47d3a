"""/kursiku: one's seats, places in line and offers; QR again, other party, cancel, which one of two to keep."""

from collections.abc import Sequence
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import seating
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_command, on_press
from handlers.seating import NUMBER
from services import forms
from services.coworking import changes, mine as own, waitlist
from services.coworking.booking import read_party
from services.coworking.changes import UNUSED
from services.coworking.mine import MyPlace, MySeat
from services.coworking.values import Done, Outcome, SeatState

FORM = "party"
SEAT, LINE = "mine", "line"
PARTY = "([0-9]{1,2})"
EIGHT = 8


def add_to(app: App) -> None:
    """Listen to /kursiku and to everything that can be done with what is one's own."""
    on_press(app, "v1:mine:show", show)
    on_press(app, f"v1:mine:seat:{NUMBER}", show_seat)
    on_press(app, f"v1:mine:qr:{NUMBER}", show_qr)
    on_press(app, f"v1:(mine|line):party:{NUMBER}", ask_party)
    on_press(app, f"v1:(mine|line):resize:{NUMBER}:{PARTY}", resize)
    on_press(app, f"v1:mine:rest:{NUMBER}:{PARTY}", wait_for_rest)
    on_press(app, f"v1:mine:keep:{NUMBER}", keep)
    on_press(app, f"v1:mine:cancel:{NUMBER}", ask_cancel)
    on_press(app, f"v1:mine:drop:{NUMBER}", cancel)
    on_press(app, f"v1:line:see:{NUMBER}", show_place)
    on_command(app, "kursiku", show)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), typed))


async def show(update: Update, context: Context) -> None:
    """Everything that is not over."""
    seating.leave(context)
    _close(context)
    found = context.run(own.my_things, person_id=context.person.id, now=context.now)
    parts = [context.text("mine.title" if found.seats or found.places else "mine.none")]
    parts += [seating.seat_words(context, one.seat, one.slot) for one in found.seats]
    parts += [seating.place_words(context, one) for one in found.places]
    clashes = own.clashes(found.seats)
    parts += [context.text("mine.clash", which=_named(context, clash)) for clash in clashes]
    rows = [[_keep(context, one)] for clash in clashes for one in clash]
    rows += [[_to(context, one, f"v1:mine:seat:{one.seat.id}")] for one in found.seats]
    rows += [[_to(context, one, f"v1:line:see:{one.place.id}")] for one in found.places]
    context.change(text="\n\n".join(parts), buttons=[*rows, *seating.other_slots(context)])


async def show_seat(update: Update, context: Context) -> None:
    """One seat, and what can be done with it."""
    if mine := _my_seat(context, int(context.pressed[0])):
        _close(context)
        context.change(text=seating.seat_words(context, mine.seat, mine.slot), buttons=_under_seat(context, mine))


async def show_qr(update: Update, context: Context) -> None:
    """QR and calendar file again; not before the seat is sure."""
    mine = _my_seat(context, int(context.pressed[0]))
    if mine is None:
        return
    if mine.seat.state in (SeatState.CONFIRMED, SeatState.CHECKED_IN):
        seating.give_files(context, mine)
    else:
        context.toast("mine.no_qr", alert=True)


async def show_place(update: Update, context: Context) -> None:
    """One place in line, or an offer."""
    if mine := _my_place(context, int(context.pressed[0])):
        _close(context)
        context.change(text=seating.place_words(context, mine), buttons=seating.under_place(context, mine))


async def ask_party(update: Update, context: Context) -> None:
    """With how many, then?"""
    what, number = context.pressed[0], int(context.pressed[1])
    mine = _my_seat(context, number) if what == SEAT else _my_place(context, number)
    if mine is None:
        return
    data = {"what": what, "number": number}
    context.run(forms.open_form, person_id=context.person.id, form=FORM, step="party", data=data, now=context.now)
    rows = _sizes(what, number, mine.slot.capacity)
    context.change("mine.ask_party", buttons=[*rows, [_back(context, what, number)]], party=_party(mine))


async def resize(update: Update, context: Context) -> None:
    """Come, or wait, with so many."""
    what, number, party = context.pressed
    _resize(context, what, int(number), int(party))


async def typed(update: Update, context: Context) -> None:
    """The number as it was typed; else one hears how it should be."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    message = update.message
    if form is None or message is None:
        return
    what, number = form.data["what"], form.data["number"]
    party = None if message.forward_origin else read_party(context.words)
    if party is None:
        key = "book.no_number" if context.words and not message.forward_origin else "book.not_words"
        context.say(key, buttons=[[_back(context, what, number)]])
    else:
        _resize(context, what, number, party)


async def wait_for_rest(update: Update, context: Context) -> None:
    """Keep the seat, and wait for some more."""
    number, more = map(int, context.pressed)
    done = context.run(waitlist.wait_for_rest, seat_id=number, person_id=context.person.id, more=more, now=context.now)
    _waits(context, done)


async def keep(update: Update, context: Context) -> None:
    """Of seats at the same time this one stays; the others are given up."""
    number, who = int(context.pressed[0]), context.person.id
    done = context.run(changes.keep_seat, seat_id=number, person_id=who, hours=seating.hours(context), now=context.now)
    seating.tell(context, done.told)
    if done.outcome is not Outcome.KEPT or not done.seat or not done.slot:
        seating.ended(context, done)
        return
    mine = MySeat(done.seat, done.slot)
    parts = [context.text(done.outcome), seating.seat_words(context, mine.seat, mine.slot)]
    gone = [MySeat(*other) for other in done.others]
    parts += [context.text("mine.given_up", what=_named(context, gone))] if gone else []
    context.change(text="\n\n".join(parts), buttons=_under_seat(context, mine))


async def ask_cancel(update: Update, context: Context) -> None:
    """Are you sure? Asked once."""
    mine = _my_seat(context, int(context.pressed[0]))
    if mine is None:
        return
    if mine.seat.state not in UNUSED:
        context.toast(Outcome.ALREADY_IN if mine.seat.live else Outcome.GONE, alert=True)
        return
    yes = Button(context.label("mine.cancel_yes"), f"v1:mine:drop:{mine.seat.id}")
    no = Button(context.label("mine.cancel_no"), f"v1:mine:seat:{mine.seat.id}")
    text = f"{context.text('mine.cancel_sure')}\n\n{seating.seat_words(context, mine.seat, mine.slot)}"
    context.change(text=text, buttons=[[yes], [no]])


async def cancel(update: Update, context: Context) -> None:
    """The seat is given up, once; the next in line are offered it."""
    number, who = int(context.pressed[0]), context.person.id
    done = context.run(
        changes.cancel_seat, seat_id=number, person_id=who, hours=seating.hours(context), now=context.now
    )
    seating.tell(context, done.told)
    seating.ended(context, done)


def _resize(context: Context, what: str, number: int, party: int) -> None:
    who: dict[str, Any] = {"person_id": context.person.id, "party": party, "now": context.now}
    hours = seating.hours(context)
    if what == SEAT:
        done = context.run(changes.change_party, seat_id=number, hours=hours, **who)
    else:
        done = context.run(waitlist.change_waiting, place_id=number, hours=hours, **who)
    seating.tell(context, done.told)
    if done.outcome in (Outcome.CHANGED, Outcome.UNCHANGED):
        _close(context)
        _resized(context, done)
    elif done.outcome in (Outcome.WRONG_PARTY, Outcome.TOO_MANY) and done.slot:
        context.say(done.outcome, buttons=[[_back(context, what, number)]], capacity=done.slot.capacity)
    elif done.outcome in (Outcome.FULL, Outcome.PARTLY) and done.seat and done.slot:
        _no_room(context, done, party)
    else:
        _close(context)
        seating.ended(context, done)


def _resized(context: Context, done: Done) -> None:
    """Changed; or it was so before."""
    if done.seat and done.slot:
        mine = MySeat(done.seat, done.slot)
        text = f"{context.text(done.outcome)}\n\n{seating.seat_words(context, mine.seat, mine.slot)}"
        context.change(text=text, buttons=_under_seat(context, mine))
    elif done.place and (place := _my_place(context, done.place.id)):
        text = f"{context.text(done.outcome)}\n\n{seating.place_words(context, place)}"
        context.change(text=text, buttons=seating.under_place(context, place))


def _no_room(context: Context, done: Done, party: int) -> None:
    """The more do not fit: as many as there is room for, or keep the seat and wait for them."""
    assert done.seat and done.slot
    number, more, most = done.seat.id, party - done.seat.party, done.seat.party + done.slot.free
    rows = [[Button(context.label("mine.as_many", party=most), f"v1:mine:resize:{number}:{most}")]]
    rows = rows if done.slot.free else []
    wait = Button(context.label("mine.wait_for_more", more=more), f"v1:mine:rest:{number}:{more}")
    rows += [] if done.slot.waitlist_paused else [[wait]]
    text = context.text("mine.no_room", free=done.slot.free, more=more)
    context.change(text=text, buttons=[*rows, [_back(context, SEAT, number)]])


def _waits(context: Context, done: Done) -> None:
    _close(context)
    if done.place and (mine := _my_place(context, done.place.id)):
        text = f"{context.text(done.outcome)}\n\n{seating.place_words(context, mine)}"
        context.change(text=text, buttons=seating.under_place(context, mine))
    else:
        seating.ended(context, done)


def _under_seat(context: Context, mine: MySeat) -> Buttons:
    number, seat = mine.seat.id, mine.seat
    qr = Button(context.label("seatword.qr"), f"v1:mine:qr:{number}")
    where = Button(context.label("space.about_short"), f"v1:ruang:place:{mine.slot.space_id}")
    change = Button(context.label("mine.change"), f"v1:mine:party:{number}")
    drop = Button(context.label("seatword.cancel"), f"v1:mine:cancel:{number}")
    sure = seat.state in (SeatState.CONFIRMED, SeatState.CHECKED_IN)
    rows = [[qr, where] if sure else [where], [change, drop] if seat.state in UNUSED else []]
    return [*rows, [Button(context.label("mine.back"), "v1:mine:show")], *context.way_back()]


def _sizes(what: str, number: int, capacity: int) -> list[list[Button]]:
    sizes = [Button(str(party), f"v1:{what}:resize:{number}:{party}") for party in range(1, min(EIGHT, capacity) + 1)]
    return [sizes[at : at + 4] for at in range(0, len(sizes), 4)]


def _to(context: Context, one: MySeat | MyPlace, press: str) -> Button:
    return Button(seating.brief(context, one.slot), press)


def _keep(context: Context, one: MySeat) -> Button:
    what = seating.brief(context, one.slot)
    return Button(context.label("mine.keep_this", what=what), f"v1:mine:keep:{one.seat.id}")


def _named(context: Context, some: Sequence[MySeat]) -> str:
    return "; ".join(seating.named(context, one.slot) for one in some)


def _back(context: Context, what: str, number: int) -> Button:
    return Button(context.label("mine.keep"), f"v1:mine:seat:{number}" if what == SEAT else f"v1:line:see:{number}")


def _party(mine: MySeat | MyPlace) -> int:
    return mine.seat.party if isinstance(mine, MySeat) else mine.place.party


def _my_seat(context: Context, number: int) -> MySeat | None:
    """One's own seat; None, and a kind word, where it is none of theirs."""
    mine = context.run(own.my_seat, seat_id=number, person_id=context.person.id)
    if mine is None:
        context.toast(Outcome.NOT_FOUND, alert=True)
    return mine


def _my_place(context: Context, number: int) -> MyPlace | None:
    mine = context.run(own.my_place, place_id=number, person_id=context.person.id)
    if mine is None:
        context.toast(Outcome.NOT_FOUND, alert=True)
    return mine


def _close(context: Context) -> None:
    """No longer asked how many."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form == FORM:
        context.run(forms.close, person_id=context.person.id, now=context.now)
