"""/kabar further in: which topics and kecamatan, what one is, how often, how many a month, and a rest."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeAlias

from handlers.context import Buttons, Context, Update
from handlers.listening import App, on_press
from notices.news import NONE, NewsWords
from services import newschoice
from services.newschoice import Choice

ONE = "([a-z0-9-]{1,32})"
Screen: TypeAlias = Callable[[NewsWords, Choice], Buttons]


def add_to(app: App) -> None:
    """Listen to the buttons of each screen, and to what is chosen there."""
    on_press(app, "v1:news:topics", topics)
    on_press(app, f"v1:news:topic:{ONE}:(on|off)", topic)
    on_press(app, "v1:news:places", places)
    on_press(app, f"v1:news:follow:{ONE}:(on|off)", follow)
    on_press(app, "v1:news:moving", moving)
    on_press(app, f"v1:news:move:{ONE}", move)
    on_press(app, "v1:news:kinds", kinds)
    on_press(app, f"v1:news:kind:{ONE}", kind)
    on_press(app, "v1:news:pace", pace)
    on_press(app, "v1:news:every:(update|week)", every)
    on_press(app, "v1:news:cap:(none|2|4|8)", cap)
    on_press(app, "v1:news:rest", rest)
    on_press(app, "v1:news:snooze:(0|1|7|30)", snooze)


async def topics(update: Update, context: Context) -> None:
    """What news may be about."""
    _screen(context, "news.which_topics", NewsWords.topics)


async def topic(update: Update, context: Context) -> None:
    """Of this one I want to hear, or not."""
    one, way = context.pressed
    if any(topic.id == one for topic in context.house.city.topics):
        context.run(newschoice.hear_of, person_id=context.person.id, topic=one, hears=way == "on")
    _screen(context, "news.which_topics", NewsWords.topics)


async def places(update: Update, context: Context) -> None:
    """Where I live, and which other kecamatan I want to hear of."""
    _screen(context, "news.which_places", NewsWords.places)


async def follow(update: Update, context: Context) -> None:
    """I want to hear of this one, or not."""
    one, way = context.pressed
    if _words(context).place(one):
        context.run(newschoice.follow, person_id=context.person.id, kecamatan=one, follows=way == "on")
    _screen(context, "news.which_places", NewsWords.places)


async def moving(update: Update, context: Context) -> None:
    """Where do you live now?"""
    words, choice = _words(context), _mine(context)
    rows = words.homes("move", "news.unsaid", choice.home)
    context.change("news.where_now", buttons=[*rows, *words.back("places")])


async def move(update: Update, context: Context) -> None:
    """I live here, or do not say."""
    (one,) = context.pressed
    if one == NONE or _words(context).place(one):
        home = None if one == NONE else one
        context.run(newschoice.live_in, person_id=context.person.id, kecamatan=home)
    _screen(context, "news.which_places", NewsWords.places)


async def kinds(update: Update, context: Context) -> None:
    """What I am in the city, if I say so."""
    _screen(context, "news.which_kind", NewsWords.kinds)


async def kind(update: Update, context: Context) -> None:
    """I am this, or do not say."""
    (one,) = context.pressed
    if one == NONE or any(known.id == one for known in context.house.city.stakeholders):
        context.run(newschoice.be, person_id=context.person.id, kind=None if one == NONE else one)
    _screen(context, "news.which_kind", NewsWords.kinds)


async def pace(update: Update, context: Context) -> None:
    """How often, and how many a month."""
    _screen(context, "news.how_often", NewsWords.paces)


async def every(update: Update, context: Context) -> None:
    """Each as it comes, or all together once a week."""
    (word,) = context.pressed
    context.run(newschoice.pace, person_id=context.person.id, every=word, now=context.now)
    _screen(context, "news.how_often", NewsWords.paces)


async def cap(update: Update, context: Context) -> None:
    """So many a month at most."""
    (word,) = context.pressed
    context.run(newschoice.limit, person_id=context.person.id, cap=None if word == NONE else int(word))
    _screen(context, "news.how_often", NewsWords.paces)


async def rest(update: Update, context: Context) -> None:
    """For how long?"""
    _screen(context, "news.how_long", NewsWords.rests)


async def snooze(update: Update, context: Context) -> None:
    """No news for so many days; 0: again from now on."""
    days = int(context.pressed[0])
    until = context.now + timedelta(days=days) if days else None
    context.run(partial(newschoice.snooze, person_id=context.person.id), until=until, now=context.now)
    words, choice = _words(context), _mine(context)
    context.change(text=words.overview(choice), buttons=_doors(context, choice))


def _screen(context: Context, key: str, rows: Screen) -> None:
    words, choice = _words(context), _mine(context)
    text = context.text(key) if choice.wants else words.overview(choice)
    buttons = [*rows(words, choice), *words.back()] if choice.wants else _doors(context, choice)
    context.change(text=text, buttons=buttons)


def _mine(context: Context) -> Choice:
    return context.run(newschoice.of, person_id=context.person.id, now=context.now, timezone=context.house.timezone)


def _words(context: Context) -> NewsWords:
    return NewsWords(context.house.texts, context.language, context.house.city)


def _doors(context: Context, choice: Choice) -> Buttons:
    return [*_words(context).doors(choice, satgas=context.rights.satgas), *context.way_back()]
