"""/start: be welcomed by name, see what can be done, learn what is kept; an invitation's link gives its role."""

from functools import partial

from handlers.context import Context, Update
from handlers.listening import App, on_command, on_press
from services import forms, invites, roles
from services.invites import Redeemed

INVITE = "i-"
HINTS = {"ask": "question.from_group", "inline": "inline.welcome"}
"""What is said to whom a link leads here: the one under what is not known in a group, and those of inline mode."""


def add_to(app: App) -> None:
    """Listen to /start and to the buttons that lead back to the menu."""
    on_press(app, "v1:start:show", show)
    on_command(app, "start", start)


async def start(update: Update, context: Context) -> None:
    """Exactly one message, whatever the link carries."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    payload = context.args[0] if context.args else ""
    news = _redeemed(context, payload.removeprefix(INVITE)) if payload.startswith(INVITE) else _hint(context, payload)
    welcome = context.text("start.welcome", name=context.person.name, city=context.house.city.name)
    text = "\n\n".join(part for part in (welcome, news, context.text("start.privacy")) if part)
    context.say(text=text, buttons=context.doors())


async def show(update: Update, context: Context) -> None:
    """Back to the menu, in place."""
    context.change("start.menu", buttons=context.doors())


def _hint(context: Context, payload: str) -> str:
    return context.text(HINTS.get(payload, "start.unknown_link")) if payload else ""


def _redeemed(context: Context, secret: str) -> str:
    """Take the role of an invitation; the task force hears of it."""
    satgas_ids = context.house.satgas_ids
    redeem = partial(invites.redeem, secret=secret, person_id=context.person.id, now=context.now)
    given = context.run(partial(redeem, satgas_ids=satgas_ids))
    if given is None:
        return context.text("start.invite_invalid")
    context.is_now(context.person)
    for satgas in context.run(roles.task_force, satgas_ids=satgas_ids):
        if satgas.id != context.person.id:
            role = context.role(given.role, given.kecamatan, satgas.speaks)
            context.say_to(satgas, "team.joined", name=context.person.name, role=role)
    return _welcome_to(context, given)


def _welcome_to(context: Context, given: Redeemed) -> str:
    if given.role == "satgas":
        return context.text("start.now_satgas")
    return context.text("start.now_ketua", kecamatan=context.where(given.kecamatan))
