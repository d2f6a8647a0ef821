from pathlib import Path

import pytest

from app.foundation.db import session
from app.vocabularies import operations, queries
from tests.conftest import thrown_away

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def ground(app):
    """All reference data, loaded once for the tests of a module; each undoes its own."""
    with thrown_away(app) as connection:
        operations.load(DATA)
        session.remove()
        yield connection
    queries.forget()


@pytest.fixture
def loaded():
    queries.forget()
    yield
    queries.forget()
