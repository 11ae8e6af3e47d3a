"""New slots, for ketua: one of a day, a long one or weekly ones, step by step, seen whole before they open."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import keeping
from handlers.context import Button, Buttons, Context, Update
from handlers.keeping import NUMBER, button, with_form
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from notices import keeping as worded
from services.coworking import opening, patterns, spaces
from services.coworking.opening import Plan, Wrong
from services.coworking.slots import MOST_CAPACITY, Change
from services.forms import OpenForm as Form

FORM = "opening"
_ASK = {
    "day": "opening.ask_day",
    "weekdays": "opening.ask_weekdays",
    "first": "opening.ask_first",
    "last": "opening.ask_last",
    "times": "opening.ask_times",
    "capacity": "opening.ask_capacity",
    "title": "opening.ask_title",
}
_AGAIN = {
    "day": "opening.again_day",
    "weekdays": "opening.again_weekdays",
    "first": "opening.again_first",
    "last": "opening.again_last",
    "times": "opening.again_times",
    "capacity": "opening.capacity",
    "title": "opening.title",
}
_KINDS = {"day": "opening.kind_day", "weekly": "opening.kind_weekly", "long": "opening.kind_long"}


def add_to(app: App) -> None:
    """Listen to the buttons of a plan, and to what is typed for it."""
    on_press(app, f"v1:opening:new:{NUMBER}", choose)
    on_press(app, f"v1:opening:(day|weekly|long):{NUMBER}", begin)
    on_press(app, f"v1:opening:edit:{NUMBER}", edit)
    on_press(app, "v1:opening:on:([01])", with_form(FORM)(near_day))
    on_press(app, "v1:opening:weekday:([0-6])", with_form(FORM)(weekday))
    on_press(app, "v1:opening:next", with_form(FORM)(go_on))
    on_press(app, "v1:opening:none", with_form(FORM)(no_title))
    on_press(app, "v1:opening:ask:([0-7])", with_form(FORM)(asks))
    on_press(app, "v1:opening:again:(day|weekdays|first|last|times|capacity|title)", with_form(FORM)(again))
    on_press(app, "v1:opening:save", with_form(FORM)(save))
    on_press(app, "v1:opening:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@ketua_or_satgas_only
async def choose(update: Update, context: Context) -> None:
    """Once, every week, or for long?"""
    number = int(context.pressed[0])
    if context.run(spaces.kept_space, space_id=number, rights=context.rights) is None:
        keeping.gone(context)
        return
    rows = [[button(context, key, f"v1:opening:{kind}:{number}")] for kind, key in _KINDS.items()]
    keeping.show(context, context.text("opening.ask_kind"), [*rows, [keeping.to_space(context, number)]])


@ketua_or_satgas_only
async def begin(update: Update, context: Context) -> None:
    """A new plan, step by step."""
    kind, number = context.pressed[0], int(context.pressed[1])
    space = context.run(spaces.kept_space, space_id=number, rights=context.rights)
    if space is None or space.closed:
        keeping.gone(context)
    else:
        _next(context, Plan(space_id=number, kind=kind))


@ketua_or_satgas_only
async def edit(update: Update, context: Context) -> None:
    """A weekly opening is changed: all of it is shown, each part may be asked anew."""
    known = context.run(patterns.kept_pattern, pattern_id=int(context.pressed[0]), rights=context.rights)
    if known is None:
        keeping.gone(context)
    else:
        _next(context, opening.plan_of(known))


async def near_day(context: Context, form: Form) -> None:
    """Today or tomorrow."""
    if form.step in ("day", "first"):
        _put(context, form, keeping.today(context) + timedelta(days=int(context.pressed[0])))
    else:
        context.toast("fallback.old_button")


async def weekday(context: Context, form: Form) -> None:
    """A day of the week more or less."""
    if form.step != "weekdays":
        context.toast("fallback.old_button")
        return
    plan, one = Plan.from_dict(form.data), int(context.pressed[0])
    plan = plan.toggle(one)
    keeping.keep(context, FORM, "weekdays", plan.as_dict())
    keeping.show(context, context.text(_ASK["weekdays"]), _choices(context, "weekdays", plan.as_dict()))


async def go_on(context: Context, form: Form) -> None:
    """The days of the week are chosen."""
    plan = Plan.from_dict(form.data)
    if plan.weekdays:
        _next(context, plan)
    else:
        context.toast("opening.choose_day", alert=True)


async def no_title(context: Context, form: Form) -> None:
    """No title is needed."""
    if form.step == "title":
        _put(context, form, "")
    else:
        context.toast("fallback.old_button")


async def asks(context: Context, form: Form) -> None:
    """What it asks of who comes, a bit each."""
    if form.step == "confirm":
        _next(context, Plan.from_dict({**form.data, "asks": int(context.pressed[0])}))
    else:
        context.toast("fallback.old_button")


async def again(context: Context, form: Form) -> None:
    """One step anew."""
    _ask(context, context.pressed[0], dict(form.data))


async def take(context: Context, form: Form) -> None:
    """What was typed is taken, or it is said how it should be."""
    choices = _choices(context, form.step, form.data)
    if form.step in ("confirm", "weekdays"):
        context.say("keeping.press_first", buttons=choices)
        return
    value = opening.read(form.step, keeping.typed(context), today=keeping.today(context))
    if isinstance(value, Wrong):
        context.say(value.key, buttons=choices, most=value.most)
    else:
        _put(context, form, value)


async def save(context: Context, form: Form) -> None:
    """It is opened; who wished for slots is told."""
    if form.step != "confirm" or not keeping.close(context):
        context.toast("fallback.old_button")
        return
    plan = Plan.from_dict(form.data)
    if plan.kind == "weekly":
        _save_weekly(context, plan)
    else:
        _opened(context, plan)


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    keeping.close(context)
    context.change("cancel.done", buttons=[[keeping.to_space(context, form.data["space_id"])]])


def _put(context: Context, form: Form, value: Any) -> None:
    """A value for the step the form is at."""
    plan = Plan.from_dict(form.data).put(form.step, value)
    wrong = opening.wrong(plan, hours=keeping.hours(context), now=context.now)
    if wrong:
        context.say(wrong, buttons=_choices(context, form.step, form.data))
    else:
        _next(context, plan)


def _next(context: Context, plan: Plan) -> None:
    """What is not known yet is asked for; else the whole is shown."""
    missing = plan.missing()
    if missing:
        _ask(context, missing, plan.as_dict())
        return
    keeping.keep(context, FORM, "confirm", plan.as_dict())
    space = context.run(spaces.kept_space, space_id=plan.space_id, rights=context.rights)
    if space is None:
        keeping.gone(context)
        return
    text = worded.plan(context.house.texts, context.language, plan, space)
    keeping.show(context, text, _confirm(context, plan))


def _ask(context: Context, step: str, data: dict[str, Any]) -> None:
    keeping.keep(context, FORM, step, data)
    keeping.show(context, context.text(_ASK[step], most=MOST_CAPACITY), _choices(context, step, data))


def _opened(context: Context, plan: Plan) -> None:
    hours = keeping.hours(context)
    changed = context.run(opening.open_plan, plan=plan, hours=hours, **keeping.who(context))
    if changed.outcome is not Change.DONE or changed.slot is None:
        _refused(context, plan, changed.outcome)
        return
    keeping.tell(context, changed.told)
    keeping.show_opening(context, changed.slot, "opening.opened")


def _save_weekly(context: Context, plan: Plan) -> None:
    hours = keeping.hours(context)
    saved = context.run(opening.save_patterns, plan=plan, hours=hours, **keeping.who(context))
    if saved.outcome is not Change.DONE:
        _refused(context, plan, saved.outcome)
        return
    keeping.tell(context, saved.told)
    to = button(context, "kept.to_patterns", f"v1:kept:patterns:{plan.space_id}")
    see = button(context, "kept.to_slots", f"v1:kept:slots:{plan.space_id}:0")
    key = "opening.weekly_kept" if saved.kept else "opening.weekly_changed" if plan.pattern else "opening.weekly_saved"
    context.change(key, days=patterns.DAYS, kept=saved.kept, buttons=[[to, see]])


def _refused(context: Context, plan: Plan, outcome: Change) -> None:
    if outcome is Change.NOT_FOUND:
        keeping.gone(context)
    else:
        context.change(outcome, buttons=[[keeping.to_space(context, plan.space_id)]])


def _choices(context: Context, step: str, data: Mapping[str, Any]) -> Buttons:
    """What can be pressed instead of typing."""
    leave = button(context, "keeping.leave", "v1:opening:leave")
    if step == "confirm":
        return _confirm(context, Plan.from_dict(data))
    if step in ("day", "first"):
        return [keeping.near_days(context, "v1:opening:on"), [leave]]
    if step == "weekdays":
        return [*_weekdays(context, Plan.from_dict(data)), [button(context, "opening.next", "v1:opening:next"), leave]]
    if step == "title":
        return [[button(context, "opening.no_title", "v1:opening:none"), leave]]
    other_day = [button(context, "opening.again_day", "v1:opening:again:day")] if data.get("kind") == "day" else []
    return [[*(other_day if step == "times" else []), leave]]


def _weekdays(context: Context, plan: Plan) -> Buttons:
    days = [
        Button(("✓ " if at in plan.weekdays else "☐ ") + context.label(key), f"v1:opening:weekday:{at}")
        for at, key in enumerate(worded.WEEKDAYS)
    ]
    return [days[:4], days[4:]]


def _confirm(context: Context, plan: Plan) -> Buttons:
    """Open it, change a part of it, or leave it."""
    asks = [
        [Button(("✓ " if plan.asks & bit else "☐ ") + context.label(key), f"v1:opening:ask:{plan.asks ^ bit}")]
        for key, bit in zip(worded.ASKS, (1, 2, 4), strict=True)
    ]
    parts = [button(context, _AGAIN[step], f"v1:opening:again:{step}") for step in plan.steps()]
    save = button(context, "opening.save_changes" if plan.pattern else "opening.save", "v1:opening:save")
    end = [button(context, "kept.end", f"v1:kept:end:{plan.space_id}:{plan.pattern}")] if plan.pattern else []
    return [*asks, *keeping.pairs(parts), end, [save, button(context, "keeping.leave", "v1:opening:leave")]]
