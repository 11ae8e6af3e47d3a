"""Prepared statements: put into a database's own SQL once, so that what runs often costs only its rows."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Told = dict[str, Any]


class Prepared:
    """A statement in the transaction at hand, run by the driver; bindparams without a value are given at each run."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._ready: dict[str, tuple[str, Callable[[Told], Any]]] = {}

    def rows(self, db: Connection, told: Told) -> list[Any]:
        """What it finds, as plain tuples."""
        return self._run(db, told).fetchall()  # type: ignore[no-any-return]

    def change(self, db: Connection, told: Told) -> int:
        """How many rows it changed."""
        return self._run(db, told).rowcount  # type: ignore[no-any-return]

    def change_all(self, db: Connection, told: Sequence[Told]) -> None:
        """Run it once for each of these."""
        sql, bound = self._bound(db)
        db.connection.cursor().executemany(sql, list(map(bound, told)))

    def _run(self, db: Connection, told: Told) -> Any:
        sql, bound = self._bound(db)
        cursor = db.connection.cursor()
        cursor.execute(sql, bound(told))
        return cursor

    def _bound(self, db: Connection) -> tuple[str, Callable[[Told], Any]]:
        name = db.dialect.name
        if name not in self._ready:
            self._ready[name] = _compile(self._statement, db)
        return self._ready[name]


def _compile(statement: ClauseElement, db: Connection) -> tuple[str, Callable[[Told], Any]]:
    compiled = statement.compile(dialect=db.dialect, compile_kwargs={"render_postcompile": True})
    assert isinstance(compiled, SQLCompiler)
    sql, order, fixed = str(compiled), compiled.positiontup, Told()
    for name, bind in compiled.binds.items():
        process, value = bind.type.dialect_impl(db.dialect).bind_processor(db.dialect), bind.effective_value
        if value is not None:
            fixed[name] = process(value) if process else value
    if order is None:
        return sql, lambda told: fixed | told
    if not fixed and len(order) > 1:
        return sql, itemgetter(*order)
    return sql, lambda told: tuple(told[name] if name in told else fixed[name] for name in order)
