"""Spreadsheets are opened again, as the archive and the text they are, and say what was put in."""

import csv
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

import render

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
COLUMNS = [["Nama", "text"], ["Telepon", "text"], ["Orang", "number"], ["Lahir", "date"], ["Masuk", "time"]]
ROWS = [
    ["Sari “Ayu”; S.Ds.", "081234567890", 5, "1999-12-31", "2026-11-24T03:05:00+00:00"],
    ["=HYPERLINK(1)", "+6281234567890", 1.5, None, None],
    ["Bagus\nSetiawan", "3/4", None, "2026-01-02", "2026-11-24T23:59:00+07:00"],
]
SIGNUPS: dict[str, Any] = {"columns": COLUMNS, "rows": ROWS, "sheet": "Pendaftar: [Klojen]"}
HOSTILE = "=+-@\t\r＝＋－＠"


def opened(content: bytes) -> list[list[Any]]:
    """The cells as a spreadsheet takes them: texts, numbers; a formula fails."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = ["".join(part.text or "" for part in one.iter(f"{{{NS['m']}}}t")) for one in strings]
    texts = [re.sub(r"_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text) for text in texts]
    assert sheet.findall(".//m:f", NS) == [] and sheet.findall(".//m:hyperlink", NS) == []
    rows = []
    for row in sheet.findall(".//m:row", NS):
        cells = {}
        for cell in row.findall("m:c", NS):
            value = cell.find("m:v", NS)
            if value is not None and value.text is not None:
                place = ord(cell.get("r", "A")[0]) - ord("A")
                cells[place] = texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
        rows.append([cells.get(place) for place in range(1 + max(cells, default=-1))])
    return rows


def style(content: bytes, cell: str) -> ET.Element:
    """How a cell of the first sheet is formatted."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        styles = ET.fromstring(archive.read("xl/styles.xml"))
    (found,) = [one for one in sheet.findall(".//m:c", NS) if one.get("r") == cell]
    return styles.findall("m:cellXfs/m:xf", NS)[int(found.get("s", "0"))]


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_sheet_holds_what_was_given() -> None:
    made = render.make("xlsx", SIGNUPS)
    assert (made.name, made.media.rpartition(".")[2]) == ("tabel.xlsx", "sheet")
    assert opened(made.content) == [
        ["Nama", "Telepon", "Orang", "Lahir", "Masuk"],
        ["Sari “Ayu”; S.Ds.", "081234567890", 5, 36525, pytest.approx(46350 + (10 * 60 + 5) / 1440)],
        ["=HYPERLINK(1)", "+6281234567890", 1.5],
        ["Bagus\nSetiawan", "3/4", None, 46024, pytest.approx(46350 + (23 * 60 + 59) / 1440)],
    ]


def test_text_stays_text_when_it_is_edited_and_dates_are_shown_as_dates() -> None:
    content = render.make("xlsx", SIGNUPS).content
    assert (style(content, "B2").get("numFmtId"), style(content, "B2").get("quotePrefix")) == ("49", "1")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml"))
    codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{{{NS['m']}}}numFmt")}
    assert codes[style(content, "D2").get("numFmtId")] == "yyyy-mm-dd"
    assert codes[style(content, "E2").get("numFmtId")] == "yyyy-mm-dd hh:mm"


def test_a_csv_opens_in_columns_in_indonesia() -> None:
    made = render.make("csv", SIGNUPS)
    assert (made.name, made.media) == ("tabel.csv", "text/csv")
    assert made.content.startswith(b"\xef\xbb\xbfNama;Telepon;Orang;Lahir;Masuk\r\n")
    assert csv_rows(made.content)[1:] == [
        ["Sari “Ayu”; S.Ds.", "'081234567890", "5", "1999-12-31", "2026-11-24 10:05"],
        ["'=HYPERLINK(1)", "'+6281234567890", "1,5", "", ""],
        ["Bagus\nSetiawan", "'3/4", "", "2026-01-02", "2026-11-24 23:59"],
    ]


WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)
ATTACKS = [f"{space}{first}cmd|' /C calc'!A0" for first in HOSTILE for space in ("", " ")]


@settings(max_examples=60, deadline=None)
@example(ATTACKS)
@given(st.lists(st.one_of(WORDS, st.builds("{}{}".format, st.sampled_from(HOSTILE), WORDS)), max_size=8))
def test_nothing_that_people_write_is_calculated(words: list[str]) -> None:
    """Every cell of a sheet is a text; a cell of a CSV that could be more is marked as one. Nothing else changes."""
    values = {"columns": [["Kata", "text"], ["Akhir", "text"]], "rows": [[word, "."] for word in words]}
    meant = [visible(word) for word in words]
    cells = [row[0] or "" for row in opened(render.make("xlsx", values).content)[1:]]
    assert cells == meant
    told = [row[0] for row in csv_rows(render.make("csv", values).content)[1:]]
    assert [one for one in told if one.lstrip().startswith(tuple(HOSTILE))] == []
    assert [one if one == word else one.removeprefix("'") for one, word in zip(told, meant, strict=True)] == meant


def visible(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", lines)


@pytest.mark.parametrize("text", ["0812", "3201234567890123", "1E5", "3/4", "1-2", "12:30", "1.250", "50%", "10 000"])
def test_a_csvs_text_is_not_counted(text: str) -> None:
    assert one_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Sari", "Jl. Ijen 5", "7Q2MXA", "5 orang", "Kelas 3/4"])
def test_ordinary_text_is_as_it_was(text: str) -> None:
    assert one_cell(text) == text


def one_cell(text: str) -> str:
    values: dict[str, Any] = {"columns": [["Kode", "text"]], "rows": [[text]]}
    return csv_rows(render.make("csv", values).content)[1][0]


@pytest.mark.parametrize("maker", ["xlsx", "csv"])
@pytest.mark.parametrize(
    "other",
    [
        {"rows": [[*SIGNUPS["rows"][0], "NIK 3573…"]]},
        {"rows": [SIGNUPS["rows"][0][:4]]},
        {"columns": [["Nama", "name"]], "rows": []},
        {"columns": [["Masuk", "time"]], "rows": [["2026-11-24T03:05:00"]]},
        {"columns": [["Lahir", "date"]], "rows": [["kemarin"]]},
        {"columns": [["Orang", "number"]], "rows": [["lima"]]},
    ],
    ids=["one more", "one less", "unknown kind", "no offset", "no date", "no number"],
)
def test_what_does_not_fit_its_columns_is_refused(maker: str, other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        render.make(maker, SIGNUPS | other)


@pytest.mark.parametrize("maker", ["xlsx", "csv"])
def test_the_same_values_are_the_same_bytes_and_none_is_a_table_too(maker: str) -> None:
    assert render.make(maker, SIGNUPS) == render.make(maker, SIGNUPS)
    empty = render.make(maker, SIGNUPS | {"rows": []}).content
    rows = opened(empty) if maker == "xlsx" else csv_rows(empty)
    assert rows == [["Nama", "Telepon", "Orang", "Lahir", "Masuk"]]


def test_times_are_those_of_the_city() -> None:
    made = render.make(
        "csv", {"columns": [["Masuk", "time"]], "rows": [["2026-11-24T03:05:00+00:00"]], "timezone": "Asia/Makassar"}
    )
    assert csv_rows(made.content)[1] == ["2026-11-24 11:05"]
