"""Numbers from a file: read row by row, shown as differences before anything is taken, and taken back at once."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models import KpiImport as Imports, KpiReading as Readings
from services import audit, dates, figures
from services.dates import WrongDate
from services.figures import Figure, Unclear
from services.kpis.reading import COUNTS, READINGS, live_kpis, reading_from_row, reading_on
from services.kpis.taking import give_back, put
from services.kpis.values import NOTE, Kpi
from services.people import Person, clean
from services.roles import Rights

BYTES, ROWS = 512 * 1024, 1000
"""The biggest file, and so many rows at most."""
_COLUMNS = {
    "kpi": "kpi", "nama": "kpi", "name": "kpi", "indikator": "kpi", "jeneng": "kpi",
    "tanggal": "day", "tgl": "day", "per": "day", "date": "day", "as of": "day",
    "nilai": "value", "angka": "value", "value": "value", "capaian": "value", "angkane": "value",
    "catatan": "note", "sumber": "note", "keterangan": "note", "note": "note", "source": "note",
    "sumber atau catatan": "note", "source or note": "note", "sumber utowo cathetan": "note",
}  # fmt: skip
"""What a heading may be called."""


class Wrong(StrEnum):
    """Why a file or a row of it cannot be taken; the value is the key of the text that says what to do."""

    TOO_BIG = "kpi.sheet_too_big"
    EXCEL = "kpi.sheet_is_excel"
    ENCODING = "kpi.sheet_encoding"
    COLUMNS = "kpi.sheet_columns"
    EMPTY = "kpi.sheet_empty"
    ROWS = "kpi.sheet_rows"
    NAME = "kpi.row_name"
    DAY = "kpi.row_day"
    FUTURE = "kpi.row_future"
    VALUE = "kpi.row_value"
    UNCLEAR = "kpi.row_unclear"
    UNIT = "kpi.row_unit"
    TWICE = "kpi.row_twice"
    NOTE = "kpi.row_note"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that cannot be taken: its number in the file, and what stands there."""

    row: int
    why: Wrong
    told: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes: the number of that day, and the one it takes the place of (None: none)."""

    kpi_id: int
    as_of: date
    value: Decimal
    note: str
    seen: int | None = None
    before: Decimal | None = None

    def as_dict(self) -> dict[str, Any]:
        """As a form keeps it."""
        whole = {"kpi_id": self.kpi_id, "as_of": self.as_of.isoformat(), "value": str(self.value), "note": self.note}
        return whole | {"seen": self.seen}


@dataclass(frozen=True, slots=True)
class Dry:
    """What the file would do: new numbers, corrections, rows that are so already, and rows that cannot be taken."""

    new: tuple[Change, ...]
    corrections: tuple[Change, ...]
    same: int
    troubles: tuple[Trouble, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.new + self.corrections


class Applied(StrEnum):
    """What came of a file; the value is the key of the text that says so."""

    DONE = "kpi.sheet_done"
    OLDER = "kpi.sheet_older"
    NOTHING = "kpi.sheet_nothing"
    UNDONE = "kpi.sheet_undone"
    UNDONE_BEFORE = "kpi.sheet_undone_before"
    NOT_ALLOWED = "team.refused"


def dry_run(db: Connection, *, content: bytes, now: datetime, timezone: str) -> Dry | Wrong:
    """What the file would change; nothing is changed."""
    table = read_table(content)
    if isinstance(table, Wrong):
        return table
    kpis = {one.name[language].casefold(): one for one in live_kpis(db) for language in one.name}
    found: dict[tuple[int, date], Change] = {}
    troubles: list[Trouble] = []
    for number, row in table.rows:
        told = _row(row, kpis, table, dates.today(now, timezone))
        if isinstance(told, Change) and (told.kpi_id, told.as_of) in found:
            told = Wrong.TWICE, row["day"]
        if isinstance(told, Change):
            found[told.kpi_id, told.as_of] = told
        else:
            troubles.append(Trouble(number, told[0], told[1][:40]))
    return _against(db, found.values(), troubles)


def apply(
    db: Connection, *, changes: Sequence[Mapping[str, Any]], rights: Rights, by: Person, now: datetime
) -> tuple[Applied, int]:
    """All of them, or none where one is another meanwhile; the number of the import."""
    if not rights.satgas:
        return Applied.NOT_ALLOWED, 0
    told = [_of_dict(one) for one in changes]
    if not told:
        return Applied.NOTHING, 0
    live = {one.id for one in live_kpis(db)}
    if any(one.kpi_id not in live or _there(db, one) != one.seen for one in told):
        return Applied.OLDER, 0
    made = insert(Imports).values(at=now, by_id=by.id, readings=len(told)).returning(Imports.id)
    number: int = db.execute(made).scalar_one()
    for one in told:
        new = {"kpi_id": one.kpi_id, "as_of": one.as_of, "value": one.value, "note": one.note, "replaces": one.seen}
        if put(db, **new, by=by, now=now, import_id=number) is None:  # type: ignore[arg-type]
            raise RuntimeError("a number changed between look and write; the whole update runs again")
    audit.record(db, actor_id=by.id, deed="kpi.import", subject=f"kpi_import:{number}", detail={}, now=now)
    return Applied.DONE, number


def undo(db: Connection, *, import_id: int, rights: Rights, by: Person, now: datetime) -> tuple[Applied, int, int]:
    """Its numbers are taken back, once: how many were, and how many somebody had changed since and stay."""
    if not rights.satgas:
        return Applied.NOT_ALLOWED, 0, 0
    first = update(Imports).where(Imports.id == import_id, Imports.undone_at.is_(None)).values(undone_at=now)
    if db.execute(first.returning(Imports.id)).first() is None:
        return Applied.UNDONE_BEFORE, 0, 0
    rows = db.execute(select(Readings.id, Readings.corrects_id).where(Readings.import_id == import_id)).all()
    back = [give_back(db, reading_id=row.id, corrects_id=row.corrects_id, now=now) for row in rows]
    audit.record(db, actor_id=by.id, deed="kpi.undo", subject=f"kpi_import:{import_id}", detail={}, now=now)
    return Applied.UNDONE, sum(back), len(back) - sum(back)


def everything(db: Connection) -> Iterator[tuple[Kpi, date, Decimal, str]]:
    """Every number that counts, by KPI and day, as a file has it."""
    for one in live_kpis(db):
        rows = db.execute(READINGS.where(Readings.kpi_id == one.id, COUNTS).order_by(Readings.as_of))
        yield from ((one, each.as_of, each.value, each.note) for each in map(reading_from_row, rows))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with their numbers in the file; `english`: written with commas between its columns."""

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    english: bool


def read_table(content: bytes) -> Table | Wrong:
    """A CSV file as Excel (Indonesian or English), Sheets or LibreOffice write it."""
    if len(content) > BYTES:
        return Wrong.TOO_BIG
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Wrong.EXCEL
    try:
        wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return Wrong.ENCODING
    return Wrong.ENCODING if "\0" in text else _rows(text)


def _rows(text: str) -> Table | Wrong:
    text = re.sub(r"\Asep=.\r?\n", "", text)
    head = text.strip().splitlines()[:1]
    if not head:
        return Wrong.EMPTY
    mark = max(";,\t", key=head[0].count)
    try:
        lines = [(at, row) for at, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1) if any(row)]
    except csv.Error:
        return Wrong.COLUMNS
    names = [_COLUMNS.get(" ".join(cell.casefold().split()), "") for cell in lines[0][1]]
    if not {"kpi", "day", "value"} <= set(names):
        return Wrong.COLUMNS
    rows = tuple((at, _cells(names, row)) for at, row in lines[1:])
    if not rows:
        return Wrong.EMPTY
    return Table(rows, mark == ",") if len(rows) <= ROWS else Wrong.ROWS


def _cells(names: Sequence[str], row: Sequence[str]) -> Mapping[str, str]:
    """Each by its name; the apostrophe that keeps a spreadsheet from calculating is no part of it."""
    told = {"kpi": "", "day": "", "value": "", "note": ""}
    cells = zip(names, (clean(cell, 400).strip().removeprefix("'") for cell in row), strict=False)
    return told | {name: cell for name, cell in cells if name}


def _row(row: Mapping[str, str], kpis: Mapping[str, Kpi], table: Table, today: date) -> Change | tuple[Wrong, str]:
    one = kpis.get(" ".join(row["kpi"].split()).casefold())
    if one is None:
        return Wrong.NAME, row["kpi"]
    day = dates.parse_day(row["day"], today=today)
    if isinstance(day, WrongDate):
        return Wrong.DAY, row["day"]
    if day > today:
        return Wrong.FUTURE, row["day"]
    value = _figure(row["value"], one.unit, table.english)
    if isinstance(value, Wrong):
        return value, row["value"]
    note = " ".join(row["note"].split())
    return (Wrong.NOTE, note) if len(note) > NOTE else Change(one.id, day, value, note)


def _figure(typed: str, unit: str, english: bool) -> Decimal | Wrong:
    """Where semicolons part the columns, a comma is a decimal one."""
    told = figures.parse_as(typed, unit, english=english)
    if isinstance(told, Unclear):
        comma = not english and "," in typed and "." not in typed and len(set(told.values)) == 2
        return (
            min(told.values, key=abs)
            if comma and typed.count(",") == 1 and "m" not in typed.casefold()
            else Wrong.UNCLEAR
        )
    if isinstance(told, Figure):
        return told.value
    return Wrong.UNIT if told in (figures.Wrong.NOT_MONEY, figures.Wrong.NOT_PERCENT) else Wrong.VALUE


def _against(db: Connection, changes: Iterable[Change], troubles: Sequence[Trouble]) -> Dry:
    new, corrections, same = [], [], 0
    for one in changes:
        old = reading_on(db, kpi_id=one.kpi_id, as_of=one.as_of)
        if old is None:
            new.append(one)
        elif (old.value, old.note) == (one.value, one.note or old.note):
            same += 1
        else:
            note = one.note or old.note
            corrections.append(Change(one.kpi_id, one.as_of, one.value, note, old.id, old.value))
    return Dry(tuple(new), tuple(corrections), same, tuple(troubles))


def _there(db: Connection, one: Change) -> int | None:
    old = reading_on(db, kpi_id=one.kpi_id, as_of=one.as_of)
    return old.id if old else None


def _of_dict(told: Mapping[str, Any]) -> Change:
    day, value = date.fromisoformat(told["as_of"]), Decimal(told["value"])
    return Change(told["kpi_id"], day, value, told["note"], told["seen"])
