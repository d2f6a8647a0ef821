"""The rows that one save and one submission of ours write, for the floor to write them too.

Recorded from a real request, statement by statement; the floor writes them to copies of the tables that
have the same columns, rows and plain indexes, but no constraints.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite3
from sqlalchemy import event

from bench.generate import connected

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE)\s+"?(\w+)"?', re.I)
Writes = list[tuple[str, list[Any]]]


def recorded(engine: Any, act: Callable[[], None]) -> Writes:
    """What was inserted and updated while it acted; what was deleted is left to ours alone."""
    found: Writes = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if WRITE.match(statement):
            each = values if many and isinstance(values, list) else [values]
            found.extend((statement, list(row)) for row in each)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def for_floor(writes: Writes) -> Writes:
    """The same, aimed at the copies; a row is updated whatever revision it has."""
    return [(_aimed(statement), values) for statement, values in writes]


def _aimed(statement: str) -> str:
    table = table_of(statement)
    statement = re.sub(r"\s+(?:ON CONFLICT|RETURNING)\s.*", "", statement, flags=re.S)
    statement = re.sub(r"AND\s+\S*revision = \?", "AND ? IS NOT NULL", statement)
    return re.sub(rf'"?\b{table}\b"?(?=\.|\s+(?:SET|\())', f'"floor_{table}"', statement)


def table_of(statement: str) -> str:
    if found := WRITE.match(statement):
        return found[1]
    raise ValueError(statement)


def keep(path: Path, database: Path, writes: dict[str, Writes]) -> None:
    """Make the copies, and the file that tells the floor what to write to them."""
    connection = connected(database)
    for table in sorted({table_of(statement) for those in writes.values() for statement, _ in those}):
        copy_table(connection, table)
    connection.execute("ANALYZE")
    connection.close()
    path.write_text(json.dumps({name: for_floor(those) for name, those in writes.items()}))


def copy_table(connection: sqlite3.Connection, table: str) -> None:
    columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    kinds = ", ".join(
        f'"{name}" INTEGER PRIMARY KEY' if name == "id" else f'"{name}" {kind}'
        for _, name, kind, *_ in columns
    )
    connection.execute(f'DROP TABLE IF EXISTS "floor_{table}"')
    connection.execute(f'CREATE TABLE "floor_{table}" ({kinds})')
    connection.execute(f'INSERT INTO "floor_{table}" SELECT * FROM "{table}"')
    for _, name, unique, origin, *_ in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        if origin == "c" and not unique:
            held = [f'"{row[2]}"' for row in connection.execute(f'PRAGMA index_info("{name}")')]
            connection.execute(f'CREATE INDEX "floor_{name}" ON "floor_{table}" ({", ".join(held)})')
