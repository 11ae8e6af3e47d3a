"""Knowledge: articles kept and filled from the city pack, live facts beside them, and the index over both."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_, update

from finder import Index, Passage
from models import Article as Articles, upsert
from services.city import City, PackArticle, Source
from services.facts import Fact
from services.sources import SOURCES
from services.unknown import unknown

HOME = "id"
ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Article:
    """A piece of knowledge as it is told; the first source is the one it is dated by."""

    id: int
    key: str
    language: str
    title: str
    body: str
    sources: tuple[Source, ...]
    doubt: str
    kecamatan: tuple[str, ...]
    topics: tuple[str, ...]
    point: str | None
    asked_as: tuple[str, ...]

    @property
    def passage(self) -> str:
        """Its id in the index."""
        return f"{ARTICLE}:{self.id}"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a start changed: articles put in or brought up to date, and articles the pack no longer tells."""

    told: int
    retired: int


class Library:
    """Today's index, read by many; a newer one takes its place whole."""

    def __init__(self, index: Index, edition: str = "") -> None:
        self.index = index
        self.edition = edition

    def renew(self, index: Index, edition: str) -> None:
        """From now on this index is read."""
        self.index, self.edition = index, edition


def empty_library() -> Library:
    """One in which nothing is found yet."""
    return Library(Index.build(()))


COLUMNS = (
    Articles.id,
    Articles.key,
    Articles.language,
    Articles.title,
    Articles.body,
    Articles.sources,
    Articles.doubt,
    Articles.kecamatan,
    Articles.topics,
    Articles.point,
    Articles.asked_as,
)


def fill_from_pack(db: Connection, *, pack: City, now: datetime) -> Filled:
    """The pack's articles put in or brought up to date; never those that people changed or retired."""
    kept = {(key, language): done for key, language, done in db.execute(_prints())}
    rows = [row for row in map(_row, pack.articles) if kept.get((row["key"], row["language"])) != row["pack_print"]]
    newest = db.execute(select(func.max(Articles.changed_at))).scalar()
    stamp = max(now, newest + timedelta(microseconds=1)) if newest else now  # also after a clock that ran ahead
    if rows:
        _tell(db, rows, stamp)
    told = {(article.key, article.language) for article in pack.articles}
    gone = [name for name, done in kept.items() if done and name not in told]
    return Filled(len(rows), _retire(db, gone, stamp))


def _prints() -> Any:
    return select(Articles.key, Articles.language, Articles.pack_print).where(Articles.origin == "pack")


def _row(article: PackArticle) -> dict[str, Any]:
    """The article's columns, and the print by which a later start sees whether the pack changed it."""
    row = asdict(article)
    whole = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return row | {"pack_print": hashlib.sha256(whole.encode()).hexdigest()}


def _tell(db: Connection, rows: list[dict[str, Any]], now: datetime) -> None:
    """In the order of their keys, so that two processes starting at once never wait for each other in a circle."""
    stamped = [row | {"origin": "pack", "created_at": now, "changed_at": now, "retired_at": None} for row in rows]
    statement = upsert(db, Articles).values(sorted(stamped, key=lambda row: (row["key"], row["language"])))
    new = {name: statement.excluded[name] for name in (*rows[0], "changed_at", "retired_at")}
    db.execute(
        statement.on_conflict_do_update(index_elements=["key", "language"], set_=new, where=_untouched()),
    )


def _untouched() -> ColumnElement[bool]:
    """Nobody changed it, nobody retired it (the pack itself may have)."""
    standing = or_(Articles.retired_at.is_(None), Articles.pack_print == "")
    return and_(Articles.origin == "pack", Articles.changed_by.is_(None), standing)


def _retire(db: Connection, names: list[tuple[str, str]], now: datetime) -> int:
    if not names:
        return 0
    found = tuple_(Articles.key, Articles.language).in_(sorted(names))
    silent = {"retired_at": now, "changed_at": now, "pack_print": ""}
    return db.execute(update(Articles).where(found, _untouched()).values(silent)).rowcount


def articles(db: Connection) -> list[Article]:
    """Every article that is not retired, by key."""
    rows = db.execute(select(*COLUMNS).where(Articles.retired_at.is_(None)).order_by(Articles.key, Articles.language))
    return [_from_row(row) for row in rows]


def article(db: Connection, *, key: str, language: str) -> Article | None:
    """The article in this language, else in Indonesian."""
    found = select(*COLUMNS).where(Articles.key == key, Articles.language.in_((language, HOME)))
    rows = [_from_row(row) for row in db.execute(found.where(Articles.retired_at.is_(None)))]
    return min(rows, key=lambda one: one.language != language, default=None)


def article_by_id(db: Connection, *, number: int) -> Article | None:
    """The article with this number, unless it is retired."""
    row = db.execute(select(*COLUMNS).where(Articles.id == number, Articles.retired_at.is_(None))).first()
    return _from_row(row) if row else None


def _from_row(row: Any) -> Article:
    told = tuple(Source(**source) for source in row.sources)
    lists = tuple(row.kecamatan), tuple(row.topics), row.point, tuple(row.asked_as)
    return Article(row.id, row.key, row.language, row.title, row.body, told, row.doubt, *lists)


def tell(
    db: Connection, *, passage: str, language: str, city: City, now: datetime, question: str = ""
) -> Article | Fact | None:
    """What a passage ("article:12") tells now, in this language where it exists; None: it is told no more."""
    name, _, key = passage.partition(":")
    article = _several(db, [passage], language).get(passage) if name == ARTICLE else None
    about: dict[str, Any] = {"passage": passage, "article": article, "question": question}
    for source in SOURCES if question else ():
        better = source.instead and source.instead(db, **about, city=city, now=now)
        if better:
            return source.tell(db, key=better, language=language, city=city, now=now)
    if name == ARTICLE:
        return article
    own = next((one for one in SOURCES if one.name == name), None)
    if own is None:
        return None
    if own.narrow and question:
        key = own.narrow(key, question=question, city=city, now=now)
    return own.tell(db, key=key, language=language, city=city, now=now)


def tell_all(
    db: Connection, *, passages: Sequence[str], language: str, city: City, now: datetime
) -> list[Article | Fact]:
    """What these passages tell now, in their order, each thing once; articles are read together."""
    read = _several(db, [one for one in passages if one.startswith(f"{ARTICLE}:")], language)
    told = dict[str, Article | Fact]()
    for passage in passages:
        one: Article | Fact | None = read.get(passage)
        if one is None and not passage.startswith(f"{ARTICLE}:"):
            one = tell(db, passage=passage, language=language, city=city, now=now)
        if one is not None:
            told.setdefault(one.passage, one)
    return list(told.values())


def _several(db: Connection, passages: list[str], language: str) -> dict[str, Article]:
    """Articles by their passages, each in this language where it exists, else in Indonesian, else as it is."""
    typed = (one.removeprefix(f"{ARTICLE}:") for one in passages)
    numbers = [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 19]
    if not numbers:
        return {}
    standing = Articles.retired_at.is_(None)
    keys = select(Articles.key).where(Articles.id.in_(numbers), standing)
    found = [_from_row(row) for row in db.execute(select(*COLUMNS).where(Articles.key.in_(keys), standing))]
    spoken = {one.key: one for tongue in (HOME, language) for one in found if one.language == tongue}
    return {one.passage: spoken.get(one.key, one) for one in found}


def edition(db: Connection) -> str:
    """Changes whenever an article does, or a passage of another source; cheap enough to ask every few seconds."""
    articles = db.execute(select(func.count(), func.max(Articles.changed_at))).one()
    return "/".join(str(part) for part in (*articles, *(source.edition(db) for source in SOURCES)))


def passages(db: Connection, *, city: City, now: datetime) -> tuple[Passage, ...]:
    """All that can be found: the articles, the live facts, and what people ask that no source answers."""
    beside = unknown(city, written=_written(db))

    def told(a: Article) -> Passage:
        asked_as = (*a.asked_as, *beside.now_known.get(a.id, ()))
        return Passage(a.passage, a.title, a.body, asked_as, a.language, group=a.key)

    live = (one for source in SOURCES for one in source.passages(db, city=city, now=now))
    return (*map(told, articles(db)), *live, *beside.passages)


def _written(db: Connection) -> dict[int, tuple[str, ...]]:
    """Title and wordings of the articles that satgas wrote or changed."""
    mine = select(Articles.id, Articles.title, Articles.asked_as).where(Articles.origin == "satgas")
    rows = db.execute(mine.where(Articles.retired_at.is_(None)).order_by(Articles.id))
    return {row.id: (row.title, *row.asked_as) for row in rows}


def build_index(found: Iterable[Passage], *, words: Mapping[str, str]) -> Index:
    """The index of these passages; needs no database, so that it can be built off every other's way."""
    return Index.build(found, words)


def open_library(db: Connection, *, city: City, now: datetime) -> Library:
    """The library as the database stands."""
    return Library(build_index(passages(db, city=city, now=now), words=city.words), edition(db))
