"""aiogram's own echo bot: no database, nothing kept."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

dispatcher = Dispatcher()


@dispatcher.message()
async def repeat(message):
    await message.answer(message.text)


async def main():
    server = TelegramAPIServer.from_base(os.environ["BENCH_API"])
    async with Bot(os.environ["BENCH_TOKEN"], session=AiohttpSession(api=server)) as bot:
        await dispatcher.start_polling(bot)


asyncio.run(main())
