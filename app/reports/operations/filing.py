"""A report on its authors' side: started, written, submitted, withdrawn."""

from typing import Any

from sqlalchemy import func, insert, select

from app.accounts.models import Reader, Somebody, User
from app.foundation import audit, numbers
from app.foundation.db import check_seen, hold, session, transaction
from app.foundation.errors import Conflict, NotAllowed
from app.meetings import operations as meetings
from app.organisations import policy as organisations
from app.organisations.models import Kind as OrganisationKind
from app.organisations.models import ObserverClass, Organisation, OrganisationState
from app.reports import policy, questions
from app.reports.flow import REPORT
from app.reports.models import (
    PRACTICE,
    Addressee,
    Answer,
    Call,
    CallState,
    Phase,
    Report,
    ReportState,
)
from app.reports.notices import filing as notices
from app.reports.operations.answers import Given, row_of
from app.reports.queries.submitting import Asking, Reporter

ACCREDITED = {
    ObserverClass.INTERNATIONAL: "international",
    ObserverClass.NATIONAL_APPROVED: "national_approved",
}


MOST_PRACTICE = 20  # reports of one person


def start_report(
    call: Call, *, organisation: Organisation | None, title: str, lang: str, kind: str, actor: Somebody
) -> Report:
    """A draft with its number, and what the profile already knows. The same start twice is one draft.

    To a rehearsal a person reports for practice, and for no organisation.
    """
    with transaction():
        hold(organisation or session.get_one(User, actor.id), alone=True)
        _check_may_start(call, organisation, actor)
        if same := _same_draft(call, organisation, title, actor):
            return same
        report = Report(
            number=_next_number(call),
            call=call,
            organisation=organisation,
            template_id=call.template_id,
            title=title,
            lang=lang,
            rehearsal=call.rehearsal,
            is_example=organisation is not None and organisation.is_example,
            started_by_id=actor.id,
            addressees=[Addressee(meeting_id=call.meeting_id, agenda_item_id=call.agenda_item_id)],
        )
        session.add(report)
        slug = organisation.slug if organisation else ""
        audit.record("report.start", report, actor=actor, call=call.key, organisation=slug)
        _prefill(report, kind, actor)
    return report


def _next_number(call: Call) -> str:
    """Practice takes no number of the record: its mark begins with a letter."""
    return f"{PRACTICE}{numbers.next_in('practice')}" if call.rehearsal else numbers.next_in("report")


def _check_may_start(call: Call, organisation: Organisation | None, actor: Somebody) -> None:
    if organisation is None:
        _check_may_practise(call, actor)
    elif call.rehearsal or not organisations.writes_for(actor, organisation):
        raise NotAllowed("not_allowed")
    if call.template_id is None:
        raise Conflict("call_has_no_template")
    check_takes_reports(call)
    if organisation is not None:
        check_may_answer(call, organisation)


def _check_may_practise(call: Call, actor: Somebody) -> None:
    organisations.check_confirmed(actor)
    if not call.rehearsal:
        raise NotAllowed("not_allowed")
    own = select(func.count(Report.id)).where(
        Report.organisation_id.is_(None), Report.started_by_id == actor.id
    )
    if (session.scalar(own) or 0) >= MOST_PRACTICE:
        raise Conflict("enough_practice", most=MOST_PRACTICE)


def check_takes_reports(call: Call | Asking) -> None:
    if call.state == CallState.CANCELLED:
        raise Conflict("call_cancelled")
    if call.state == CallState.PREPARED or call.phase == Phase.COMING:
        raise Conflict("call_not_open")
    if call.phase == Phase.CLOSED:
        raise Conflict("call_closed")


def check_may_answer(call: Call | Asking, organisation: Organisation | Reporter) -> None:
    if organisation.state != OrganisationState.VERIFIED:
        raise Conflict("organisation_not_verified")
    if organisation.kind == OrganisationKind.GOVERNMENT and not call.parties_too:
        raise Conflict("not_for_governments")


def _same_draft(call: Call, organisation: Organisation | None, title: str, actor: Somebody) -> Report | None:
    """A start pressed twice finds the draft of the first press."""
    whose = Report.organisation_id == organisation.id if organisation else Report.started_by_id == actor.id
    drafts = select(Report).where(
        Report.call_id == call.id,
        whose,
        Report.title == title,
        Report.state == ReportState.DRAFT,
    )
    return session.scalars(drafts.limit(1)).first()


def _prefill(report: Report, kind: str, actor: Somebody) -> None:
    """What the profile says, as answers that the writer checks and may change."""
    template = report.template.shape
    organisation = report.organisation
    known: dict[str, dict[str, Any]] = {
        "kind": {"chosen": [kind]},
        "a1": {"text": report.filed_as},
        "a5": {"text": actor.name},
        "a5_email": {"text": actor.email},
    }
    if organisation is not None:
        known["a3"] = {"chosen": [ACCREDITED.get(organisation.observer_class, "other")]}
        known["c1"] = {"chosen": list(organisation.instruments)}
    rows = [
        row_of(report, Given(key, 0, value, report.lang, 0), actor.id)
        for key, value in known.items()
        if template.question(key) and not questions.is_empty(value)
    ]
    if rows:
        session.execute(insert(Answer), rows)


def edit_report(report: Report, *, title: str, lang: str, seen: int, actor: Reader) -> None:
    """Its title and the language it is written in; answers keep the language they were given in."""
    with transaction():
        policy.check_writable(actor, report)
        check_seen(report, seen)
        before = [report.title, report.lang]
        report.title, report.lang = title, lang
        words = {} if report.rehearsal else {"before": before, "after": [title, lang]}
        audit.record("report.edit", report, actor=actor, **words)


def check_may_withdraw(report: Report, *, actor: Reader) -> None:
    if report.state == ReportState.PUBLISHED and policy.is_author(actor, report):
        raise Conflict("published_stays")
    REPORT.check("withdraw", report, actor=actor)


def withdraw_report(report: Report, *, reason: str, seen: int, actor: Somebody) -> None:
    """Take it back: nobody decides on it any more, and its documents are closed."""
    with transaction():
        check_may_withdraw(report, actor=actor)
        REPORT.make("withdraw", report, seen=seen, actor=actor, reason=reason)
        report.why = reason
        for addressee in report.addressees:
            if addressee.document is not None:
                meetings.close_document(addressee.document, actor=actor, why=reason)
        notices.withdrawn(report, reason)
