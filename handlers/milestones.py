"""/tonggak, for satgas: the milestones of each point; open one, set it by buttons, publish, schedule, drop it."""

from typing import Any

from handlers import milestone_card as card
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press, satgas_only
from handlers.milestone_card import NUMBER, PROGRESS, WEIGHTS, button
from services.milestones import reading, writing
from services.milestones.values import Milestone, Outcome, Status
from services.roadmap import named

LISTED = 8
NOWHERE = "-"
"""A milestone of the whole city."""


def add_to(app: App) -> None:
    """Listen to /tonggak and its buttons; what is typed is in milestone_form.py and milestone_update.py."""
    seen = f"{NUMBER}:([0-9]{{1,9}})"
    on_press(app, "v1:milestone:home", home)
    on_press(app, "v1:milestone:point:([a-z0-9-]{1,40})(?::([0-9]{1,4}))?", show_point)
    on_press(app, f"v1:milestone:show:{NUMBER}", show)
    on_press(app, f"v1:milestone:ask:(status|kecamatan):{NUMBER}", choose)
    on_press(app, f"v1:milestone:status:{seen}:([a-z_]{{1,9}})", set_status)
    on_press(app, f"v1:milestone:progress:{seen}:([0-9]{{1,3}})", set_progress)
    on_press(app, f"v1:milestone:weight:{seen}:([0-9]{{1,3}})", set_weight)
    on_press(app, f"v1:milestone:kecamatan:{seen}:([a-z0-9-]{{1,32}})", set_kecamatan)
    on_press(app, f"v1:milestone:publish:{seen}", publish)
    on_press(app, f"v1:milestone:unschedule:{seen}", unschedule)
    on_press(app, f"v1:milestone:discard:{seen}", ask_to_discard)
    on_press(app, f"v1:milestone:discarded:{seen}", discard)
    on_command(app, "tonggak", home)


@satgas_only
async def home(update: Update, context: Context) -> None:
    """The points, with what each has."""
    card.close(context)
    lines, rows = [context.text("milestone.home")], []
    for number, point in enumerate(context.house.city.points, start=1):
        several = context.run(reading.milestones_of, point=point.id)
        public = [one for one in several if one.is_public(context.now)]
        told = {"number": number, "title": named(point.title, context.language), "count": len(several)}
        lines.append(context.text("milestone.home_point", **told))
        lines += [card.words(context).point(public)] if public else []
        rows.append([Button(context.label("roadmap.button", **told), f"v1:milestone:point:{point.id}")])
    context.change(text="\n".join(lines), buttons=[*rows, *context.way_back()])


@satgas_only
async def show_point(update: Update, context: Context) -> None:
    """The milestones of a point, those nobody sees yet too."""
    key, page = context.pressed[0], int(context.pressed[1] or 0)
    number, point = card.words(context).numbered(key)
    if point is None:
        context.toast("fallback.old_button")
        return
    several = context.run(reading.milestones_of, point=key)
    page = min(page, max(0, len(several) - 1) // LISTED)
    shown = several[page * LISTED : (page + 1) * LISTED]
    told = {"number": number, "title": named(point.title, context.language)}
    lines = [context.text("milestone.of_point_title", **told)]
    lines += [_listed(context, one) for one in shown] or [context.text("milestone.none_yet")]
    rows = [[Button(one.named(context.language), f"v1:milestone:show:{one.id}")] for one in shown]
    turns = _turns(page, -(-len(several) // LISTED), f"v1:milestone:point:{key}")
    new = button(context, "milestone.new", f"v1:milestone:new:{key}")
    context.change(text="\n".join(lines), buttons=[*rows, turns, [new], [card.home(context)]])


@satgas_only
async def show(update: Update, context: Context) -> None:
    """One milestone, and all that can be done with it."""
    card.close(context)
    one = card.read(context, int(context.pressed[0]))
    if one is not None:
        card.show(context, one)


@satgas_only
async def choose(update: Update, context: Context) -> None:
    """Which status, which kecamatan?"""
    part, number = context.pressed[0], int(context.pressed[1])
    one = card.read(context, number)
    if one is None:
        return
    rows = _statuses(context, one) if part == "status" else _places(context, one)
    key = "milestone.ask_status" if part == "status" else "milestone.ask_kecamatan"
    text = context.text(key, title=one.named(context.language))
    context.change(text=text, buttons=[*rows, [card.back_to(context, number)]])


@satgas_only
async def set_status(update: Update, context: Context) -> None:
    """This is how it stands from now on; of what is done, when is asked."""
    told = context.pressed[2]
    if told not in set(Status):
        context.toast("fallback.old_button")
    elif _set(context, status=Status(told)) and told == Status.DONE:
        number = int(context.pressed[0])
        context.say("milestone.ask_when_reached", buttons=_when_reached(context, number))


@satgas_only
async def set_progress(update: Update, context: Context) -> None:
    """So far it is."""
    if int(context.pressed[2]) in PROGRESS:
        _set(context, progress=int(context.pressed[2]))


@satgas_only
async def set_weight(update: Update, context: Context) -> None:
    """So much it counts."""
    if int(context.pressed[2]) in WEIGHTS:
        _set(context, weight=int(context.pressed[2]))


@satgas_only
async def set_kecamatan(update: Update, context: Context) -> None:
    """There it is, or in the whole city."""
    place = context.pressed[2]
    if place == NOWHERE or place in {one.id for one in context.house.city.kecamatan}:
        _set(context, kecamatan=None if place == NOWHERE else place)


@satgas_only
async def publish(update: Update, context: Context) -> None:
    """Everybody sees it from now on."""
    card.close(context)
    card.tell(context, context.run(writing.publish, **_seen(context), at=None, **card.who(context)))


@satgas_only
async def unschedule(update: Update, context: Context) -> None:
    """It is a draft again."""
    card.tell(context, context.run(writing.unschedule, **_seen(context), **card.who(context)))


@satgas_only
async def ask_to_discard(update: Update, context: Context) -> None:
    """Really?"""
    one = card.read(context, int(context.pressed[0]))
    if one is not None:
        yes = button(context, "milestone.discard_yes", f"v1:milestone:discarded:{':'.join(context.pressed)}")
        text = context.text("milestone.ask_discard", title=one.named(context.language))
        context.change(text=text, buttons=[[yes], [card.back_to(context, one.id)]])


@satgas_only
async def discard(update: Update, context: Context) -> None:
    """A draft is thrown away."""
    card.tell(context, context.run(writing.discard, **_seen(context), **card.who(context)))


def _set(context: Context, **new: Any) -> bool:
    """Change it as it was seen; the card tells what came of it."""
    card.close(context)
    done = context.run(writing.change, **_seen(context), new=new, **card.who(context))
    card.tell(context, done)
    return done.outcome is Outcome.SAVED


def _seen(context: Context) -> dict[str, Any]:
    return {"milestone_id": int(context.pressed[0]), "revision": int(context.pressed[1])}


def _listed(context: Context, one: Milestone) -> str:
    line = card.words(context).line(one)
    return line if one.is_public(context.now) else f"{line}\n   {card.publishing(context, one)}"


def _statuses(context: Context, one: Milestone) -> Buttons:
    told = card.words(context)
    every = [
        Button(told.marked(each), f"v1:milestone:status:{one.id}:{one.revision}:{each}")
        for each in Status
        if each is not one.status
    ]
    return [every[at : at + 2] for at in range(0, len(every), 2)]


def _places(context: Context, one: Milestone) -> Buttons:
    press = f"v1:milestone:kecamatan:{one.id}:{one.revision}"
    every = [Button(each.name, f"{press}:{each.id}") for each in context.house.city.kecamatan]
    whole = button(context, "milestone.whole_city", f"{press}:{NOWHERE}")
    return [*(every[at : at + 2] for at in range(0, len(every), 2)), [whole]]


def _when_reached(context: Context, number: int) -> Buttons:
    return [[button(context, "milestone.say_when", f"v1:milestone:ask:reached:{number}")]]


def _turns(page: int, count: int, press: str) -> list[Button]:
    back = [Button("‹", f"{press}:{page - 1}")] if page else []
    return back + ([Button("›", f"{press}:{page + 1}")] if page < count - 1 else [])
