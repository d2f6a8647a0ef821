from pathlib import Path

import pytest

from app.vocabularies import operations, queries

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def loaded(app):
    operations.load(DATA)
    yield
    queries.forget()
