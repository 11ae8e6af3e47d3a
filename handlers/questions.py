"""Plain words, or /tanya: ask, and get the best answer with its source and date, or an honest "not known"."""

from telegram.ext import MessageHandler, filters

from handlers.context import Button, Context, Update
from handlers.listening import App, on_command, on_press
from services import knowledge


def add_to(app: App) -> None:
    """Listen to /tanya and its button everywhere, and to plain words in the private chat only."""
    on_press(app, "v1:question:show", show)
    on_command(app, "tanya", ask, in_groups=True)
    new = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(MessageHandler(new & filters.TEXT & ~filters.COMMAND & ~filters.FORWARDED, asked))


async def show(update: Update, context: Context) -> None:
    """What would you like to know?"""
    context.change("question.ask", buttons=context.way_back())


async def ask(update: Update, context: Context) -> None:
    """/tanya with a question, or alone."""
    question = " ".join(context.args or ())
    if question:
        _answer(context, question)
    elif context.in_group:
        context.say("question.ask_in_group")
    else:
        context.say("question.ask", buttons=context.way_back())


async def asked(update: Update, context: Context) -> None:
    """Words that are a question."""
    _answer(context, context.words)


def _answer(context: Context, question: str) -> None:
    article = context.run(knowledge.answer, library=context.house.library, question=question, language=context.language)
    if article:
        context.say(text=context.quote(article))
    elif context.run(knowledge.says_nothing, library=context.house.library, words=question):
        _invite(context)
    else:
        _admit(context)


def _invite(context: Context) -> None:
    """A greeting or thanks is met kindly."""
    if context.in_group:
        context.say("question.ask_in_group")
    else:
        context.say("question.nothing", buttons=context.doors())


def _admit(context: Context) -> None:
    """Not known."""
    roadmap = Button(context.label("door.roadmap"), "v1:roadmap:show")
    context.say("answer.unknown", buttons=[[roadmap], *context.way_back()])
