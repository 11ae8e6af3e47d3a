"""What is written for an announcement: words, pictures, documents, an album, a poll, link buttons; in each language."""

from dataclasses import replace
from typing import Any

from telegram import Message
from telegram.ext import MessageHandler, filters

from handlers import announce_card as card
from handlers.announce_card import NUMBER, REVISION, WRITE, button, with_form
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, ketua_or_satgas_only, on_press
from notices.announcewords import LANGUAGES
from services.announcements import typed, writing
from services.announcements.typed import Wrong
from services.announcements.values import ALBUM, Announcement, Content, File, Kind, Outcome
from services.announcements.writing import Draft
from services.forms import OpenForm as Form
from services.people import HOME

NEW, MORE, FILES, TEXT, LINKS, POLL = "new", "album", "files", "text", "links", "poll"
MOST = ALBUM.stop - 1


def add_to(app: App) -> None:
    """Listen to the buttons that ask for something, and to what is sent."""
    on_press(app, "v1:announce:new", new)
    on_press(app, "v1:announce:poll", with_form(WRITE)(new_poll))
    on_press(app, f"v1:announce:body:{NUMBER}", body)
    on_press(app, f"v1:announce:text:{NUMBER}:([a-z]{{2}})", ask_text)
    on_press(app, f"v1:announce:files:{NUMBER}", ask_files)
    on_press(app, f"v1:announce:links:{NUMBER}", ask_links)
    on_press(app, f"v1:announce:several:{NUMBER}:{REVISION}", several)
    on_press(app, "v1:announce:none", with_form(WRITE)(none))
    on_press(app, "v1:announce:enough", with_form(WRITE)(enough))
    on_press(app, "v1:announce:leave", with_form(*card.FORMS)(leave))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(WRITE), with_form(WRITE)(take)))


@ketua_or_satgas_only
async def new(update: Update, context: Context) -> None:
    """What shall be announced? What is sent now is it."""
    card.keep(context, WRITE, NEW, {})
    poll = button(context, "announce.new_poll", "v1:announce:poll")
    context.change("announce.ask_new", most=MOST, buttons=[[poll], [card.leave(context)]])


async def new_poll(context: Context, form: Form) -> None:
    """A poll: question and options."""
    card.keep(context, WRITE, POLL, {"language": HOME})
    context.change("announce.ask_poll", buttons=[[card.leave(context)]])


@ketua_or_satgas_only
async def body(update: Update, context: Context) -> None:
    """What it says in each language, and what else is on it."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        _body(context, one)


@ketua_or_satgas_only
async def ask_text(update: Update, context: Context) -> None:
    """How should it read in this language?"""
    one, language = card.read(context, context.pressed[0]), context.pressed[1]
    if one is None or language not in LANGUAGES:
        return
    card.keep(context, WRITE, POLL if one.kind is Kind.POLL else TEXT, _data(one, language))
    poll = one.content.poll
    now = typed.poll_lines(poll, language) if poll else one.content.text.get(language, "")
    key = "announce.ask_poll" if poll else "announce.ask_text"
    parts = [context.text(key, **({} if poll else {"language": context.label(LANGUAGES[language])}))]
    parts += [context.text("announce.now", words=now)] if now else []
    empty = now and language != HOME
    drop = [[button(context, "announce.drop_language", "v1:announce:none")]] if empty else []
    context.change(text="\n\n".join(parts), buttons=[*drop, [card.leave(context)]])


@ketua_or_satgas_only
async def ask_files(update: Update, context: Context) -> None:
    """Another picture, document or album."""
    one = card.read(context, context.pressed[0])
    if one is not None:
        card.keep(context, WRITE, FILES, _data(one, HOME))
        without = [[button(context, "announce.no_files", "v1:announce:none")]] if one.content.files else []
        context.change("announce.ask_files", most=MOST, buttons=[*without, [card.leave(context)]])


@ketua_or_satgas_only
async def ask_links(update: Update, context: Context) -> None:
    """Buttons that lead somewhere, each on its line."""
    one = card.read(context, context.pressed[0])
    if one is None:
        return
    card.keep(context, WRITE, LINKS, _data(one, HOME))
    links = one.content.links
    parts = [context.text("announce.ask_links")]
    parts += [context.text("announce.now", words=typed.as_lines(links))] if links else []
    without = [[button(context, "announce.no_links", "v1:announce:none")]] if links else []
    context.change(text="\n\n".join(parts), buttons=[*without, [card.leave(context)]])


@ketua_or_satgas_only
async def several(update: Update, context: Context) -> None:
    """One option may be chosen, or several."""
    number, revision = context.pressed
    one = card.read(context, number)
    if one is not None and one.content.poll is not None:
        poll = replace(one.content.poll, several=not one.content.poll.several)
        _body_after(context, card.change(context, number, revision, content=replace(one.content, poll=poll)))


async def none(context: Context, form: Form) -> None:
    """Without it: without files, without buttons, without this language."""
    one = card.read(context, form.data.get("id", 0))
    if one is None:
        return
    language, content = form.data["language"], one.content
    if form.step == FILES:
        _edit(context, form, {"kind": Kind.TEXT, "content": replace(content, files=())})
    elif form.step == LINKS:
        _edit(context, form, {"content": replace(content, links=())})
    elif form.step == POLL and content.poll and language != HOME:
        _edit(context, form, {"content": replace(content, poll=typed.without(content.poll, language))})
    elif form.step == TEXT and language != HOME:
        kept = {one: words for one, words in content.text.items() if one != language}
        _edit(context, form, {"content": replace(content, text=kept)})
    else:
        context.toast("fallback.old_button")


async def enough(context: Context, form: Form) -> None:
    """All pictures of the album are there."""
    files = [File(**one) for one in form.data.get("files", ())]
    if form.step == MORE and files:
        _whole(context, form, files, form.data.get("text", ""))
    else:
        context.toast("fallback.old_button")


async def leave(context: Context, form: Form) -> None:
    """Nothing is changed."""
    card.close(context)
    number = form.data.get("id")
    one = card.read(context, number) if number else None
    if one is not None:
        card.show(context, one, "cancel.done")
    elif not number:
        context.change("cancel.done", buttons=[[card.home(context)]])


async def take(context: Context, form: Form) -> None:
    """What was sent is taken, or it is said how it should be."""
    message = context.happened.message
    assert message is not None
    file, words = _given(message)
    if form.step in (NEW, FILES, MORE) and file:
        _file(context, form, message, file, words)
    elif form.step == NEW and words:
        _create(context, Draft(Kind.TEXT, Content({HOME: words})))
    elif form.step == MORE and words:
        card.keep(context, WRITE, MORE, {**form.data, "text": words})
        context.say("announce.album_words", buttons=_gathering(context))
    elif form.step == TEXT and words and not file:
        _text(context, form, words)
    elif form.step == LINKS and message.text:
        _links(context, form, message.text)
    elif form.step == POLL and message.text:
        _poll(context, form, message.text)
    else:
        context.say("announce.what_can", most=MOST, buttons=[[card.leave(context)]])


def _given(message: Message) -> tuple[File | None, str]:
    """A picture or a document, and the words with their formatting."""
    plain = message.text or message.caption or ""
    words = typed.as_html(plain, (message.text_html if message.text else message.caption_html) or "") if plain else ""
    if message.photo:
        return File("photo", message.photo[-1].file_id), words
    if message.document:
        return File("document", message.document.file_id, message.document.file_name or ""), words
    return None, words


def _file(context: Context, form: Form, message: Message, file: File, words: str) -> None:
    """One alone is whole; those of an album gather until it is said that all are there."""
    if form.step != MORE and not message.media_group_id:
        _whole(context, form, [file], words)
        return
    gathered = list(form.data.get("files", ()))
    if any(one["kind"] != file.kind for one in gathered):
        context.say("announce.album_mixed", buttons=_gathering(context))
        return
    if len(gathered) >= MOST:
        context.say("announce.album_full", most=MOST, buttons=_gathering(context))
        return
    gathered.append({"kind": file.kind, "file_id": file.file_id, "name": file.name})
    group = message.media_group_id or ""
    data = {**form.data, "files": gathered, "text": words or form.data.get("text", ""), "group": group}
    card.keep(context, WRITE, MORE, data)
    if not group or group != form.data.get("group"):
        context.say("announce.album_more", buttons=_gathering(context))


def _gathering(context: Context) -> Buttons:
    return [[button(context, "announce.album_done", "v1:announce:enough")], [card.leave(context)]]


def _whole(context: Context, form: Form, files: list[File], words: str) -> None:
    """A new announcement with these, or another one's instead of what it had."""
    kind = Kind.ALBUM if len(files) > 1 else Kind(files[0].kind)
    if "id" not in form.data:
        _create(context, Draft(kind, Content({HOME: words} if words else {}, tuple(files))))
        return
    one = card.read(context, form.data["id"])
    if one is not None:
        text = {**one.content.text, HOME: words} if words else one.content.text
        _edit(context, form, {"kind": kind, "content": replace(one.content, text=text, files=tuple(files))})


def _text(context: Context, form: Form, words: str) -> None:
    one = card.read(context, form.data["id"])
    if one is not None:
        text = {**one.content.text, form.data["language"]: words}
        _edit(context, form, {"content": replace(one.content, text=text)})


def _links(context: Context, form: Form, words: str) -> None:
    links = typed.read_links(words)
    one = card.read(context, form.data["id"])
    if isinstance(links, Wrong):
        context.say(links, buttons=[[card.leave(context)]])
    elif one is not None:
        _edit(context, form, {"content": replace(one.content, links=links)})


def _poll(context: Context, form: Form, words: str) -> None:
    one = card.read(context, form.data["id"]) if "id" in form.data else None
    if one is None and "id" in form.data:
        return
    poll = typed.read_poll(words, language=form.data["language"], before=one.content.poll if one else None)
    if isinstance(poll, Wrong):
        context.say(poll, buttons=[[card.leave(context)]])
    elif one is None:
        _create(context, Draft(Kind.POLL, Content(poll=poll)))
    else:
        _edit(context, form, {"content": replace(one.content, poll=poll)})


def _create(context: Context, draft: Draft) -> None:
    card.close(context)
    who: dict[str, Any] = {"author_id": context.person.id, "rights": context.rights, "now": context.now}
    card.tell(context, context.run(writing.create, draft=draft, **who))


def _edit(context: Context, form: Form, new: dict[str, Any]) -> None:
    card.close(context)
    card.tell(context, card.change(context, form.data["id"], form.data["revision"], **new))


def _data(one: Announcement, language: str) -> dict[str, Any]:
    return {"id": one.id, "revision": one.revision, "language": language}


def _body_after(context: Context, done: Any) -> None:
    if done is not None and done.outcome is Outcome.CHANGED:
        _body(context, done.announcement)
    else:
        card.tell(context, done)


def _body(context: Context, one: Announcement) -> None:
    words, poll = card.words(context), one.content.poll
    spoken = words.languages(one.content)
    rows = [[Button(_named(context, language, language in spoken), f"v1:announce:text:{one.id}:{language}")]
            for language in LANGUAGES]  # fmt: skip
    if poll:
        key = "announce.one_choice" if poll.several else "announce.several_choices"
        rows.append([button(context, key, f"v1:announce:several:{one.id}:{one.revision}")])
    else:
        files = button(context, "announce.to_files", f"v1:announce:files:{one.id}")
        rows.append([files, button(context, "announce.to_links", f"v1:announce:links:{one.id}")])
    context.change("announce.body", code=one.code, buttons=[*rows, [card.back_to(context, one.id)]])


def _named(context: Context, language: str, there: bool) -> str:
    name = context.label(LANGUAGES[language])
    return context.label("announce.change_language" if there else "announce.add_language", language=name)
