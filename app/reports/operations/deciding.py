"""A report on the moderators' side: commented, returned, declined, accepted, published."""

from datetime import date

from app.accounts.models import Reader, Somebody
from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import check_seen, session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.meetings import operations as meetings
from app.meetings.models import DocumentState
from app.reports import policy
from app.reports.flow import REPORT
from app.reports.models import DeclineReason, Remark, Rendered, Report, ReportState
from app.reports.notices import deciding as notices
from app.reports.operations import indexing
from app.reports.queries import deciding as queries

IN_HAND = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})


# Whose hands it is in


def take_report(report: Report, *, seen: int, actor: Somebody) -> None:
    """Say that one is at work on it, so that nobody does it twice."""
    with transaction():
        _check_at_work(report, actor)
        check_seen(report, seen)
        before, report.holder_id = report.holder_id, actor.id
        audit.record("report.take", report, actor=actor, before=before)


def release_report(report: Report, *, seen: int, actor: Somebody) -> None:
    """Lay it back for anybody to take; also when its holder is away."""
    with transaction():
        _check_at_work(report, actor)
        check_seen(report, seen)
        before, report.holder_id = report.holder_id, None
        audit.record("report.release", report, actor=actor, before=before)


def _check_at_work(report: Report, actor: Reader) -> None:
    if not policy.decides(actor, report):
        raise NotAllowed("not_allowed")
    if report.state not in IN_HAND:
        raise Conflict("moved_on", thing=audit.name_of(report))


# Remarks


def add_remark(report: Report, *, question: str, row: int, text: str, lang: str, actor: Somebody) -> Remark:
    """A remark on one answer, or on the whole report. The authors read it when the report goes back."""
    with transaction():
        _check_remarkable(report, actor)
        remark = Remark(
            report_id=report.id,
            version=report.version_count,
            question=question,
            row=row,
            text=_words(text),
            lang=lang,
            author_id=actor.id,
        )
        session.add(remark)
        audit.record("report.remark", remark, actor=actor, report=report.number, question=question)
    return remark


def edit_remark(remark: Remark, report: Report, *, text: str, seen: int, actor: Somebody) -> None:
    with transaction():
        _check_own_draft(remark, report, actor)
        check_seen(remark, seen)
        remark.text = _words(text)
        audit.record("report.edit_remark", remark, actor=actor, report=report.number)


def remove_remark(remark: Remark, report: Report, *, seen: int, actor: Somebody) -> None:
    with transaction():
        _check_own_draft(remark, report, actor)
        check_seen(remark, seen)
        audit.record("report.remove_remark", remark, actor=actor, report=report.number)
        session.delete(remark)


def settle_remark(remark: Remark, report: Report, *, seen: int, actor: Somebody) -> None:
    """The authors' next version answers it."""
    with transaction():
        _check_remarkable(report, actor)
        check_seen(remark, seen)
        if remark.sent_at is None or remark.settled_at is not None:
            raise Conflict("moved_on")
        remark.settled_at = now()
        audit.record("report.settle_remark", remark, actor=actor, report=report.number)


def _check_remarkable(report: Report, actor: Reader) -> None:
    if not policy.decides(actor, report):
        raise NotAllowed("not_allowed")
    if report.state != ReportState.SUBMITTED:
        raise Conflict("moved_on", thing=audit.name_of(report))


def _check_own_draft(remark: Remark, report: Report, actor: Reader) -> None:
    _check_remarkable(report, actor)
    if remark.author_id != actor.id:
        raise NotAllowed("not_allowed")
    if remark.sent_at is not None:
        raise Conflict("remark_was_sent")


def _words(text: str) -> str:
    if not text.strip():
        raise Invalid("remark_missing")
    return text.strip()


# The decision


def send_back_report(report: Report, *, reason: str, due_on: date, seen: int, actor: Reader) -> None:
    """Give the report back to its authors with the reason, every remark, and a day to answer by."""
    with transaction():
        REPORT.make("send_back", report, seen=seen, actor=actor, reason=reason)
        if due_on <= now().date():
            raise Invalid("due_in_the_past")
        report.why, report.returned_at, report.return_due_on = reason.strip(), now(), due_on
        drafts = queries.drafts_of(report)
        for remark in drafts:
            remark.sent_at = now()
        notices.sent_back(report, reason.strip(), drafts)


def decline_report(report: Report, *, formal: DeclineReason, reason: str, seen: int, actor: Reader) -> None:
    """Refuse it for one of the formal reasons, and close its documents."""
    with transaction():
        REPORT.make("decline", report, seen=seen, actor=actor, reason=reason)
        report.decline_reason, report.why = formal, reason.strip()
        report.decided_at, report.holder_id = now(), None
        for addressee in queries.with_documents(report):
            if addressee.document is not None:
                meetings.close_document(addressee.document, why=reason.strip(), actor=actor)
        notices.declined(report, formal, reason.strip())


def accept_report(report: Report, *, words: str = "", seen: int, actor: Reader) -> None:
    """It is in order. Its documents count as checked; it is published in a step of its own."""
    with transaction():
        REPORT.make("accept", report, seen=seen, actor=actor, reason=words)
        report.decided_at, report.why = now(), words.strip()
        for addressee in queries.with_documents(report):
            if addressee.document is not None and addressee.document.state == DocumentState.RECEIVED:
                meetings.check_document(addressee.document, actor=actor)
        notices.accepted(report, words.strip())


def publish_report(report: Report, *, seen: int, actor: Reader, decided: bool = False) -> None:
    """Open it to everybody: in the register, in the search, and on its documents.

    `decided`: the moderator has looked at whom it names, where that is in doubt.
    """
    with transaction():
        doubts = queries.doubts_about(report)
        if doubts and not decided:
            raise Invalid("names_in_doubt")
        REPORT.make("publish", report, seen=seen, actor=actor)
        if doubts:
            audit.record("report.allow_names", report, actor=actor, version=report.version_count)
        report.published_at, report.holder_id = now(), None
        report.stays_protected = report.reporter.protected
        indexing.put_report(report)
        for addressee in queries.with_documents(report):
            if addressee.document is not None:
                meetings.make_public(addressee.document, actor=actor)
        notices.published(report)


def keep_html(key: str, html: str) -> None:
    """Remember a body as it was drawn; of two who draw it at once, the first is kept."""
    with transaction():
        if session.get(Rendered, key) is None:
            session.add(Rendered(key=key, html=html))
