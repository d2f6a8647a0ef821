"""Statements that run with every few words somebody types: put together once, then run past SQLAlchemy.

For each run of a statement SQLAlchemy makes a context, a result and the key of a cache; that costs more than
most of our statements themselves. A prepared one is compiled once for each kind of database. A run converts
its values as their columns say, and the rows back: types, connection, transaction and errors are the same.

Objects loaded before do not notice: write so only what this transaction loaded no object of.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from sqlalchemy import JSON, Connection, Dialect, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from app.foundation import driver
from app.foundation.db import session

Convert = Callable[[Any], Any]
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ConvertAll = Callable[[Sequence[Any]], Iterable[Any]]


def unless_there(into: Table) -> dict[str, Any]:
    """An INSERT of a row that may be there already: then it stays as it is."""
    return {name: insert(into).on_conflict_do_nothing() for name, insert in INSERT.items()}


class Prepared:
    """A statement of tables that binds the same names each time: `bindparam("number")`, or `columns` of an
    INSERT. A list of changing length (`in_`) cannot be prepared. What databases say in different words is
    given as {"sqlite": …, "postgresql": …}.
    """

    def __init__(self, statement: Any, *columns: str) -> None:
        self.statement, self.columns = statement, columns
        self.forms: dict[str, _Form] = {}

    def all(self, **values: Any) -> list[Any]:
        """The rows, as named tuples."""
        return self._rows(_connection(session()), values)

    def all_apart(self, **values: Any) -> list[Any]:
        """The same, where a transaction that changes things follows: it reads afresh, and so nothing of this
        reading need be kept open for it.
        """
        here = session()
        if here.in_transaction() or not isinstance(here.bind, Engine):
            return self.all(**values)
        with here.bind.connect() as connection:
            return self._rows(connection, values)

    def first(self, **values: Any) -> Any:
        return next(iter(self.all(**values)), None)

    def scalar(self, **values: Any) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self.first(**values)
        return row[0] if row else None

    def run(self, **values: Any) -> None:
        """Write."""
        connection = _connection(session())
        form = self._form(connection.dialect)
        driver.run(connection, form.text, form.bound(values)).close()

    def run_each(self, several: Sequence[Mapping[str, Any]]) -> None:
        """Write once for each of these."""
        connection = _connection(session())
        form = self._form(connection.dialect)
        driver.run(connection, form.text, [form.bound(values) for values in several], many=True).close()

    def _rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        form = self._form(connection.dialect)
        cursor = driver.run(connection, form.text, form.bound(values))
        rows = form.rows(cursor)
        cursor.close()
        return rows

    def _form(self, dialect: Dialect) -> "_Form":
        form = self.forms.get(dialect.name)
        if form is None:
            statement = self.statement[dialect.name] if isinstance(self.statement, dict) else self.statement
            form = self.forms[dialect.name] = _Form(statement, self.columns, dialect)
        return form


def _connection(here: Session) -> Connection:
    """The one of the transaction that is open."""
    return here.info.get("connection") or here.connection()


class _Form:
    """The statement as one kind of database wants it."""

    def __init__(self, statement: Any, columns: Sequence[str], dialect: Dialect) -> None:
        compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=list(columns) or None)
        self.text, self.dialect = str(compiled), dialect
        if "POSTCOMPILE" in self.text:
            raise TypeError("a list of changing length cannot be prepared")
        self.types = [column.type for column in statement.exported_columns]
        self.made = {column.key: cast(Any, column.default).arg for column in compiled.insert_prefetch}
        self.by_name = compiled.positiontup is None
        names = compiled.positiontup or list(compiled.binds)
        self.takes = [(name, self._to_driver(compiled.binds[name].type)) for name in names]
        fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self.fixed = {name: value for name, value in fixed.items() if name not in self.made}
        self.gives: tuple[Any, list[tuple[int, ConvertAll]]] | None = None

    def _to_driver(self, kind: Any) -> Convert | None:
        converts: Convert | None = kind.dialect_impl(self.dialect).bind_processor(self.dialect)
        return converts

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them, with what the statement itself and the columns add."""
        given = {**self.fixed, **values}
        for name, default in self.made.items():
            if name not in given:
                given[name] = default(None) if callable(default) else default
        if self.by_name:
            return {name: convert(given[name]) if convert else given[name] for name, convert in self.takes}
        return tuple([convert(given[name]) if convert else given[name] for name, convert in self.takes])

    def rows(self, cursor: Any) -> list[Any]:
        """Converted column by column, as those are alike."""
        row, converts = self.gives or self._learn(cursor.description)
        found = cursor.fetchall()
        if found and converts:
            columns: list[Any] = list(zip(*found, strict=True))
            for place, convert in converts:
                columns[place] = convert(columns[place])
            found = zip(*columns, strict=True)
        return [_new(row, one) for one in found]

    def _learn(self, described: Sequence[Any]) -> tuple[Any, list[tuple[int, ConvertAll]]]:
        """What the rows are like: known only when the first of them have come."""
        names = [column[0] for column in described]
        row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        converts: list[tuple[int, ConvertAll]] = [
            (place, _parsed if isinstance(kind, JSON) else partial(_each, convert))
            for place, (kind, column) in enumerate(zip(self.types, described, strict=True))
            if (convert := kind.dialect_impl(self.dialect).result_processor(self.dialect, column[1]))
        ]
        self.gives = row, converts
        return row, converts


_new = tuple.__new__  # what a named tuple's own `_make` calls, after asking whether the length is right


def _each(convert: Convert, column: Sequence[Any]) -> list[Any]:
    return [convert(value) for value in column]


def _parsed(column: Sequence[str | None]) -> list[Any]:
    """Texts of JSON, parsed as one list: one call instead of a dozen for each."""
    texts = ["null" if text is None else text for text in column]
    return cast(list[Any], json.loads(f"[{','.join(texts)}]"))
