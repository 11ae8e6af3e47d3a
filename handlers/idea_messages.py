"""Whatever is sent while an idea is on its way: words, pictures, documents; and what is edited before or after."""

from typing import Any

from telegram import Message
from telegram.ext import MessageHandler, filters

from handlers import proposing
from handlers.context import Button, Context, Update
from handlers.listening import App, OpenForm
from services.ideas import editing, mine, titles, writing as written
from services.ideas.values import Idea
from services.ideas.writing import FORM, Step
from wire.turn import TURN


def add_to(app: App) -> None:
    """Listen while the form is open, to ideas told without it, and to messages of an idea that are edited."""
    new = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    edited = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE
    app.add_handler(MessageHandler(new & _Waiting(FORM), take))
    app.add_handler(MessageHandler(new & filters.TEXT & ~filters.FORWARDED & _Announced(FORM), begin))
    app.add_handler(MessageHandler(edited & _OfThisIdea(FORM), reword))
    app.add_handler(MessageHandler(edited & _OfASentIdea(), edited_after_sending))


class _Waiting(OpenForm):
    """Whatever is sent by somebody in the middle of an idea, unless they did something else instead."""

    def filter(self, message: Message) -> bool:
        return super().filter(message) and TURN.get().kept["form"].step != Step.ASIDE


class _Announced(OpenForm):
    """Words that say of themselves that they are an idea, from somebody who is in no form."""

    def filter(self, message: Message) -> bool:
        super().filter(message)
        return TURN.get().kept.get("form") is None and titles.announced(message.text or "")


class _OfThisIdea(OpenForm):
    """A message that the idea on its way is made of, edited."""

    def filter(self, message: Message) -> bool:
        return super().filter(message) and message.message_id in dict(TURN.get().kept["form"].data["parts"])


class _OfASentIdea(filters.MessageFilter):
    """A message that an idea was made of, edited when it was sent already."""

    def filter(self, message: Message) -> bool:
        user = message.from_user
        return user is not None and _meant(TURN.get(), user.id, message) is not None


async def begin(update: Update, context: Context) -> None:
    """Nobody needs to know the command."""
    proposing.begin(context, update.message)


async def take(update: Update, context: Context) -> None:
    """Whatever is sent while the form is open: added to the idea, or it is said why it cannot be."""
    writing, message = proposing.mine(context), update.message
    if writing is None or message is None:
        return
    if message.forward_origin:
        proposing.refuse(context, writing, "ide.forwarded")
    elif writing.step is Step.TITLE:
        proposing.take_title(context, writing, message)
    else:
        proposing.take(context, writing, message)


async def reword(update: Update, context: Context) -> None:
    """A message of the idea was edited before it was sent: the idea says this now."""
    writing, message = proposing.mine(context), update.edited_message
    assert writing is not None and message is not None
    reworded = written.reword(writing, proposing.came(message, proposing.words(message)))
    if reworded is None or reworded[1]:
        proposing.refuse(context, writing, reworded[1] if reworded and reworded[1] else "idea.empty")
    elif writing.step is Step.ASIDE:
        proposing.keep(context, reworded[0])
    else:
        proposing.show(context, reworded[0], "ide.reworded")


async def edited_after_sending(update: Update, context: Context) -> None:
    """The sent idea does not change by itself: how it does."""
    message = update.edited_message
    assert message is not None
    idea = _meant(context.turn, context.person.telegram_id, message)
    assert idea is not None
    rows = [[_card(context, idea.id)]]
    if editing.can_change(idea, context.now):
        rows.insert(0, [Button(context.label("ide.use_these_words"), f"v1:myideas:reword:{idea.id}")])
    key = "ide.edited_after" if len(rows) > 1 else "ide.edited_too_late"
    context.say(key, code=idea.code, title=idea.title, buttons=[*rows, *context.way_back()], beneath=True)


def _meant(turn: Any, telegram_id: int, message: Message) -> Idea | None:
    told: dict[str, Any] = {"telegram_id": telegram_id, "words": proposing.words(message), "written_at": message.date}
    return mine.meant(turn.db, **told)


def _card(context: Context, number: int) -> Button:
    return Button(context.label("myideas.see"), f"v1:myideas:card:{number}")
