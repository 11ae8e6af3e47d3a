"""What satgas type for a milestone: a new one, its title, meaning, dates, source, when it is published; corrections."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from telegram.ext import MessageHandler, filters

from handlers import milestone_card as card
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_press, satgas_only
from handlers.milestone_card import FORM, NUMBER, PROGRESS, WEIGHTS, button, with_form
from services import dates
from services.forms import OpenForm as Form
from services.milestones import reading, typed, writing
from services.milestones.values import ABOUT, OWNER, TEXT, TITLE, Milestone
from services.people import HOME

LIMITS = {"title": TITLE, "about": ABOUT, "words": TEXT, "owner": OWNER}
_ASK = {
    "new": "milestone.ask_new",
    "title": "milestone.ask_title",
    "about": "milestone.ask_about",
    "target": "milestone.ask_target",
    "reached": "milestone.ask_reached",
    "progress": "milestone.ask_progress",
    "weight": "milestone.ask_weight",
    "owner": "milestone.ask_owner",
    "name": "article.ask_name",
    "link": "article.ask_link",
    "dated": "article.ask_dated",
    "publish_at": "milestone.ask_day",
    "clock": "milestone.ask_clock",
    "correct": "milestone.ask_correction",
}
_NONE: Mapping[str, tuple[str, Any]] = {
    "target": ("milestone.no_target", ""),
    "reached": ("milestone.no_reached", ""),
    "owner": ("milestone.no_owner", ""),
    "link": ("article.no_link", ""),
    "name": ("milestone.no_source", None),
}
"""Steps that may be left empty: the button that says so, and what is kept then."""
_LANGUAGES = ("title", "about")


def add_to(app: App) -> None:
    """Listen to the buttons that ask for words, and to the words."""
    part = "(title|about|target|reached|progress|weight|owner|source|publish_at)"
    on_press(app, "v1:milestone:new:([a-z0-9-]{1,40})", new)
    on_press(app, f"v1:milestone:ask:{part}:{NUMBER}", begin)
    on_press(app, f"v1:milestone:fixes:{NUMBER}", fixes)
    on_press(app, f"v1:milestone:fix:{NUMBER}", fix)
    on_press(app, "v1:milestone:in:([a-z]{2})", with_form(FORM)(in_language))
    on_press(app, "v1:milestone:none", with_form(FORM)(none))
    on_press(app, "v1:milestone:today", with_form(FORM)(today))
    on_press(app, "v1:milestone:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@satgas_only
async def new(update: Update, context: Context) -> None:
    """A new one of this point: what is it called?"""
    if card.words(context).numbered(context.pressed[0])[1] is None:
        context.toast("fallback.old_button")
    else:
        _ask(context, "new", {"point": context.pressed[0]})


@satgas_only
async def begin(update: Update, context: Context) -> None:
    """One part is about to change; `now` is shown beside."""
    part, number = context.pressed[0], int(context.pressed[1])
    one = card.read(context, number)
    if one is not None:
        data = {"id": number, "revision": one.revision, "language": HOME}
        _ask(context, "name" if part == "source" else part, data, one)


@satgas_only
async def fixes(update: Update, context: Context) -> None:
    """What was told and may be put right, the last first."""
    number = int(context.pressed[0])
    updates = context.run(reading.updates_of, milestone_id=number)
    newest = {one.corrects_id or one.id: one for one in updates if one.text}
    told = card.words(context)
    rows = [
        [Button(f"{told.told_on(one)}: {one.text}"[:60], f"v1:milestone:fix:{one.id}")]
        for one in reversed(newest.values())
    ]
    key = "milestone.choose_fix" if rows else "milestone.nothing_to_fix"
    context.change(key, buttons=[*rows[:10], [card.back_to(context, number)]])


@satgas_only
async def fix(update: Update, context: Context) -> None:
    """How should it read?"""
    old = context.run(reading.read_update, update_id=int(context.pressed[0]))
    if old is None or not old.text:
        card.gone(context)
        return
    card.keep(context, FORM, "correct", {"update": old.id, "id": old.milestone_id})
    context.change(text=_question(context, "correct", old.text), buttons=_choices(context, "correct", {}))


async def in_language(context: Context, form: Form) -> None:
    """The same in another language."""
    if form.step in _LANGUAGES and context.pressed[0] in context.house.city.languages:
        one = card.read(context, form.data["id"])
        if one is not None:
            _ask(context, form.step, {**form.data, "language": context.pressed[0]}, one)
    else:
        context.toast("fallback.old_button")


async def none(context: Context, form: Form) -> None:
    """It has none, or nobody knows."""
    if form.step not in _NONE:
        context.toast("fallback.old_button")
    elif form.step == "name":
        _change(context, form, {"source": None})
    else:
        _put(context, form, _NONE[form.step][1])


async def today(context: Context, form: Form) -> None:
    """Since today, or of today."""
    if form.step in ("reached", "dated"):
        _put(context, form, _today(context).isoformat())
    else:
        context.toast("fallback.old_button")


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    card.close(context)
    back = card.back_to(context, form.data["id"]) if "id" in form.data else card.home(context)
    context.change("cancel.done", buttons=[[back]])


async def take(context: Context, form: Form) -> None:
    """What was typed is taken, or it is said how it should be."""
    message = context.happened.message
    words = message.text if message and message.text and not message.forward_origin else ""
    step = "title" if form.step == "new" else form.step
    told = typed.read(step, words, today=_today(context))
    if isinstance(told, typed.Read):
        _put(context, form, told.value)
    else:
        context.say(text=context.text(told, **LIMITS), buttons=_choices(context, form.step, form.data))


def _put(context: Context, form: Form, value: Any) -> None:
    """The value at its step: the next one is asked for, or it is kept."""
    step, data = form.step, form.data
    if step == "new":
        card.close(context)
        who = card.who(context)
        card.tell(context, context.run(writing.draft, point=data["point"], title=value, **who))
    elif step == "correct":
        card.close(context)
        done = context.run(writing.correct, update_id=data["update"], text=value, **card.who(context))
        card.tell(context, done)
    elif step in ("name", "link"):
        _ask(context, "link" if step == "name" else "dated", {**data, step: value})
    elif step == "publish_at":
        _ask(context, "clock", {**data, "day": value.isoformat()})
    elif step == "clock":
        _publish(context, form, value)
    else:
        _change(context, form, _columns(context, form, value))


def _columns(context: Context, form: Form, value: Any) -> dict[str, Any]:
    """What of the milestone the value is."""
    step, data = form.step, form.data
    if step == "dated":
        return {"source": {"name": data["name"], "link": data["link"], "dated": value}}
    if step not in _LANGUAGES:
        return {step: value}
    one = context.run(reading.read_milestone, milestone_id=data["id"])
    return {step: {**(getattr(one, step) if one else {}), data["language"]: value}}


def _change(context: Context, form: Form, new: Mapping[str, Any]) -> None:
    card.close(context)
    seen = {"milestone_id": form.data["id"], "revision": form.data["revision"]}
    card.tell(context, context.run(writing.change, **seen, new=new, **card.who(context)))


def _publish(context: Context, form: Form, clock: time) -> None:
    """At that time of that day; what has passed already may be typed again."""
    at = datetime.combine(date.fromisoformat(form.data["day"]), clock, ZoneInfo(context.house.timezone))
    if at <= context.now:
        context.say("milestone.time_passed", buttons=_choices(context, form.step, form.data))
        return
    card.close(context)
    seen = {"milestone_id": form.data["id"], "revision": form.data["revision"]}
    done = context.run(writing.publish, **seen, at=at.astimezone(ZoneInfo("UTC")), **card.who(context))
    card.tell(context, done)


def _ask(context: Context, step: str, data: dict[str, Any], one: Milestone | None = None) -> None:
    card.keep(context, FORM, step, data)
    now = _standing(step, data, one) if one else ""
    context.change(text=_question(context, step, now), buttons=_choices(context, step, data))


def _question(context: Context, step: str, now: str) -> str:
    """What is asked for, and what stands there now, to be copied."""
    text = context.text(_ASK[step], **LIMITS)
    return f"{text}\n\n{context.text('milestone.now', value=now)}" if now else text


def _standing(step: str, data: Mapping[str, Any], one: Milestone) -> str:
    if step in _LANGUAGES:
        return str(getattr(one, step).get(data["language"], ""))
    return one.owner if step == "owner" else ""


def _choices(context: Context, step: str, data: Mapping[str, Any]) -> Buttons:
    """What can be pressed instead of typing."""
    seen = f"{data.get('id')}:{data.get('revision')}"
    rows: list[list[Button]] = []
    if step == "progress":
        rows.append([Button(f"{one}%", f"v1:milestone:progress:{seen}:{one}") for one in PROGRESS])
    if step == "weight":
        rows.append([Button(str(one), f"v1:milestone:weight:{seen}:{one}") for one in WEIGHTS])
    if step in _LANGUAGES:
        others = [one for one in context.house.city.languages if one != data["language"]]
        rows.append([button(context, f"language.name.{one}", f"v1:milestone:in:{one}") for one in others])
    if step in ("reached", "dated"):
        rows.append([button(context, "article.today", "v1:milestone:today")])
    if step in _NONE:
        rows.append([button(context, _NONE[step][0], "v1:milestone:none")])
    return [*rows, [button(context, "milestone.leave", "v1:milestone:leave")]]


def _today(context: Context) -> date:
    return dates.today(context.now, context.house.timezone)
