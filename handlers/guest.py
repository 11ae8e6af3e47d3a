"""A ketua signs up somebody without Telegram: who, how many, what the slot asks, what they agreed to and to whom."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import keeping
from handlers.context import Button, Buttons, Context, Update
from handlers.keeping import NUMBER, button, with_form
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from notices import keeping as worded, seatwords
from services.coworking import keeping as deeds, slots
from services.coworking.booking import read_party, read_phone
from services.coworking.values import MOST_PEOPLE, Details, Done, Outcome, Slot
from services.forms import OpenForm as Form

FORM = "guest"
LENGTHS = {"name": 80, "purpose": 200, "asker": 80}
_ASK = {
    "name": "guest.ask_name",
    "party": "guest.ask_party",
    "phone": "guest.ask_phone",
    "purpose": "guest.ask_purpose",
    "asker": "guest.ask_asker",
}
_CHANGE = {"name": "guest.change_name", "party": "guest.change_party", "asker": "guest.change_asker"}
_REFUSED = {
    Outcome.FULL: "guest.full",
    Outcome.PARTLY: "guest.partly",
    Outcome.TOO_MANY: "guest.too_many",
    Outcome.WRONG_PARTY: "guest.wrong_party",
    Outcome.SLOT_CLOSED: "slot.closed",
    Outcome.SLOT_OVER: "slot.over",
}


def add_to(app: App) -> None:
    """Listen to the buttons of signing somebody up, and to what is typed for it."""
    on_press(app, f"v1:guest:new:{NUMBER}", begin)
    on_press(app, "v1:guest:size:([1-8])", with_form(FORM)(size))
    on_press(app, "v1:guest:skip", with_form(FORM)(skip))
    on_press(app, "v1:guest:(seat|share):([01])", with_form(FORM)(agree))
    on_press(app, "v1:guest:(name|party|asker)", with_form(FORM)(change))
    on_press(app, "v1:guest:save", with_form(FORM)(save))
    on_press(app, "v1:guest:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@ketua_or_satgas_only
async def begin(update: Update, context: Context) -> None:
    """Who is it?"""
    slot = _slot(context, int(context.pressed[0]))
    if slot is None:
        keeping.gone(context)
    elif not slot.open_at(context.now):
        context.toast("slot.closed" if slot.closed else "slot.over", alert=True)
    else:
        _next(context, {"id": slot.id, "asker": context.person.name[: LENGTHS["asker"]]})


async def size(context: Context, form: Form) -> None:
    """So many, by a button."""
    if form.step == "party":
        _next(context, {**form.data, "party": int(context.pressed[0])})
    else:
        context.toast("fallback.old_button")


async def skip(context: Context, form: Form) -> None:
    """What the person does not tell stays empty."""
    if form.step in ("phone", "purpose"):
        _next(context, {**form.data, form.step: ""})
    else:
        context.toast("fallback.old_button")


async def agree(context: Context, form: Form) -> None:
    """What the person said yes to, or no after all."""
    purpose, yes = context.pressed
    _next(context, {**form.data, purpose: int(yes)})


async def change(context: Context, form: Form) -> None:
    """One thing anew."""
    _ask(context, context.pressed[0], dict(form.data))


async def take(context: Context, form: Form) -> None:
    """What was typed is taken, or it is said how it should be."""
    if form.step == "confirm":
        context.say("keeping.press_first", buttons=_confirm_buttons(context, form.data))
        return
    value = _read(context, form.step)
    if isinstance(value, int) or (value and value not in _WRONG):
        _next(context, {**form.data, form.step: value})
    else:
        told: dict[str, Any] = {"most": LENGTHS.get(form.step, MOST_PEOPLE)}
        context.say(value or "keeping.words_only", buttons=_choices(context, form.step), **told)


async def save(context: Context, form: Form) -> None:
    """A seat with its code; where it does not fit, the form stays."""
    if form.step != "confirm" or not form.data.get("seat"):
        context.toast("guest.agree_first", alert=True)
        return
    if not keeping.close(context):
        context.toast("keeping.form_closed")
        return
    done = _signed_up(context, form.data)
    if done.outcome is Outcome.NOT_FOUND:
        keeping.gone(context)
    elif done.seat is None or done.slot is None:
        keeping.keep(context, FORM, "confirm", form.data)
        context.toast(_REFUSED[done.outcome], alert=True, free=done.slot.free if done.slot else 0, most=MOST_PEOPLE)
    else:
        _say_done(context, done)


async def leave(context: Context, form: Form) -> None:
    """Nobody is signed up."""
    keeping.close(context)
    context.change("cancel.done", buttons=[[keeping.to_slot(context, form.data["id"])]])


_WRONG = ("keeping.too_long", "guest.wrong_phone", "guest.wrong_party")


def _read(context: Context, step: str) -> str | int:
    """What was typed for this step, or the key of why it will not do; '' for what is no words."""
    message = context.happened.message
    if step == "phone" and message and message.contact:
        return read_phone(message.contact.phone_number) or "guest.wrong_phone"
    words = " ".join(keeping.typed(context).split())
    if step == "phone":
        return (read_phone(words) or "guest.wrong_phone") if words else ""
    if step == "party":
        party = read_party(words) or 0
        return (party if 1 <= party <= MOST_PEOPLE else "guest.wrong_party") if words else ""
    return words if len(words) <= LENGTHS[step] else "keeping.too_long"


def _next(context: Context, data: dict[str, Any]) -> None:
    """What is not known yet is asked for; else the whole is shown."""
    slot = _slot(context, data["id"])
    if slot is None:
        keeping.gone(context)
        return
    wanted = ["name", "party", *(["phone"] if slot.asks_contact else []), *(["purpose"] if slot.asks_purpose else [])]
    missing = next((step for step in wanted if step not in data), None)
    if missing:
        _ask(context, missing, data)
        return
    keeping.keep(context, FORM, "confirm", data)
    told = {name: data.get(name, "") for name in ("name", "party")}
    lines = [worded.head(context.house.texts, context.language, slot), context.text("guest.summary", **told)]
    lines += [context.text("keeping.seat_phone", phone=data["phone"])] if data.get("phone") else []
    lines += [context.text("keeping.seat_purpose", purpose=data["purpose"])] if data.get("purpose") else []
    lines.append(context.text("guest.asked_by", asker=data["asker"]))
    text = "\n\n".join([*lines, context.text("guest.consent")])
    keeping.show(context, text, _confirm_buttons(context, data))


def _ask(context: Context, step: str, data: dict[str, Any]) -> None:
    keeping.keep(context, FORM, step, data)
    keeping.show(context, context.text(_ASK[step], most=LENGTHS.get(step, MOST_PEOPLE)), _choices(context, step))


def _choices(context: Context, step: str) -> Buttons:
    leave = button(context, "keeping.leave", "v1:guest:leave")
    if step == "party":
        sizes = [Button(str(number), f"v1:guest:size:{number}") for number in range(1, 9)]
        return [sizes[:4], sizes[4:], [leave]]
    if step in ("phone", "purpose"):
        return [[button(context, "keeping.skip", "v1:guest:skip"), leave]]
    return [[leave]]


def _confirm_buttons(context: Context, data: Any) -> Buttons:
    seat, share = bool(data.get("seat")), bool(data.get("share"))
    return [
        [_tick(context, "guest.agrees_seat", "seat", yes=seat)],
        [_tick(context, "guest.agrees_share", "share", yes=share)],
        [button(context, "guest.save", "v1:guest:save")],
        [button(context, key, f"v1:guest:{name}") for name, key in _CHANGE.items()],
        [button(context, "keeping.leave", "v1:guest:leave")],
    ]


def _tick(context: Context, key: str, purpose: str, *, yes: bool) -> Button:
    return Button(("✓ " if yes else "☐ ") + context.label(key), f"v1:guest:{purpose}:{int(not yes)}")


def _signed_up(context: Context, data: Any) -> Done:
    told: dict[str, Any] = {"slot_id": data["id"], "asker": data["asker"], "guest": data["name"]}
    told |= {"party": data["party"], "language": context.language, "share": bool(data.get("share"))}
    details = Details(data.get("purpose", ""), data["name"], data.get("phone", ""))
    return context.run(deeds.sign_up_guest, details=details, **told, **keeping.who(context))


def _say_done(context: Context, done: Done) -> None:
    assert done.seat is not None and done.slot is not None
    link = seatwords.seat_link(context.house.bot_username, done.seat.code)
    told: dict[str, Any] = {"name": done.seat.guest, "party": done.seat.party, "code": done.seat.code, "link": link}
    text = f"{worded.head(context.house.texts, context.language, done.slot)}\n\n{context.text('guest.done', **told)}"
    more = button(context, "guest.more", f"v1:guest:new:{done.slot.id}")
    see = button(context, "keeping.to_seat", f"v1:signup:see:{done.seat.id}")
    context.change(text=text, buttons=[[more, see], [keeping.to_slot(context, done.slot.id)]])
    context.send_file("qr", {"url": link}, "guest.qr", called=f"{done.seat.code}.png", as_photo=True, **told)


def _slot(context: Context, number: int) -> Slot | None:
    return context.run(slots.kept_slot, slot_id=number, rights=context.rights)
