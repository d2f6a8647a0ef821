"""Counting what a page asks of the database."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from app.foundation.db import session
from app.vocabularies import queries
from app.vocabularies.library.words import fold
from app.vocabularies.models import Dataset, Term
from tests.factories import keep


@pytest.fixture
def statements(app):
    """`with statements() as sent:` collects the SQL sent meanwhile, without savepoints."""

    @contextmanager
    def counting():
        sent = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                sent.append(statement)

        engine = app.extensions["engine"]
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def vocabulary():
    """A few terms, so that pages have words to choose from."""
    names = {"chelonia-mydas": "Green turtle", "numenius-arquata": "Eurasian curlew"}
    terms = [_term("species", key, name, facts={"latin": key}) for key, name in names.items()]
    terms.append(_term("country", "KE", "Kenya", facts={"status": "party", "region": "Africa"}))
    terms.append(_term("country", "KR", "Republic of Korea", facts={"status": "none", "region": "Asia"}))
    about = {"as_of": "2026-11-01", "source": "", "terms": "", "note": "", "digest": "", "term_count": 2}
    keep(Dataset(key="test", files=[], **about))
    dataset = session.scalar(select(Dataset))
    for term in terms:
        term.dataset = dataset
    keep(*terms)
    queries.forget()
    yield
    queries.forget()


def _term(kind, key, name, **given):
    values = {"place": key, "confidence": "source", "haystack": f" {fold(name)} {fold(key)}"}
    return Term(kind=kind, key=key, names={"en": name}, **values | given)
