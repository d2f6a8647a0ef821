"""What people write is shown as they meant it, on every page that shows it, in one way."""

from app.foundation import audit
from app.foundation.db import transaction
from app.meetings import operations as documents
from app.meetings.models import Outcome
from app.organisations.operations import deciding as organisations
from app.reports.models import DeclineReason
from app.reports.operations import calls, deciding, submitting
from tests.factories import a_call, a_meeting, a_report
from tests.meetings.given import a_document, begun
from tests.page import page_of
from tests.reports.decided import AGAIN, a_submitted_report
from tests.reports.given import a_complete_report, save

WORDS = "Please see to **two things**:\n- the place\n- the name"
LONG = {("b1", 0): {"text": WORDS}}


def shown(answer, *, times=1):
    """The words as they were meant, as often as the page has to say them; never their marks."""
    assert answer.status_code == 200
    page = page_of(answer)
    main = page.select_one("main")
    for field in main.select("textarea, input"):
        field.decompose()
    assert "**" not in main.get_text(), "the marks stand raw"
    meant = [one for one in main.select("strong") if one.get_text() == "two things"]
    assert len(meant) >= times, "the words are not there"
    for one in meant:
        listed = one.find_parent("p").find_next_sibling("ul")
        assert [item.get_text() for item in listed.select("li")] == ["the place", "the name"]


def test_why_a_report_was_returned_and_what_is_remarked_on_it(cast, visit):
    report = a_submitted_report(cast)
    for question in ("b1", ""):
        deciding.add_remark(report, question=question, row=0, text=WORDS, lang="en", actor=cast.bruno)
    at = f"/en/reports/{report.number}"
    shown(visit(cast.bruno).get(f"{at}/review"), times=2)
    shown(visit(cast.bruno).get(f"{at}/send-back"), times=2)
    deciding.send_back_report(report, reason=WORDS, due_on=AGAIN, seen=report.revision, actor=cast.bruno)

    shown(visit(cast.amara).get(f"{at}/edit"))
    shown(visit(cast.amara).get(f"{at}/sections/b"))
    shown(visit(cast.amara).get(at), times=3)


def test_what_a_report_says_before_and_after_it_is_submitted_and_what_it_said_before(cast, visit):
    report = a_complete_report(cast)
    save(report, cast.amara, LONG, seen=1)
    save(report, cast.amara, {("b1", 0): {"text": "Less."}}, seen=2)
    at = f"/en/reports/{report.number}"
    shown(visit(cast.amara).get(f"{at}/sections/b/earlier"))
    save(report, cast.amara, LONG, seen=3)
    shown(visit(cast.amara).get(f"{at}/check"))


def test_the_words_that_come_with_a_decision(cast, visit):
    declined = a_submitted_report(cast)
    deciding.decline_report(
        declined, formal=DeclineReason.SCOPE, reason=WORDS, seen=declined.revision, actor=cast.bruno
    )
    shown(visit(cast.amara).get(f"/en/reports/{declined.number}"))

    accepted = a_submitted_report(cast, once="once-2", answers=LONG)
    deciding.accept_report(accepted, words=WORDS, seen=accepted.revision, actor=cast.bruno)
    shown(visit(cast.amara).get(f"/en/reports/{accepted.number}"), times=2)


def test_what_changed_since_the_last_round(cast, visit):
    report = a_submitted_report(cast, answers=LONG)
    deciding.send_back_report(report, reason="x", due_on=AGAIN, seen=report.revision, actor=cast.bruno)
    save(report, cast.amara, {("b1", 0): {"text": "Less."}}, seen=2)
    submitting.submit_report(report.number, once="again", seen=report.revision, actor=cast.amara)
    shown(visit(cast.bruno).get(f"/en/reports/{report.number}/review"))


def test_why_a_call_was_cancelled(cast, visit):
    call = a_call(guidance={"en": WORDS})
    draft = a_report(cast, call=call)
    shown(visit().get(f"/en/reports/calls/{call.key}"))
    calls.cancel_call(call, reason=WORDS, seen=call.revision, actor=cast.bruno)
    shown(visit().get(f"/en/reports/calls/{call.key}"), times=2)
    shown(visit(cast.amara).get(f"/en/reports/{draft.number}/edit"))


def test_what_is_told_of_a_document_on_its_trail(cast, visit):
    document = a_document(cast, meeting=begun(), is_public=True, source=WORDS)
    bruno = {"actor": cast.bruno}
    documents.check_document(document, **bruno)
    documents.translate_document(document, note=WORDS, needed=False, seen=document.revision, **bruno)
    shown(visit().get(f"/en/documents/{document.number}"), times=2)
    documents.issue_document(document, symbol="UNEP/CMS/StC99/Inf.4", seen=document.revision, **bruno)
    items = [item.id for item in document.meeting.items]
    documents.table_document(document, items=items, seen=document.revision, **bruno)
    told = {"outcome": Outcome.NOTED, "where": "", "words": WORDS}
    documents.consider_document(document, **told, seen=document.revision, actor=cast.dario)
    documents.follow_up_document(document, words=WORDS, seen=document.revision, **bruno)

    shown(visit().get(f"/en/documents/{document.number}"), times=4)


def test_the_note_on_a_meeting(cast, visit):
    meeting = a_meeting(note=WORDS)
    shown(visit(cast.bruno).get(f"/en/meetings/{meeting.key}"))


def test_why_an_organisation_was_suspended_and_what_it_works_for(cast, visit):
    organisations.suspend(cast.society, reason=WORDS, seen=cast.society.revision, actor=cast.bruno)
    with transaction():
        cast.society.mission = WORDS
        audit.record("test.mission", cast.society, actor=None)
    at = f"/en/organisations/{cast.society.slug}"

    shown(visit(cast.amara).get("/en/work"))
    shown(visit(cast.amara).get(at), times=2)
    shown(visit(cast.bruno).get(f"{at}/application"), times=2)
