"""Submitting: exactly once, frozen, receipted; and what refuses it."""

import json
from datetime import timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.foundation import audit, clock
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from app.meetings.models import Document, DocumentState
from app.organisations.models import OrganisationState
from app.reports import questions
from app.reports.models import Call, CallState, ReportState, Version
from app.reports.operations import filing, submitting
from app.reports.queries import filing as queries
from tests.factories import a_call, a_report, default_template, last_line, letters, lines
from tests.reports.given import COMPLETE, a_complete_report, save


def submit(report, actor, once="form-1", seen=None):
    return submitting.submit_report(report.number, once=once, seen=seen or report.revision, actor=actor)


def versions(report):
    return session.scalars(select(Version).where(Version.report_id == report.id)).all()


def set_(thing, **values):
    with transaction():
        for name, value in values.items():
            setattr(thing, name, value)
        audit.record("test.set", thing, actor=None)


def test_a_complete_report_is_received(cast):
    report = a_complete_report(cast)

    version = submit(report, cast.amara)

    assert report.state is ReportState.SUBMITTED
    assert (report.version_count, version.number, report.late) == (1, 1, False)
    assert "report.submit" in [line.action for line in lines()]


def test_its_authors_get_a_receipt_and_the_moderators_word_of_it(cast):
    report = a_complete_report(cast)

    version = submit(report, cast.amara)

    by_template = {}
    for letter in letters():
        by_template.setdefault(letter.template, set()).add(letter.recipient_id)
    assert by_template["reports/email/receipt"] == {cast.amara.id, cast.emil.id}
    assert by_template["reports/email/submit"] == {cast.bruno.id}
    receipt = next(one for one in letters() if one.template == "reports/email/receipt")
    assert receipt.snapshot["sha256"] == version.sha256


def test_it_opens_a_document_at_the_meeting_not_yet_public(cast):
    report = a_complete_report(cast)

    submit(report, cast.amara)

    document = session.scalar(select(Document))
    assert (document.origin_number, document.meeting_id) == (report.number, report.call.meeting_id)
    assert not document.is_public
    assert report.addressees[0].document_id == document.id


def test_the_fingerprint_is_that_of_the_payload(cast):
    report = a_complete_report(cast)

    version = submit(report, cast.amara)

    assert sha256(version.payload.encode()).hexdigest() == version.sha256
    told = json.loads(version.payload)
    again = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again == version.payload


def test_the_payload_says_everything_in_the_order_it_was_asked(cast):
    report = a_complete_report(cast)
    save(report, cast.amara, {("f1", 0): {"text": "تعداد الطيور <b>"}}, lang="ar")

    told = json.loads(submit(report, cast.amara).payload)

    assert told["number"] == report.number
    assert told["organisation"] == {"slug": cast.society.slug, "name": cast.society.name}
    assert (told["call"], told["meeting"]) == (report.call.key, report.call.meeting.key)
    assert told["template"]["digest"] == report.template.digest
    keys = [a["question"] for a in told["answers"]]
    assert keys == [key for key in queries_order() if key in keys]
    f1 = next(a for a in told["answers"] if a["question"] == "f1")
    assert f1 == {"question": "f1", "row": 0, "lang": "ar", "value": {"text": "تعداد الطيور <b>"}}


def queries_order():
    return [q.key for s in default_template().sections for q in s.asked()]


def test_the_same_form_pressed_twice_submits_once(cast):
    report = a_complete_report(cast)
    seen = report.revision

    first = submit(report, cast.amara, seen=seen)
    again = submit(report, cast.amara, seen=seen)

    assert first == again
    assert len(versions(report)) == 1
    assert session.scalar(select(func.count(Document.id))) == 1
    assert len([one for one in letters() if one.template == "reports/email/submit"]) == 1


def test_two_people_with_a_form_each_submit_once(cast):
    report = a_complete_report(cast)
    seen = report.revision
    submit(report, cast.amara, once="form-1", seen=seen)

    with pytest.raises(Conflict):
        submit(report, cast.emil, once="form-2", seen=seen)
    assert len(versions(report)) == 1


def test_an_incomplete_report_stays_a_draft(cast):
    report = a_report(cast)
    save(report, cast.amara, {at: v for at, v in COMPLETE.items() if at[0] != "j1"})

    with pytest.raises(Invalid, match="report_incomplete"):
        submit(report, cast.amara)
    assert report.state is ReportState.DRAFT
    assert versions(report) == []


@pytest.mark.parametrize(("name", "refused"), [("rosa", NotAllowed), ("chen", NotFound), ("bruno", NotFound)])
def test_only_owners_and_editors_submit_and_strangers_hear_of_no_draft(cast, name, refused):
    report = a_complete_report(cast)

    with pytest.raises(refused):
        submit(report, getattr(cast, name))


def test_an_organisation_that_is_not_verified_keeps_its_draft(cast):
    report = a_complete_report(cast)
    set_(cast.society, state=OrganisationState.SUSPENDED)

    with pytest.raises(Conflict, match="organisation_not_verified"):
        submit(report, cast.amara)


@pytest.mark.parametrize(
    ("seconds", "late"),
    [(-1, False), (0, False), (1, True), (30 * 60, True)],
)
def test_until_the_end_of_the_grace_a_report_is_taken(cast, seconds, late):
    report = a_complete_report(cast, call=a_call(grace_minutes=30))

    with clock.at(report.call.closes_at + timedelta(seconds=seconds)):
        submit(report, cast.amara)

    assert report.late is late


def test_a_second_after_the_grace_it_is_refused_and_kept(cast):
    report = a_complete_report(cast, call=a_call(grace_minutes=30))

    with clock.at(report.call.ends_at + timedelta(seconds=1)):
        with pytest.raises(Conflict, match="call_closed"):
            submit(report, cast.amara)
        kept = save(report, cast.amara, {("b3", 0): {"text": "Still writing."}})

    assert report.state is ReportState.DRAFT
    assert kept.revisions == {("b3", 0): 1}


def test_a_cancelled_call_takes_nothing(cast):
    report = a_complete_report(cast)
    set_(session.scalar(select(Call)), state=CallState.CANCELLED)

    with pytest.raises(Conflict, match="call_cancelled"):
        submit(report, cast.amara)


def returned(cast, due):
    report = a_complete_report(cast)
    submit(report, cast.amara)
    set_(report, state=ReportState.RETURNED, returned_at=now(), return_due_on=due)
    return report


def today_in_bonn():
    """Days of a call are days of its zone: late in the evening by UTC it is tomorrow there."""
    return now().astimezone(ZoneInfo("Europe/Berlin")).date()


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, False), (-1, True)])
def test_a_returned_report_has_a_day_of_its_own(cast, days, late):
    report = returned(cast, today_in_bonn() + timedelta(days=days))
    set_(
        session.scalar(select(Call)), closes_at=now() - timedelta(days=5), opens_at=now() - timedelta(days=9)
    )

    version = submit(report, cast.amara, once="form-2")

    assert version.number == 2
    assert report.late is late
    assert session.scalar(select(func.count(Document.id))) == 1


def test_a_rehearsal_leaves_no_trace_outside(cast):
    report = a_complete_report(cast, rehearsal=True)

    submit(report, cast.amara)

    assert session.scalar(select(Document)) is None
    assert letters() == []


def test_withdrawing_closes_its_document_and_tells(cast):
    report = a_complete_report(cast)
    submit(report, cast.amara)

    filing.withdraw_report(report, reason="We found an error.", seen=report.revision, actor=cast.emil)

    assert report.state is ReportState.WITHDRAWN
    assert report.addressees[0].document.state is DocumentState.CLOSED
    assert "reports/email/withdrawn" in {one.template for one in letters()}
    assert [line.action for line in lines()][-1] in {"document.close", "report.withdraw"}


def test_a_draft_is_withdrawn_without_a_word_to_moderators(cast):
    report = a_report(cast)

    filing.withdraw_report(report, reason="", seen=report.revision, actor=cast.amara)

    assert report.state is ReportState.WITHDRAWN
    assert cast.bruno.id not in {one.recipient_id for one in letters()}
    assert last_line().action == "report.withdraw"


def test_submitting_takes_few_statements_whatever_the_number_of_answers(cast, statements):
    report = a_complete_report(cast)
    rows = {("d1", n): {"text": "Walk"} for n in range(2, 40)}
    rows |= {("d2", n): {"chosen": ["monitoring"]} for n in range(2, 40)}
    rows |= {("d3_start", n): {"day": "2025-01-01"} for n in range(2, 40)}
    rows |= {("d6", n): {"text": "Nets"} for n in range(2, 40)}
    save(report, cast.amara, rows)
    seen = report.revision

    with statements() as sent:
        submit(report, cast.amara, seen=seen)

    assert len(sent) <= 45


def test_who_may_see_a_version(cast):
    report = a_complete_report(cast)
    submit(report, cast.amara)

    assert queries.get_version(report, 1, reader=cast.rosa).number == 1
    assert queries.get_version(report, 1, reader=cast.bruno).number == 1


def test_letters_about_a_protected_organisation_name_no_content(cast):
    with transaction():
        cast.society.protected = True
        audit.record("test.protect", cast.society, actor=None)

    submit(a_complete_report(cast), cast.amara)

    assert {letter.notice_only for letter in letters()} == {True}


@pytest.mark.parametrize(
    ("question", "key", "problem"), [("a4", "ZZ", "not_a_country"), ("c3", "draco-volans", "not_a_choice")]
)
def test_a_word_that_no_vocabulary_has_is_kept_and_named_before_submitting(
    cast, vocabulary, question, key, problem
):
    report, at = a_complete_report(cast), (question, 0)
    chosen = [*COMPLETE[at]["chosen"], key]

    save(report, cast.amara, {at: {"chosen": chosen}}, seen=1)

    kept = {(answer.question, answer.row): answer.value for answer in report.answers}
    found = questions.all_problems(report.template.shape, kept)
    assert kept[at] == {"chosen": chosen}
    assert [(p.question.key, p.key) for p in found] == [(question, problem)]
    with pytest.raises(Invalid, match="report_incomplete"):
        submit(report, cast.amara)
