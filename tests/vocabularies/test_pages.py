"""The pages of the words: provenance, marks, search, export, and what the picker is answered."""

import csv
import io
import re

import pytest

from app.foundation.db import session
from app.foundation.i18n import LANGS
from app.vocabularies import queries
from app.vocabularies.models import CHECKED, KNOWN
from app.vocabularies.views.words import SETS
from tests.counting import sent_by

SETS_IN_DOUBT = [("countries", "country"), ("targets", "target"), ("instruments", "instrument")]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SETS)
def test_every_set_has_its_page_with_its_source_in_every_language(loaded, visit, name, lang):
    known = queries.dataset(name)

    page = visit().get(f"/{lang}/words/{name}")

    assert page.status_code == 200
    for told in (known.source, known.terms, known.note):
        assert told in page.text
    assert f'<time datetime="{known.as_of}">' in page.text


def test_the_index_lists_every_set_with_its_source(loaded, visit):
    page = visit().get("/en/words").text

    for known in queries.datasets():
        assert f"/en/words/{known.key}" in page
        assert known.source in page


@pytest.mark.parametrize(
    ("name", "kind"), [("countries", "country"), ("targets", "target"), ("instruments", "instrument")]
)
def test_pages_mark_every_row_that_is_not_verified(loaded, visit, name, kind):
    doubtful = [term for term in queries.listed(kind) if term.confidence != CHECKED]
    known = sum(term.confidence == KNOWN for term in doubtful)

    page = visit().get(f"/en/words/{name}").text

    assert page.count("status--wait") == len(doubtful)
    assert page.count(">From general knowledge<") == known > 0
    counted = f"{len(doubtful)}; from general knowledge: {known}"
    assert re.search(rf"<dt>Not verified</dt>\s*<dd>{counted}</dd>", page)


def test_species_pages_mark_every_row_that_is_not_verified_and_show_each_once(loaded, visit):
    url, pages = "/en/words/species", []
    while url:
        pages.append(visit().get(url).text)
        onward = re.search(r'href="([^"]+)" rel="next"', pages[-1])
        url = onward[1].replace("&amp;", "&") if onward else None
    latin = re.findall(r'<i lang="la">([^<]+)</i>', "".join(pages))

    assert len(latin) == len(set(latin)) == 641
    assert sum(page.count("status--wait") for page in pages) == 59
    assert 'rel="prev"' in pages[1]


def test_targets_stand_plan_by_plan_and_say_what_is_not_held(loaded, visit):
    page = visit().get("/en/words/targets").text

    assert page.count("<h2><span") == 3
    assert page.count("Wording not held") == 4


def test_species_are_found_on_the_page(loaded, visit):
    page = visit().get("/fr/words/species?q=tortue verte").text

    assert "Chelonia mydas" in page
    assert "Caretta caretta" not in page


def test_a_search_that_finds_nothing_gives_the_words_back_and_runs_nothing(loaded, visit):
    page = visit().get("/en/words/species", query_string={"q": '<script>"x'}).text

    assert "Nothing found" in page
    assert "<script>&#34;x" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("token", ["nonsense", "-1", "\x00", "e30"])
def test_a_spoilt_page_token_shows_the_first_page(loaded, visit, token):
    assert "Acipenser baerii" in visit().get("/en/words/species", query_string={"page": token}).text


@pytest.mark.parametrize("name", SETS)
def test_a_page_asks_few_questions_and_no_more_with_more_rows(app, loaded, visit, name):
    queries.forget()

    assert 0 < len(sent_by(app, lambda: visit().get(f"/en/words/{name}"))) <= 8


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_exported_whole_with_its_source_and_what_is_not_verified(loaded, visit, name):
    known = queries.dataset(name)
    told = visit().get(f"/en/words/{name}.csv")
    rows = list(csv.DictReader(io.StringIO(told.text.removeprefix("\ufeff"))))
    as_json = visit().get(f"/en/words/{name}.json").json

    plans = 3 if name == "targets" else 0
    assert len(rows) == len(as_json["rows"]) == known.term_count - plans
    assert {row["source"] for row in rows} == {known.source}
    assert as_json["about"]["as_of"] == known.as_of
    assert [row["verified"] for row in rows] == [str(row["verified"]) for row in as_json["rows"]]


def test_the_picker_is_answered_in_the_language_of_the_page_with_the_latin_name(loaded, visit):
    answer = visit().get("/fr/words/species.json?q=tortue verte")

    assert answer.json["found"][0] == {
        "key": "chelonia-mydas",
        "label": "Tortue verte",
        "lang": "fr",
        "note": "Chelonia mydas",
    }
    assert answer.cache_control.public
    assert answer.cache_control.max_age == 3600
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("words", ["", "%", "zzzz", "\x00", "a" * 5000])
def test_the_picker_answers_nothing_to_nothing(loaded, visit, words):
    assert visit().get("/en/words/species.json", query_string={"q": words}).json["found"] == []


@pytest.mark.parametrize("name", ["species", "countries"])
def test_the_picker_gives_no_more_than_ten_and_says_how_many_more_and_how_to_find_them(loaded, visit, name):
    kind = {"species": "species", "countries": "country"}[name]
    more = len(session.scalars(queries.matching(kind, "a")).all()) - 10

    answer = visit().get(f"/en/words/{name}.json?q=a").json

    assert len(answer["found"]) == 10
    assert answer["told"].startswith(f"{more} more are called so. Write more of the name")


def test_the_picker_says_that_nothing_is_called_so_and_nothing_where_all_is_shown(loaded, visit):
    def told(words):
        return visit().get("/en/words/countries.json", query_string={"q": words}).json["told"]

    assert told("atlantis") == "Nothing is called “atlantis”."
    assert told("Kenya") == ""


def test_countries_are_found_by_the_picker_as_by_the_button(loaded, visit):
    found = visit().get("/fr/words/countries.json?q=cote d'ivoire").json["found"]

    assert [(one["key"], one["label"]) for one in found] == [("CI", "Côte d’Ivoire")]


@pytest.mark.parametrize("path", ["unicorns", "unicorns.csv", "unicorns.json", "species.xlsx"])
def test_a_set_that_is_not_there_is_not_found(loaded, visit, path):
    assert visit().get(f"/en/words/{path}").status_code == 404


@pytest.mark.parametrize(
    ("lang", "name"),
    [("en", "Bolivia (Plurinational State of)"), ("fr", "Bolivie (État plurinational de)")],
)
def test_rooms_below_call_a_country_as_the_vocabulary_does(loaded, cast, visit, lang, name):
    """A role for a country is given in the accounts, which may not ask the vocabularies themselves."""
    page = visit(cast.adam).get(f"/{lang}/desk/people/{cast.chen.key}/give-role")
    assert name in page.text
