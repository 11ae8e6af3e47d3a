"""One slot, for ketua: how it is set up, what it asks, its waitlist paused, closed and opened again."""

from handlers import keeping
from handlers.context import Context, Update
from handlers.keeping import NUMBER
from handlers.listening import App, ketua_or_satgas_only, on_press
from services.coworking import closing, slots
from services.coworking.slots import Asks, Change, Changed


def add_to(app: App) -> None:
    """Listen to the buttons of a slot that need no words."""
    on_press(app, f"v1:opening:show:{NUMBER}", show)
    on_press(app, f"v1:opening:asks:{NUMBER}:([0-7])", change_asks)
    on_press(app, f"v1:opening:(pause|resume):{NUMBER}", pause)
    on_press(app, f"v1:opening:reopen:{NUMBER}", reopen)


@ketua_or_satgas_only
async def show(update: Update, context: Context) -> None:
    """A slot, and what of it can change."""
    slot = context.run(slots.kept_slot, slot_id=int(context.pressed[0]), rights=context.rights)
    if slot is None:
        keeping.gone(context)
    else:
        keeping.show_opening(context, slot)


@ketua_or_satgas_only
async def change_asks(update: Update, context: Context) -> None:
    """What it asks of who comes from now on: approval, purpose, contact, a bit each."""
    number, bits = map(int, context.pressed)
    asks = Asks(*(bool(bits & bit) for bit in (1, 2, 4)))
    _done(context, context.run(slots.change_asks, slot_id=number, asks=asks, **keeping.who(context)))


@ketua_or_satgas_only
async def pause(update: Update, context: Context) -> None:
    """Nobody new may wait, or they may again."""
    paused, number = context.pressed[0] == "pause", int(context.pressed[1])
    _done(context, context.run(slots.pause_waitlist, slot_id=number, paused=paused, **keeping.who(context)))


@ketua_or_satgas_only
async def reopen(update: Update, context: Context) -> None:
    """Open again, with nobody in it."""
    _done(context, context.run(closing.reopen_slot, slot_id=int(context.pressed[0]), **keeping.who(context)))


def _done(context: Context, changed: Changed) -> None:
    if changed.outcome is Change.NOT_FOUND or changed.slot is None:
        keeping.gone(context)
        return
    context.toast(changed.outcome, alert=changed.outcome is not Change.DONE)
    keeping.tell(context, changed.told)
    keeping.show_opening(context, changed.slot)
