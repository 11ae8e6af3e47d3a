"""Invitations, for satgas: invite a ketua or another satgas by a one-time link; see and withdraw what waits."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_press, satgas_only
from services import forms, invites
from services.people import clean

FORM = "invite"


def add_to(app: App) -> None:
    """Listen to the buttons of /tim that invite, and to the note typed for an invitation."""
    on_press(app, "v1:invite:ketua:([0-9]{1,10})", choose)
    on_press(app, "v1:invite:for:([0-9]{1,10})", note_for_ketua)
    on_press(app, "v1:invite:satgas", note_for_satgas)
    on_press(app, "v1:invite:skip", skip)
    on_press(app, "v1:invite:cancel", cancel)
    on_press(app, "v1:invite:list", show)
    on_press(app, "v1:invite:withdraw:([0-9]{1,18})", withdraw)
    words = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND
    app.add_handler(MessageHandler(words & OpenForm(FORM), noted))


@satgas_only
async def choose(update: Update, context: Context) -> None:
    """Which kecamatan: one bit of the button's number for each, in the city's order."""
    chosen = int(context.pressed[0])
    rows = [
        [
            Button(
                context.label("team.chosen", name=one.name) if chosen >> bit & 1 else one.name,
                f"v1:invite:ketua:{chosen ^ 1 << bit}",
            )
        ]
        for bit, one in enumerate(context.house.city.kecamatan)
    ]
    onwards = Button(context.label("team.next"), f"v1:invite:for:{chosen}")
    context.change("team.choose", buttons=[*rows, [_back(context), onwards]])


@satgas_only
async def note_for_ketua(update: Update, context: Context) -> None:
    """The kecamatan are chosen; a note may be typed."""
    chosen = int(context.pressed[0])
    kecamatan = [one.id for bit, one in enumerate(context.house.city.kecamatan) if chosen >> bit & 1]
    if kecamatan:
        _ask_for_note(context, "ketua", kecamatan)
    else:
        context.toast("team.choose_one", alert=True)


@satgas_only
async def note_for_satgas(update: Update, context: Context) -> None:
    """A note may be typed."""
    _ask_for_note(context, "satgas", [])


@satgas_only
async def noted(update: Update, context: Context) -> None:
    """The words typed are the note."""
    label = " ".join(clean(context.words).split())
    if len(label) > invites.LABEL:
        context.say("team.not_words", buttons=_choices(context))
    else:
        _invite(context, label)


@satgas_only
async def skip(update: Update, context: Context) -> None:
    """No note."""
    _invite(context, "")


@satgas_only
async def cancel(update: Update, context: Context) -> None:
    """No invitation."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    context.change("cancel.done", buttons=[[_back(context)]])


@satgas_only
async def show(update: Update, context: Context) -> None:
    """What waits to be used, each with its button to withdraw it."""
    waiting = context.run(invites.open_invites, now=context.now)
    lines = [context.text("team.open_title" if waiting else "team.open_none")]
    lines += [_line(context, number, one) for number, one in enumerate(waiting, start=1)]
    buttons = [
        Button(context.label("team.withdraw", number=number), f"v1:invite:withdraw:{one.id}")
        for number, one in enumerate(waiting[:40], start=1)
    ]
    pairs = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    context.change(text="\n".join(lines), buttons=[*pairs, [_back(context)]])


@satgas_only
async def withdraw(update: Update, context: Context) -> None:
    """The link does not count any more."""
    number = int(context.pressed[0])
    done = context.run(invites.withdraw_invite, actor_id=context.person.id, invite_id=number, now=context.now)
    context.toast("team.withdrawn" if done else "team.not_open")
    await show(update, context)


def _ask_for_note(context: Context, role: str, kecamatan: list[str]) -> None:
    data = {"role": role, "kecamatan": kecamatan}
    context.run(forms.open_form, person_id=context.person.id, form=FORM, step="label", data=data, now=context.now)
    context.change("team.label", role=context.role(role, kecamatan), buttons=_choices(context))


def _invite(context: Context, label: str) -> None:
    """Make the link of the form the person is in."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form is None or form.form != FORM:
        context.toast("fallback.old_button")
        return
    context.run(forms.close, person_id=context.person.id, now=context.now)
    told: dict[str, Any] = {"role": form.data["role"], "kecamatan": form.data["kecamatan"], "label": label}
    made = context.run(invites.invite, made_by=context.person.id, now=context.now, **told)
    link = f"https://t.me/{context.house.bot_username}?start=i-{made.secret}"
    until = context.house.texts.moment(context.language, made.expires_at)
    text = context.text("team.invited", role=context.role(told["role"], told["kecamatan"]), link=link, until=until)
    text += "\n" + context.text("team.noted", label=label) if label else ""
    context.change(text=text, buttons=[[_back(context)]])


def _line(context: Context, number: int, one: invites.OpenInvite) -> str:
    until = context.house.texts.moment(context.language, one.expires_at)
    told = {"role": context.role(one.role, one.kecamatan), "maker": one.maker, "until": until}
    return context.text("team.open_noted" if one.label else "team.open_line", number=number, label=one.label, **told)


def _choices(context: Context) -> Buttons:
    skip = Button(context.label("team.skip"), "v1:invite:skip")
    return [[skip, Button(context.label("team.cancel"), "v1:invite:cancel")]]


def _back(context: Context) -> Button:
    return Button(context.label("team.back"), "v1:team:show")
