"""/ruang: the kecamatan with their free seats, what is open there and when, and all about a space."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from handlers import seating
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_link, on_press
from handlers.seating import NUMBER
from notices import spacewords as words
from services import forms
from services.coworking import board as boards, free, patterns, spaces, wishes
from services.coworking.free import Free
from services.coworking.values import Space
from services.roadmap import named

PLACE = "([a-z0-9-]{1,40})"
DAY = "([0-9]{8})"


def add_to(app: App) -> None:
    """Listen to /ruang, to its buttons, and to the links that lead to it from a group."""
    on_link(app, f"ruang(?:-{PLACE})?", from_link)
    on_press(app, "v1:ruang:show", show, in_groups=True)
    on_press(app, f"v1:ruang:in:{PLACE}(?::{DAY})?", show_kecamatan, in_groups=True)
    on_press(app, f"v1:ruang:open:{NUMBER}(?::{DAY})?", show_slots)
    on_press(app, f"v1:ruang:place:{NUMBER}", show_space)
    on_press(app, f"v1:ruang:map:{NUMBER}", show_map)
    on_press(app, f"v1:ruang:wish:{PLACE}", wish)
    on_press(app, f"v1:ruang:unwish:{PLACE}", unwish)
    on_command(app, "ruang", show, in_groups=True)


async def show(update: Update, context: Context) -> None:
    """Every kecamatan; in a group each leads to the private chat."""
    if context.in_group:
        name = context.house.bot_username
        rows = words.kecamatan_links(context.house.texts, context.language, _free(context), context.house.city, name)
        context.change(text=_overview(context), buttons=rows)
    else:
        seating.leave(context)
        context.change(text=_overview(context), buttons=_doors(context))


async def from_link(update: Update, context: Context) -> None:
    """Come from a group: what was pressed there, in one message."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    wanted = context.pressed[0]
    if wanted in [one.id for one in context.house.city.kecamatan]:
        _show_kecamatan(context, wanted, None)
    else:
        context.say(text=seating.noticed(context, _overview(context)), buttons=_doors(context))


async def show_kecamatan(update: Update, context: Context) -> None:
    """What is open in a kecamatan, the first day with a free seat first."""
    wanted, day = context.pressed
    if wanted not in [one.id for one in context.house.city.kecamatan]:
        context.toast("fallback.old_button")
        return
    if not context.in_group:
        seating.leave(context)
    _show_kecamatan(context, wanted, _day(day))


async def show_slots(update: Update, context: Context) -> None:
    """What is open at one space."""
    number, day = context.pressed
    space = _space(context, number)
    if space is None:
        return
    seating.leave(context)
    found = context.run(boards.board, hours=seating.hours(context), now=context.now, space_id=space.id, day=_day(day))
    texts, today = context.house.texts, _today(context)
    rows = words.slot_rows(texts, context.language, found, f"v1:ruang:open:{space.id}", today, named=False)
    back = [Button(context.label("space.back_to_space"), f"v1:ruang:place:{space.id}")]
    wishes_row = [] if found.slots or found.long else _wish_row(context, space.kecamatan)
    text = words.board(texts, context.language, space.name, found, today)
    context.change(text=text, buttons=[*rows, *wishes_row, back, *context.way_back()])


async def show_space(update: Update, context: Context) -> None:
    """All that is known of a space, with its picture where somebody gave one."""
    space = _space(context, context.pressed[0])
    if space is None:
        return
    weekly = context.run(patterns.patterns, space_id=space.id)
    text = words.card(context.house.texts, context.language, space, weekly, context.house.city)
    slots = [Button(context.label("space.see_slots"), f"v1:ruang:open:{space.id}")]
    known = space.latitude is not None and space.longitude is not None
    chart = [Button(context.label("space.map"), f"v1:ruang:map:{space.id}")] if known else []
    back = [Button(context.label("space.back"), f"v1:ruang:in:{space.kecamatan}")]
    rows = [[] if space.closed else slots, chart, back, *context.way_back()]
    if space.picture:
        context.send_photo(space.picture, text=text, buttons=rows)
    else:
        context.change(text=text, buttons=rows)


async def show_map(update: Update, context: Context) -> None:
    """Where it is, as a venue."""
    space = _space(context, context.pressed[0])
    if space is None:
        return
    if space.latitude is None or space.longitude is None:
        context.toast("fallback.old_button")
    else:
        address = space.address or context.where([space.kecamatan])
        context.send_place(space.latitude, space.longitude, title=space.name, address=address)


async def wish(update: Update, context: Context) -> None:
    """Tell me when something opens there."""
    await _wish(context, wanted=True)


async def unwish(update: Update, context: Context) -> None:
    """I need not be told any more."""
    await _wish(context, wanted=False)


async def _wish(context: Context, *, wanted: bool) -> None:
    where = context.pressed[0]
    if where not in [one.id for one in context.house.city.kecamatan]:
        context.toast("fallback.old_button")
        return
    who: dict[str, Any] = {"person_id": context.person.id, "kecamatan": where}
    if wanted:
        context.run(partial(wishes.wish_for_slots, now=context.now), **who)
    else:
        context.run(wishes.withdraw_wish, **who)
    key, other, press = (
        ("space.wished", "space.unwish", "unwish") if wanted else ("space.unwished", "space.wish", "wish")
    )
    undo = [Button(context.label(other), f"v1:ruang:{press}:{where}")]
    back = [Button(context.label("space.other_kecamatan"), "v1:ruang:show")]
    context.change(key, buttons=[undo, back, *context.way_back()], kecamatan=context.where([where]))


def _show_kecamatan(context: Context, wanted: str, day: date | None) -> None:
    found = context.run(boards.board, hours=seating.hours(context), now=context.now, kecamatan=wanted, day=day)
    there = context.run(spaces.spaces, kecamatan=wanted)
    texts, language, today = context.house.texts, context.language, _today(context)
    name = context.where([wanted])
    text = words.board(texts, language, name, found, today) if there else context.text("space.no_spaces", name=name)
    if context.in_group:
        url = f"https://t.me/{context.house.bot_username}?start=ruang-{wanted}"
        context.change(text=text, buttons=[[Button(context.label("space.to_private"), url=url)]])
        return
    rows = [*words.slot_rows(texts, language, found, f"v1:ruang:in:{wanted}", today, named=len(there) > 1)]
    rows += [] if found.slots or found.long else _wish_row(context, wanted)
    back = [Button(context.label("space.other_kecamatan"), "v1:ruang:show")]
    rows += [*words.space_rows(texts, language, there), back]
    context.change(text=seating.noticed(context, text), buttons=[*rows, *context.way_back()])


def _overview(context: Context) -> str:
    city = context.house.city
    text = words.overview(context.house.texts, context.language, _free(context), city, _today(context))
    about = [context.text("space.example", about=named(city.about, context.language))] if city.example else []
    return "\n\n".join([text, *about, context.text("space.in_group" if context.in_group else "space.choose")])


def _doors(context: Context) -> Buttons:
    rows = words.kecamatan_rows(context.house.texts, context.language, _free(context), context.house.city)
    near = Button(context.label("space.nearest"), "v1:near:ask")
    return [*rows, [near], [Button(context.label("mine.back"), "v1:mine:show")], *context.way_back()]


def _free(context: Context) -> Sequence[Free]:
    return context.run(free.free_now, hours=seating.hours(context), now=context.now)


def _space(context: Context, number: str) -> Space | None:
    """The space of this number; None, and a kind word, where there is none."""
    space = context.run(spaces.read_space, space_id=int(number))
    if space is None:
        context.toast("fallback.old_button")
    return space


def _wish_row(context: Context, where: str) -> list[list[Button]]:
    return [[Button(context.label("space.wish"), f"v1:ruang:wish:{where}")]]


def _today(context: Context) -> date:
    return seating.hours(context).day(context.now)


def _day(written: str | None) -> date | None:
    """The day a button names; None where it names none that exists."""
    try:
        return datetime.strptime(written, "%Y%m%d").date() if written else None  # noqa: DTZ007
    except ValueError:
        return None
