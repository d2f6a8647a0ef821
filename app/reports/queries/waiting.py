"""What waits for a person: drafts to finish, returned reports to revise."""

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.queue import Waiting
from app.organisations.models import Membership
from app.organisations.policy import WRITERS
from app.reports.models import LONGEST_GRACE, Call, CallState, Report, ReportState


def waiting_for(person: User) -> list[Waiting]:
    """Drafts to finish and returned reports to revise, of the organisations the person writes for.

    What its call does not take any more waits for nobody; it stands among the reports, saying so.
    """
    seats = select(Membership.organisation_id).where(
        Membership.user_id == person.id, Membership.seat.in_(WRITERS)
    )
    unfinished = select(Report).where(
        Report.organisation_id.in_(seats), Report.state.in_([ReportState.DRAFT, ReportState.RETURNED])
    )
    taken = or_(Report.state == ReportState.RETURNED, Call.closes_at >= now() - LONGEST_GRACE)
    still = unfinished.join(Report.call).where(Call.state == CallState.ANNOUNCED, taken)
    whole = contains_eager(Report.call), joinedload(Report.organisation)
    rows = session.scalars(still.options(*whole).order_by(Report.id).limit(100))
    return [_waits(report) for report in rows if report.can_come_in]


def _waits(report: Report) -> Waiting:
    return Waiting(
        kind="report",
        title=report.title,
        lang=report.lang,
        since=report.returned_at or report.started_at,
        due=report.due_at,
        zone=report.call.zone,
        late_until=report.late_until,
        endpoint="reports.edit",
        values={"number": report.number},
        party=report.reporter.called.text,
    )
