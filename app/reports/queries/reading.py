"""One report as its page shows it: its head, its document, its stored body, its files."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Reader
from app.accounts.readers import Guest
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.foundation.files import StoredFile
from app.meetings.models import AgendaItem, Document, Meeting
from app.organisations.models import Membership, Organisation
from app.reports import policy
from app.reports.models import Addressee, Attachment, Call, Rendered, Report, Version
from app.reports.queries.filing import get_report, visible_to
from app.reports.queries.frozen import shown_to_all
from app.reports.queries.register import is_protected, joined, of_organisation


def sheet_of(number: str, *, reader: Reader) -> Row[Any]:
    """All that the head of a report's page says, for whoever may read it; one statement."""
    wanted = _public_sheet() if reader.id is None else _sheet(reader)
    found = session.execute(wanted, {"sheet_number": number}).first()
    if found is None:
        raise NotFound("not_found")
    return found


@lru_cache(maxsize=1)
def _public_sheet() -> Select[Any]:
    """For guests it is always the same statement."""
    return _sheet(Guest())


def _sheet(reader: Reader) -> Select[Any]:
    mine = select(Membership.user_id).where(
        Membership.organisation_id == Report.organisation_id, Membership.user_id == (reader.id or 0)
    )
    wanted: Any = visible_to(reader).with_only_columns(
        Report.id,
        Report.number,
        Report.title,
        Report.titles,
        Report.lang,
        Report.state,
        Report.late,
        Report.rehearsal,
        Report.is_example,
        Report.submitted_at,
        Report.published_at,
        Report.return_due_on,
        Report.decline_reason,
        Report.why,
        Report.revision,
        Organisation.slug,
        Organisation.name.label("organisation"),
        Organisation.name_lang,
        Organisation.names.label("organisation_names"),
        Organisation.kind.label("organisation_kind"),
        Organisation.country.label("organisation_country"),
        is_protected(),
        Organisation.state.label("organisation_state"),
        Call.key.label("call_key"),
        Meeting.key.label("meeting_key"),
        Meeting.zone,
        Addressee.document_id,
        Document.symbol,
        Document.state.label("standing"),
        Document.outcome,
        AgendaItem.number.label("item"),
        AgendaItem.titles.label("item_titles"),
        AgendaItem.lang.label("item_lang"),
        Version.number.label("version"),
        Version.sha256,
        Version.submitted_at.label("received_at"),
        mine.exists().label("is_mine"),
    )
    last = and_(Version.report_id == Report.id, Version.number == Report.version_count)
    rows = joined(wanted.join(Organisation, of_organisation())).outerjoin(Version, last)
    return rows.where(Report.number == bindparam("sheet_number"))


def document_of(document_id: int) -> Document:
    """The document with what its trail is drawn from."""
    found: Document = session.scalars(_document(), {"document": document_id}).unique().one()
    return found


@lru_cache(maxsize=1)
def _document() -> Select[Any]:
    with_steps = joinedload(Document.steps)
    return select(Document).where(Document.id == bindparam("document")).options(with_steps)


_STORED = select(Rendered.__table__.c.html).where(Rendered.__table__.c.key == bindparam("stored"))


def stored_html(key: str) -> str | None:
    return session.scalar(_STORED, {"stored": key})


def with_template(report_id: int) -> Report:
    """A report with what its answers are drawn from; for a reader who may read it."""
    wanted = select(Report).where(Report.id == report_id)
    return session.scalars(wanted.options(joinedload(Report.template), joinedload(Report.organisation))).one()


def get_file(number: str, key: str, *, reader: Reader) -> StoredFile:
    """A file of a report. The public opens it once the report is published, and only if its question may."""
    report = get_report(number, reader=reader)
    what = (Attachment.question, Attachment.added_at, Attachment.removed_at)
    wanted = select(StoredFile, *what).join(Attachment, Attachment.file_id == StoredFile.id)
    found = session.execute(wanted.where(Attachment.report_id == report.id, StoredFile.key == key)).first()
    if found is None:
        raise NotFound("not_found")
    stored, question, added_at, removed_at = found
    if not policy.may_open_file(reader, report, added_at):
        if removed_at or not policy.is_published(reader, report):
            raise NotFound("not_found")
        template = report.template.shape
        open_to_all = shown_to_all(template, question, protected=report.is_protected)
        if not open_to_all or report.is_protected:
            raise NotFound("not_found")
    return stored
