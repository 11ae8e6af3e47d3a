"""/roadmap: see the points of the city's roadmap with their progress, as text and picture; read one, its milestones."""

from collections.abc import Sequence

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from notices import timeline
from notices.milestones import MilestoneWords, pages
from services import knowledge, roadmap
from services.city import Point
from services.milestones import reading
from services.milestones.values import Milestone
from services.roadmap import named

LISTED = 6
"""So many milestones stand below a point; the others a page further."""
POINT = "([a-z0-9-]{1,40})"
NUMBER = "([0-9]{1,18})"


def add_to(app: App) -> None:
    """Listen to /roadmap and its buttons."""
    on_press(app, "v1:roadmap:show", show, in_groups=True)
    on_press(app, "v1:roadmap:picture", picture, in_groups=True)
    on_press(app, f"v1:roadmap:point:{POINT}", show_point, in_groups=True)
    on_press(app, f"v1:roadmap:steps:{POINT}:([0-9]{{1,4}})", show_steps, in_groups=True)
    on_press(app, f"v1:roadmap:milestone:{NUMBER}", show_milestone, in_groups=True)
    on_press(app, f"v1:roadmap:told:{NUMBER}:([0-9]{{1,4}})", show_told, in_groups=True)
    on_press(app, f"v1:roadmap:photos:{NUMBER}", photos, in_groups=True)
    on_command(app, "roadmap", show, in_groups=True)


async def show(update: Update, context: Context) -> None:
    """All the points, how far each is, and where they were read."""
    city = context.house.city
    milestones = context.run(reading.by_point, city=city, now=context.now)
    lines = [context.text("roadmap.title", city=city.name)]
    lines += [_summary(context, number, one, milestones[one.id]) for number, one in enumerate(city.points, start=1)]
    sources = dict.fromkeys(context.source(point.source) for point in city.points)
    text = "\n\n".join([*lines, "\n".join(sources), context.text("roadmap.choose")])
    context.change(text=text, buttons=_points(context, any(milestones.values())))


async def picture(update: Update, context: Context) -> None:
    """The same as a picture, below."""
    milestones = context.run(reading.by_point, city=context.house.city, now=context.now)
    if not any(milestones.values()):
        context.toast("roadmap.no_milestones", alert=True)
        return
    values = timeline.drawn(_words(context), milestones)
    context.send_file("timeline", values, "roadmap.caption", called="roadmap.png", as_photo=True)


async def show_point(update: Update, context: Context) -> None:
    """One point, in place: its article, or the point itself where no article tells more, and its milestones."""
    _show_point(context, context.pressed[0], 0)


async def show_steps(update: Update, context: Context) -> None:
    """Another page of its milestones."""
    _show_point(context, context.pressed[0], int(context.pressed[1]))


async def show_milestone(update: Update, context: Context) -> None:
    """One milestone, with the last that was told of it."""
    _show_milestone(context, int(context.pressed[0]), 0)


async def show_told(update: Update, context: Context) -> None:
    """An earlier page of what was told."""
    _show_milestone(context, int(context.pressed[0]), int(context.pressed[1]))


async def photos(update: Update, context: Context) -> None:
    """The pictures of an update."""
    told = context.run(reading.read_update, update_id=int(context.pressed[0]))
    known = told and context.run(reading.public_milestone, milestone_id=told.milestone_id, now=context.now)
    if told is None or not known or not told.photos:
        context.toast("fallback.old_button")
    elif len(told.photos) == 1:
        context.send_photo(told.photos[0], text=_words(context).caption(known, told))
    else:
        context.send_album(told.photos, "milestone.photos", title=known.named(context.language))


def _show_point(context: Context, key: str, page: int) -> None:
    city, language = context.house.city, context.language
    fact = context.run(roadmap.tell, key=key, language=language, city=city, now=context.now)
    if fact is None:
        context.toast("fallback.old_button")
        return
    tells_more = next(point.article for point in city.points if point.id == key)
    article = context.run(knowledge.article, key=tells_more, language=language)
    several = context.run(reading.by_point, city=city, now=context.now)[key]
    page = min(page, max(0, len(several) - 1) // LISTED)
    shown = several[page * LISTED : (page + 1) * LISTED]
    words = _words(context)
    parts = [context.quote(article or fact)]
    if shown:
        parts.append("\n".join([context.text("milestone.list"), words.point(several), *map(words.line, shown)]))
    rows = [[Button(one.named(language), f"v1:roadmap:milestone:{one.id}")] for one in shown]
    turns = _turns(page, -(-len(several) // LISTED), f"v1:roadmap:steps:{key}")
    back = [Button(context.label("roadmap.back"), "v1:roadmap:show")]
    context.change(text="\n\n".join(parts), buttons=[*rows, turns, back, *context.way_back()])


def _show_milestone(context: Context, number: int, page: int) -> None:
    one = context.run(reading.public_milestone, milestone_id=number, now=context.now)
    if one is None:
        context.toast("milestone.not_shown", alert=True)
        return
    updates = context.run(reading.updates_of, milestone_id=number)
    count = pages(updates)
    page = min(page, count - 1)
    words = _words(context)
    pictures = [
        [Button(context.label("milestone.see_photos", when=words.told_on(told)), f"v1:roadmap:photos:{told.id}")]
        for told in words.of_page(updates, page)
        if told.photos
    ]
    press = f"v1:roadmap:told:{number}"
    older = [Button(context.label("milestone.older_news"), f"{press}:{page + 1}")] if page < count - 1 else []
    newer = [Button(context.label("milestone.newer_news"), f"{press}:{page - 1}")] if page else []
    back = [Button(context.label("milestone.back_to_point"), f"v1:roadmap:point:{one.point}")]
    context.change(
        text=words.page(one, updates, page), buttons=[*pictures, [*older, *newer], back, *context.way_back()]
    )


def _summary(context: Context, number: int, point: Point, milestones: Sequence[Milestone]) -> str:
    """A point in a few lines: what it is, how far it is, what comes next."""
    title, short = named(point.title, context.language), named(point.short, context.language)
    lines = [context.text("roadmap.point", number=number, title=title, short=short)]
    words, following = _words(context), reading.upcoming(milestones)
    lines += [words.point(milestones)] if words.point(milestones) else []
    if following:
        told = {"title": following.named(context.language), "state": words.state(following)}
        lines.append(context.text("roadmap.next", **told))
    return "\n".join(lines)


def _points(context: Context, drawable: bool) -> Buttons:
    rows = [
        [
            Button(
                context.label("roadmap.button", number=number, title=named(one.title, context.language)),
                f"v1:roadmap:point:{one.id}",
            )
        ]
        for number, one in enumerate(context.house.city.points, start=1)
    ]
    drawn = [[Button(context.label("roadmap.picture"), "v1:roadmap:picture")]] if drawable else []
    return [*rows, *drawn, *context.way_back()]


def _turns(page: int, count: int, press: str) -> list[Button]:
    back = [Button("‹", f"{press}:{page - 1}")] if page else []
    return back + ([Button("›", f"{press}:{page + 1}")] if page < count - 1 else [])


def _words(context: Context) -> MilestoneWords:
    house = context.house
    return MilestoneWords(house.texts, context.language, house.city, house.timezone, context.now)
