"""Sentences that were wrong once: with a name in them, an empty list, or a draft."""

import csv
from pathlib import Path

from app.meetings.queries.names import body_name
from tests.factories import a_body, a_call, a_report
from tests.page import page_of
from tests.reports.given import a_complete_report

SPECIES = "data/species.csv"


def words_at(client, address):
    return " ".join(page_of(client.get(f"/en/{address}")).main.get_text().split())


def test_no_article_is_missing_where_a_report_is_submitted(cast, visit):
    report = a_complete_report(cast)
    told = words_at(visit(cast.amara), f"reports/{report.number}/check")
    assert "It goes to: 99th meeting of the Standing Committee." in told
    sent = {"seen": report.revision, "once": "once"}
    visit(cast.amara).post(f"/en/reports/{report.number}/submit", data=sent)
    told = words_at(visit(cast.amara), f"reports/{report.number}/receipt")
    assert "It goes to: 99th meeting of the Standing Committee." in told


def test_more_are_offered_only_where_some_are_shown(cast, visit):
    report = a_report(cast)
    told = words_at(visit(cast.amara), f"reports/{report.number}/sections/c")
    assert "more to choose from" not in told


def test_a_draft_that_is_withdrawn_was_with_nobody_who_decides(cast, visit):
    draft = a_report(cast)
    told = words_at(visit(cast.amara), f"reports/{draft.number}/withdraw")
    assert "It was not submitted yet" in told
    assert "decides on it" not in told


def test_languages_are_named_in_the_language_of_the_page_and_without_a_comma_before_the_last(cast, visit):
    call = a_call()
    for address in (f"reports/calls/{call.key}", f"reports/calls/{call.key}/start"):
        assert "English, French and Spanish" in words_at(visit(cast.amara), address), address
    page = page_of(visit().get(f"/fr/reports/calls/{call.key}"))
    assert "anglais, français et espagnol" in page.main.get_text()


def test_no_body_has_brackets_in_brackets(app):
    assert "(Raptors)" not in Path("data/bodies.yaml").read_text()
    with app.test_request_context("/en/"):
        assert body_name(a_body(instrument_short="Raptors")) == "Standing Committee (Raptors)"


def test_the_languages_in_which_a_species_is_found_are_those_that_the_data_has(visit):
    rows = list(csv.DictReader(Path(SPECIES).read_text().splitlines()))
    held = {column for column in rows[0] if column.startswith("name_") and any(row[column] for row in rows)}
    assert held == {"name_en", "name_fr", "name_es"}
    assert "Its name in English, French or Spanish, or the Latin one." in words_at(visit(), "reports")
    assert "Find by the English, French, Spanish or Latin name" in words_at(visit(), "words/species")
    told = words_at(visit(), "reports?species=Weißstorch")
    assert "Their English, French, Spanish and Latin names are known" in told
