"""Every column that says something about a person is in the register: why, how long, how exported, how erased."""

import pytest

from models import Base
from models.register import PERSON_OF, REGISTER

TABLES = Base.metadata.tables


def test_every_column_of_every_table_is_registered_and_no_other() -> None:
    there = {name: sorted(table.columns.keys()) for name, table in TABLES.items()}
    assert {name: sorted(columns) for name, columns in REGISTER.items()} == there


@pytest.mark.parametrize("name", sorted(TABLES))
def test_rows_that_erasure_deletes_say_whose_they_are(name: str) -> None:
    deleted = [column for column, entry in REGISTER[name].items() if entry is not None and entry.erase == "delete"]
    assert not deleted or PERSON_OF[name] in TABLES[name].columns


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_column_that_names_a_person_is_personal(name: str) -> None:
    people = [
        column.name
        for column in TABLES[name].columns
        if any(key.column.table.name == "people" for key in column.foreign_keys)
    ]
    assert [column for column in people if REGISTER[name][column] is None] == []


def test_entries_use_only_the_words_that_export_and_erasure_know() -> None:
    entries = [entry for columns in REGISTER.values() for entry in columns.values() if entry is not None]
    assert {entry.export for entry in entries} <= {"value", "count"}
    assert {entry.erase for entry in entries} <= {"delete", "clear", "keep"}
