"""Offers and the line: what was offered is taken or passed, the line is left."""

from typing import Any

from handlers import seating
from handlers.context import Button, Context, Update
from handlers.listening import App, on_press
from handlers.seating import NUMBER
from services.coworking import offers, seats
from services.coworking.values import Done, Outcome


def add_to(app: App) -> None:
    """Listen to the buttons under offers and places in line."""
    on_press(app, f"v1:line:leave:{NUMBER}", leave_line)
    on_press(app, f"v1:offer:(take|instead):{NUMBER}", take_offer)
    on_press(app, f"v1:offer:pass:{NUMBER}", pass_offer)


async def leave_line(update: Update, context: Context) -> None:
    """No more waiting."""
    await pass_offer(update, context)


async def pass_offer(update: Update, context: Context) -> None:
    """Somebody else may have it."""
    number, who = int(context.pressed[0]), context.person.id
    done = context.run(offers.pass_offer, place_id=number, person_id=who, hours=seating.hours(context), now=context.now)
    seating.tell(context, done.told)
    seating.ended(context, done)


async def take_offer(update: Update, context: Context) -> None:
    """What was offered is taken, if its time is not over; `instead` of seats at the same time."""
    how, number = context.pressed
    told: dict[str, Any] = {"place_id": int(number), "person_id": context.person.id, "now": context.now}
    instead = how == "instead"
    done = context.run(seats.take_offer, hours=seating.hours(context), instead=instead, **told)
    seating.tell(context, done.told)
    if done.outcome in (Outcome.TAKEN, Outcome.AWAITING):
        context.toast(done.outcome)
        seating.seated(context, Done(done.outcome, done.slot, done.seat, others=done.others), done.outcome)
    elif done.outcome is Outcome.OVERLAPS:
        this = Button(context.label("book.this_one"), f"v1:offer:instead:{number}")
        other = Button(context.label("book.the_others"), f"v1:offer:pass:{number}")
        context.change(text=seating.overlapping(context, done), buttons=[[this], [other]])
    elif done.outcome is Outcome.ALREADY:
        context.toast(done.outcome, alert=True)
    else:
        seating.ended(context, done)
