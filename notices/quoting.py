"""Quoting: how an article or a live fact is told, with its source and date, in a chat, a preview or a notice."""

from collections.abc import Mapping
from datetime import date, datetime

from services.city import Source
from services.facts import Dated, Fact, Line, Weekday
from services.knowledge import HOME, Article
from texts import Texts


def quote(texts: Texts, language: str, told: Article | Fact, *, sentence: str = "") -> str:
    """What it says, `sentence` set off, what is doubtful, where it was read; as Telegram's HTML."""
    return _article(texts, language, told, sentence) if isinstance(told, Article) else _fact(texts, language, told)


def source(texts: Texts, language: str, read: Source) -> str:
    """The line that says where something was read, and when it was written there."""
    told = {"name": read.name, "date": texts.dated(language, read.dated)}
    if read.link:
        return texts.say(language, "answer.source", link=read.link, **told)
    return texts.say(language, "answer.source_unlinked", **told)


def line(texts: Texts, language: str, one: Line) -> str:
    """A sentence of a fact, its dates and moments in words."""
    return texts.say(language, one.key, **_worded(texts, language, one.values))


def _article(texts: Texts, language: str, told: Article, sentence: str) -> str:
    parts = [_text(texts, language, told, sentence)]
    if told.language != language:
        parts.append(_only_in(texts, language, told.language))
    parts += [texts.say(language, "answer.doubt", doubt=told.doubt)] if told.doubt else []
    return "\n\n".join([*parts, "\n".join(source(texts, language, one) for one in told.sources)])


def _text(texts: Texts, language: str, told: Article, sentence: str) -> str:
    before, found, after = told.body.partition(sentence or told.body)
    if not found or not before + after:
        return texts.say(language, "answer.text", title=told.title, body=told.body)
    marked = {"title": told.title, "before": before, "sentence": found, "after": after}
    return texts.say(language, "answer.marked", **marked)


def _only_in(texts: Texts, language: str, spoken: str) -> str:
    if spoken == HOME:
        return texts.say(language, "answer.in_indonesian")
    name = f"language.name.{spoken}"
    return texts.say(language, "answer.in_other", name=texts.plain(language, name) if texts.has(name) else spoken)


def _fact(texts: Texts, language: str, told: Fact) -> str:
    body = "\n".join(line(texts, language, one) for one in told.lines)
    head = texts.say(language, "answer.title", title=told.title)
    read = [source(texts, language, one) for one in told.sources]
    if told.as_of:
        read.append(texts.say(language, "fact.as_of", when=texts.moment(language, told.as_of)))
    return "\n\n".join([head, body, "\n".join(read)])


def _worded(texts: Texts, language: str, values: Mapping[str, object]) -> dict[str, object]:
    return {name: _word(texts, language, value) for name, value in values.items()}


def _word(texts: Texts, language: str, value: object) -> object:
    if isinstance(value, datetime):
        return texts.moment(language, value)
    if isinstance(value, Weekday):
        return texts.day(language, value.date)
    if isinstance(value, Dated):
        return texts.dated(language, value.written)
    return texts.date(language, value) if isinstance(value, date) else value
