"""Whatever is sent while an idea is on its way: words, pictures, documents; and what is edited before or after."""

from typing import Any

from telegram import Message
from telegram.ext import MessageHandler, filters

from handlers import proposing
from handlers.context import Button, Context, Update
from handlers.listening import App, OpenForm
from notices.ideawriting import LIMITS
from services.ideas import editing, mine, titles, writing as written
from services.ideas.values import Attachment, Idea, Outcome
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
    app.add_handler(MessageHandler(new & ~filters.FORWARDED & _FileAfterwards(FORM), take_late))


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


class _FileAfterwards(OpenForm):
    """A picture or document from somebody in no form, whose idea was sent a moment ago."""

    def filter(self, message: Message) -> bool:
        super().filter(message)
        turn = TURN.get()
        return (
            turn.kept.get("form") is None
            and proposing.came(message, "").file is not None
            and message.from_user is not None
            and _fresh(turn, message.from_user.id, message) is not None
        )


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


async def take_late(update: Update, context: Context) -> None:
    """The rest of an album that came when its idea was sent already joins it; of anything else it is asked first."""
    message = update.message
    assert message is not None
    idea = _fresh(context.turn, context.person.telegram_id, message)
    file = proposing.came(message, "").file
    assert idea is not None and file is not None
    if file.album and not message.caption and any(one.album == file.album for one in idea.files):
        _join(context, idea, file)
        return
    yes = Button(context.label("ide.add_this"), f"v1:myideas:add:{idea.id}")
    rows = [[yes], [_card(context, idea.id)], *context.way_back()]
    context.say("ide.add_after", code=idea.code, title=idea.title, buttons=rows, beneath=True)


def _join(context: Context, idea: Idea, file: Attachment) -> None:
    """What joins is spoken of once, what cannot each time."""
    told: dict[str, Any] = {"author_id": context.person.id, "language": context.language}
    told |= {"hours": proposing.hours(context), "now": context.now}
    done = context.run(editing.add_file, idea_id=idea.id, file=file, **told)
    if done.outcome is not Outcome.CHANGED:
        context.say(done.outcome, code=idea.code, buttons=[[_card(context, idea.id)], *context.way_back()], **LIMITS)
    elif idea.edited_at is None:
        context.say("ide.joined", code=idea.code, buttons=[[_card(context, idea.id)], *context.way_back()])


def _fresh(turn: Any, telegram_id: int, message: Message) -> Idea | None:
    album = message.media_group_id or ""
    return mine.fresh(turn.db, telegram_id=telegram_id, album=album, now=turn.now)


def _meant(turn: Any, telegram_id: int, message: Message) -> Idea | None:
    told: dict[str, Any] = {"telegram_id": telegram_id, "words": proposing.words(message), "written_at": message.date}
    return mine.meant(turn.db, **told)


def _card(context: Context, number: int) -> Button:
    return Button(context.label("myideas.see"), f"v1:myideas:card:{number}")
