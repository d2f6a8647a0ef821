"""Protection that begins or ends after a report is published: what everybody reads follows at once."""

import pytest
from flask_babel import force_locale, gettext

from app.foundation import search
from app.foundation.db import session
from app.meetings.models import Document
from app.organisations.operations import protecting
from app.reports.operations import deciding
from tests.page import page_of
from tests.reports.decided import a_published_report, an_accepted_report
from tests.reports.given import a_complete_report

NAME, SLUG = "Society of the Flyway", "society-of-the-flyway"


def protect(cast):
    protecting.protect(cast.society, seen=cast.society.revision, actor=cast.amara)


def end_protection(cast):
    protecting.end_protection(cast.society, seen=cast.society.revision, actor=cast.amara)


def document_of(report):
    return session.query(Document).filter_by(origin_number=report.number).one()


def told(visit, report):
    """What a guest reads at every place where the report stands."""
    number, paper = report.number, document_of(report)
    return {
        path: visit().get(path).text
        for path in (
            f"/en/reports/{number}",
            f"/en/reports/{number}.json",
            "/en/reports",
            "/en/reports.csv",
            "/en/reports.json",
            f"/en/documents/{paper.number}",
            f"/en/meetings/{paper.meeting.key}",
        )
    }


def naming(pages):
    return [path for path, text in pages.items() if NAME in text or SLUG in text]


def by_filter(visit, slug=SLUG):
    return "Flyways of the Sahel" in visit().get(f"/en/reports?organisation={slug}").text


def by_name(visit):
    return "Flyways of the Sahel" in visit().get("/en/reports?q=Society+Flyway").text


def kinds_found():
    return {one.kind for one in search.find("society flyway")}


def test_protection_hides_at_once_what_was_published_before(cast, visit, vocabulary):
    report = a_published_report(cast)
    assert len(naming(told(visit, report))) >= 5
    assert by_filter(visit)
    assert by_name(visit)
    assert kinds_found() == {"report", "document"}

    protect(cast)

    assert naming(told(visit, report)) == []
    assert not by_filter(visit)
    assert not by_filter(visit, cast.society.slug)
    assert not by_name(visit)
    assert kinds_found() == set()
    assert (
        "National non-governmental organisation, Africa" in visit().get(f"/en/reports/{report.number}").text
    )


def test_what_was_published_protected_stays_so_when_the_protection_ends(cast, visit, vocabulary):
    protect(cast)
    report = a_published_report(cast)

    end_protection(cast)

    pages = told(visit, report)
    assert naming({path: text for path, text in pages.items() if report.number in path}) == []
    assert naming({path: text for path, text in pages.items() if "/documents/" in path}) == []
    assert NAME not in pages["/en/reports.csv"]
    assert not by_filter(visit, cast.society.slug)
    assert not by_name(visit)
    assert kinds_found() == {"organisation"}


def test_what_was_published_openly_or_is_published_later_is_named_when_the_protection_ends(
    cast, visit, vocabulary
):
    report = a_published_report(cast)
    protect(cast)

    end_protection(cast)

    assert len(naming(told(visit, report))) >= 5
    assert by_filter(visit, cast.society.slug)
    assert kinds_found() >= {"report", "document", "organisation"}


def test_a_report_accepted_while_protected_is_named_if_it_is_published_later(cast, visit, vocabulary):
    protect(cast)
    report = an_accepted_report(cast)
    end_protection(cast)

    deciding.publish_report(report, seen=report.revision, actor=cast.bruno)

    assert f"/en/reports/{report.number}" in naming(told(visit, report))


@pytest.mark.parametrize("reader", [None, "chen"])
def test_a_kept_page_is_not_answered_after_the_protection_began(cast, visit, vocabulary, reader):
    report = a_published_report(cast)
    client = visit(reader and getattr(cast, reader))
    address = f"/en/reports/{report.number}"
    assert NAME in client.get(address).text

    protect(cast)

    assert NAME not in client.get(address).text


def test_its_authors_are_told_before_they_write_what_is_published_and_what_is_not(cast, visit, vocabulary):
    protect(cast)
    report, client = a_complete_report(cast), visit(cast.amara)

    identity = client.get(f"/en/reports/{report.number}/sections/a").text
    work = client.get(f"/en/reports/{report.number}/sections/c").text
    check = client.get(f"/en/reports/{report.number}/check").text
    start = client.get(f"/en/reports/calls/{report.call.key}/start").text

    assert "nothing of this section is published" in identity
    assert "unless it is protected" in identity
    assert "published as you write it" in work
    assert "Not shown to the public" in check
    assert "The title is published as you write it" in start


def test_authors_who_are_not_protected_are_told_nothing_of_it(cast, visit, vocabulary):
    report, client = a_complete_report(cast), visit(cast.amara)

    for place in ("sections/a", "sections/c", "check"):
        assert "Your organisation is protected" not in client.get(f"/en/reports/{report.number}/{place}").text


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Protected organisations"),
        ("fr", "Les organisations protégées"),
        ("es", "Las organizaciones protegidas"),
        ("ar", "المنظمات المحمية"),
    ],
)
def test_the_privacy_page_tells_of_protection_under_the_words_of_the_form(app, cast, visit, lang, title):
    page = visit(cast.chen).get(f"/{lang}/privacy").text

    with app.app_context(), force_locale(lang):
        assert gettext("Protect this organisation") in page
    assert title in page


def test_its_authors_see_on_the_published_report_what_guests_do_not_get(cast, visit, vocabulary):
    protect(cast)
    report = a_published_report(cast)
    address = f"/en/reports/{report.number}"

    own, theirs = (page_of(client.get(address)) for client in (visit(cast.amara), visit()))

    sections = {section["id"]: section.get_text() for section in own.select("section.answer")}
    marked = {key for key, text in sections.items() if "Nothing of this section is published." in text}
    shown = {section["id"] for section in theirs.select("section.answer")}
    assert marked == {"s-a", "s-j"}
    assert not marked & shown
    assert "Only the organisation and the Secretariat read what is marked “not published”." in own.get_text()
    assert "not published" not in theirs.find("article").get_text()


def test_authors_who_are_not_protected_see_which_answers_are_not_published(cast, visit, vocabulary):
    report = a_published_report(cast)

    own = page_of(visit(cast.amara).get(f"/en/reports/{report.number}"))

    marked = {head.get_text() for head in own.select("article h3") if "(not published)" in head.get_text()}
    assert marked == {
        "Contact person (not published)",
        "E-mail address of the contact person (not published)",
    }
    assert "Nothing of this section is published." not in own.get_text()
