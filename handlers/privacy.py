"""/privasi: read what the bot keeps of people and why, and what it keeps of oneself right now."""

from datetime import datetime

from handlers.context import Context, Update
from handlers.listening import App, on_command, on_press
from services import privacy
from services.privacy import Kept, Reason
from services.roadmap import named


def add_to(app: App) -> None:
    """Listen to /privasi and its button."""
    on_press(app, "v1:privacy:show", show)
    on_command(app, "privasi", show)


async def show(update: Update, context: Context) -> None:
    """The whole notice, and the asker's own data."""
    why = [context.text("privacy.why"), *(_reason(context, reason) for reason in privacy.reasons())]
    mine = [context.text("privacy.mine"), *_mine(context)]
    parts = [
        context.text("privacy.notice"),
        "\n".join(why),
        context.text("privacy.questions"),
        "\n".join(mine),
        context.text("privacy.rights"),
    ]
    context.change(text="\n\n".join(parts), buttons=context.way_back())


def _reason(context: Context, reason: Reason) -> str:
    things = ", ".join(context.label(thing) for thing in reason.things)
    purpose, kept = context.label(f"purpose.{reason.purpose}"), context.label(f"kept.{reason.kept}")
    return context.text("privacy.reason", things=things, purpose=purpose, kept=kept)


def _mine(context: Context) -> list[str]:
    return [_line(context, entry) for entry in context.run(privacy.kept, person_id=context.person.id)]


def _line(context: Context, entry: Kept) -> str:
    label = context.label(entry.label)
    if entry.is_count:
        return context.text("privacy.count", label=label, count=entry.value)
    return context.text("privacy.value", label=label, value=_shown(context, entry))


def _shown(context: Context, entry: Kept) -> str:
    if isinstance(entry.value, datetime):
        return context.house.texts.moment(context.language, entry.value)
    value = str(entry.value)
    if entry.column in ("kecamatan", "home"):
        return context.where([value])
    if entry.column in ("topic", "kind"):
        city = context.house.city
        named_ones = [(one.id, one.name) for one in city.topics] + [(one.id, one.name) for one in city.stakeholders]
        names = {key: named(name, context.language) for key, name in named_ones}
        return names.get(value, value)
    family = {"reach": "reach", "role": "role", "language": "language.name", "every": "newsevery"}.get(entry.column)
    return context.label(f"{family}.{value}") if family and isinstance(entry.value, str) else value
