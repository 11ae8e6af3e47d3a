"""Browsing: what is shown, newest or most supported first, by kecamatan and sub-sector; a card per idea."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from models import Consent as Consents, Idea as Ideas, Person as People, Support as Supports
from services.consents import VERSIONS, Purpose
from services.ideas.reading import IDEA, answers, idea_from_row, root_id, seen_idea
from services.ideas.values import GONE, Answer, Idea, Visibility

SIZE = 5
_COLUMNS = (Ideas.kecamatan, Ideas.sector)


class Order(StrEnum):
    """In which order ideas are browsed."""

    NEWEST = "new"
    SUPPORTED = "top"


_KEYS = {Order.NEWEST: (Ideas.id,), Order.SUPPORTED: (Ideas.supports, Ideas.id)}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which ideas; None: any."""

    kecamatan: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An idea in a list, and whether this person supports it."""

    idea: Idea
    supported: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `further` and `back` are places for `after` and `before`, None at an end."""

    items: tuple[Item, ...]
    further: str | None
    back: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """An idea as this person sees it; `author` "": not named; `target`: what it was merged into; answers: its story."""

    idea: Idea
    author: str
    own: bool
    supported: bool
    target: Idea | None
    story: tuple[Answer, ...]

    @property
    def counted(self) -> Idea:
        """The idea whose supports count: the target's of one that was merged."""
        return self.target or self.idea


def page(
    db: Connection,
    *,
    person_id: int,
    order: Order = Order.NEWEST,
    which: Filter | None = None,
    after: str | None = None,
    before: str | None = None,
    size: int = SIZE,
) -> Page:
    """A page after or before a place of another page; a place nobody can read is the beginning."""
    keys = _KEYS[order]
    wanted = _items(person_id).where(*listed(), *_filter(which or Filter()))
    start, backwards = _place(after, len(keys)), _place(before, len(keys)) if after is None else None
    if backwards:
        rows = db.execute(_ordered(wanted, keys, backwards, up=True).limit(size + 1)).all()[::-1]
        more, rows = len(rows) > size, rows[-size:]
        return _page(rows, order, further=True, back=more)
    rows = db.execute(_ordered(wanted, keys, start, up=False).limit(size + 1)).all()
    return _page(rows[:size], order, further=len(rows) > size, back=start is not None)


def neighbours(db: Connection, *, idea: Idea, order: Order, which: Filter) -> tuple[int | None, int | None]:
    """The ideas before and after this one in a list, by their numbers; None at an end."""
    here: dict[str, Any] = {"person_id": 0, "order": order, "which": which, "size": 1}
    before = page(db, before=place(idea, order), **here).items
    after = page(db, after=place(idea, order), **here).items
    return (before[0].idea.id if before else None), (after[0].idea.id if after else None)


def page_with(db: Connection, *, idea: Idea, order: Order, which: Filter, size: int = SIZE) -> str | None:
    """The place after which the page with this idea begins; None: it is the first."""
    keys = _KEYS[order]
    here = tuple_(*map(literal, map(int, place(idea, order).split("."))))
    before = (*listed(), *_filter(which), tuple_(*keys) > here)
    count = db.execute(select(func.count()).where(*before)).scalar_one()
    nearest = select(*IDEA).where(*before).order_by(*(key.asc() for key in keys))
    row = db.execute(nearest.offset(count % size).limit(1)).first()
    return place(idea_from_row(row), order) if row else None


def tally(db: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """How many ideas are listed of each kecamatan and of each sub-sector, for those that have any."""
    by = (select(column, func.count()).where(*listed(), column.is_not(None)).group_by(column) for column in _COLUMNS)
    kecamatan, sector = ({str(one): count for one, count in db.execute(wanted)} for wanted in by)
    return kecamatan, sector


def count(db: Connection, *, which: Filter | None = None) -> int:
    """How many ideas are listed."""
    return db.execute(select(func.count()).where(*listed(), *_filter(which or Filter()))).scalar_one()


def card(db: Connection, *, idea_id: int, person_id: int) -> Card | None:
    """The idea if this person may see it: it is shown, or theirs. `person_id` 0: somebody the bot does not know."""
    idea = seen_idea(db, idea_id=idea_id, person_id=person_id)
    return card_of(db, idea=idea, person_id=person_id) if idea else None


def card_of(db: Connection, *, idea: Idea, person_id: int) -> Card:
    """The card of an idea that was read already."""
    root = root_id(db, idea_id=idea.id)
    target = read(db, ids=(root,))[0] if root != idea.id else None
    mine = exists().where(Supports.idea_id == root, Supports.person_id == person_id, Supports.counts)
    supported, author = db.execute(select(mine, author_name(idea.id))).one()
    own = bool(person_id) and idea.author_id == person_id
    return Card(idea, author or "", own, bool(supported), target, answers(db, idea_id=idea.id))


def items(db: Connection, *, ids: Sequence[int], person_id: int) -> tuple[Item, ...]:
    """Those of these ideas that are listed, in this order."""
    rows = db.execute(_items(person_id).where(*listed(), Ideas.id.in_(ids)))
    found = {row.id: Item(idea_from_row(row), bool(row.supported)) for row in rows}
    return tuple(found[one] for one in ids if one in found)


def read(db: Connection, *, ids: Sequence[int]) -> list[Idea]:
    """These ideas, whoever may see them, by their numbers."""
    return [idea_from_row(row) for row in db.execute(select(*IDEA).where(Ideas.id.in_(ids)).order_by(Ideas.id))]


def listed() -> tuple[ColumnElement[bool], ...]:
    """The condition that an idea stands in lists: shown, neither merged nor withdrawn."""
    return Ideas.visibility == Visibility.SHOWN, Ideas.status.not_in(GONE)


def author_name(idea_id: Any) -> Any:
    """The author's name where they let it be shown, did not take that back, and are not frozen."""
    agreed = exists().where(
        Consents.person_id == People.id,
        Consents.purpose == Purpose.IDEA_NAME,
        Consents.version >= VERSIONS[Purpose.IDEA_NAME],
        Consents.ended_at.is_(None),
    )
    idea = aliased(Ideas)
    named = select(People.name).join(idea, idea.author_id == People.id).where(People.frozen_at.is_(None))
    return named.where(idea.id == idea_id, idea.named, agreed).correlate(Ideas).scalar_subquery()


def _items(person_id: int) -> Select[Any]:
    mine = exists().where(Supports.idea_id == Ideas.id, Supports.person_id == person_id, Supports.counts)
    return select(*IDEA, mine.label("supported"))


def _filter(which: Filter) -> list[ColumnElement[bool]]:
    found = [Ideas.kecamatan == which.kecamatan] if which.kecamatan else []
    return [*found, *([Ideas.sector == which.sector] if which.sector else [])]


def _ordered(wanted: Select[Any], keys: tuple[Any, ...], place: tuple[int, ...] | None, *, up: bool) -> Select[Any]:
    """From a place on, towards higher values (`up`) or lower ones."""
    if place:
        here, there = tuple_(*keys), tuple_(*map(literal, place))
        wanted = wanted.where(here > there if up else here < there)
    return wanted.order_by(*(key.asc() if up else key.desc() for key in keys))


def _place(written: str | None, size: int) -> tuple[int, ...] | None:
    parts = written.split(".") if written else []
    whole = all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts)
    return tuple(map(int, parts)) if whole and len(parts) == size else None


def _page(rows: Sequence[Any], order: Order, *, further: bool, back: bool) -> Page:
    told = tuple(Item(idea_from_row(row), bool(row.supported)) for row in rows)
    ends = [place(one.idea, order) for one in (told[-1:] + told[:1])]
    return Page(told, ends[0] if told and further else None, ends[1] if told and back else None)


def place(idea: Idea, order: Order) -> str:
    """Where in a list of this order the idea stands."""
    return f"{idea.supports}.{idea.id}" if order is Order.SUPPORTED else str(idea.id)
