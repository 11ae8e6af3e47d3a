"""After an announcement: put right or deleted everywhere it went; a poll's votes added up, and told to who voted."""

from dataclasses import replace
from functools import partial
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import announce_card as card
from handlers.announce_card import FIX, NUMBER, button, with_form
from handlers.context import Buttons, Context, Update
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from notices import votewords
from notices.announcewords import LANGUAGES
from services.announcements import checking, correcting, polls, results, typed, writing
from services.announcements.values import Announcement, Content, Kind, Outcome, Term, Who, everyone
from services.announcements.writing import Draft
from services.forms import OpenForm as Form


def add_to(app: App) -> None:
    """Listen to the buttons of corrections and votes, and to the corrected words."""
    on_press(app, f"v1:announce:correct:{NUMBER}", choose)
    on_press(app, f"v1:announce:fix:{NUMBER}:([a-z]{{2}})", ask)
    on_press(app, "v1:announce:fixed", with_form(FIX)(correct))
    on_press(app, f"v1:announce:erase:{NUMBER}", sure)
    on_press(app, f"v1:announce:erased:{NUMBER}", erase)
    on_press(app, f"v1:announce:votes:{NUMBER}", votes)
    on_press(app, f"v1:announce:voters:{NUMBER}", tell_voters)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FIX), with_form(FIX)(take)))


@ketua_or_satgas_only
async def choose(update: Update, context: Context) -> None:
    """Which language's words are wrong? Or shall all of it go?"""
    one = card.read(context, context.pressed[0])
    if one is None:
        return
    words = card.words(context)
    spoken = () if one.kind is Kind.POLL else words.languages(one.content)
    rows = [
        [button(context, "announce.change_language", f"v1:announce:fix:{one.id}:{language}",
                language=context.label(LANGUAGES[language]))]
        for language in spoken
    ]  # fmt: skip
    erase = [button(context, "announce.erase", f"v1:announce:erase:{one.id}")]
    key = "announce.correct_poll" if one.kind is Kind.POLL else "announce.correct"
    count = context.run(results.result, announcement=one).sent
    context.change(key, buttons=[*rows, erase, [card.back_to(context, one.id)]], count=count)


@ketua_or_satgas_only
async def ask(update: Update, context: Context) -> None:
    """How should it read?"""
    number, language = context.pressed
    one = card.read(context, number)
    if one is not None and language in LANGUAGES:
        card.keep(context, FIX, language, {"id": one.id, "version": one.version})
        parts = [context.text("announce.ask_fix", language=context.label(LANGUAGES[language]))]
        parts.append(context.text("announce.now", words=one.content.text.get(language, "")))
        context.change(text="\n\n".join(parts), buttons=[[card.leave(context)]])


async def take(context: Context, form: Form) -> None:
    """The new words are shown as they will stand; nothing is changed yet."""
    message = context.happened.message
    one = card.read(context, form.data["id"])
    if one is None or message is None:
        return
    words = typed.as_html(message.text, message.text_html) if message.text else ""
    content = _with(one, form.step, words)
    wrong = checking.findings(one.kind, content)
    if not words or wrong:
        told = card.words(context)
        lines = [told.finding(one.kind, finding) for finding in wrong] or [context.text("announce.words_only")]
        context.say(text="\n".join(lines), buttons=[[card.leave(context)]])
        return
    card.keep(context, FIX, form.step, {**form.data, "text": words})
    count = context.run(results.result, announcement=one).sent
    text = "\n\n".join([context.text("announce.fix_preview", count=count), words])
    context.say(text=text, buttons=_sure(context))


async def correct(context: Context, form: Form) -> None:
    """Every copy says so from now on."""
    one = card.read(context, form.data["id"])
    if one is None or "text" not in form.data:
        return
    card.close(context)
    if one.version != form.data["version"]:
        card.show(context, one, Outcome.STALE)
        return
    content = _with(one, form.step, form.data["text"])
    _correct(context, one, content)


@ketua_or_satgas_only
async def sure(update: Update, context: Context) -> None:
    """Really? Telegram deletes only what is younger than two days."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        count = context.run(results.result, announcement=one).sent
        yes = button(context, "announce.erase_yes", f"v1:announce:erased:{one.id}")
        context.change("announce.erase_sure", buttons=[[yes], [card.back_to(context, one.id)]], count=count)


@ketua_or_satgas_only
async def erase(update: Update, context: Context) -> None:
    """Every copy is deleted."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _correct(context, one, None)


@ketua_or_satgas_only
async def votes(update: Update, context: Context) -> None:
    """What people chose so far, over all copies."""
    one = card.read(context, context.pressed[0])
    if one is not None and one.content.poll:
        told = context.run(polls.tally, announcement=one)
        text = votewords.votes(card.words(context), one.content.poll, told)
        tell = [button(context, "announce.tell_voters", f"v1:announce:voters:{one.id}")] if told.voters else []
        again = [button(context, "announce.renew", f"v1:announce:votes:{one.id}")]
        context.change(text=text, buttons=[tell, again, [card.back_to(context, one.id)]])


@ketua_or_satgas_only
async def tell_voters(update: Update, context: Context) -> None:
    """The result as a new announcement to who voted, to be looked at before it goes out."""
    one = card.read(context, context.pressed[0])
    if one is None or one.content.poll is None:
        return
    told = context.run(polls.tally, announcement=one)
    spoken = card.words(context).languages(one.content)
    text = {language: votewords.votes(card.words(context, language), one.content.poll, told) for language in spoken}
    draft = Draft(Kind.TEXT, Content(text), everyone(Term(Who.VOTER, (one.id,))), one.topics)
    who: dict[str, Any] = {"author_id": context.person.id, "rights": context.rights, "now": context.now}
    card.tell(context, context.run(writing.create, draft=draft, **who))


def _correct(context: Context, one: Announcement, content: Content | None) -> None:
    deed = partial(correcting.correct, announcement_id=one.id, content=content)
    done = context.run(deed, **card.who(context))
    if done.outcome is Outcome.CHANGED and done.announcement:
        card.show(context, done.announcement, "announce.erases" if content is None else "announce.corrects")
    else:
        card.tell(context, done)


def _with(one: Announcement, language: str, words: str) -> Content:
    return replace(one.content, text={**one.content.text, language: words})


def _sure(context: Context) -> Buttons:
    return [[button(context, "announce.fix_yes", "v1:announce:fixed")], [card.leave(context)]]
