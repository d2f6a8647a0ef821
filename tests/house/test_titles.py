"""A row of tabs tells its pages apart: a number, a queue, a filter, a further page stands in each title."""

import pytest

from tests.factories import a_report
from tests.page import page_of
from tests.reports.decided import a_published_report, a_submitted_report
from tests.reports.given import a_complete_report


def title_at(client, address):
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 200, address
    return page_of(answer).title.get_text()


def all_differ(titles):
    assert len(set(titles)) == len(titles), titles


def test_two_reports_of_one_title_differ_on_every_page_of_theirs(cast, visit):
    numbers = [a_report(cast).number, a_report(cast).number]
    for page in ("edit", "sections/b", "sections/b/earlier", "details", "check"):
        titles = [title_at(visit(cast.amara), f"reports/{number}/{page}") for number in numbers]
        all_differ(titles)
        assert all(number in title for number, title in zip(numbers, titles, strict=True))


def test_two_reports_that_are_decided_differ_on_the_pages_where_they_are(cast, visit):
    numbers = [a_submitted_report(cast, once=once).number for once in ("one", "two")]
    for page in ("review", "accept", "decline", "send-back"):
        all_differ([title_at(visit(cast.bruno), f"reports/{number}/{page}") for number in numbers])


def test_a_report_and_its_document_differ(cast, visit):
    report = a_published_report(cast)
    document = report.addressees[0].document
    for person in (None, cast.bruno):
        found = [
            title_at(visit(person), f"reports/{report.number}"),
            title_at(visit(person), f"documents/{document.number}"),
        ]
        all_differ(found)
        assert all("Flyways of the Sahel" in title for title in found)


@pytest.mark.parametrize("who", [None, "amara"])
def test_the_register_says_what_it_is_narrowed_to_and_which_page_it_is(cast, visit, who):
    a_published_report(cast, title="Nets")
    client = visit(who and getattr(cast, who))
    addresses = [
        "reports",
        "reports?q=nets",
        "reports?q=herons",
        "reports?language=en",
        "reports?standing=issued",
    ]
    titles = [title_at(client, address) for address in addresses]
    all_differ(titles)
    assert "“nets”" in titles[1]
    assert "a further page" in title_at(client, "reports?page=x")
    assert "a further page" not in titles[0]


def test_each_queue_of_the_desk_and_each_kind_of_letter_has_its_own_title(cast, visit):
    bruno = visit(cast.bruno)
    queues = ["desk", "desk?queue=returned", "desk?queue=organisation", "desk?queue=outcome_due"]
    all_differ([title_at(bruno, address) for address in queues])
    all_differ(
        [title_at(bruno, f"desk/letters?state={state}") for state in ("failed", "waiting", "kept", "sent")]
    )


def test_lists_say_the_words_they_were_searched_for(cast, visit):
    for address in ("organisations", "search", "words/species"):
        assert "“heron”" in title_at(visit(), f"{address}?q=heron"), address


def test_a_draft_has_its_number_in_the_title_of_a_section_that_needs_correcting(cast, visit):
    report = a_complete_report(cast)
    sent = {"seen-a5_email-0": "1", "a5_email-0": "no address", "section_lang": "en", "save": "1"}
    answer = visit(cast.amara).post(
        f"/en/reports/{report.number}/sections/a", data=sent, follow_redirects=True
    )
    assert report.number in page_of(answer).title.get_text()
