"""The commands of who writes courses."""

import pytest
from sqlalchemy import select

from app.foundation.db import session
from app.learning.models import Course

pytestmark = pytest.mark.once  # what it asks is the same on every database


@pytest.fixture
def run(app, shelf):
    def run(*words):
        done = app.test_cli_runner().invoke(args=["courses", *words, "--folder", str(shelf.folder)])
        session.remove()
        return done.exit_code, done.output

    return run


def test_check_says_that_all_is_well_and_what_is_left_to_do(run):
    code, told = run("check")

    assert code == 0
    assert "small/fr/01-first.md:2: (warning) the translation is not yet stamped" in told
    assert "0 faults, 3 warnings." in told


def test_check_names_faults_and_fails(run, shelf):
    shelf.change("en/01-first.md", "term:range-state", "term:nothing")

    code, told = run("check")

    assert code == 1
    assert "small/en/01-first.md:13: there is no term 'nothing'" in told


def test_load_says_what_it_did(run):
    assert run("load") == (0, "Loaded: small\n3 pages made, 3 warnings.\n")
    assert run("load") == (0, "Unchanged: small\n0 pages made, 0 warnings.\n")
    assert session.scalars(select(Course.slug)).all() == ["small"]


def test_load_names_faults_and_fails(run, shelf):
    shelf.change("course.toml", "order = 7", "order = 0")

    code, told = run("load")

    assert code == 1
    assert "small/course.toml:2: order: " in told
    assert "left as they were" in told


def test_stamp_says_which_files_it_wrote(run, shelf):
    assert run("stamp", "small", "fr") == (0, "course.toml\nfr/01-first.md\n")
    assert run("stamp", "small", "fr") == (0, "Nothing to stamp.\n")
    assert run("stamp", "small", "fr", "first") == (0, "fr/01-first.md\n")

    shelf.change("en/01-first.md", "minutes = 8", "minutes = 80")
    code, told = run("stamp", "small", "fr", "first")
    assert code == 1
    assert "First put the faults right." in told


def test_a_stamp_changes_nothing_else_in_the_file(run, shelf):
    before = (shelf.course / "fr/01-first.md").read_bytes()
    run("stamp", "small", "fr")
    after = (shelf.course / "fr/01-first.md").read_bytes()

    assert after != before
    assert after.split(b"\n")[2:] == before.split(b"\n")[2:]
