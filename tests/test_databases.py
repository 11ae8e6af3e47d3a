"""The databases that tests stand on are fresh, real and the test's own."""

import socket

import pytest
from sqlalchemy import create_engine, inspect, text


@pytest.mark.parametrize("again", [1, 2])
def test_every_test_has_a_migrated_database_of_its_own(database_url: str, again: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as db:
        assert inspect(db).has_table("people")
        assert not inspect(db).has_table("left_over")
        db.execute(text("CREATE TABLE left_over (id INTEGER)"))
    engine.dispose()


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_postgres_is_a_real_one(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as db:
        assert str(db.scalar(text("SELECT version()"))).startswith("PostgreSQL")
    engine.dispose()


def test_no_test_reaches_the_internet() -> None:
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("192.0.2.1", 80), timeout=1):
        pass
