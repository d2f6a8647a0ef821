"""What was written for practice is its writer's alone, and goes when they want it to."""

from sqlalchemy import delete, select

from app.accounts.models import Somebody
from app.foundation import audit, files
from app.foundation.db import check_seen, hold, session, transaction
from app.foundation.errors import NotFound
from app.foundation.files import StoredFile
from app.reports import policy
from app.reports.models import (
    Addressee,
    Answer,
    Attachment,
    EarlierAnswer,
    FinishedSection,
    Report,
    Version,
)

WRITTEN = (Answer, EarlierAnswer, FinishedSection, Attachment, Version, Addressee)


def delete_practice(report: Report, *, seen: int, actor: Somebody) -> None:
    """Every word and file of it. The log keeps that there was one, and no word of it."""
    with transaction():
        check_may_delete(report, actor=actor)
        hold(report)
        check_seen(report, seen)
        _drop(report)
        audit.record("report.delete", report, actor=actor)


def check_may_delete(report: Report, *, actor: Somebody) -> None:
    """Of a real report there is no such step: it is withdrawn, and stays."""
    if policy.is_real(actor, report) or not policy.is_author(actor, report):
        raise NotFound("not_found")


def _drop(report: Report) -> None:
    own = select(StoredFile).join(Attachment, Attachment.file_id == StoredFile.id)
    attached = session.scalars(own.where(Attachment.report_id == report.id)).all()
    for model in WRITTEN:
        session.execute(delete(model).where(model.report_id == report.id))
    for stored in attached:
        files.drop(stored)
    session.execute(delete(Report).where(Report.id == report.id))
