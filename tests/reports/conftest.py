"""What the tests of reports begin with."""

from functools import partial

import pytest
from sqlalchemy import select

from app.foundation.db import session
from app.vocabularies import queries
from app.vocabularies.library.words import haystack
from app.vocabularies.models import Dataset, Term
from tests.counting import counted
from tests.factories import keep


@pytest.fixture
def statements(app):
    """`with statements() as sent:` collects the SQL sent meanwhile."""
    return partial(counted, app)


@pytest.fixture
def vocabulary():
    """A few terms, so that pages have words to choose from."""
    names = {"chelonia-mydas": "Green turtle", "numenius-arquata": "Eurasian curlew"}
    terms = [a_term("species", key, name, facts={"latin": key}) for key, name in names.items()]
    terms.append(a_term("country", "KE", "Kenya", facts={"status": "party", "region": "Africa"}))
    terms.append(
        a_term("country", "TZ", "United Republic of Tanzania", facts={"status": "party", "region": "Africa"})
    )
    terms.append(a_term("country", "KR", "Republic of Korea", facts={"status": "none", "region": "Asia"}))
    about = {"as_of": "2026-11-01", "source": "", "terms": "", "note": "", "digest": "", "term_count": 2}
    keep(Dataset(key="test", files=[], **about))
    dataset = session.scalar(select(Dataset))
    for term in terms:
        term.dataset = dataset
    keep(*terms)
    queries.forget()


def a_term(kind, key, name, **given):
    values = {"place": key, "confidence": "source", "haystack": haystack([name, key])}
    return Term(kind=kind, key=key, names={"en": name}, **values | given)
