"""/roadmap: see the points of the city's roadmap, read one, go back."""

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from services import knowledge, roadmap
from services.roadmap import named


def add_to(app: App) -> None:
    """Listen to /roadmap and its buttons."""
    on_press(app, "v1:roadmap:show", show, in_groups=True)
    on_press(app, "v1:roadmap:point:([a-z0-9-]{1,40})", show_point, in_groups=True)
    on_command(app, "roadmap", show, in_groups=True)


async def show(update: Update, context: Context) -> None:
    """All the points, and where they were read."""
    city, language = context.house.city, context.language
    lines = [context.text("roadmap.title", city=city.name)]
    for number, point in enumerate(city.points, start=1):
        title, short = named(point.title, language), named(point.short, language)
        lines.append(context.text("roadmap.point", number=number, title=title, short=short))
    sources = dict.fromkeys(context.source(point.source) for point in city.points)
    text = "\n\n".join([*lines, "\n".join(sources), context.text("roadmap.choose")])
    context.change(text=text, buttons=_points(context))


async def show_point(update: Update, context: Context) -> None:
    """One point, in place: its article, or the point itself where no article tells more."""
    city, key, language = context.house.city, context.pressed[0], context.language
    fact = context.run(roadmap.tell, key=key, language=language, city=city, now=context.now)
    if fact is None:
        context.toast("fallback.old_button")
        return
    tells_more = next(point.article for point in city.points if point.id == key)
    article = context.run(knowledge.article, key=tells_more, language=language)
    back = [[Button(context.label("roadmap.back"), "v1:roadmap:show")], *context.way_back()]
    context.change(text=context.quote(article or fact), buttons=back)


def _points(context: Context) -> Buttons:
    rows = [
        [
            Button(
                context.label("roadmap.button", number=number, title=named(one.title, context.language)),
                f"v1:roadmap:point:{one.id}",
            )
        ]
        for number, one in enumerate(context.house.city.points, start=1)
    ]
    return [*rows, *context.way_back()]
