"""Nobody reports as somebody else; whom authors name with them is published as named, and watched over."""

import json

import pytest
from sqlalchemy import select

from app.foundation import audit, search
from app.foundation.db import session, transaction
from app.foundation.errors import Invalid
from app.reports.models import ReportState, Version
from app.reports.operations import deciding, submitting
from app.reports.queries import deciding as queries
from tests.factories import lines
from tests.page import page_of
from tests.reports.decided import a_submitted_report, an_accepted_report
from tests.reports.given import a_complete_report, save

SHORE = {("a2_name", 1): {"text": "Other Shore"}, ("a2_country", 1): {"chosen": ["KE"]}}
ASKED = "Named by the lead organisation; not confirmed by them"
MAY_BE_NAMED = "A protected organisation may be named"


def protect(organisation, **given):
    with transaction():
        organisation.protected = True
        for name, value in given.items():
            setattr(organisation, name, value)
        audit.record("test.protect", organisation, actor=None)


def submitted(report, cast):
    submitting.submit_report(report.number, once="x", seen=report.revision, actor=cast.amara)
    return report


def a_joint_report(cast, named=SHORE):
    report = a_complete_report(cast)
    save(report, cast.amara, {("kind", 0): {"chosen": ["joint"]}}, seen=1)
    save(report, cast.amara, named)
    return submitted(report, cast)


def accepted(report, cast):
    deciding.accept_report(report, words="", seen=report.revision, actor=cast.bruno)
    return report


def published(report, cast):
    deciding.publish_report(report, seen=report.revision, actor=cast.bruno)
    return report


def frozen_lead():
    (version,) = session.scalars(select(Version))
    return next(a["value"] for a in json.loads(version.payload)["answers"] if a["question"] == "a1")


@pytest.mark.usefixtures("vocabulary")
def test_the_lead_organisation_is_shown_and_not_typed(cast, visit):
    report = a_complete_report(cast)

    page = page_of(visit(cast.amara).get(f"/en/reports/{report.number}/sections/a"))

    assert page.find(id="a1-0").text == cast.society.name
    assert page.find(attrs={"name": "a1-0"}) is None
    assert page.find(attrs={"name": "seen-a1-0"}) is None


@pytest.mark.usefixtures("vocabulary")
def test_whatever_is_sent_a_report_is_submitted_under_the_name_of_who_files_it(cast, visit):
    report = a_complete_report(cast)
    save(report, cast.amara, {("a1", 0): {"text": "World Bird Union"}}, seen=1)
    sent = {"seen-a1-0": "2", "a1-0": "World Bird Union", "section_lang": "en"}
    visit(cast.amara).post(f"/en/reports/{report.number}/sections/a", data=sent)
    assert "World Bird Union" not in visit(cast.amara).get(f"/en/reports/{report.number}/check").text

    submitted(report, cast)

    assert frozen_lead() == {"text": cast.society.name}
    assert not queries.doubts_about(report)


def test_another_lead_that_an_older_version_froze_stays_and_is_marked_on_the_desk(cast, visit):
    report = a_submitted_report(cast)
    (version,) = session.scalars(select(Version))
    with transaction():
        told = json.loads(version.payload)
        next(a for a in told["answers"] if a["question"] == "a1")["value"] = {"text": "World Bird Union"}
        version.payload = json.dumps(told)
        audit.record("test.older", report, actor=None)

    told = visit(cast.bruno).get(f"/en/reports/{report.number}/review").text

    assert frozen_lead() == {"text": "World Bird Union"}
    assert "Another lead organisation is named" in told
    accepted(report, cast)
    with pytest.raises(Invalid, match="names_in_doubt"):
        published(report, cast)


def test_an_organisation_that_was_renamed_since_is_no_other_lead(cast):
    report = a_submitted_report(cast)
    with transaction():
        cast.society.name = "Society of Flyways (example)"
        audit.record("test.renamed", cast.society, actor=None)

    assert not queries.doubts_about(report)


@pytest.mark.usefixtures("vocabulary")
def test_authors_are_told_before_they_name_others_how_that_is_published(cast, visit):
    report = a_complete_report(cast)

    page = page_of(visit(cast.amara).get(f"/en/reports/{report.number}/sections/a"))

    assert ASKED in page.find(id="a2-0-hint").text
    assert "The platform does not ask them" in page.find(id="a2-0-hint").text


@pytest.mark.usefixtures("vocabulary")
def test_everybody_reads_that_co_submitters_were_named_and_not_asked(cast, visit):
    report = published(accepted(a_joint_report(cast), cast), cast)

    page = page_of(visit().get(f"/en/reports/{report.number}")).find(id="s-a").text
    data = visit().get(f"/en/reports/{report.number}.json").json

    assert page.index(ASKED) < page.index("Other Shore")
    assert [a["confirmed"] for a in data["answers"] if a["question"] == "a2_name"] == [False]
    assert not any("confirmed" in a for a in data["answers"] if a["question"] == "b1")


@pytest.mark.usefixtures("vocabulary")
def test_nobody_is_found_by_what_others_say_of_them_unasked(cast):
    published(accepted(a_joint_report(cast), cast), cast)

    assert search.find("Fewer nets", kinds=["report"])
    assert not search.find("Other Shore", kinds=["report"])


@pytest.mark.parametrize(
    "named",
    [
        {("a2_name", 1): {"text": "Other Shore"}},
        {("a2_name", 1): {"text": "The OTHER SHORE (example), Dakar"}},
        {
            ("a2_name", 1): {"text": "Some people"},
            ("a2_website", 1): {"text": "https://www.shore.example/us"},
        },
    ],
)
def test_the_desk_is_warned_of_a_protected_organisation_and_its_authors_are_not(cast, visit, named):
    protect(cast.other, website="https://shore.example/")
    number = a_joint_report(cast, named).number

    assert MAY_BE_NAMED in visit(cast.bruno).get(f"/en/reports/{number}/review").text
    assert MAY_BE_NAMED in visit(cast.bruno).get(f"/en/reports/{number}/accept").text
    for page in (f"{number}", f"{number}/check", f"{number}/edit"):
        assert MAY_BE_NAMED not in visit(cast.amara).get(f"/en/reports/{page}").text


def test_names_that_are_like_no_protected_one_raise_no_doubt(cast, visit):
    protect(cast.other)
    report = a_joint_report(cast, {("a2_name", 1): {"text": "Shorebird Friends"}})

    assert MAY_BE_NAMED not in visit(cast.bruno).get(f"/en/reports/{report.number}/review").text
    published(accepted(report, cast), cast)


@pytest.mark.usefixtures("vocabulary")
def test_publishing_such_a_name_is_a_decision_of_a_moderator(cast, visit):
    protect(cast.other)
    report = accepted(a_joint_report(cast), cast)
    bruno, url = visit(cast.bruno), f"/en/reports/{report.number}/publish"

    asked = bruno.post(url, data={"seen": report.revision})

    session.refresh(report)
    assert "Tick this to publish these names" in asked.text
    assert report.state is ReportState.ACCEPTED
    bruno.post(url, data={"seen": report.revision, "decided": "y"})
    session.refresh(report)
    assert report.state is ReportState.PUBLISHED
    (line,) = [line for line in lines() if line.action == "report.allow_names"]
    assert line.actor_id == cast.bruno.id


def test_where_there_is_no_doubt_publishing_asks_nothing_more(cast, visit):
    report = an_accepted_report(cast)

    assert "I have made sure" not in visit(cast.bruno).get(f"/en/reports/{report.number}/publish").text
