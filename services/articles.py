"""Articles as satgas keep them: written, changed, retired, brought back; what was before is kept."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, text, update

from models import Article as Articles, ArticleVersion as Versions, upsert
from services import audit
from services.city import Source
from services.people import Person

KEY = 80
FIELDS = ("title", "body", "sources", "doubt", "asked_as", "kecamatan", "topics")
"""What satgas may change of an article."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an article says, in one language; the first source is the one it is dated by."""

    language: str
    title: str
    body: str
    sources: tuple[Source, ...]
    doubt: str = ""
    asked_as: tuple[str, ...] = ()
    kecamatan: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON."""
        lists = {name: list(getattr(self, name)) for name in ("asked_as", "kecamatan", "topics")}
        return asdict(self) | lists | {"sources": [asdict(source) for source in self.sources]}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Content":
        """What as_dict() made."""
        lists = {name: tuple(told[name]) for name in ("asked_as", "kecamatan", "topics")}
        return cls(**{**told, **lists, "sources": tuple(Source(**source) for source in told["sources"])})


class Saved(StrEnum):
    """What became of a change."""

    DONE = "article.saved"
    SAME = "article.same"
    OLDER = "article.older"
    GONE = "article.gone"
    TAKEN = "article.taken"
    LONG = "article.wrong_whole"


def write(
    db: Connection,
    *,
    language: str,
    title: str,
    body: str,
    sources: Sequence[Source],
    asked_as: Sequence[str],
    by: Person,
    now: datetime,
    doubt: str = "",
    kecamatan: Sequence[str] = (),
    topics: Sequence[str] = (),
) -> int:
    """A new article under a key of its own; its number. ValueError without a source."""
    lists = tuple(asked_as), tuple(kecamatan), tuple(topics)
    content = Content(language, title, body, tuple(sources), doubt, *lists)
    hand = _begin(db, by, now)
    number = _put_in(db, hand, content, key=_free_key(db, title), point=None)
    assert number is not None, "the key was free, and nobody else writes now"
    return number


def write_in(db: Connection, *, of: int, content: Content, by: Person, now: datetime) -> tuple[Saved, int]:
    """The article `of` in another language, under its key; with its number, or that of the one there already."""
    hand = _begin(db, by, now)
    row = db.execute(select(Articles.key, Articles.point).where(Articles.id == of)).first()
    if row is None:
        return Saved.GONE, of
    number = _put_in(db, hand, content, key=row.key, point=row.point)
    there = select(Articles.id).where(Articles.key == row.key, Articles.language == content.language)
    return (Saved.DONE, number) if number else (Saved.TAKEN, db.execute(there).scalar_one())


def change(db: Connection, *, article_id: int, seen: datetime, content: Content, by: Person, now: datetime) -> Saved:
    """The article says this from now on, unless it changed since it was `seen` (its changed_at)."""
    hand = _begin(db, by, now)
    before = content_of(db, article_id=article_id)
    if before is None:
        return Saved.GONE
    new = {name: value for name, value in content.as_dict().items() if name in changed_fields(before, content)}
    if not new:
        return Saved.SAME
    done = _alter(db, hand, article_id, _as_seen(seen), new, ",".join(new), before)
    return Saved.DONE if done else Saved.OLDER


def retire(db: Connection, *, article_id: int, by: Person, now: datetime) -> bool:
    """Nobody finds it from now on; False where it was retired already."""
    return _turn(db, _begin(db, by, now), article_id, Articles.retired_at.is_(None), now, "retire")


def revive(db: Connection, *, article_id: int, by: Person, now: datetime) -> bool:
    """It is found again; False where it never ceased to be."""
    return _turn(db, _begin(db, by, now), article_id, Articles.retired_at.is_not(None), None, "revive")


def changed_fields(old: Content, new: Content) -> list[str]:
    """In which of FIELDS they differ."""
    return [name for name in FIELDS if getattr(old, name) != getattr(new, name)]


def content_of(db: Connection, *, article_id: int) -> Content | None:
    """What the article says now, retired or not."""
    columns = [getattr(Articles, name) for name in ("language", *FIELDS)]
    row = db.execute(select(*columns).where(Articles.id == article_id)).mappings().first()
    return Content.from_dict(dict(row)) if row else None


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who changes something, when, and the changed_at that makes knowledge.edition() notice."""

    by: Person
    now: datetime
    stamp: datetime


def _begin(db: Connection, by: Person, now: datetime) -> _Hand:
    """The hand that changes articles now, with a stamp later than every other."""
    _alone(db)
    newest = db.execute(select(Articles.changed_at).order_by(Articles.changed_at.desc()).limit(1)).scalar()
    return _Hand(by, now, max(now, newest + timedelta(microseconds=1)) if newest else now)


def _alone(db: Connection) -> None:
    """From here to the commit nobody else changes articles, so that no later stamp is seen before ours."""
    if db.dialect.name == "postgresql":
        db.execute(text("LOCK TABLE articles IN SHARE ROW EXCLUSIVE MODE"))


def _as_seen(seen: datetime) -> ColumnElement[bool]:
    return Articles.changed_at == seen


def _put_in(db: Connection, hand: _Hand, content: Content, *, key: str, point: str | None) -> int | None:
    if not content.sources:
        raise ValueError("an article without a source")
    whole = content.as_dict() | {"key": key, "point": point, "origin": "satgas", "changed_by": hand.by.id}
    statement = upsert(db, Articles).values(whole | {"created_at": hand.now, "changed_at": hand.stamp})
    number = db.execute(statement.on_conflict_do_nothing().returning(Articles.id)).scalar()
    if number is not None:
        _remember(db, hand, number, "write", {})
    return number


def _turn(
    db: Connection, hand: _Hand, number: int, guard: ColumnElement[bool], retired_at: datetime | None, what: str
) -> bool:
    before = content_of(db, article_id=number)
    return before is not None and _alter(db, hand, number, guard, {"retired_at": retired_at}, what, before)


def _alter(
    db: Connection,
    hand: _Hand,
    number: int,
    guard: ColumnElement[bool],
    new: dict[str, Any],
    what: str,
    before: Content,
) -> bool:
    """From its first change on an article is the satgas's: no start of the bot overwrites it."""
    whole = new | {"origin": "satgas", "changed_by": hand.by.id, "changed_at": hand.stamp}
    changed = update(Articles).where(Articles.id == number, guard).values(whole).returning(Articles.id)
    if db.execute(changed).first() is None:
        return False
    _remember(db, hand, number, what, before.as_dict())
    return True


def _remember(db: Connection, hand: _Hand, number: int, what: str, before: dict[str, Any]) -> None:
    told = {"article_id": number, "at": hand.now, "changed_by": hand.by.id, "what": what, "before": before}
    db.execute(insert(Versions).values(told))
    deed = what if what in ("write", "retire", "revive") else "change"
    detail = {"what": what.split(",")} if deed == "change" else {}
    subject = f"article:{number}"
    audit.record(db, actor_id=hand.by.id, deed=f"article.{deed}", subject=subject, detail=detail, now=hand.now)


def _free_key(db: Connection, title: str) -> str:
    """`satgas.` and the title's letters; with a number where another article has it."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = "satgas." + re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[: KEY - 20]
    taken = set(db.execute(select(Articles.key).where(Articles.key.startswith(slug, autoescape=True))).scalars())
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (slug, *numbered) if key not in taken)
