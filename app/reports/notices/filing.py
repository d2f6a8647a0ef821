"""Letters about calls, receipts and withdrawals."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.accounts.readers import Role
from app.foundation import outbox
from app.foundation.db import session, table
from app.foundation.prepared import Prepared
from app.organisations.models import Membership, Organisation, OrganisationState
from app.organisations.policy import WRITERS
from app.reports.models import Call, Report, ReportState
from app.reports.queries.submitting import Draft, Receipt

users, memberships, organisations = table(User), table(Membership), table(Organisation)


def _writers(which: Any) -> Select[Any]:
    """Owners and editors, each once, however many organisations they write for.

    Whoever writes for a protected one among them reads a notice.
    """
    writes = (which, or_(*(memberships.c.seat == seat for seat in WRITERS)))
    seats = select(memberships.c.user_id).where(*writes)
    protected = seats.join(organisations, organisations.c.id == memberships.c.organisation_id)
    quiet = users.c.id.in_(protected.where(organisations.c.protected))
    told = (users.c.id, users.c.email, users.c.name, users.c.lang)
    people = select(*told, or_(users.c.notice_only, quiet).label("notice_only")).where(
        users.c.id.in_(seats), users.c.disabled_at.is_(None)
    )
    return people.order_by(users.c.id)


WRITERS_OF_ONE = Prepared(_writers(memberships.c.organisation_id == bindparam("organisation")))


def _writers_of(organisations: Select[Any]) -> Sequence[Any]:
    return session.execute(_writers(memberships.c.organisation_id.in_(organisations))).all()


def _writers_of_one(organisation_id: int) -> Sequence[Any]:
    return WRITERS_OF_ONE.all(organisation=organisation_id)


def call_announced(call: Call) -> None:
    verified = select(Organisation.id).where(Organisation.state == OrganisationState.VERIFIED)
    outbox.post(
        "reports/email/announce",
        _writers_of(verified),
        about=["reports.call", {"key": call.key}],
        key=call.key,
        titles=call.titles,
        mandate=call.mandate,
        closes_at=call.closes_at.isoformat(),
        zone=call.zone,
        guidance=call.guidance,
    )


def call_moved(call: Call, before: Mapping[str, Any]) -> None:
    """New times, with the old ones, to everybody who has a draft for the call."""
    writing = select(Report.organisation_id).where(
        Report.call_id == call.id, Report.state == ReportState.DRAFT
    )
    outbox.post(
        "reports/email/dates",
        _writers_of(writing),
        about=["reports.call", {"key": call.key}],
        key=call.key,
        titles=call.titles,
        zone=call.zone,
        opens=[before["opens_at"].isoformat(), call.opens_at.isoformat()],
        closes=[before["closes_at"].isoformat(), call.closes_at.isoformat()],
        late=_late_times(before, call),
    )


def _late_times(before: Mapping[str, Any], call: Call) -> list[str]:
    """Until when late reports are taken, before and now; empty where none are."""
    grace = timedelta(minutes=before["grace_minutes"])
    earlier = (before["closes_at"] + grace).isoformat() if grace else ""
    return [earlier, call.ends_at.isoformat() if call.grace_minutes else ""]


def call_cancelled(call: Call, reason: str) -> None:
    writing = select(Report.organisation_id).where(
        Report.call_id == call.id, Report.state != ReportState.WITHDRAWN
    )
    outbox.post(
        "reports/email/cancel",
        _writers_of(writing),
        about=["reports.call", {"key": call.key}],
        key=call.key,
        titles=call.titles,
        reason=reason,
    )


def submitted(draft: Draft, receipt: Receipt, *, late: bool) -> None:
    """The receipt to the authors; word of it to the moderators. Of practice nobody is told."""
    if draft.organisation is None:
        return
    told: dict[str, Any] = {
        "notice_only": draft.organisation.protected,
        "about": ["reports.edit", {"number": draft.number}],
        "number": draft.number,
        "title": draft.title,
        "organisation": draft.organisation.name,
        "call_titles": draft.call.titles,
        "version": receipt.number,
        "at": receipt.submitted_at.isoformat(),
        "zone": draft.call.zone,
        "sha256": receipt.sha256,
        "late": late,
    }
    outbox.post("reports/email/receipt", _writers_of_one(draft.organisation.id), **told)
    at_desk = told | {"about": ["reports.review", {"number": draft.number}]}
    outbox.post("reports/email/submit", accounts.addresses_of(Role.MODERATOR), **at_desk)


def withdrawn(report: Report, reason: str) -> None:
    told: dict[str, Any] = {
        "notice_only": report.reporter.protected,
        "about": ["reports.edit", {"number": report.number}],
        "number": report.number,
        "title": report.title,
        "organisation": report.reporter.name,
        "reason": reason,
    }
    outbox.post("reports/email/withdraw", _writers_of_one(report.reporter.id), **told)
    if report.submitted_at:
        at_desk = told | {"about": ["reports.review", {"number": report.number}]}
        outbox.post("reports/email/withdrawn", accounts.addresses_of(Role.MODERATOR), **at_desk)
