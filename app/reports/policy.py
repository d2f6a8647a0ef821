"""Who may do what with a report."""

from datetime import datetime
from typing import Protocol

from app.accounts.models import Reader
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.rules import all_of, any_of
from app.organisations import policy as organisations
from app.reports.models import Report, ReportState

UNSEEN_BY_STAFF = frozenset({ReportState.DRAFT})


class Authored(Protocol):
    """A report, as a row or as a record."""

    @property
    def organisation(self) -> organisations.Peopled | None: ...  # none: it is written for practice

    @property
    def started_by_id(self) -> int: ...


def is_author(actor: Reader, report: Authored) -> bool:
    """Owners and editors of the organisation; of what is written for practice, its writer alone."""
    if report.organisation is None:
        return actor.id == report.started_by_id
    return organisations.writes_for(actor, report.organisation)


def is_member(actor: Reader, report: Authored) -> bool:
    if report.organisation is None:
        return actor.id == report.started_by_id
    return organisations.is_member(actor, report.organisation)


def is_real(actor: Reader, report: Report) -> bool:
    return not report.rehearsal


def is_moderator(actor: Reader, report: Report) -> bool:
    return actor.is_moderator


def is_published(actor: Reader, report: Report) -> bool:
    return report.state == ReportState.PUBLISHED and not report.rehearsal


def was_submitted(actor: Reader, report: Report) -> bool:
    """Moderators read what was handed to them, never a draft, never a rehearsal."""
    return report.submitted_at is not None and not report.rehearsal


def decides(actor: Reader, report: Report) -> bool:
    """Moderators, but not on a report of their own organisation."""
    return report.organisation is not None and organisations.decides(actor, report.organisation)


def why_not(actor: Reader, report: Report) -> str:
    """The key of the sentence for a person who may not decide: a colleague has to, or it is for others."""
    return "own_organisation" if actor.is_moderator and is_member(actor, report) else "not_allowed"


def may_open_file(actor: Reader, report: Report, added_at: datetime) -> bool:
    """Members; and moderators, once it was handed over: what authors add while they revise is theirs."""
    if is_member(actor, report):
        return True
    handed_over = report.submitted_at is not None and added_at <= report.submitted_at
    return actor.is_moderator and handed_over


# the one rule on state and person both; its twin is queries.visible_to
may_read = any_of(is_published, is_member, all_of(is_moderator, was_submitted))
may_write = is_author
may_withdraw = all_of(is_author, is_real)  # what is written for practice is deleted instead


def check_writable(actor: Reader, report: Report) -> None:
    if not may_write(actor, report):
        raise NotAllowed("not_allowed")
    if not report.is_open:
        raise Conflict("report_not_open")
