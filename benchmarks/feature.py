"""What our bot does in the benchmarks: knows who wrote, and repeats what was said; answers a press in a word."""

from telegram import Update
from telegram.ext import MessageHandler, filters

from handlers.context import Context
from handlers.listening import App, on_press


def add_to(app: App) -> None:
    """Listen to every text and to one button."""
    on_press(app, "v1:bench:press", press)
    app.add_handler(MessageHandler(filters.TEXT, repeat))


async def repeat(update: Update, context: Context) -> None:
    """The person is met (an upsert), and hears the same again."""
    context.say(text=context.words)


async def press(update: Update, context: Context) -> None:
    """The person is met, and the press answered."""
    context.toast("fallback.old_button")
