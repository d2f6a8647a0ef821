import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.foundation.db import session
from app.vocabularies import library, operations, queries
from app.vocabularies.models import Dataset, Term
from tests.factories import last_line

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def loaded(app):
    operations.load(DATA)
    yield
    queries.forget()


def count(kind, **facts):
    terms = session.scalars(select(Term).where(Term.kind == kind)).all()
    return len([t for t in terms if all(t.facts.get(k) == v for k, v in facts.items())])


def test_everything_of_the_reference_arrives(loaded):
    assert count("country", status="party") == 133
    assert count("instrument", type="agreement") == 7
    assert count("instrument", type="mou") == 19
    assert count("species") == 641
    assert count("target", plan="spms-2015-2023") == 16
    assert count("target", plan="sspms-2024-2032") == 22


def test_every_set_says_where_it_is_from_and_what_day_it_speaks_of(loaded):
    for dataset in queries.datasets():
        assert dataset.source
        assert len(dataset.as_of) == 10
        assert dataset.term_count > 0


def test_a_second_load_changes_nothing(loaded):
    before = session.scalar(select(func.max(Term.id)))

    assert operations.load(DATA) == []
    assert session.scalar(select(func.max(Term.id))) == before


def test_a_load_is_on_the_audit_trail(loaded):
    assert last_line().action == "vocabulary.load"


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [("KE,Kenya,party\n", "number of columns"), ("KE,,party,1999-05-01,1999,Africa,,,known,\n", "name_en")],
)
def test_a_broken_file_is_named_and_changes_nothing(loaded, tmp_path, spoilt, told):
    shutil.copytree(DATA, tmp_path / "data")
    file = tmp_path / "data" / "parties.csv"
    head = file.read_text().splitlines(keepends=True)[0]
    file.write_text(head + spoilt)

    with pytest.raises(library.Faulty, match=f"parties.csv: row KE.*{told}"):
        operations.load(tmp_path / "data")
    assert count("country", status="party") == 133


@pytest.mark.parametrize(
    ("words", "lang", "key"),
    [
        ("green turt", "en", "chelonia-mydas"),
        ("tortue VERTE", "fr", "chelonia-mydas"),
        ("chelonia m", "ar", "chelonia-mydas"),
        ("flamant rose", "fr", "phoenicopterus-roseus"),
        ("combattant varie", "fr", "calidris-pugnax"),
    ],
)
def test_a_species_is_found_by_any_of_its_names(loaded, words, lang, key):
    assert key in [choice.key for choice in queries.species_matching(words, lang)]


@pytest.mark.parametrize("words", ["", "  ", "%", "_", "' OR 1=1 --", "x" * 80])
def test_nothing_is_found_by_nothing(loaded, words):
    assert queries.species_matching(words, "en") == []


def test_countries_are_named_in_the_readers_language(loaded):
    assert queries.labels("country", ["DE"], "fr")["DE"].label == "Allemagne"
    assert queries.labels("country", ["DE"], "ar")["DE"].label == "ألمانيا"
    assert queries.labels("country", ["XX"], "en")["XX"].label == "XX"


def test_a_wording_that_is_not_held_is_never_offered(loaded):
    offered = {choice.key for choice in queries.targets("en")}

    assert "sspms-2024-2032:3.4" not in offered
    assert "sspms-2024-2032:3.3" in offered


def test_pages_mark_what_is_not_verified(loaded, visit):
    page = visit().get("/en/words/countries").text

    assert page.count("Not verified") == count_unverified("country")
    assert "as of 2026-03-31" in page


def count_unverified(kind):
    return sum(term.unverified for term in session.scalars(select(Term).where(Term.kind == kind)))


@pytest.mark.parametrize("name", ["countries", "instruments", "targets", "themes", "species", "decisions"])
@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_every_set_has_its_page_in_every_language(loaded, visit, name, lang):
    page = visit().get(f"/{lang}/words/{name}")

    assert page.status_code == 200
    dataset = session.scalar(select(Dataset).where(Dataset.key == name))
    assert dataset.as_of in page.text


def test_the_picker_answers_in_the_language_of_the_page(loaded, visit):
    found = visit().get("/fr/words/species.json?q=tortue verte").json

    assert found[0]["key"] == "chelonia-mydas"
    assert found[0]["note"] == "Chelonia mydas"


def test_a_set_that_is_not_there_is_not_found(loaded, visit):
    assert visit().get("/en/words/unicorns").status_code == 404
