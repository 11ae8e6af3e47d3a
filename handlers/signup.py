"""One sign-up, for ketua: found by code or name, looked at, approved, checked in, the check-in taken back."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import keeping
from handlers.context import Button, Buttons, Context, Update
from handlers.keeping import FIND, NUMBER, button
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_command, on_press
from notices import keeping as worded, seatwords
from services.coworking import checkin, keeping as deeds, overview, signups
from services.coworking.signups import SignUp
from services.coworking.values import Done, Outcome, SeatState

WORDS = 100
_SAID = {
    Outcome.APPROVED: "keeping.approved",
    Outcome.CHECKED_IN: "keeping.checked_in",
    Outcome.ALREADY_IN: "keeping.already_in",
    Outcome.UNDONE: "keeping.undone",
    Outcome.UNCHANGED: "keeping.unchanged",
    Outcome.AWAITING: "keeping.approve_first",
    Outcome.GONE: "keeping.seat_gone",
    Outcome.FULL: "keeping.full",
    Outcome.SLOT_CLOSED: "slot.closed",
    Outcome.SLOT_OVER: "slot.over",
    Outcome.SLOT_NOT_YET: "keeping.not_yet",
}
_WELL = (Outcome.APPROVED, Outcome.CHECKED_IN, Outcome.UNDONE)


def add_to(app: App) -> None:
    """Listen to /pendaftar with or without words, to the words of a search, and to the buttons of one seat."""
    on_press(app, "v1:signup:find", ask_for_words)
    on_press(app, f"v1:signup:see:{NUMBER}", see)
    on_press(app, f"v1:signup:(approve|in|undo):{NUMBER}", do)
    on_command(app, "pendaftar", command)
    written = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(written & OpenForm(FIND), search))


@ketua_or_satgas_only
async def command(update: Update, context: Context) -> None:
    """/pendaftar alone, or with a code or a name to look for."""
    words = " ".join(context.args or ())[:WORDS]
    if words:
        _find(context, words)
    else:
        keeping.home(context, 0, "")


@ketua_or_satgas_only
async def ask_for_words(update: Update, context: Context) -> None:
    """Which code, which name?"""
    keeping.keep(context, FIND, "words", {})
    keeping.show(context, context.text("keeping.find_ask"), [[keeping.to_home(context)]])


@ketua_or_satgas_only
async def search(update: Update, context: Context) -> None:
    """The words typed are looked for; other words may follow."""
    words = " ".join(keeping.typed(context).split())[:WORDS]
    if words:
        _find(context, words)
    else:
        context.say("keeping.find_words", buttons=[[keeping.to_home(context)]])


@ketua_or_satgas_only
async def see(update: Update, context: Context) -> None:
    """One seat, and what can be done with it."""
    _see(context, int(context.pressed[0]))


@ketua_or_satgas_only
async def do(update: Update, context: Context) -> None:
    """Approve it, check it in, or take the check-in back."""
    deed, number = context.pressed[0], int(context.pressed[1])
    done = _done(context, deed, number)
    if done.outcome is Outcome.NOT_FOUND:
        keeping.gone(context)
        return
    context.toast(_SAID[done.outcome], alert=done.outcome not in _WELL)
    keeping.tell(context, done.told)
    _see(context, number)


def _done(context: Context, deed: str, number: int) -> Done:
    if deed == "approve":
        return context.run(deeds.approve_seat, seat_id=number, **keeping.who(context))
    hours = keeping.hours(context)
    if deed == "undo":
        return context.run(checkin.undo_check_in, seat_id=number, hours=hours, **keeping.who(context))
    found = context.run(signups.sign_up, seat_id=number, hours=hours, **keeping.may(context))
    code = found.seat.code if found else ""
    return context.run(checkin.check_in, code=code, hours=hours, **keeping.who(context))


def _find(context: Context, words: str) -> None:
    """One that is meant for sure is shown at once."""
    keeping.keep(context, FIND, "words", {})
    told: dict[str, Any] = {"words": words, "hours": keeping.hours(context)}
    found = context.run(overview.look_for, **told, **keeping.who(context))
    if len(found) == 1:
        context.say(
            text=worded.seat(context.house.texts, context.language, found[0]), buttons=_deeds(context, found[0])
        )
        return
    key = "keeping.found" if found else "keeping.found_none"
    lines = [context.text(key, words=words, count=len(found))]
    lines += [_line(context, one) for one in found]
    looks = [Button(worded.label(one), f"v1:signup:see:{one.seat.id}") for one in found]
    context.say(text="\n\n".join(lines), buttons=[*keeping.pairs(looks), [keeping.to_home(context)]])


def _line(context: Context, one: SignUp) -> str:
    texts, language = context.house.texts, context.language
    where = {"what": seatwords.called(one.slot), "when": seatwords.on_day(texts, language, one.slot)}
    return worded.line(texts, language, one) + "\n" + context.text("keeping.found_at", **where)


def _see(context: Context, number: int) -> None:
    told: dict[str, Any] = {"seat_id": number, "hours": keeping.hours(context)}
    found = context.run(overview.look_at_seat, **told, **keeping.who(context))
    if found is None:
        keeping.gone(context)
        return
    keeping.show(context, worded.seat(context.house.texts, context.language, found), _deeds(context, found))


def _deeds(context: Context, one: SignUp) -> Buttons:
    number, state = one.seat.id, one.seat.state
    come = button(context, "keeping.check_in", f"v1:signup:in:{number}")
    undo = button(context, "keeping.undo", f"v1:signup:undo:{number}")
    cancel = button(context, "keeping.cancel_seat", f"v1:why:cancel:{number}")
    rows: dict[SeatState, Buttons] = {
        SeatState.PENDING: [
            [
                button(context, "keeping.approve", f"v1:signup:approve:{number}"),
                button(context, "keeping.reject", f"v1:why:reject:{number}"),
            ]
        ],
        SeatState.CONFIRMED: [[undo if one.checked_in else come, cancel]],
        SeatState.CHECKED_IN: [[undo]],
        SeatState.NO_SHOW: [[come]],
    }
    names = button(context, "keeping.to_names", f"v1:signups:list:{one.slot.id}:0")
    open_still = one.slot.open_at(context.now)
    return [*(rows.get(state, []) if open_still else []), [names, keeping.to_slot(context, one.slot.id)]]
