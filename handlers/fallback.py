"""Anything else: a picture, a voice message, an unknown command, an old button; each gets a kind hint."""

from telegram import Message
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from handlers.context import Button, Context, Update
from handlers.listening import App

_KINDS = {
    "voice": "fallback.voice",
    "audio": "fallback.voice",
    "video_note": "fallback.picture",
    "photo": "fallback.picture",
    "video": "fallback.picture",
    "animation": "fallback.picture",
    "sticker": "fallback.sticker",
    "contact": "fallback.contact",
    "document": "fallback.file",
}
"""What a message carries → what is said; the first that fits, since an animation is a document too."""


def add_to(app: App) -> None:
    """Listen last, to what nobody else took."""
    new = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
    app.add_handler(CallbackQueryHandler(old_button))
    app.add_handler(MessageHandler(new & filters.COMMAND & ~filters.FORWARDED, unknown_command))
    app.add_handler(MessageHandler(new, hint))


async def old_button(update: Update, context: Context) -> None:
    """A button of an older bot, or a forged one."""
    context.toast("fallback.old_button")
    if not context.in_group:
        context.say("start.menu", buttons=context.doors())


async def unknown_command(update: Update, context: Context) -> None:
    """A command the bot does not have."""
    context.say("fallback.command", buttons=context.way_back())


async def hint(update: Update, context: Context) -> None:
    """Something that is no question."""
    message = update.message
    if message and message.forward_origin and (message.text or message.caption):
        ask = Button(context.label("question.ask_forwarded"), "v1:question:forwarded")
        context.say("fallback.forwarded", buttons=[[ask], *context.way_back()], beneath=True)
    else:
        context.say(_key(message) if message else "fallback.other", buttons=context.way_back())


def _key(message: Message) -> str:
    return next((key for kind, key in _KINDS.items() if getattr(message, kind)), "fallback.other")
