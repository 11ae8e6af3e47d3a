"""/kabar: say yes or no to news, see what one chose, stop at once, read what was sent to whom."""

from functools import partial

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from notices import newslog
from notices.news import NONE, NewsWords
from services import newschoice
from services.announcements import reading
from services.newschoice import Choice


def add_to(app: App) -> None:
    """Listen to /kabar, to the one question, and to the button under every announcement."""
    on_command(app, "kabar", home)
    on_press(app, "v1:news:home", home)
    on_press(app, "v1:news:show", show)
    on_press(app, "v1:news:ask", ask)
    on_press(app, "v1:news:yes", agree)
    on_press(app, "v1:news:no", decline)
    on_press(app, "v1:news:live:([a-z0-9-]{1,32})", live)
    on_press(app, "v1:news:stop", stop)
    on_press(app, "v1:news:log:([0-9]{1,9})", log)
    on_press(app, "v1:news:open:([0-9]{1,9})", open_one)
    on_press(app, "v1:news:read:([0-9]{1,9})", read_one)


async def home(update: Update, context: Context) -> None:
    """What I chose, in place; who comes here by themselves need not be asked later."""
    context.run(newschoice.ask_once, person_id=context.person.id, now=context.now)
    context.change(text=_words(context).overview(_mine(context)), buttons=_doors(context))


async def show(update: Update, context: Context) -> None:
    """The same beneath an announcement, which stays as it is."""
    context.say(text=_words(context).overview(_mine(context)), buttons=_doors(context))


async def ask(update: Update, context: Context) -> None:
    """Would I like news? Beneath the answer that had the button; who said yes sees what they chose."""
    if _mine(context).wants:
        await show(update, context)
    else:
        words = _words(context)
        context.say(text=words.question(), buttons=words.yes_or_no())


async def agree(update: Update, context: Context) -> None:
    """Yes; then where they live, if they like."""
    yes = partial(newschoice.agree, language=context.language, now=context.now)
    context.run(yes, person_id=context.person.id)
    words, choice = _words(context), _mine(context)
    if choice.home:
        context.change(text=words.overview(choice), buttons=_doors(context))
    else:
        context.change("news.where", buttons=words.homes("live", "news.skip"))


async def live(update: Update, context: Context) -> None:
    """My kecamatan, or I do not say; then all is set."""
    words, kecamatan = _words(context), context.pressed[0]
    if kecamatan != NONE and not words.place(kecamatan):
        context.toast("fallback.old_button")
        return
    where = None if kecamatan == NONE else kecamatan
    context.run(newschoice.live_in, person_id=context.person.id, kecamatan=where)
    text = context.text("news.done_there", home=words.place(where)) if where else context.text("news.done")
    buttons = [*words.adjust(), *context.way_back()]
    context.change(text=text if _mine(context).wants else words.overview(_mine(context)), buttons=buttons)


async def decline(update: Update, context: Context) -> None:
    """No; nobody asks again."""
    context.run(newschoice.stop, person_id=context.person.id, now=context.now)
    context.change("news.declined", buttons=context.way_back())


async def stop(update: Update, context: Context) -> None:
    """No more news from this moment on."""
    context.run(newschoice.stop, person_id=context.person.id, now=context.now)
    context.change("news.stopped", buttons=[*_words(context).again(), *context.way_back()])


async def log(update: Update, context: Context) -> None:
    """What was sent, when, to how many, the newest first; nobody is named."""
    before = int(context.pressed[0]) or None
    found = context.run(reading.public_log, before_id=before, size=newslog.PAGE + 1)
    shown, texts = found[: newslog.PAGE], context.house.texts
    rows = [[Button(one.code, f"v1:news:open:{one.id}")] for one in shown]
    newest = context.run(reading.public_log, size=1) if before else ()
    turns = [Button(context.label("news.newest"), "v1:news:log:0")] if newest and newest[0].id >= (before or 0) else []
    if len(found) > len(shown):
        turns.append(Button(context.label("news.older"), f"v1:news:log:{shown[-1].id}"))
    buttons = [*rows, turns, *_words(context).back()]
    context.change(text=newslog.log(texts, context.language, shown), buttons=buttons)


async def open_one(update: Update, context: Context) -> None:
    """One of them as it was sent, in place."""
    number = int(context.pressed[0])
    back = [[Button(context.label("news.back_to_log"), f"v1:news:log:{number + 1}")]]
    context.change(text=_whole(context, number), buttons=back)


async def read_one(update: Update, context: Context) -> None:
    """The same beneath a digest, which stays as it is."""
    context.say(text=_whole(context, int(context.pressed[0])), buttons=_words(context).adjust())


def _whole(context: Context, number: int) -> str:
    found = context.run(reading.public_log, before_id=number + 1, size=1)
    if not found or found[0].id != number:
        return context.text("news.gone")
    return newslog.whole(context.house.texts, context.language, found[0])


def _mine(context: Context) -> Choice:
    return context.run(newschoice.of, person_id=context.person.id, now=context.now, timezone=context.house.timezone)


def _words(context: Context) -> NewsWords:
    return NewsWords(context.house.texts, context.language, context.house.city)


def _doors(context: Context) -> Buttons:
    return [*_words(context).doors(_mine(context), satgas=context.rights.satgas), *context.way_back()]
