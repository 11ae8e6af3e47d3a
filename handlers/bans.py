"""/blokir, for satgas: who is banned and why; ban somebody with a reason they will read, and open the doors again."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import MessageOriginUser
from telegram.ext import MessageHandler, filters

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_command, on_press, satgas_only
from services import bans, forms, people
from services.bans import LONGEST, Ban, Done, Outcome
from services.forms import OpenForm as Form
from services.people import Person, clean
from services.questions import shortened

FORM = "ban"
LISTED = 150
"""Characters of a reason in the list."""
NUMBER = "([0-9]{1,18})"
REASONS = {"ads": "ban.reason_ads", "rude": "ban.reason_rude", "private": "ban.reason_private"}
_SHORT = {"ads": "ban.short_ads", "rude": "ban.short_rude", "private": "ban.short_private"}


def add_to(app: App) -> None:
    """Listen to /blokir, its buttons, and who and why as typed."""
    on_press(app, f"v1:ban:show(?::{NUMBER})?", show)
    on_press(app, "v1:ban:find", ask_whom)
    on_press(app, f"v1:ban:see:{NUMBER}", see)
    on_press(app, f"v1:ban:author:{NUMBER}", see_author)
    on_press(app, f"v1:ban:(on|off):{NUMBER}", ask_why)
    on_press(app, f"v1:ban:for:({'|'.join(REASONS)})", for_reason)
    on_press(app, "v1:ban:yes", do)
    on_command(app, "blokir", command)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), take))


@satgas_only
async def command(update: Update, context: Context) -> None:
    """/blokir alone, or with whom."""
    words = " ".join(context.args or ())
    if words:
        _find(context, words)
    else:
        _show(context, None)


@satgas_only
async def show(update: Update, context: Context) -> None:
    """Who is banned, the newest first."""
    before = next(iter(context.pressed), None)
    _show(context, int(before) if before else None)


@satgas_only
async def ask_whom(update: Update, context: Context) -> None:
    """Whom?"""
    _keep(context, "who", {})
    context.change("ban.ask_whom", buttons=[[_back(context)]])


@satgas_only
async def see(update: Update, context: Context) -> None:
    """One person: banned or not."""
    person = context.run(people.by_id, person_id=int(context.pressed[0]))
    _see(context, person)


@satgas_only
async def see_author(update: Update, context: Context) -> None:
    """Who sent an idea."""
    _see(context, context.run(bans.author_of, idea_id=int(context.pressed[0])))


@satgas_only
async def ask_why(update: Update, context: Context) -> None:
    """For what reason? They read it."""
    deed, number = context.pressed[0], int(context.pressed[1])
    person = context.run(people.by_id, person_id=number)
    if person is None:
        context.toast(Outcome.NOT_FOUND, alert=True)
        return
    _keep(context, deed, {"id": person.id})
    context.change("ban.ask_why" if deed == "on" else "ban.ask_off", name=person.name, buttons=_choices(context, deed))


@satgas_only
async def for_reason(update: Update, context: Context) -> None:
    """One of the reasons that come up often."""
    form = _form(context)
    if form and form.step == "on":
        _confirm(context, form, context.label(REASONS[context.pressed[0]]))
    else:
        context.toast("ban.form_closed", alert=True)


@satgas_only
async def take(update: Update, context: Context) -> None:
    """Whom or why, as typed or forwarded; or it is said how it should be."""
    form, words = _form(context), _typed(context)
    if form is None:
        return
    if form.step == "who":
        _found(context, words)
    elif form.step == "confirm":
        context.say("ban.press_first", buttons=_yes(context))
    elif not words or len(words) > LONGEST:
        context.say("ban.reason_words", most=LONGEST, buttons=_choices(context, form.step))
    elif form.step == "on":
        _confirm(context, form, words)
    else:
        _open(context, form, words)


@satgas_only
async def do(update: Update, context: Context) -> None:
    """Every door is closed from now on."""
    form = _form(context)
    if form is None or form.step != "confirm":
        context.toast("ban.form_closed", alert=True)
        return
    context.run(forms.close, person_id=context.person.id, now=context.now)
    _finish(context, context.run(bans.ban, **_told(context, form, form.data["reason"])))


def _open(context: Context, form: Form, words: str) -> None:
    """The doors are open again, and they hear so."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    done = context.run(bans.unban, **_told(context, form, words))
    if done.outcome is Outcome.UNBANNED and done.person:
        context.say_to(done.person, "ban.open_again", reason=words)
    _finish(context, done)


def _finish(context: Context, done: Done) -> None:
    name = done.person.name if done.person else ""
    context.change(text=context.text(done.outcome, name=name), buttons=[[_back(context)]])


def _told(context: Context, form: Form, reason: str) -> dict[str, Any]:
    who = {"actor_id": context.person.id, "satgas_ids": context.house.satgas_ids, "now": context.now}
    return {"person_id": form.data["id"], "reason": reason, **who}


def _confirm(context: Context, form: Form, reason: str) -> None:
    """What they will read, before it is so."""
    person = context.run(people.by_id, person_id=form.data["id"])
    if person is None:
        context.toast(Outcome.NOT_FOUND, alert=True)
        return
    _keep(context, "confirm", {"id": person.id, "reason": reason})
    when = context.house.texts.date(context.language, context.now)
    parts = [context.text("ban.confirm", name=person.name), context.text("ban.told", reason=reason, when=when)]
    context.change(text="\n\n".join(parts), buttons=_yes(context))


def _found(context: Context, words: str) -> None:
    message = context.happened.message
    origin = message.forward_origin if message else None
    if isinstance(origin, MessageOriginUser):
        words = str(origin.sender_user.id)
    _find(context, words)


def _find(context: Context, words: str) -> None:
    person = context.run(bans.find, words=words) if words else None
    if person:
        _see(context, person)
    else:
        _keep(context, "who", {})
        context.say("ban.not_found", buttons=[[_back(context)]])


def _see(context: Context, person: Person | None) -> None:
    if person is None:
        context.toast("ban.not_found", alert=True)
        return
    ban = context.run(bans.standing, person_id=person.id)
    named = f"{person.name} (@{person.username})" if person.username else person.name
    if ban:
        text = f"{context.text('ban.person', name=named)}\n{_line(context, ban)}"
        deed = Button(context.label("ban.off"), f"v1:ban:off:{person.id}")
    else:
        text = f"{context.text('ban.person', name=named)}\n{context.text('ban.is_free')}"
        deed = Button(context.label("ban.on"), f"v1:ban:on:{person.id}")
    context.change(text=text, buttons=[[deed], [_back(context)]])


def _show(context: Context, before: int | None) -> None:
    form = _form(context)
    if form:
        context.run(forms.close, person_id=context.person.id, now=context.now)
    page = context.run(bans.page, before_id=before)
    parts = [context.text("ban.title" if page.count else "ban.none", count=page.count)]
    parts += [
        f"{context.text('ban.person', name=one.person.name)}\n{_line(context, one, most=LISTED)}" for one in page.items
    ]
    looks = [Button(one.person.name[:40] or "–", f"v1:ban:see:{one.person.id}") for one in page.items]
    rows = [looks[at : at + 2] for at in range(0, len(looks), 2)]
    turns = [Button("«", "v1:ban:show")] if before else []
    turns += [Button("›", f"v1:ban:show:{page.further}")] if page.further else []
    find = Button(context.label("ban.find"), "v1:ban:find")
    context.change(text="\n\n".join(parts), buttons=[*rows, turns, [find], *context.way_back()])


def _line(context: Context, ban: Ban, most: int = LONGEST) -> str:
    when = context.house.texts.date(context.language, ban.made_at)
    return context.text("ban.line", reason=shortened(ban.reason, most), by=ban.by, when=when)


def _choices(context: Context, step: str) -> Buttons:
    rows: list[Sequence[Button]] = []
    if step == "on":
        rows = [[Button(context.label(short), f"v1:ban:for:{one}")] for one, short in _SHORT.items()]
    return [*rows, [_back(context)]]


def _yes(context: Context) -> Buttons:
    return [[Button(context.label("ban.yes"), "v1:ban:yes")], [_back(context)]]


def _back(context: Context) -> Button:
    return Button(context.label("ban.back"), "v1:ban:show")


def _form(context: Context) -> Form | None:
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    return form if form and form.form == FORM else None


def _keep(context: Context, step: str, data: Mapping[str, Any]) -> None:
    told: dict[str, Any] = {"form": FORM, "step": step, "data": data, "now": context.now}
    context.run(forms.open_form, person_id=context.person.id, **told)


def _typed(context: Context) -> str:
    message = context.happened.message
    return clean(message.text, 4096).strip() if message and message.text and not message.forward_origin else ""
