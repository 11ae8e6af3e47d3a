"""What a ketua says of a space: a new one, its name, address, hours, place, picture, what it is for."""

from functools import partial
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import keeping
from handlers.context import Button, Buttons, Context, Update
from handlers.keeping import NUMBER, button, with_form
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from notices import keeping as worded
from services import sectors
from services.coworking import spaces
from services.coworking.values import Space
from services.forms import OpenForm as Form

FORM = "space"
LENGTHS = {"name": 120, "address": 200, "opening": 200, "facilities": 200}
_ASK = {
    "name": "spaceform.ask_name",
    "address": "spaceform.ask_address",
    "opening": "spaceform.ask_opening",
    "facilities": "spaceform.ask_facilities",
    "place": "spaceform.ask_place",
    "picture": "spaceform.ask_picture",
}
_PARTS = (("name", "address"), ("opening", "facilities"), ("place", "picture"))
_LABELS = {
    "name": "spaceform.name",
    "address": "spaceform.address",
    "opening": "spaceform.opening",
    "facilities": "spaceform.facilities",
    "place": "spaceform.place",
    "picture": "spaceform.picture",
}
_EMPTY: dict[str, dict[str, Any]] = {
    "address": {"address": ""},
    "opening": {"opening": ""},
    "facilities": {"facilities": []},
    "place": {"latitude": None, "longitude": None},
    "picture": {"picture": None},
}


def add_to(app: App) -> None:
    """Listen to the buttons that change a space, and to what is sent for it."""
    part = "(name|address|opening|facilities|place|picture)"
    on_press(app, "v1:spaceform:new", new)
    on_press(app, "v1:spaceform:in:([a-z0-9-]{1,32})", begin_new)
    on_press(app, f"v1:spaceform:show:{NUMBER}", show)
    on_press(app, f"v1:spaceform:{part}:{NUMBER}", begin)
    on_press(app, f"v1:spaceform:releases:{NUMBER}:([01])", releases)
    on_press(app, f"v1:spaceform:sectors:{NUMBER}", show_sectors)
    on_press(app, f"v1:spaceform:sector:{NUMBER}:([a-z_-]{{1,32}}):([01])", change_sector)
    on_press(app, "v1:spaceform:none", with_form(FORM)(none))
    on_press(app, "v1:spaceform:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@ketua_or_satgas_only
async def new(update: Update, context: Context) -> None:
    """In which kecamatan?"""
    there = keeping.kept_kecamatan(context)
    if len(there) == 1:
        _ask(context, "name", {"kecamatan": there[0].id})
        return
    rows = keeping.pairs([Button(one.name, f"v1:spaceform:in:{one.id}") for one in there])
    back = button(context, "kept.back", "v1:kept:home")
    keeping.show(context, context.text("spaceform.ask_kecamatan"), [*rows, [back]])


@ketua_or_satgas_only
async def begin_new(update: Update, context: Context) -> None:
    """There; what is it called?"""
    kecamatan = context.pressed[0]
    if kecamatan in {one.id for one in keeping.kept_kecamatan(context)}:
        _ask(context, "name", {"kecamatan": kecamatan})
    else:
        keeping.gone(context)


@ketua_or_satgas_only
async def show(update: Update, context: Context) -> None:
    """A space, and every part of it that can change."""
    space = _space(context, int(context.pressed[0]))
    if space is not None:
        _show(context, space)


@ketua_or_satgas_only
async def begin(update: Update, context: Context) -> None:
    """One part is about to change."""
    part, number = context.pressed[0], int(context.pressed[1])
    if _space(context, number):
        _ask(context, part, {"id": number})


@ketua_or_satgas_only
async def releases(update: Update, context: Context) -> None:
    """Whether seats that nobody claims are given on."""
    number, yes = int(context.pressed[0]), context.pressed[1] == "1"
    _change(context, number, no_show_release=yes)


@ketua_or_satgas_only
async def show_sectors(update: Update, context: Context) -> None:
    """The sub-sectors it serves."""
    space = _space(context, int(context.pressed[0]))
    if space is not None:
        _sectors(context, space)


@ketua_or_satgas_only
async def change_sector(update: Update, context: Context) -> None:
    """One more or less."""
    number, one, yes = int(context.pressed[0]), context.pressed[1], context.pressed[2] == "1"
    space = _space(context, number)
    if space is None or sectors.sector(one) is None:
        return
    rest = [known for known in space.sub_sectors if known != one]
    told = [*rest, one] if yes else rest
    changed = context.run(partial(spaces.change_space, space_id=number, sub_sectors=told, **keeping.who(context)))
    _sectors(context, changed or space)


async def none(context: Context, form: Form) -> None:
    """It has none, or nobody knows."""
    if form.step in _EMPTY:
        _put(context, form, _EMPTY[form.step])
    else:
        context.toast("fallback.old_button")


async def take(context: Context, form: Form) -> None:
    """What was sent is taken, or it is said how it should be."""
    told = _read(context, form.step)
    if isinstance(told, str):
        context.say(told, buttons=_choices(context, form.step), most=LENGTHS.get(form.step, 0))
    else:
        _put(context, form, told)


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    keeping.close(context)
    home = button(context, "kept.back", "v1:kept:home")
    back = keeping.to_space(context, form.data["id"]) if "id" in form.data else home
    context.change("cancel.done", buttons=[[back]])


def _read(context: Context, step: str) -> dict[str, Any] | str:
    """The columns that what was sent means, or the key of why it will not do."""
    message = context.happened.message
    if step == "place":
        place = message and message.location
        return {"latitude": place.latitude, "longitude": place.longitude} if place else "spaceform.no_place"
    if step == "picture":
        photos = message.photo if message else ()
        return {"picture": photos[-1].file_id} if photos else "spaceform.no_picture"
    words = " ".join(keeping.typed(context).split())
    if not words or len(words) > LENGTHS[step]:
        return "keeping.too_long" if words else "keeping.words_only"
    if step == "facilities":
        return {"facilities": [one for one in (part.strip() for part in words.split(",")) if one][:20]}
    return {step: words}


def _put(context: Context, form: Form, told: dict[str, Any]) -> None:
    """A part of a space there is, or the next one of a new one."""
    if not keeping.close(context):
        context.toast("keeping.form_closed")
    elif "id" in form.data:
        _change(context, form.data["id"], **told)
    elif form.step == "name":
        _ask(context, "address", {**form.data, **told})
    else:
        values = {**form.data, **told}
        space = context.run(spaces.add_space, **values, **keeping.who(context))
        if space is None:
            keeping.gone(context)
        else:
            keeping.show_space(context, space, "spaceform.added")


def _change(context: Context, number: int, **told: Any) -> None:
    space = context.run(partial(spaces.change_space, space_id=number, **told, **keeping.who(context)))
    if space is None:
        keeping.gone(context)
    else:
        _show(context, space, "keeping.saved")
        if told.get("picture"):
            context.send_photo(told["picture"], "spaceform.picture_now")


def _show(context: Context, space: Space, news: str = "") -> None:
    number = space.id
    rows: list[list[Button]] = [
        [button(context, _LABELS[part], f"v1:spaceform:{part}:{number}") for part in row] for row in _PARTS
    ]
    rows.append([button(context, "spaceform.sectors", f"v1:spaceform:sectors:{number}")])
    key = "spaceform.stop_releasing" if space.no_show_release else "spaceform.start_releasing"
    rows.append([button(context, key, f"v1:spaceform:releases:{number}:{int(not space.no_show_release)}")])
    rows += [] if space.closed else [[button(context, "spaceform.close", f"v1:why:space:{number}")]]
    said = [context.text(news)] if news else []
    said.append(worded.space(context.house.texts, context.language, space, context.house.city))
    keeping.show(context, "\n\n".join(said), [*rows, [keeping.to_space(context, number)]])


def _sectors(context: Context, space: Space) -> None:
    there = set(space.sub_sectors)
    ticks = [
        Button(
            ("✓ " if one.id in there else "☐ ") + sectors.name(one.id, context.language),
            f"v1:spaceform:sector:{space.id}:{one.id}:{int(one.id not in there)}",
        )
        for one in sectors.sectors()
    ]
    back = button(context, "keeping.ready", f"v1:spaceform:show:{space.id}")
    keeping.show(context, context.text("spaceform.ask_sectors"), [*keeping.pairs(ticks), [back]])


def _ask(context: Context, step: str, data: dict[str, Any]) -> None:
    keeping.keep(context, FORM, step, data)
    keeping.show(context, context.text(_ASK[step], most=LENGTHS.get(step, 0)), _choices(context, step))


def _choices(context: Context, step: str) -> Buttons:
    leave = button(context, "keeping.leave", "v1:spaceform:leave")
    return [[button(context, "spaceform.none", "v1:spaceform:none"), leave] if step in _EMPTY else [leave]]


def _space(context: Context, number: int) -> Space | None:
    space = context.run(spaces.kept_space, space_id=number, rights=context.rights)
    if space is None:
        keeping.gone(context)
    return space
