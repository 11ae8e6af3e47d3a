"""/roadmap: see the points of the city's roadmap, read one, go back."""

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from services import knowledge
from services.city import Names


def add_to(app: App) -> None:
    """Listen to /roadmap and its buttons."""
    on_press(app, "v1:roadmap:show", show, in_groups=True)
    on_press(app, "v1:roadmap:point:([a-z0-9-]{1,40})", show_point, in_groups=True)
    on_command(app, "roadmap", show, in_groups=True)


async def show(update: Update, context: Context) -> None:
    """All the points, and where they were read."""
    city = context.house.city
    lines = [context.text("roadmap.title", city=city.name)]
    for number, point in enumerate(city.points, start=1):
        title, short = _named(context, point.title), _named(context, point.short)
        lines.append(context.text("roadmap.point", number=number, title=title, short=short))
    sources = dict.fromkeys(context.source(point.source) for point in city.points)
    text = "\n\n".join([*lines, "\n".join(sources), context.text("roadmap.choose")])
    context.change(text=text, buttons=_points(context))


async def show_point(update: Update, context: Context) -> None:
    """One point, in place: its article, or the point itself where no article tells more."""
    point = next((one for one in context.house.city.points if one.id == context.pressed[0]), None)
    if point is None:
        context.toast("fallback.old_button")
        return
    article = context.run(knowledge.article, key=point.article, language=context.language)
    back = [[Button(context.label("roadmap.back"), "v1:roadmap:show")], *context.way_back()]
    if article:
        context.change(text=context.quote(article), buttons=back)
    else:
        text = context.text("answer.text", title=_named(context, point.title), body=_named(context, point.short))
        context.change(text=f"{text}\n\n{context.source(point.source)}", buttons=back)


def _points(context: Context) -> Buttons:
    rows = [
        [
            Button(
                context.label("roadmap.button", number=number, title=_named(context, one.title)),
                f"v1:roadmap:point:{one.id}",
            )
        ]
        for number, one in enumerate(context.house.city.points, start=1)
    ]
    return [*rows, *context.way_back()]


def _named(context: Context, names: Names) -> str:
    return names.get(context.language) or names["id"]
