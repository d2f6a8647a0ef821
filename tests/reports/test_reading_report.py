"""The page of one report: the same address for all, and for each what they may see."""

from hashlib import sha256
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.foundation import audit
from app.foundation.db import session, transaction
from app.foundation.files import Upload
from app.meetings.models import Document, DocumentState, Outcome
from app.organisations.models import OrganisationState
from app.reports import policy
from app.reports.models import Rendered, Report, ReportState, Version
from app.reports.operations import attachments, deciding, filing, submitting
from app.reports.queries import filing as queries
from app.reports.queries import frozen
from tests.factories import a_report
from tests.page import page_of
from tests.reports.decided import (
    AGAIN,
    a_declined_report,
    a_published_report,
    a_returned_report,
    a_submitted_report,
    an_accepted_report,
)
from tests.reports.given import a_complete_report

EVERYBODY = (None, "amara", "emil", "rosa", "bruno", "chen", "fatou", "dario", "talia", "edda", "adam")
MEMBERS = {"amara", "emil", "rosa"}
PRIVATE = {"a5": "Nobody Must Know", "a5_email": "private@example.org"}
HIDDEN = {
    ("a5", 0): {"text": PRIVATE["a5"]},
    ("a5_email", 0): {"text": PRIVATE["a5_email"]},
    ("d8", 1): {"chosen": ["250k_1m"]},
}
NAUGHTY = '<script>alert(1)</script> "quoted" & {{ 7*7 }} \u202e'


def test_a_place_told_more_exactly_than_in_degrees_is_never_published(cast, vocabulary):
    report = a_submitted_report(cast, {("d4_cell", 1): {"text": "4 S, 40 E"}}, seen=0)
    payload = session.scalar(select(Version.payload))
    exact = SimpleNamespace(payload=payload.replace("4 S, 40 E", "4.12345 S, 40.9876 E"))
    coarse = SimpleNamespace(payload=payload)
    at = ("d4_cell", 1)

    assert frozen.read(report, coarse, public=True).answers[at].value == {"text": "4 S, 40 E"}
    assert at not in frozen.read(report, exact, public=True).answers
    assert at in frozen.read(report, exact, public=False).answers


def visit_as(visit, cast, who):
    return visit(getattr(cast, who) if who else None)


def page(visit, report, person=None, lang="en"):
    answer = visit(person).get(f"/{lang}/reports/{report.number}")
    assert answer.status_code == 200
    return page_of(answer)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    "begin", [a_submitted_report, a_returned_report, a_declined_report, an_accepted_report]
)
def test_what_is_not_published_is_read_by_its_members_and_the_moderators(cast, visit, vocabulary, who, begin):
    report = begin(cast)

    answer = visit_as(visit, cast, who).get(f"/en/reports/{report.number}")

    assert answer.status_code == (200 if who in MEMBERS | {"bruno"} else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_published_is_read_by_everybody(cast, visit, vocabulary, who):
    report = a_published_report(cast)

    assert visit_as(visit, cast, who).get(f"/en/reports/{report.number}").status_code == 200


@pytest.mark.parametrize("rehearsal", [False, True])
@pytest.mark.parametrize("state", ReportState)
def test_the_list_and_the_rule_agree_on_who_may_read(cast, state, rehearsal):
    from app.accounts.readers import Guest

    report = a_report(cast, state=state, rehearsal=rehearsal)

    for who in EVERYBODY:
        reader = getattr(cast, who) if who else Guest()
        listed = report in session.scalars(queries.visible_to(reader)).all()
        assert listed == policy.may_read(reader, report), who


def test_a_draft_leads_its_writers_to_where_they_write(cast, visit):
    report = a_complete_report(cast)

    answer = visit(cast.amara).get(f"/en/reports/{report.number}")

    assert answer.location == f"/en/reports/{report.number}/edit"


def test_the_public_page_shows_answers_trail_and_receipt(cast, visit, vocabulary):
    report = a_published_report(cast)
    version = session.scalar(select(Version))

    seen = page(visit, report)

    assert seen.select_one("h1").get_text() == "Flyways of the Sahel"
    assert "We counted birds." in seen.get_text()
    assert seen.select_one(".species i[lang=la]").get_text() == "numenius-arquata"
    assert seen.select_one(".species bdi").get_text() == "Eurasian curlew"
    assert "Kenya" in seen.get_text()
    assert len(seen.select(".trail__step")) == 7
    assert seen.select_one(".receipt code").get_text().replace(" ", "") == version.sha256
    assert seen.select_one(f'a[href="/en/reports/{report.number}.json"]')


def test_the_public_page_says_what_the_body_did_in_its_own_words(cast, visit, vocabulary):
    report = a_published_report(cast)
    document = session.scalar(select(Document))
    with transaction():
        document.state, document.outcome = DocumentState.FOLLOWED_UP, Outcome.REFERRED
        document.outcome_where, document.outcome_text = "Scientific Council", "It asks for *advice*."
        document.follow_up = "The Council gave it."
        audit.record("test.outcome", document, actor=None)

    steps = [step.get_text() for step in page(visit, report).select(".trail__step")]

    assert "Referred to: Scientific Council" in steps[5]
    assert "It asks for advice." in steps[5]
    assert "The Council gave it." in steps[6]


@pytest.mark.parametrize("who", [w for w in EVERYBODY if w not in MEMBERS | {"bruno"}])
def test_contact_cost_remarks_and_the_file_received_are_never_public(cast, visit, vocabulary, who):
    report = a_submitted_report(cast, HIDDEN, seen=1)
    deciding.add_remark(report, question="b1", row=0, text="Secret remark", lang="en", actor=cast.bruno)
    deciding.accept_report(report, words="Secret words", seen=report.revision, actor=cast.bruno)
    deciding.publish_report(report, seen=report.revision, actor=cast.bruno)
    client = visit_as(visit, cast, who)

    texts = [
        client.get(f"/en/reports/{report.number}").get_data(as_text=True),
        client.get(f"/en/reports/{report.number}.json").get_data(as_text=True),
        client.get("/en/reports.csv").get_data(as_text=True),
        client.get("/en/reports?q=private").get_data(as_text=True),
    ]

    for text in texts:
        for secret in (*PRIVATE.values(), "250,000", "250k_1m", "Secret remark", "Secret words"):
            assert secret not in text
    assert client.get(f"/en/reports/{report.number}/versions/1.json").status_code in {302, 404}


def test_members_and_moderators_see_the_contact_the_remarks_and_their_next_steps(cast, visit, vocabulary):
    report = a_submitted_report(cast, HIDDEN, seen=1)
    deciding.add_remark(report, question="b1", row=0, text="Who counted?", lang="en", actor=cast.bruno)
    deciding.send_back_report(
        report, reason="Two things.", due_on=AGAIN, seen=report.revision, actor=cast.bruno
    )

    ours, theirs = page(visit, report, cast.amara), page(visit, report, cast.bruno)

    for seen in (ours, theirs):
        assert PRIVATE["a5"] in seen.get_text()
        assert "Who counted?" in seen.get_text()
        assert "Two things." in seen.get_text()
    assert ours.select_one(f'.notice a[href="/en/reports/{report.number}/edit"]')
    assert theirs.select_one(f'.notice a[href="/en/reports/{report.number}/review"]')
    assert not theirs.select_one(f'.notice a[href="/en/reports/{report.number}/edit"]')


def test_a_moderator_reaches_the_doors_of_the_document(cast, visit, vocabulary):
    report = a_published_report(cast)

    links = [link["href"] for link in page(visit, report, cast.bruno).select(".notice a")]

    assert any(link.startswith("/en/documents/") and link.endswith("/issue") for link in links)
    assert not page(visit, report).select('.notice a[href^="/en/documents/"]')


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_the_page_is_there_in_every_language_and_says_the_language_of_the_text(cast, visit, vocabulary, lang):
    report = a_published_report(cast)

    seen = page(visit, report, lang=lang)

    assert seen.html["lang"] == lang
    assert seen.select_one("h1")["lang"] == "en"
    assert seen.select_one(".prose")["lang"] == "en"
    assert seen.select_one(".prose")["dir"] == "ltr"


def test_what_people_write_runs_nowhere(cast, visit, vocabulary):
    report = a_submitted_report(
        cast, {("b1", 0): {"text": NAUGHTY}, ("d1", 1): {"text": NAUGHTY[:100]}}, seen=1
    )
    deciding.accept_report(report, seen=report.revision, actor=cast.bruno)
    deciding.publish_report(report, seen=report.revision, actor=cast.bruno)

    html = visit().get(f"/en/reports/{report.number}").get_data(as_text=True)

    assert "<script>alert" not in html
    assert "{{ 7*7 }}" in html


def test_the_body_is_drawn_once_and_kept_for_each_language_when_it_is_published(cast, visit, vocabulary):
    report = an_accepted_report(cast)
    visit(cast.bruno).post(f"/en/reports/{report.number}/publish", data={"seen": report.revision})
    kept = len(session.scalars(select(Rendered)).all())

    for lang in ("en", "fr", "es", "ar"):
        page(visit, report, lang=lang)

    assert kept == 4
    assert len(session.scalars(select(Rendered)).all()) == 4


@pytest.mark.parametrize(("who", "most"), [(None, 8), ("chen", 8), ("amara", 12), ("bruno", 12)])
def test_a_report_is_shown_with_few_statements(cast, visit, vocabulary, statements, who, most):
    report = a_published_report(cast)
    client = visit_as(visit, cast, who)
    client.get(f"/en/reports/{report.number}")

    with statements() as sent:
        client.get(f"/en/reports/{report.number}")

    assert len(sent) <= most, "\n\n".join(sent)


def a_file(report, cast, question, text):
    data = text.encode()
    upload = Upload("field.csv", "text/csv", data, sha256(data).hexdigest())
    asked = report.template.shape.question(question)
    row = 1 if question.startswith("d") else 0
    return attachments.attach_file(report, asked, row, upload, description="Field data", actor=cast.amara)


def test_files_open_for_the_public_once_the_report_is_published(app, cast, visit, vocabulary):
    report = a_complete_report(cast)
    with app.app_context():
        attachment = a_file(report, cast, "d7_file", "a,b\n1,2\n")
    submitting.submit_report(report.number, once="x", seen=report.revision, actor=cast.amara)
    address = f"/en/reports/{report.number}/files/{attachment.file.key}"

    assert visit().get(address).status_code == 404
    assert visit(cast.rosa).get(address).status_code == 200
    deciding.accept_report(report, seen=report.revision, actor=cast.bruno)
    deciding.publish_report(report, seen=report.revision, actor=cast.bruno)

    assert visit().get(address).get_data(as_text=True) == "a,b\n1,2\n"
    assert page(visit, report).select_one(f'a[href="{address}"]')
    assert visit().get(f"/en/reports/{report.number}/files/{'f' * 32}").status_code == 404


def test_a_published_report_is_told_as_json(cast, visit, vocabulary):
    report = a_published_report(cast)

    told = visit().get(f"/en/reports/{report.number}.json").get_json()

    assert told["number"] == report.number
    assert told["sha256"] == session.scalar(select(Version.sha256))
    answers = {(a["question"], a["row"]): a["value"] for a in told["answers"]}
    assert answers["a4", 0] == {"chosen": ["KE", "TZ"]}
    assert ("a5", 0) not in answers


def test_a_report_withdrawn_before_it_was_ever_submitted_is_not_a_broken_page(cast, visit):
    report = a_complete_report(cast)
    filing.withdraw_report(report, reason="Never mind.", seen=report.revision, actor=cast.amara)

    assert visit(cast.amara).get(f"/en/reports/{report.number}").status_code == 200
    assert visit(cast.bruno).get(f"/en/reports/{report.number}").status_code == 404


def test_a_revision_shows_the_newest_version_to_members(cast, visit, vocabulary):
    report = a_returned_report(cast)
    with transaction():
        audit.record("test.nothing", report, actor=None)
    from tests.reports.given import save

    save(report, cast.amara, {("b1", 0): {"text": "Not yet submitted."}}, seen=1)

    assert "Not yet submitted." not in page(visit, report, cast.rosa).get_text()
    submitting.submit_report(report.number, once="two", seen=report.revision, actor=cast.amara)
    assert "Not yet submitted." in page(visit, report, cast.rosa).get_text()
    assert session.get(Report, report.id).version_count == 2


def test_the_page_leads_to_the_meeting_the_call_and_the_document(cast, visit, vocabulary):
    report = a_published_report(cast)
    document = report.addressees[0].document.number

    links = {link["href"] for link in page(visit, report).select(".head a[href]")}

    assert {
        "/en/meetings/stc99",
        f"/en/reports/calls/{report.call.key}",
        f"/en/documents/{document}",
    } <= links


@pytest.mark.parametrize(("state", "opens"), [("verified", True), ("suspended", True), ("applied", False)])
def test_a_name_leads_to_a_profile_only_where_there_is_one(cast, visit, vocabulary, state, opens):
    report = a_published_report(cast)
    document = report.addressees[0].document.number
    with transaction():
        cast.society.state = OrganisationState(state)
        audit.record("test.state", cast.society, actor=None)
    profile = "/en/organisations/society-of-the-flyway"

    pages = [page(visit, report), page_of(visit().get(f"/en/documents/{document}"))]

    assert [bool(one.select_one(f'a[href="{profile}"]')) for one in pages] == [opens, opens]
    assert page(visit, report, cast.bruno).select_one(f'a[href="{profile}"]')
    assert all("Society of the Flyway" in one.get_text() for one in pages)
