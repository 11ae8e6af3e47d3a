"""/jelajah: the ideas of others, newest or most supported, of a kecamatan or a sub-sector, or found by words."""

from typing import Any

from telegram import Message
from telegram.ext import MessageHandler, filters

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_command, on_press
from notices.ideawords import ANY, IdeaWords, Trail
from services import forms, menu, sectors
from services.ideas import browsing, similar
from services.ideas.browsing import Item, Order
from wire.turn import TURN

FORM = "search"
ASKED, FOUND = "asked", "found"
MOST = 200
"""Characters of the words somebody searches by."""


def add_to(app: App) -> None:
    """Listen to /jelajah, to the buttons of its lists, and to words somebody is asked to search by."""
    on_press(app, "v1:ideas:show", show)
    on_press(app, f"v1:ideas:list:{Trail.PATTERN}:(-|[ab][0-9.]{{1,20}})", show_list)
    on_press(app, f"v1:ideas:where:{Trail.PATTERN}", choose_kecamatan)
    on_press(app, f"v1:ideas:sector:{Trail.PATTERN}", choose_sector)
    on_press(app, "v1:ideas:search", ask)
    on_press(app, "v1:ideas:found:([0-9]{1,2})", show_found)
    on_command(app, "jelajah", show)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & _Asked(FORM), take))


class _Asked(OpenForm):
    """Who was asked for words; who has found something may ask the bot anything again."""

    def filter(self, message: Message) -> bool:
        return super().filter(message) and TURN.get().kept["form"].step == ASKED


async def show(update: Update, context: Context) -> None:
    """The newest ideas, or what the words behind the command find."""
    if words := " ".join(context.args or ()):
        _find(context, words, 0)
    else:
        _leave(context)
        _list(context, Trail(Order.NEWEST), ANY)


async def show_list(update: Update, context: Context) -> None:
    """A page of a list."""
    *trail, place = context.pressed
    _list(context, Trail.of(tuple(trail), context.house.city), place)


async def choose_kecamatan(update: Update, context: Context) -> None:
    """Of which kecamatan?"""
    trail, city = Trail.of(context.pressed, context.house.city), context.house.city
    counts, _ = context.run(browsing.tally)
    named = [(one.id, one.name) for one in city.kecamatan if one.id in counts]
    rows = [_choice(context, trail, "kecamatan", one, name, counts[one]) for one, name in named]
    every = [_choice(context, trail, "kecamatan", None, context.label("browse.whole_city"), 0)]
    back = [Button(context.label("ideacard.to_list"), trail.data("list", city, ANY))]
    context.change("browse.which_kecamatan", buttons=[*_pairs(rows), every, back, *context.way_back()])


async def choose_sector(update: Update, context: Context) -> None:
    """Of which sub-sector?"""
    trail = Trail.of(context.pressed, context.house.city)
    _, counts = context.run(browsing.tally)
    named = [(one.id, sectors.name(one.id, context.language)) for one in sectors.sectors() if one.id in counts]
    rows = [_choice(context, trail, "sector", one, name, counts[one]) for one, name in named]
    every = [_choice(context, trail, "sector", None, context.label("browse.all_sectors"), 0)]
    back = [Button(context.label("ideacard.to_list"), trail.data("list", context.house.city, ANY))]
    context.change("browse.which_sector", buttons=[*_pairs(rows), every, back, *context.way_back()])


async def ask(update: Update, context: Context) -> None:
    """Search by which words?"""
    _keep(context, ASKED, "")
    context.change("browse.ask", buttons=[[_all_ideas(context)], *context.way_back()])


async def take(update: Update, context: Context) -> None:
    """What these words find."""
    message = update.message
    if message is None or message.forward_origin or not context.words.strip():
        context.say("browse.not_words", buttons=[[_all_ideas(context)], *context.way_back()])
    else:
        _find(context, context.words, 0)


async def show_found(update: Update, context: Context) -> None:
    """Another page of what was found; the words are asked for again where too much time has passed."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form == FORM and form.step == FOUND:
        _find(context, form.data["words"], int(context.pressed[0]))
    else:
        context.toast("browse.search_again")
        await ask(update, context)


def _list(context: Context, trail: Trail, place: str) -> None:
    """A page of what is listed, its ideas by their numbers."""
    city, order = context.house.city, trail.order or Order.NEWEST
    trail = Trail(order, trail.which)
    at: dict[str, Any] = {} if place == ANY else {"after" if place.startswith("a") else "before": place[1:]}
    who: dict[str, Any] = {"person_id": context.person.id, "order": order, "which": trail.which}
    page = context.run(browsing.page, **who, **at)
    count = context.run(browsing.count, which=trail.which)
    turns = [Button("‹", trail.data("list", city, f"b{page.back}"))] if page.back else []
    turns += [Button("›", trail.data("list", city, f"a{page.further}"))] if page.further else []
    key = "browse.newest" if order is Order.NEWEST else "browse.most_supported"
    head = [context.text(key, count=count), *_filtered(context, trail)]
    doors = [*_doors(context, trail), *context.way_back()]
    if page.items:
        rows = [_numbers(context, page.items, trail), turns, *doors]
        context.change(text=_page(context, head, page.items), buttons=rows)
    elif _filtered(context, trail):
        text = "\n".join([*head, "", context.text("browse.none_here")])
        context.change(text=text, buttons=[_send(context), *doors])
    else:
        context.change("browse.none", buttons=[_send(context), *context.way_back()])


def _find(context: Context, words: str, start: int) -> None:
    words = " ".join(words.split())[:MOST]
    _keep(context, FOUND, words)
    told: dict[str, Any] = {"library": context.house.ideas, "words": words, "person_id": context.person.id}
    found, further = context.run(similar.search, start=start, **told)
    size = browsing.SIZE
    turns = [Button("‹", f"v1:ideas:found:{max(0, start - size)}")] if start else []
    turns += [Button("›", f"v1:ideas:found:{further}")] if further else []
    again = [Button(context.label("browse.search"), "v1:ideas:search"), _all_ideas(context)]
    rows = [_numbers(context, found, Trail(found=True), start), turns, again, *context.way_back()]
    if found:
        context.change(text=_page(context, [context.text("browse.found", words=words)], found, start), buttons=rows)
    else:
        context.change("browse.nothing_found", buttons=[_send(context), *rows], words=words)


def _page(context: Context, head: list[str], items: tuple[Item, ...], start: int = 0) -> str:
    words = IdeaWords(context.house.texts, context.language, context.house.city)
    lines = [words.line(one, number) for number, one in enumerate(items, start=start + 1)]
    return "\n\n".join(["\n".join(head), *lines, context.text("browse.choose")])


def _numbers(context: Context, items: tuple[Item, ...], trail: Trail, start: int = 0) -> list[Button]:
    city = context.house.city
    shown = enumerate(items, start=start + 1)
    return [Button(str(number), trail.data("card", city, one.idea.id)) for number, one in shown]


def _filtered(context: Context, trail: Trail) -> list[str]:
    """What the list is kept to."""
    where, sector = trail.which.kecamatan, trail.which.sector
    kept = [context.where([where])] if where else []
    kept += [sectors.name(sector, context.language)] if sector else []
    return [context.text("browse.only", what=" · ".join(kept))] if kept else []


def _doors(context: Context, trail: Trail) -> Buttons:
    """The other order, the filters, the search."""
    city, newest = context.house.city, trail.order is Order.NEWEST
    other = Trail(Order.SUPPORTED if newest else Order.NEWEST, trail.which)
    turn = Button(context.label("browse.to_supported" if newest else "browse.to_newest"), other.data("list", city, ANY))
    where = Button(context.label("browse.by_kecamatan"), trail.data("where", city))
    what = Button(context.label("browse.by_sector"), trail.data("sector", city))
    return [[turn], [where, what], [Button(context.label("browse.search"), "v1:ideas:search")]]


def _choice(context: Context, trail: Trail, what: str, one: str | None, name: str, count: int) -> Button:
    """Keep the list to this; without a count: to none."""
    told = {"kecamatan": trail.which.kecamatan, "sector": trail.which.sector, what: one}
    kept = Trail(trail.order, browsing.Filter(**told))
    label = context.label("browse.choice", name=name, count=count) if count else name
    return Button(label, kept.data("list", context.house.city, ANY))


def _send(context: Context) -> list[Button]:
    """The way to an idea of one's own, where the bot takes ideas."""
    press = next((one.press for one in menu.commands(context.rights) if one.name == "ide"), None)
    return [Button(context.label("browse.send_one"), press)] if press else []


def _all_ideas(context: Context) -> Button:
    return Button(context.label("browse.all"), "v1:ideas:show")


def _keep(context: Context, step: str, words: str) -> None:
    told: dict[str, Any] = {"form": FORM, "step": step, "data": {"words": words}}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)


def _leave(context: Context) -> None:
    """No search any more; another form stays open."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form == FORM:
        context.run(forms.close, person_id=context.person.id, now=context.now)


def _pairs(buttons: list[Button]) -> Buttons:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
