import pytest

from app.meetings.models import Outcome
from app.reports.models import ReportState
from tests.factories import a_call, a_report
from tests.meetings.test_documents import a_document


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("page", ["", "privacy", "accessibility", "moderation", "search"])
def test_every_page_opens_in_every_language(visit, lang, page):
    answer = visit().get(f"/{lang}/{page}")

    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text


def test_the_root_leads_to_the_language_of_the_browser_or_the_person(cast, visit):
    assert visit().get("/", headers={"Accept-Language": "es"}).location == "/es/"
    assert visit().get("/", headers={"Accept-Language": "xx"}).location == "/en/"
    assert visit(cast.amara).get("/", headers={"Accept-Language": "es"}).location == "/en/"


def test_the_front_page_shows_what_is_due_and_what_is_new(cast, visit):
    a_call()
    a_report(cast, ReportState.PUBLISHED, title="Terns of the lagoon")
    a_report(cast, ReportState.SUBMITTED, title="Not yet for everyone")

    page = visit().get("/en/").text

    assert "Reports to the Standing Committee" in page
    assert "Terns of the lagoon" in page
    assert "Not yet for everyone" not in page
    assert "1 call is open" in page


def test_the_front_page_shows_what_became_of_documents_that_are_public(cast, visit):
    a_document(cast, "considered", is_public=True, outcome=Outcome.NOTED, title="Heard at last")
    a_document(cast, "considered", origin="2026-0009", outcome=Outcome.NOTED, title="Held back")

    page = visit().get("/en/").text

    assert "Heard at last" in page
    assert "Held back" not in page


def test_an_empty_house_says_so(visit):
    page = visit().get("/en/").text

    assert "Nothing is due at the moment." in page
    assert "No report is published yet." in page


@pytest.mark.parametrize("words", ["", "   ", "<script>alert(1)</script>", "'\"%_", "لا شيء", "x" * 500])
def test_a_search_for_nothing_is_a_page_with_the_words(visit, words):
    answer = visit().get("/en/search", query_string={"q": words})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
