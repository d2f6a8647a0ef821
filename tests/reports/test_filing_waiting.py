"""What waits for a writer, and what their letters say."""

import re
from datetime import date, timedelta

import pytest

from app.foundation import audit, mail
from app.foundation.clock import end_of, now
from app.foundation.db import transaction
from app.organisations.models import OrganisationState
from app.reports.models import CallState, ReportState
from app.reports.operations import calls, filing, submitting
from app.reports.queries import filing as queries
from app.reports.queries.waiting import waiting_for
from tests.factories import a_report, letters
from tests.reports.given import a_complete_report


def test_drafts_and_returned_reports_wait_for_those_who_write(cast):
    draft = a_report(cast)
    back = a_report(cast, state=ReportState.RETURNED, return_due_on=date(2026, 12, 24), title="Again")
    a_report(cast, state=ReportState.SUBMITTED, title="Handed in")

    found = waiting_for(cast.emil)

    assert [(w.title, w.values["number"]) for w in found] == [
        ("Flyways of the Sahel", draft.number),
        ("Again", back.number),
    ]
    assert found[0].due == draft.call.closes_at
    assert found[1].due == back.due_at == end_of(date(2026, 12, 24), back.call.zone)
    assert waiting_for(cast.rosa) == waiting_for(cast.chen) == []


def test_a_returned_report_names_one_deadline_on_all_its_pages(cast, visit):
    due = (now() + timedelta(days=30)).date()
    back = a_report(cast, state=ReportState.RETURNED, return_due_on=due, submitted_at=now())
    own = f"/en/reports/{back.number}"

    pages = {at: visit(cast.emil).get(at).text for at in ("/en/work", own, f"{own}/edit")}

    for at, page in pages.items():
        assert f'<time datetime="{back.due_at:%Y-%m-%dT%H:%M}+00:00">' in page, at
        assert "23:59 <bdi>Berlin (UTC+" in page, at
        assert re.search(r"\b(29|30) days left", page), at
        assert "Your time: <time" in page, at


def test_a_person_finds_all_reports_of_their_organisations(cast):
    report = a_report(cast, state=ReportState.PUBLISHED)

    assert queries.of_person(cast.rosa) == [report]
    assert queries.of_person(cast.chen) == []


@pytest.fixture
def every_letter(cast):
    """All six kinds of letters of filing."""
    report = a_complete_report(cast)
    call = report.call
    submitting.submit_report(report.number, once="x", seen=report.revision, actor=cast.amara)
    filing.withdraw_report(report, reason="An error.", seen=report.revision, actor=cast.amara)
    with transaction():
        call.state = CallState.PREPARED
        cast.society.state = OrganisationState.VERIFIED
        audit.record("test.set", call, actor=None)
    calls.announce_call(call, seen=call.revision, actor=cast.bruno)
    a_report(cast, title="Another")
    calls.cancel_call(call, reason="Moved.", seen=call.revision, actor=cast.bruno)
    return report


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_every_letter_can_be_read_in_every_language(app, cast, every_letter, lang):
    number = every_letter.number
    with transaction():
        for letter in letters():
            letter.lang = lang

    with app.app_context():
        written = {letter.template: mail.render(letter) for letter in letters()}

    assert len(written) == 6
    subject, body = written["reports/email/receipt"]
    assert number in subject
    assert f"/{lang}/reports/{number}/versions/1.json" in body
    assert "sha256sum" in body


def test_what_a_receipt_says_to_run_can_be_copied_in_every_language(app, every_letter):
    with app.app_context():
        receipt = next(one for one in letters() if one.template == "reports/email/receipt")
        receipt.lang = "ar"
        assert f"\n\nsha256sum {every_letter.number}-1.json\n\n" in mail.render(receipt)[1]


def test_letters_to_moderators_open_the_report_they_speak_of(app, cast):
    report = a_complete_report(cast)
    submitting.submit_report(report.number, once="x", seen=report.revision, actor=cast.amara)
    filing.withdraw_report(report, reason="It was **not** ready.", seen=report.revision, actor=cast.amara)

    with app.app_context():
        told = [one for one in letters() if one.recipient_id == cast.bruno.id]
        for letter in told:
            assert f"/en/reports/{report.number}/review\n" in mail.render(letter)[1]
            letter.notice_only = True
            assert report.number not in mail.render(letter)[1]
            assert any(
                f"/en/reports/{report.number}/review" in part for part in mail.in_full(letter, "en")[1]
            )
        assert len(told) == 2
        letter.notice_only = False
        assert "It was not ready." in mail.render(letter)[1]
