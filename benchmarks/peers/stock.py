"""Stock python-telegram-bot as its documentation shows it, a person kept by the async ORM on aiosqlite."""

import os
from datetime import UTC, datetime

from sqlalchemy import BigInteger, event, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['BENCH_DATABASE']}")
Session = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def fast(connection, _record):
    """WAL, and no fsync at each commit: cheaper than what ours does."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    username: Mapped[str | None]
    language: Mapped[str | None]
    seen_at: Mapped[datetime]


async def make_tables(_application):
    async with engine.begin() as db:
        await db.run_sync(Base.metadata.create_all)


async def meet(user):
    async with Session() as session:
        person = (await session.execute(select(Person).where(Person.telegram_id == user.id))).scalar_one_or_none()
        if person is None:
            person = Person(telegram_id=user.id)
            session.add(person)
        person.name, person.username, person.language = user.full_name, user.username, user.language_code
        person.seen_at = datetime.now(UTC)
        await session.commit()


async def repeat(update, _context):
    await meet(update.effective_user)
    await update.message.reply_text(update.message.text)


async def press(update, _context):
    await meet(update.effective_user)
    await update.callback_query.answer("Ya")


application = (
    Application.builder()
    .token(os.environ["BENCH_TOKEN"])
    .base_url(f"{os.environ['BENCH_API']}/bot")
    .post_init(make_tables)
    .build()
)
application.add_handler(CallbackQueryHandler(press))
application.add_handler(MessageHandler(filters.TEXT, repeat))
application.run_polling()
