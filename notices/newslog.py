"""The public log in words: what was announced, when, to how many; nobody's name or place stands in it."""

from collections.abc import Mapping, Sequence

from services.announcements.reading import Public
from services.announcements.values import KECAMATAN, NAME
from services.people import HOME
from texts import Texts
from wire.markup import plain

PAGE = 5
FIRST = 160
"""Of each announcement so many characters stand in the list."""


def log(texts: Texts, language: str, shown: Sequence[Public]) -> str:
    """A page of it."""
    lines = [_line(texts, language, one) for one in shown] or [texts.say(language, "news.log_empty")]
    title = texts.say(language, "news.log_title")
    return "\n\n".join([f"{title} {texts.say(language, 'news.log_press')}" if shown else title, *lines])


def whole(texts: Texts, language: str, one: Public) -> str:
    """One announcement as it was sent."""
    told = {"code": one.code, "when": texts.moment(language, one.started_at), "count": one.sent}
    words = words_of(texts, language, one.text) or texts.say(language, "news.log_wordless")
    return "\n\n".join([texts.say(language, "news.log_whole", **told), words])


def words_of(texts: Texts, language: str, text: Mapping[str, str]) -> str:
    """An announcement's HTML in this language, else in Indonesian, for nobody in particular."""
    found = text.get(language) or text.get(HOME, "")
    nobody = texts.say(language, "news.somebody"), texts.say(language, "news.somewhere")
    return found.replace(NAME, nobody[0]).replace(KECAMATAN, nobody[1])


def first_words(text: str, most: int) -> str:
    """The beginning of HTML as plain text, cut between words."""
    return cut(plain(text), most)


def cut(text: str, most: int) -> str:
    """The beginning of plain text in one line, cut between words."""
    words = " ".join(text.split())
    return words if len(words) <= most else (words[:most].rpartition(" ")[0] or words[:most]) + "…"


def _line(texts: Texts, language: str, one: Public) -> str:
    words = first_words(words_of(texts, language, one.text), FIRST) or texts.plain(language, "news.log_wordless")
    when = texts.date(language, one.started_at)
    return texts.say(language, "news.log_line", code=one.code, when=when, count=one.sent, words=words)
