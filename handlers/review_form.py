"""What is typed about an idea: why it is held back, a note for the others who review, the milestone it belongs to."""

from collections.abc import Sequence
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import reviewing
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press, satgas_only
from handlers.reviewing import LOOK, NUMBER, Look, button, with_form
from services.forms import OpenForm as Form
from services.ideas import milestones, reading, reviewing as deeds
from services.ideas.suspicion import Doubt
from services.ideas.values import LONGEST_MILESTONE, LONGEST_NOTE, Done

FORM = reviewing.WORDS_FORM
REASONS = {
    "links": ("doubt.links", "review.reason_links"),
    "same": ("doubt.same", "review.reason_same"),
    "repeats": ("doubt.repeats", "review.reason_repeats"),
    "private": ("review.short_private", "review.reason_private"),
    "rude": ("review.short_rude", "review.reason_rude"),
    "unclear": ("review.short_unclear", "review.reason_unclear"),
}
"""Reasons that come up often: what the button says, and what the author is told."""
_DOUBTS = {"links": Doubt.LINKS, "same": Doubt.SAME, "repeats": Doubt.REPEATS}
_ASK = {"hold": "review.ask_hold", "note": "review.ask_note", "milestone": "review.ask_milestone"}
_MOST = {"hold": LONGEST_NOTE, "note": LONGEST_NOTE, "milestone": LONGEST_MILESTONE}


def add_to(app: App) -> None:
    """Listen to the buttons that ask for words, and to the words."""
    on_press(app, f"v1:hold:ask:{NUMBER}:{NUMBER}:{LOOK}", ask_why)
    on_press(app, f"v1:ideamark:ask:{NUMBER}:{NUMBER}:{LOOK}", ask_milestone)
    on_press(app, f"v1:note:ask:{NUMBER}:{LOOK}", ask_note)
    on_press(app, f"v1:hold:for:({'|'.join(REASONS)})", with_form(FORM)(hold_for))
    on_press(app, f"v1:ideamark:set:{NUMBER}", with_form(FORM)(link_to))
    on_press(app, "v1:ideamark:none", with_form(FORM)(unlink))
    on_press(app, "v1:reviewform:leave", with_form(FORM)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_form(FORM)(take)))


@satgas_only
async def ask_why(update: Update, context: Context) -> None:
    """Why is it held back? Its author reads that."""
    number, revision, look = context.pressed
    _ask(context, "hold", number, int(revision), look)


@satgas_only
async def ask_milestone(update: Update, context: Context) -> None:
    """Which milestone does it belong to?"""
    number, revision, look = context.pressed
    _ask(context, "milestone", number, int(revision), look)


@ketua_or_satgas_only
async def ask_note(update: Update, context: Context) -> None:
    """What should the others who review know?"""
    number, look = context.pressed
    _ask(context, "note", number, 0, look)


async def hold_for(context: Context, form: Form) -> None:
    """One of the reasons that come up often."""
    if form.step == "hold":
        _do(context, form, context.label(REASONS[context.pressed[0]][1]))
    else:
        context.toast("review.form_closed", alert=True)


async def link_to(context: Context, form: Form) -> None:
    """One of the milestones there are."""
    number = int(context.pressed[0])
    title = next((one.named("id") for one in reviewing.open_milestones(context) if one.id == number), "")
    if form.step == "milestone" and title:
        _link(context, form, title, number)
    else:
        context.toast("review.form_closed", alert=True)


async def unlink(context: Context, form: Form) -> None:
    """It belongs to none any more."""
    if form.step == "milestone" and reviewing.close(context):
        told = {"idea_id": form.data["id"], "revision": form.data["revision"]}
        _finish(context, form, context.run(milestones.unlink, **told, **reviewing.who(context)))
    else:
        context.toast("review.form_closed", alert=True)


async def leave(context: Context, form: Form) -> None:
    """Nothing happens; back to the card."""
    reviewing.close(context)
    reviewing.show_card(context, form.data["id"], Look.of(form.data["look"]))


async def take(context: Context, form: Form) -> None:
    """The words were typed; or it is said how they should be."""
    words, most = reviewing.typed(context), _MOST[form.step]
    if not words:
        context.say("review.words_only", buttons=_choices(context, form.step, form.data))
    elif len(words) > most:
        told: dict[str, Any] = {"most": most, "count": len(words)}
        context.say("review.too_long", buttons=_choices(context, form.step, form.data), **told)
    else:
        _do(context, form, words)


def _ask(context: Context, step: str, number: str, revision: int, look: str) -> None:
    idea = context.run(reading.reviewed_idea, idea_id=int(number), rights=context.rights)
    if idea is None:
        context.toast("review.not_found", alert=True)
        return
    data = {"id": idea.id, "revision": revision, "look": look}
    reviewing.keep(context, FORM, step, data)
    text = context.text(_ASK[step], code=idea.code, title=idea.title)
    context.change(text=text, buttons=_choices(context, step, data))


def _choices(context: Context, step: str, data: Any) -> Buttons:
    rows: list[Sequence[Button]] = []
    if step == "hold":
        rows = [[button(context, REASONS[one][0], f"v1:hold:for:{one}")] for one in _likely(context, data["id"])]
    if step == "milestone":
        there = reviewing.open_milestones(context)
        rows = [[Button(one.named(context.language)[:60], f"v1:ideamark:set:{one.id}")] for one in there]
        rows.append([button(context, "review.unlink", "v1:ideamark:none")])
    return [*rows, [button(context, "review.leave", "v1:reviewform:leave")]]


def _likely(context: Context, number: int) -> list[str]:
    """What the bot itself finds doubtful comes first; of that only what it finds."""
    found = reviewing.dossier(context, number)
    doubts = found.queued.doubts if found else ()
    return [one for one in REASONS if one not in _DOUBTS or _DOUBTS[one] in doubts]


def _do(context: Context, form: Form, words: str) -> None:
    number, revision = form.data["id"], form.data["revision"]
    if form.step == "milestone":
        _link(context, form, words, None)
        return
    reviewing.close(context)
    if form.step == "note":
        told: dict[str, Any] = {"idea_id": number, "text": words, "rights": context.rights, "now": context.now}
        _finish(context, form, context.run(deeds.add_note, author_id=context.person.id, **told))
    else:
        held = {"idea_id": number, "revision": revision, "reason": words}
        _finish(context, form, context.run(deeds.hold, **held, **reviewing.who(context)))


def _link(context: Context, form: Form, title: str, milestone_id: int | None) -> None:
    reviewing.close(context)
    told: dict[str, Any] = {"idea_id": form.data["id"], "revision": form.data["revision"], "milestone": title}
    done = context.run(milestones.link, milestone_id=milestone_id, **told, **reviewing.who(context))
    _finish(context, form, done)


def _finish(context: Context, form: Form, done: Done) -> None:
    reviewing.after(context, done, Look.of(form.data["look"]))
