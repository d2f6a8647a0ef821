"""Pages kept for every guest: as long as nothing changed, and for nobody who has a cookie."""

import pytest
from flask import session as cookie

from app.foundation import pages
from app.foundation.audit import record
from app.foundation.db import transaction


@pytest.fixture
def counted(app):
    """A page that tells how often it was made."""
    made = []

    @pages.kept
    def page():
        made.append(1)
        return f"made {len(made)}"

    def ask(path="/en/reports", **held):
        with app.test_request_context(path):
            cookie.update(held)
            return page()

    app.extensions["pages"] = pages.Shelf()
    return ask


def test_a_guests_page_is_made_once(cast, counted):
    assert [counted(), counted()] == ["made 1", "made 1"]


def test_every_address_has_its_own(cast, counted):
    assert [counted("/en/reports?q=a"), counted("/en/reports?q=b")] == ["made 1", "made 2"]


def test_whatever_leaves_a_line_in_the_trail_makes_it_anew(cast, counted):
    counted()
    with transaction():
        record("test.change", cast.society, actor=None)

    assert counted() == "made 2"


def test_who_has_a_cookie_is_never_answered_from_what_guests_saw(cast, counted):
    counted()

    assert counted(sid="word") == "made 2"
    assert counted() == "made 1"


def test_only_so_many_are_kept(app, cast, counted):
    app.extensions["pages"] = pages.Shelf(most=2)
    for word in "abc":
        counted(f"/en/reports?q={word}")

    assert counted("/en/reports?q=a") == "made 4"
