"""What satgas set of a KPI, typed or by buttons: a new one step by step with a preview, or one part of one."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import kpi_card as card
from handlers.context import Button, Buttons, Context, Update
from handlers.kpi_card import FORM, NUMBER, PARTS, button, with_form
from handlers.listening import App, OpenForm, on_press, satgas_only
from notices.figures import figure
from notices.kpis import DIRECTION, EVERY, UNITS
from services import dates, figures
from services.figures import Unclear
from services.forms import OpenForm as Form
from services.kpis import clock, typed, writing
from services.kpis.typed import STEPS, as_kept, from_kept
from services.kpis.values import ABOUT, NAME, NOTE, UNIT, Direction, Every, Kpi
from services.people import HOME
from services.roadmap import named

LIMITS = {"name": NAME, "about": ABOUT, "unit": UNIT, "note": NOTE}
NEW = ("name", "unit", "direction", "every", "target", "due", "baseline", "baseline_on", "owner_id")
"""What is asked of a new one, in this order; the rest is set later."""
_ASK = {
    "name": "kpi.ask_name",
    "about": "kpi.ask_about",
    "unit": "kpi.ask_unit",
    "direction": "kpi.ask_direction",
    "every": "kpi.ask_every",
    "target": "kpi.ask_target",
    "due": "kpi.ask_due",
    "baseline": "kpi.ask_baseline",
    "baseline_on": "kpi.ask_baseline_on",
    "owner_id": "kpi.ask_owner",
    "point": "kpi.ask_point",
    "source": "kpi.ask_source",
}
_NONE: Mapping[str, tuple[str, Any]] = {
    "target": ("kpi.no_target", None),
    "due": ("kpi.no_due", None),
    "baseline": ("kpi.no_baseline", None),
    "owner_id": ("kpi.no_owner", None),
    "point": ("kpi.no_point", ""),
    "source": ("kpi.no_source", ""),
}
"""Steps that may be left empty: the button that says so, and what is kept then."""
_UNIT_PRESS = {"count": "", "percent": "%", "rupiah": "Rp"}
_LANGUAGES = ("name", "about")


def add_to(app: App) -> None:
    """Listen to the buttons that ask, to those that answer, and to the words."""
    on_press(app, "v1:kpi:new", new)
    on_press(app, f"v1:kpi:ask:({'|'.join(PARTS)}):{NUMBER}", begin)
    on_press(app, "v1:kpi:in:([a-z]{2})", with_form(FORM)(in_language))
    on_press(app, "v1:kpi:put:([a-z_]{1,12}):([A-Za-z0-9.-]{1,40})", with_form(FORM)(put))
    on_press(app, "v1:kpi:keep", with_form(FORM)(keep))
    on_press(app, "v1:kpi:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@satgas_only
async def new(update: Update, context: Context) -> None:
    """A new one: what is it called?"""
    _ask(context, "name", {"id": None, "values": {}, "language": HOME})


@satgas_only
async def begin(update: Update, context: Context) -> None:
    """One part is about to change."""
    part, one = context.pressed[0], card.read(context, int(context.pressed[1]))
    if one is not None:
        data = {"id": one.id, "revision": one.revision, "values": {"unit": one.unit}, "language": HOME}
        _ask(context, part, data, one)


async def in_language(context: Context, form: Form) -> None:
    """The same in another language."""
    if form.step in _LANGUAGES and form.data["id"] and context.pressed[0] in context.house.city.languages:
        one = card.read(context, form.data["id"])
        if one is not None:
            _ask(context, form.step, {**form.data, "language": context.pressed[0]}, one)
    else:
        context.toast("kpi.form_closed", alert=True)


async def put(context: Context, form: Form) -> None:
    """The step's value by a button."""
    step, pressed = context.pressed
    known, value = _pressed(context, step, pressed)
    if step != form.step or not known:
        context.toast("kpi.form_closed", alert=True)
    else:
        _put(context, form, value)


async def keep(context: Context, form: Form) -> None:
    """The new one is as it should be."""
    if form.step != "review":
        context.toast("kpi.form_closed", alert=True)
        return
    card.close(context)
    card.tell(context, context.run(writing.create, new=_new(form.data["values"]), **card.who(context)))


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    card.close(context)
    number = form.data["id"]
    context.change("cancel.done", buttons=[[card.back_to(context, number) if number else card.home(context)]])


async def take(context: Context, form: Form) -> None:
    """What was typed is taken, asked back where it may mean two, or it is said how it should be."""
    message = context.happened.message
    words = message.text if message and message.text and not message.forward_origin else ""
    if form.step not in STEPS:
        context.say("kpi.press_one", buttons=_choices(context, form.step, form.data))
        return
    unit, today = form.data["values"].get("unit", ""), dates.today(context.now, context.house.timezone)
    told = typed.read(form.step, words, unit=unit, today=today, english=context.language == "en")
    if isinstance(told, typed.Read):
        _put(context, form, told.value)
    elif isinstance(told, Unclear):
        context.say("kpi.which_figure", buttons=meant(context, told, unit, f"v1:kpi:put:{form.step}", _leave(context)))
    else:
        context.say(text=context.text(told, **LIMITS), buttons=_choices(context, form.step, form.data))


def meant(context: Context, told: Unclear, unit: str, press: str, last: Button) -> Buttons:
    """The numbers that may be meant, to choose from."""
    return [*([Button(figure(context.language, one, unit), f"{press}:{one}")] for one in told.values), [last]]


def _put(context: Context, form: Form, value: Any) -> None:
    """The value at its step: the next one is asked for, or it is kept."""
    step, data = form.step, form.data
    values = {**data["values"], step: as_kept(step, value)}
    if data["id"] is None:
        following = _following(step, values)
        _ask(context, following, {**data, "values": values}) if following else _review(
            context, {**data, "values": values}
        )
    elif step == "baseline" and value is not None:
        _ask(context, "baseline_on", {**data, "values": values})
    else:
        _change(context, data, step, values)


def _following(step: str, values: Mapping[str, Any]) -> str | None:
    """The next thing to ask of a new one; nothing of a day where there is no number."""
    rest = NEW[NEW.index(step) + 1 :]
    skipped = {"baseline_on"} if values.get("baseline") is None else set()
    skipped |= {"due"} if values.get("target") is None else set()
    return next((one for one in rest if one not in skipped), None)


def _change(context: Context, data: Mapping[str, Any], step: str, values: Mapping[str, Any]) -> None:
    card.close(context)
    one = card.read(context, data["id"])
    if one is None:
        return
    names = ("baseline", "baseline_on") if step in ("baseline", "baseline_on") else (step,)
    fresh = {name: from_kept(name, values.get(name)) for name in names}
    if step in _LANGUAGES:
        fresh = {step: {**getattr(one, step), data["language"]: values[step]}}
    told = {"kpi_id": one.id, "revision": data["revision"], "new": fresh}
    card.tell(context, context.run(writing.change, **told, **card.who(context)))


def _review(context: Context, data: dict[str, Any]) -> None:
    """As residents would see it, before it is kept."""
    card.keep(context, FORM, "review", data)
    told = card.words(context)
    one = _preview(context, _new(data["values"]))
    text = "\n\n".join([context.text("kpi.review"), told.page(one), told.kept(one)])
    context.change(text=text, buttons=[[button(context, "kpi.keep", "v1:kpi:keep")], [_leave(context)]])


def _preview(context: Context, new: Mapping[str, Any]) -> Kpi:
    owner = context.run(clock.owner, person_id=new["owner_id"] or 0, satgas_ids=context.house.satgas_ids)
    blank = Kpi(
        0, {}, {}, "", Direction.UP, Every.MONTHLY, None, None, None, None, None, owner.name if owner else None, "", "",
        None, 0, None, context.now, context.now,
    )  # fmt: skip
    return replace(blank, **new)


def _new(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new one."""
    told = {name: from_kept(name, values.get(name)) for name in NEW}
    told["baseline_on"] = told["baseline_on"] if told["baseline"] is not None else None
    kinds = {"direction": Direction(told["direction"]), "every": Every(told["every"])}
    return {**told, **kinds, "name": {HOME: told["name"]}, "unit": told["unit"] or ""}


def _pressed(context: Context, step: str, pressed: str) -> tuple[bool, Any]:
    """What a button means at its step; False where it means nothing there."""
    if pressed == "-" and step in _NONE:
        return True, _NONE[step][1]
    if step == "unit":
        return pressed in _UNIT_PRESS, _UNIT_PRESS.get(pressed)
    if step in ("direction", "every"):
        return pressed in {*Direction, *Every} and (pressed in set(Direction)) == (step == "direction"), pressed
    if step == "baseline_on" and pressed == "today":
        return True, dates.today(context.now, context.house.timezone)
    if step in ("baseline", "target"):
        value: Decimal | None = figures.of_text(pressed)
        return value is not None, value
    if step == "point":
        return pressed in {one.id for one in context.house.city.points}, pressed
    if step == "owner_id" and pressed.isdigit() and len(pressed) < 19:
        found = context.run(clock.owner, person_id=int(pressed), satgas_ids=context.house.satgas_ids)
        return found is not None, int(pressed)
    return False, None


def _ask(context: Context, step: str, data: dict[str, Any], one: Kpi | None = None) -> None:
    """Open the form at this step, with what it says now."""
    card.keep(context, FORM, step, data)
    parts = [context.text(_ASK[step], **LIMITS)]
    if one is not None and step in _LANGUAGES:
        now = getattr(one, step).get(data["language"], "")
        parts += [context.text("milestone.now", value=now)] if now else []
    context.change(text="\n\n".join(parts), buttons=_choices(context, step, data))


def _choices(context: Context, step: str, data: Mapping[str, Any]) -> Buttons:
    press = f"v1:kpi:put:{step}"
    rows: list[list[Button]] = []
    keys: Mapping[Any, str] = DIRECTION if step == "direction" else EVERY if step == "every" else {}
    rows += [[button(context, key, f"{press}:{value}")] for value, key in keys.items()]
    if step == "unit":
        rows += [[button(context, UNITS[unit], f"{press}:{word}") for word, unit in _UNIT_PRESS.items()]]
    if step == "owner_id":
        people = context.run(clock.owners, satgas_ids=context.house.satgas_ids)[:12]
        rows += [[Button(one.name, f"{press}:{one.id}")] for one in people]
    if step == "point":
        points = context.house.city.points
        rows += [[Button(named(one.title, context.language), f"{press}:{one.id}")] for one in points]
    if step == "baseline_on":
        rows += [[button(context, "article.today", f"{press}:today")]]
    if step in _LANGUAGES and data["id"]:
        others = [one for one in context.house.city.languages if one != data["language"]]
        rows += [[button(context, f"language.name.{one}", f"v1:kpi:in:{one}") for one in others]]
    rows += [[button(context, _NONE[step][0], f"{press}:-")]] if step in _NONE else []
    return [*rows, [_leave(context)]]


def _leave(context: Context) -> Button:
    return button(context, "milestone.leave", "v1:kpi:leave")
