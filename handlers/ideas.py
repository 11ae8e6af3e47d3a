"""/ide: send an idea in one message, see how it will look and what is like it, change a part, send it."""

from dataclasses import replace
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import proposing
from handlers.context import Button, Context, Update
from handlers.listening import App, on_command, on_press
from handlers.proposing import COMMAND, with_writing
from services import consents, sectors
from services.consents import Purpose
from services.ideas import editing, sending, supports, writing as written
from services.ideas.values import Done, Idea, Outcome
from services.ideas.writing import Step, Writing

NUMBER = "([0-9]{1,18})"
_SUPPORTED = {Outcome.SUPPORTED: "ide.supported_instead", Outcome.ALREADY: "ide.already_supported"}


def add_to(app: App) -> None:
    """Listen to /ide, also below a picture, to and to the buttons of an idea on its way."""
    new = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    on_command(app, "ide", begin)
    app.add_handler(MessageHandler(new & filters.CaptionRegex(COMMAND) & ~filters.FORWARDED, begin))
    on_press(app, "v1:ide:new", begin)
    on_press(app, "v1:ide:show", with_writing(show))
    on_press(app, "v1:ide:(title|rewrite)", with_writing(write_anew))
    on_press(app, "v1:ide:(sector|where)(?::([a-z0-9-]{1,40}))?", with_writing(choose))
    on_press(app, "v1:ide:named:([01])", with_writing(choose_name))
    on_press(app, f"v1:ide:send:{NUMBER}(?::([01]))?", with_writing(send))
    on_press(app, f"v1:ide:support:{NUMBER}", with_writing(support_instead))
    on_press(app, "v1:ide:leave", with_writing(leave))


async def begin(update: Update, context: Context) -> None:
    """The idea itself, where it came along; else what is waiting, or the question for it."""
    proposing.begin(context, update.message)


async def show(context: Context, writing: Writing) -> None:
    """How it will look; what was to be typed stays as it was."""
    if writing.parts:
        proposing.show(context, writing if not writing.is_new else replace(writing, fresh=False))
    else:
        proposing.ask(context, replace(writing, step=Step.WORDS), "ide.ask")


async def write_anew(context: Context, writing: Writing) -> None:
    """Another title, or other words in place of these."""
    if context.pressed[0] == "title":
        proposing.ask(context, replace(writing, step=Step.TITLE), "ide.ask_title")
    else:
        proposing.ask(context, replace(writing, step=Step.LOOK, fresh=True), "ide.ask_anew")


async def choose(context: Context, writing: Writing) -> None:
    """A sub-sector or a kecamatan: which there are, or this one."""
    what, chosen = context.pressed
    city, screen = context.house.city, proposing.screen(context)
    draft = written.draft(writing, city)
    if not chosen and what == "sector":
        context.change("ide.which_sector", buttons=screen.sectors(draft.sector))
    elif not chosen:
        context.change("ide.which_kecamatan", buttons=screen.kecamatan(city.kecamatan, draft.kecamatan))
    elif what == "sector" and (chosen == "-" or sectors.sector(chosen)):
        proposing.show(context, replace(writing, sector=chosen.strip("-")))
    elif what == "where" and chosen in ("-", *(one.id for one in city.kecamatan)):
        proposing.show(context, replace(writing, kecamatan=chosen.strip("-")))
    else:
        context.toast("fallback.old_button")


async def choose_name(context: Context, writing: Writing) -> None:
    """With the name, or without."""
    proposing.show(context, replace(writing, named=context.pressed[0] == "1"))


async def send(context: Context, writing: Writing) -> None:
    """As it was shown; where it cannot be, the form stays and it is said why."""
    revision, named = context.pressed
    if int(revision) != writing.revision or not writing.parts:
        context.toast("ide.older")
        await show(context, writing)
        return
    if not proposing.close(context):
        context.toast("ide.form_closed", alert=True)
    elif writing.is_new:
        _send(context, writing, named)
    else:
        _save(context, writing)


async def support_instead(context: Context, writing: Writing) -> None:
    """Another one like it gets the support; this one is kept for a while, in case it is to be sent too."""
    number = int(context.pressed[0])
    done: Done = context.run(supports.support, idea_id=number, person_id=context.person.id, now=context.now)
    key = _SUPPORTED.get(done.outcome)
    if key is None or done.idea is None:
        context.toast("ide.not_supported", alert=True)
        proposing.show(context, writing)
        return
    proposing.keep(context, replace(writing, step=Step.ASIDE))
    told: dict[str, Any] = {"code": done.idea.code, "title": done.idea.title, "count": done.idea.supports}
    rest = Button(context.label("ide.send_too"), "v1:ide:show")
    context.change(key, buttons=[[proposing.own_ideas(context)], [rest], *context.way_back()], **told)


async def leave(context: Context, writing: Writing) -> None:
    """Nothing is sent, nothing changes."""
    proposing.close(context)
    if writing.is_new:
        context.change("ide.left", buttons=context.way_back())
    else:
        context.change("ide.left_change", buttons=[[_card(context, writing.idea_id)], *context.way_back()])


def _send(context: Context, writing: Writing, answer: str | None) -> None:
    who: dict[str, Any] = {"language": context.language, "now": context.now}
    if answer is not None:
        context.run(consents.give, person_id=context.person.id, purpose=Purpose.IDEA, **who)
        writing = replace(writing, named=answer == "1")
    named = proposing.proposal(context).named if writing.named is None else writing.named
    if named is None:
        proposing.show(context, writing)
        return
    draft = written.draft(replace(writing, named=named), context.house.city)
    told: dict[str, Any] = {"author_id": context.person.id, "hours": proposing.hours(context)}
    done = context.run(sending.send, draft=draft, **told, **who)
    if done.idea is None:
        proposing.show(context, writing, done.outcome)
    else:
        _tell(context, done.idea, done.outcome)


def _save(context: Context, writing: Writing) -> None:
    told: dict[str, Any] = {"idea_id": writing.idea_id, "author_id": context.person.id, "language": context.language}
    told |= {"draft": written.draft(writing, context.house.city), "hours": proposing.hours(context)}
    done = context.run(editing.change, now=context.now, **told)
    if done.idea is None:
        context.change("myideas.not_found", buttons=[[proposing.own_ideas(context)], *context.way_back()])
    elif done.outcome is Outcome.CHANGED:
        _tell(context, done.idea, done.outcome)
    elif done.outcome in (Outcome.UNCHANGED, Outcome.TOO_LATE):
        context.change(done.outcome, code=done.idea.code, buttons=[[_card(context, done.idea.id)], *context.way_back()])
    else:
        proposing.show(context, writing, done.outcome)


def _tell(context: Context, idea: Idea, key: str) -> None:
    """Its code, how far it is, what happens next and by when."""
    texts, language = context.house.texts, context.language
    told = {"code": idea.code, "title": idea.title, "review": texts.date(language, idea.review_by)}
    told |= {"answer": texts.date(language, idea.answer_by)}
    told |= {"status": context.label("myideas.waiting")}
    told |= {"until": texts.clock(language, idea.sent_at + editing.WINDOW)}
    context.change(
        text=f"{context.text(key, **told)}\n\n{context.text('ide.next', **told)}",
        buttons=[[_card(context, idea.id), proposing.own_ideas(context)], *context.way_back()],
    )


def _card(context: Context, number: int) -> Button:
    return Button(context.label("myideas.see"), f"v1:myideas:card:{number}")
