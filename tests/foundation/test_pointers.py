"""Pointers: a page names a topic, and shows where it is explained; without a pointer it shows nothing."""

import pytest

from app.foundation import pointers
from app.foundation.db import transaction
from app.foundation.i18n import Said
from tests.counting import asked
from tests.factories import a_call, a_meeting, a_report
from tests.page import page_of

TITLES = {"en": "A call, step by step", "fr": "Un appel, pas à pas"}


def point(topic, titles=TITLES, owner="course small", **given):
    where = {"endpoint": "learning.lesson", "values": {"slug": "small", "lesson": "first"}, "minutes": 9}
    with transaction():
        pointers.put(topic, titles, owner=owner, **{"source": "en", **where, **given})


def told_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    link = page_of(answer).main.select_one('a[href*="/learn/small/first"]')
    return link and (link["href"], link.get("lang"), " ".join(link.parent.get_text(" ").split()))


def test_a_topic_is_explained_in_the_readers_language(app):
    point("reports.calls")

    assert pointers.find("reports.calls", "fr").title == Said("Un appel, pas à pas", "fr")


def test_a_topic_without_the_readers_language_is_explained_as_it_was_written_and_says_so(app):
    point("reports.calls", source="fr")

    assert pointers.find("reports.calls", "es").title == Said("Un appel, pas à pas", "fr", fallback=True)


def test_of_several_the_first_is_shown_unless_only_another_has_the_readers_language(app):
    point("reports.calls", {"en": "Later"}, position=2)
    point("reports.calls", {"en": "Sooner"}, position=1, owner="course other")
    point("reports.calls", {"en": "Last", "es": "Último"}, position=3)

    assert pointers.find("reports.calls", "en").title.text == "Sooner"
    assert pointers.find("reports.calls", "es").title.text == "Último"


def test_what_an_owner_drops_is_explained_no_longer_and_what_others_put_stays(app):
    point("reports.calls")
    point("report.a", owner="course other")

    with transaction():
        pointers.drop("course small")

    assert pointers.find("reports.calls", "en") is None
    assert pointers.find("report.a", "en")


def test_asking_is_one_statement(app):
    point("reports.calls")

    assert len(asked(app, lambda: pointers.find("reports.calls", "es"))) == 1


def pages(cast):
    report, meeting = a_report(cast), a_meeting(key="somewhere")
    call = a_call(key="an-open-call")
    return {
        "report.a": f"/en/reports/{report.number}/sections/a",
        "reports.calls": "/en/reports/calls",
        "reports.call": f"/en/reports/calls/{call.key}",
        "meetings.show": f"/en/meetings/{meeting.key}",
        "organisations.apply": "/en/organisations/apply",
    }


@pytest.mark.parametrize(
    "page", ["report.a", "reports.calls", "reports.call", "meetings.show", "organisations.apply"]
)
def test_a_page_offers_the_lesson_that_explains_it_and_nothing_where_none_does(cast, visit, page):
    address = pages(cast)[page]
    before = told_at(visit(cast.amara), address)

    point("reports.calls" if page == "reports.call" else page)

    assert before is None
    assert told_at(visit(cast.amara), address) == (
        "/en/learn/small/first",
        None,
        "Learn: A call, step by step , 9 min",
    )


def test_a_section_offers_no_lesson_about_another(cast, visit):
    address = pages(cast)["report.a"]
    point("report.b")

    assert told_at(visit(cast.amara), address) is None


def test_a_page_in_another_language_says_which_language_the_lesson_is_in(visit):
    point("reports.calls")

    href, lang, words = told_at(visit(), "/ar/reports/calls")

    assert (href, lang) == ("/ar/learn/small/first", "en")
    assert "الإنكليزية" in words
