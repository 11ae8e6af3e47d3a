"""What a ketua does for a reason: reject or cancel a seat; close a slot, a day or a space, asked once more."""

from datetime import date, timedelta
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import keeping
from handlers.context import Button, Buttons, Context, Update
from handlers.keeping import NUMBER, button, with_form
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from notices import keeping as worded
from services import times
from services.coworking import closing, keeping as deeds, overview, signups, slots, spaces
from services.coworking.overview import Affected
from services.coworking.slots import Change, Changed
from services.coworking.values import Done, Outcome
from services.forms import OpenForm as Form

FORM = "reason"
WORDS = 200
_ASK = {
    "reject": "reason.ask_reject",
    "cancel": "reason.ask_cancel",
    "slot": "reason.ask_slot",
    "day": "reason.ask_day",
    "space": "reason.ask_space",
}
_SEAT = {
    Outcome.REJECTED: "reason.rejected",
    Outcome.CANCELLED: "reason.cancelled",
    Outcome.UNCHANGED: "keeping.unchanged",
    Outcome.ALREADY_IN: "reason.already_in",
    Outcome.GONE: "keeping.seat_gone",
    Outcome.SLOT_OVER: "slot.over",
}
_READY = {"used": "reason.ready_used", "fit": "reason.ready_fit", "data": "reason.ready_data"}
_CLOSED = {"slot": "reason.slot_closed", "day": "reason.day_closed", "space": "reason.space_closed"}
_CONFIRM = {"slot": "reason.confirm_slot", "day": "reason.confirm_day", "space": "reason.confirm_space"}


def add_to(app: App) -> None:
    """Listen to the buttons that need a reason, and to the words of one."""
    on_press(app, f"v1:why:(reject|cancel|slot|day|space):{NUMBER}", begin)
    on_press(app, "v1:why:on:([01])", with_form(FORM)(near_day))
    on_press(app, "v1:why:none", with_form(FORM)(no_reason))
    on_press(app, "v1:why:ready:(used|fit|data)", with_form(FORM)(ready_reason))
    on_press(app, "v1:why:yes", with_form(FORM)(close))
    on_press(app, "v1:why:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@ketua_or_satgas_only
async def begin(update: Update, context: Context) -> None:
    """What is about to happen; for a day, first which."""
    deed, number = context.pressed[0], int(context.pressed[1])
    about = _about(context, deed, number)
    if about is None:
        keeping.gone(context)
        return
    data = {"deed": deed, "id": number}
    _ask(context, "day" if deed == "day" else "reason", data, about)


async def near_day(context: Context, form: Form) -> None:
    """Today or tomorrow."""
    if form.step == "day":
        _on(context, form, keeping.today(context) + timedelta(days=int(context.pressed[0])))
    else:
        context.toast("fallback.old_button")


async def ready_reason(context: Context, form: Form) -> None:
    """One that is often given, by a button."""
    if form.step == "reason" and form.data["deed"] not in _CONFIRM:
        _reasoned(context, form, context.label(_READY[context.pressed[0]]))
    else:
        context.toast("fallback.old_button")


async def no_reason(context: Context, form: Form) -> None:
    """Without one, where it is about no single person."""
    if form.step == "reason" and form.data["deed"] in _CONFIRM:
        _reasoned(context, form, "")
    else:
        context.toast("fallback.old_button")


async def take(context: Context, form: Form) -> None:
    """A day or a reason was typed; or it is said how it should be."""
    words = keeping.typed(context)
    if form.step == "confirm":
        context.say("keeping.press_first", buttons=_yes(context))
    elif not words:
        context.say("keeping.words_only", buttons=_choices(context, form.step, form.data["deed"]))
    elif form.step == "day":
        day = times.parse_coming_day(words, today=keeping.today(context))
        if isinstance(day, date):
            _on(context, form, day)
        else:
            context.say(text=context.text(day), buttons=_choices(context, "day", form.data["deed"]))
    elif len(words) > WORDS:
        context.say("keeping.too_long", most=WORDS, buttons=_choices(context, "reason", form.data["deed"]))
    else:
        _reasoned(context, form, words)


async def close(context: Context, form: Form) -> None:
    """Close it; everybody booked and waiting is told."""
    if form.step != "confirm" or not keeping.close(context):
        context.toast("fallback.old_button")
        return
    deed, number = form.data["deed"], form.data["id"]
    done = _closed(context, form)
    if done.outcome is Change.NOT_FOUND:
        keeping.gone(context)
        return
    keeping.tell(context, done.told)
    key = _CLOSED[deed] if done.outcome is Change.DONE else done.outcome
    again = _again(context, form) if done.outcome is Change.DONE else []
    context.change(text=context.text(key, count=len(done.told)), buttons=[again, [_back(context, deed, number)]])


async def leave(context: Context, form: Form) -> None:
    """Nothing happens."""
    keeping.close(context)
    context.change("cancel.done", buttons=[[_back(context, form.data["deed"], form.data["id"])]])


def _about(context: Context, deed: str, number: int) -> str | None:
    """What it is about, as Telegram's HTML; None where it is not theirs."""
    texts, language, rights = context.house.texts, context.language, context.rights
    if deed in ("reject", "cancel"):
        told: dict[str, Any] = {"seat_id": number, "hours": keeping.hours(context)}
        seat = context.run(signups.sign_up, **told, **keeping.may(context))
        return f"{worded.head(texts, language, seat.slot)}\n{worded.line(texts, language, seat)}" if seat else None
    if deed == "slot":
        slot = context.run(slots.kept_slot, slot_id=number, rights=rights)
        return worded.head(texts, language, slot) if slot else None
    space = context.run(spaces.kept_space, space_id=number, rights=rights)
    return context.text("keeping.space_name", space=worded.name(texts, language, space)) if space else None


def _ask(context: Context, step: str, data: dict[str, Any], about: str) -> None:
    keeping.keep(context, FORM, step, data)
    question = "reason.which_day" if step == "day" else _ASK[data["deed"]]
    keeping.show(context, f"{about}\n\n{context.text(question)}", _choices(context, step, data["deed"]))


def _on(context: Context, form: Form, day: date) -> None:
    data = {**form.data, "day": day.isoformat()}
    about = context.text("reason.on", day=context.house.texts.day(context.language, day))
    _ask(context, "reason", data, about)


def _reasoned(context: Context, form: Form, reason: str) -> None:
    data = {**form.data, "reason": reason}
    if data["deed"] in _CONFIRM:
        _confirm(context, data)
        return
    keeping.close(context)
    told: dict[str, Any] = {"seat_id": data["id"], "reason": reason, "hours": keeping.hours(context)}
    deed = deeds.reject_seat if data["deed"] == "reject" else deeds.cancel_for
    done: Done = context.run(deed, **told, **keeping.who(context))
    if done.outcome is Outcome.NOT_FOUND:
        keeping.gone(context)
        return
    keeping.tell(context, done.told)
    ended = done.outcome in (Outcome.REJECTED, Outcome.CANCELLED)
    guest = ended and done.seat is not None and done.seat.person_id is None
    key = "reason.guest" if guest else _SEAT[done.outcome]
    context.change(key, buttons=[[_back(context, data["deed"], data["id"])]])


def _confirm(context: Context, data: dict[str, Any]) -> None:
    about = _about(context, data["deed"], data["id"])
    found = _affected(context, data)
    if about is None or found is None:
        keeping.gone(context)
        return
    keeping.keep(context, FORM, "confirm", data)
    told = {"slots": found.slots, "booked": found.booked, "waiting": found.waiting}
    day = context.house.texts.day(context.language, date.fromisoformat(data["day"])) if "day" in data else ""
    text = f"{about}\n\n{context.text(_CONFIRM[data['deed']], day=day, **told)}"
    if data["reason"]:
        text += "\n\n" + context.text("reason.given", reason=data["reason"])
    context.change(text=text, buttons=_yes(context))


def _affected(context: Context, data: dict[str, Any]) -> Affected | None:
    hours = keeping.hours(context)
    if data["deed"] == "slot":
        counts = context.run(signups.counts, slot_id=data["id"], hours=hours, **keeping.may(context))
        here = (counts.booked - counts.checked_in, counts.waiting + counts.offered) if counts else (0, 0)
        return Affected(1, *here) if counts else None
    day = date.fromisoformat(data["day"]) if "day" in data else None
    return context.run(overview.affected, space_id=data["id"], day=day, hours=hours, **keeping.may(context))


def _closed(context: Context, form: Form) -> Changed:
    number, told = form.data["id"], {"reason": form.data["reason"], **keeping.who(context)}
    if form.data["deed"] == "slot":
        return context.run(closing.close_slot, slot_id=number, **told)
    if form.data["deed"] == "space":
        return context.run(closing.close_space, space_id=number, **told)
    return context.run(closing.close_day, space_id=number, day=date.fromisoformat(form.data["day"]), **told)


def _again(context: Context, form: Form) -> list[Button]:
    """The way to undo it."""
    number, day = form.data["id"], form.data.get("day", "")
    press = {
        "slot": f"v1:opening:reopen:{number}",
        "day": f"v1:kept:openday:{number}:{day}",
        "space": f"v1:kept:reopen:{number}",
    }
    return [button(context, "keeping.reopen", press[form.data["deed"]])]


def _back(context: Context, deed: str, number: int) -> Button:
    if deed in ("reject", "cancel"):
        return button(context, "keeping.to_seat", f"v1:signup:see:{number}")
    if deed == "slot":
        return button(context, "keeping.to_slot", f"v1:opening:show:{number}")
    return button(context, "keeping.to_space", f"v1:kept:show:{number}")


def _choices(context: Context, step: str, deed: str) -> Buttons:
    """What can be pressed instead of typing; whose seat is taken always hears why."""
    leave = button(context, "keeping.leave", "v1:why:leave")
    if step == "day":
        return [keeping.near_days(context, "v1:why:on"), [leave]]
    if deed not in _CONFIRM:
        return [*([button(context, key, f"v1:why:ready:{name}")] for name, key in _READY.items()), [leave]]
    return [[button(context, "reason.none", "v1:why:none"), leave]]


def _yes(context: Context) -> Buttons:
    return [[button(context, "reason.yes", "v1:why:yes"), button(context, "keeping.leave", "v1:why:leave")]]
