"""Counting what is asked of the database. It never depends on what another test left in the process."""

from contextlib import contextmanager

from sqlalchemy import event

from app.foundation import pages
from app.reports.questions import stored
from app.vocabularies import queries as vocabularies

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def forget(app):
    """All that this process keeps of what it once read, as if it had just been started."""
    vocabularies.forget()
    stored._known.clear()
    pages.init_app(app)


def asked(app, ask):
    """The SQL that `ask()` sends once the words it needs are known, as in a process that is at work."""
    ask()
    return sent_by(app, ask)


def sent_by(app, ask):
    """The SQL that `ask()` sends this time."""
    with counted(app) as sent:
        ask()
    return sent


@contextmanager
def counted(app):
    """`with counted(app) as sent:` collects the SQL sent meanwhile, without what only frames it.

    Pages and parts kept in the process are forgotten first, so that what is counted is the making of a page.
    """
    pages.init_app(app)
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
