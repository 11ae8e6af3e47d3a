"""The negative control: a bot of stock python-telegram-bot that answers every message, after a little work."""

import asyncio
import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await asyncio.sleep(0.01)
    if update.message:
        await update.message.reply_text("ok")


def main() -> None:
    base = os.environ["TELEGRAM_API_URL"]
    application = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(f"{base}/bot").build()
    application.add_handler(MessageHandler(filters.ALL, answer))
    application.run_polling()


if __name__ == "__main__":
    main()
