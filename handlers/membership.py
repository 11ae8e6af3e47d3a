"""Coming and going: a person blocks or unblocks the bot; a chat adds it, puts it out, or gets a new number."""

from functools import partial

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberUpdated
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from handlers.context import Context, Update
from handlers.listening import App
from notices import chats as told
from services import chats, people, roles

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
    else:
        _note(context, change)


def _note(context: Context, change: ChatMemberUpdated) -> None:
    """A group or channel; whether announcements may go there a satgas decides."""
    chat, kind = change.chat, "channel" if change.chat.type == "channel" else "group"
    note = partial(chats.note, chat_id=chat.id, kind=kind, title=chat.title or "", active=_may_speak(change))
    if not context.run(partial(note, now=context.now)):
        return
    destination, adder = context.run(chats.find, chat_id=chat.id), change.from_user.full_name
    assert destination is not None
    for satgas in context.run(roles.task_force, satgas_ids=context.house.satgas_ids):
        context.turn.drafts += told.ask(context.house.teller, satgas, destination, adder, now=context.now)


def _may_speak(change: ChatMemberUpdated) -> bool:
    member = change.new_chat_member
    if change.chat.type == "channel":
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    return member.status not in _OUT


async def migrated(update: Update, context: Context) -> None:
    """The group is a supergroup now: told once from the old side and once from the new."""
    message = update.message
    if message and message.migrate_to_chat_id:
        context.run(chats.swap, old=message.chat.id, new=message.migrate_to_chat_id)
    elif message and message.migrate_from_chat_id:
        context.run(chats.swap, old=message.migrate_from_chat_id, new=message.chat.id)
