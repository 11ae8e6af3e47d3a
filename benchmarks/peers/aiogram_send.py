"""aiogram's bare send loop: at the first message it hears, so many messages to so many chats; nothing kept."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

MANY, WORKERS, FIRST = int(os.environ["BENCH_MANY"]), 64, 600_000_000
dispatcher = Dispatcher()
going = []


async def send(bot, chats):
    for chat in chats:
        await bot.send_message(chat, "kabar untuk semua")


@dispatcher.message()
async def begin(message, bot):
    chats = iter(range(FIRST, FIRST + MANY))
    going.extend(asyncio.create_task(send(bot, chats)) for _ in range(WORKERS))


async def main():
    server = TelegramAPIServer.from_base(os.environ["BENCH_API"])
    async with Bot(os.environ["BENCH_TOKEN"], session=AiohttpSession(api=server, limit=WORKERS)) as bot:
        await dispatcher.start_polling(bot)


asyncio.run(main())
