"""/slot, for ketua: the spaces they look after, each with its slots, weekly openings, days off and door code."""

from datetime import date

from handlers import keeping
from handlers.context import Button, Buttons, Context, Update
from handlers.keeping import NUMBER, button
from handlers.listening import App, ketua_or_satgas_only, on_command, on_press
from notices import keeping as worded, seatwords
from services import dates
from services.coworking import closing, patterns, slots, spaces
from services.coworking.slots import Change
from services.coworking.values import Space

PAGE = "([0-9]{1,4})"
DAY = "([0-9]{4}-[0-9]{2}-[0-9]{2})"


def add_to(app: App) -> None:
    """Listen to /slot and to the buttons of a space."""
    on_press(app, f"v1:kept:home(?::{PAGE})?", home)
    on_press(app, f"v1:kept:show:{NUMBER}", show)
    on_press(app, f"v1:kept:slots:{NUMBER}:{PAGE}", show_slots)
    on_press(app, f"v1:kept:patterns:{NUMBER}(?::{PAGE})?", show_patterns)
    on_press(app, f"v1:kept:(end|ended):{NUMBER}:{NUMBER}", end_pattern)
    on_press(app, f"v1:kept:days:{NUMBER}", show_days)
    on_press(app, f"v1:kept:openday:{NUMBER}:{DAY}", open_day)
    on_press(app, f"v1:kept:door:{NUMBER}", show_door)
    on_press(app, f"v1:kept:(renew|renewed):{NUMBER}", renew_door)
    on_press(app, f"v1:kept:reopen:{NUMBER}", reopen)
    on_command(app, "slot", command)


@ketua_or_satgas_only
async def command(update: Update, context: Context) -> None:
    """/slot"""
    _home(context, 0)


@ketua_or_satgas_only
async def home(update: Update, context: Context) -> None:
    """The spaces one looks after, a page at a time."""
    _home(context, int(context.pressed[0] or 0))


@ketua_or_satgas_only
async def show(update: Update, context: Context) -> None:
    """A space whole, and what can be done with it."""
    space = _space(context, int(context.pressed[0]))
    if space is not None:
        keeping.show_space(context, space)


@ketua_or_satgas_only
async def show_slots(update: Update, context: Context) -> None:
    """The slots of a space, closed ones too, a page at a time."""
    number, page = map(int, context.pressed)
    space = _space(context, number)
    if space is None:
        return
    found = context.run(slots.kept_slots, space_id=number, most=500, **keeping.may(context))
    shown = keeping.page(found, page)
    texts, language = context.house.texts, context.language
    rows = [[Button(worded.slot_label(texts, language, one), f"v1:opening:show:{one.id}")] for one in shown.items]
    text = context.text("kept.slots" if found else "kept.no_slots", space=worded.name(texts, language, space))
    new = [button(context, "kept.new_slot", f"v1:opening:new:{number}")]
    turns = keeping.turns(shown.page, shown.pages, f"v1:kept:slots:{number}")
    keeping.show(context, text, [*rows, turns, [*new, keeping.to_space(context, number)]])


@ketua_or_satgas_only
async def show_patterns(update: Update, context: Context) -> None:
    """The weekly openings of a space, a page at a time; each leads to where it is changed or ended."""
    number, page = context.pressed
    space = _space(context, int(number))
    if space is not None:
        _patterns(context, space, int(page or 0))


@ketua_or_satgas_only
async def end_pattern(update: Update, context: Context) -> None:
    """No more slots of a weekly opening; asked once."""
    deed, number, pattern = context.pressed[0], *map(int, context.pressed[1:])
    space = _space(context, number)
    if space is None:
        return
    if deed == "end":
        yes = button(context, "kept.end_yes", f"v1:kept:ended:{number}:{pattern}")
        no = button(context, "keeping.leave", f"v1:kept:patterns:{number}")
        keeping.show(context, context.text("kept.end_ask"), [[yes, no]])
        return
    done = context.run(patterns.end_pattern, pattern_id=pattern, **keeping.who(context))
    context.toast("kept.ended" if done is Change.DONE else "keeping.gone", alert=done is not Change.DONE)
    _patterns(context, space)


@ketua_or_satgas_only
async def show_days(update: Update, context: Context) -> None:
    """The days off that come."""
    space = _space(context, int(context.pressed[0]))
    if space is not None:
        _days(context, space)


@ketua_or_satgas_only
async def open_day(update: Update, context: Context) -> None:
    """The space opens on that day after all."""
    space = _space(context, int(context.pressed[0]))
    day = _iso(context.pressed[1])
    if space is None or day is None:
        return
    done = context.run(closing.reopen_day, space_id=space.id, day=day, **keeping.who(context))
    context.toast("kept.day_open" if done is Change.DONE else "keeping.unchanged")
    _days(context, space)


@ketua_or_satgas_only
async def show_door(update: Update, context: Context) -> None:
    """The code for the door, as a picture to print."""
    space = _space(context, int(context.pressed[0]))
    if space is not None:
        _door(context, space)


@ketua_or_satgas_only
async def renew_door(update: Update, context: Context) -> None:
    """Another code for the door; the old one counts no more. Asked once."""
    deed, number = context.pressed[0], int(context.pressed[1])
    if deed == "renew":
        yes = button(context, "kept.renew_yes", f"v1:kept:renewed:{number}")
        no = button(context, "keeping.leave", f"v1:kept:show:{number}")
        if _space(context, number):
            context.say("kept.renew_ask", buttons=[[yes, no]])
        return
    space = context.run(spaces.renew_door_code, space_id=number, **keeping.who(context))
    if space is None:
        keeping.gone(context)
        return
    context.toast("kept.renewed")
    _door(context, space)


@ketua_or_satgas_only
async def reopen(update: Update, context: Context) -> None:
    """The space is not closed for good after all."""
    space = context.run(spaces.reopen_space, space_id=int(context.pressed[0]), **keeping.who(context))
    if space is None:
        keeping.gone(context)
        return
    context.toast("kept.reopened", alert=True)
    keeping.show_space(context, space)


def _home(context: Context, page: int) -> None:
    found = context.run(spaces.spaces_kept, rights=context.rights)
    shown = keeping.page(found, page)
    rows = [[Button(_called(context, one), f"v1:kept:show:{one.id}")] for one in shown.items]
    new = [button(context, "kept.new_space", "v1:spaceform:new")]
    turns = keeping.turns(shown.page, shown.pages, "v1:kept:home")
    text = context.text("kept.home" if found else "kept.none")
    keeping.show(context, text, [*rows, turns, new, *context.way_back()])


def _called(context: Context, space: Space) -> str:
    name = worded.name(context.house.texts, context.language, space)
    told = {"space": name[:40], "kecamatan": context.where([space.kecamatan])}
    return context.label("kept.closed_label" if space.closed else "kept.label", **told)


def _patterns(context: Context, space: Space, page: int = 0) -> None:
    texts, language = context.house.texts, context.language
    found = context.run(patterns.patterns, space_id=space.id)
    shown = keeping.page(found, page)
    text = context.text("kept.patterns" if found else "kept.no_patterns", space=worded.name(texts, language, space))
    rows = [[Button(worded.pattern(texts, language, one), f"v1:opening:edit:{one.id}")] for one in shown.items]
    turns = keeping.turns(shown.page, shown.pages, f"v1:kept:patterns:{space.id}")
    new = [] if space.closed else [button(context, "kept.new_pattern", f"v1:opening:weekly:{space.id}")]
    keeping.show(context, text, [*rows, turns, new, [keeping.to_space(context, space.id)]])


def _days(context: Context, space: Space) -> None:
    texts, language = context.house.texts, context.language
    today = dates.today(context.now, context.house.timezone)
    found = context.run(closing.closed_days, space_id=space.id, since=today)
    lines = [context.text("kept.days" if found else "kept.no_days", space=worded.name(texts, language, space))]
    lines += [context.text("kept.day", day=texts.day(language, one.day), reason=one.reason or "–") for one in found]
    rows: Buttons = [
        [
            button(
                context,
                "kept.open_day",
                f"v1:kept:openday:{space.id}:{one.day.isoformat()}",
                day=texts.day(language, one.day, short=True),
            )
        ]
        for one in found[:20]
    ]
    new = [] if space.closed else [button(context, "kept.close_day", f"v1:why:day:{space.id}")]
    keeping.show(context, "\n".join(lines), [*rows, new, [keeping.to_space(context, space.id)]])


def _door(context: Context, space: Space) -> None:
    link = seatwords.door_link(context.house.bot_username, space.door_code)
    renew = button(context, "kept.renew", f"v1:kept:renew:{space.id}")
    told = {"space": worded.name(context.house.texts, context.language, space)}
    rows = [[renew], [keeping.to_space(context, space.id)]]
    text = context.text("kept.door", **told)
    context.send_file("qr", {"url": link}, called=f"pintu-{space.id}.png", as_photo=True, text=text, buttons=rows)


def _space(context: Context, number: int) -> Space | None:
    """The space; where it is not theirs, that is said."""
    space = context.run(spaces.kept_space, space_id=number, rights=context.rights)
    if space is None:
        keeping.gone(context)
    return space


def _iso(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
