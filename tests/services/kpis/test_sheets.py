"""Numbers from a file: differences first, all or none, one undo; what cannot be taken says in which row and why."""

import pytest

from services.kpis import sheets
from services.kpis.sheets import Applied, Wrong
from tests.services.kpis.ledger import Ledger

GOOD = "KPI;Tanggal;Nilai;Catatan\nStartup gim;22 November 2026;12;Survei\nStartup gim;2026-11-23;13 startup;\n"


def test_differences_first_then_all_then_one_undo(ledger: Ledger) -> None:
    one = ledger.set()
    ledger.take(one, "11", 2, note="Dinas")
    ledger.take(one, "13", 1)
    dry = ledger.dry(GOOD)
    assert ([str(each.value) for each in dry.new], dry.same, dry.troubles) == ([], 1, ())
    assert [(str(each.before), str(each.value), each.note) for each in dry.corrections] == [("11", "12", "Survei")]
    assert ledger.shown(one) == [(2, "11", None), (1, "13", None)]
    done, number = ledger.apply(dry)
    assert done is Applied.DONE
    assert ledger.shown(one) == [(2, "11", "corrected"), (2, "12", None), (1, "13", None)]
    assert ledger.apply(dry)[0] is Applied.OLDER
    assert ledger.undo(number) == (Applied.UNDONE, 1, 0)
    assert ledger.undo(number) == (Applied.UNDONE_BEFORE, 0, 0)
    assert ledger.shown(one) == [(2, "11", None), (2, "12", "withdrawn"), (1, "13", None)]


def test_what_somebody_corrected_since_stays(ledger: Ledger) -> None:
    one = ledger.set()
    _, number = ledger.apply(ledger.dry(GOOD))
    last = ledger.fresh(one).last
    assert last is not None
    ledger.take(one, "99", 1, seen=last.id)
    assert ledger.undo(number) == (Applied.UNDONE, 1, 1)
    assert [told for told in ledger.shown(one) if told[2] is None] == [(1, "99", None)]


def test_every_row_that_cannot_be_taken_says_why(ledger: Ledger) -> None:
    ledger.set()
    ledger.set("Pembeli puas", unit="%")
    rows = (
        "Startup gim;1/11/2026;12", "Startup gim;1/11/2026;13", "Startup film;1/11/2026;1", "Startup gim;kapan;1",
        "Startup gim;1/1/2030;1", "Startup gim;2/11/2026;banyak", "Startup gim;3/11/2026;5 m",
        "Startup gim;4/11/2026;5%", "Pembeli puas;4/11/2026;Rp5", f"Startup gim;5/11/2026;1;{'a' * 200}",
        "Startup gim;6/11/2026;1,250",
    )  # fmt: skip
    dry = ledger.dry("KPI;Tanggal;Nilai;Sumber\n" + "\n".join(rows))
    assert [(one.row, one.why) for one in dry.troubles] == [
        (3, Wrong.TWICE), (4, Wrong.NAME), (5, Wrong.DAY), (6, Wrong.FUTURE), (7, Wrong.VALUE), (8, Wrong.UNCLEAR),
        (9, Wrong.UNIT), (10, Wrong.UNIT), (11, Wrong.NOTE),
    ]  # fmt: skip
    assert [str(one.value) for one in dry.new] == ["12", "1.25"]


def test_commas_between_columns_leave_what_may_mean_two_to_be_written_anew(ledger: Ledger) -> None:
    ledger.set()
    dry = ledger.dry('name,date,value\nStartup gim,1/11/2026,"1,250.5"\nStartup gim,2/11/2026,1.250\n')
    assert ([str(one.value) for one in dry.new], [one.why for one in dry.troubles]) == (["1250.5"], [Wrong.UNCLEAR])


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", Wrong.EMPTY), (b"\xef\xbb\xbf\r\n", Wrong.EMPTY), (b"KPI;Tanggal;Nilai\n", Wrong.EMPTY),
        (b"a;b;c\n1;2;3", Wrong.COLUMNS), (b"PK\x03\x04rest", Wrong.EXCEL),
        (b"KPI;Tanggal;Nilai\nR\xe9", Wrong.ENCODING),
        (b"\x00\x01", Wrong.ENCODING), (b"x" * (sheets.BYTES + 1), Wrong.TOO_BIG),
        (b"KPI;Tanggal;Nilai\n" + b"a;1;1\n" * (sheets.ROWS + 1), Wrong.ROWS),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_a_reason(content: bytes, wrong: Wrong) -> None:
    assert sheets.read_table(content) is wrong


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_excel_writes_is_read(code: str) -> None:
    table = sheets.read_table("sep=;\r\nKPI;Tanggal;Nilai\r\nMaïs;1/1/2026;'12\r\n".encode(code))
    assert not isinstance(table, Wrong)
    assert [(row["kpi"], row["value"]) for _, row in table.rows] == [("Maïs", "12")]
