"""How handlers listen: to presses, commands and words in a form, in the private chat or in groups, to satgas only."""

import re
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeAlias

import structlog
from telegram import Message, Update
from telegram.ext import Application, BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers.context import Context
from services import forms
from wire.fetching import Arrived
from wire.turn import TURN

LOG = structlog.get_logger()
App: TypeAlias = Application[Any, Context, Any, Any, Any, Any]
Deed: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, None]]


def on_press(app: App, pattern: str, deed: Deed, *, in_groups: bool = False) -> None:
    """A press whose whole data matches does this, in the private chat or also in a group."""
    app.add_handler(_Pressed(deed if in_groups else _in_private(deed), re.compile(pattern + r"\Z")))


class _Pressed(CallbackQueryHandler[Context, Any]):
    """A press whose data matches; the library's own also takes every press that carries no data."""

    def check_update(self, update: object) -> Any:
        press = update.callback_query if isinstance(update, Update) else None
        return super().check_update(update) if press and press.data else None


def _in_private(deed: Deed) -> Deed:
    @wraps(deed)
    async def guarded(update: Update, context: Context) -> None:
        if context.in_group:
            context.toast("fallback.old_button")
        else:
            await deed(update, context)

    return guarded


def on_command(app: App, name: str, deed: Deed, *, in_groups: bool = False) -> None:
    """A command, as a new message in the private chat or also in a group, does this."""
    where = filters.ChatType.PRIVATE | filters.ChatType.GROUPS if in_groups else filters.ChatType.PRIVATE
    app.add_handler(CommandHandler(name, deed, filters.UpdateType.MESSAGE & where))


def on_link(app: App, payload: str, deed: Deed) -> None:
    """A link whose payload matches does this, in the private chat; listed before people, whose /start is."""
    link = filters.Regex(re.compile(rf"\A/start(?:@\w+)? (?:{payload})\Z"))
    app.add_handler(MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & link, deed))


class _FileCame(BaseHandler[Update, Context, Any]):
    """A file that a handler had fetched for this purpose."""

    def __init__(self, purpose: str, deed: Deed) -> None:
        super().__init__(deed)
        self.purpose = purpose

    def check_update(self, update: object) -> bool:
        return isinstance(update, Arrived) and update.purpose == self.purpose


def on_file(app: App, purpose: str, deed: Deed) -> None:
    """A file fetched with context.fetch(purpose), or the news that it cannot be had (context.brought), does this."""
    app.add_handler(_FileCame(purpose, deed))


def satgas_only(deed: Deed) -> Deed:
    """The deed, for satgas; anybody else is kindly refused, at every press anew."""

    @wraps(deed)
    async def guarded(update: Update, context: Context) -> None:
        if context.rights.satgas:
            await deed(update, context)
        else:
            _refuse(context, deed, "team.refused")

    return guarded


def ketua_or_satgas_only(deed: Deed) -> Deed:
    """The deed, for ketua and satgas; where a ketua may do it, the service looks again."""

    @wraps(deed)
    async def guarded(update: Update, context: Context) -> None:
        if context.rights.satgas or context.rights.ketua:
            await deed(update, context)
        else:
            _refuse(context, deed, "keeping.refused")

    return guarded


def _refuse(context: Context, deed: Deed, key: str) -> None:
    LOG.info("refused", deed=deed.__name__, person=context.person.id)
    context.run(forms.close, person_id=context.person.id, now=context.now)
    if context.happened.callback_query:
        context.toast(key, alert=True)
    else:
        context.say(key, buttons=context.way_back())


class OpenForm(filters.MessageFilter):
    """Words typed by somebody who is in this form."""

    def __init__(self, form: str) -> None:
        super().__init__(f"open form {form}", False)
        self.form = form

    def filter(self, message: Message) -> bool:
        turn = TURN.get()
        if "form" not in turn.kept and message.from_user:
            turn.kept["form"] = forms.read(turn.db, telegram_id=message.from_user.id, now=turn.now)
        found = turn.kept.get("form")
        return found is not None and found.form == self.form
