"""The shelf: every article, retired ones too, to be found, looked at and followed back by satgas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, func, select

from finder import Index
from models import Article as Articles, ArticleVersion as Versions, Person as People
from services import articles
from services.articles import Content
from services.knowledge import Article

PAGE = 8
NEAREST = 40
"""How many of what the finder ranks are worth showing."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list; `page` counts from 0, `pages` is at least 1."""

    items: tuple[T, ...]
    page: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    id: int
    language: str
    title: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Known:
    """An article with its facts. `origin`: pack, changed (a pack's, by satgas) or satgas; `changed_by`: a name."""

    article: Article
    content: Content
    origin: str
    changed_at: datetime
    changed_by: str | None
    retired_at: datetime | None
    languages: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A change: `what` it was (fields, or a deed), `by` a name, `before` what the article said until then."""

    id: int
    article_id: int
    number: int
    at: datetime
    by: str | None
    what: tuple[str, ...]
    before: Content | None


def find(db: Connection, *, index: Index, words: str, page: int) -> Page[Listed]:
    """First whose title or key has the words in it, then what the finder finds nearest."""
    told = {one.id: one for one in _listed(db)}
    keys = {row.id: row.key for row in db.execute(select(Articles.id, Articles.key))}
    asked = " ".join(words.split()).casefold()
    named = [one.id for one in told.values() if asked in one.title.casefold() or asked in keys[one.id]]
    hits = (hit.id.partition(":") for hit in index.search(words, limit=NEAREST))
    near = [int(number) for kind, _, number in hits if kind == "article" and number.isdecimal()]
    return _page([told[number] for number in dict.fromkeys([*named, *near]) if number in told], page)


def recent(db: Connection, *, page: int) -> Page[Listed]:
    """Those not retired, the last changed first."""
    return _page(_listed(db, Articles.retired_at.is_(None)), page)


def retired(db: Connection, *, page: int) -> Page[Listed]:
    """Those retired, the last one first."""
    return _page(_listed(db, Articles.retired_at.is_not(None)), page)


def _listed(db: Connection, *which: ColumnElement[bool]) -> list[Listed]:
    columns = Articles.id, Articles.language, Articles.title, Articles.retired_at
    newest_first = Articles.changed_at.desc(), Articles.id.desc()
    rows = db.execute(select(*columns).where(*which).order_by(*newest_first))
    return [Listed(row.id, row.language, row.title, row.retired_at is not None) for row in rows]


def _page(items: Sequence[T], page: int) -> Page[T]:
    pages = max(1, -(-len(items) // PAGE))
    page = min(page, pages - 1)
    return Page(tuple(items[page * PAGE : (page + 1) * PAGE]), page, pages, len(items))


def known(db: Connection, *, article_id: int) -> Known | None:
    """The article as it stands, retired or not."""
    columns = [getattr(Articles, name) for name in ("key", "point", "origin", "pack_print", "changed_at", "retired_at")]
    by = select(*columns, People.name).outerjoin(People, People.id == Articles.changed_by)
    row = db.execute(by.where(Articles.id == article_id)).first()
    content = articles.content_of(db, article_id=article_id)
    if row is None or content is None:
        return None
    origin = "changed" if row.origin == "satgas" and row.pack_print else str(row.origin)
    others = select(Articles.language, Articles.id).where(Articles.key == row.key).order_by(Articles.language)
    languages = tuple((one.language, one.id) for one in db.execute(others))
    article = as_told(content, number=article_id, key=row.key, point=row.point)
    return Known(article, content, origin, row.changed_at, row.name, row.retired_at, languages)


def as_told(content: Content, *, number: int = 0, key: str = "", point: str | None = None) -> Article:
    """The content as an article that can be quoted."""
    lists = content.kecamatan, content.topics, point, content.asked_as
    return Article(number, key, content.language, content.title, content.body, content.sources, content.doubt, *lists)


def history(db: Connection, *, article_id: int, page: int) -> Page[Past]:
    """Every change, the last one first; `number` counts from the first."""
    count = db.execute(select(func.count()).where(Versions.article_id == article_id)).scalar_one()
    shown = _page(range(count, 0, -1), page)
    rows = db.execute(_past().where(Versions.article_id == article_id).offset(shown.page * PAGE).limit(PAGE))
    items = tuple(_from_row(row, number) for row, number in zip(rows, shown.items, strict=True))
    return Page(items, shown.page, shown.pages, count)


def past(db: Connection, *, version_id: int) -> Past | None:
    """One change."""
    row = db.execute(_past().where(Versions.id == version_id)).first()
    if row is None:
        return None
    earlier = select(func.count()).where(Versions.article_id == row.article_id, Versions.id <= version_id)
    return _from_row(row, db.execute(earlier).scalar_one())


def _past() -> Any:
    whole = Versions.id, Versions.article_id, Versions.at, Versions.what, Versions.before, People.name
    return select(*whole).outerjoin(People, People.id == Versions.changed_by).order_by(Versions.id.desc())


def _from_row(row: Any, number: int) -> Past:
    before = Content.from_dict(row.before) if row.before else None
    return Past(row.id, row.article_id, number, row.at, row.name, tuple(row.what.split(",")), before)
