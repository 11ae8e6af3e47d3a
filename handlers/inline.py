"""@bot words, in any chat: find what the bot knows and send it there with its source, or come and ask."""

from typing import Any

from telegram.ext import InlineQueryHandler, MessageHandler, filters

from handlers.context import Button, Context, Update
from handlers.listening import App
from notices import quoting, seatwords, spacewords
from notices.ideawords import IdeaWords
from services import inline
from services.asking import Shelf
from services.facts import Fact
from services.ideas.browsing import Card
from services.inline import Idea, Place, Told
from services.knowledge import Article
from wire.markup import plain
from wire.turn import InlineAnswer, InlineResult

KEPT = 5
"""Seconds for which Telegram may show an answer again: a changed article is found within five."""
DESCRIPTION = 100
LINK = "inline"
"""The payload that leads from here to the private chat (handlers/people.py)."""


def add_to(app: App) -> None:
    """Listen to inline queries, and to what was sent via the bot, which is no question."""
    app.add_handler(InlineQueryHandler(find))
    app.add_handler(MessageHandler(filters.ViaBot(app.bot_data["house"].bot_id), sent))


async def find(update: Update, context: Context) -> None:
    """What the words may mean; where nothing is found, the way to ask."""
    query = update.inline_query
    assert query is not None
    start = int(query.offset) if query.offset.isascii() and query.offset.isdigit() and len(query.offset) < 4 else 0
    shelf = Shelf(context.house.library, context.house.city, context.now)
    asked: dict[str, Any] = {"words": query.query, "language": context.language, "start": start}
    page = context.run(inline.find, shelf=shelf, ideas=context.house.ideas, **asked)
    context.turn.inline = InlineAnswer(
        [_result(context, one, page.language) for one in page.told],
        cache_time=KEPT,
        next_offset=str(page.further or ""),
        button=None if page.told or start else (context.label("inline.ask"), LINK),
    )


async def sent(update: Update, context: Context) -> None:
    """Whoever sent it has what they wanted."""


def _result(context: Context, told: Told, language: str) -> InlineResult:
    if isinstance(told, Idea):
        return _idea(context, told.card)
    if isinstance(told, Place):
        return _place(context, told, language)
    texts, url = context.house.texts, f"https://t.me/{context.house.bot_username}?start={LINK}"
    door = Button(texts.plain(language, "inline.door"), url=url)
    return InlineResult(
        told.passage,
        told.title,
        _short(_gist(context, told, language)),
        context.quote(told, language=language),
        [[door]],
    )


def _idea(context: Context, card: Card) -> InlineResult:
    """An idea's card, with a button by which it is supported there."""
    words = IdeaWords(context.house.texts, context.language, context.house.city)
    title = context.label("inline.idea", title=card.idea.title, count=card.idea.supports)
    told = (f"idea:{card.idea.id}", title, _short(card.idea.text), words.card(card, brief=True))
    return InlineResult(*told, words.elsewhere(card, context.house.bot_username))


def _place(context: Context, told: Place, language: str) -> InlineResult:
    """A coworking space, with the way to its seats."""
    texts, city, space = context.house.texts, context.house.city, told.space
    seats = Button(texts.plain(language, "space.see_slots"), url=context.link(f"ruang-{space.kecamatan}"))
    where = seatwords.address(space.address, seatwords.kecamatan(city, space.kecamatan))
    text = spacewords.card(texts, language, space, told.weekly, city)
    return InlineResult(told.passage, told.title, _short(where), text, [[seats]])


def _gist(context: Context, told: Article | Fact, language: str) -> str:
    if isinstance(told, Article):
        return inline.gist(told)
    return plain(quoting.line(context.house.texts, language, told.lines[0])) if told.lines else ""


def _short(words: str) -> str:
    """At most DESCRIPTION characters, cut between words."""
    words = " ".join(words.split())
    if len(words) <= DESCRIPTION:
        return words
    head, _, rest = words[:DESCRIPTION].rpartition(" ")
    return f"{head or rest[:-1]}…"
