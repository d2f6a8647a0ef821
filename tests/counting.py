"""Counting what a page asks of the database."""

from contextlib import contextmanager

from sqlalchemy import event

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@contextmanager
def counted(app):
    """`with counted(app) as sent:` collects the SQL sent meanwhile, without what only frames it.

    Pages and parts kept in the process are forgotten first, so that what is counted is the making of a page.
    """
    for shelf in ("pages", "parts"):
        app.extensions[shelf].edition = None
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(FRAME):
            sent.append(statement)

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
