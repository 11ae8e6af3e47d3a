"""Another capacity, title or time of a slot, for ketua: typed, and everybody it touches is told."""

from datetime import date, time, timedelta
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import keeping
from handlers.context import Buttons, Context, Update
from handlers.keeping import NUMBER, button, with_form
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from services.coworking import opening, slots
from services.coworking.opening import Wrong
from services.coworking.slots import MOST_CAPACITY, Change, Changed
from services.forms import OpenForm as Form

FORM = "slot_change"
_ASK = {
    "capacity": "opening.ask_capacity",
    "title": "opening.ask_title",
    "day": "opening.ask_day",
    "times": "opening.ask_times",
    "first": "opening.ask_first",
    "last": "opening.ask_last",
}


def add_to(app: App) -> None:
    """Listen to the buttons that change a slot, and to what is typed for it."""
    on_press(app, f"v1:opening:(capacity|title|move):{NUMBER}", begin)
    on_press(app, "v1:change:on:([01])", with_form(FORM)(near_day))
    on_press(app, "v1:change:none", with_form(FORM)(no_title))
    on_press(app, "v1:change:yes", with_form(FORM)(move))
    on_press(app, "v1:change:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@ketua_or_satgas_only
async def begin(update: Update, context: Context) -> None:
    """One thing of a slot is about to change."""
    what, number = context.pressed[0], int(context.pressed[1])
    slot = context.run(slots.kept_slot, slot_id=number, rights=context.rights)
    if slot is None:
        keeping.gone(context)
    elif not slot.open_at(context.now):
        context.toast("slot.closed" if slot.closed else "slot.over", alert=True)
    else:
        step = ("first" if slot.long else "day") if what == "move" else what
        _ask(context, step, {"id": number})


async def near_day(context: Context, form: Form) -> None:
    """Today or tomorrow."""
    if form.step in ("day", "first"):
        _put(context, form, keeping.today(context) + timedelta(days=int(context.pressed[0])))
    else:
        context.toast("fallback.old_button")


async def no_title(context: Context, form: Form) -> None:
    """No title is needed."""
    if form.step == "title":
        _put(context, form, "")
    else:
        context.toast("fallback.old_button")


async def take(context: Context, form: Form) -> None:
    """What was typed is taken, or it is said how it should be."""
    if form.step == "confirm":
        yes = button(context, "opening.move_yes", "v1:change:yes")
        context.say("keeping.press_first", buttons=[[yes], *_choices(context, "confirm")])
        return
    value = opening.read(form.step, keeping.typed(context), today=keeping.today(context))
    if isinstance(value, Wrong):
        context.say(value.key, buttons=_choices(context, form.step), most=value.most)
    else:
        _put(context, form, value)


async def move(context: Context, form: Form) -> None:
    """Yes, to that time."""
    if form.step == "confirm":
        read = date.fromisoformat if form.data["long"] else time.fromisoformat
        until = [read(one) for one in form.data["until"]]
        _change(context, form, until[0] if form.data["long"] else tuple(until))
    else:
        context.toast("fallback.old_button")


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    keeping.close(context)
    back = button(context, "keeping.to_slot", f"v1:opening:show:{form.data['id']}")
    context.change("cancel.done", buttons=[[back]])


def _put(context: Context, form: Form, value: Any) -> None:
    """Another time takes two steps, and is asked once more where people know of the old one."""
    if form.step in ("day", "first"):
        data = {**form.data, "from": value.isoformat()}
        _ask(context, "times" if form.step == "day" else "last", data)
    elif form.step in ("times", "last"):
        long = isinstance(value, date)
        until = [one.isoformat() for one in ([value] if long else value)]
        _ask_once(context, {**form.data, "until": until, "long": long}, value)
    else:
        _change(context, form, value)


def _ask_once(context: Context, data: dict[str, Any], until: Any) -> None:
    starts_at, ends_at = opening.moments(date.fromisoformat(data["from"]), until, hours=keeping.hours(context))
    wrong = slots.wrong_times(starts_at, ends_at, now=context.now)
    if wrong:
        context.say(wrong, buttons=_choices(context, "last" if data["long"] else "times"))
        return
    keeping.keep(context, FORM, "confirm", data)
    when = context.house.texts.span(context.language, starts_at, ends_at)
    yes = button(context, "opening.move_yes", "v1:change:yes")
    leave = button(context, "keeping.leave", "v1:change:leave")
    keeping.show(context, context.text("opening.move_ask", when=when), [[yes, leave]])


def _change(context: Context, form: Form, value: Any) -> None:
    changed = _changed(context, form, value)
    if changed.outcome is Change.NOT_FOUND or changed.slot is None:
        keeping.gone(context)
    elif changed.outcome in (Change.DONE, Change.UNCHANGED):
        keeping.close(context)
        keeping.tell(context, changed.told)
        keeping.show_opening(context, changed.slot, "opening.moved" if form.step == "confirm" else "keeping.saved")
    else:
        context.say(changed.outcome, buttons=_choices(context, form.step))


def _changed(context: Context, form: Form, value: Any) -> Changed:
    told: dict[str, Any] = {"slot_id": form.data["id"], **keeping.who(context)}
    if form.step == "title":
        return context.run(slots.change_title, title=value, **told)
    hours = keeping.hours(context)
    if form.step == "capacity":
        return context.run(slots.change_capacity, capacity=value, hours=hours, **told)
    first = date.fromisoformat(form.data["from"])
    starts_at, ends_at = opening.moments(first, value, hours=hours)
    return context.run(slots.move_slot, starts_at=starts_at, ends_at=ends_at, hours=hours, **told)


def _ask(context: Context, step: str, data: dict[str, Any]) -> None:
    keeping.keep(context, FORM, step, data)
    keeping.show(context, context.text(_ASK[step], most=MOST_CAPACITY), _choices(context, step))


def _choices(context: Context, step: str) -> Buttons:
    """What can be pressed instead of typing."""
    leave = button(context, "keeping.leave", "v1:change:leave")
    if step in ("day", "first"):
        return [keeping.near_days(context, "v1:change:on"), [leave]]
    none = [button(context, "opening.no_title", "v1:change:none")] if step == "title" else []
    return [[*none, leave]]
