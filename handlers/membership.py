"""Coming and going: a person blocks or unblocks the bot; a group adds it, puts it out, or gets a new number."""

from telegram import ChatMember
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from handlers.context import Context, Update
from handlers.listening import App
from services import chats, people

_OUT = (ChatMember.LEFT, ChatMember.BANNED)


def add_to(app: App) -> None:
    """Listen to what happens to the bot's own place in a chat."""
    app.add_handler(ChatMemberHandler(moved, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, migrated))


async def moved(update: Update, context: Context) -> None:
    """The bot may be, or no longer is, where it was."""
    change = update.my_chat_member
    if change is None:
        return
    out = change.new_chat_member.status in _OUT
    if change.chat.type == "private" and out:
        context.run(people.lose, telegram_id=change.chat.id, reach="blocked")
    elif change.chat.type == "private":
        context.run(people.find_again, telegram_id=change.chat.id)
    elif change.chat.type != "channel":
        context.run(chats.note, chat_id=change.chat.id, active=not out, now=context.now)


async def migrated(update: Update, context: Context) -> None:
    """The group is a supergroup now: told once from the old side and once from the new."""
    message = update.message
    if message and message.migrate_to_chat_id:
        context.run(chats.swap, old=message.chat.id, new=message.migrate_to_chat_id)
    elif message and message.migrate_from_chat_id:
        context.run(chats.swap, old=message.migrate_from_chat_id, new=message.chat.id)
