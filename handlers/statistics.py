"""/statistik, for satgas: ideas, questions and seats as a picture and in numbers; another picture in its place."""

from typing import Any

from handlers.context import Button, Context, Update
from handlers.listening import App, on_command, on_press, satgas_only
from notices import statwords
from notices.statwords import PERIODS, SHORT, VIEWS, StatWords
from services import statistics
from services.coworking.hours import Hours


def add_to(app: App) -> None:
    """Listen to /statistik and its buttons."""
    on_press(app, f"v1:stats:show(?::({'|'.join(VIEWS)}):({'|'.join(map(str, PERIODS))}))?", show)
    on_command(app, "statistik", show)


@satgas_only
async def show(update: Update, context: Context) -> None:
    """One of the pictures, with all numbers below it."""
    view, days = (context.pressed or (None, None))[:2]
    _show(context, view or "week", int(days or 90))


def _show(context: Context, view: str, days: int) -> None:
    hours = Hours(context.house.city, context.house.timezone)
    found = context.run(statistics.figures, hours=hours, now=context.now, days=days or None)
    words = StatWords(context.house.texts, context.language, context.house.city)
    maker, values = words.chart(found, view, days=days, now=context.now)
    views = [_button(context, label, view == one, f"v1:stats:show:{one}:{days}") for one, label in VIEWS.items()]
    periods = [_button(context, label, days == one, f"v1:stats:show:{view}:{one}") for one, label in SHORT.items()]
    told: dict[str, Any] = {"text": words.caption(found, days=days), "called": f"statistik-{view}.png"}
    context.show_picture(maker, values, buttons=[*statwords.pairs(views), periods], **told)


def _button(context: Context, label: str, chosen: bool, data: str) -> Button:
    return Button(("✓ " if chosen else "") + context.label(label), data)
