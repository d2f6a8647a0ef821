"""Files given as answers: added, described, taken out."""

from app.accounts.models import Reader
from app.foundation import files
from app.foundation.clock import now
from app.foundation.db import hold, session, transaction
from app.foundation.errors import Invalid, NotFound
from app.reports import policy
from app.reports.models import Attachment, Report
from app.reports.queries import filing as queries
from app.reports.questions import Question


def attach_file(
    report: Report, question: Question, row: int, upload: files.Upload, *, description: str, actor: Reader
) -> Attachment:
    """A file as an answer. `upload` was read and checked before, outside of any transaction."""
    with transaction():
        policy.check_writable(actor, report)
        hold(report)
        most = report.template.shape.attachments
        if len(queries.attachments_of(report)) >= most:
            raise Invalid("too_many_files", most=most)
        kept = files.keep(upload, actor=actor)
        attachment = Attachment(
            report_id=report.id,
            question=question.key,
            row=row,
            file=kept,
            description=description,
            added_by_id=actor.id,
        )
        session.add(attachment)
    return attachment


def describe_file(attachment: Attachment, report: Report, *, description: str, actor: Reader) -> None:
    with transaction():
        policy.check_writable(actor, report)
        attachment.description = description


def remove_file(attachment: Attachment, report: Report, *, actor: Reader) -> None:
    """Out of the report; versions submitted before still name its fingerprint."""
    with transaction():
        policy.check_writable(actor, report)
        attachment.removed_at = now()


def attachment_of(report: Report, number: int) -> Attachment:
    """One file of the report that was not taken out."""
    found = session.get(Attachment, number)
    if found is None or found.report_id != report.id or found.removed_at is not None:
        raise NotFound("not_found")
    return found
