"""A ketua writes to the people of a slot: to whom, what, how it will look, sent once."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import keeping
from handlers.context import Buttons, Context, Update
from handlers.keeping import NUMBER, button, with_form
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from notices import keeping as worded
from services.coworking import overview, slots
from services.coworking.values import Slot
from services.forms import OpenForm as Form
from services.people import Person, clean

FORM = "letter"
WORDS = 1000
_TO = {"booked": (True, False), "waiting": (False, True), "both": (True, True)}
_WHOM = {"booked": "letter.booked", "waiting": "letter.waiting", "both": "letter.both"}


def add_to(app: App) -> None:
    """Listen to the buttons of a message to the people of a slot, and to its words."""
    on_press(app, f"v1:letter:new:{NUMBER}", choose)
    on_press(app, f"v1:letter:(booked|waiting|both):{NUMBER}", begin)
    on_press(app, "v1:letter:send", with_form(FORM)(send))
    on_press(app, "v1:letter:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@ketua_or_satgas_only
async def choose(update: Update, context: Context) -> None:
    """To whom?"""
    slot = _slot(context, int(context.pressed[0]))
    if slot is None:
        keeping.gone(context)
        return
    rows = [
        [button(context, key, f"v1:letter:{to}:{slot.id}", count=len(_people(context, slot.id, to)))]
        for to, key in _WHOM.items()
    ]
    head = worded.head(context.house.texts, context.language, slot)
    keeping.show(context, f"{head}\n\n{context.text('letter.to_whom')}", [*rows, [keeping.to_slot(context, slot.id)]])


@ketua_or_satgas_only
async def begin(update: Update, context: Context) -> None:
    """What?"""
    to, number = context.pressed[0], int(context.pressed[1])
    if _slot(context, number) is None:
        keeping.gone(context)
    elif not _people(context, number, to):
        context.toast("letter.nobody", alert=True)
    else:
        keeping.keep(context, FORM, "words", {"to": to, "id": number})
        keeping.show(context, context.text("letter.ask", most=WORDS), _leave(context))


async def take(context: Context, form: Form) -> None:
    """The words typed are shown as they will be read."""
    words, slot = clean(keeping.typed(context), WORDS + 1), _slot(context, form.data["id"])
    if not words:
        context.say("keeping.words_only", buttons=_leave(context))
    elif len(words) > WORDS:
        context.say("keeping.too_long", most=WORDS, buttons=_leave(context))
    elif slot is None:
        keeping.gone(context)
    else:
        keeping.keep(context, FORM, "preview", {**form.data, "words": words})
        seen = worded.letter(context.house.texts, context.language, slot, words)
        count = len(_people(context, slot.id, form.data["to"]))
        send = button(context, "letter.send", "v1:letter:send")
        text = "\n\n".join([context.text("letter.preview"), seen, context.text("letter.reaches", count=count)])
        context.say(text=text, buttons=[[send], *_leave(context)])


async def send(context: Context, form: Form) -> None:
    """Each of them is told once."""
    number, to = form.data["id"], form.data["to"]
    slot = _slot(context, number)
    if form.step != "preview" or slot is None or not keeping.close(context):
        context.toast("fallback.old_button")
        return
    people = _people(context, number, to)
    context.turn.drafts += worded.letters(context.house.teller, people, slot, form.data["words"], now=context.now)
    booked, waiting = _TO[to]
    told: dict[str, Any] = {"booked": booked, "waiting": waiting, "count": len(people), "now": context.now}
    context.run(overview.told_people_of_slot, slot_id=number, actor_id=context.person.id, **told)
    context.change("letter.sent", count=len(people), buttons=[[keeping.to_slot(context, number)]])


async def leave(context: Context, form: Form) -> None:
    """Nobody is told anything."""
    keeping.close(context)
    context.change("cancel.done", buttons=[[keeping.to_slot(context, form.data["id"])]])


def _slot(context: Context, number: int) -> Slot | None:
    return context.run(slots.kept_slot, slot_id=number, rights=context.rights)


def _people(context: Context, number: int, to: str) -> list[Person]:
    booked, waiting = _TO[to]
    told: dict[str, Any] = {"slot_id": number, "booked": booked, "waiting": waiting, "rights": context.rights}
    return context.run(overview.people_to_tell, **told)


def _leave(context: Context) -> Buttons:
    return [[button(context, "keeping.leave", "v1:letter:leave")]]
