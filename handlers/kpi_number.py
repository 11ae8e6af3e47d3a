"""A number of a KPI: entered with its day and source, seen first, then taken; put right or withdrawn later."""

from datetime import date
from decimal import Decimal
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import kpi_card as card
from handlers.context import Button, Buttons, Context, Update
from handlers.kpi_card import NUMBER, NUMBERS, button, with_form
from handlers.listening import App, OpenForm, on_press, satgas_only
from notices.figures import figure
from notices.kpis import read_in
from services import dates, figures
from services.figures import Unclear
from services.forms import OpenForm as Form
from services.kpis import reading, taking, typed
from services.kpis.typed import as_kept
from services.kpis.values import NOTE, Kpi, Outcome, Reading

FIXES = 10
"""So many numbers can be put right from the list, the newest."""
_ASK = {"value": "kpi.ask_value", "as_of": "kpi.ask_as_of", "note": "kpi.ask_note"}


def add_to(app: App) -> None:
    """Listen to the buttons of numbers, and to the words."""
    on_press(app, f"v1:kpi:enter:{NUMBER}", enter)
    on_press(app, f"v1:kpi:fixes:{NUMBER}", fixes)
    on_press(app, f"v1:kpi:fix:{NUMBER}", fix)
    on_press(app, f"v1:kpi:drop:{NUMBER}", ask_to_drop)
    on_press(app, f"v1:kpi:dropped:{NUMBER}", drop)
    on_press(app, "v1:kpi:give:([a-z_]{1,8}):([a-z0-9.-]{1,40})", with_form(NUMBERS)(give))
    on_press(app, "v1:kpi:read", with_form(NUMBERS)(save))
    on_press(app, "v1:kpi:unread", with_form(NUMBERS)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(NUMBERS), with_form(NUMBERS)(take)))


@satgas_only
async def enter(update: Update, context: Context) -> None:
    """A new number: how much?"""
    one = card.read(context, int(context.pressed[0]))
    if one is not None and one.retired_at is None:
        _ask(context, "value", {"id": one.id}, one)


@satgas_only
async def fixes(update: Update, context: Context) -> None:
    """Which number is to be put right? The newest first."""
    one = card.read(context, int(context.pressed[0]))
    if one is None:
        return
    found = context.run(reading.readings_of, kpi_id=one.id)[-FIXES:]
    rows = [[Button(_short(context, one, each), f"v1:kpi:fix:{each.id}")] for each in reversed(found)]
    key = "kpi.choose_fix" if rows else "kpi.nothing_to_fix"
    context.change(key, buttons=[*rows, [card.back_to(context, one.id)]])


@satgas_only
async def fix(update: Update, context: Context) -> None:
    """What is right for that day?"""
    old, one = _old(context)
    if old is None or one is None:
        card.gone(context)
        return
    data = {"id": one.id, "seen": old.id, "as_of": old.as_of.isoformat()}
    drop = [button(context, "kpi.drop", f"v1:kpi:drop:{old.id}")]
    _ask(context, "value", data, one, now=_short(context, one, old), more=[drop])


@satgas_only
async def ask_to_drop(update: Update, context: Context) -> None:
    """Really?"""
    old, one = _old(context)
    if old is None or one is None:
        card.gone(context)
        return
    card.close(context)
    yes = button(context, "kpi.drop_yes", f"v1:kpi:dropped:{old.id}")
    text = context.text("kpi.ask_drop", what=_short(context, one, old), name=one.named(context.language))
    context.change(text=text, buttons=[[yes], [card.back_to(context, one.id)]])


@satgas_only
async def drop(update: Update, context: Context) -> None:
    """It counts no more."""
    card.tell(context, context.run(taking.withdraw, reading_id=int(context.pressed[0]), **card.who(context)))


async def give(context: Context, form: Form) -> None:
    """The step's value by a button."""
    step, pressed = context.pressed
    today = dates.today(context.now, context.house.timezone)
    told = {("as_of", "today"): today, ("note", "-"): ""}.get((step, pressed))
    value = figures.of_text(pressed) if step == "value" else told
    if step != form.step or value is None:
        context.toast("kpi.form_closed", alert=True)
    else:
        _put(context, form, value)


async def save(context: Context, form: Form) -> None:
    """The number is taken as it was shown."""
    if form.step != "review":
        context.toast("kpi.form_closed", alert=True)
        return
    card.close(context)
    told: dict[str, Any] = {"kpi_id": form.data["id"], "as_of": date.fromisoformat(form.data["as_of"])}
    told |= {"value": Decimal(form.data["value"]), "note": form.data["note"], "seen": form.data.get("seen")}
    done = context.run(taking.take, **told, **card.who(context), timezone=context.house.timezone)
    if done.outcome is Outcome.OLDER and done.kpi is not None:
        context.change("kpi.reading_older", buttons=[[card.back_to(context, done.kpi.id)]])
    else:
        card.tell(context, done)


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    card.close(context)
    context.change("cancel.done", buttons=[[card.back_to(context, form.data["id"])]])


async def take(context: Context, form: Form) -> None:
    """What was typed is taken, asked back where it may mean two, or it is said how it should be."""
    one = card.read(context, form.data["id"])
    if one is None:
        return
    if form.step not in _ASK:
        context.say("kpi.press_one", buttons=_saving(context))
        return
    message = context.happened.message
    words = message.text if message and message.text and not message.forward_origin else ""
    today = dates.today(context.now, context.house.timezone)
    told = typed.read(form.step, words, unit=one.unit, today=today, english=context.language == "en")
    if isinstance(told, typed.Read):
        _put(context, form, told.value)
    elif isinstance(told, Unclear):
        rows = [[Button(figure(context.language, v, one.unit), f"v1:kpi:give:value:{v}")] for v in told.values]
        context.say("kpi.which_figure", buttons=[*rows, [_leave(context)]])
    else:
        context.say(text=context.text(told, note=NOTE), buttons=_choices(context, form.step))


def _put(context: Context, form: Form, value: Any) -> None:
    """The value at its step: the next one is asked for, or all is shown."""
    data = {**form.data, form.step: as_kept(form.step, value)}
    one = card.read(context, data["id"])
    if one is None:
        return
    rest = [step for step in _ASK if step not in data]
    if rest:
        _ask(context, rest[0], data, one)
    else:
        _review(context, one, data)


def _review(context: Context, one: Kpi, data: dict[str, Any]) -> None:
    """What it would change, before it is taken."""
    as_of = date.fromisoformat(data["as_of"])
    old = context.run(reading.reading_on, kpi_id=one.id, as_of=as_of)
    card.keep(context, NUMBERS, "review", {**data, "seen": old.id if old else None})
    texts, language = context.house.texts, context.language
    told = {"name": one.named(language), "when": texts.date(language, as_of)}
    value = figure(language, Decimal(data["value"]), one.unit)
    lines = [context.text("kpi.reading_review", value=value, **told)]
    lines += [context.text("kpi.reading_instead", value=figure(language, old.value, one.unit))] if old else []
    last = one.last if one.last and one.last.as_of < as_of else None
    if last:
        before = {"value": figure(language, last.value, one.unit), "when": texts.date(language, last.as_of)}
        lines.append(context.text("kpi.reading_before", **before))
    new = Reading(0, one.id, as_of, Decimal(data["value"]), data["note"], context.now, None, None, None)
    lines.append(context.source(read_in(texts, language, new)))
    context.change(text="\n".join(lines), buttons=_saving(context))


def _ask(context: Context, step: str, data: dict[str, Any], one: Kpi, *, now: str = "", more: Buttons = ()) -> None:
    card.keep(context, NUMBERS, step, data)
    parts = [context.text(_ASK[step], name=one.named(context.language), note=NOTE)]
    parts += [context.text("milestone.now", value=now)] if now else []
    context.change(text="\n\n".join(parts), buttons=[*more, *_choices(context, step)])


def _choices(context: Context, step: str) -> Buttons:
    keys = {"as_of": ("article.today", "today"), "note": ("kpi.no_note", "-")}
    rows = [[button(context, keys[step][0], f"v1:kpi:give:{step}:{keys[step][1]}")]] if step in keys else []
    return [*rows, [_leave(context)]]


def _saving(context: Context) -> Buttons:
    return [[button(context, "kpi.keep", "v1:kpi:read")], [_leave(context)]]


def _leave(context: Context) -> Button:
    return button(context, "milestone.leave", "v1:kpi:unread")


def _old(context: Context) -> tuple[Reading | None, Kpi | None]:
    """The number that the button names, while it counts, and its KPI."""
    old = context.run(reading.read_reading, reading_id=int(context.pressed[0]))
    one = context.run(reading.live_kpi, kpi_id=old.kpi_id) if old and old.ended is None else None
    return old, one


def _short(context: Context, one: Kpi, each: Reading) -> str:
    when = context.house.texts.date(context.language, each.as_of)
    return f"{when}: {figure(context.language, each.value, one.unit)}"
