"""News of a milestone, by satgas: words and pictures, with them status and progress; seen before it is told."""

from collections.abc import Mapping
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import milestone_card as card
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_press, satgas_only
from handlers.milestone_card import NUMBER, PROGRESS, UPDATE, button, with_form
from services import dates
from services.forms import OpenForm as Form
from services.milestones import reading, typed, writing
from services.milestones.values import PHOTOS, TEXT, Milestone, Status, Update as Told

WORDS, READY = "words", "ready"


def add_to(app: App) -> None:
    """Listen to the buttons of news on its way, and to what is sent for it."""
    on_press(app, f"v1:milestone:tell:{NUMBER}", begin)
    on_press(app, "v1:milestone:news:(status|progress)", with_form(UPDATE)(choose))
    on_press(app, "v1:milestone:news:status:([a-z_]{1,9})", with_form(UPDATE)(set_status))
    on_press(app, "v1:milestone:news:progress:([0-9]{1,3})", with_form(UPDATE)(set_progress))
    on_press(app, "v1:milestone:news:look", with_form(UPDATE)(look))
    on_press(app, "v1:milestone:news:save", with_form(UPDATE)(save))
    on_press(app, "v1:milestone:news:leave", with_form(UPDATE)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(UPDATE), with_form(UPDATE)(take)))


@satgas_only
async def begin(update: Update, context: Context) -> None:
    """What is new?"""
    one = card.read(context, int(context.pressed[0]))
    if one is None:
        return
    data = {"id": one.id, "revision": one.revision, "text": "", "photos": [], "album": ""}
    card.keep(context, UPDATE, WORDS, data)
    text = context.text("milestone.ask_news", title=one.named(context.language), words=TEXT, photos=PHOTOS)
    context.change(text=text, buttons=[[_leave(context)]])


async def take(context: Context, form: Form) -> None:
    """Words or a picture; the other pictures of an album join without a word."""
    message = context.happened.message
    if message is None or message.forward_origin or not (message.text or message.photo):
        context.say("milestone.news_only", buttons=[[_leave(context)]])
        return
    data = dict(form.data)
    album = message.media_group_id or ""
    if message.photo:
        if len(data["photos"]) >= PHOTOS:
            context.say("milestone.photos_enough", buttons=[[_leave(context)]], photos=PHOTOS)
            return
        data["photos"] = [*data["photos"], message.photo[-1].file_id]
    words = message.text or message.caption or ""
    if words:
        told = typed.read("text", words, today=dates.today(context.now, context.house.timezone))
        if not isinstance(told, typed.Read):
            context.say(told, buttons=[[_leave(context)]], words=TEXT)
            return
        data["text"] = told.value
    joined = bool(album) and album == data["album"]
    data["album"] = album
    card.keep(context, UPDATE, READY, data)
    if not joined:
        _preview(context, data)


async def choose(context: Context, form: Form) -> None:
    """Which status, how far?"""
    press = f"v1:milestone:news:{context.pressed[0]}"
    if context.pressed[0] == "status":
        every = [Button(card.words(context).marked(one), f"{press}:{one}") for one in Status]
        rows = [every[at : at + 2] for at in range(0, len(every), 2)]
    else:
        rows = [[Button(f"{one}%", f"{press}:{one}") for one in PROGRESS]]
    back = button(context, "milestone.news_back", "v1:milestone:news:look")
    context.change("milestone.ask_moved", buttons=[*rows, [back]])


async def set_status(context: Context, form: Form) -> None:
    """It stands so with this news."""
    if context.pressed[0] in set(Status):
        _keep(context, {**form.data, "status": context.pressed[0]})


async def set_progress(context: Context, form: Form) -> None:
    """It is so far with this news."""
    if int(context.pressed[0]) in PROGRESS:
        _keep(context, {**form.data, "progress": int(context.pressed[0])})


async def look(context: Context, form: Form) -> None:
    """As residents will see it."""
    _preview(context, form.data)


async def save(context: Context, form: Form) -> None:
    """It is told."""
    data = form.data
    if not data["text"]:
        context.toast("milestone.news_words", alert=True)
        return
    card.close(context)
    seen = {"milestone_id": data["id"], "revision": data["revision"]}
    told: dict[str, Any] = {"text": data["text"], "photos": tuple(data["photos"]), "new": _new(data)}
    day = dates.today(context.now, context.house.timezone)
    card.tell(context, context.run(writing.tell, **seen, **told, day=day, **card.who(context)))


async def leave(context: Context, form: Form) -> None:
    """Nothing is told."""
    card.close(context)
    context.change("cancel.done", buttons=[[card.back_to(context, form.data["id"])]])


def _keep(context: Context, data: dict[str, Any]) -> None:
    card.keep(context, UPDATE, READY, data)
    _preview(context, data)


def _new(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the news moves."""
    moved: dict[str, Any] = {"status": Status(data["status"])} if "status" in data else {}
    return moved | ({"progress": data["progress"]} if "progress" in data else {})


def _preview(context: Context, data: Mapping[str, Any]) -> None:
    """The news as it will stand, and what can be added."""
    one = context.run(reading.read_milestone, milestone_id=data["id"])
    if one is None:
        card.gone(context)
        return
    told = card.words(context)
    news = told.updates([_as_told(context, one, data)])[0]
    text = "\n\n".join([context.text("milestone.news_preview", title=one.named(context.language)), news])
    if not data["text"]:
        text = context.text("milestone.news_words")
    context.change(text=text, buttons=_deeds(context))


def _as_told(context: Context, one: Milestone, data: Mapping[str, Any]) -> Told:
    before, after = writing.would_move(one, _new(data))
    day = dates.today(context.now, context.house.timezone).isoformat()
    head = 0, one.id, context.now, context.person.name, "told", data["text"], tuple(data["photos"]), day
    return Told(*head, None, before, after, None)


def _deeds(context: Context) -> Buttons:
    status = button(context, "milestone.part.status", "v1:milestone:news:status")
    progress = button(context, "milestone.part.progress", "v1:milestone:news:progress")
    return [[button(context, "milestone.news_save", "v1:milestone:news:save")], [status, progress], [_leave(context)]]


def _leave(context: Context) -> Button:
    return button(context, "milestone.leave", "v1:milestone:news:leave")
