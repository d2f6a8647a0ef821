"""Bytes that are made once, and kept with their size."""

import fcntl
import os

import pytest

from app.foundation import made
from app.foundation.errors import Busy

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _inside(app):
    with app.app_context():
        yield


def never():
    raise AssertionError("made a second time")


def test_what_was_made_once_is_not_made_again():
    name = made.name_of("course", 1, "fr")

    assert made.size_of(name) is None
    assert made.bytes_of(name, lambda: b"a paper") == b"a paper"
    assert made.bytes_of(name, never) == b"a paper"
    assert made.size_of(name) == 7


def test_another_part_is_another_name():
    assert (
        len({made.name_of("a", "b"), made.name_of("ab"), made.name_of("a", "b", ""), made.name_of("b")}) == 4
    )


def test_what_could_not_be_made_leaves_nothing_behind():
    name = made.name_of("broken")
    with pytest.raises(AssertionError):
        made.bytes_of(name, never)

    assert made.size_of(name) is None
    assert made.bytes_of(name, lambda: b"better") == b"better"


def test_who_waits_too_long_for_others_is_told(monkeypatch):
    monkeypatch.setattr(made, "PATIENCE", 0.0)
    with (made._folder() / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="being_made"):
            made.bytes_of(made.name_of("late"), never)


def test_what_nobody_took_for_a_month_is_swept_away():
    old, new = made.name_of("old"), made.name_of("new")
    for name in (old, new):
        made.bytes_of(name, lambda: b"words")
    os.utime(made._path(old), (0, 0))

    made.sweep()

    assert (made.size_of(old), made.size_of(new)) == (None, 5)
