"""The text of a statement, given straight to the driver: what SQLAlchemy's own way would cost is saved.

The engine's listeners hear of it as of any other statement, and an error is told in SQLAlchemy's words.
"""

from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError


def run(connection: Connection, text: str, values: Any = (), *, many: bool = False) -> Any:
    """The driver's cursor, after it ran the text within the connection's transaction."""
    cursor = connection.connection.cursor()
    try:
        for heard in connection.engine.dispatch.before_cursor_execute:
            heard(connection, cursor, text, values, None, many)
        if many:
            cursor.executemany(text, values)
        else:
            cursor.execute(text, values)
    except BaseException as error:
        connection._handle_dbapi_exception(error, text, values, cursor, None)
    return cursor


def ask_alone(engine: Engine, text: str) -> Any:
    """The first value that a statement gives, read by itself, outside every transaction."""
    errors = engine.dialect.loaded_dbapi.Error
    try:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(text)
            row = cursor.fetchone()
            cursor.close()
        except errors:
            connection.invalidate()
            raise
        finally:
            connection.close()
    except errors as error:
        raise DBAPIError.instance(text, None, error, errors, dialect=engine.dialect) from error
    return row[0] if row else None
