"""Calls moved, closed or cancelled while people write: what is refused, who hears, what pages say."""

from datetime import datetime, timedelta

import pytest

from app.foundation import mail
from app.foundation.clock import now
from app.foundation.errors import Conflict, Invalid
from app.reports.models import CallState, ReportState
from app.reports.operations import calls as operations
from app.reports.operations import filing
from app.reports.operations.calls import TIMES
from tests.factories import a_call, a_report, letters
from tests.page import page_of
from tests.reports.decided import a_published_report, a_returned_report
from tests.reports.given import a_complete_report
from tests.reports.test_filing_calls import change, particulars


def edit(cast, call, **given):
    same = {name: getattr(call, name) for name in (*TIMES, "titles", "meeting_id", "template_id")}
    operations.edit_call(call, particulars(**same | given), seen=call.revision, actor=cast.bruno)


@pytest.mark.parametrize(
    ("stands", "given", "key"),
    [
        ({}, {"closes_at": timedelta(minutes=-1)}, "closing_has_passed"),
        ({}, {"opens_at": timedelta(days=1)}, "call_has_opened"),
        ({"closes_at": timedelta(days=-1), "grace_minutes": 2880}, {"grace_minutes": 0}, "grace_has_passed"),
    ],
)
def test_nobody_who_writes_is_shut_out_by_a_time_that_has_passed(cast, stands, given, key):
    def at(told):
        return {n: now() + v if isinstance(v, timedelta) else v for n, v in told.items()}

    call = a_call(**at(stands))

    with pytest.raises(Invalid) as refused:
        edit(cast, call, **at(given))

    assert refused.value.key == key


def test_the_form_says_beside_the_time_that_it_has_passed(cast, visit):
    call = a_call()
    bruno, url = visit(cast.bruno), f"/en/reports/calls/{call.key}/edit"
    form = page_of(bruno.get(url)).find("main").form
    fields = [one for one in form.find_all("input") if one.get("type") != "checkbox"]
    sent = {one["name"]: one.get("value", "") for one in fields}
    sent |= {one["name"]: one.find("option", selected=True)["value"] for one in form.find_all("select")}
    sent |= {"languages": "en", "closes_at": f"{now() - timedelta(hours=1):%FT%H:%M}"}

    answer = bruno.post(url, data=sent)

    assert "This time has passed." in page_of(answer).find(id="closes_at-error").text


def test_new_dates_are_told_to_those_who_have_a_draft_and_to_nobody_else(app, cast):
    call = a_call()
    a_report(cast, call=call)
    closes = now() + timedelta(days=3)

    edit(cast, call, closes_at=closes)
    edit(cast, call, titles={"en": "Reports, again"})

    assert {letter.recipient_id for letter in letters()} == {cast.amara.id, cast.emil.id}
    assert len(letters()) == 2
    with app.app_context():
        subject, body = mail.render(letters()[0])
    assert "The dates of the call are changed" in subject
    assert "Before, it was to close on" in body


def test_the_calls_page_says_when_it_was_changed_from_what_to_what(cast, visit):
    call = a_call(state=CallState.PREPARED, closes_at=datetime.fromisoformat("2099-03-01T11:00+00:00"))
    edit(cast, call, mandate="Resolution 1")
    operations.announce_call(call, seen=call.revision, actor=cast.bruno)
    address = f"/en/reports/calls/{call.key}"
    assert "Changed since it was announced" not in visit().get(address).text

    later = datetime.fromisoformat("2099-04-02T11:00+00:00")
    edit(cast, call, closes_at=later, grace_minutes=120, mandate="Resolution 2")

    heading = page_of(visit().get(address)).find("h2", string="Changed since it was announced")
    told = " ".join(heading.find_next("ul").text.split())
    assert "Closes: 2 April 2099" in told
    assert "(before: 1 March 2099" in told
    assert "Late reports are taken for: 2 hours (before: no time)" in told
    assert "Mandate" in told


def test_a_returned_report_of_a_cancelled_call_is_promised_nothing(cast, visit):
    report = a_returned_report(cast)
    operations.cancel_call(
        report.call, reason="The meeting is postponed.", seen=report.call.revision, actor=cast.bruno
    )
    amara, number = visit(cast.amara), report.number

    for page in (f"reports/{number}/edit", f"reports/{number}/check"):
        told = amara.get(f"/en/{page}").text
        assert "The call was cancelled" in told
        assert "The meeting is postponed." in told
        assert "copy your answers" in told
        for untrue in (
            "Submit it again by",
            "still taken",
            "Submit the report",
            " left</",
            "Check all answers",
        ):
            assert untrue not in told, (page, untrue)
    for page in (f"reports/{number}", "work"):
        told = amara.get(f"/en/{page}").text
        for untrue in ("Deadline of the next version", "Edit and submit again", "Go on with", "Deadline:"):
            assert untrue not in told, (page, untrue)
    assert "The call was cancelled" in amara.get("/en/work").text


@pytest.mark.parametrize("ended", ["closed", "cancelled"])
def test_my_work_asks_nobody_to_go_on_with_what_cannot_be_submitted(cast, visit, ended):
    report = a_report(cast)
    assert "Go on with" in visit(cast.amara).get("/en/work").text

    if ended == "closed":
        change(report.call, closes_at=now() - timedelta(minutes=1))
    else:
        change(report.call, state=CallState.CANCELLED)

    told = visit(cast.amara).get("/en/work").text
    assert "Go on with" not in told
    assert "Overdue" not in told
    assert {"closed": "The call has closed", "cancelled": "The call was cancelled"}[ended] in told
    assert report.number in told


def test_the_check_of_a_complete_draft_after_the_close_offers_no_button(cast, visit):
    report = a_complete_report(cast)
    change(report.call, closes_at=now() - timedelta(minutes=1))

    told = page_of(visit(cast.amara).get(f"/en/reports/{report.number}/check"))

    assert told.find("form", action=f"/en/reports/{report.number}/submit") is None
    assert "The call has closed" in told.find("main").text


def test_a_returned_report_is_taken_after_the_close_as_before(cast, visit):
    report = a_returned_report(cast)
    change(report.call, closes_at=now() - timedelta(days=1))

    assert "Go on with" in visit(cast.amara).get("/en/work").text
    assert "Submit the report" in visit(cast.amara).get(f"/en/reports/{report.number}/check").text


def test_a_published_report_is_not_said_to_have_moved_on(cast, visit):
    report = a_published_report(cast)

    answer = visit(cast.amara).get(f"/en/reports/{report.number}/withdraw")

    assert answer.status_code == 409
    assert "A published report cannot be withdrawn by its authors." in answer.text
    with pytest.raises(Conflict):
        filing.withdraw_report(report, reason="No.", seen=report.revision, actor=cast.amara)
    assert report.state is ReportState.PUBLISHED


def test_a_cancelled_call_is_said_to_stay_cancelled(cast, visit):
    call = a_call(state=CallState.CANCELLED)

    answer = visit(cast.bruno).get(f"/en/reports/calls/{call.key}/edit")

    assert answer.status_code == 409
    assert "This call is cancelled, and stays as it is." in answer.text
    with pytest.raises(Conflict, match="call_stays_cancelled"):
        edit(cast, call)
