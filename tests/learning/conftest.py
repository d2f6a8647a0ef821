"""A tiny course in which everything is right, and what it takes to spoil it."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from app.learning.library import files, stamping
from app.learning.operations import loading

GOOD = Path(__file__).parent / "good"


@cache
def surroundings():
    """Read once for all tests: they take reference data and addresses as they are."""
    return loading.surroundings()


class Shelf:
    """A folder of courses of a test's own, holding the good course as `small`."""

    def __init__(self, folder):
        self.folder, self.course = folder, folder / "small"
        shutil.copytree(GOOD, self.course)

    def write(self, file, words):
        (self.course / file).parent.mkdir(exist_ok=True)
        (self.course / file).write_text(words, encoding="utf-8")

    def change(self, file, old, new):
        """One small change; it must be possible."""
        words = (self.course / file).read_text(encoding="utf-8")
        assert old in words, f"{file} does not hold {old!r}"
        self.write(file, words.replace(old, new, 1))

    def remove(self, file):
        (self.course / file).unlink()

    def stamp(self, *lessons):
        return stamping.stamp(self.folder, "small", "fr", lessons, surroundings())

    def load(self):
        return loading.load(self.folder)

    def read(self):
        return files.read(self.folder, "small", surroundings())


@pytest.fixture
def shelf(app, tmp_path):
    with app.app_context():
        yield Shelf(tmp_path / "courses")
