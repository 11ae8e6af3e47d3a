"""A draft: an article on its way, new or changed, as it stands in the form of the satgas who writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from services import articles, articletyped as typed, dates
from services.articles import Content, Saved
from services.articletyped import Wrong
from services.city import Source
from services.dates import WrongDate
from services.people import HOME, Person

NEW = ("title", "body", "name", "link", "dated", "asked_as")
TRANSLATED = ("title", "body", "asked_as")
OF_A_SOURCE = ("name", "link", "dated")
PREVIEW = "preview"
STEPS = (*NEW, "doubt", "asked_more")
"""The steps at which words are typed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`then`: steps to come; `at`: which source; `mine`: fields changed; `id`, `of`: what it changes, translates."""

    content: Content
    then: tuple[str, ...] = ()
    at: int = 0
    mine: frozenset[str] = frozenset()
    id: int | None = None
    of: int | None = None
    seen: datetime | None = None

    @property
    def step(self) -> str:
        """What is typed next; PREVIEW when nothing is."""
        return self.then[0] if self.then else PREVIEW

    @property
    def is_whole(self) -> bool:
        """Whether it may be kept: nothing required is missing."""
        sources = self.content.sources
        dated = bool(sources) and all(one.name and one.dated for one in sources)
        return bool(self.content.title and self.content.body) and dated

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON."""
        seen = self.seen and self.seen.isoformat()
        where = {"then": list(self.then), "at": self.at, "mine": sorted(self.mine), "id": self.id, "of": self.of}
        return {"content": self.content.as_dict(), "seen": seen, **where}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Draft":
        """What as_dict() made."""
        seen = datetime.fromisoformat(told["seen"]) if told["seen"] else None
        content = Content.from_dict(told["content"])
        return cls(content, tuple(told["then"]), told["at"], frozenset(told["mine"]), told["id"], told["of"], seen)


def new() -> Draft:
    """Nothing yet; everything is asked for, one after the other, in Indonesian."""
    return Draft(Content(HOME, "", "", (Source("", "", ""),)), NEW)


def translation(of: int, content: Content, language: str) -> Draft:
    """The article in another language, with the same sources, kecamatan and topics."""
    empty = replace(content, language=language, title="", body="", doubt="", asked_as=())
    return Draft(empty, TRANSLATED, of=of)


def of_article(article_id: int, content: Content, seen: datetime, *steps: str) -> Draft:
    """An article as it stood when it was `seen`, about to be changed at these steps."""
    return Draft(content, steps, id=article_id, seen=seen)


def as_before(draft: Draft, before: Content) -> Draft:
    """The draft that says what the article said once."""
    mine = articles.changed_fields(draft.content, before)
    return _with(draft, **{name: getattr(before, name) for name in mine})


def settled(draft: Draft) -> Draft | None:
    """The draft without a source half typed, at its preview; None where something is missing still."""
    sources = tuple(one for one in draft.content.sources if one.name and one.dated)
    whole = replace(draft, content=replace(draft.content, sources=sources), then=(), at=0)
    return whole if whole.is_whole else None


def take(draft: Draft, words: str, *, today: date) -> Draft | Wrong | WrongDate:
    """The draft with what was typed at its step; or why that cannot be."""
    value = _READ[draft.step](words, today)
    if isinstance(value, Wrong | WrongDate):
        return value
    taken = put(draft, draft.step, value)
    if len(taken.content.asked_as) > typed.PHRASES:
        return Wrong.PHRASES
    return taken if typed.fits(taken.content) else Wrong.WHOLE


def standing(draft: Draft) -> str:
    """What stands at its step until something else is typed; phrasings one a line."""
    if draft.step in OF_A_SOURCE:
        return str(getattr(draft.content.sources[draft.at], draft.step))
    return "\n".join(draft.content.asked_as) if draft.step == "asked_as" else getattr(draft.content, draft.step, "")


def may_be_empty(draft: Draft) -> bool:
    """Whether its step can be done with nothing: no link, no phrasings yet, a doubt that is over."""
    stands = bool(standing(draft))
    return draft.step == "link" or (draft.step == "doubt" and stands) or (draft.step == "asked_as" and not stands)


def put(draft: Draft, step: str, value: Any) -> Draft:
    """The draft with this value at its step, a step further."""
    further = replace(draft, then=draft.then[1:])
    if step == "asked_more":
        return _with(further, asked_as=tuple(dict.fromkeys((*draft.content.asked_as, *value))))
    if step not in OF_A_SOURCE:
        return _with(further, **{step: value})
    sources = list(draft.content.sources)
    sources[draft.at] = one = replace(sources[draft.at], **{step: value})
    if one.name and one.dated:
        return _with(further, sources=tuple(sources))
    return replace(further, content=replace(draft.content, sources=tuple(sources)))


def at_source(draft: Draft, at: int, step: str) -> Draft:
    """One value of the source at this place is to be typed."""
    return replace(draft, at=at, then=(step,))


def add_source(draft: Draft) -> Draft | None:
    """One source more, to be typed; None where there are enough."""
    sources = draft.content.sources
    if len(sources) >= typed.SOURCES:
        return None
    more = replace(draft.content, sources=(*sources, Source("", "", "")))
    return replace(draft, content=more, at=len(sources), then=OF_A_SOURCE)


def drop_source(draft: Draft, at: int) -> Draft | None:
    """One source less; None where it is the last, or not there."""
    sources = draft.content.sources
    if len(sources) < 2 or at >= len(sources):
        return None
    return replace(_with(draft, sources=sources[:at] + sources[at + 1 :]), at=0)


def toggle(draft: Draft, field: str, one: str, known: Sequence[str]) -> Draft:
    """A kecamatan or topic more or less, in the city's order."""
    chosen = {*getattr(draft.content, field)} ^ {one}
    return _with(draft, **{field: tuple(name for name in known if name in chosen)})


def _with(draft: Draft, **new: Any) -> Draft:
    return replace(draft, content=replace(draft.content, **new), mine=draft.mine | new.keys())


def save(db: Connection, *, draft: Draft, by: Person, now: datetime) -> tuple[Saved, int]:
    """Keep it: new, in another language, or changed; with the number of the article it is, or that is in its way."""
    content = draft.content
    if not typed.fits(content):
        return Saved.LONG, draft.id or 0
    if draft.id is not None and draft.seen is not None:
        saved = articles.change(db, article_id=draft.id, seen=draft.seen, content=content, by=by, now=now)
        return saved, draft.id
    if draft.of is not None:
        return articles.write_in(db, of=draft.of, content=content, by=by, now=now)
    told = {name: getattr(content, name) for name in ("language", *articles.FIELDS)}
    return Saved.DONE, articles.write(db, by=by, now=now, **told)


def upon(draft: Draft, article_id: int, newest: Content, seen: datetime) -> Draft:
    """What the draft changed, done to the newest of this article instead."""
    mine = {name: getattr(draft.content, name) for name in draft.mine}
    return Draft(replace(newest, **mine), mine=draft.mine, id=article_id, seen=seen)


_READ: dict[str, Callable[[str, date], Any]] = {
    "title": lambda words, today: typed.title(words),
    "body": lambda words, today: typed.body(words),
    "name": lambda words, today: typed.name(words),
    "link": lambda words, today: typed.link(words),
    "dated": lambda words, today: dates.parse_dated(words, today=today),
    "doubt": lambda words, today: typed.doubt(words),
    "asked_as": lambda words, today: typed.phrases(words),
    "asked_more": lambda words, today: typed.phrases(words),
}
