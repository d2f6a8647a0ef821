"""Letters about calls, receipts and withdrawals."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.accounts.readers import Role
from app.foundation import outbox
from app.foundation.db import session
from app.organisations.models import Membership, Organisation, OrganisationState
from app.organisations.policy import WRITERS
from app.reports.models import Call, Report, ReportState, Version


def _writers_of(organisations: Sequence[int] | Select[int]) -> Sequence[Any]:
    """Owners and editors, each once, however many organisations they write for."""
    seats = select(Membership.user_id).where(
        Membership.organisation_id.in_(organisations), Membership.seat.in_(WRITERS)
    )
    columns = (User.id, User.email, User.name, User.lang, User.notice_only)
    people = select(*columns).where(User.id.in_(seats), User.disabled_at.is_(None))
    return session.execute(people.order_by(User.id)).all()


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


def submitted(report: Report, version: Version) -> None:
    """The receipt to the authors; word of it to the moderators, unless it is only a rehearsal."""
    told: dict[str, Any] = {
        "notice_only": report.organisation.protected,
        "about": ["reports.edit", {"number": report.number}],
        "number": report.number,
        "title": report.title,
        "organisation": report.organisation.name,
        "call_titles": report.call.titles,
        "version": version.number,
        "at": version.submitted_at.isoformat(),
        "zone": report.call.zone,
        "sha256": version.sha256,
        "late": report.late,
    }
    outbox.post("reports/email/receipt", _writers_of([report.organisation_id]), **told)
    if not report.rehearsal:
        at_desk = told | {"about": ["desk.show", {}]}
        outbox.post("reports/email/submit", accounts.addresses_of(Role.MODERATOR), **at_desk)


def withdrawn(report: Report, reason: str) -> None:
    told: dict[str, Any] = {
        "notice_only": report.organisation.protected,
        "about": ["reports.edit", {"number": report.number}],
        "number": report.number,
        "title": report.title,
        "organisation": report.organisation.name,
        "reason": reason,
    }
    outbox.post("reports/email/withdraw", _writers_of([report.organisation_id]), **told)
    if report.submitted_at and not report.rehearsal:
        at_desk = told | {"about": ["desk.show", {}]}
        outbox.post("reports/email/withdrawn", accounts.addresses_of(Role.MODERATOR), **at_desk)
