"""All days of a thing are told in one zone, its meeting's, wherever the thing is shown."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.foundation import clock
from app.foundation.clock import now
from app.meetings import operations as documents
from app.meetings.models import DocumentState
from app.reports.models import ReportState
from app.reports.operations import deciding
from tests.factories import a_call, a_meeting, a_report
from tests.meetings.given import a_document
from tests.page import page_of
from tests.reports.decided import AGAIN, a_submitted_report, an_accepted_report

LATE = datetime(2026, 11, 24, 23, 0, 11, tzinfo=UTC)  # the 25th in Berlin, where the meeting is
THE_DAY, THE_DAY_BEFORE = "25 November 2026", "24 November 2026"


def test_what_is_published_late_in_the_evening_has_one_day_on_every_page(cast, visit):
    with clock.at(LATE):
        call = a_call(opens_at=LATE - timedelta(days=9), closes_at=LATE + timedelta(days=9))
        report = an_accepted_report(cast, call=call)
        deciding.publish_report(report, seen=report.revision, actor=cast.bruno)
    document = report.addressees[0].document
    for address in (f"reports/{report.number}", "reports", f"documents/{document.number}"):
        told = page_of(visit().get(f"/en/{address}")).main.get_text()
        assert THE_DAY in told, address
        assert THE_DAY_BEFORE not in told, address
    assert (
        visit().get(f"/en/reports/{report.number}.json").json["published_at"] == "2026-11-24T23:00:11+00:00"
    )


def test_remarks_and_promises_go_by_the_days_of_the_meeting(cast, visit):
    with clock.at(LATE):
        call = a_call(opens_at=LATE - timedelta(days=9), closes_at=LATE + timedelta(days=9))
        report = a_submitted_report(cast, call=call)
        deciding.add_remark(report, question="b1", row=0, text="Where?", lang="en", actor=cast.bruno)
    at = f"/en/reports/{report.number}"
    for address in (f"{at}/review", f"{at}/send-back"):
        told = page_of(visit(cast.bruno).get(address)).main.get_text()
        assert THE_DAY in told, address
        assert THE_DAY_BEFORE not in told, address
    assert "5 December 2026" in page_of(visit(cast.bruno).get(f"{at}/review")).main.get_text()
    with clock.at(LATE):
        deciding.send_back_report(report, reason="x", due_on=AGAIN, seen=report.revision, actor=cast.bruno)
    for address in (at, f"{at}/sections/b"):
        told = page_of(visit(cast.amara).get(address)).main.get_text()
        assert THE_DAY in told, address
        assert THE_DAY_BEFORE not in told, address


def test_a_document_is_received_and_checked_on_the_day_it_is_at_its_meeting(cast):
    for zone, day in (("Europe/Berlin", 25), ("America/Lima", 24), ("Asia/Tokyo", 25)):
        with clock.at(LATE):
            meeting = a_meeting(key=f"in-{day}-{zone[:4].lower()}", zone=zone, number=day + len(zone))
            document = a_document(cast, meeting=meeting, origin=zone[:9])
            documents.check_document(document, actor=cast.bruno)
        assert {step.done_on.day for step in document.steps if step.done_on} == {day}, zone


def test_my_work_says_the_day_of_a_deadline_as_its_call_does(cast, visit):
    due_on = now().date() - timedelta(days=3)  # its last second in Lima is the next day in UTC
    a_report(cast, ReportState.RETURNED, call=a_call(zone="America/Lima"), return_due_on=due_on)
    due = page_of(visit(cast.amara).get("/en/work")).select_one(".tasks time")
    assert due["datetime"] == due_on.isoformat()


def test_an_outcome_is_overdue_when_its_day_has_ended_at_the_meeting(cast, visit):
    meeting = a_meeting(starts_on=now().date() - timedelta(days=2), ends_on=now().date() - timedelta(days=2))
    a_document(cast, DocumentState.TABLED, meeting=meeting)
    due = page_of(visit(cast.dario).get("/en/work")).select_one(".tasks time")
    assert due["datetime"] == meeting.ends_on.isoformat()


def test_no_page_of_reports_and_documents_tells_the_day_of_an_instant_without_a_zone():
    told = [*Path("app/reports").rglob("*.html"), *Path("app/meetings").rglob("*.html")]
    loose = re.compile(r"_at\s*\|\s*day\b(?!\()")
    assert [(file.name, found[0]) for file in told for found in loose.finditer(file.read_text())] == []
