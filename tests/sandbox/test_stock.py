"""A stock python-telegram-bot application lives in the sandbox as it does on Telegram."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from sandbox.server import BotApi

Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    assert update.effective_message
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Tanya", callback_data="v1:tanya")]])
    await update.effective_message.reply_html(f"Halo <b>{context.args}</b>", reply_markup=keyboard)


async def pressed(update: Update, context: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("Baik")
    await update.callback_query.edit_message_text("Apa?")


async def echo(update: Update, context: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_text(update.effective_message.text or "")


async def test_a_whole_dialogue_by_polling(api: BotApi) -> None:
    app = Application.builder().token(api.token).base_url(f"{api.url}/bot").build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    ani = api.person("Ani")
    async with app:
        assert app.updater
        await app.updater.start_polling()
        await app.start()
        ani.says("/start abc")
        await api.until(lambda: ani.seen == ["Halo ['abc']\n[Tanya]"])
        ani.presses("Tanya")
        await api.until(lambda: ani.seen == ["Apa?"])
        ani.says("apa kabar?")
        await api.until(lambda: ani.seen == ["Apa?", "apa kabar?"])
        await app.updater.stop()
        await app.stop()
    assert (ani.toasts, api.violations, api.pending) == (["Baik"], [], 0)
