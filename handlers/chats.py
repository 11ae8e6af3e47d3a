"""Groups and channels, for satgas: accept or refuse one the bot was put in, see all, take an acceptance back."""

from functools import partial

from handlers.context import Button, Context, Update
from handlers.listening import App, on_press, satgas_only
from notices import chats as told
from services import chats
from services.chats import Outcome, Page

NUMBER = r"(-?\d{1,18})"


def add_to(app: App) -> None:
    """Listen to the buttons under the question, and to those of the list."""
    on_press(app, f"v1:chat:(accept|refuse):{NUMBER}", answer)
    on_press(app, "v1:chats:show(?::([0-9]{1,4}))?", show)
    on_press(app, f"v1:chats:one:{NUMBER}", one)
    on_press(app, f"v1:chats:set:{NUMBER}:(accepted|refused)", change)


@satgas_only
async def answer(update: Update, context: Context) -> None:
    """The first satgas who answers decides; later ones see what was decided."""
    word, number = context.pressed
    _decide(context, int(number), accepts=word == "accept", first=True)


@satgas_only
async def show(update: Update, context: Context) -> None:
    """Every group and channel the bot is in."""
    _list(context, context.run(chats.page, page=int(context.pressed[0] or 0)))


@satgas_only
async def one(update: Update, context: Context) -> None:
    """One of them, and what may be decided."""
    _look(context, int(context.pressed[0]))


@satgas_only
async def change(update: Update, context: Context) -> None:
    """Decide otherwise."""
    number, state = context.pressed
    _decide(context, int(number), accepts=state == "accepted", first=False)


def _decide(context: Context, number: int, *, accepts: bool, first: bool) -> None:
    who = {"actor_id": context.person.id, "satgas_ids": context.house.satgas_ids}
    decide = partial(chats.decide, chat_id=number, accepts=accepts, first=first, now=context.now)
    outcome = context.run(partial(decide, **who))
    context.toast(outcome, alert=outcome in (Outcome.GONE, Outcome.NOT_ALLOWED))
    _look(context, number)


def _look(context: Context, number: int) -> None:
    texts, language = context.house.texts, context.language
    chat = context.run(chats.find, chat_id=number)
    if chat is None:
        context.change("chats.gone", buttons=[[Button(context.label("chats.back"), "v1:chats:show")]])
    else:
        context.change(text=told.line(texts, language, chat), buttons=told.choices(texts, language, chat))


def _list(context: Context, page: Page) -> None:
    texts, language = context.house.texts, context.language
    lines = [told.line(texts, language, chat) for chat in page.items]
    text = "\n".join([context.text("chats.title"), "", *(lines or [context.text("chats.none")])])
    rows = [[Button(told.title(chat)[:40], f"v1:chats:one:{chat.id}")] for chat in page.items]
    turns = [Button("‹", f"v1:chats:show:{page.page - 1}")] if page.page else []
    turns += [Button("›", f"v1:chats:show:{page.page + 1}")] if page.page < page.pages - 1 else []
    context.change(text=text, buttons=[*rows, turns, [Button(context.label("news.back"), "v1:news:home")]])
