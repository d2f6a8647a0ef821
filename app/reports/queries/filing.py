"""Reports one by one: the door that checks, the twin of may_read, and what is written in them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Reader
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.organisations.models import Membership, Organisation
from app.reports import policy
from app.reports.models import Answer, Call, Report, ReportState


def visible_to(reader: Reader) -> Select[tuple[Report]]:
    """The twin of policy.may_read, for lists."""
    return select(Report).where(or_(*_open_to(reader)))


def _open_to(reader: Reader) -> list[ColumnElement[bool]]:
    public = and_(Report.state == ReportState.PUBLISHED, Report.rehearsal.is_(False))
    return [public, _own(reader), _handed_over(reader)]


def _own(reader: Reader) -> ColumnElement[bool]:
    if reader.id is None:
        return false()
    seats = select(Membership.organisation_id).where(Membership.user_id == reader.id)
    return Report.organisation_id.in_(seats)


def _handed_over(reader: Reader) -> ColumnElement[bool]:
    if not reader.is_moderator:
        return false()
    return and_(Report.submitted_at.is_not(None), Report.rehearsal.is_(False))


def get_report(number: str, *, reader: Reader) -> Report:
    """With its call, meeting, organisation and template: what every page of it names."""
    wanted = (
        select(Report)
        .where(Report.number == number)
        .options(
            joinedload(Report.call).joinedload(Call.meeting),
            joinedload(Report.template),
            joinedload(Report.organisation).selectinload(Organisation.members),
            selectinload(Report.addressees),
        )
    )
    report = session.scalar(wanted)
    if report is None or not policy.may_read(reader, report):
        raise NotFound("not_found")
    return report


def answers_of(report: Report) -> Sequence[Answer]:
    """Everything written, in one statement."""
    given = select(Answer).where(Answer.report_id == report.id).options(joinedload(Answer.author))
    return session.scalars(given.order_by(Answer.question, Answer.row)).all()
