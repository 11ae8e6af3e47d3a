"""Privacy: what is kept of a person and why, read off the register of personal columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, func, select

from models import Base
from models.register import PERSON_OF, REGISTER, Personal

LATEST = 10
"""Of many rows of a kind, only so many are told one by one; their number is told anyway."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why things are kept and how long; `things` are keys of texts, `purpose` and `kept` ends of such keys."""

    things: tuple[str, ...]
    purpose: str
    kept: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One value kept of a person, or how many things of a kind; `label` is a key of texts."""

    label: str
    column: str
    value: str | int | datetime

    @property
    def is_count(self) -> bool:
        """Whether it is how many there are."""
        return not self.label.startswith("column.")


def reasons() -> list[Reason]:
    """What the bot keeps of people, in the register's order, one reason for each purpose and time."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for table, column, personal in _personal():
        found.setdefault(_why(personal), {})[_told_as(table, column, personal)] = None
    return [Reason(tuple(things), purpose, kept) for (purpose, kept), things in found.items()]


def _why(personal: Personal) -> tuple[str, str]:
    return personal.purpose, personal.kept


def _told_as(table: str, column: str, personal: Personal) -> str:
    """The thing, or the column alone where it is kept for another reason than the person's row itself."""
    own = REGISTER[table].get(PERSON_OF.get(table, ""))
    apart = own and _thing(table, column) == f"table.{table}" and _why(own) != _why(personal)
    return f"column.{table}.{column}" if apart else _thing(table, column)


def kept(db: Connection, *, person_id: int) -> list[Kept]:
    """What is kept of this person now: how many of each kind, and the latest values where the register exports them."""
    return [entry for name in REGISTER for entry in _of_table(db, Base.metadata.tables[name], person_id)]


def _of_table(db: Connection, table: Table, person_id: int) -> Iterator[Kept]:
    own = PERSON_OF.get(table.name)
    for by in _ways_to_a_person(table):
        rows = db.execute(select(func.count()).where(table.c[by] == person_id)).scalar_one()
        if rows and table.name != "people":
            yield Kept(_thing(table.name, by), by, rows)
    if own:
        yield from _values(db, table, own, person_id)


def _values(db: Connection, table: Table, own: str, person_id: int) -> Iterator[Kept]:
    shown = [
        table.c[column]
        for name, column, personal in _personal()
        if name == table.name and personal.export == "value" and not table.c[column].foreign_keys
    ]
    newest_first = [column.desc() for column in table.primary_key.columns]
    query = select(*shown).where(table.c[own] == person_id).order_by(*newest_first).limit(LATEST)
    for row in reversed(db.execute(query).mappings().all()) if shown else ():
        yield from (Kept(f"column.{table.name}.{c.name}", c.name, row[c.name]) for c in shown if row[c.name])


def _personal() -> Iterator[tuple[str, str, Personal]]:
    for table, columns in REGISTER.items():
        yield from ((table, column, personal) for column, personal in columns.items() if personal)


def _ways_to_a_person(table: Table) -> list[str]:
    """The columns that say whose row it is, or whose deed."""
    if table.name == "people":
        return ["id"]
    keys = [key for column in table.columns for key in column.foreign_keys if key.column.table.name == "people"]
    return [key.parent.name for key in keys if REGISTER[table.name].get(key.parent.name)]


def _thing(table: str, column: str) -> str:
    """What the row is to the person: theirs, or made by them."""
    own = PERSON_OF.get(table)
    made = column != own and column in _ways_to_a_person(Base.metadata.tables[table])
    return f"{'made' if made else 'table'}.{table}"
