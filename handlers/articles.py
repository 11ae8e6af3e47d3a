"""/artikel, for satgas: find knowledge, open it as residents see it, retire and revive it, see what it said before."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers import drafting
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, OpenForm, on_command, on_press, satgas_only
from services import articles, articleshelf as shelf, forms, people
from services.articleshelf import Known, Listed, Page, Past

FIND = "article_find"
WORDS = 200
NUMBER = "([0-9]{1,18})"
_ORIGINS = {
    "pack": "article.origin_pack",
    "changed": "article.origin_changed",
    "satgas": "article.origin_satgas",
}


def add_to(app: App) -> None:
    """Listen to /artikel, its buttons, and the words of a search."""
    on_press(app, "v1:article:home", home)
    on_press(app, "v1:article:find", ask_for_words)
    on_press(app, "v1:article:found:([0-9]{1,4})", found)
    on_press(app, "v1:article:(recent|retired):([0-9]{1,4})", browse)
    on_press(app, f"v1:article:show:{NUMBER}", show)
    on_press(app, f"v1:article:(retire|revive):{NUMBER}", turn)
    on_press(app, f"v1:article:languages:{NUMBER}", languages)
    on_press(app, f"v1:article:history:{NUMBER}:([0-9]{{1,4}})", history)
    on_press(app, f"v1:article:past:{NUMBER}", show_past)
    on_command(app, "artikel", command)
    written = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(written & OpenForm(FIND), search))


@satgas_only
async def command(update: Update, context: Context) -> None:
    """/artikel alone, or with words to look for."""
    words = " ".join(context.args or ())[:WORDS]
    if words:
        _keep_words(context, words)
        _show_found(context, words, 0)
    else:
        await home(update, context)


@satgas_only
async def home(update: Update, context: Context) -> None:
    """What can be done with knowledge; an article half written can be gone on with."""
    form = _form(context)
    if form and form.form == FIND:
        context.run(forms.close, person_id=context.person.id, now=context.now)
    go_on = [Button(context.label("article.go_on"), "v1:draft:on")] if form and form.form == drafting.FORM else []
    find = Button(context.label("article.find"), "v1:article:find")
    new = Button(context.label("article.new"), "v1:draft:new")
    recent = Button(context.label("article.recent"), "v1:article:recent:0")
    retired = Button(context.label("article.retired"), "v1:article:retired:0")
    context.change("article.home", buttons=[go_on, [find, new], [recent, retired], *context.way_back()])


@satgas_only
async def ask_for_words(update: Update, context: Context) -> None:
    """Which words?"""
    _keep_words(context, "")
    context.change("article.find_ask", buttons=[[_home(context)]])


@satgas_only
async def search(update: Update, context: Context) -> None:
    """The words typed are looked for; other words may follow."""
    forwarded = update.message is not None and update.message.forward_origin is not None
    words = " ".join(context.words.split())[:WORDS]
    if forwarded or not words:
        context.say("article.find_words", buttons=[[_home(context)]])
        return
    _keep_words(context, words)
    _show_found(context, words, 0)


@satgas_only
async def found(update: Update, context: Context) -> None:
    """Another page of what was looked for."""
    form = _form(context)
    if form and form.form == FIND and form.data["words"]:
        _show_found(context, form.data["words"], int(context.pressed[0]))
    else:
        context.toast("article.search_over", alert=True)


@satgas_only
async def browse(update: Update, context: Context) -> None:
    """Those changed last, or those retired."""
    which, page = context.pressed
    listed = context.run(shelf.recent if which == "recent" else shelf.retired, page=int(page))
    key = "article.recent_title" if which == "recent" else "article.retired_title"
    _list(context, context.text(key if listed.count else "article.none"), listed, f"v1:article:{which}")


@satgas_only
async def show(update: Update, context: Context) -> None:
    """An article exactly as residents see it, then its facts."""
    known = context.run(shelf.known, article_id=int(context.pressed[-1]))
    if known is None:
        context.toast("article.gone", alert=True)
        return
    context.change(
        text=f"{drafting.as_seen(context, known.article)}\n\n{_facts(context, known)}", buttons=_deeds(context, known)
    )


@satgas_only
async def turn(update: Update, context: Context) -> None:
    """Retire it, or revive it."""
    retire = context.pressed[0] == "retire"
    who: dict[str, Any] = {"by": context.person, "now": context.now}
    done = context.run(articles.retire if retire else articles.revive, article_id=int(context.pressed[1]), **who)
    if not done:
        context.toast("article.already")
    else:
        context.toast("article.retired_now" if retire else "article.revived_now")
    await show(update, context)


@satgas_only
async def languages(update: Update, context: Context) -> None:
    """In which languages it stands, and in which it may be written."""
    number = int(context.pressed[0])
    known = context.run(shelf.known, article_id=number)
    if known is None:
        context.toast("article.gone", alert=True)
        return
    there = dict(known.languages)
    rows = [[_language(context, number, one, there.get(one))] for one in context.house.city.languages]
    context.change("article.languages", buttons=[*rows, [_back_to(context, number)]])


@satgas_only
async def history(update: Update, context: Context) -> None:
    """Every change with its date and name, the last one first."""
    number, page = (int(part) for part in context.pressed)
    listed = context.run(shelf.history, article_id=number, page=page)
    lines = [context.text("article.history_title" if listed.count else "article.history_none")]
    lines += [_past_line(context, one) for one in listed.items]
    looks = [
        Button(context.label("article.past_look", number=one.number), f"v1:article:past:{one.id}")
        for one in listed.items
        if one.before
    ]
    pairs = [looks[at : at + 2] for at in range(0, len(looks), 2)]
    turns = _turns(listed, f"v1:article:history:{number}")
    context.change(text="\n".join(lines), buttons=[*pairs, turns, [_back_to(context, number)]])


@satgas_only
async def show_past(update: Update, context: Context) -> None:
    """What it said before a change, and the button that brings it back."""
    past = context.run(shelf.past, version_id=int(context.pressed[0]))
    if past is None or past.before is None:
        context.toast("fallback.old_button")
        return
    back = Button(context.label("article.history_back"), f"v1:article:history:{past.article_id}:0")
    again = Button(context.label("article.past_again"), f"v1:draft:restore:{past.id}")
    head = context.text("article.past_title", number=past.number, change=_past_words(context, past))
    text = f"{head}\n\n{drafting.as_seen(context, shelf.as_told(past.before))}"
    context.change(text=text, buttons=[[again], [back]])


def _show_found(context: Context, words: str, page: int) -> None:
    listed = context.run(shelf.find, index=context.house.library.index, words=words, page=page)
    key = "article.found_title" if listed.count else "article.found_none"
    _list(context, context.text(key, words=words, count=listed.count), listed, "v1:article:found")


def _list(context: Context, title: str, listed: Page[Listed], press: str) -> None:
    pages = [context.text("article.page", page=listed.page + 1, pages=listed.pages)] if listed.pages > 1 else []
    rows = [[Button(_titled(context, one), f"v1:article:show:{one.id}")] for one in listed.items]
    context.change(text="\n".join([title, *pages]), buttons=[*rows, _turns(listed, press), [_home(context)]])


def _titled(context: Context, one: Listed) -> str:
    key = "article.listed_retired" if one.retired else "article.listed"
    language = "" if one.language == people.HOME else f" ({one.language})"
    return context.label(key, title=one.title[:60], language=language)


def _turns(listed: Page[Any], press: str) -> list[Button]:
    back = [Button("‹", f"{press}:{listed.page - 1}")] if listed.page else []
    return back + ([Button("›", f"{press}:{listed.page + 1}")] if listed.page < listed.pages - 1 else [])


def _facts(context: Context, known: Known) -> str:
    language = context.label(f"language.name.{known.article.language}")
    told = {"language": language, "name": known.article.key, "origin": context.label(_ORIGINS[known.origin])}
    when, who = _moment(context, known.changed_at), _who(context, known.changed_by, pack=known.origin == "pack")
    facts = context.text("article.facts", when=when, who=who, count=len(known.content.asked_as), **told)
    if known.retired_at is None:
        return facts
    return f"{context.text('article.facts_retired', when=_moment(context, known.retired_at))}\n{facts}"


def _deeds(context: Context, known: Known) -> Buttons:
    number = known.article.id
    changes = [
        [Button(context.label(f"article.part.{part}"), f"v1:draft:open:{number}:{part}") for part in row]
        for row in drafting.PARTS
    ]
    turn = "revive" if known.retired_at else "retire"
    others = Button(context.label("article.other_language"), f"v1:article:languages:{number}")
    past = Button(context.label("article.history"), f"v1:article:history:{number}:0")
    key = "article.revive" if known.retired_at else "article.retire"
    form = _form(context)
    searched = form and form.form == FIND and form.data["words"]
    results = [Button(context.label("article.results"), "v1:article:found:0")] if searched else []
    last = [Button(context.label(key), f"v1:article:{turn}:{number}"), past]
    return [*changes, [others], last, [*results, _home(context)]]


def _language(context: Context, number: int, language: str, there: int | None) -> Button:
    name = context.label(f"language.name.{language}")
    if there is not None:
        return Button(context.label("article.language_there", name=name), f"v1:article:show:{there}")
    return Button(context.label("article.language_write", name=name), f"v1:draft:translate:{number}:{language}")


def _past_line(context: Context, past: Past) -> str:
    return context.text("article.past_line", number=past.number, change=_past_words(context, past))


def _past_words(context: Context, past: Past) -> str:
    what = ", ".join(context.label(f"article.field.{name}") for name in past.what)
    return context.label("article.past", when=_moment(context, past.at), who=_who(context, past.by), what=what)


def _who(context: Context, name: str | None, *, pack: bool = False) -> str:
    return name[:64] if name else context.label("article.by_pack" if pack else "article.by_somebody")


def _moment(context: Context, when: Any) -> str:
    return context.house.texts.moment(context.language, when)


def _form(context: Context) -> forms.OpenForm | None:
    return context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)


def _keep_words(context: Context, words: str) -> None:
    who: dict[str, Any] = {"person_id": context.person.id, "form": FIND, "step": "words"}
    context.run(forms.open_form, data={"words": words}, now=context.now, **who)


def _home(context: Context) -> Button:
    return Button(context.label("article.back"), "v1:article:home")


def _back_to(context: Context, number: int) -> Button:
    return Button(context.label("article.back_to"), f"v1:article:show:{number}")
