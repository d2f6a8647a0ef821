"""A report on its authors' side: started, written, submitted, withdrawn."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from app.accounts.models import Reader, Somebody
from app.foundation import audit, numbers
from app.foundation.clock import now
from app.foundation.db import check_seen, hold, session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from app.meetings import operations as meetings
from app.meetings.operations import Party
from app.organisations import policy as organisations
from app.organisations.models import Kind as OrganisationKind
from app.organisations.models import ObserverClass, Organisation
from app.reports import policy, questions
from app.reports.flow import REPORT
from app.reports.models import (
    Addressee,
    Answer,
    Call,
    CallState,
    Phase,
    Report,
    ReportState,
    Version,
)
from app.reports.notices import filing as notices
from app.reports.operations.answers import Given, row_of
from app.reports.queries import filing as queries
from app.reports.questions import Kind

ACCREDITED = {
    ObserverClass.INTERNATIONAL: "international",
    ObserverClass.NATIONAL_APPROVED: "national_approved",
}


def start_report(
    call: Call, *, organisation: Organisation, title: str, lang: str, kind: str, actor: Somebody
) -> Report:
    """A draft with its number, and what the profile already knows. The same start twice is one draft."""
    with transaction():
        hold(organisation, alone=True)
        _check_may_start(call, organisation, actor)
        if same := _same_draft(call, organisation, title):
            return same
        report = Report(
            number=numbers.next_in("report"),
            call=call,
            organisation=organisation,
            template_id=call.template_id,
            title=title,
            lang=lang,
            rehearsal=call.rehearsal,
            is_example=organisation.is_example,
            started_by_id=actor.id,
            addressees=[Addressee(meeting_id=call.meeting_id, agenda_item_id=call.agenda_item_id)],
        )
        session.add(report)
        audit.record("report.start", report, actor=actor, call=call.key, organisation=organisation.slug)
        _prefill(report, kind, actor)
    return report


def _check_may_start(call: Call, organisation: Organisation, actor: Reader) -> None:
    if not organisations.writes_for(actor, organisation):
        raise NotAllowed("not_allowed")
    if call.template_id is None:
        raise Conflict("call_has_no_template")
    _check_takes_reports(call)
    _check_may_answer(call, organisation)


def _check_takes_reports(call: Call) -> None:
    if call.state == CallState.CANCELLED:
        raise Conflict("call_cancelled")
    if call.state == CallState.PREPARED or call.phase == Phase.COMING:
        raise Conflict("call_not_open")
    if call.phase == Phase.CLOSED:
        raise Conflict("call_closed")


def _check_may_answer(call: Call, organisation: Organisation) -> None:
    if not organisations.is_verified(None, organisation):  # type: ignore[arg-type]
        raise Conflict("organisation_not_verified")
    if organisation.kind == OrganisationKind.GOVERNMENT and not call.parties_too:
        raise Conflict("not_for_governments")


def _same_draft(call: Call, organisation: Organisation, title: str) -> Report | None:
    """A start pressed twice finds the draft of the first press."""
    drafts = select(Report).where(
        Report.call_id == call.id,
        Report.organisation_id == organisation.id,
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
        "a1": {"text": organisation.name},
        "a3": {"chosen": [ACCREDITED.get(organisation.observer_class, "other")]},
        "a5": {"text": actor.name},
        "a5_email": {"text": actor.email},
        "c1": {"chosen": list(organisation.instruments)},
    }
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
        audit.record("report.edit", report, actor=actor, before=before, after=[title, lang])


def submit_report(number: str, *, once: str, seen: int, actor: Somebody) -> Version:
    """Freeze a version, once for each form however often it is sent, and open its documents."""
    with transaction():
        report = queries.held(number)
        if not policy.is_member(actor, report):
            raise NotFound("not_found")
        if before := queries.version_of_form(report, once):
            return before
        REPORT.check("submit", report, actor=actor)
        _check_in_time(report)
        at, late, first = now(), _is_late(report), report.version_count == 0
        payload = _payload(report, at)
        version = Version(
            report_id=report.id,
            number=report.version_count + 1,
            once=once,
            payload=payload,
            sha256=questions.digest_of(payload),
            submitted_at=at,
            submitted_by_id=actor.id,
        )
        REPORT.make("submit", report, seen=seen, actor=actor)
        report.submitted_at, report.version_count = at, version.number
        report.late = report.late or late
        session.add(version)
        if first and not report.rehearsal:
            _open_documents(report, actor)
        notices.submitted(report, version)
    return version


def _check_in_time(report: Report) -> None:
    """The first submission keeps the call's time; a returned report has a day of its own."""
    if report.state == ReportState.DRAFT:
        _check_takes_reports(report.call)
        _check_may_answer(report.call, report.organisation)
    elif report.call.state == CallState.CANCELLED:
        raise Conflict("call_cancelled")


def _is_late(report: Report) -> bool:
    if report.state == ReportState.DRAFT:
        return report.call.phase == Phase.GRACE
    today = now().astimezone(ZoneInfo(report.call.zone)).date()
    return report.return_due_on is not None and today > report.return_due_on


def _payload(report: Report, at: datetime) -> str:
    """The canonical JSON of what is submitted, refused while something is missing or wrong."""
    template = report.template.shape
    answers, attached = queries.written_in(report)
    values = questions.with_files(answers, attached)
    if questions.all_problems(template, values) or questions.too_long(template, values):
        raise Invalid("report_incomplete")
    call = report.call
    return questions.canonical(
        {
            "number": report.number,
            "version": report.version_count + 1,
            "call": call.key,
            "meeting": call.meeting.key,
            "organisation": {"slug": report.organisation.slug, "name": report.organisation.name},
            "template": {
                "key": report.template.key,
                "version": report.template.version,
                "digest": report.template.digest,
            },
            "title": report.title,
            "lang": report.lang,
            "answers": [
                {"question": q.key, "row": row, "lang": answers[q.key, row].lang, "value": dict(value)}
                for q, row, value in questions.kept(template, values)
                if q.kind != Kind.FILE
            ],
            "attachments": [
                {
                    "question": a.question,
                    "row": a.row,
                    "name": a.name,
                    "size": a.size,
                    "sha256": a.digest,
                    "description": a.description,
                }
                for a in attached
            ],
            "submitted_at": at.isoformat(),
        }
    )


def _open_documents(report: Report, actor: Somebody) -> None:
    """The report enters the trail of each body it is addressed to; not yet public."""
    parties = [Party(organisation_id=report.organisation_id, name=report.organisation.name)]
    for addressee in report.addressees:
        document = meetings.receive_document(
            origin=("report", report.number, "reports.show"),
            meeting_id=addressee.meeting_id,
            agenda_item_id=addressee.agenda_item_id,
            title=report.title,
            lang=report.lang,
            parties=parties,
            actor=actor,
        )
        session.flush()
        addressee.document_id = document.id


def withdraw_report(report: Report, *, reason: str, seen: int, actor: Somebody) -> None:
    """Take it back: nobody decides on it any more, and its documents are closed."""
    with transaction():
        REPORT.make("withdraw", report, seen=seen, actor=actor, reason=reason)
        report.why = reason
        for addressee in report.addressees:
            if addressee.document is not None:
                meetings.close_document(addressee.document, actor=actor, why=reason)
        notices.withdrawn(report, reason)
