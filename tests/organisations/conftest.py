"""Countries and instruments to choose from."""

import pytest

from app.vocabularies import queries
from app.vocabularies.models import Dataset, Term
from tests.factories import keep
from tests.organisations.given import place


@pytest.fixture(autouse=True)
def _place_for_letters(app):
    place["app"] = app


@pytest.fixture
def vocabulary():
    queries.forget()
    words = Dataset(
        key="words", files=[], as_of="2026-01-01", source="", terms="", note="", digest="", term_count=4
    )
    rows = [("country", "KE", {}), ("country", "SN", {}), ("instrument", "cms", {"type": "convention"})]
    common = {"dataset": words, "place": "", "confidence": "source"}
    keep(*(Term(kind=kind, key=key, names={"en": key}, facts=facts, **common) for kind, key, facts in rows))
    yield
    queries.forget()
