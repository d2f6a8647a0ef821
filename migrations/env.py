"""How Alembic meets the database: on the application's own engine, with the models' own names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy import Connection

from app.foundation.db import Base


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The index has a table (and on SQLite shadow tables) that no model describes."""
    return not (kind == "table" and name and name.startswith("search_") and name != "search_entry")


@contextmanager
def _free_to_rebuild(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew, and must not miss the old one's rows meanwhile."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if lost := driver.execute("PRAGMA foreign_key_check").fetchall():
            raise ValueError(f"rows point to what is not there: {lost[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    engine = context.config.attributes["engine"]
    with engine.connect() as connection, _free_to_rebuild(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            include_name=include_name,
            compare_type=True,
            transactional_ddl=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
