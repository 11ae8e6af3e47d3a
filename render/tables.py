"""Spreadsheets: rows of values, each in the column it was given for; what people wrote never becomes a formula."""

import csv
import re
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from render.file import File, Values

HOME = "Asia/Jakarta"
TEXT = 49
"""The number of the format that leaves a cell as it was typed."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("text", "number", "date", "time")
"""What a column may be; dates are ISO, times ISO with their offset, shown as they are in `timezone`."""
HOSTILE = tuple("=+-@\t＝＋－＠")
"""With these a cell begins that a spreadsheet calculates; the wide ones count too."""
LONG_AGO = datetime(2020, 1, 1)  # noqa: DTZ001
"""When a spreadsheet says it was made: never now, so that the same values make the same bytes."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_READ_AS_NUMBER = re.compile(r"\d[\d.,:/%eE\s-]*")
CELL_MOST = 32_767


class Column(NamedTuple):
    title: str
    kind: str


class Table(NamedTuple):
    """What is written: columns, rows of as many values, a name for the sheet, the zone of its times."""

    columns: list[Column]
    rows: list[list[Any]]
    sheet: str
    zone: ZoneInfo


def read(values: Values) -> Table:
    """The table in `columns` [[title, kind]] and `rows` (also `sheet`, `timezone`); ValueError when they differ."""
    columns = [Column(_clean(title), kind) for title, kind in values["columns"]]
    if any(column.kind not in KINDS for column in columns):
        raise ValueError(f"a column is one of {', '.join(KINDS)}")
    zone = ZoneInfo(values.get("timezone", HOME))
    rows = []
    for row in values["rows"]:
        if len(row) != len(columns):
            raise ValueError("a row has exactly the columns that were asked for")
        rows.append([_value(value, column.kind, zone) for value, column in zip(row, columns, strict=True)])
    return Table(columns, rows, values.get("sheet", "Data"), zone)


def _value(value: Any, kind: str, zone: ZoneInfo) -> Any:
    if value is None or value == "":
        return None
    if kind == "number":
        return value if isinstance(value, int | float) else float(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "time":
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a time without its offset")
        return moment.astimezone(zone).replace(tzinfo=None)
    return _clean(str(value))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:CELL_MOST]


def make_xlsx(values: Values) -> File:
    """An Excel file: a frozen heading with filters, text as text (a phone number keeps its 0), dates as dates."""
    import xlsxwriter

    table, content = read(values), BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"created": LONG_AGO})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", table.sheet)[:31] or "Data")
    formats = {
        "text": book.add_format({"num_format": TEXT, "quote_prefix": True, "valign": "top", "text_wrap": True}),
        "number": book.add_format({"num_format": "General", "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"}),
    }
    head = book.add_format({"bold": True, "bg_color": "#0b5c6e", "font_color": "#ffffff", "valign": "top"})
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, head)
        sheet.set_column(place, place, _width(table, place), formats[column.kind])
    _fill(sheet, table, formats)
    sheet.freeze_panes(1, 0)
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    book.close()
    return File("tabel.xlsx", XLSX, content.getvalue())


def _fill(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    write = {
        "text": sheet.write_string,
        "number": sheet.write_number,
        "date": sheet.write_datetime,
        "time": sheet.write_datetime,
    }
    for line, row in enumerate(table.rows, start=1):
        for place, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            if value is not None:
                write[column.kind](line, place, value, formats[column.kind])


def _width(table: Table, place: int) -> int:
    """Characters: the longest of the first lines, within reason."""
    if table.columns[place].kind == "time":
        return 17
    shown = [table.columns[place].title, *(str(row[place] or "") for row in table.rows[:200])]
    return max(8, min(60, 2 + max(len(one) for one in shown)))


def make_csv(values: Values) -> File:
    """UTF-8 with its mark, semicolons, decimal commas: opens in columns where a comma is part of a number."""
    table, told = read(values), StringIO()
    writer = csv.writer(told, delimiter=";", lineterminator="\r\n")
    writer.writerow([_shielded(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow([_as_text(value) for value in row])
    return File("tabel.csv", "text/csv", b"\xef\xbb\xbf" + told.getvalue().encode())


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str):
        return _shielded(value)
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _shielded(text: str) -> str:
    """A spreadsheet reads a CSV's cells anew: what it would calculate with or count begins with an apostrophe."""
    bare = text.lstrip()
    if bare.startswith(HOSTILE) or text.startswith(("\t", "\n")) or _READ_AS_NUMBER.fullmatch(bare.rstrip()):
        return f"'{text}"
    return text
