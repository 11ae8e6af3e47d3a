"""Every door is closed to who is banned; they hear once why, and may once ask that it is looked at again."""

from typing import Any

from telegram import Update as Happened
from telegram.ext import BaseHandler

from handlers.context import Button, Buttons, Context, Update, who_did
from handlers.listening import App
from services import bans, roles
from services.bans import Ban
from services.questions import shortened
from wire.turn import TURN, InlineAnswer

QUOTED = 700


def add_to(app: App) -> None:
    """Listen before all others that do something for a person."""
    app.add_handler(_ByTheBanned(closed))


class _ByTheBanned(BaseHandler[Update, Context, None]):
    """Takes whatever comes from somebody banned: words, presses, links, files, inline queries, in groups too."""

    def check_update(self, update: object) -> bool:
        if not isinstance(update, Happened) or update.effective_user is None or update.my_chat_member:
            return False
        return who_did(TURN.get(), update).banned


async def closed(update: Update, context: Context) -> None:
    """A press is answered, nothing else but the reason, once; the first words after that are an appeal."""
    if update.inline_query:
        context.turn.inline = InlineAnswer()
        return
    if update.callback_query:
        context.toast("ban.closed_here" if context.in_group else "ban.closed", alert=True)
    if context.in_group or update.edited_message:
        return
    ban = context.run(bans.tell_once, person_id=context.person.id)
    if ban:
        when = context.house.texts.date(context.language, ban.made_at)
        context.say("ban.told", reason=ban.reason, when=when)
    elif not update.callback_query:
        _appeal(context)


def _appeal(context: Context) -> None:
    """Plain words are passed on to satgas, once; a command is no appeal."""
    words = context.words.strip()
    if not words or words.startswith("/"):
        return
    ban = context.run(bans.appeal, person_id=context.person.id, now=context.now)
    if ban is None:
        return
    context.say("ban.appealed")
    for satgas in context.run(roles.task_force, satgas_ids=context.house.satgas_ids):
        told: dict[str, Any] = {"name": ban.person.name, "reason": ban.reason, "words": shortened(words, QUOTED)}
        context.say_to(satgas, "ban.appeal_came", buttons=lambda language: _look(context, language, ban), **told)


def _look(context: Context, language: str, ban: Ban) -> Buttons:
    label = context.house.texts.plain(language, "ban.look")
    return [[Button(label, f"v1:ban:see:{ban.person.id}")]]
