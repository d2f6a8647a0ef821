"""Handing a report in: frozen, counted and received once, whatever is pressed or sent again.

Plain rows throughout, under the writer's lock; objects loaded before are read again after the commit.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, update

from app.accounts.models import Somebody
from app.foundation.clock import now
from app.foundation.db import table, transaction
from app.foundation.errors import Conflict, Invalid, NotFound
from app.foundation.prepared import Prepared
from app.meetings import operations as meetings
from app.meetings.operations import Party
from app.reports import policy, questions
from app.reports.flow import REPORT
from app.reports.models import Addressee, CallState, Phase, Report, ReportState, Version
from app.reports.notices import filing as notices
from app.reports.operations.filing import check_may_answer, check_takes_reports
from app.reports.queries import filing as filed
from app.reports.queries import submitting as queries
from app.reports.queries.submitting import Draft, Receipt, Reporter
from app.reports.questions import Kind


def submit_report(number: str, *, once: str, seen: int, actor: Somebody) -> Receipt:
    """Freeze a version, once for each form however often it is sent, and open its documents."""
    with transaction():
        draft = queries.draft_held(number, by=actor.id)
        if not policy.is_member(actor, draft):
            raise NotFound("not_found")
        if before := queries.receipt_of_form(draft, once):
            return before
        REPORT.check("submit", draft, actor=actor)
        _check_in_time(draft)
        late, first = draft.late or _is_late(draft), draft.version_count == 0
        receipt = _frozen(draft, actor, now())
        REPORT.make("submit", draft, seen=seen, actor=actor)
        _write(draft, receipt, once, late, actor)
        if first and draft.organisation is not None:
            _open_documents(draft, draft.organisation, actor)
        notices.submitted(draft, receipt, late=late)
    return receipt


def _write(draft: Draft, receipt: Receipt, once: str, late: bool, actor: Somebody) -> None:
    MOVED.run(at=draft.id, to=draft.state, when=receipt.submitted_at, count=receipt.number, is_late=late)
    FREEZE.run(report_id=draft.id, once=once, submitted_by_id=actor.id, **receipt._asdict())


versions, reports, addressees = table(Version), table(Report), table(Addressee)
FREEZE = Prepared(insert(versions), "report_id", "once", "submitted_by_id", *Receipt._fields)
MOVED = Prepared(
    update(reports)
    .where(reports.c.id == bindparam("at"))
    .values(
        state=bindparam("to"),
        submitted_at=bindparam("when"),
        version_count=bindparam("count"),
        late=bindparam("is_late"),
        revision=reports.c.revision + 1,
    )
)


def _check_in_time(draft: Draft) -> None:
    """The first submission keeps the call's time; a returned report has a day of its own."""
    if draft.state == ReportState.DRAFT:
        check_takes_reports(draft.call)
        if draft.organisation is not None:
            check_may_answer(draft.call, draft.organisation)
    elif draft.call.state == CallState.CANCELLED:
        raise Conflict("call_cancelled")


def _is_late(draft: Draft) -> bool:
    if draft.state == ReportState.DRAFT:
        return draft.call.phase == Phase.GRACE
    today = now().astimezone(ZoneInfo(draft.call.zone)).date()
    return draft.return_due_on is not None and today > draft.return_due_on


def _frozen(draft: Draft, actor: Somebody, at: datetime) -> Receipt:
    """The canonical JSON of what is submitted, refused while something is missing or wrong."""
    template = filed.shape_of(draft.template.id, draft.template.digest)
    written, attached = filed.written_in(draft)
    name = draft.organisation.name if draft.organisation else actor.name
    answers = questions.with_own_name(template, written, name, draft.lang)
    values = questions.with_files(answers, attached)
    whole = questions.look_through(template, values)
    if whole.problems or whole.is_too_long:
        raise Invalid("report_incomplete")
    payload = questions.canonical(
        {
            "number": draft.number,
            "version": draft.version_count + 1,
            "call": draft.call.key,
            "meeting": draft.meeting,
            **_whose(draft),
            "template": {
                "key": draft.template.key,
                "version": draft.template.version,
                "digest": draft.template.digest,
            },
            "title": draft.title,
            "lang": draft.lang,
            "answers": [
                {"question": q.key, "row": row, "lang": answers[q.key, row].lang, "value": dict(value)}
                for q, row, value in whole.kept
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
    return Receipt(draft.version_count + 1, payload, questions.digest_of(payload), at)


def _whose(draft: Draft) -> dict[str, Any]:
    if draft.organisation is None:
        return {"practice": True}
    return {"organisation": {"slug": draft.organisation.slug, "name": draft.organisation.name}}


def _open_documents(draft: Draft, reporter: Reporter, actor: Somebody) -> None:
    """The report enters the trail of each body it is addressed to; not yet public."""
    parties = [Party(organisation_id=reporter.id, name=reporter.name)]
    for addressee in queries.addressees_of(draft):
        document = meetings.receive_document(
            origin=("report", draft.number, "reports.show"),
            meeting_id=addressee.meeting_id,
            agenda_item_id=addressee.agenda_item_id,
            title=draft.title,
            lang=draft.lang,
            parties=parties,
            actor=actor,
        )
        LEADS_TO.run(at=addressee.id, document=document.id)


LEADS_TO = Prepared(
    update(addressees).where(addressees.c.id == bindparam("at")).values(document_id=bindparam("document"))
)
