"""An article on its way, for satgas: write it step by step, change one part, see how it will look, keep it."""

from dataclasses import replace
from datetime import date
from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import drafting
from handlers.context import Button, Context, Update
from handlers.drafting import FORM, LIMITS, with_draft
from handlers.listening import App, OpenForm, on_press, satgas_only
from services import articledraft as drafts, articleshelf as shelf, dates, forms
from services.articledraft import Draft
from services.articles import Saved

NUMBER = "([0-9]{1,18})"
_EMPTY: dict[str, Any] = {"link": "", "doubt": "", "asked_as": ()}


def add_to(app: App) -> None:
    """Listen to the buttons of a draft, and to whatever is sent while one is open."""
    part = "(title|body|sources|doubt|asked_as|scope)"
    on_press(app, "v1:draft:new", new)
    on_press(app, f"v1:draft:open:{NUMBER}:{part}", open_article)
    on_press(app, f"v1:draft:translate:{NUMBER}:([a-z]{{2,8}})", translate)
    on_press(app, f"v1:draft:restore:{NUMBER}", restore)
    on_press(app, f"v1:draft:go:{part[:-1]}|preview)", with_draft(go))
    on_press(app, "v1:draft:on", with_draft(go_on))
    on_press(app, "v1:draft:source:(name|link|dated|drop):([0-9])", with_draft(change_source))
    on_press(app, "v1:draft:source:add", with_draft(add_source))
    on_press(app, "v1:draft:asked:(asked_as|asked_more)", with_draft(ask_again))
    on_press(app, "v1:draft:none:(link|doubt|asked_as)", with_draft(none))
    on_press(app, "v1:draft:today", with_draft(today))
    on_press(app, "v1:draft:(kecamatan|topics):([a-z0-9-]{1,40})", with_draft(toggle))
    on_press(app, "v1:draft:save", with_draft(save))
    on_press(app, "v1:draft:cancel", with_draft(cancel))
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), with_draft(take)))


@satgas_only
async def new(update: Update, context: Context) -> None:
    """A new article, step by step."""
    drafting.go_on(context, drafts.new())


@satgas_only
async def open_article(update: Update, context: Context) -> None:
    """One part of an article is about to change."""
    number, part = context.pressed
    known = context.run(shelf.known, article_id=int(number))
    if known is None:
        context.toast("article.gone", alert=True)
    else:
        drafting.change(context, drafts.of_article(known.article.id, known.content, known.changed_at), part)


@satgas_only
async def translate(update: Update, context: Context) -> None:
    """The same article in another language; the original is shown to be translated."""
    number, language = context.pressed
    known = context.run(shelf.known, article_id=int(number))
    if known is None or language not in context.house.city.languages:
        context.toast("article.gone", alert=True)
        return
    name = context.label(f"language.name.{language}")
    original = context.text("article.original", language=name, title=known.content.title, body=known.content.body)
    drafting.go_on(context, drafts.translation(known.article.id, known.content, language), after=original)


@satgas_only
async def restore(update: Update, context: Context) -> None:
    """What an article said before a change is brought back, as a new change."""
    past = context.run(shelf.past, version_id=int(context.pressed[0]))
    known = context.run(shelf.known, article_id=past.article_id) if past else None
    if past is None or past.before is None or known is None:
        context.toast("article.gone", alert=True)
        return
    now = drafts.of_article(known.article.id, known.content, known.changed_at)
    drafting.go_on(context, drafts.as_before(now, past.before))


async def go_on(context: Context, draft: Draft) -> None:
    """Where it was left."""
    drafting.go_on(context, draft)


async def go(context: Context, draft: Draft) -> None:
    """To the preview, or to a part that is to change."""
    settled = drafts.settled(draft)
    if settled is None:
        context.toast("article.unfinished", alert=True)
        drafting.go_on(context, draft)
    else:
        drafting.change(context, settled, context.pressed[0])


async def change_source(context: Context, draft: Draft) -> None:
    """One value of one source is about to change, or the source goes."""
    what, at = context.pressed[0], int(context.pressed[1])
    if what == "drop":
        drafting.sources(context, drafts.drop_source(draft, at) or draft)
    elif at < len(draft.content.sources):
        drafting.go_on(context, drafts.at_source(draft, at, what))


async def add_source(context: Context, draft: Draft) -> None:
    """One source more."""
    more = drafts.add_source(draft)
    if more is None:
        context.toast("article.sources_enough", alert=True, **LIMITS)
    else:
        drafting.go_on(context, more)


async def ask_again(context: Context, draft: Draft) -> None:
    """How people ask: all anew, or some more."""
    drafting.go_on(context, replace(draft, then=(context.pressed[0],)))


async def none(context: Context, draft: Draft) -> None:
    """Nothing where nothing is needed."""
    step = context.pressed[0]
    if draft.step == step:
        drafting.go_on(context, drafts.put(draft, step, _EMPTY[step]))
    else:
        context.toast("fallback.old_button")


async def today(context: Context, draft: Draft) -> None:
    """The source is from today."""
    if draft.step == "dated":
        drafting.go_on(context, drafts.put(draft, "dated", _today(context).isoformat()))
    else:
        context.toast("fallback.old_button")


async def toggle(context: Context, draft: Draft) -> None:
    """A kecamatan or topic more or less."""
    field, one = context.pressed
    changed = drafts.toggle(draft, field, one, [known.id for known in getattr(context.house.city, field)])
    drafting.scope(context, changed)


async def take(context: Context, draft: Draft) -> None:
    """What was typed is taken, or the satgas hears how it should be and may try again."""
    message = context.happened.message
    if not draft.then:
        context.say("article.press_first", buttons=drafting.preview_buttons(context))
        return
    if message is None or message.text is None or message.forward_origin:
        context.say("article.words_only", buttons=drafting.choices(context, draft))
        return
    taken = drafts.take(draft, message.text, today=_today(context))
    if isinstance(taken, Draft):
        drafting.go_on(context, taken)
    else:
        context.say(text=context.text(taken, **LIMITS), buttons=drafting.choices(context, draft))


async def save(context: Context, draft: Draft) -> None:
    """It is kept; where another satgas was faster, theirs is shown first."""
    settled = drafts.settled(draft)
    who: dict[str, Any] = {"by": context.person, "now": context.now}
    if settled is None or not context.run(forms.close, person_id=context.person.id, now=context.now):
        context.toast("article.unfinished", alert=True)
        return
    saved, number = context.run(drafts.save, draft=settled, **who)
    if saved in (Saved.OLDER, Saved.TAKEN):
        _show_newest(context, settled, number)
    elif saved is Saved.LONG:
        drafting.keep(context, settled)
        context.change(text=context.text(saved, **LIMITS), buttons=drafting.preview_buttons(context))
    else:
        context.change(_told(context, saved, number), buttons=[[_open(context, number)], [_home(context)]])


async def cancel(context: Context, draft: Draft) -> None:
    """Nothing is changed."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    number = draft.id or draft.of
    back = _open(context, number) if number else _home(context)
    context.change("cancel.done", buttons=[[back]])


def _told(context: Context, saved: Saved, number: int) -> str:
    known = context.run(shelf.known, article_id=number) if saved is Saved.DONE else None
    return "article.saved_retired" if known and known.retired_at else saved


def _show_newest(context: Context, draft: Draft, number: int) -> None:
    """What stands now; the satgas's own change can be put upon it."""
    known = context.run(shelf.known, article_id=number)
    assert known is not None, "nobody deletes articles"
    drafting.keep(context, drafts.upon(draft, number, known.content, known.changed_at))
    who = known.changed_by or context.label("article.by_somebody")
    parts = [context.text("article.older", who=who), drafting.as_seen(context, known.article)]
    if known.retired_at:
        when = context.house.texts.moment(context.language, known.retired_at)
        parts.append(context.text("article.facts_retired", when=when))
    mine = Button(context.label("article.use_mine"), "v1:draft:go:preview")
    leave = Button(context.label("article.leave"), "v1:draft:cancel")
    context.change(text="\n\n".join(parts), buttons=[[mine], [leave]])


def _today(context: Context) -> date:
    return dates.today(context.now, context.house.timezone)


def _open(context: Context, number: int) -> Button:
    return Button(context.label("article.open"), f"v1:article:show:{number}")


def _home(context: Context) -> Button:
    return Button(context.label("article.back"), "v1:article:home")
