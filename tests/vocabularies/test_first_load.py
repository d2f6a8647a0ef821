"""Before anything is loaded, and the first time that it is."""

import pytest

from app.cli import words as cli
from app.vocabularies import queries
from tests.vocabularies.test_broken_files import spoil


@pytest.fixture(scope="module")
def ground():
    """Nothing is loaded here."""
    return


@pytest.fixture(autouse=True)
def _nothing_is_known():
    queries.forget()
    yield
    queries.forget()


def test_pages_stand_before_anything_is_loaded(visit):
    assert "Nothing is loaded yet" in visit().get("/en/words").text
    assert "Nothing is loaded yet" in visit().get("/en/words/species").text
    assert visit().get("/en/words/species.csv").status_code == 404


def test_the_command_says_what_it_took_in_or_what_is_wrong(app, tmp_path):
    run = app.test_cli_runner().invoke
    spoil(tmp_path / "data", "parties.csv", b"AL,Albania", b"AL,")

    assert run(cli.words, ["load"]).output.split()[0] == "countries"
    assert run(cli.words, ["load"]).output == "Nothing has changed.\n"
    refused = run(cli.words, ["load", "--folder", str(tmp_path / "data")])
    assert refused.exit_code == 1
    assert refused.output == "Error: parties.csv, line 3: name_en is empty\n"
